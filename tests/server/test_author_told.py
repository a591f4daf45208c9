# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""An author hears by mail what becomes of his own contribution, from where he gets his receipt; who follows it hears
no more than that it is gone, or back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import select

from meedoen.records_moderation import Decision, Ground, Verdict
from meedoen.records_staff import Member, Role
from meedoen.store import mails, moderation, retention, trials
from meedoen.store.schema import subscription
from tests.house import House
from tests.server.answering import decide, erased, reply
from tests.server.console.desk import hire
from tests.server.following import WIDGET, Following, following, link
from tests.server.people import Paper, Person, hidden

TRACKER = "/voorbeeldstad/-/bijdrage"
BAD = "Koop nu goedkope zonnepanelen."
RULE, FACTS = "Geen reclame.", "Er stond een aanbieding van Zonderzon in."
ANNE = "anne@example.org"


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Following]:
    with following(tmp_path, database="") as made:
        yield made


def confirmed(one: Following, mail: EmailMessage) -> None:
    """Press its button."""
    assert one.house.client.post(link(mail)).status_code == 200
    one.clock.move(seconds=1)


def author(one: Following, words: str = BAD) -> str:
    """Somebody who wrote, and who hears of it from here on; answers his receipt code."""
    code = str(Person(one.house).act(score="1", reason=words).json()["receipt"])
    sent = one.house.client.post(TRACKER, data={"_code": code, "do": "mail", "mail": ANNE})
    assert "De link werkt 48 uur." in sent.text
    assert ANNE not in sent.text
    [mail] = one.after()
    confirmed(one, mail)
    return code


def judge(one: Following, by: Member, verdict: Verdict) -> None:
    ground = Ground.SPAM if verdict is Verdict.REMOVED else None
    given = Decision(verdict, ground, FACTS, RULE if ground else "")
    one.house.write(moderation.decide, one.widget, 1, given, by, {}, at=one.clock())


def by_address(mails: list[EmailMessage]) -> dict[str, str]:
    return {str(one["To"]): f"{one['Subject']}\n{one.get_content()}" for one in mails}


def test_removed_put_back_answered_and_decided(one: Following) -> None:
    author(one)
    one.follow(f"{WIDGET}/1")
    by = hire(one.house, one.widget.organisation, "mo", [Role.MODERATOR, Role.SPOKESPERSON])
    judge(one, by, Verdict.REMOVED)
    told = by_address(one.after(minutes=2))
    mine, theirs = told[ANNE], told["noor@example.org"]
    for said in ("Weggehaald", "spam of reclame", RULE, FACTS, "bezwaar", f"{one.house.url}{TRACKER}"):
        assert said in mine, said
    assert "Niet meer te zien" in theirs
    assert f"{one.house.url}/voorbeeldstad/fietspad/1" in theirs
    assert all(said not in theirs for said in (FACTS, RULE, "spam"))
    assert all("zonnepanelen" not in text for text in told.values()), "what was removed is repeated to nobody"

    one.clock.move(hours=1)
    judge(one, by, Verdict.RESTORED)
    told = by_address(one.after(minutes=2))
    assert "Teruggezet" in told[ANNE]
    assert "Weer te zien" in told["noor@example.org"]
    assert FACTS not in told["noor@example.org"]

    one.clock.move(hours=1)
    reply(one.house, one.widget, by, 1, text="Dank u, wij kijken ernaar.")
    decide(one.house, one.widget, by, 1, reason="Het wordt breder.")
    [mail] = [mail for mail in one.after(minutes=2) if mail["To"] == ANNE]
    assert "Dank u, wij kijken ernaar." in mail.get_content()
    assert "Het wordt breder." in mail.get_content()
    stop = str(mail["List-Unsubscribe"]).strip("<>").removeprefix(one.house.url)
    assert one.house.client.post(stop).status_code == 200
    assert ANNE not in repr(one.rows("subscription"))


def test_what_only_the_organisation_reads_is_told_too_and_leads_to_the_code(one: Following) -> None:
    private = one.house.widget(one.widget.organisation, "alleen", title="Voor ons", show_reasons=False)
    by = hire(one.house, one.widget.organisation, "els", [Role.SPOKESPERSON])
    code = Person(one.house, "/voorbeeldstad/alleen").act(score="1", reason="Onder ons.").json()["receipt"]
    one.house.client.post(TRACKER, data={"_code": code, "do": "mail", "mail": ANNE})
    [mail] = one.after()
    shown = one.house.client.get(link(mail)).text
    assert "/alleen/1" not in shown, "a page that nobody can open"
    confirmed(one, mail)
    reply(one.house, private, by, 1, text="Wij bellen u.")
    [mail] = one.after(minutes=2)
    assert "Wij bellen u." in mail.get_content()
    assert TRACKER in mail.get_content()
    assert "/alleen/1" not in mail.get_content()
    assert "Onder ons." not in mail.get_content()


def test_it_is_asked_where_the_receipt_is_given(house: House) -> None:
    house.widget(house.organisation(), show_reasons=True)
    page = Paper(house).act(score="1", reason="Mooi breed.").text
    [inside] = re.findall(rf'<form[^>]* action="[^"]*{TRACKER}[^"]*"[^>]*>(.*?)</form>', page, re.DOTALL)
    here, framed = (Person(house).act(score="1", reason="Mooi.", _framed=where).json()["html"] for where in ("", "1"))
    assert 'name="mail"' in here
    assert 'name="mail"' not in framed, "there is no room kept for it: it has the link"
    assert "Volg het, ook per mail" in framed
    wrong = house.client.post(TRACKER, data={**hidden(inside), "mail": "anne"})
    assert wrong.status_code == 400
    assert "<title>Fout:" in wrong.text
    assert 'value="anne"' in wrong.text
    assert "De link werkt 48 uur." in house.client.post(TRACKER, data={**hidden(inside), "mail": ANNE}).text
    guessed = {"_code": "AAAA-AAAA-AAAA-AAAA", "do": "mail", "mail": ANNE}
    assert house.client.post(TRACKER, data=guessed).status_code == 400
    assert [mail.to for mail in house.read(mails.waiting, 9)] == [ANNE]
    sent = [house.client.post(TRACKER, data={**hidden(inside), "mail": ANNE}).status_code for _ in range(5)]
    assert sent[-1] == 429, "an address is not flooded"


def test_what_is_gone_for_good_takes_the_address_along(house: House) -> None:
    placed = house.widget(house.organisation(), show_reasons=True)

    def asked() -> bool:
        return ANNE in repr(house.read(lambda conn: conn.execute(select(subscription)).all()))

    def ask() -> Person:
        person = Person(house)
        code = person.act(score="1", reason="Dorpsstraat 1.").json()["receipt"]
        house.client.post(TRACKER, data={"_code": code, "do": "mail", "mail": ANNE})
        assert asked()
        return person

    ask()
    house.write(erased, placed, 1, at=house.clock())
    assert not asked(), "erased because its author asked for it"
    assert ask().withdraw().status_code == 200
    assert not asked()
    ask()
    house.write(retention.blank, placed, 99, retention.Upto(), at=house.clock())
    assert not asked(), "at the end of the time for which it was kept"
    ask()
    house.write(trials.wipe, placed, at=house.clock())
    assert not asked(), "its number is somebody else's from now on"
