# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Acts that wait until a mail address is confirmed: kept, not shown and not counted.

The address itself stands in the mail alone, until that is sent. What stays is a hash of it under a key of the widget's
own, by which one address is one person there, and nowhere else.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select

from meedoen.mailing import Mail, PendingAct
from meedoen.store import known, mails
from meedoen.store.schema_placing import pending_act, person_key
from meedoen.store.upsert import put

_PERSON_BYTES = 16

_KEY = select(person_key.c.key).where(person_key.c.widget == bindparam("of"))
_NEW_KEY = put(person_key)
_ASKED = select(pending_act.c.digest).where(
    pending_act.c.widget == bindparam("of"),
    pending_act.c.person == bindparam("by"),
    pending_act.c.key == bindparam("once"),
)
_ADD = insert(pending_act)
_BY_DIGEST = select(pending_act).where(
    pending_act.c.widget == bindparam("of"),
    pending_act.c.digest == bindparam("hash"),
    pending_act.c.created > bindparam("since"),
)
_DONE = delete(pending_act).where(pending_act.c.digest == bindparam("hash"))
_FORGET = delete(pending_act).where(pending_act.c.created <= bindparam("before"))


def person(conn: Connection, widget_id: int, address: str) -> bytes:
    """Who an address is in this widget, however its letters are written."""
    key = conn.execute(_KEY, {"of": widget_id}).scalar_one_or_none()
    if key is None:
        conn.execute(_NEW_KEY, {"widget": widget_id, "key": secrets.token_bytes(32)})
        key = conn.execute(_KEY, {"of": widget_id}).scalar_one()
    return _person(key, address)


def person_known(conn: Connection, widget_id: int, address: str) -> bytes | None:
    """The same without writing anything; None where nobody was asked for an address yet."""
    key = conn.execute(_KEY, {"of": widget_id}).scalar_one_or_none()
    return None if key is None else _person(key, address)


def _person(key: bytes, address: str) -> bytes:
    return hmac.digest(key, address.lower().encode(), "sha256")[:_PERSON_BYTES]


def ask(conn: Connection, digest: bytes, of: PendingAct, mail: Mail) -> None:
    """Keep an act, and have the mail sent that asks; once, however often it is sent."""
    if conn.execute(_ASKED, {"of": of.widget, "by": of.person, "once": of.key}).first() is None:
        values = {name: getattr(of, name) for name in PendingAct.__dataclass_fields__}
        conn.execute(_ADD, values | {"digest": digest, "fields": dict(of.fields)})
        mails.put(conn, mail)


def by_digest(conn: Connection, widget_id: int, digest: bytes, since: datetime) -> PendingAct | None:
    """The act that waits for this code, if it was asked after `since`."""
    row = conn.execute(_BY_DIGEST, {"of": widget_id, "hash": digest, "since": since}).one_or_none()
    if row is None:
        return None
    return PendingAct(**{name: getattr(row, name) for name in PendingAct.__dataclass_fields__})


def done(conn: Connection, digest: bytes, of: PendingAct, *, at: datetime) -> None:
    """It was confirmed and done; the browser it was sent from need not confirm again, for a while."""
    conn.execute(_DONE, {"hash": digest})
    if of.participant:
        known.remember(conn, of.widget, of.participant, of.person, at=at)


def forget(conn: Connection, before: datetime) -> None:
    """Drop what nobody confirmed."""
    conn.execute(_FORGET, {"before": before})
