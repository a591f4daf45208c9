# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`…/done/{token}`: what was received, the receipt, how to change it or take it back.

For 15 minutes, for who holds the address.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from meedoen.addresses import Query
from meedoen.endpoints.replies import html
from meedoen.errors import Forbidden, NotFound
from meedoen.identity.tokens import Ticket, new_key
from meedoen.participation.asking import QUESTION
from meedoen.participation.views import Placed, ask_of
from meedoen.participation.write_path import Doer, check_open
from meedoen.records_moderation import HELD
from meedoen.render.asked import Asked
from meedoen.render.forms import WITHDRAW, FormView
from meedoen.render.items import gone
from meedoen.render.tracker_forms import by_mail_form
from meedoen.site import Site
from meedoen.store import contributions
from meedoen.store.admission import item_number
from meedoen.values import Item, Who, say


class DonePage:
    """The page behind the 303."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def get(self, request: Request) -> Response:
        """Reads what this participant now has here, so that it tells what is stored and not what was typed."""
        site = self._site
        placed = await site.directory.widget(request.path_params["org"], request.path_params["name"])
        site.framed_by_widget(request.scope, placed.widget)
        ticket = site.tokens.read_done(request.path_params["token"])
        if ticket.widget != placed.widget.uid:
            raise Forbidden(say("This address belongs to another widget."))
        query, framed = site.query(request.scope), request.query_params.get("framed") == "1"
        query = Query(ask_of(placed, ticket.target, query.ask.group), query.lang)
        on = item_number(ticket.target)
        at = Asked(site.composer, placed, site.origin(request.scope), query, framed=framed, on=on)
        item = await self._item(placed, ticket)
        asked = item is not None and item.kind == QUESTION
        if ticket.action == WITHDRAW:
            return html(site, request, site.pages.taken_back(at, asked=asked))
        action = placed.installed.action(ticket.action)
        if action is None:
            raise NotFound(say("This widget has no such action. Start from the widget's page."))
        who = ticket.participant
        own = await site.store.read(
            partial(
                contributions.own,
                widget_id=placed.widget.id,
                target=ticket.target,
                participant=who.id,
                number=ticket.number,
            )
        )
        is_held = item is not None and item.removed == HELD
        removed = gone(item, at.words, placed.widget.organisation.zone) if item and item.removed and not is_held else ""
        if removed and not own.marks and not own.words:
            return html(site, request, site.pages.taken_back(at, asked=asked))
        values = action.recall(own.marks, {kind: data for kind, (_number, data, _made) in own.words.items()})
        again = at.hidden(ticket.target, _check=site.tokens.form(replace(ticket, key=new_key())))
        form = at.form(action, ticket.target, again, values, known=True)
        if request.query_params.get("change") == "1":
            check_open(placed, site.clock())
            return html(site, request, site.pages.form(at, form))
        receipt = await site.receipt(placed, Doer(who.id, who.assurance, ticket.key))
        if action.who is Who.AUTHOR:
            return html(site, request, site.pages.done(at, action, form, "", "", None))
        change = (
            at.place.done(request.path_params["token"])
            + "?change=1"
            + "".join(f"&{name[1:]}={value}" for name, value in at.hidden())
        )
        page = site.pages.done(
            at,
            action,
            form,
            receipt,
            change,
            self._back(at, ticket),
            found=request.query_params.get("found") == "1",
            removed=removed,
            held=is_held,
            by_mail=self._by_mail(at, receipt) if receipt and not removed else None,
        )
        return html(site, request, page)

    async def _item(self, placed: Placed, ticket: Ticket) -> Item | None:
        """The contribution it is about, as its author may see it."""
        if not ticket.number:
            return None
        read = partial(contributions.his, widget_id=placed.widget.id, number=ticket.number)
        return await self._site.store.read(read)

    def _by_mail(self, at: Asked, receipt: str) -> FormView | None:
        """Where its author asks to be told what becomes of it."""
        return by_mail_form(at.words, at.tracker, receipt, at.query.lang) if self._site.settings.mails else None

    def _back(self, at: Asked, ticket: Ticket) -> FormView:
        token = self._site.tokens.form(replace(ticket, action=WITHDRAW, key=new_key()))
        hidden = at.hidden(ticket.target, _check=token, _action=ticket.action)
        return FormView(WITHDRAW, at.place.act(WITHDRAW), at.text(say("Withdraw")), (), hidden)
