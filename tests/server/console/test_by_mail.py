# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Taking part with a confirmed address: nothing counts before the button, each address is one person."""

from __future__ import annotations

import re

import httpx2 as httpx
from sqlalchemy import select

from meedoen import limits
from meedoen.mailing import Mail
from meedoen.records_staff import Role
from meedoen.store import known, mails
from meedoen.store.schema import contribution, reaction
from meedoen.store.schema_known import known_here
from meedoen.store.schema_placing import pending_act, person_key
from tests.house import ON_BOTH, House
from tests.server.console.desk import Desk, hire, later, signed_in
from tests.server.console.test_widgets import NEW, changed, editor, placed
from tests.server.people import Paper, Person, counts, reasons

PAGE = "/voorbeeldstad/fietspad"
ANNE = "anne@post.example"


def asking(house: House) -> Desk:
    """With a widget that needs a confirmed address."""
    desk = editor(house)
    desk.fill(NEW, **changed(least="4", **{"s-ask_reason": "true", "s-show_reasons": "true"}))
    return desk


def waiting(house: House) -> list[Mail]:
    """The mails, oldest first."""
    return list(reversed(house.read(mails.waiting, 99)))


def link(mail: Mail) -> str:
    found = re.search(r"http\S*/-/meedoen/fietspad/\S+", mail.text)
    assert found, mail.text
    return found[0]


def press(house: House, mail: Mail) -> httpx.Response:
    return house.client.post(link(mail))


def test_it_counts_once_the_button_is_pressed_and_not_before(house: House) -> None:
    asking(house)
    anne = Person(house)
    assert "_entry" in anne.act().json()["errors"]
    assert anne.act(_entry="geen adres").json()["errors"] == {
        "_entry": "Vul uw e-mailadres in, zoals naam@voorbeeld.nl."
    }
    sent = anne.act(score="3", reason="Mijn reden.", _entry=ANNE)
    assert sent.status_code == 200
    assert "pas dan telt het mee" in sent.json()["html"]
    [mail] = waiting(house)
    assert mail.to == ANNE
    assert "Mijn reden." not in mail.text
    assert "Mijn reden." in house.client.get(link(mail)).text
    assert counts(house, placed(house)) == {}, "a link that is only followed does nothing"
    assert reasons(house, placed(house)) == []
    done = press(house, mail)
    assert done.status_code == 303, done.text
    assert "Mijn reden." in house.client.get(done.headers["location"]).text
    assert counts(house, placed(house)) == {3: 1}
    assert press(house, mail).status_code == 404, "once"
    assert anne.act(score="1").status_code == 200, "known in this browser from here on"
    assert counts(house, placed(house)) == {1: 1}
    assert len(waiting(house)) == 1


def known_in_a_browser(house: House) -> Person:
    """Somebody who voted 3 in it, by mail."""
    asking(house)
    one = Person(house)
    assert one.act(score="3", _entry=ANNE).status_code == 200
    assert "4 uur" in house.client.get(link(waiting(house)[-1])).text
    assert press(house, waiting(house)[-1]).status_code == 303
    return one


def test_a_browser_knows_its_user_for_some_hours_only(house: House) -> None:
    """Whoever sits there next has to confirm an address of his own."""
    browser = known_in_a_browser(house)
    later(house, seconds=limits.PERSON_KNOWN_S - 1)
    assert browser.act(score="2").status_code == 200
    later(house, seconds=1)
    again = browser.act(score="5")
    assert "_entry" in again.json()["errors"], "nor did taking part make it longer"
    assert counts(house, placed(house)) == {2: 1}
    house.write(known.forget, house.clock())
    assert house.read(lambda conn: list(conn.execute(select(known_here)))) == []


def test_who_is_not_the_one_it_knows_makes_it_forget(house: House) -> None:
    browser = known_in_a_browser(house)
    where = f"{house.url}{PAGE}/do/forget"
    assert f'href="{where}" data-md-withdraw="forget"' in house.client.get(PAGE).text
    assert "Zonder script" in house.client.get(where).text
    assert "kent u niet meer" in house.client.post(where, data={}).text
    assert browser.act(score="4").status_code == 200, "nobody else's browser was meant"
    answer = house.client.post(where, data={"_token": browser.token}, headers={"accept": "application/json"})
    assert answer.json() == {"forgotten": True}
    assert "_entry" in browser.act(score="1").json()["errors"]
    assert counts(house, placed(house)) == {4: 1}, "what counted goes on counting"


@ON_BOTH
def test_each_address_is_one_person_and_is_kept_nowhere(house: House) -> None:
    asking(house)
    for score, address in (("1", ANNE), ("2", "Anne@POST.example"), ("3", "bob@post.example")):
        assert Person(house).act(score=score, _entry=address).status_code == 200
    for mail in waiting(house):
        assert press(house, mail).status_code == 303
    assert counts(house, placed(house)) == {2: 1, 3: 1}
    for table in (reaction, contribution, known_here, pending_act, person_key):
        rows = house.read(lambda conn, one: conn.execute(select(one)).all(), table)
        assert "post.example" not in repr(rows).lower(), table.name


