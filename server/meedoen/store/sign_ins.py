# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""How often a password was tried of an address, whatever process was asked, and whether there is such an account.

A try takes its place before the password is looked at, so that those who come together count as well. Devices that are
known by an earlier sign-in have places of their own: whoever guesses from elsewhere takes none of those.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, update

from meedoen import limits
from meedoen.store.moments import micros
from meedoen.store.schema import sign_in_attempt
from meedoen.store.upsert import excluded, put

_HOLD = put(sign_in_attempt, keys=("who", "device"), change=excluded(sign_in_attempt, "latest")).returning(
    sign_in_attempt.c.recent
)
_KEEP = update(sign_in_attempt).where(
    sign_in_attempt.c.who == bindparam("of"), sign_in_attempt.c.device == bindparam("on")
)
_FORGET = delete(sign_in_attempt).where(sign_in_attempt.c.latest < bindparam("before"))


def take(conn: Connection, who: bytes, device: str, now: datetime) -> bool:
    """Take a place; False when all of this hour are taken, and the password must not be looked at."""
    recent = _held(conn, who, device, now)
    if len(recent) >= limits.SIGN_INS_PER_HOUR_MAX:
        return False
    conn.execute(_KEEP, {"of": who, "on": device, "recent": [*recent, micros(now)]})
    return True


def give_back(conn: Connection, who: bytes, device: str, taken: datetime, now: datetime) -> None:
    """The place that was taken at that moment is free again: the password was right."""
    recent = _held(conn, who, device, now)
    if micros(taken) in recent:
        recent.remove(micros(taken))
        conn.execute(_KEEP, {"of": who, "on": device, "recent": recent})


def forget(conn: Connection, before: datetime) -> None:
    """Drop what counts no more."""
    conn.execute(_FORGET, {"before": before})


def _held(conn: Connection, who: bytes, device: str, now: datetime) -> list[int]:
    """Which places are taken, while nobody else takes one until the end of this transaction."""
    row = {"who": who, "device": device, "recent": [], "latest": now}
    since = micros(now - timedelta(seconds=limits.SIGN_IN_WINDOW_S))
    return [at for at in conn.execute(_HOLD, row).scalar_one() if at > since]
