# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The form of an official reply: its words, its last day, its source; and a ready answer that fills it in.

The ready answer is chosen in the form itself, so that what was typed goes along: it stays above what is filled in.
"""

from __future__ import annotations

from abc import ABC
from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from meedoen import limits
from meedoen.endpoints.console.form import WRONG, FormDesk
from meedoen.endpoints.console.here import Here
from meedoen.errors import Invalid
from meedoen.records_answers import ReadyAnswer, Terms
from meedoen.store import ready_answers
from meedoen.values import N_, Control, say

TOO_FAR = N_("Choose a day in the years %(first)s to %(last)s.")
READY, FILL = "_ready", "_fill"
Until = Annotated[
    date | None,
    Field(
        title=N_("Valid through"),
        description=N_("The last day. After it people read that it may be different by now. Empty: it holds for good."),
    ),
]
Source = Annotated[
    str,
    Control(optional=True),
    Field(title=N_("Source"), description=N_("The address of the page on which it can be read, if there is one.")),
]


class Words(BaseModel):
    """An official reply."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    text: Annotated[str, Control(lines=6)] = Field(
        title=N_("Your answer"), min_length=1, max_length=limits.OFFICIAL_TEXT_CHARS_MAX
    )
    until: Annotated[Until, Control(optional=True)] = None
    source: Source = ""


def terms_of(valid: Any, today: date | None = None) -> Terms:
    """What goes with the words. Raises `Invalid` for a source that leads nowhere, a day before `today` or too late."""
    if valid.source and not is_link(valid.source):
        raise Invalid(WRONG, {"source": say("Fill in a whole address, such as https://www.example.org/.")})
    if today is not None and valid.until is not None and valid.until < today:
        raise Invalid(WRONG, {"until": say("This day is over. Choose today or a later day, or leave it empty.")})
    if valid.until is not None and valid.until.year > limits.YEAR_MAX:
        raise Invalid(WRONG, {"until": say(TOO_FAR, first=str(limits.YEAR_MIN), last=str(limits.YEAR_MAX))})
    return Terms(valid.until, valid.source)


def is_link(url: str) -> bool:
    """Whether it is an address of the web that is kept."""
    return url.startswith(("https://", "http://")) and len(url) <= limits.TARGET_CHARS_MAX and len(url.split()) == 1


class Wording(FormDesk, ABC):
    """A form with such a reply in it."""

    async def post(self, here: Here, fields: Mapping[str, str]) -> Response:
        """Send it; or fill in what was chosen, and send nothing yet."""
        if not (here.own or {}).get(FILL):
            return await super().post(here, fields)
        one = await self._chosen(here, (here.own or {}).get(READY, ""))
        return await self.shown(here, filled(fields, one) if one else fields)

    async def values(self, here: Here) -> Mapping[str, str]:
        """What the address asks for: a ready answer."""
        one = await self._chosen(here, here.request.query_params.get("ready", ""))
        return filled({}, one) if one else {}

    async def _chosen(self, here: Here, typed: str) -> ReadyAnswer | None:
        return next((one for one in await ready(self, here) if str(one.id) == typed), None)


async def ready(desk: FormDesk, here: Here) -> list[ReadyAnswer]:
    """Those that can be chosen."""
    read = partial(ready_answers.of_organisation, organisation_id=here.organisation.id, archived=False)
    return list(await desk.read(read))


def filled(fields: Mapping[str, str], one: ReadyAnswer) -> Mapping[str, str]:
    """With its words below those that were typed, and its source where none was."""
    text = "\n\n".join(filter(None, (fields.get("text", "").rstrip(), one.text)))
    return {**fields, "text": text, "source": fields.get("source", "").strip() or one.source}
