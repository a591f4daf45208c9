# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the demo's staff answered, on the days on which they did."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from meedoen.demo.seed import SownAnswer
from meedoen.errors import SetUpError
from meedoen.records_answers import Decision
from meedoen.store import answers, events, members, widgets


def speak(conn: Any, sown: Sequence[SownAnswer], moment: datetime) -> None:
    """In the order in which it was said. Raises `SetUpError` for an answer to nothing or by nobody."""
    for one in sorted(sown, key=lambda one: one.days_ago, reverse=True):
        of, _moved = widgets.by_name(conn, one.organisation, one.widget)
        staff = members.of_organisation(conn, of.organisation.id)
        by = next((who for who in staff if who.account.address == one.by), None)
        if by is None:
            raise SetUpError(f"{one.by} answers for {one.organisation} and does not work there")
        at = moment - timedelta(days=one.days_ago)
        with events.done_by(conn, by.uid):
            if one.text:
                answers.reply(conn, of, [one.number], one.text, by, at=at)
            if one.state is not None:
                answers.decide(conn, of, [one.number], Decision(one.state, one.reason), by, at=at)
