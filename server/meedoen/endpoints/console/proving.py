# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""That somebody is who he says: by a password, with a limit on how often one is looked at; and what follows from it."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import replace
from functools import partial
from typing import Any

from starlette.responses import Response

from meedoen import limits
from meedoen.endpoints.console import cookies
from meedoen.endpoints.console.here import Here
from meedoen.errors import TooMany
from meedoen.identity import sessions as made
from meedoen.records_staff import Account
from meedoen.site import Site
from meedoen.store import accounts, members, sessions, sign_ins
from meedoen.values import say


async def prove(site: Site, here: Here, address: str, password: str) -> Account | None:
    """The account that this opens, or none: what is asked of an address without one takes as long.

    Raises `TooMany` when it was tried too often, by whoever, or a lot comes from there; the password is not looked at.
    """
    account = await site.store.read(partial(accounts.by_address, address=address))
    if account is not None and account.disabled is not None:
        account = None
    who, now = hashlib.sha256(f"sign-in:{address}".encode()).digest(), site.clock()
    mark = cookies.get(here.request, cookies.DEVICE, here.origin)
    device = site.devices.read(mark, account.uid) if account else ""
    if not device:
        client = here.request.client
        site.door.take(client.host if client else "", limits.SIGN_INS_PER_MINUTE_PER_NETWORK)
    if not await site.store.write(partial(sign_ins.take, who=who, device=device, now=now)):
        raise TooMany(
            say(
                "A password was tried too often for this address. Wait an hour."
                " On a device where you signed in before, you can go on."
            ),
            headers={"Retry-After": str(limits.SIGN_IN_WINDOW_S)},
        )
    if not await site.passwords.fits(account.password if account else "", password):
        return None
    await site.store.write(partial(sign_ins.give_back, who=who, device=device, taken=now, now=site.clock()))
    return account


async def signed_in(site: Site, here: Here, account: Account) -> tuple[Here, str]:
    """Begin a session under a new secret, in the place of one that was there. Answers who is here now, and it."""
    secret, now = made.new_secret(), site.clock()
    mark = cookies.get(here.request, cookies.DEVICE, here.origin)
    device = site.devices.read(mark, account.uid) or secrets.token_hex(16)
    session = made.begun(secret, account, device, now)

    def unit(conn: Any) -> None:
        if here.session:
            sessions.end(conn, here.session.digest)
        sessions.begin(conn, session)

    await site.store.write(unit)
    joined = await site.store.read(partial(members.of_account, account_id=account.id))
    return replace(here, lang=account.language, session=session, joined=joined), secret


def keep(site: Site, here: Here, response: Response, secret: str) -> Response:
    """The same answer, with which the browser learns the secret, and that it is known."""
    assert here.session is not None  # noqa: S101
    cookies.put(response, cookies.SESSION, secret, here.origin)
    mark = site.devices.mark(here.session.account.uid, here.session.device)
    cookies.put(response, cookies.DEVICE, mark, here.origin)
    return response
