# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Words that nobody else sees until staff has looked at them: in the transaction that stores them.

A held contribution goes the way of a removed one: it is in no list and no count. That its reason is `HELD` leaves it
out of what is read for others altogether, where a removed one has its tombstone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, delete, exists, func, select, update

from meedoen import limits
from meedoen.records import Scene
from meedoen.records_answers import What
from meedoen.records_moderation import HELD, Around, Words
from meedoen.store import answers, events, merging, standing, waiting
from meedoen.store.schema import contribution
from meedoen.store.schema_moderation import held, review, words_digest
from meedoen.store.upsert import excluded, put
from meedoen.values import Message

_REVIEWED = select(exists(select(review.c.widget).where(review.c.widget == bindparam("of"))))
_REVIEW = put(review)
_NO_REVIEW = delete(review).where(review.c.widget == bindparam("of"))
_SAME = (
    select(func.count())
    .select_from(words_digest)
    .where(
        words_digest.c.organisation == bindparam("within"),
        words_digest.c.digest == bindparam("same"),
        words_digest.c.at > bindparam("since"),
        (words_digest.c.widget != bindparam("of")) | (words_digest.c.number != bindparam("one")),
    )
)
_KNOW = put(words_digest, keys=("widget", "number"), change=excluded(words_digest, "digest", "at"))
_FORGET_ONE = delete(words_digest).where(
    words_digest.c.widget == bindparam("of"), words_digest.c.number == bindparam("one")
)
_FORGET = delete(words_digest).where(words_digest.c.at <= bindparam("before"))
_NEWEST = (
    select(contribution.c.tag, contribution.c.created)
    .where(contribution.c.widget == bindparam("of"), contribution.c.number != bindparam("one"))
    .order_by(contribution.c.number.desc())
    .limit(bindparam("most"))
    .subquery()
)
_BURST = (
    select(func.count())
    .select_from(_NEWEST)
    .where(_NEWEST.c.tag == bindparam("network"), _NEWEST.c.created > bindparam("since"))
)
_HOLD = (
    update(contribution)
    .where(contribution.c.widget == bindparam("of"), contribution.c.number == bindparam("one"))
    .values(removed=HELD)
)
_WHY = put(held, keys=("widget", "number"), change=excluded(held, "reasons"))
_REASONS = select(held.c.reasons).where(held.c.widget == bindparam("of"), held.c.number == bindparam("one"))
_IS_HELD = select(
    exists(
        select(contribution.c.number).where(
            contribution.c.widget == bindparam("of"),
            contribution.c.number == bindparam("one"),
            contribution.c.removed == HELD,
        )
    )
)


def why(conn: Connection, scene: Scene, number: int, organisation: int, words: Words | None) -> Sequence[Message]:
    """Why the words of this contribution are held, if they are; from now on they are known again."""
    if words is None:
        return ()
    about = {"of": scene.widget, "one": number}
    around = Around(
        reviewed=is_reviewed(conn, scene.widget),
        same_words=_same_words(conn, scene, number, organisation, words.digest) if words.digest else 0,
        from_network=conn.execute(
            _BURST,
            about
            | {
                "network": scene.tag,
                "since": scene.at - timedelta(seconds=limits.BURST_S),
                "most": limits.BURST_ROWS_READ_MAX,
            },
        ).scalar_one()
        if scene.tag
        else 0,
    )
    return words.judge(around)


def hold(
    conn: Connection, scene: Scene, number: int, organisation: int, reasons: Sequence[Message], *, stands: str | None
) -> None:
    """Keep it from sight, and let staff know. `stands`: its kind, where it was on view before."""
    about = {"of": scene.widget, "one": number}
    conn.execute(_HOLD, about)
    conn.execute(_WHY, {"widget": scene.widget, "number": number, "reasons": [_packed(one) for one in reasons]})
    if stands is not None and merging.left(conn, scene.widget, number, at=scene.at):
        standing.count(conn, scene.widget, stands, scene.target, -1)
        standing.unrank(conn, scene.widget, number)
        answers.gone(conn, scene.widget, number, stands)
    waiting.add(conn, scene.widget, number, What.HELD, organisation=organisation, since=scene.at)
    events.append(
        conn,
        "held",
        organisation=organisation,
        widget=scene.widget,
        role=events.SERVER,
        at=scene.at,
        number=number,
        data={"reasons": [one.msgid for one in reasons]},
    )


def is_held(conn: Connection, widget_id: int, number: int) -> bool:
    """Whether it is kept from sight until somebody has looked at it."""
    return bool(conn.execute(_IS_HELD, {"of": widget_id, "one": number}).scalar_one())


def reasons(conn: Connection, widget_id: int, number: int) -> list[Message]:
    """Why it was held last."""
    found: list[Any] = conn.execute(_REASONS, {"of": widget_id, "one": number}).scalar_one_or_none() or []
    return [Message(msgid, values) for msgid, values in found]


def is_reviewed(conn: Connection, widget_id: int) -> bool:
    """Whether staff looks at everything in this widget first."""
    return bool(conn.execute(_REVIEWED, {"of": widget_id}).scalar_one())


def set_reviewed(conn: Connection, widget_id: int, organisation: int, *, to: bool, at: datetime) -> None:
    """From now on. What stands goes on standing, and what is held waits for somebody."""
    if to is is_reviewed(conn, widget_id):
        return
    if to:
        conn.execute(_REVIEW, {"widget": widget_id, "since": at})
    else:
        conn.execute(_NO_REVIEW, {"of": widget_id})
    kind = "review begun" if to else "review ended"
    events.append(conn, kind, organisation=organisation, widget=widget_id, role=events.STAFF, at=at)


def forget_words(conn: Connection, widget_id: int, number: int) -> None:
    """What was withdrawn or erased is not known again."""
    conn.execute(_FORGET_ONE, {"of": widget_id, "one": number})


def forget(conn: Connection, now: datetime) -> None:
    """Drop what is older than words are known again."""
    conn.execute(_FORGET, {"before": now - timedelta(seconds=limits.SAME_WORDS_S)})


def _same_words(conn: Connection, scene: Scene, number: int, organisation: int, digest: bytes) -> int:
    asked = {"within": organisation, "same": digest, "since": scene.at - timedelta(seconds=limits.SAME_WORDS_S)}
    found: int = conn.execute(_SAME, asked | {"of": scene.widget, "one": number}).scalar_one()
    known = {"widget": scene.widget, "number": number, "organisation": organisation, "digest": digest, "at": scene.at}
    conn.execute(_KNOW, known)
    return found


def _packed(one: Message) -> list[Any]:
    """As JSON keeps it: what stands in a sentence is a number or a text."""
    values = {name: value if isinstance(value, int | float) else str(value) for name, value in one.values.items()}
    return [one.msgid, values]
