# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Acting over HTTP: once, again, changed, taken back; with script and without; before and after the clock says so."""

from __future__ import annotations

from datetime import timedelta

import pytest

from meedoen import limits
from meedoen.records import Organisation, Widget
from meedoen.store import widgets
from tests.house import ON_BOTH, Clock, House
from tests.server.people import WIDGET, Paper, Person, counts, new_key, reasons

HOUR = timedelta(hours=1)

pytestmark = ON_BOTH


@pytest.fixture
def org(house: House) -> Organisation:
    return house.organisation()


@pytest.fixture
def rating(house: House, org: Organisation) -> Widget:
    return house.widget(org, figures="always", show_reasons=True)


def test_a_vote_is_counted_and_the_answer_tells_so(house: House, rating: Widget) -> None:
    answer = Person(house).act(score="2").json()
    assert answer["counts"] == {"score": {"2": 1}}
    assert answer["receipt"] == ""
    assert "Uw waardering telt mee" in answer["html"]
    assert "Gaat wel" in answer["html"]
    assert counts(house, rating) == {2: 1}


# --- the same again ---------------------------------------------------------------------------------------------------


def test_the_same_key_twice_does_it_once(house: House, rating: Widget) -> None:
    person, key = Person(house), new_key()
    first, second = (person.act(key=key, reason="Mooi.").json() for _ in range(2))
    assert (first["repeated"], second["repeated"]) == (False, True)
    assert first["receipt"] == second["receipt"]
    assert first["counts"] == second["counts"] == {"score": {"3": 1}}
    assert [item.number for item in reasons(house, rating)] == [1]


def test_the_same_key_with_other_words_changes_nothing(house: House, rating: Widget) -> None:
    person, key = Person(house), new_key()
    person.act(key=key, score="3", reason="Mooi.")
    answer = person.act(key=key, score="1", reason="Lelijk.").json()
    assert answer["repeated"]
    assert counts(house, rating) == {3: 1}
    assert reasons(house, rating)[0].data == {"text": "Mooi."}


def test_a_key_of_another_participant_reads_no_answer_of_his(house: House, rating: Widget) -> None:
    one, other, key = Person(house), Person(house), new_key()
    receipt = one.act(key=key, reason="Mooi.").json()["receipt"]
    answer = other.act(key=key, reason="Mooi.").json()
    assert not answer["repeated"]
    assert answer["receipt"] not in ("", receipt)
    assert counts(house, rating) == {3: 2}


def test_a_key_in_another_widget_is_another_key(house: House, org: Organisation, rating: Widget) -> None:
    house.widget(org, "brug")
    person, key = Person(house), new_key()
    person.act(key=key)
    assert not Person(house, "/voorbeeldstad/brug", token=person.token).act(key=key).json()["repeated"]


def test_a_retry_after_closing_is_answered_as_it_was_then(house: House, clock: Clock, org: Organisation) -> None:
    placed = house.widget(org, closes_at=clock.now + HOUR)
    person, key = Person(house), new_key()
    receipt = person.act(key=key, reason="Op tijd.").json()["receipt"]
    clock.move(hours=2)
    answer = person.act(key=key, reason="Op tijd.")
    assert answer.status_code == 200
    assert answer.json()["repeated"]
    assert answer.json()["receipt"] == receipt
    assert person.act().status_code == 409
    assert counts(house, placed) == {3: 1}


# --- changed, and taken back ------------------------------------------------------------------------------------------


def test_a_second_vote_changes_the_first(house: House, rating: Widget) -> None:
    person = Person(house)
    person.act(score="1")
    assert person.act(score="3").json()["counts"] == {"score": {"3": 1}}
    assert counts(house, rating) == {3: 1}


def test_a_vote_is_taken_back(house: House, rating: Widget) -> None:
    person, other = Person(house), Person(house)
    person.act(score="1", reason="Te smal.")
    other.act(score="1")
    assert person.withdraw().json() == {"withdrawn": True}
    assert counts(house, rating) == {1: 1}
    (gone,) = reasons(house, rating)
    assert (gone.data, gone.removed) == ({}, "by its author")


def test_taking_back_twice_or_nothing_harms_nobody(house: House, rating: Widget) -> None:
    Person(house).act()
    person, key = Person(house), new_key()
    assert person.withdraw(key).status_code == person.withdraw(key).status_code == person.withdraw().status_code == 200
    assert counts(house, rating) == {3: 1}


def test_after_taking_back_one_may_take_part_again(house: House, rating: Widget) -> None:
    person = Person(house)
    person.act(reason="Mooi.")
    person.withdraw()
    assert person.act(score="1", reason="Toch niet.").json()["counts"] == {"score": {"1": 1}}
    assert [item.removed for item in reasons(house, rating)] == [None, "by its author"]


def test_after_closing_words_may_go_and_the_count_stays(house: House, clock: Clock, org: Organisation) -> None:
    placed = house.widget(org, closes_at=clock.now + HOUR)
    person, other = Person(house), Person(house)
    person.act(reason="Mijn naam is Jan.")
    other.act()
    clock.move(hours=1)
    assert person.withdraw().status_code == 200
    assert counts(house, placed) == {3: 2}
    assert reasons(house, placed)[0].removed == "by its author"
    assert other.withdraw().status_code == 409


