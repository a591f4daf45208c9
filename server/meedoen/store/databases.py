# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which database an address names: SQLite in a file, or PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from meedoen.errors import SetUpError
from meedoen.store.database import Database
from meedoen.store.postgres import SERVER, PostgresDatabase
from meedoen.store.sqlite import Connect, SqliteFile, connect, look

_SUCH_AS = "such as sqlite:///path/meedoen.sqlite3 or postgresql://user:password@host/meedoen"


def database_at(
    url: str, connect_to: Connect = connect, *, there: bool = False, named: str = "", as_who: str = SERVER
) -> Database:
    """The database at `url`, for us to use until it is released; made where there is none, unless it is to be `there`.

    `named` is what gave the address, where that is not the settings; `as_who` is how PostgreSQL knows us.
    Raises `InUse` or `SetUpError`.
    """
    by = named or "MEEDOEN_DATABASE"
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise SetUpError(f"{by}: “{url}” is not the address of a database, {_SUCH_AS}.") from None
    kind = parsed.get_backend_name()
    if kind == "postgresql" and parsed.database:
        return PostgresDatabase(parsed, by, as_who)
    if kind == "sqlite" and parsed.database:
        if there:
            look(Path(parsed.database))
        return SqliteFile.locked(Path(parsed.database), connect_to, named or "MEEDOEN_DATA")
    raise SetUpError(f"{by}: {parsed.render_as_string()} is not a database that serves here, {_SUCH_AS}.")


@contextmanager
def opening(url: str, connect_to: Connect = connect, **how: Any) -> Iterator[Database]:
    """The database at `url`, released again when the block fails; what the driver says then is a `SetUpError`.

    `how` is as `database_at` takes it.
    """
    database = database_at(url, connect_to, **how)
    try:
        yield database
    except BaseException as error:
        database.release()
        if fault := database.fault(error):
            told = f"{database.name} cannot be used as a database ({fault}). Name another, or restore a backup."
            raise SetUpError(told) from error
        raise
