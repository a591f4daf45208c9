# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who acts: by a token, by the signed form of a page without script, or by a receipt code. Never by a cookie."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial

from starlette.requests import Request

from meedoen import limits
from meedoen.endpoints.entering import entered
from meedoen.endpoints.input import Posted
from meedoen.errors import Forbidden, Invalid
from meedoen.identity import receipts
from meedoen.identity.tokens import Participant, Ticket, new_key
from meedoen.participation.views import Placed
from meedoen.participation.write_path import Doer
from meedoen.site import Site
from meedoen.store import contributions
from meedoen.store.admission import item_number
from meedoen.values import ITEM, say

_KEY = re.compile(rf"[A-Za-z0-9_-]{{{limits.KEY_CHARS_MIN},{limits.KEY_CHARS_MAX}}}")


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody who acts, on what, and the receipt code that proved it, if one did."""

    doer: Doer
    target: str
    code: str = ""
    address: str = ""
    """Of mail: it has to be confirmed before the act is done."""
    number: int | None = None
    """The contribution it is about, when a code or a page of what was received led here."""

    def ticket(self, widget: str, action: str, number: int | None = None) -> Ticket:
        """What lets the next page speak of this act."""
        participant = Participant(self.doer.participant, self.doer.assurance)
        return Ticket(widget, action, self.target, participant, self.doer.key, number or self.number)


async def identify(site: Site, request: Request, placed: Placed, posted: Posted, action: str, target: str) -> Who:
    """Raises `Unidentified`, `Forbidden` or, for a code that is not known, `Invalid`."""
    tag = await site.network(request.scope, placed)
    if posted.get("_check"):
        ticket = site.tokens.read_form(posted.get("_check"))
        if (ticket.widget, ticket.action) != (placed.widget.uid, action):
            raise Forbidden(say("This form belongs to another page. Start again from the widget's page."))
        found = await entered(site, request, placed, posted, ticket.participant)
        doer = Doer(found.who.id, found.who.assurance, ticket.key, tag)
        return Who(doer, ticket.target, address=found.address, number=ticket.number)
    if posted.get("_code") or ("_code" in posted.own and not posted.get("_token")):
        site.write_path.limit(placed, tag)
        digest = receipts.digest(posted.get("_code"))
        receipt = await site.store.read(partial(contributions.by_receipt, code_hash=digest)) if digest else None
        if receipt is None or receipt.widget != placed.widget.id:
            unknown = say("This code is not known here. Check the signs; it is used in the place where you got it.")
            wrong = unknown if posted.get("_code").strip() else say("Fill in your receipt code.")
            raise Invalid(say("Nothing was sent yet. Check the fields below."), {"_code": wrong})
        key = _key(posted) if posted.get("_key") else new_key()
        code = receipts.spell(posted.get("_code"))
        return Who(Doer(receipt.participant, receipt.assurance, key, tag), receipt.target, code, number=receipt.number)
    participant = site.tokens.read(posted.get("_token"), placed.widget.organisation.uid)
    found = await entered(site, request, placed, posted, participant)
    doer = Doer(found.who.id, found.who.assurance, _key(posted), tag)
    number = item_number(f"{ITEM}{posted.get('_number')}")  # one of his own: of another nothing is changed
    return Who(doer, target, address=found.address, number=number)


def _key(posted: Posted) -> str:
    key = posted.get("_key")
    if not _KEY.fullmatch(key):
        raise Invalid(say("The field _key must hold 16 to 64 letters and digits, made anew for each act."))
    return key
