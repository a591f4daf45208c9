# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Confirming an address: an act, or taking it back, waits; a mail leads to the button that does it.

That stands at `/{org}/-/meedoen/{name}/{code}`. Mail scanners follow links (GET) and press none (POST).
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from meedoen import limits
from meedoen.addresses import Query
from meedoen.effects import Contribute
from meedoen.endpoints.input import Posted
from meedoen.endpoints.replies import html, see_other, told, wants_json
from meedoen.endpoints.who import Who
from meedoen.errors import Invalid, NotFound, Unavailable
from meedoen.identity.tokens import Participant, Ticket
from meedoen.mailing import PendingAct
from meedoen.participation.forms import validate
from meedoen.participation.views import ask_of
from meedoen.participation.write_path import Doer, check_open, check_target
from meedoen.render.asked import Asked
from meedoen.render.forms import WITHDRAW
from meedoen.render.letters import Letters
from meedoen.render.pages import WITHDRAWAL_WAITS
from meedoen.site import Site
from meedoen.store import confirming
from meedoen.values import Assurance, say
from meedoen.widget import Action

_HOUR_S = 60 * 60


class Waiting:
    """Keeps an act until its address is confirmed."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._letters = Letters(site.composer)

    async def ask(self, request: Request, at: Asked, action: Action[Any], posted: Posted, who: Who) -> Response:
        """Keep it and have the mail sent. Raises what the act itself would, as far as is known now."""
        site, placed, now = self._site, at.placed, self._site.clock()
        site.write_path.limit(placed, who.doer.tag, who.doer.participant, action)
        check_open(placed, now)
        check_target(placed, action, who.target)
        validate(placed.form(action, who.target), posted.fields)
        warnings = site.write_path.warned(placed, action, who.doer.participant, posted.fields)
        if Contribute in action.effects and warnings:
            raise Invalid(say("Nothing was sent yet. Check the fields below."), warnings)
        return await self._keep(request, at, action.name, posted, who)

    async def ask_to_withdraw(self, request: Request, at: Asked, posted: Posted, who: Who) -> Response:
        """The same for who takes back what he did, in a browser that does not know him."""
        self._site.write_path.limit(at.placed, who.doer.tag, who.doer.participant)
        return await self._keep(request, at, WITHDRAW, Posted({}, posted.own), who)

    async def _keep(self, request: Request, at: Asked, name: str, posted: Posted, who: Who) -> Response:
        site, placed, now, withdraws = self._site, at.placed, self._site.clock(), name == WITHDRAW
        if not site.settings.mails:
            raise Unavailable(
                say("This server sends no mail yet, so nobody can take part here. Tell the organisation.")
            )
        client, code = request.client, secrets.token_urlsafe(24)
        network = ("confirm", client.host if client else "")
        site.door.take(network, limits.MAIL_ASKED_PER_HOUR_PER_NETWORK, window_s=_HOUR_S)
        site.door.take(("confirm", who.address), limits.MAIL_ASKED_PER_HOUR_MAX, window_s=_HOUR_S)
        origin = site.settings.origin_of(placed.widget.organisation.name)
        letter = self._letters.act(who.address, at, code, origin, now, withdraws=withdraws)

        def unit(conn: Any) -> None:
            person = confirming.person(conn, placed.widget.id, who.address)
            known_by = who.doer.participant if posted.get("_token") else b""
            pending = PendingAct(
                placed.widget.id,
                name,
                who.target,
                posted.fields,
                person,
                known_by,
                who.doer.key,
                at.language,
                now,
            )
            confirming.ask(conn, _digest(code), pending, letter)

        await site.store.write(unit)
        if wants_json(request) and withdraws:
            return told(site, request, {"waits": at.text(WITHDRAWAL_WAITS)})
        if wants_json(request):
            return told(site, request, {"html": site.pages.waits_in_short(at), "receipt": "", "counts": {}})
        return html(site, request, site.pages.waits(at, shown=not site.settings.smtp_url, withdraws=withdraws))


class ConfirmAct:
    """The page with the button, and what that does."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def serve(self, request: Request) -> Response:
        """One address for both. Raises `NotFound` for a code that is none, or no longer."""
        site, path = self._site, request.path_params
        placed = await site.directory.widget(path["org"], path["name"])
        digest = _digest(path["token"])
        since = site.clock() - timedelta(seconds=limits.MAIL_CONFIRM_S)
        reading = partial(confirming.by_digest, widget_id=placed.widget.id, digest=digest, since=since)
        of = await site.store.read(reading)
        action = placed.installed.action(of.action) if of else None
        if of is None or (action is None and of.action != WITHDRAW):
            raise NotFound(say("This link does not work any more. If your answer does not count yet, send it again."))
        at = Asked(
            site.composer,
            placed,
            site.origin(request.scope),
            Query(ask_of(placed, of.target), of.language),
            framed=False,
        )
        if request.method != "POST":
            if action is None:
                return html(site, request, site.pages.confirm_withdrawal(at, request.scope["path"]))
            check_open(placed, site.clock())
            return html(site, request, site.pages.confirm_act(at, action, of.target, of.fields, request.scope["path"]))
        doer = Doer(of.person, Assurance.MAIL, of.key, await site.network(request.scope, placed))
        if action is None:
            stored = await site.write_path.withdraw(placed, of.target, doer)
        else:
            # What there is to warn of was said before the mail.
            site.write_path.warned(placed, action, of.person, of.fields)
            stored = (await site.write_path.act(placed, action, of.target, of.fields, doer)).stored
        await site.store.write(partial(confirming.done, digest=digest, of=of, at=site.clock()))
        who = Participant(of.person, Assurance.MAIL)
        ticket = Ticket(placed.widget.uid, of.action, of.target, who, of.key, stored.number)
        return see_other(site, request, at.place.done(site.tokens.done(ticket)))


def _digest(code: str) -> bytes:
    return hashlib.sha256(code.encode()).digest()