def test_without_script_the_address_goes_along_and_what_was_typed_stays(house: House) -> None:
    asking(house)
    paper = Paper(house)
    refused = paper.check(score="3", reason="Mijn reden.", _entry="anne@")
    assert refused.status_code == 400
    assert 'value="anne@"' in refused.text
    assert "Mijn reden." in refused.text
    checked = paper.check(score="3", reason="Mijn reden.", _entry=ANNE)
    for _twice in range(2):
        sent = paper.send(checked)
        assert sent.status_code == 200
        assert "Kijk in uw mail" in sent.text
    [mail] = waiting(house)
    done = house.client.get(press(house, mail).headers["location"])
    assert "Mijn reden." in done.text
    assert counts(house, placed(house)) == {3: 1}


def test_another_address_in_the_same_browser_is_another_person(house: House) -> None:
    asking(house)
    shared = Person(house)
    shared.act(score="3", reason="Van Anne.", _entry=ANNE)
    press(house, waiting(house)[-1])
    assert shared.act(score="2", reason="Van Anne, later.", _entry="Anne@POST.example").status_code == 200
    assert len(waiting(house)) == 1, "her own address need not be confirmed again"
    assert "_entry" in shared.act(_entry="geen adres").json()["errors"]
    answer = shared.act(score="1", reason="Van Bob.", _entry="bob@post.example")
    assert "pas dan telt het mee" in answer.json()["html"]
    assert counts(house, placed(house)) == {2: 1}
    bobs = next(mail for mail in waiting(house) if mail.to == "bob@post.example")
    assert "browser waarin dit is ingevuld" in house.client.get(link(bobs)).text
    assert press(house, bobs).status_code == 303
    assert counts(house, placed(house)) == {1: 1, 2: 1}
    assert [one.data["text"] for one in reasons(house, placed(house))] == ["Van Bob.", "Van Anne, later."]


def test_a_bsn_is_warned_of_before_the_mail_and_not_again_at_its_button(house: House) -> None:
    asking(house)
    anne, fields = Person(house), {"score": "3", "reason": "Mijn nummer is 123456782.", "_entry": ANNE}
    warned = anne.act(**fields)
    assert warned.status_code == 400
    assert "lijkt op een BSN" in warned.json()["errors"]["reason"]
    assert waiting(house) == []
    assert anne.act(**fields).status_code == 200
    paper = Paper(house)
    checked = paper.check(**{**fields, "_entry": "bob@post.example"})
    assert "lijkt op een BSN" in checked.text
    assert paper.send(checked).status_code == 200
    assert [press(house, mail).status_code for mail in waiting(house)] == [303, 303]


def test_what_nobody_confirms_is_erased(house: House) -> None:
    asking(house)
    Person(house).act(_entry=ANNE)
    [mail] = waiting(house)
    later(house, seconds=limits.MAIL_CONFIRM_S)
    assert house.client.get(link(mail)).status_code == 404
    assert press(house, mail).status_code == 404
    assert counts(house, placed(house)) == {}


def test_a_code_confirms_no_address(house: House) -> None:
    desk = editor(house)
    desk.fill(NEW, **changed(least="3"))
    settings = "/console/at/voorbeeldstad/widgets/fietspad/settings"
    code = desk.fill("/console/at/voorbeeldstad/widgets/fietspad/codes", number="1").text.split("\r\n")[1]
    anne = Person(house)
    assert anne.act(_entry=code).status_code == 200
    assert desk.fill(settings, **changed(least="4")).status_code == 303
    assert "_entry" in anne.act().json()["errors"]


def test_who_floods_an_address_is_stopped(house: House) -> None:
    asking(house)
    answers = [Person(house).act(_entry=ANNE).status_code for _ in range(limits.MAIL_ASKED_PER_HOUR_MAX + 1)]
    assert answers[-1] == 429
    assert len(waiting(house)) == limits.MAIL_ASKED_PER_HOUR_MAX


def test_what_has_closed_meanwhile_is_said(house: House) -> None:
    desk = asking(house)
    Person(house).act(_entry=ANNE)
    [mail] = waiting(house)
    desk.fill("/console/at/voorbeeldstad/widgets/fietspad/close", text="")
    later(house, seconds=1)
    answer = press(house, mail)
    assert answer.status_code == 409
    assert "gesloten" in answer.text


def test_who_is_known_in_one_widget_is_shut_out_there_and_the_page_says_so(house: House) -> None:
    asking(house)
    Person(house).act(score="3", reason="Reclame, reclame.", _entry=ANNE)
    press(house, waiting(house)[0])
    moderator = signed_in(house, hire(house, placed(house).organisation, "mo", [Role.MODERATOR]))
    page = moderator.get("/console/at/voorbeeldstad/moderation/fietspad/1/shut-out").text
    assert "kan dan niets meer schrijven in deze widget" in page
    assert "bij uw organisatie schrijven" not in page
