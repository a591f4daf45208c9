# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The records about staff, as plain values: accounts, who is what in which organisation, sessions, invitations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from meedoen.records import Organisation
from meedoen.records_posts import Signer


class Role(StrEnum):
    """What somebody does for an organisation. They combine, and none holds another."""

    EDITOR = "editor"
    """Makes widgets and pages."""
    MODERATOR = "moderator"
    """Decides on what others wrote."""
    SPOKESPERSON = "spokesperson"
    """Answers in the organisation's name."""
    ADMINISTRATOR = "administrator"
    """Decides who else is what, and about texts and house style."""


@dataclass(frozen=True, slots=True)
class Grant:
    """A role, in the whole organisation or in one of its widgets (its id)."""

    role: Role
    widget: int | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who can sign in."""

    id: int
    uid: str
    address: str
    """Of mail, in small letters: unique."""
    language: str
    created: datetime
    password: str = ""
    """As argon2 writes its hash; empty where he has none."""
    disabled: datetime | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """How somebody is known in one organisation."""

    name: str
    function: str
    department: str = ""
    show_name: bool = True
    """Whether people read the name; else the function alone, where a name would endanger someone."""

    @property
    def public(self) -> str:
        """What people read: "Fatima de Wit, Burgerzaken", or "Adviseur, Burgerzaken"."""
        who = self.name if self.show_name else self.function
        return f"{who}, {self.department}" if self.department else who


@dataclass(frozen=True, slots=True)
class Member:
    """An account in one organisation. `uid` stands in the log for who did something."""

    id: int
    uid: str
    account: Account
    organisation: Organisation
    profile: Profile
    grants: frozenset[Grant]
    created: datetime

    @property
    def signer(self) -> Signer:
        """He, as what he writes is signed."""
        return Signer(self.id, self.uid, self.profile.function, self.profile.department)


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who is signed in, on one device."""

    digest: bytes
    """Of its secret, which the browser alone has."""
    account: Account
    created: datetime
    seen: datetime
    device: str
    form: str
    """What stands in each of its forms. It outlives another secret, so that no open form is lost."""
    stale: bool = False
    """What he may has changed since: the next answer brings another secret."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """A place that is kept for somebody until a moment. `organisation` is none for who sets the server up."""

    digest: bytes
    organisation: Organisation | None
    address: str
    grants: frozenset[Grant]
    expires: datetime


@dataclass(frozen=True, slots=True)
class Choice:
    """What a member chose to be mailed."""

    id: int
    code: str
    """Who has it can end it."""
    membership: int
    place: str
    widget: int | None
    """The one it is about; None: all of the organisation, or what others pass on."""
    wanted: bool
    told: datetime
    """What came until then was told."""


@dataclass(frozen=True, slots=True)
class Came:
    """A contribution that came in."""

    widget: int
    number: int
    at: datetime
    held: bool
    """Nobody else sees it before somebody has looked at it."""
