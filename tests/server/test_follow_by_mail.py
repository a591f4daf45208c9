# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Following by mail, from the form to the mailbox: confirmed by a button, told as feeds tell it, ended by one press."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from meedoen import placing
from meedoen.records import Phase
from meedoen.records_staff import Role
from meedoen.store import answers, notices, widgets
from meedoen.testing.pages import Page
from meedoen.values import say
from tests.house import ON_BOTH, Clock, House, running
from tests.mail_server import says, takes
from tests.server.answering import reply
from tests.server.console.desk import hire
from tests.server.endpoints.acting import rate, withdraw
from tests.server.following import NOOR, ORG, WIDGET, Following, following, link
from tests.server.writing import corrected, written

CODE = "0123456789abcdef" * 2


@pytest.fixture
def one(tmp_path: Path, database_url: str) -> Iterator[Following]:
    with following(tmp_path, database=database_url) as made:
        yield made


def test_what_a_widget_tells_comes_once_with_the_next_mail(one: Following) -> None:
    one.follow()
    about = {"role": "participant", "at": one.clock()}
    one.house.write(notices.add, one.widget, None, say("A decision on %(what)s.", what="het pad"), **about)
    rate(one.house, one.widget, 3, "Mooi breed.")
    [news] = one.after(minutes=5)
    assert "A decision on het pad." in news.get_content()
    assert "Mooi breed." in news.get_content()
    assert one.after(hours=2) == []


def test_that_a_status_feed_is_paused_and_why_comes_once_with_the_next_mail(one: Following) -> None:
    of, reason = one.widget.organisation.name, f"De aannemer is weg. {'Wij zoeken een andere. ' * 8}Dat duurt lang."
    one.house.widget(one.widget.organisation, "brug", "status_feed", "Werk aan de brug")
    one.follow(f"{ORG}/brug")

    def pause(conn: Any) -> None:
        placed = placing.to_change(conn, one.house.types, of, "brug")
        placing.change(conn, placed, at=one.clock(), raw={"course": "paused", "reason": reason})

    for _ in range(2):
        one.house.write(pause)
    [news] = one.after(minutes=5)
    assert news["Subject"].startswith("Werk aan de brug · Gepauzeerd"), "for who follows more than one"
    assert news.get_content().replace("\n", " ").count("Dat duurt lang.") == 1, "whole, if too long for a title"
    assert one.after(hours=2) == []


def test_what_was_told_wrong_is_told_once_more_when_it_is_corrected_with_what_it_said(one: Following) -> None:
    town, brug = one.widget.organisation, f"{ORG}/brug"
    bridge = one.house.widget(town, "brug", "status_feed", "Werk aan de brug")
    by = hire(one.house, town, "fatima", [Role.SPOKESPERSON])
    number = written(one.house, bridge, by, "De brug is dicht tot mei.")
    rate(one.house, one.widget, 3, "Mooi breed.")
    reply(one.house, one.widget, by, 1, text="Het begint in maart.")
    places = {brug: "brug@example.org", f"{brug}/1": "een@example.org", ORG: "stad@example.org", f"{WIDGET}/1": NOOR}
    for at, address in places.items():
        one.follow(at, address)
    assert one.after(hours=1) == [], "all of it was there before"
    corrected(one.house, bridge, by, number, "De brug is dicht tot juni.")
    one.house.write(answers.correct, one.widget, 1, 1, "Het begint in april.", by, at=one.clock())
    told = {str(mail["To"]): mail for mail in one.after(minutes=2)}
    for address in ("brug@example.org", "een@example.org", "stad@example.org"):
        assert "Gecorrigeerd: " in told[address].get_content()
        assert "De brug is dicht tot juni." in told[address].get_content()
        assert "De brug is dicht tot mei." in told[address].get_content(), "and what it said before"
    for address in (NOOR, "stad@example.org"):
        assert "Het begint in april." in told[address].get_content()
        assert "Het begint in maart." in told[address].get_content()
    assert told["brug@example.org"]["Subject"].startswith("Werk aan de brug · Gecorrigeerd: "), "not where alone"
    assert told["stad@example.org"]["Subject"] == "2 keer nieuws: Gemeente Voorbeeldstad"
    assert one.after(hours=2) == []


# --- asking, confirming, ending ---------------------------------------------------------------------------------------


