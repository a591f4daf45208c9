# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/console/at/{org}/ready`: the answers that are given often. Who speaks uses them; an editor keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from meedoen import limits
from meedoen.endpoints.console.base import Desk
from meedoen.endpoints.console.edit import EditDesk
from meedoen.endpoints.console.form import WRONG, FormDesk
from meedoen.endpoints.console.here import Here
from meedoen.endpoints.console.wording import Source, is_link
from meedoen.errors import Invalid
from meedoen.participation.staff import KEEPS_READY, SPEAKS_SOMEWHERE, allows
from meedoen.records_answers import ReadyAnswer
from meedoen.render.typed import typed
from meedoen.store import ready_answers
from meedoen.values import N_, Control, say

_PATH = "ready"


class Ready(BaseModel):
    """What is kept of one."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    title: str = Field(
        title=N_("Title"),
        description=N_("By this colleagues find it. It is not published."),
        min_length=1,
        max_length=limits.TITLE_CHARS_MAX,
    )
    text: Annotated[str, Control(lines=6)] = Field(
        title=N_("The answer"), min_length=1, max_length=limits.OFFICIAL_TEXT_CHARS_MAX
    )
    source: Source = ""


class ReadyKept(Ready):
    """The same, of one that is there."""

    archived: bool = Field(False, title=N_("Archived: it can no longer be chosen"))


class ReadyAnswers(Desk):
    """The list; those that are archived, where these are asked for."""

    async def get(self, here: Here) -> Response:
        """All of them: there is a limit to how many there are."""
        archived = bool(here.request.query_params.get("archived"))
        read = partial(ready_answers.of_organisation, organisation_id=here.organisation.id, archived=archived)
        old = self.site.clock() - timedelta(days=limits.READY_LOOKED_DAYS)
        return self.page(
            here,
            "ready-answers.html",
            say("Ready answers"),
            lines=[(one, one.looked < old) for one in await self.read(read)],
            queues=[
                (N_("In use"), here.path, not archived),
                (N_("Archived"), f"{here.path}?archived=1", archived),
            ],
            at=f"{here.base}/{_PATH}",
            keeps=allows(KEEPS_READY, here.member),
            speaks=allows(SPEAKS_SOMEWHERE, here.member),
            zone=here.organisation.zone,
        )


class NewReady(FormDesk):
    """One more."""

    title = say("A new ready answer")
    template = "ready-answer.html"

    async def model(self, here: Here) -> type[BaseModel]:
        """Title, text, source."""
        return Ready

    async def more(self, here: Here) -> Mapping[str, Any]:
        """The way back."""
        return {"back": f"{here.base}/{_PATH}", "looked": None}

    async def save(self, here: Here, valid: Ready) -> Response:
        """It can be chosen from now on."""
        _check(valid)
        of, now = here.organisation.id, self.site.clock()
        await self.write(here, ready_answers.add, of, valid.title, valid.text, valid.source, at=now)
        return self.on(here, f"{here.base}/{_PATH}", "saved")


class ChangeReady(EditDesk):
    """One that is there. Who saves it has looked whether it still holds."""

    title = say("Change a ready answer")
    template = "ready-answer.html"

    async def model(self, here: Here) -> type[BaseModel]:
        """Title, text, source, whether it is archived."""
        return ReadyKept

    def standing(self, conn: Any, here: Here) -> Mapping[str, str]:
        """As it is. Raises `NotFound`."""
        one = _one(conn, here)
        return typed(ReadyKept(title=one.title, text=one.text, source=one.source, archived=one.archived))

    async def more(self, here: Here) -> Mapping[str, Any]:
        """The way back, and when somebody looked last."""
        looked, zone = (await self.read(_one, here)).looked, here.organisation.zone
        return {"back": f"{here.base}/{_PATH}", "looked": looked, "zone": zone}

    def change(self, conn: Any, here: Here, valid: ReadyKept) -> None:
        """What was answered with it before stays as it was said."""
        _check(valid)
        id_, now = here.request.path_params["ready"], self.site.clock()
        ready_answers.change(conn, ReadyAnswer(id_, valid.title, valid.text, valid.source, valid.archived, now))

    def after(self, here: Here, valid: ReadyKept) -> tuple[str, str]:
        """The list."""
        return f"{here.base}/{_PATH}", "saved"


def _one(conn: Any, here: Here) -> ReadyAnswer:
    return ready_answers.one(conn, here.organisation.id, here.request.path_params["ready"])


def _check(valid: Ready) -> None:
    if valid.source and not is_link(valid.source):
        raise Invalid(WRONG, {"source": say("Fill in a whole address, such as https://www.example.org/.")})
