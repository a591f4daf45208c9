# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""On paper: clippings. What others write about a subject comes in from their feeds; people say what was of use."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace

from pydantic import BaseModel, ConfigDict, Field

from meedoen.widget import Action, Ask, Contribute, Effect, Items, Reads, Shown, Targets, View, WidgetType

CLIPPING, USEFUL = "clipping", "useful"


class Settings(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    feeds: tuple[str, ...] = Field((), title="Feeds", description="Addresses of JSON Feeds.")


class Nothing(BaseModel):
    model_config = ConfigDict(extra="forbid")


def sources(settings: Settings) -> Sequence[str]:
    """What the server fetches from time to time, by its one guarded client."""
    return settings.feeds


def ingest(fetched: bytes) -> Sequence[Effect]:
    """One clipping for each entry of a JSON Feed."""
    entries = json.loads(fetched)["items"]
    return [Contribute(CLIPPING, {"title": entry["title"], "url": entry["url"]}, once=True) for entry in entries]


def reads(_settings: Settings, _ask: Ask) -> Reads:
    return Reads(items=Items(CLIPPING, tallies=[USEFUL]))


def show(view: View[Settings]) -> Shown:
    return Shown(context={"titles": [item.data["title"] for item in view.items if not item.removed]})


SERVED = WidgetType(
    name="clippings",
    title="Clippings",
    summary="Show what others write about it.",
    task="follow",
    settings=Settings,
    reserve=lambda _settings: dict.fromkeys((320, 480, 640), 400),
    show=show,
    actions=[
        Action(
            name="useful",
            label="Of use",
            form=lambda _settings, _target: Nothing,
            targets=frozenset({Targets.ITEM}),
            reaction=USEFUL,
        )
    ],
    reads=reads,
    public_kinds=lambda _settings: frozenset({CLIPPING}),
)
ALONE = SimpleNamespace(sources=replace(SERVED, sources=sources), ingest=replace(SERVED, ingest=ingest))
"""With one line of the contract more, by the name of that line."""
WHOLE = replace(SERVED, sources=sources, ingest=ingest)
