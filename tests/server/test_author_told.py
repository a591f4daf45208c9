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

from meedoen.mailing import TELL_STAFF
from meedoen.records import Stage
from meedoen.records_moderation import Decision, Ground, Verdict
from meedoen.records_staff import Member, Role
from meedoen.store import erasure, jobs, mails, merging, moderation, retention, trials, widgets
from meedoen.store.schema import subscription
from tests.house import House
from tests.server.answering import decide, erased, reply
from tests.server.console.desk import hire, signed_in
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
    code = author(one)
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

    for verdict, answer in ((Verdict.REMOVED, "het blijft weggehaald"), (Verdict.RESTORED, "Teruggezet")):
        assert one.house.client.post(TRACKER, data={"_code": code, "do": "appeal", "why": "Nee."}).status_code == 200
        one.clock.move(hours=1)
        judge(one, by, verdict)
        told = by_address(one.after(minutes=2))
        assert f"Besluit op uw bezwaar: {answer}" in told[ANNE]
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


def test_who_wrote_or_follows_a_double_hears_of_the_one_that_remains(one: Following) -> None:
    room, at = (
        one.house.widget(one.widget.organisation, "paspoort", "waiting_room", "Paspoort"),
        "/voorbeeldstad/paspoort",
    )
    ask = {"more": "", "kind": "question"}
    Person(one.house, at).act("topic", title="Mag mijn bril op de foto?", **ask)
    code = Person(one.house, at).act("topic", title="Moet mijn bril af?", **ask).json()["receipt"]
    one.house.client.post(TRACKER, data={"_code": code, "do": "mail", "mail": ANNE})
    [mail] = one.after()
    confirmed(one, mail)
    one.follow("/voorbeeldstad/-/mail/paspoort/2")
    one.house.write(merging.merge, room, 2, 1, role="staff", at=one.clock())
    told = by_address(one.after(minutes=2))
    assert [text for text in told.values() if "Samengevoegd met: Vraag: Mag mijn bril op de foto?" not in text] == []
    assert set(told) == {ANNE, "noor@example.org"}
    one.clock.move(hours=2)
    reply(one.house, room, hire(one.house, one.widget.organisation, "fatima"), 1, text="Hij mag op blijven.")
    told = by_address(one.after(minutes=2))
    assert [to for to in (ANNE, "noor@example.org") if "Hij mag op blijven." not in told[to]] == []


def test_what_was_held_and_let_through_is_told_as_to_be_seen_now(one: Following) -> None:
    author(one, "Zie https://een.example en https://twee.example/ en https://drie.example/ www.vier.example/")
    by = hire(one.house, one.widget.organisation, "mo", [Role.MODERATOR])
    judge(one, by, Verdict.RELEASED)
    [mail] = one.after(minutes=2)
    assert mail["Subject"] == "Nieuw fietspad langs de Vliet · Uw bijdrage is nu voor iedereen te zien"
    assert f"{one.house.url}/voorbeeldstad/fietspad/1" in mail.get_content()
    assert FACTS in mail.get_content()


def test_the_last_mail_says_that_the_words_were_erased(one: Following) -> None:
    author(one, "Dorpsstraat 1.")
    desk = signed_in(one.house, hire(one.house, one.widget.organisation, "mo", [Role.SPOKESPERSON]))
    one.house.write(erasure.ask, one.widget, 1, at=one.clock())
    assert desk.fill("/console/at/voorbeeldstad/answers/fietspad/1/erase", sure="true").status_code == 303
    [mail] = one.after(minutes=2)
    assert mail["To"] == ANNE
    assert mail["Subject"] == "Uw woorden zijn gewist: Bijdrage 1 – Nieuw fietspad langs de Vliet"
    assert "Wij hebben uw e-mailadres gewist." in mail.get_content()
    assert "Dorpsstraat" not in mail.get_content()
    assert ANNE not in repr([one.rows("mail"), one.rows("subscription")])


def test_mails_about_a_trial_say_that_it_is_one(one: Following) -> None:
    town, at = one.widget.organisation, one.clock()
    settings = {"question": "Wat vindt u?", "show_reasons": True}
    tried = one.house.write(widgets.add, town, "proef", "rating", "Speeltuin", settings, at=at, stage=Stage.TRIAL)
    by = hire(one.house, town, "fatima", [Role.SPOKESPERSON])
    desk = signed_in(one.house, by)
    assert desk.fill("/console/at/voorbeeldstad/me/mail", in_="true").status_code == 303
    one.house.write(jobs.put, TELL_STAFF, due=one.clock())
    one.clock.move(seconds=1)
    code = Person(one.house, "/voorbeeldstad/proef").act(score="1", reason="Mooi.").json()["receipt"]
    one.house.client.post(TRACKER, data={"_code": code, "do": "mail", "mail": ANNE})
    asked, staff = sorted(one.after(), key=lambda mail: str(mail["To"]))
    assert staff["Subject"] == "1 nieuwe bijdrage – Proef: Speeltuin"
    confirmed(one, asked)
    reply(one.house, tried, by, 1, text="Wij kijken ernaar.")
    [answer] = one.after(minutes=2)
    for mail in (asked, answer):
        assert (
            "Proef: wat u hier doet, wordt gewist voordat dit opengaat. Deze mail stopt dan ook." in mail.get_content()
        )


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
