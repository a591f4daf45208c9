# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Moderators are told by mail that something waits, once an hour, each of what is his."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from meedoen.mailing import TELL_MODERATORS
from meedoen.records_moderation import Ground, Report
from meedoen.records_staff import Grant, Role
from meedoen.store import jobs, reports
from tests.server.console.desk import hire
from tests.server.endpoints.acting import rate
from tests.server.following import Following, following

BAD = "Een scheldwoord."


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Following]:
    with following(tmp_path, database="") as made:
        made.house.write(jobs.put, TELL_MODERATORS, due=made.clock())
        yield made


def reported(one: Following, *numbers: int) -> None:
    for number in numbers:
        said = Report(Ground.ABUSE, BAD, one.clock())
        one.house.write(reports.add, one.widget, number, said, b"somebody")


def test_one_mail_an_hour_for_all_that_came(one: Following) -> None:
    town = one.widget.organisation
    hire(one.house, town, "mo", [Role.MODERATOR])
    hire(one.house, town, "ed", [Role.EDITOR])
    other = one.house.widget(town, "speeltuin", title="Speeltuin")
    hire(one.house, town, "els", [Grant(Role.MODERATOR, other.id)], language="en")
    for text in (BAD, "Nog een.", "En nog een."):
        rate(one.house, one.widget, 3, text)
    reported(one, 1, 2)
    [mail] = one.after(minutes=2)
    assert mail["To"] == "mo@voorbeeldstad.example", "who decides on none of these hears nothing"
    assert mail["Subject"] == "2 bijdragen wachten op uw besluit."
    assert f"{one.house.url}/console/at/voorbeeldstad/moderation" in mail.get_content()
    assert BAD not in mail.get_content()
    reported(one, 3)
    assert one.after(minutes=30) == []
    [mail] = one.after(minutes=35)
    assert mail["Subject"] == "1 bijdrage wacht op uw besluit."
    assert one.after(hours=3) == [], "nothing came since"
