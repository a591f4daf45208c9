# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What staff may: pure rules over roles and where they hold. What a line of the route table says of it stands here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from meedoen.errors import Conflict, Invalid
from meedoen.records_staff import Grant, Member, Role
from meedoen.values import N_, say

ROLES = {
    Role.EDITOR: N_("Editor: makes widgets and pages"),
    Role.MODERATOR: N_("Moderator: decides on what others wrote"),
    Role.SPOKESPERSON: N_("Spokesperson: answers for the organisation"),
    Role.ADMINISTRATOR: N_("Administrator: decides who does what, and about texts and house style"),
}
"""As people read them."""
SHORT = {
    Role.EDITOR: N_("editor"),
    Role.MODERATOR: N_("moderator"),
    Role.SPOKESPERSON: N_("spokesperson"),
    Role.ADMINISTRATOR: N_("administrator"),
}
EVERYTHING = frozenset(Grant(role) for role in Role)
"""What the first of an organisation has: somebody has to be able to do it all."""


@dataclass(frozen=True, slots=True, eq=False)
class Needs:
    """Who may ask at an address. Each is one of the objects below, or made by `one_of`."""

    name: str
    signed_in: bool = True
    member: bool = True
    """Of the organisation that the address names."""
    roles: frozenset[Role] = frozenset()
    """One of these is enough; none: any of its members."""
    anywhere: bool = False
    """A role in one widget is enough; else it must hold for what the address names."""


PUBLIC = Needs("public", signed_in=False, member=False)
"""Anybody: what participants see."""
OUTSIDE = Needs("outside", signed_in=False, member=False)
"""Anybody: what of the console stands before its door."""
ACCOUNT = Needs("account", member=False)
"""Who is signed in, about himself."""
MEMBER = Needs("member")


def one_of(*roles: Role, anywhere: bool = False) -> Needs:
    """Members with one of these roles."""
    return Needs(" or ".join(roles), roles=frozenset(roles), anywhere=anywhere)


ADMINISTRATOR = one_of(Role.ADMINISTRATOR)
EDITOR = one_of(Role.EDITOR)
ENTERS = one_of(Role.EDITOR, Role.SPOKESPERSON)
READS = one_of(Role.EDITOR, Role.MODERATOR, Role.SPOKESPERSON)
"""Who reads what people wrote to the organisation alone."""
SPEAKS = one_of(Role.SPOKESPERSON)
WRITES = one_of(Role.EDITOR, Role.SPOKESPERSON)
SPEAKS_SOMEWHERE = one_of(Role.SPOKESPERSON, anywhere=True)
KEEPS_READY = one_of(Role.EDITOR, Role.ADMINISTRATOR)
USES_READY = one_of(Role.SPOKESPERSON, Role.EDITOR, Role.ADMINISTRATOR, anywhere=True)
NOTES = one_of(Role.SPOKESPERSON, Role.MODERATOR)
"""Who tells his colleagues something about a contribution, and reads what they told."""
MODERATES = one_of(Role.MODERATOR)
MODERATES_SOMEWHERE = one_of(Role.MODERATOR, anywhere=True)
REVIEWS = one_of(Role.EDITOR, Role.MODERATOR)


def may(member: Member, role: Role, widget: int | None = None) -> bool:
    """Whether somebody has a role: in the whole organisation, or in this widget (its id) at least."""
    return not member.grants.isdisjoint({Grant(role), Grant(role, widget)})


def may_anywhere(member: Member, role: Role) -> bool:
    """Whether he has it in one widget at least."""
    return any(one.role is role for one in member.grants)


def allows(needs: Needs, member: Member | None, widget: int | None = None) -> bool:
    """Whether somebody who is signed in may ask there; `member` is none where he is outside the organisation."""
    if not needs.member:
        return True
    if member is None:
        return False
    if not needs.roles:
        return True
    has = may_anywhere if needs.anywhere else lambda member, role: may(member, role, widget)
    return any(has(member, role) for role in needs.roles)


def check_left(others: Iterable[Member]) -> None:
    """Raises `Conflict` when nobody of those who stay is an administrator."""
    if not any(may(one, Role.ADMINISTRATOR) for one in others):
        raise Conflict(say("An organisation needs an administrator. Make somebody else one first."))


def check_address(address: str) -> str:
    """An address of mail as it is kept: in small letters. Whether it exists, only a mail can tell. Raises `Invalid`."""
    spelled = address.strip().lower()
    local, at, host = spelled.rpartition("@")
    if not (local and at and "." in host) or any(sign.isspace() for sign in spelled) or spelled.count("@") > 1:
        raise Invalid(
            say("Nothing was saved yet. Check the fields below."),
            {"address": say("Fill in an address of mail, such as naam@voorbeeldstad.nl.")},
        )
    return spelled