def test_words_can_be_changed_for_a_quarter_of_an_hour_exactly(house: House, clock: Clock, rating: Widget) -> None:
    person = Person(house)
    person.act(reason="Eerst.")
    clock.move(seconds=limits.EDIT_WINDOW_S)
    assert person.act(reason="Op de seconde.").status_code == 200
    clock.move(microseconds=1)
    late = person.act(score="1", reason="Te laat.")
    assert late.status_code == 409
    assert "15" in late.json()["detail"]
    assert reasons(house, rating)[0].data == {"text": "Op de seconde."}
    assert counts(house, rating) == {3: 1}


def test_a_score_can_be_changed_until_closing_and_its_words_stay(house: House, clock: Clock, rating: Widget) -> None:
    person = Person(house)
    person.act(score="3", reason="Mooi.")
    clock.move(days=30)
    assert person.act(score="1").status_code == 200
    assert person.act(score="2", reason="Mooi.").status_code == 200
    assert counts(house, rating) == {2: 1}
    assert reasons(house, rating)[0].data == {"text": "Mooi."}


# --- the clock and the organisation -----------------------------------------------------------------------------------


def test_the_clock_opens_and_closes_to_the_microsecond(house: House, clock: Clock, org: Organisation) -> None:
    opens, closes = clock.now + HOUR, clock.now + 2 * HOUR
    placed = house.widget(org, opens_at=opens, closes_at=closes)
    person, blink = Person(house), timedelta(microseconds=1)
    for moment, status in ((opens - blink, 409), (opens, 200), (closes - blink, 200), (closes, 409)):
        clock.now = moment
        assert person.act().status_code == status, moment
    assert counts(house, placed) == {3: 1}


def test_what_was_withdrawn_takes_nothing_and_names_where_to_go(house: House, rating: Widget, clock: Clock) -> None:
    person = Person(house)
    house.write(widgets.withdraw, rating, at=clock(), successor="/voorbeeldstad/nieuw")
    assert person.act().status_code == 410
    for path in (WIDGET, f"{WIDGET}/embed"):
        page = house.client.get(path)
        assert page.status_code == 410
        assert 'href="/voorbeeldstad/nieuw"' in page.text


# --- without script ---------------------------------------------------------------------------------------------------


def test_without_script_it_is_checked_first_and_then_done(house: House, rating: Widget) -> None:
    paper = Paper(house)
    checked = paper.check(score="3", reason="Mooi & <b>breed</b>.")
    assert checked.status_code == 200
    assert "Mooi &amp; &lt;b&gt;breed&lt;/b&gt;." in checked.text
    assert counts(house, rating) == {}
    sent = paper.send(checked)
    assert sent.status_code == 303
    assert counts(house, rating) == {3: 1}
    assert reasons(house, rating)[0].data == {"text": "Mooi & <b>breed</b>."}
    done = house.client.get(sent.headers["location"])
    assert done.status_code == 200
    assert done.headers["cache-control"] == "no-store"
    assert "Mooi &amp; &lt;b&gt;breed&lt;/b&gt;." in done.text


def test_a_form_sent_twice_counts_once(house: House, rating: Widget) -> None:
    paper = Paper(house)
    checked = paper.check(score="3", reason="Mooi.")
    first, second = paper.send(checked), paper.send(checked)
    assert first.status_code == second.status_code == 303
    assert counts(house, rating) == {3: 1}
    assert len(reasons(house, rating)) == 1


def test_each_form_without_script_is_a_participant(house: House, rating: Widget) -> None:
    for _ in range(2):
        Paper(house).act(score="3")
    assert counts(house, rating) == {3: 2}


def test_before_sending_one_can_go_back_with_all_still_there(house: House, rating: Widget) -> None:
    paper = Paper(house)
    again = paper.send(paper.check(score="2", reason='Met "aanhaling" & meer'), _change="1")
    assert again.status_code == 200
    assert "Met &#34;aanhaling&#34; &amp; meer" in again.text
    assert 'value="2" checked' in again.text
    assert counts(house, rating) == {}


def test_from_the_page_of_what_was_received_it_is_changed(house: House, rating: Widget) -> None:
    paper = Paper(house)
    done = paper.act(score="3", reason="Mooi.")
    change = house.client.get(_link(done.text, "change=1"))
    assert "Mooi." in change.text
    assert 'value="3" checked' in change.text
    changed = paper.send(change, score="1", reason="Lelijk.")
    assert changed.status_code == 303
    assert counts(house, rating) == {1: 1}
    assert [item.data for item in reasons(house, rating)] == [{"text": "Lelijk."}]


def test_from_the_page_of_what_was_received_it_is_taken_back(house: House, rating: Widget) -> None:
    paper = Paper(house)
    sent = paper.send(paper.act(score="3", reason="Mooi."), "withdraw")
    assert sent.status_code == 303
    assert "ingetrokken" in house.client.get(sent.headers["location"]).text
    assert counts(house, rating) == {}
    assert reasons(house, rating)[0].removed == "by its author"


def test_what_was_received_can_be_read_for_a_quarter_of_an_hour(house: House, clock: Clock, rating: Widget) -> None:
    paper = Paper(house)
    where = paper.send(paper.check(score="3")).headers["location"]
    clock.move(seconds=limits.DONE_LINK_S)
    assert house.client.get(where).status_code == 200
    clock.move(seconds=1)
    late = house.client.get(where)
    assert late.status_code == 401
    assert "<h1" in late.text


def _link(page: str, part: str) -> str:
    found = next(piece for piece in page.split('"') if part in piece and piece.startswith(("http", "/")))
    return found.replace("&amp;", "&")
