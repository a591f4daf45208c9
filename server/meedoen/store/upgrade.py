# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Bringing the tables to the version that this program knows, in one transaction: all of it, or nothing.

The steps themselves are imported only when one is due, since what they need takes longer to load than a start.
"""

from __future__ import annotations

from datetime import datetime
from importlib import import_module

from meedoen.errors import SetUpError
from meedoen.store import alike_index, following, house, search_index
from meedoen.store.database import Database
from meedoen.store.schema import VERSION, metadata

FOLLOWED_SINCE = 7
"""Databases from before hold nothing of what follows from the log."""


def upgrade(database: Database, at: datetime) -> None:
    """Make the tables where there are none, or change older ones. Raises `SetUpError` when they are newer than this."""
    with database.changing_tables() as conn:
        found = house.version(conn)
        if found > VERSION:
            raise SetUpError(
                f"{database.name} was made by a newer version of Meedoen (tables {found}, known here {VERSION})."
                " Install that version, or restore a backup from before."
            )
        if found == 0:
            metadata.create_all(conn, checkfirst=False)
            house.found(conn, at)
        elif found < VERSION:
            import_module("meedoen.store.migrations").migrate(conn, found)
        search_index.make(conn)
        alike_index.make(conn)
        if 0 < found < FOLLOWED_SINCE:
            following.renew_all(conn)
