# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What staff says, put straight into the store, for tests that are about what is told of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from meedoen.official import OutcomeState
from meedoen.records import Organisation, Widget
from meedoen.records_answers import Decision as Answered
from meedoen.records_moderation import Decision, Ground, Report, Verdict
from meedoen.records_staff import Member, Profile
from meedoen.store import accounts, answers, erasure, members, moderation, reports, shut_outs
from tests.house import House

REASON = "Bij de sluis wordt het pad breder."
LINK = "https://www.voorbeeldstad.example/besluit"


def official(house: House, of: Organisation, name: str = "Fatima de Wit", *, show_name: bool = True) -> Member:
    """Somebody who speaks for it."""
    at, profile = house.clock(), Profile(name, "Adviseur", "Burgerzaken", show_name)
    address = f"{name.split(maxsplit=1)[0].lower()}@{of.name}.example"
    account = house.write(accounts.add, address, password="", language="nl", at=at)
    return house.write(members.join, account, of, profile, [], at=at)


def reply(house: House, of: Widget, by: Member, *numbers: int, text: str = "Dank u, wij kijken ernaar.") -> None:
    house.write(answers.reply, of, numbers, text, by, at=house.clock())


def decide(
    house: House,
    of: Widget,
    by: Member,
    *numbers: int,
    state: OutcomeState = OutcomeState.PARTLY,
    reason: str = REASON,
    links: Sequence[str] = (LINK,),
) -> None:
    house.write(answers.decide, of, numbers, Answered(state, reason, links), by, at=house.clock())


def erased(conn: Connection, of: Widget, number: int, *, at: datetime) -> None:
    """Its author asked for it, and it was done."""
    erasure.ask(conn, of, number, at=at)
    erasure.erase(conn, of, number, at=at)


def judged(house: House, of: Widget, by: Member, number: int) -> None:
    """Reported, looked at, reported again, and its author shut out for a week: all there is to show of one."""
    at = house.clock()
    said = Report(Ground.ABUSE, "Dit gaat over mijn buurman.", at)
    house.write(reports.add, of, number, said, b"buur")
    kept = Decision(Verdict.RELEASED, facts="Er staat geen naam in.")
    house.write(moderation.decide, of, number, kept, by, {}, at=at)
    house.write(reports.add, of, number, replace(said, ground=Ground.PERSONAL), b"ander")
    until = at + timedelta(days=7)
    house.write(shut_outs.add, of, number, "Stuurt steeds hetzelfde.", by, until=until, at=at)
