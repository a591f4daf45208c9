# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who is behind a contribution: somebody who took part, somebody staff entered it for, staff itself, or the clock."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, exists, func, select

from meedoen.store.schema import contribution, entered, written

CLOCK = bytes(16)
"""The participant of what the clock brings."""
NOBODY_BYTES = 8
"""So long is the participant of which it was erased who he was; any other is twice as long."""
BY_STAFF = exists(
    select(written.c.number).where(written.c.widget == contribution.c.widget, written.c.number == contribution.c.number)
)
"""Of a row of `contribution`, whether staff wrote it in their own name."""

_PERSON = select(contribution.c.participant).where(
    contribution.c.widget == bindparam("of"),
    contribution.c.number == bindparam("one"),
    contribution.c.participant != CLOCK,
    func.length(contribution.c.participant) > NOBODY_BYTES,
    ~BY_STAFF,
    ~exists(
        select(entered.c.via).where(
            entered.c.widget == contribution.c.widget, entered.c.participant == contribution.c.participant
        )
    ),
)


def person(conn: Connection, widget_id: int, number: int) -> bytes | None:
    """The participant who put it in; None where nobody did who takes part here, or it was erased who.

    Whoever staff entered it for is another participant each time: he sends nothing himself."""
    found: bytes | None = conn.execute(_PERSON, {"of": widget_id, "one": number}).scalar_one_or_none()
    return found
