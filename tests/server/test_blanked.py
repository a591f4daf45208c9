# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is erased, or whose time is over, is never put back; staff's own is neither blanked nor to be answered."""

from __future__ import annotations

from itertools import cycle, islice
from typing import Any

import pytest

from meedoen import limits
from meedoen.outward.jobs import worker
from meedoen.records import Organisation, Stage, Widget
from meedoen.records_answers import What
from meedoen.records_moderation import Decision, Ground, Verdict
from meedoen.records_staff import Member, Role
from meedoen.store import erasure, hanging, moderation, retention, waiting, widgets
from meedoen.store.schema import metadata
from tests.house import House
from tests.server.console.desk import Desk, hidden_of, hire, signed_in
from tests.server.endpoints.acting import rate
from tests.server.people import Person
from tests.server.test_moderation import BAD, FACTS, LOG, RULE, TRACKER, opened, remove, report, waits
from tests.server.writing import written

CASE = "/console/at/voorbeeldstad/moderation/fietspad"
ONE = "/console/at/voorbeeldstad/answers/fietspad/1"
PAGE = "/voorbeeldstad/fietspad"
WAYS_OUT = (PAGE, f"{PAGE}/embed", f"{PAGE}.atom", "/voorbeeldstad.rss", f"/api/v1/widgets{PAGE}/contributions")
SPAM = Decision(Verdict.REMOVED, Ground.SPAM, FACTS, RULE)
STANDS = Decision(Verdict.RELEASED)


@pytest.fixture
def town(house: House) -> Organisation:
    return house.organisation(rules=f"Wees aardig.\n{RULE}", contact="Bel 14 0182.", privacy="Weinig.")


@pytest.fixture
def placed(house: House, town: Organisation) -> Widget:
    return house.widget(town, show_reasons=True, figures="always")


@pytest.fixture
def mo(house: House, town: Organisation) -> Member:
    return hire(house, town, "mo", [Role.MODERATOR, Role.SPOKESPERSON])


@pytest.fixture
def desk(house: House, mo: Member) -> Desk:
    return signed_in(house, mo)


def retire(house: House, of: Widget) -> None:
    """As the worker's job does at the end of the time."""
    house.write(retention.blank, of, 100, retention.Upto(), at=house.clock())


def form_of(desk: Desk, number: int = 1) -> dict[str, str]:
    """The form that puts one back, as somebody has it open."""
    return hidden_of(desk.get(f"{CASE}/{number}").text, f"{CASE}/{number}/release")


def nothing_to_decide(house: House, desk: Desk, form: dict[str, str], number: int = 1) -> None:
    """No form offers it, who had one open is refused, and all pages stand."""
    case = desk.get(f"{CASE}/{number}").text
    assert [words for words in (f"{CASE}/{number}/release", f"{CASE}/{number}/remove") if words in case] == []
    sent = desk.send(f"{CASE}/{number}/release", form)
    assert sent.status_code == 400
    assert "Er valt niets meer te besluiten." in sent.text
    assert "Weggehaald: " in house.client.get(f"{PAGE}/{number}").text
    assert [path for path in WAYS_OUT if house.client.get(path).status_code != 200] == []


def test_what_was_removed_and_then_erased_is_not_put_back(house: House, placed: Widget, desk: Desk) -> None:
    code = str(Person(house).act(reason=BAD).json()["receipt"])
    remove(desk)
    assert "Waarom had het niet weggehaald mogen worden?" in opened(house, code, "erase")
    form = form_of(desk)
    assert desk.fill(f"{ONE}/erase", sure="true").status_code == 303
    nothing_to_decide(house, desk, form)
    page = opened(house, code)
    assert "Weggehaald</strong>: spam of reclame" in page, "why it was removed stays"
    assert "Waarom had het niet weggehaald mogen worden?" not in page
    assert "Vraag om mijn woorden te wissen" not in page
    assert house.client.post(TRACKER, data={"_code": code, "do": "appeal", "why": "Nee."}).status_code == 409
    assert waits(house, placed) == []


def test_at_the_end_of_the_time_nothing_waits_and_nothing_comes_back(house: House, placed: Widget, desk: Desk) -> None:
    Person(house).act(reason="Gewoon.")
    removed = str(Person(house).act(reason=BAD).json()["receipt"])
    Person(house).act(
        reason="Zie https://een.example en https://twee.example/ en https://drie.example/ www.vier.example/"
    )
    asked = str(Person(house).act(reason="Zet dit weg.").json()["receipt"])
    report(house, f"{LOG}/fietspad/1", ground="spam")
    remove(desk, 2)
    opened(house, removed, "appeal", why="Ik verkoop niets.")
    opened(house, asked, "erase")
    assert waits(house, placed) == [("reported", 1), ("held", 3), ("appeal", 2)]
    form, shut_out = form_of(desk), hidden_of(desk.get(f"{CASE}/2/shut-out").text, f"{CASE}/2/shut-out")
    retire(house, placed)
    for what in What:
        assert house.read(waiting.page, placed.organisation.id, what, 10) == [], what
    for number in (1, 2, 3, 4):
        nothing_to_decide(house, desk, form, number)
        assert f"{CASE}/{number}/shut-out" not in desk.get(f"{CASE}/{number}").text, "nobody knows any more whom"
    sent = desk.send(f"{CASE}/2/shut-out", {**shut_out, "until": "2026-05-07", "reason": "Spam."})
    assert sent.status_code == 404
    assert "Hier is niemand om uit te sluiten" in sent.text
    assert "spam of reclame" in house.client.get(f"{PAGE}/2").text
    assert "na afloop van de bewaartijd" in house.client.get(f"{PAGE}/3").text


