# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Staff hear of what comes in as each chose: by mail, an hour between two; at once of what is passed on; in a feed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from meedoen import limits
from meedoen.mailing import TELL_STAFF
from meedoen.records_staff import Grant, Role
from meedoen.store import jobs, mails, members, queue_feeds
from tests.house import ON_BOTH, House
from tests.server.console.desk import PASSWORD, Desk, hidden_of, hire, signed_in
from tests.server.endpoints.acting import rate, xml
from tests.server.following import Following, following

MAIL, FEED = "/console/at/voorbeeldstad/me/mail", "/console/at/voorbeeldstad/me/feed"
ACCOUNT = "/console/account"
WORDS = "De lift is al een week stuk."
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def one(tmp_path: Path, database_url: str) -> Iterator[Following]:
    with following(tmp_path, database=database_url) as made:
        made.house.write(jobs.put, TELL_STAFF, due=made.clock())
        yield made


@ON_BOTH
def test_what_comes_in_is_told_as_each_chose_and_ended_by_one_press(one: Following) -> None:
    town, first = one.widget.organisation, one.widget
    other = one.house.widget(town, "speeltuin", title="Speeltuin", show_reasons=False)
    fatima = signed_in(one.house, hire(one.house, town, "fatima", [Role.SPOKESPERSON]))
    els = signed_in(one.house, hire(one.house, town, "els", [Grant(Role.MODERATOR, other.id)], language="en"))
    hire(one.house, town, "piet")
    nobody = signed_in(one.house, hire(one.house, town, "nieuw", []))
    assert "valt hier niets te kiezen" in nobody.get(MAIL).text
    assert "Nieuw fietspad" not in els.get(MAIL).text, "he reads nothing there"
    assert fatima.fill(MAIL, in_="true", in_passed="true").status_code == 303
    assert els.fill(MAIL, **{"in_": "true", f"in_{other.id}": "true"}).status_code == 303
    assert 'name="in_" value="true" checked' in fatima.get(MAIL).text
    one.clock.move(seconds=1)
    rate(one.house, first, 1, WORDS)
    rate(one.house, other, 1, "Onder ons.")
    told = {str(mail["To"]): mail for mail in one.after(minutes=2)}
    assert set(told) == {"fatima@voorbeeldstad.example", "els@voorbeeldstad.example"}, "who chose nothing hears nothing"
    to_fatima, to_els = told["fatima@voorbeeldstad.example"], told["els@voorbeeldstad.example"]
    assert to_fatima["Subject"] == "2 nieuwe bijdragen – Gemeente Voorbeeldstad"
    assert f"{one.house.url}/console/at/voorbeeldstad/answers/fietspad/1" in to_fatima.get_content()
    assert to_els["Subject"] == "1 new contribution – Speeltuin"
    assert f"{one.house.url}/console/at/voorbeeldstad/moderation/speeltuin/1" in to_els.get_content()
    assert all(words not in mail.get_content() for mail in told.values() for words in (WORDS, "Onder ons."))

    rate(one.house, first, 1, "Nog een.")
    rate(one.house, first, 1, "En nog een.")
    assert one.after(minutes=30) == []
    [mail] = one.after(minutes=35)
    assert mail["Subject"] == "2 nieuwe bijdragen – Nieuw fietspad langs de Vliet"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stop = str(mail["List-Unsubscribe"]).strip("<>").removeprefix(one.house.url)
    client = one.house.client
    assert client.get("/voorbeeldstad/-/afmelden/medewerker/x").status_code == 404
    assert "Stop de mail" in client.get(stop).text
    assert client.post(stop, files={"List-Unsubscribe": (None, "One-Click")}).status_code == 200
    assert 'name="in_passed" value="true" checked' in fatima.get(MAIL).text, "that is another mail"
    assert 'name="in_" value="true" checked' not in fatima.get(MAIL).text
    rate(one.house, first, 1, "Na het einde.")
    assert one.after(hours=2) == []