@ON_BOTH
def test_one_asks_confirms_hears_and_stops(one: Following) -> None:
    client = one.house.client
    asked = client.post(WIDGET, data={"address": NOOR, "pace": "soon"}, follow_redirects=True)
    assert "Kijk in uw mailbox" in asked.text
    assert NOOR not in asked.text
    [mail] = one.after()
    assert mail["To"] == NOOR
    assert "List-Unsubscribe" not in mail
    assert "Ja, stuur mij mail" in client.get(link(mail)).text
    rate(one.house, one.widget, 3, "Nog niet voor Noor.")
    assert one.after(minutes=5) == [], "a link that was followed, and no more, confirms nothing"

    assert "U krijgt nu mail" in client.post(link(mail)).text
    one.clock.move(seconds=1)
    rate(one.house, one.widget, 3, "Mooi breed.")
    [news] = one.after(minutes=5)
    assert "Mooi breed." in news.get_content()
    assert "Nog niet" not in news.get_content()
    assert news["From"].addresses[0].display_name == "Gemeente Voorbeeldstad"
    assert news["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    stop = str(news["List-Unsubscribe"]).strip("<>").removeprefix(one.house.url)
    assert stop == link(news, "afmelden").partition("?")[0]
    assert "Stop de mail" in client.get(stop).text
    pressed = client.post(stop, files={"List-Unsubscribe": (None, "One-Click")})
    assert pressed.status_code == 200, "a mail program follows no redirect"
    assert client.post(stop).status_code == 200, "nor minds that it had ended"
    assert client.get(stop).status_code == 404
    assert one.rows("subscription") == []
    rate(one.house, one.widget, 2, "Na het einde.")
    assert one.after(hours=2) == []


def test_there_is_a_form_for_an_organisation_a_widget_and_a_contribution(one: Following) -> None:
    rate(one.house, one.widget, 3, "Mooi breed.")
    for at in (ORG, WIDGET, f"{WIDGET}/1"):
        for language in ("nl", "en"):
            page = one.house.client.get(f"{at}?lang={language}")
            assert page.status_code == 200
            assert page.headers["cache-control"] == "no-store"
            asked = one.house.client.post(f"{at}?lang={language}", data={"address": NOOR, "pace": "daily"})
            assert asked.status_code == 303
            assert one.house.client.get(asked.headers["location"]).status_code == 200
            [mail] = one.after(hours=1)
            assert mail["Content-Language"] == language
            assert one.house.client.get(link(mail)).status_code == 200


def test_the_pages_that_offer_feeds_offer_mail(one: Following) -> None:
    rate(one.house, one.widget, 3, "Mooi breed.")
    for path, form in {
        "/voorbeeldstad": ORG,
        "/voorbeeldstad/fietspad": WIDGET,
        "/voorbeeldstad/-/deel/fietspad": WIDGET,
        "/voorbeeldstad/-/deel/fietspad/1": f"{WIDGET}/1",
    }.items():
        assert one.house.url + form in Page(one.house.client.get(path).text).values("href", "a"), path


def test_whether_an_address_is_known_is_told_to_nobody(one: Following) -> None:
    one.follow()
    known, unknown = one.ask(), one.ask(address="jan@example.org")
    assert (known.status_code, known.headers["location"]) == (unknown.status_code, unknown.headers["location"])
    to_noor, to_jan = one.after()
    assert (to_noor["To"], to_jan["To"]) == (NOOR, "jan@example.org")
    assert to_noor["Subject"] == to_jan["Subject"]
    assert to_noor.get_content().replace(link(to_noor), "") == to_jan.get_content().replace(link(to_jan), "")


def test_who_asks_again_changes_how_often_by_confirming(one: Following) -> None:
    one.follow(pace="soon")
    one.follow(pace="daily")
    rate(one.house, one.widget, 3, "Mooi breed.")
    assert one.after(minutes=5) == []
    assert len(one.after(days=1)) == 1
    assert len(one.rows("subscription")) == 1


def test_who_does_not_confirm_in_time_is_forgotten(one: Following) -> None:
    one.ask()
    [mail] = one.after()
    assert one.house.client.get(link(mail)).status_code == 200
    one.after(hours=48)
    assert one.rows("subscription") == []
    assert one.house.client.get(link(mail)).status_code == 404
    assert one.house.client.post(link(mail)).status_code == 404


def test_a_code_is_of_its_organisation_alone(one: Following) -> None:
    code = one.follow()
    one.house.organisation("gouda", "Gouda")
    assert one.house.client.get(f"/gouda/-/afmelden/{code}").status_code == 404
    one.house.client.post(f"/gouda/-/afmelden/{code}")
    assert one.house.client.post(f"/gouda/-/bevestig/{code}").status_code == 404
    assert len(one.rows("subscription")) == 1


def test_what_was_withdrawn_is_followed_no_more(one: Following) -> None:
    one.follow()
    withdraw(one.house, one.widget)
    assert one.house.client.get(WIDGET).status_code == 410
    one.after()
    assert one.rows("subscription") == []


# --- what is wrong with what was filled in ----------------------------------------------------------------------------


def test_a_faulty_address_is_given_back_with_what_to_do(one: Following) -> None:
    for typed in ("noor", "noor@example.org\r\nBcc: jan@example.org", "a@b.example,c@d.example", ""):
        answer = one.ask(address=typed, pace="daily")
        assert answer.status_code == 400
        assert "<title>Fout:" in answer.text
        assert "Vul uw e-mailadres in" in answer.text
        field = next(attrs for tag, attrs in Page(answer.text).elements if attrs.get("name") == "address")
        assert (field["value"], field["aria-invalid"]) == (typed, "true")
    assert one.rows("subscription") == one.rows("mail") == []


def test_it_has_to_be_said_how_often(one: Following) -> None:
    answer = one.ask(pace="hourly")
    assert answer.status_code == 400
    assert "Kies hoe vaak u een mail wilt." in answer.text
    assert NOOR in answer.text


def test_nobody_is_asked_too_often(one: Following) -> None:
    """From wherever it is asked; others can go on."""
    assert [one.ask().status_code for _ in range(6)] == [303] * 5 + [429]
    refused = one.ask()
    assert NOOR in refused.text
    assert int(refused.headers["retry-after"]) <= 60 * 60
    assert one.ask(address="jan@example.org").status_code == 303
    assert len(one.after()) == 6


def test_one_network_cannot_ask_for_everybody(one: Following) -> None:
    answers = [one.ask(address=f"a{n}@example.org").status_code for n in range(61)]
    assert answers == [303] * 60 + [429]


# --- what is told, and when -------------------------------------------------------------------------------------------


def test_mail_and_feed_say_the_same(one: Following) -> None:
    one.follow()
    for words in ("Mooi breed.", "Te dicht\nbij de bocht — <b>echt</b>."):
        one.clock.move(minutes=1)
        rate(one.house, one.widget, 3, words)
    [mail] = one.after(minutes=5)
    told = one.house.client.get("/voorbeeldstad/fietspad.json?lang=nl").json()["items"]
    content = mail.get_content()
    for item in told[:2]:
        for line in (item["title"], item["url"], *item["content_text"].split("\n")):
            assert line in content.split("\n")
    assert content.index(told[1]["url"]) < content.index(told[0]["url"]), "the oldest first"


def test_much_at_once_is_one_mail_and_an_hour_lies_between_two(one: Following) -> None:
    one.follow()
    for n in range(3):
        rate(one.house, one.widget, 3, f"Reden {n}.")
        one.clock.move(seconds=1)
    [first] = one.after(minutes=1)
    assert first["Subject"].startswith("3 keer nieuws")
    for n in range(3, 9):
        rate(one.house, one.widget, 3, f"Reden {n}.")
        assert one.after(minutes=6) == []
    [second] = one.after(minutes=10)
    told = first.get_content() + second.get_content()
    assert [told.count(f"Reden {n}.") for n in range(9)] == [1] * 9


def test_a_day_is_one_mail_in_the_morning_where_the_organisation_is(one: Following) -> None:
    """7 in the morning in Amsterdam is 5 in UTC, in summer. Where nothing happened there is no mail later that day."""
    one.follow(pace="daily")
    rate(one.house, one.widget, 3, "Mooi breed.")
    one.clock.now = datetime(2026, 5, 2, 4, 50, tzinfo=UTC)
    assert one.after() == []
    assert len(one.after(minutes=10)) == 1
    rate(one.house, one.widget, 3, "Later die dag.")
    assert one.after(hours=12) == []
    one.clock.now = datetime(2026, 5, 3, 5, 0, tzinfo=UTC)
    assert len(one.after()) == 1
    one.clock.now = datetime(2026, 5, 4, 5, 0, tzinfo=UTC)
    assert one.after() == []
    rate(one.house, one.widget, 3, "Na een stille morgen.")
    assert one.after(hours=3) == []


def test_the_clock_alone_tells_whoever_follows_the_organisation(one: Following) -> None:
    closes = one.clock.now + timedelta(hours=5)
    one.house.write(widgets.reschedule, one.widget, Phase(None, closes, "Dank."), at=one.clock.now)
    one.follow(ORG)
    assert one.after(hours=4) == []
    [mail] = one.after(hours=1, minutes=2)
    assert mail["Subject"] == "Nieuw fietspad langs de Vliet · Gesloten: Wat vindt u van dit plan?"
    assert "Dank." in mail.get_content()
    assert one.after(hours=5) == []


def test_what_was_removed_before_it_was_told_is_not_told(one: Following) -> None:
    one.follow()
    number = rate(one.house, one.widget, 3, "Iets met een BSN.")
    assert number
    one.remove(number)
    assert one.after(minutes=5) == []


@ON_BOTH
def test_what_is_removed_while_its_mail_waits_leaves_it_at_once_and_the_rest_is_told(one: Following) -> None:
    """The mail server is away: the mail waits, and would for days."""
    one.follow()
    one.follow(ORG, "org@example.org")
    rate(one.house, one.widget, 3, "Eerst gekomen.")
    assert len(one.after(minutes=5)) == 2
    one.clock.move(hours=1)
    number = rate(one.house, one.widget, 3, "Ik woon aan de Zwanenburgerdijk 12.")
    rate(one.house, one.widget, 3, "Daarna gekomen.")
    assert number
    one.sink.answer = says("451 later")
    assert one.after(minutes=2) == []
    assert "Zwanenburgerdijk" in repr(one.rows("mail")), "a mail waits with it"
    one.remove(number)
    assert "Zwanenburgerdijk" not in repr(one.rows("mail"))
    one.sink.answer = takes
    told = {str(mail["To"]): mail.get_content() for mail in one.after(minutes=2)}
    assert set(told) == {NOOR, "org@example.org"}
    for text in told.values():
        assert "Daarna gekomen." in text
        assert "Eerst gekomen." not in text, "that was told before"
        assert "Zwanenburgerdijk" not in text
    assert one.after(hours=2) == []


def test_two_workers_tell_once(one: Following) -> None:
    one.follow()
    other = Following(one.house, one.clock, one.sink, one.widget)
    rate(one.house, one.widget, 3, "Mooi breed.")
    one.clock.move(minutes=2)
    for _ in range(3):
        one.run_due()
        other.run_due()
    assert len([mail for mail in one.sink.took if "Mooi breed." in mail.get_content()]) == 1


# --- a server that sends no mail --------------------------------------------------------------------------------------


def test_a_demo_shows_what_it_would_send(house: House) -> None:
    house.widget(house.organisation())
    asked = house.client.post(WIDGET, data={"address": NOOR, "pace": "daily"}, follow_redirects=True)
    [to_box] = [one for one in Page(asked.text).values("href", "a") if "/mailbox" in one]
    box = house.client.get(to_box)
    assert NOOR in box.text
    [mail] = [one for one in Page(box.text).values("href", "a") if "/mailbox/" in one]
    shown = house.client.get(mail)
    [where] = [one for one in Page(shown.text).values("href", "a") if "/bevestig/" in one]
    assert house.client.post(where).status_code == 200
    assert house.client.get("/console/mailbox/999").status_code == 404


def test_production_without_a_mail_server_offers_none(tmp_path: Path) -> None:
    with running(tmp_path, Clock(), mode="production", secret_keys="k" * 40) as house:
        house.widget(house.organisation())
        for path in ("/voorbeeldstad", "/voorbeeldstad/fietspad", "/voorbeeldstad/-/deel/fietspad"):
            assert "/-/mail" not in house.client.get(path).text
        assert house.client.get(WIDGET).status_code == 503
        assert house.client.post(WIDGET, data={"address": NOOR, "pace": "daily"}).status_code == 503
        assert house.client.get("/console/mailbox").status_code == 404
