# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""One server process to a file: SQLite before 3.51.3 can lose data when several write and checkpoint one WAL."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from meedoen.errors import InUse


class Lock:
    """Holds `<file>.lock` until `release`, or until the process ends, however it ends.

    Raises `InUse` when another process, or another store in this one, has it.
    """

    def __init__(self, database: Path) -> None:
        self._descriptor = os.open(_lock_of(database), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            holder = os.read(self._descriptor, 20).decode("ascii", "replace").strip()
            os.close(self._descriptor)
            raise InUse(
                f"Another process{f' ({holder})' if holder else ''} has {database} open."
                " Only one server may: stop that one, or give this one a data folder of its own."
            ) from None
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, f"{os.getpid()}\n".encode(), 0)

    def release(self) -> None:
        """Let another have it. The lock's file stays: removing it would let two hold it."""
        os.ftruncate(self._descriptor, 0)
        os.close(self._descriptor)


def _lock_of(database: Path) -> Path:
    return database.with_name(f"{database.name}.lock")


def held(database: Path) -> bool:
    """Whether some process has this database open: then it must be asked to do what is to be done."""
    if not _lock_of(database).exists():
        return False
    try:
        Lock(database).release()
    except InUse:
        return True
    return False