def test_what_staff_wrote_waits_for_no_answer_and_is_kept(
    house: House, town: Organisation, desk: Desk, mo: Member
) -> None:
    works = house.widget(town, "werk", "status_feed", "Werk aan de brug")
    number = written(house, works, mo, "De brug is dicht.")
    case = f"/console/at/voorbeeldstad/moderation/werk/{number}"
    assert f"{case}/shut-out" not in desk.get(case).text, "its author is a colleague"
    fields = {"until": "2026-05-07", "reason": "Spam."}
    assert desk.fill(f"{case}/shut-out", **fields).status_code == 404
    assert desk.fill(case, f"{case}/remove", ground="spam", facts=FACTS, rule=RULE).status_code == 303
    assert desk.fill(case, f"{case}/release").status_code == 303
    assert house.read(waiting.page, town.id, What.ANSWER, 10) == [], "though it was put back"
    retire(house, works)
    for path in ("/voorbeeldstad/werk", f"/voorbeeldstad/werk/{number}", "/voorbeeldstad/werk.json"):
        assert "De brug is dicht." in house.client.get(path).text, path


def test_the_log_reads_past_what_is_on_trial(house: House, town: Organisation, placed: Widget, mo: Member) -> None:
    tried = house.write(
        widgets.add, town, "proef", "rating", "Proef", placed.settings, at=house.clock(), stage=Stage.TRIAL
    )

    def decided(conn: Any, of: Widget, number: int, times: int = 1) -> None:
        for given in islice(cycle((SPAM, STANDS)), times):
            moderation.decide(conn, of, number, given, mo, {}, at=house.clock())

    for of in (placed, placed, placed, tried):
        rate(house, of, 1, BAD)
    for number in (1, 2):
        house.write(decided, placed, number)
    house.write(decided, tried, 1, limits.SHEET_ROWS_READ_MAX + 1)
    house.write(decided, placed, 3)
    for path in (LOG, f"{LOG}.atom", f"{LOG}.json", f"{LOG}.csv"):
        told = house.client.get(path).text
        assert [number for number in "123" if f"{PAGE}/{number}" not in told] == [], path
        assert "proef" not in told, path


def files_of(house: House) -> bytes:
    """All that SQLite keeps, as somebody finds it who takes the disk: the file, and what stands beside it."""
    found = sorted(house.settings.data.glob("meedoen.sqlite3*"))
    assert found, "the database stands elsewhere"
    return b"".join(one.read_bytes() for one in found).lower()


def test_what_is_erased_is_in_no_file_once_its_job_is_done(
    house: House, placed: Widget, desk: Desk, town: Organisation
) -> None:
    """The server goes on: nothing waits for an interval, a restart or a full log."""
    for number in range(30):
        Person(house).act(reason=f"Gewone zin {number}")
    code = str(Person(house).act(reason="Mijn overbuurvrouw Xanthippe belt aan.").json()["receipt"])
    assert b"xanthippe" in files_of(house)
    house.write(erasure.ask, placed, 31, at=house.clock())
    erase = ONE.replace("fietspad/1", "fietspad/31") + "/erase"
    assert desk.fill(erase, sure="true").status_code == 303
    house.run(worker(house.store, house.types, house.clock).run_due())
    assert b"xanthip" not in files_of(house)
    assert b"gewone" in files_of(house), "of the others nothing is lost"
    assert "Xanthippe" not in house.client.post(TRACKER, data={"_code": code}).text


def test_every_table_about_a_contribution_is_in_the_list_of_what_hangs_on_it() -> None:
    """A new one is blanked with it, or stands there with why it is not."""
    about = {one.name for one in metadata.sorted_tables if "number" in one.c}
    for hangs_on in ({"contribution"}, about):
        about |= {
            one.name
            for one in metadata.sorted_tables
            if any(to.referred_table.name in hangs_on for to in one.foreign_key_constraints)
        }
    blanked = [name for tables, _blank in (*hanging.WORDS, *hanging.PEOPLE) for name in tables]
    assert sorted([*blanked, *hanging.STAYS]) == sorted(about)
