# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Examples of a widget in each of its states, from its `examples.toml`, without a database.

One source, five uses: the gallery, the tests of templates and accessibility, the pictures in the docs, the preview.
A table has `settings` and the keys below; a table inside it named after a language holds what reads otherwise there:

    [busy]
    title = "Nieuw fietspad langs de Vliet"
    moment = 2026-04-20T10:00:00+02:00
    closes_at = 2026-05-03T17:00:00+02:00
    settings = { question = "Wat vindt u van dit plan?" }
    tallies = [{ kind = "score", counts = { 1 = 38, 2 = 84, 3 = 190 } }]
    [busy.en]
    title = "New cycle path along the Vliet"

What stands under its `items` is its `thread`; each names the one it stands under as its `target`. An answer may have a
last day (`until`) and a `source`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel

from meedoen.official import GivenOutcome, OfficialReply, OutcomeState, Speaker, Wording, Written, expiry
from meedoen.records import Phase
from meedoen.registry import Installed
from meedoen.values import WHOLE, Ask, Assurance, Item, Message, Part, Reveal, State, Subject, Subjects, Tally, say
from meedoen.widget import View

MOMENT = datetime.fromisoformat("2026-04-20T10:00:00+02:00")
"""When an example is looked at, unless it says otherwise."""
ORGANISATION = "Gemeente Voorbeeldstad"
"""Whose example it is."""


@dataclass(frozen=True, slots=True)
class Example:
    """One example, in one language."""

    name: str
    view: View[Any]
    expectation: str = ""
    least: Assurance = Assurance.FORM
    typed: Mapping[str, str] = field(default_factory=dict)
    """What stood in the form."""
    errors: Mapping[str, Message] = field(default_factory=dict)
    """What was wrong with it, by field."""
    receipt: str = ""
    done: bool = False
    """True: what takes the form's place after `typed` was sent."""
    withdrawn: bool = False
    successor: str = ""


def example(installed: Installed, name: str, language: str) -> Example:
    """The example `name` as it reads in `language`."""
    raw = _merged(installed.examples[name], installed.examples[name].get(language, {}))
    phase = Phase(raw.get("opens_at"), raw.get("closes_at"), raw.get("closing_text", ""))
    moment = raw.get("moment", MOMENT)
    state = phase.state(moment)
    settings, beside = installed.settings(raw.get("settings", {})), raw.get("beside", {})
    revealed = state is State.CLOSED or installed.type.reveal(settings) is not Reveal.AFTER_CLOSING
    view = View(
        settings=settings,
        title=raw["title"],
        language=language,
        state=state,
        moment=moment,
        opens_at=phase.opens_at,
        closes_at=phase.closes_at,
        closing_text=phase.closing_text,
        ask=Ask(**raw.get("ask", {})),
        parts=tuple(Part(**one) for one in raw.get("parts", ())) or declared(installed, settings),
        revealed=revealed,
        tallies=_tallies(raw.get("tallies", ())) if revealed else {},
        days=_days(raw.get("days", ())) if revealed else {},
        subjects=_subjects(raw.get("subjects", ())) if revealed else {},
        items=tuple(_item(one, revealed) for one in raw.get("items", ())),
        items_total=raw.get("items_total", len(raw.get("items", ()))),
        items_more=raw.get("items_total", 0) > len(raw.get("items", ())),
        beside={kind: tuple(_item({**one, "kind": kind}, revealed) for one in of) for kind, of in beside.items()},
        beside_total={kind: len(of) for kind, of in beside.items()} | raw.get("beside_total", {}),
        thread=tuple(_item(one, revealed) for one in raw.get("thread", ())),
        waits=tuple((float(seconds), answered) for seconds, answered in raw.get("waits", ())),
    )
    return Example(
        name,
        view,
        expectation=raw.get("expectation", ""),
        least=Assurance[raw.get("least", "form").upper()],
        typed=raw.get("typed", {}),
        errors={one: say(sentence) for one, sentence in raw.get("errors", {}).items()},
        receipt=raw.get("receipt", ""),
        done=raw.get("done", False),
        withdrawn=raw.get("withdrawn", False),
        successor=raw.get("successor", ""),
    )


def _merged(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    both = dict(base)
    for key, value in over.items():
        both[key] = _merged(both.get(key, {}), value) if isinstance(value, Mapping) else value
    return both


def _tallies(raw: list[dict[str, Any]]) -> dict[tuple[str, str], Tally]:
    return {
        (one.get("target", WHOLE), one["kind"]): Tally({int(value): n for value, n in one["counts"].items()})
        for one in raw
    }


def _days(raw: list[dict[str, Any]]) -> dict[tuple[str, str], dict[str, Tally]]:
    return {(one.get("target", WHOLE), one["kind"]): _by_kind(one["counts"]) for one in raw}


def _subjects(raw: list[dict[str, Any]]) -> dict[str, list[Subject]]:
    """Each with the orders in which it stands, as it was written."""
    named = dict.fromkeys(order for one in raw for order in one["orders"])
    return {
        order: [
            Subject(one["key"], one.get("label", one["key"]), _by_kind(one["tallies"]))
            for one in raw
            if order in one["orders"]
        ]
        for order in named
    }


def declared(installed: Installed, settings: BaseModel) -> tuple[Part, ...]:
    """The parts that these settings name."""
    parts = installed.type.parts(settings)
    return () if isinstance(parts, Subjects) else tuple(parts)


def _item(raw: dict[str, Any], revealed: bool) -> Item:
    official = {"replies": [_reply(key, one) for key, one in enumerate(raw.get("replies", ()), 1)]}
    given = {**raw, "tallies": _by_kind(raw.get("tallies", {})), **official, "outcome": _outcome(raw.get("outcome"))}
    given["written"] = _written(raw.get("written"))
    item = Item(**{"target": WHOLE, "data": {}, **given})
    return item if revealed else replace(item, mark=None, tallies={})


def _written(raw: Mapping[str, Any] | None) -> Written | None:
    """`who` wrote it, and what it said before."""
    if raw is None:
        return None
    earlier = [Wording(one["data"], Speaker(one["who"], ORGANISATION), one["at"]) for one in raw.get("earlier", ())]
    return Written(Speaker(raw["who"], ORGANISATION), raw.get("corrected"), tuple(earlier))


def _reply(key: int, raw: Mapping[str, Any]) -> OfficialReply:
    """`who` says it, for an organisation that bears the name of all examples."""
    who, until = Speaker(raw["who"], ORGANISATION), raw.get("until")
    expires, source = expiry(until, MOMENT.tzinfo or UTC), raw.get("source", "")
    return OfficialReply(key, raw["text"], who, raw["at"], raw.get("corrected"), (), until, expires, source)


def _outcome(raw: Mapping[str, Any] | None) -> GivenOutcome | None:
    if raw is None:
        return None
    state, who = OutcomeState(raw["state"]), Speaker(raw["who"], ORGANISATION)
    agrees, remark = raw.get("agrees"), raw.get("remark", "")
    return GivenOutcome(
        state, raw["reason"], who, raw["at"], tuple(raw.get("links", ())), (), agrees, remark, raw.get("change", 0)
    )


def _by_kind(raw: Mapping[str, Mapping[str, int]]) -> dict[str, Tally]:
    return {kind: Tally({int(value): n for value, n in counts.items()}) for kind, counts in raw.items()}
