# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`meedoen staff …`: who works in the console. The rest is done there."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import timedelta
from typing import Any

from meedoen import limits, placing
from meedoen.commands.base import Command, Context, Refused, table
from meedoen.errors import Invalid
from meedoen.identity.sessions import digest, new_secret
from meedoen.participation.staff import check_address
from meedoen.records_staff import Grant, Invitation, Role
from meedoen.store import accounts, invitations, members


def _inviting(parser: ArgumentParser) -> None:
    parser.add_argument("organisation", metavar="ORGANISATION")
    parser.add_argument("address", metavar="ADDRESS", help="of mail")
    roles = [role.value for role in Role]
    parser.add_argument("--role", action="append", required=True, choices=roles, help="several may be given")


async def invite(context: Context, args: Namespace) -> str:
    """A link that is good once."""
    address, token, at = _address(args), new_secret(), context.clock()
    grants = frozenset(Grant(Role(role)) for role in args.role)

    def unit(conn: Any) -> None:
        of = placing.organisation(conn, args.organisation)
        expires = at + timedelta(seconds=limits.INVITATION_S)
        invitations.add(conn, Invitation(digest(token), of, address, grants, expires), at=at)

    await context.store.write(unit)
    return f"Pass this on to {address}; it is good once, for 14 days: {context.settings.console}/invitation/{token}"


async def show_all(context: Context, args: Namespace) -> str:  # noqa: ARG001  (as every command)
    """Every account, with what it is where."""

    def unit(conn: Any) -> list[tuple[str, ...]]:
        return [
            (one.account.address, one.organisation.name, one.profile.public, ", ".join(_roles(one.grants)))
            for account in accounts.every(conn)
            for one in members.of_account(conn, account.id)
        ]

    return table(await context.store.read(unit), "There is nobody yet. Invite somebody: meedoen staff invite …")


async def close(context: Context, args: Namespace) -> str:
    """Everywhere, at once."""
    address = _address(args)

    def unit(conn: Any) -> bool:
        account = accounts.by_address(conn, address)
        if account is None:
            return False
        for one in members.of_account(conn, account.id):
            members.end(conn, one, at=context.clock())
        accounts.disable(conn, account, context.clock())
        return True

    if not await context.store.write(unit):
        raise Refused(f"There is no account with the address {address}.")
    return f"Closed: {address}. Who it was is signed out everywhere."


def _roles(grants: frozenset[Grant]) -> list[str]:
    return sorted({one.role.value if one.widget is None else f"{one.role.value} (one widget)" for one in grants})


def _address(args: Namespace) -> str:
    try:
        return check_address(args.address)
    except Invalid:
        raise Refused(f"“{args.address}” is not an address of mail.") from None


def _closing(parser: ArgumentParser) -> None:
    parser.add_argument("address", metavar="ADDRESS")


def _nothing(parser: ArgumentParser) -> None:
    """No arguments."""


COMMANDS = (
    Command("staff invite", "make an invitation to an organisation's console", _inviting, invite),
    Command("staff list", "who works where, and as what", _nothing, show_all),
    Command("staff close", "close an account: its owner is signed out, and cannot sign in", _closing, close),
)
