# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an act brings about besides marks and words, in its transaction, by the functions that the console uses."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection

from meedoen.effects import Notify, Outcome, Relate, Reply, SetState, Task
from meedoen.records import Widget
from meedoen.records_answers import Decision
from meedoen.records_staff import Member
from meedoen.store import answers, events, merging, notices, states, tasks

Further = Reply | Outcome | Relate | SetState | Task | Notify


def bring_about(
    conn: Connection, of: Widget, number: int | None, effects: Iterable[Further], by: Member | None, *, at: datetime
) -> None:
    """All of these, about the contribution with this number; by staff, or None: by a participant or the clock.

    The registry has seen to it that all but a notice have a contribution, and a reply and an outcome somebody.
    Raises `NotFound` when that contribution stands no longer, and as `merging.merge` does.
    """
    role = events.PARTICIPANT if by is None else events.STAFF
    for effect in effects:
        if isinstance(effect, Notify):
            notices.add(conn, of, number, effect.text, role=role, at=at)
            continue
        assert number is not None  # noqa: S101
        if isinstance(effect, Task):
            tasks.add(conn, of, number, effect.text, role=role, at=at)
            continue
        if isinstance(effect, Relate):
            merging.merge(conn, of, number, effect.other, role=role, at=at)
            continue
        if isinstance(effect, SetState):
            states.change(conn, of, number, effect, role=role, at=at)
            continue
        assert by is not None  # noqa: S101
        if isinstance(effect, Reply):
            answers.reply(conn, of, [number], effect.text, by, at=at)
        else:
            decision = Decision(effect.state, effect.reason, effect.links)
            answers.decide(conn, of, [number], decision, by, at=at)
