# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Taking part with a code: made by staff, kept hashed, one person for each, with script and without."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from meedoen import limits
from meedoen.identity import receipts
from meedoen.store import entry
from meedoen.store.schema_placing import entry_code
from meedoen.values import Assurance
from tests.house import ON_BOTH, House
from tests.server.console.desk import Desk
from tests.server.console.test_widgets import FIETSPAD, NEW, changed, editor, newest, placed
from tests.server.people import Paper, Person, counts, reasons

CODES = f"{FIETSPAD}/codes"
PAGE = "/voorbeeldstad/fietspad"
UNKNOWN = "2345-6789-ABCD-EFGH"


def asking(house: House) -> Desk:
    """With a widget that needs a code."""
    desk = editor(house)
    desk.fill(NEW, **changed(least="3", **{"s-ask_reason": "true", "s-show_reasons": "true"}))
    return desk


def made(desk: Desk, number: int = 3) -> list[str]:
    answer = desk.fill(CODES, number=str(number))
    assert answer.headers["content-type"].startswith("text/csv"), answer.text
    assert "attachment" in answer.headers["content-disposition"]
    assert answer.headers["cache-control"] == "no-store"
    heading, *codes, _end = answer.text.split("\r\n")
    assert heading == "code"
    return codes


def test_codes_are_made_and_sent_once_and_kept_hashed(house: House) -> None:
    desk = asking(house)
    assert "Nog niemand kan meedoen" in desk.get(FIETSPAD).text
    codes = made(desk)
    assert len(set(codes)) == 3
    rows = house.read(lambda conn: conn.execute(select(entry_code)).all())
    assert {row.digest for row in rows} == {receipts.digest(code) for code in codes}
    assert not any(code in desk.get(page).text for code in codes for page in (CODES, FIETSPAD))
    made(desk, 2)
    assert house.read(entry.how_many, placed(house).id) == entry.Codes(5, 0)
    assert newest(house, placed(house)).data["n"] == 2
    assert "Nog niemand kan meedoen" not in desk.get(FIETSPAD).text
    for number in ("0", "x", "", str(limits.ENTRY_CODES_TOGETHER_MAX + 1)):
        assert desk.fill(CODES, number=number).status_code == 400


def test_with_script_a_code_is_typed_once_in_each_browser(house: House) -> None:
    code, other, _third = made(asking(house))
    laptop, phone = Person(house), Person(house)
    refused = laptop.act(reason="Mooi.")
    assert refused.status_code == 400
    assert refused.json()["errors"] == {"_entry": "Vul de code in die u van de organisatie kreeg."}
    assert "kennen wij hier niet" in laptop.act(_entry=UNKNOWN).json()["errors"]["_entry"]
    assert laptop.act(score="1", _entry=code).status_code == 200
    assert laptop.act(score="2").status_code == 200, "known from here on"
    assert counts(house, placed(house)) == {2: 1}
    assert phone.act(score="3", _entry=code.lower().replace("-", " ")).status_code == 200
    assert counts(house, placed(house)) == {3: 1}, "one person, on another device"
    assert laptop.act(score="1", _entry=other).status_code == 200
    assert counts(house, placed(house)) == {1: 1, 3: 1}
    assert phone.withdraw().status_code == 200
    assert counts(house, placed(house)) == {1: 1}
    assert house.read(entry.how_many, placed(house).id) == entry.Codes(3, 2)


def test_without_script_it_is_asked_in_the_form_and_what_was_typed_stays(house: House) -> None:
    code = made(asking(house))[0]
    for path in (PAGE, f"{PAGE}/embed", f"{PAGE}/do/rate"):
        assert 'name="_entry"' in house.client.get(path).text, path
    paper = Paper(house)
    for typed, told in (("", "Vul de code in"), (UNKNOWN, "kennen wij hier niet")):
        answer = paper.check(score="3", reason="Mijn reden.", _entry=typed)
        assert answer.status_code == 400
        assert "<title>Fout:" in answer.text
        assert answer.text.count(told) == 2, "in the summary, and at the field"
        assert "Mijn reden." in answer.text
        assert f'name="_entry" value="{typed}"' in answer.text
    done = paper.act(score="3", reason="Mijn reden.", _entry=code)
    assert "Mijn reden." in done.text
    assert (
        'name="_entry"'
        not in house.client.get(f"{done.url}&change=1" if done.url.query else f"{done.url}?change=1").text
    )
    paper.act(score="1", reason="", _entry=code)
    assert counts(house, placed(house)) == {1: 1}
    [one] = reasons(house, placed(house))
    assert one.data == {"text": "Mijn reden."}


def test_a_code_is_good_in_its_own_widget_alone(house: House) -> None:
    desk = asking(house)
    code = made(desk)[0]
    desk.fill(NEW, **changed(name="plein", least="3"))
    there = Person(house, "/voorbeeldstad/plein")
    assert there.act(_entry=code).status_code == 400
    here = Person(house)
    assert here.act(_entry=code).status_code == 200
    assert Person(house, "/voorbeeldstad/plein", token=here.token).act().status_code == 400


def test_what_the_page_says_of_who_counts_is_true(house: House) -> None:
    made(asking(house))
    page = house.client.get(PAGE).text
    assert "Alleen wie een code heeft, telt mee." in page
    assert "Per code telt één stem." in page


@ON_BOTH
@pytest.mark.scale(test=8, long=100)
def test_one_code_is_one_person_however_many_send_at_once(house: House, count: int) -> None:
    codes = made(asking(house), 2)
    people = [Person(house) for _ in range(count)]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda one: one[1].act(score="2", _entry=codes[one[0] % 2]), enumerate(people)))
    assert {answer.status_code for answer in answers} == {200}
    assert counts(house, placed(house)) == {2: 2}
    rows = house.read(lambda conn: conn.execute(select(entry_code.c.used)).all())
    assert all(row.used for row in rows)
    assert placed(house).least is Assurance.CODE
