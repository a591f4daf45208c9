# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the store needs of a database. `sqlite` and `postgres` each are one."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine

from meedoen.store.pulse import Touched
from meedoen.store.sets import Sets

READERS = 4
"""Connections that read, each used by one thread at a time."""

Look = Callable[[Connection], Touched]
"""What other processes changed since this was asked last."""


class Database(Protocol):
    """An open database: a file of our own, or one on a server that several processes use."""

    name: str
    """As an operator knows it, without a password."""

    def engine(self, *, reads_only: bool) -> Engine:
        """An engine for the readers, whose transactions see one moment, or for the writer."""

    def sets(self, conn: Connection) -> Sets:
        """What runs set statements on this connection."""

    def changing_tables(self) -> AbstractContextManager[Connection]:
        """One transaction in which tables may be made and changed, by one process at a time."""

    def hold(self, sets: Sets, widgets: set[int]) -> None:
        """From here to the end of the transaction nobody else acts on these widgets."""

    def fault(self, error: BaseException) -> Exception | None:
        """The driver's own error, when this is one."""

    def broken(self, error: BaseException) -> bool:
        """Whether the connection that raised this may no longer be used."""

    def again(self, error: BaseException, *, committing: bool) -> bool:
        """Whether what failed with this was surely undone, and may be done again at once."""

    def check(self, conn: Connection) -> None:
        """Look whether the database is sound; raises when it is not."""

    def looking(self) -> Look | None:
        """How to learn what other processes change; None where there are none."""

    def number_on(self, conn: Connection) -> None:
        """Rows were put in with their ids: new ones are numbered on from there, and it learns how many there are."""

    def settle(self, conn: Connection) -> bool:
        """Before the writer closes, and behind erasing: nothing that was written over stands beside the database."""

    def backup(self, to: Path) -> None:
        """Copy it to a file, while it is in use. Raises `FileExistsError`, `FileNotFoundError`, `Conflict`."""

    def alone(self) -> None:
        """Raises `InUse` when a server uses it."""

    def discard(self) -> None:
        """What was to be put in it was not: where it was made for that, nothing stays of it."""

    def release(self) -> None:
        """Nothing of it is used any more."""
