# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What somebody who comes tells about himself, and how he becomes a member."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from meedoen import limits
from meedoen.records import Organisation
from meedoen.records_staff import Grant, Member, Profile
from meedoen.render.forms import Typed
from meedoen.store import accounts, members
from meedoen.values import N_, Control

Password = Annotated[str, Typed("password", "new-password")]
PASSWORD_HELP = N_("At least 12 characters. A sentence that you remember is a good one; you may paste.")


class Known(BaseModel):
    """How somebody is known in an organisation."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    name: Annotated[str, Typed(autocomplete="name")] = Field(
        title=N_("Your name"), min_length=1, max_length=limits.TITLE_CHARS_MAX
    )
    function: Annotated[str, Typed(autocomplete="organization-title")] = Field(
        title=N_("Function"),
        description=N_("What people read of you: policy adviser, for example."),
        min_length=1,
        max_length=limits.TITLE_CHARS_MAX,
    )
    department: Annotated[str, Control(optional=True)] = Field(
        "", title=N_("Department"), max_length=limits.TITLE_CHARS_MAX
    )
    show_name: bool = Field(
        True,
        title=N_("Show my name with what I write"),
        description=N_(
            "Without a tick people read your function alone. Choose that where your name could endanger you."
        ),
    )

    def profile(self) -> Profile:
        """As it is kept."""
        return Profile(self.name, self.function, self.department, self.show_name)


class Newcomer(Known):
    """Somebody without an account."""

    password: Password = Field(
        title=N_("Password"),
        description=PASSWORD_HELP,
        min_length=limits.PASSWORD_CHARS_MIN,
        max_length=limits.PASSWORD_CHARS_MAX,
    )


class FirstOrganisation(BaseModel):
    """The first there is."""

    title: str = Field(
        title=N_("Name of the organisation"),
        description=N_("As people read it: Gemeente Voorbeeldstad."),
        min_length=1,
        max_length=limits.TITLE_CHARS_MAX,
    )
    organisation: str = Field(
        title=N_("Its short name"),
        description=N_("It stands in every address. Small letters, digits and hyphens: voorbeeldstad."),
        min_length=1,
        max_length=limits.TITLE_CHARS_MAX,
    )


def one_of(options: Iterable[tuple[str, str]], title: str, default: Any = ..., help_: str = "") -> tuple[Any, Any]:
    """A field that is chosen, with options that are known when it is asked, for pydantic's `create_model`.

    Where there is only one, it is chosen.
    """
    options = tuple(options)
    values = tuple(value for value, _label in options)
    if default is ... and len(values) == 1:
        [default] = values
    kind = Annotated[Literal[values], Control(options=options)]  # type: ignore[valid-type]
    return kind, Field(default, title=title, description=help_)


def welcome(
    conn: Any,
    address: str,
    password: str,
    of: Organisation,
    profile: Profile,
    grants: Iterable[Grant],
    *,
    language: str,
    at: datetime,
) -> Member:
    """Somebody comes, with an account that is new or was closed; `password` is the hash of one."""
    account = accounts.by_address(conn, address)
    if account is None or account.disabled is None:
        account = accounts.add(conn, address, password=password, language=language, at=at)
    else:
        accounts.enable(conn, account)
        accounts.set_password(conn, account, password)
    return members.join(conn, accounts.by_id(conn, account.id), of, profile, grants, at=at)
