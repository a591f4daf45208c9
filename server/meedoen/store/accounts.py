# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who can sign in: an address of mail, and the hash of a password."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Row, bindparam, select, update

from meedoen.errors import Conflict
from meedoen.records_staff import Account
from meedoen.store.schema import account
from meedoen.store.upsert import put
from meedoen.values import say

COLUMNS = [column.label(f"account_{column.name}") for column in account.c]
"""What `record` takes."""
_ADD = put(account)
_BY_ADDRESS = select(*COLUMNS).where(account.c.address == bindparam("of"))
_BY_ID = select(*COLUMNS).where(account.c.id == bindparam("of"))
_CHANGE = update(account).where(account.c.id == bindparam("of"))
_EVERY = select(*COLUMNS).order_by(account.c.address)


def add(conn: Connection, address: str, *, password: str, language: str, at: datetime) -> Account:
    """A new one. Raises `Conflict` when the address has an account."""
    values = {"uid": uuid4().hex, "address": address, "password": password, "language": language, "created": at}
    conn.execute(_ADD, values | {"disabled": None})
    made = by_address(conn, address)
    if made is None or made.uid != values["uid"]:
        raise Conflict(say("This address has an account already. Sign in with it."))
    return made


def by_address(conn: Connection, address: str) -> Account | None:
    """The account with this address, in small letters."""
    row = conn.execute(_BY_ADDRESS, {"of": address}).one_or_none()
    return record(row) if row is not None else None


def by_id(conn: Connection, account_id: int) -> Account:
    """The account with this id, which is known to be there."""
    return record(conn.execute(_BY_ID, {"of": account_id}).one())


def every(conn: Connection) -> list[Account]:
    """All of them, closed ones too, by address."""
    return [record(row) for row in conn.execute(_EVERY)]


def set_password(conn: Connection, of: Account, password: str) -> None:
    """Another password; `password` is its hash."""
    conn.execute(_CHANGE, {"of": of.id, "password": password})


def set_language(conn: Connection, of: Account, language: str) -> None:
    """In which language the console speaks to him."""
    conn.execute(_CHANGE, {"of": of.id, "language": language})


def disable(conn: Connection, of: Account, at: datetime) -> None:
    """Nobody signs in with it any more."""
    conn.execute(_CHANGE, {"of": of.id, "disabled": at})


def enable(conn: Connection, of: Account) -> None:
    """It can be used again: its owner was invited anew."""
    conn.execute(_CHANGE, {"of": of.id, "disabled": None})


def record(row: Row[Any]) -> Account:
    """From a row of `COLUMNS`."""
    return Account(**{column.name: getattr(row, f"account_{column.name}") for column in account.c})
