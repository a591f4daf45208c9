# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the demo's staff answered, changed and merged, on the days on which they did."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from meedoen.demo.seed import Sown, SownAnswer, SownChange
from meedoen.errors import SetUpError
from meedoen.official import OutcomeState
from meedoen.records import Widget
from meedoen.records_answers import Decision, Terms
from meedoen.records_staff import Member
from meedoen.store import answers, changes, events, members, merging, widgets


def speak(conn: Any, sown: Sown, moment: datetime) -> None:
    """In the order in which it was said. Raises `SetUpError` for an answer to nothing or by nobody."""
    said: list[SownAnswer | SownChange] = [*sown.answer, *sown.change]
    for one in sorted(said, key=lambda one: one.days_ago, reverse=True):
        of, _moved = widgets.by_name(conn, one.organisation, one.widget)
        by = _who(conn, of, one.by)
        at = moment - timedelta(days=one.days_ago)
        with events.done_by(conn, by.uid):
            if isinstance(one, SownChange):
                decision = Decision(OutcomeState.USED, one.reason, one.links)
                changes.note(conn, of, one.numbers, decision, "", by, at=at)
            else:
                _answer(conn, of, one, by, at, moment)
    for double in sown.double:
        of, _moved = widgets.by_name(conn, double.organisation, double.widget)
        at = moment - timedelta(days=double.days_ago)
        merging.merge(conn, of, double.number, double.into, role=events.STAFF, at=at)


def _answer(conn: Any, of: Widget, one: SownAnswer, by: Member, at: datetime, moment: datetime) -> None:
    if one.text:
        until = None if one.until_days is None else (moment + timedelta(days=one.until_days)).date()
        answers.reply(conn, of, [one.number], one.text, by, at=at, on=Terms(until, one.source))
    if one.state is not None:
        answers.decide(conn, of, [one.number], Decision(one.state, one.reason), by, at=at)


def _who(conn: Any, of: Widget, address: str) -> Member:
    staff = members.of_organisation(conn, of.organisation.id)
    found = next((who for who in staff if who.account.address == address), None)
    if found is None:
        raise SetUpError(f"{address} answers for {of.organisation.name} and does not work there")
    return found
