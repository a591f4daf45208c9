# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/{org}/-/moderatie/{name}/{number}`: where somebody reports a contribution, and reads what happens next.

The form is a one-time one, so that a second press counts once; who has a token may send that instead. No cookie.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from meedoen.addresses import with_query
from meedoen.endpoints import input as posting
from meedoen.endpoints.input import Posted
from meedoen.endpoints.replies import html, see_other
from meedoen.endpoints.who import identify
from meedoen.errors import Failure, Forbidden, Gone, Invalid, Removed, Unidentified
from meedoen.identity.tokens import Ticket, new_key, new_participant
from meedoen.mailing import address
from meedoen.participation.forms import validate
from meedoen.participation.views import Placed
from meedoen.records_moderation import Report
from meedoen.render.mail_pages import FILL_IN
from meedoen.render.moderation import ModerationPages
from meedoen.site import Site
from meedoen.store import reports
from meedoen.values import ITEM, Assurance, say

REPORT = "report"
"""The name of the act, in its one-time form; no type's action has it, since the form is bound to this address."""


@dataclass(frozen=True, slots=True)
class _About:
    """What is reported, and how its page is asked for."""

    placed: Placed
    number: int
    origin: str
    lang: str

    @property
    def target(self) -> str:
        return f"{ITEM}{self.number}"


class Reporting:
    """The form, and what it sends."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._pages = ModerationPages(site.composer, mails=site.settings.mails)

    async def serve(self, request: Request) -> Response:
        """One address for both."""
        about = await self._about(request)
        if request.method == "POST":
            return await self._posted(request, about)
        if request.query_params.get("received") == "1":
            page = self._pages.received(about.placed, about.number, about.origin, about.lang)
            return html(self._site, request, page)
        return self._shown(request, about, Posted())

    async def _posted(self, request: Request, about: _About) -> Response:
        posted = Posted()
        try:
            posted, refusal = await posting.read(request)
            if refusal is not None:
                raise refusal
            await self._report(request, about, posted)
        except Failure as failure:
            return self._shown(request, about, posted, failure)
        place = self._site.composer.place(about.placed, about.origin, self._site.query(request.scope), about.number)
        return see_other(
            self._site, request, with_query(place.report.partition("?")[0], {"received": "1", "lang": about.lang})
        )

    async def _report(self, request: Request, about: _About, posted: Posted) -> None:
        """Keep it. Raises `Invalid`, `TooMany`, or `Removed` when it stands no longer."""
        site, placed = self._site, about.placed
        who = await identify(site, request, placed, posted, REPORT, about.target)
        if who.target != about.target:
            raise Forbidden(say("This form belongs to another page. Start again from the widget's page."))
        site.write_path.limit(placed, who.doer.tag, who.doer.participant)
        valid: Any = validate(self._pages.model, posted.fields)
        to = optional_address(getattr(valid, "address", ""))
        said = Report(valid.ground, valid.words, site.clock())
        await site.store.write(
            partial(
                reports.add,
                of=placed.widget,
                number=about.number,
                said=said,
                by=who.doer.participant,
                address=to,
                language=about.lang or placed.widget.spoken,
            )
        )

    def _shown(self, request: Request, about: _About, posted: Posted, failure: Failure | None = None) -> Response:
        used = posted.get("_check") if failure is not None and not isinstance(failure, Unidentified) else ""
        page = self._pages.report(
            about.placed, about.number, about.origin, about.lang, used or self._ticket(about), posted.fields, failure
        )
        status, headers = (failure.status, failure.headers) if failure else (200, {})
        return html(self._site, request, page, status, headers)

    def _ticket(self, about: _About) -> str:
        """What lets the form be sent once, by somebody who has no other name here."""
        who = new_participant(Assurance.FORM)
        return self._site.tokens.form(Ticket(about.placed.widget.uid, REPORT, about.target, who, new_key()))

    async def _about(self, request: Request) -> _About:
        """What is reported. Raises `Gone` when it was withdrawn, `Removed` when it stands no longer, and as its page
        does."""
        site, path = self._site, request.path_params
        placed = await site.directory.widget(path["org"], path["name"])
        if placed.widget.withdrawn is not None:
            raise Gone(say("This has been withdrawn by the organisation."))
        item = await site.item(placed, path["number"], site.clock())
        if item.removed is not None and request.query_params.get("received") != "1":
            raise Removed(say("It is no longer shown. Its own page says why."))
        return _About(placed, item.number, site.origin(request.scope), site.query(request.scope).lang)


def optional_address(typed: str, field: str = "address") -> str:
    """An address of mail, or empty. Raises `Invalid`, which names the field."""
    if not typed:
        return ""
    try:
        return address(typed)
    except ValueError:
        raise Invalid(say("Nothing was sent yet. Check the fields below."), {field: say(FILL_IN)}) from None
