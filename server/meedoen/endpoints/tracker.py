# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/{org}/-/bijdrage`: what became of a contribution, for who holds its receipt code.

The code is posted each time and stands in no address. Whatever code does not open anything here, because it is
misspelt, was never given, or belongs to another organisation, is looked up alike and answered alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from meedoen import limits
from meedoen.endpoints import input as posting
from meedoen.endpoints.failures import Failures
from meedoen.endpoints.input import Posted
from meedoen.endpoints.mail_asked import MailAsked
from meedoen.endpoints.replies import html, told
from meedoen.endpoints.reporting import optional_address
from meedoen.errors import Conflict, Failure, Invalid, NotFound
from meedoen.identity import receipts
from meedoen.mailing import Pace
from meedoen.participation.forms import validate
from meedoen.participation.views import Placed
from meedoen.records import Organisation
from meedoen.render.mail_pages import About
from meedoen.render.tracker import Became, TrackerPages
from meedoen.render.tracker_forms import Confirm, HearByMail
from meedoen.site import Site
from meedoen.store import answered, erasure, reports, tracker
from meedoen.store.tracker import Tracked
from meedoen.values import Message, say

_FIELD = {"appeal": "why", "mail": "mail"}
"""By what is done, beside which field it says what went wrong."""
_NOBODYS = bytes(32)
"""Looked up for what cannot be a code: it takes as long as one that can."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """Who is asked, and how."""

    request: Request
    of: Organisation
    origin: str
    lang: str
    posted: Posted


class Tracker:
    """The page where a code is typed in (GET), and all that is behind it (POST)."""

    def __init__(self, site: Site, failures: Failures) -> None:
        self._site = site
        self._failures = failures
        self._pages = TrackerPages(site.composer, mails=site.settings.mails)
        self._mail = MailAsked(site)

    async def serve(self, request: Request) -> Response:
        """One address for both."""
        site = self._site
        of, _widgets = await site.directory.organisation(request.path_params["org"])
        posted, refusal = await posting.read(request) if request.method == "POST" else (Posted(), None)
        lang = posted.get("_lang") or request.query_params.get("lang", "")
        known = lang if lang in site.composer.languages else ""
        asked = _Asked(request, of, site.origin(request.scope), known, posted)
        if request.method != "POST":
            return html(site, request, self._pages.ask(of, asked.origin, known))
        try:
            if refusal is not None:
                raise refusal
            return await self._opened(asked, await self._found(asked))
        except Invalid as failure:
            errors = failure.fields or {"_code": failure.detail}
            return self._again(asked, {"_code": errors.get("_code", failure.detail)}, failure)

    async def _found(self, asked: _Asked) -> Tracked:
        """What the code opens. Raises `TooMany`, and `Invalid` for a wrong one."""
        site, client = self._site, asked.request.client
        site.door.take(("code", client.host if client else ""), limits.CODES_PER_MINUTE_PER_NETWORK)
        typed = asked.posted.get("_code")
        hashed = receipts.digest(typed) or _NOBODYS
        found = await site.store.read(lambda conn: tracker.by_code(conn, asked.of.id, hashed))
        if found is None:
            unknown = say("This code is not known here. Check the signs. Each organisation knows its own codes alone.")
            wrong = unknown if typed.strip() else say("Fill in your receipt code.")
            raise Invalid(say("Nothing was sent yet. Check the fields below."), {"_code": wrong})
        return found

    async def _opened(self, asked: _Asked, found: Tracked) -> Response:
        """Do what was asked, if anything was, and show it as it then is."""
        site, fields = self._site, dict(asked.posted.fields)
        do, placed = fields.pop("do", ""), site.directory.placed(found.widget)
        if do == "export":
            data = self._pages.export(placed, found.item, found.marks, asked.origin, asked.lang, site.clock())
            name = {"content-disposition": f'attachment; filename="bijdrage-{found.item.number}.json"'}
            return told(site, asked.request, data, headers=name)
        try:
            if do == "mail":
                await self._told_by_mail(asked, placed, found, fields)
            else:
                await self._do(do, fields, found, asked.lang or found.widget.spoken)
        except Failure as failure:
            errors = failure.fields or {_FIELD.get(do, "agrees"): failure.detail}
            return self._shown(asked, placed, found, values=fields, errors=errors, status=failure.status)
        return self._shown(asked, placed, await self._found(asked) if do else found, do)

    async def _do(self, do: str, fields: Mapping[str, str], found: Tracked, language: str) -> None:
        store, at, of, number = self._site.store, self._site.clock(), found.widget, found.receipt.number
        if do == "confirm":
            said = Confirm.model_validate(validate(Confirm, fields))
            agrees = said.agrees == "yes"
            await store.write(lambda conn: answered.confirm(conn, of, number, agrees=agrees, text=said.remark, at=at))
        elif do == "appeal":
            given: Any = validate(self._pages.objecting, fields)
            to = optional_address(getattr(given, "address", ""))
            await store.write(
                lambda conn: reports.object_to(conn, of, number, given.why, at=at, address=to, language=language)
            )
        elif do == "erase":
            await store.write(lambda conn: erasure.ask(conn, of, number, at=at))
        elif do:
            raise NotFound(say("This cannot be done here. Go back to your contribution."))

    async def _told_by_mail(self, asked: _Asked, placed: Placed, found: Tracked, fields: Mapping[str, str]) -> None:
        """Its author wants mail about it, at the address he gives once he has confirmed that."""
        if not self._site.settings.mails or found.receipt.blank or placed.widget.withdrawn is not None:
            raise Conflict(say("About this no mail can be sent. What becomes of it, stands here."))
        given: Any = validate(HearByMail, fields)
        to = optional_address(given.mail, "mail")
        about = About(asked.of, asked.origin, asked.lang, placed, found.receipt.number, own=True)
        await self._mail.ask(asked.request, about, to, Pace.SOON)

    def _shown(
        self,
        asked: _Asked,
        placed: Placed,
        found: Tracked,
        done: str = "",
        *,
        values: Mapping[str, str] | None = None,
        errors: Mapping[str, Message] | None = None,
        status: int = 200,
    ) -> Response:
        site, code = self._site, receipts.spell(asked.posted.get("_code"))
        page = self._pages.shown(
            placed,
            found.item,
            asked.origin,
            asked.lang,
            code,
            site.clock(),
            became=Became(found.asked, found.decided, found.receipt.blank),
            done=done,
            values=values,
            errors=errors,
        )
        return html(site, asked.request, page, status)

    def _again(self, asked: _Asked, errors: Mapping[str, Message], failure: Failure) -> Response:
        typed = asked.posted.get("_code")
        page = self._pages.ask(asked.of, asked.origin, asked.lang, typed, errors)
        return html(self._site, asked.request, page, failure.status)
