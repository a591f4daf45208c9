# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where one takes part with a code or a confirmed address: who it is.

Who proved in this browser some hours ago who he is need not type it again; who types another address or code is
somebody else.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from starlette.requests import Request

from meedoen import limits, mailing
from meedoen.endpoints.input import Posted
from meedoen.errors import Invalid
from meedoen.identity import receipts
from meedoen.identity.tokens import Participant
from meedoen.participation.views import Placed
from meedoen.site import Site
from meedoen.store import confirming, entry, known
from meedoen.values import ASKED, Assurance, Message, say

ENTRY = "_entry"


@dataclass(frozen=True, slots=True)
class Entered:
    """Who takes part; or with an `address` somebody who has to confirm that first."""

    who: Participant
    address: str = ""


async def entered(site: Site, request: Request, placed: Placed, posted: Posted, who: Participant) -> Entered:
    """Who takes part: `who`, or whom what he typed makes him. Raises `Invalid` where that is needed and fits not."""
    least = placed.widget.least
    if least not in ASKED or who.assurance >= least:
        return Entered(who)
    typed, has_token = posted.get(ENTRY).strip(), bool(posted.get("_token"))
    by_mail = least is Assurance.MAIL
    address = _address(typed) if by_mail and typed else ""
    if has_token and (not typed or address):
        knowing = partial(known.person, widget_id=placed.widget.id, participant=who.id, at=site.clock())
        person = await site.store.read(knowing)
        whose = partial(confirming.person_known, widget_id=placed.widget.id, address=address)
        if person is not None and (not address or person == await site.store.read(whose)):
            return Entered(Participant(person, least))
    if by_mail:
        return Entered(who, address or _address(typed))
    if not typed:
        raise _wrong(say("Fill in the code that you got from the organisation."))
    client = request.client
    site.door.take(("entry", client.host if client else ""), limits.ENTRY_CODES_PER_MINUTE_PER_NETWORK)
    digest, by = receipts.digest(typed), who.id if has_token else None
    entering = partial(entry.enter, widget_id=placed.widget.id, digest=digest or b"", participant=by, at=site.clock())
    if (person := await site.store.write(entering)) is None:
        raise _wrong(say("This code is not known here. Check the signs: four groups of four."))
    return Entered(Participant(person, least))


def _address(typed: str) -> str:
    try:
        return mailing.address(typed)
    except ValueError:
        raise _wrong(say("Fill in your e-mail address, such as naam@voorbeeld.nl.")) from None


def _wrong(why: Message) -> Invalid:
    return Invalid(say("Nothing was sent yet. Check the fields below."), {ENTRY: why})