def test_what_is_passed_on_is_told_at_once_to_who_answers_it(house: House) -> None:
    town, province = house.organisation(), house.organisation("provincie", "Provincie Voorbeeld")
    rate(house, house.widget(town, show_reasons=True), 1, WORDS)
    desk = signed_in(house, hire(house, town, "fatima", [Role.SPOKESPERSON]))
    hire(house, province, "piet", [Role.SPOKESPERSON])
    hire(house, province, "ans", [Role.ADMINISTRATOR])
    hire(house, province, "mo", [Role.MODERATOR, Role.EDITOR])
    quiet = signed_in(house, hire(house, province, "stil", [Role.SPOKESPERSON]))
    own = "/console/at/provincie/me/mail"
    assert 'name="in_passed" value="true" checked' in quiet.get(own).text, "until he says otherwise"
    assert quiet.fill(own).status_code == 303
    sent = desk.fill(
        "/console/at/voorbeeldstad/answers/fietspad/1/pass-on", organisation="provincie", reason="Niet van ons."
    )
    assert sent.status_code == 303
    told = {mail.to: mail for mail in house.read(mails.waiting, 9)}
    assert set(told) == {"piet@provincie.example", "ans@provincie.example"}
    to_piet = told["piet@provincie.example"]
    assert to_piet.subject == "Gemeente Voorbeeldstad heeft een bijdrage aan u doorgegeven"
    assert f"{house.url}/console/at/provincie/passed/1" in to_piet.text
    assert WORDS not in to_piet.text
    assert house.client.post(to_piet.unsubscribe).status_code == 200


def made(desk: Desk) -> str:
    """The path of a new address, which this page alone shows."""
    return feed_in(desk, desk.fill(FEED).text)


def feed_in(desk: Desk, page: str) -> str:
    [address] = re.findall(r'value="(http[^"]*/console/feed/[^"]+)"', page)
    return unescape(address).removeprefix(desk.house.url)


def test_a_private_feed_tells_what_waits_until_it_is_taken_back(house: House) -> None:
    town = house.organisation()
    first, other = house.widget(town, show_reasons=True), house.widget(town, "speeltuin", title="Speeltuin")
    rate(house, first, 1, WORDS)
    rate(house, other, 1, "Onder ons.")
    fatima = hire(house, town, "fatima", [Role.SPOKESPERSON])
    some = hire(house, town, "els", [Grant(Role.SPOKESPERSON, other.id)])
    desk, elses = signed_in(house, fatima), signed_in(house, some)
    address = made(desk)
    assert address not in desk.get(FEED).text, "shown once"
    answer = house.client.get(address)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-type"].startswith("application/atom+xml")
    titles = [entry.findtext(f"{ATOM}title") for entry in xml(answer.content).iter(f"{ATOM}entry")]
    assert "Nog geen antwoord: Bijdrage 1 – Speeltuin" in titles
    assert len(titles) == 2
    assert WORDS not in answer.text
    made_of_els = made(elses)
    theirs = house.client.get(made_of_els).text
    assert "Speeltuin" in theirs
    assert "fietspad" not in theirs, "no more than his queue tells him"
    renewed = made(desk)
    assert house.client.get(address).status_code == 404
    assert house.client.get(renewed).status_code == 200
    desk.fill(FEED, do="end")
    assert house.client.get(renewed).status_code == 404
    opened = hidden_of(desk.get(FEED).text, FEED)
    shown_once = feed_in(desk, desk.send(FEED, opened).text)
    assert "/console/feed/" not in desk.send(FEED, opened).text
    assert house.client.get(shown_once).status_code == 200, "a page that is loaded again makes no other"
    assert desk.fill(ACCOUNT, f"{ACCOUNT}/sign-out-everywhere").status_code == 303
    assert house.client.get(shown_once).status_code == 404, "he lost a device"
    before_change = made(desk)
    chosen = {"password": PASSWORD, "password_new": "een andere zin die ik onthoud"}
    assert desk.fill(f"{ACCOUNT}/password", **chosen).status_code == 303
    assert house.client.get(before_change).status_code == 404
    assert house.client.get(made_of_els).status_code == 200, "somebody else's stays"
    last = made(desk)
    house.write(members.end, fatima, at=house.clock())
    assert house.client.get(last).status_code == 404, "he left"
    assert house.read(queue_feeds.since, fatima.id) is None, "and finds nothing of it when he comes back"
    guesses = [
        house.client.get(f"/console/feed/{n}").status_code for n in range(limits.QUEUE_FEEDS_PER_MINUTE_PER_NETWORK)
    ]
    assert guesses[0] == 404
    assert guesses[-1] == 429
