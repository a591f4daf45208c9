# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The answers that an organisation gives often, kept ready for who speaks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, select, update

from meedoen import limits
from meedoen.errors import Conflict, NotFound
from meedoen.records_answers import ReadyAnswer
from meedoen.store.schema_desk import ready_answer
from meedoen.values import say

_ADD = insert(ready_answer).returning(ready_answer.c.id)
_ALL = (
    select(ready_answer)
    .where(ready_answer.c.organisation == bindparam("of"), ready_answer.c.archived == bindparam("aside"))
    .order_by(ready_answer.c.title, ready_answer.c.id)
)
_HOW_MANY = select(func.count()).select_from(ready_answer).where(ready_answer.c.organisation == bindparam("of"))
_ONE = select(ready_answer).where(ready_answer.c.organisation == bindparam("of"), ready_answer.c.id == bindparam("one"))
_CHANGE = (
    update(ready_answer)
    .where(ready_answer.c.id == bindparam("one"))
    .values({name: bindparam(f"to_{name}") for name in ("title", "text", "source", "archived", "looked")})
)


def add(conn: Connection, organisation_id: int, title: str, text: str, source: str, *, at: datetime) -> int:
    """A new one; answers its id. Raises `Conflict` where there are as many as can be kept."""
    if conn.execute(_HOW_MANY, {"of": organisation_id}).scalar_one() >= limits.READY_ANSWERS_MAX:
        raise Conflict(say("There are as many ready answers as can be kept. Change one that you no longer use."))
    given = {"organisation": organisation_id, "title": title, "text": text, "source": source}
    id_: int = conn.execute(_ADD, given | {"archived": False, "looked": at}).scalar_one()
    return id_


def of_organisation(conn: Connection, organisation_id: int, *, archived: bool) -> Sequence[ReadyAnswer]:
    """Those in use, or those that are archived, by title."""
    return [_record(row) for row in conn.execute(_ALL, {"of": organisation_id, "aside": archived})]


def one(conn: Connection, organisation_id: int, id_: int) -> ReadyAnswer:
    """One of them. Raises `NotFound`."""
    row = conn.execute(_ONE, {"of": organisation_id, "one": id_}).one_or_none()
    if row is None:
        raise NotFound(say("There is no such ready answer. Go back to the list."))
    return _record(row)


def change(conn: Connection, now: ReadyAnswer) -> None:
    """It is this from now on; what was answered with it stays as it was said."""
    columns = {
        "to_title": now.title,
        "to_text": now.text,
        "to_source": now.source,
        "to_archived": now.archived,
        "to_looked": now.looked,
    }
    conn.execute(_CHANGE, {"one": now.id, **columns})


def _record(row: Row[Any]) -> ReadyAnswer:
    return ReadyAnswer(row.id, row.title, row.text, row.source, row.archived, row.looked)
