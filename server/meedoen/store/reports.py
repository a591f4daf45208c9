# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What people say against a contribution, and authors against its removal; and whom to tell what was decided."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, literal, select, union_all, update

from meedoen import limits
from meedoen.errors import Conflict, Removed
from meedoen.records import Widget
from meedoen.records_answers import What
from meedoen.records_moderation import HELD, Ground, Report, ToTell
from meedoen.store import events, shut_outs, waiting
from meedoen.store.schema import contribution
from meedoen.store.schema_moderation import appeal, decision, report
from meedoen.store.upsert import put
from meedoen.values import say

_ABOUT = (report.c.widget == bindparam("of"), report.c.number == bindparam("one"))
_OBJECTED = (appeal.c.widget == bindparam("of"), appeal.c.number == bindparam("one"))
_STANDS = (
    select(contribution.c.removed, contribution.c.data)
    .where(contribution.c.widget == bindparam("of"), contribution.c.number == bindparam("one"))
    .with_for_update()
)
_ADD = put(report).returning(report.c.number)
_OF = select(report).where(*_ABOUT).order_by(report.c.at, report.c.participant).limit(bindparam("most"))
_LATEST = (
    select(decision.c.id)
    .where(decision.c.widget == bindparam("of"), decision.c.number == bindparam("one"))
    .order_by(decision.c.id.desc())
    .limit(1)
)
_OBJECT = put(appeal).returning(appeal.c.decision)
_TO_TELL = union_all(
    select(report.c.address, report.c.language, literal(value=False).label("author")).where(
        *_ABOUT, report.c.address != ""
    ),
    select(appeal.c.address, appeal.c.language, literal(value=True).label("author")).where(
        *_OBJECTED, appeal.c.address != ""
    ),
)
_TOLD = (update(report).where(*_ABOUT).values(address=""), update(appeal).where(*_OBJECTED).values(address=""))
_BLANK = (
    update(report).where(*_ABOUT).values(words="", address=""),
    update(appeal).where(*_OBJECTED).values(words="", address=""),
    update(decision)
    .where(decision.c.widget == bindparam("of"), decision.c.number == bindparam("one"))
    .values(facts=""),
)


def add(
    conn: Connection, of: Widget, number: int, said: Report, by: bytes, *, address: str = "", language: str = ""
) -> bool:
    """Somebody reports it; answers whether this is new: of one participant one report counts.

    Raises `Removed` when it no longer stands; `Forbidden` of who is shut out.
    """
    if refusal := shut_outs.refusal(conn, of.id, by, said.at):
        raise refusal
    if conn.execute(_STANDS, {"of": of.id, "one": number}).one().removed is not None:
        raise Removed(say("It is no longer shown. Its own page says why."))
    about = {"widget": of.id, "number": number, "participant": by}
    told = {"ground": said.ground.value, "words": said.words, "address": address, "language": language, "at": said.at}
    if conn.execute(_ADD, about | told).one_or_none() is None:
        return False
    waiting.add(conn, of.id, number, What.REPORTED, organisation=of.organisation.id, since=said.at)
    _log(conn, of, "reported", number, said.at, said.ground)
    return True


def object_to(
    conn: Connection, of: Widget, number: int, words: str, *, at: datetime, address: str = "", language: str = ""
) -> None:
    """The author says why it should not have been removed: once to each decision. Raises `Conflict`."""
    about = {"of": of.id, "one": number}
    row, latest = conn.execute(_STANDS, about).one(), conn.execute(_LATEST, about).one_or_none()
    if latest is None or row.removed in (None, HELD) or not row.data:
        raise Conflict(say("There is no decision to object to."))
    given = {"decision": latest.id, "widget": of.id, "number": number, "words": words, "at": at}
    if conn.execute(_OBJECT, given | {"address": address, "language": language}).one_or_none() is None:
        raise Conflict(say("You objected to this decision already. Somebody of the organisation looks at it again."))
    waiting.add(conn, of.id, number, What.APPEAL, organisation=of.organisation.id, since=at)
    _log(conn, of, "appealed", number, at)


def against(conn: Connection, widget_id: int, number: int) -> list[Report]:
    """What was said against it, the oldest first."""
    rows = conn.execute(_OF, {"of": widget_id, "one": number, "most": limits.REPORTS_SHOWN_MAX})
    return [Report(Ground(row.ground), row.words, row.at) for row in rows]


def to_tell(conn: Connection, widget_id: int, number: int) -> list[ToTell]:
    """Who gave an address to hear what is decided. The addresses are gone then."""
    about = {"of": widget_id, "one": number}
    found = [ToTell(row.address, row.language, row.author) for row in conn.execute(_TO_TELL, about)]
    for emptied in _TOLD:
        conn.execute(emptied, about)
    return found


def blank(conn: Connection, widget_id: int, number: int) -> None:
    """Words about words that are erased may repeat them."""
    for emptied in _BLANK:
        conn.execute(emptied, {"of": widget_id, "one": number})


def _log(conn: Connection, of: Widget, kind: str, number: int, at: datetime, ground: Ground | None = None) -> None:
    events.append(
        conn,
        kind,
        organisation=of.organisation.id,
        widget=of.id,
        role=events.PARTICIPANT,
        at=at,
        number=number,
        data={"ground": ground.value} if ground else {},
    )
