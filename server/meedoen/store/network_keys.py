# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The keys under which addresses become network tags: one per widget and day, and destroyed.

When a key is gone, what was made with it says nothing any more.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, or_, select

from meedoen.store.schema import network_key, phase, widget
from meedoen.store.upsert import put

KEY_BYTES = 32

_MAKE = put(network_key)
_KEY = select(network_key.c.key).where(network_key.c.widget == bindparam("of"), network_key.c.day == bindparam("on"))
_DESTROY = delete(network_key).where(
    network_key.c.widget.in_(
        select(widget.c.id)
        .join(phase, phase.c.widget == widget.c.id)
        .where(or_(phase.c.closes_at <= bindparam("ended"), widget.c.withdrawn <= bindparam("ended")))
    )
)


def key(conn: Connection, widget_id: int, day: str) -> bytes:
    """The key of this widget and day, made on first use."""
    conn.execute(_MAKE, {"widget": widget_id, "day": day, "key": secrets.token_bytes(KEY_BYTES)})
    return bytes(conn.execute(_KEY, {"of": widget_id, "on": day}).scalar_one())


def destroy(conn: Connection, ended: datetime) -> int:
    """Destroy the keys of all widgets that closed or were withdrawn at or before that moment; answers how many."""
    return conn.execute(_DESTROY, {"ended": ended}).rowcount
