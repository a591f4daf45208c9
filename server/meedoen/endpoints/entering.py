# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where one takes part with a code: whose it is. Who used it in this browser before need not type it again."""

from __future__ import annotations

from functools import partial

from starlette.requests import Request

from meedoen import limits
from meedoen.endpoints.input import Posted
from meedoen.errors import Invalid
from meedoen.identity import receipts
from meedoen.identity.tokens import Participant
from meedoen.participation.views import Placed
from meedoen.site import Site
from meedoen.store import entry
from meedoen.values import Assurance, Message, say

ENTRY = "_entry"


async def entered(site: Site, request: Request, placed: Placed, posted: Posted, who: Participant) -> Participant:
    """Who takes part: `who`, or where that needs a code, whose code it is. Raises `Invalid` for one that is none."""
    if placed.widget.least is not Assurance.CODE:
        return who
    of, typed, has_token = placed.widget.id, posted.get(ENTRY).strip(), bool(posted.get("_token"))
    if not typed:
        person = await site.store.read(partial(entry.known, widget_id=of, participant=who.id)) if has_token else None
        if person is None:
            raise _wrong(say("Fill in the code that you got from the organisation."))
        return Participant(person, Assurance.CODE)
    client = request.client
    site.door.take(("entry", client.host if client else ""), limits.ENTRY_CODES_PER_MINUTE_PER_NETWORK)
    digest, by = receipts.digest(typed), who.id if has_token else None
    entering = partial(entry.enter, widget_id=of, digest=digest or b"", participant=by, at=site.clock())
    person = await site.store.write(entering)
    if person is None:
        raise _wrong(say("This code is not known here. Check the signs: four groups of four."))
    return Participant(person, Assurance.CODE)


def _wrong(why: Message) -> Invalid:
    return Invalid(say("Nothing was sent yet. Check the fields below."), {ENTRY: why})
