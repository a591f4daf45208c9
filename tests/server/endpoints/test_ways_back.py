# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Nobody is left standing: every page that says no leads somewhere, and a receipt code has a door."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from meedoen import limits
from meedoen.addresses import RESERVED, RESERVED_WIDGETS, check_name
from meedoen.errors import Invalid
from meedoen.store import contributions, widgets
from tests.house import Clock, House
from tests.server.endpoints.acting import rate
from tests.server.people import WIDGET, Person, hidden

FORM = {"score": "3", "reason": "Veilig naar school."}


def links(page: str) -> list[str]:
    return re.findall(r'href="(http[^"]+)"', page)


def done_page(house: House) -> str:
    """The address of the page of what was received, script off."""
    checked = house.client.post(f"{WIDGET}/do/rate", data=FORM).text
    return str(house.client.post(f"{WIDGET}/do/rate", data=hidden(checked)).headers["location"])


def test_a_receipt_code_has_a_door_on_the_page_of_its_question(house: House, clock: Clock) -> None:
    """From its opening on: before that there is no code."""
    house.widget(house.organisation(), opens_at=clock.now + timedelta(days=1))
    assert "/do/withdraw" not in house.client.get(WIDGET).text
    clock.move(days=1)
    page = house.client.get(WIDGET, params={"lang": "en"}).text
    door = next(link for link in links(page) if "/do/withdraw" in link)
    assert 'name="_code"' in house.client.get(door).text


def test_an_organisation_with_one_task_needs_no_list_to_jump_by(house: House) -> None:
    of = house.organisation()
    assert "Nu is er niets open" in house.client.get("/").text
    house.widget(of)
    assert "Nu 1 vraag open" in house.client.get("/").text
    page = house.client.get("/voorbeeldstad").text
    assert 'id="md-think"' in page
    assert 'href="#md-think"' not in page


def test_what_a_code_opens_is_not_thanked_for_again(house: House) -> None:
    house.widget(house.organisation())
    code = re.search(r'class="md-code"[^>]*value="([^"]+)"', house.client.get(done_page(house)).text)
    assert code
    found = house.client.post(f"{WIDGET}/do/withdraw", data={"_code": code[1]}, follow_redirects=True).text
    assert "Dit hebt u gestuurd." in found
    assert "Veilig naar school." in found
    assert "Dank u" not in found


def found_by_code(house: House, code: str) -> str:
    return house.client.post(f"{WIDGET}/do/withdraw", data={"_code": code}, follow_redirects=True).text


def test_a_code_tells_why_its_words_were_removed(house: House) -> None:
    placed = house.widget(house.organisation(), show_reasons=True)
    code = str(Person(house).act(score="1", reason="Bel mij op 06.").json()["receipt"])
    house.write(contributions.remove, placed, 1, "Bevat een telefoonnummer", at=house.clock())
    page = found_by_code(house, code)
    assert "weggehaald: door de organisatie op 1 mei 2026: Bevat een telefoonnummer" in page
    assert any("/-/bijdrage" in link for link in links(page)), "there is where to object"
    assert "Bel mij op 06." not in page
    assert "Slecht" in page, "the score still counts"
    assert any("/-/contact" in link for link in links(page))


def test_a_code_of_what_was_withdrawn_says_so(house: House) -> None:
    house.widget(house.organisation(), show_reasons=True)
    person = Person(house)
    code = str(person.act(score="1", reason="Te smal.").json()["receipt"])
    person.withdraw()
    page = found_by_code(house, code)
    assert "Uw antwoord is ingetrokken." in page
    assert 'name="_check"' not in page


@pytest.mark.parametrize(
    ("typed", "error"), [("", "Vul uw ontvangstcode in."), ("0000-0000", "Deze code kennen we hier niet.")]
)
def test_a_wrong_code_is_asked_for_again(house: House, typed: str, error: str) -> None:
    house.widget(house.organisation())
    answer = house.client.post(f"{WIDGET}/do/withdraw", data={"_code": typed})
    assert answer.status_code == 400
    assert error in answer.text
    assert 'name="_code"' in answer.text


@pytest.mark.parametrize(
    "body",
    [
        "score=2&score=3&reason=Veilig+naar+school.",
        "score=3&reason=Veilig+naar+school.&_colour=red",
        "score=3&reason=Veilig+naar+school.%ff",
        "score=3&reason=Veilig+naar+school.&" + "&".join(f"f{n}=x" for n in range(1000)),
    ],
)
def test_what_was_typed_is_given_back_however_oddly_it_was_sent(house: House, body: str) -> None:
    house.widget(house.organisation())
    headers = {"content-type": "application/x-www-form-urlencoded"}
    answer = house.client.post(f"{WIDGET}/do/rate", content=body, headers=headers)
    assert answer.status_code == 400
    assert re.search(r"<textarea[^>]*>\s*Veilig naar school\.", answer.text)
    assert re.search(r'value="3" checked', answer.text)


def test_a_page_of_what_was_received_does_not_ask_to_send_it_again_when_it_is_over(house: House, clock: Clock) -> None:
    house.widget(house.organisation())
    address = done_page(house)
    clock.now += timedelta(seconds=limits.DONE_LINK_S + 1)
    late = house.client.get(address)
    assert late.status_code == 401
    assert "U hoeft het niet opnieuw te versturen." in late.text
    assert "verstuur het opnieuw" not in late.text


@pytest.mark.parametrize("path", [WIDGET, f"{WIDGET}/embed", f"{WIDGET}/1", f"{WIDGET}/1/embed"])
def test_a_withdrawn_widget_leads_to_what_else_there_is(house: House, path: str) -> None:
    placed = house.widget(house.organisation(), show_reasons=True)
    rate(house, placed, 3, "Veilig naar school.")
    house.write(widgets.withdraw, placed, at=house.clock(), successor="/elders/nieuw")
    page = house.client.get(path)
    assert page.status_code == 410
    assert "Veilig naar school." not in page.text
    assert "/elders/nieuw" in page.text
    assert placed.title in page.text
    back = re.search(r'<p><a href="([^"]+)"([^>]*)>([^<]+)</a></p>\s*(?:</main>|</div>)', page.text)
    assert back
    assert house.client.get(back[1]).status_code == 200
    assert ("_blank" in back[2]) == path.endswith("/embed")


def test_what_an_organisation_does_not_have_is_said_by_that_organisation(house: House) -> None:
    house.organisation(title="Gemeente Voorbeeldstad")
    lost = house.client.get("/voorbeeldstad/nergens")
    assert lost.status_code == 404
    assert "Gemeente Voorbeeldstad" in lost.text
    assert f"{house.url}/voorbeeldstad" in links(lost.text)


@pytest.mark.parametrize("name", sorted(RESERVED | RESERVED_WIDGETS))
def test_no_organisation_takes_a_name_of_the_server(name: str) -> None:
    with pytest.raises(Invalid):
        check_name(name)


def test_people_are_told_who_reads_their_reason(house: House) -> None:
    of = house.organisation()
    house.widget(of, "open", show_reasons=True)
    house.widget(of, "dicht", show_reasons=False)
    assert "Iedereen kan dit lezen" in house.client.get("/voorbeeldstad/open/embed").text
    assert "Alleen de organisatie leest dit" in house.client.get("/voorbeeldstad/dicht/embed").text
