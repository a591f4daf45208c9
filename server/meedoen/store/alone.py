# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""One after the other: what reads before it changes, where two could read the same and both change it."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, func, select

_ALONE = select(func.pg_advisory_xact_lock(func.hashtext(bindparam("name"))))


def alone(conn: Connection, name: str) -> None:
    """Whoever comes here with the same name waits until this transaction ends. SQLite has one writer anyhow."""
    if conn.dialect.name == "postgresql":
        conn.execute(_ALONE, {"name": name})
