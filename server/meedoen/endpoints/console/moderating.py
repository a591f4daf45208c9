# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/console/at/{org}/moderation`: what was reported, is held, or is objected to; and one of these, to decide on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, create_model
from starlette.responses import Response

from meedoen import limits
from meedoen.endpoints.console.answering import placed_at
from meedoen.endpoints.console.base import Desk
from meedoen.endpoints.console.form import WRONG, FormDesk
from meedoen.endpoints.console.here import Here
from meedoen.endpoints.console.newcomers import one_of
from meedoen.endpoints.console.queue import Queue
from meedoen.errors import Invalid
from meedoen.participation.staff import may
from meedoen.records_answers import What
from meedoen.records_moderation import GROUNDS, HELD, Case, Decided, Decision, Ground, Verdict
from meedoen.records_staff import Role
from meedoen.render.console_moderation import (
    NO_RULE,
    QUEUES,
    ModerationLetters,
    release_label,
    rules_of,
    stands,
)
from meedoen.render.forms import RADIOS_MAX
from meedoen.render.moderation import CHOICES, VERDICTS
from meedoen.render.own_words import words_of
from meedoen.store import mails, moderation, notes
from meedoen.values import N_, Control, say

Facts = Annotated[
    str,
    Field(
        title=N_("What you saw"),
        description=N_("Its author reads this, and nobody else outside the organisation."),
        max_length=limits.OFFICIAL_TEXT_CHARS_MAX,
    ),
]


class Releasing(BaseModel):
    """Nothing need be said of what stands."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    facts: Annotated[Facts, Control(lines=2, optional=True)] = ""


class Removing(BaseModel):
    """Why it is taken from sight."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    ground: Annotated[Ground, Control(options=CHOICES)] = Field(title=N_("Why is it removed?"))
    facts: Annotated[Facts, Field(min_length=1), Control(lines=4)]


class ModerationQueue(Queue):
    """Of each thing there is to decide a list."""

    queues = QUEUES
    first = What.REPORTED
    role = Role.MODERATOR
    title = say("Moderation")
    template = "moderation.html"
    part = "moderation"
    laid = False


class OneCase(Desk):
    """All there is of one. A form to let it stand and one to remove it, each sent to an address of its own."""

    async def get(self, here: Here) -> Response:
        """The page, with nothing typed yet."""
        return await self.both(here)

    async def both(
        self, here: Here, of: str = "", values: Mapping[str, str] | None = None, failure: Invalid | None = None
    ) -> Response:
        """The page, with what was typed in the form `of` this id and what was wrong with it."""
        widget, number = placed_at(here).widget, here.request.path_params["number"]
        case = await self.read(moderation.case, widget, number, self.site.clock())
        public = case.kind in placed_at(here).public_kinds
        forms = {}
        for one in (Release(self.site), Remove(self.site)):
            if isinstance(one, Release):
                one.button = release_label(case)
            one.read_upto = last_of(case.decided)
            sent = one.form_id == of
            forms[one.form_id] = await one.form(here, values or {} if sent else {}, failure if sent else None)
        shown = [one for name, one in forms.items() if name == of or name in _open(case)]
        return self.page(
            here,
            "case.html",
            say("Contribution %(number)s", number=str(number)),
            failure.status if failure else 200,
            case=case,
            words=words_of(self.site.composer, placed_at(here), case),
            stands=stands(case, self.site.composer.words(here.lang), public=public),
            public=public,
            verdicts=VERDICTS,
            grounds=GROUNDS,
            forms=shown,
            wrong=failure.detail if failure and not any(one.errors for one in shown) else None,
            of=widget,
            at=at(here),
            zone=here.organisation.zone,
            everywhere=may(here.member, Role.MODERATOR),
            notes=await self.read(notes.about, widget.id, number),
            notes_at=f"{here.base}/notes/{widget.name}/{number}",
        )


def _open(case: Case) -> set[str]:
    """Which forms there are for it. What is removed may be removed once more where its author objected."""
    if case.blank:
        return set()
    objected = case.decided and case.decided[-1].appeal is not None
    return {"release", "remove"} if case.removed in (None, HELD) or objected else {"release"}


class _OnCase(FormDesk):
    """One of the forms on that page. What goes along unseen is the last decision that its reader had before him."""

    verdict: Verdict
    read_upto = 0

    def hidden(self, here: Here) -> Mapping[str, str]:
        """That decision."""
        return {"_was": str(self.read_upto)}

    def address(self, here: Here) -> str:
        """Its own."""
        return f"{at(here)}/{self.form_id}"

    async def shown(self, here: Here, values: Mapping[str, str], failure: Invalid | None = None) -> Response:
        """The whole page again."""
        return await OneCase(self.site).both(here, self.form_id if failure else "", values, failure)

    async def save(self, here: Here, valid: Any) -> Response:
        """Carry it out, and have those told who left an address, in one transaction."""
        site, placed, number = self.site, placed_at(here), here.request.path_params["number"]
        ground, rule = getattr(valid, "ground", None), getattr(valid, "rule", NO_RULE)
        given, now = Decision(self.verdict, ground, valid.facts, rule), site.clock()
        letters, origin = ModerationLetters(site.composer), site.settings.origin_of(here.organisation.name)
        orders, read = placed.installed.type.orders, _key(here)

        def unit(conn: Any) -> None:
            told = moderation.decide(conn, placed.widget, number, given, here.member, orders, at=now, read=read)
            carried_out = moderation.decided(conn, placed.widget.id, number)[-1].decision
            for one in told:
                mails.put(conn, letters.decided(one, placed.widget, number, carried_out, origin, now))

        await self.write(here, unit)
        return self.on(here, at(here), "judged")


class Release(_OnCase):
    """It stands."""

    form_id = "release"
    verdict = Verdict.RELEASED
    title = say("Let it stand")

    async def model(self, here: Here) -> type[BaseModel]:
        """What was seen, for who wants to say it."""
        return Releasing


class Remove(_OnCase):
    """It is taken from sight."""

    form_id = "remove"
    verdict = Verdict.REMOVED
    title = say("Remove")
    button = N_("Remove it")

    async def model(self, here: Here) -> type[BaseModel]:
        """Why, and by which rule of play."""
        rules = rules_of(here.organisation, self.site.composer.words(here.organisation.language))
        options = [(one, one) for one in rules]
        if len(options) > RADIOS_MAX:
            options.insert(0, (NO_RULE, N_("Choose a rule")))
        help_ = N_("Its author reads it. Where everybody could read the words, it stands in the public log.")
        return create_model("Given", __base__=Removing, rule=one_of(options, N_("Which rule of play?"), help_=help_))

    async def save(self, here: Here, valid: Any) -> Response:
        """Not without a rule."""
        if valid.rule == NO_RULE:
            raise Invalid(WRONG, {"rule": say("Choose the rule of play that was broken.")})
        return await super().save(here, valid)


def last_of(decided: Sequence[Decided]) -> int:
    """Its key; 0: nothing was decided."""
    return decided[-1].key if decided else 0


def _key(here: Here) -> int:
    """Of the decision that the form names; of no decision where it names none."""
    named = (here.own or {}).get("_was", "")
    return int(named) if named.isascii() and named.isdecimal() and len(named) < len(str(moderation.NEWEST)) else 0


def at(here: Here) -> str:
    """The page of the case."""
    params = here.request.path_params
    return f"{here.base}/moderation/{params['name']}/{params['number']}"
