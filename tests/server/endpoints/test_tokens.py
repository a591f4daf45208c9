# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who acts: a token of this organisation, for this purpose, not cut, changed or left lying too long. Else nobody."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from meedoen import limits
from meedoen.records import Organisation, Widget
from meedoen.values import Assurance
from tests.house import Clock, House, running
from tests.server.people import WIDGET, Paper, Person, counts, hidden, new_key


@pytest.fixture
def org(house: House) -> Organisation:
    return house.organisation()


@pytest.fixture
def rating(house: House, org: Organisation) -> Widget:
    return house.widget(org, show_reasons=True, figures="always")


def refused(house: House, token: str, status: int = 401, at: str = WIDGET) -> None:
    answer = Person(house, at, token="-").post("rate", {"_token": token, "_key": new_key(), "score": "3"})
    assert answer.status_code == status, answer.text
    assert answer.json()["detail"]


def test_an_empty_token_is_nobody(house: House, rating: Widget) -> None:
    refused(house, "")
    refused(house, " ")
    refused(house, "null")
    assert counts(house, rating) == {}


def test_a_cut_or_lengthened_token_is_nobody(house: House, rating: Widget) -> None:
    token = Person(house).token
    for cut in (1, 5, len(token) // 2, len(token) - 1):
        refused(house, token[:-cut])
        refused(house, token[cut:])
    refused(house, token + "x")
    refused(house, token + "." + token)
    refused(house, token + "x" * limits.TOKEN_CHARS_MAX)
    assert counts(house, rating) == {}


def test_a_changed_token_is_nobody(house: House, rating: Widget) -> None:
    token = Person(house).token
    for at in range(0, len(token) - 1, 3):
        changed = "A" if token[at] != "A" else "B"
        refused(house, token[:at] + changed + token[at + 1 :])
    assert counts(house, rating) == {}


def test_a_token_that_a_participant_makes_himself_is_nobody(house: House, rating: Widget) -> None:
    head, stamp, mark = Person(house, mode="session").token.rsplit(".", 2)
    better = head[:-1] + str(Assurance.MAIL.value)
    refused(house, f"{better}.{stamp}.{mark}")
    refused(house, f"{head}.{stamp}.")
    refused(house, f"{head}..{mark}")


def test_a_token_of_another_organisation_is_refused(house: House, rating: Widget) -> None:
    house.widget(house.organisation("elders", "Elders"))
    foreign = Person(house, "/elders/fietspad").token
    refused(house, foreign, 403)
    refused(house, Person(house).token, 403, at="/elders/fietspad")
    assert Person(house, token="-").post("token", {"_token": foreign}).status_code == 403
    assert counts(house, rating) == {}


def test_a_token_is_good_in_every_widget_of_its_organisation(house: House, org: Organisation, rating: Widget) -> None:
    other = house.widget(org, "brug")
    assert Person(house, "/voorbeeldstad/brug", token=Person(house).token).act().status_code == 200
    assert counts(house, other) == {3: 1}


def test_a_token_for_one_purpose_is_none_for_another(house: House, rating: Widget) -> None:
    person, paper = Person(house), Paper(house)
    checked = paper.check(score="3")
    form = hidden(checked.text)["_check"]
    sent = paper.send(checked)
    done = urlsplit(sent.headers["location"]).path.rpartition("/")[2]
    refused(house, form)
    refused(house, done)
    for token in (person.token, done):
        assert house.client.post(f"{WIDGET}/do/rate", data={"_check": token, "score": "3"}).status_code == 401
    for token in (person.token, form, "x", "%00"):
        assert house.client.get(f"{WIDGET}/done/{token}").status_code in (401, 404)
    assert counts(house, rating) == {3: 1}


def test_a_form_is_good_for_its_own_widget_and_action(house: House, org: Organisation, rating: Widget) -> None:
    other = house.widget(org, "brug")
    form = hidden(Paper(house).check(score="3").text)["_check"]
    for path in ("/voorbeeldstad/brug/do/rate", f"{WIDGET}/do/withdraw"):
        assert house.client.post(path, data={"_check": form, "score": "3"}).status_code == 403
    done = Paper(house).send(Paper(house).check(score="3")).headers["location"]
    assert house.client.get(done.replace("fietspad", "brug")).status_code == 403
    assert counts(house, other) == {}


def test_a_token_is_read_for_its_whole_life_and_not_a_second_longer(house: House, clock: Clock, rating: Widget) -> None:
    person = Person(house)
    clock.move(seconds=limits.TOKEN_S)
    assert person.act().status_code == 200
    clock.move(seconds=1)
    refused(house, person.token)


def test_a_form_lies_open_so_long_and_no_longer(house: House, clock: Clock, rating: Widget) -> None:
    paper = Paper(house)
    checked = paper.check(score="2", reason="Met zorg getypt.")
    clock.move(seconds=limits.CHECK_FORM_S + 1)
    late = paper.send(checked)
    assert late.status_code == 401
    assert "Met zorg getypt." in late.text
    assert 'value="2" checked' in late.text
    again = paper.check(**{name: value for name, value in hidden(checked.text).items() if name in ("score", "reason")})
    assert paper.send(again).status_code == 303
    assert counts(house, rating) == {2: 1}


def test_a_renewed_token_is_the_same_participant(house: House, clock: Clock, rating: Widget) -> None:
    person = Person(house)
    person.act(score="1")
    clock.move(seconds=limits.TOKEN_S + 1)
    person.token = person.renewed(person.token)
    assert person.act(score="3").status_code == 200
    assert counts(house, rating) == {3: 1}


def test_what_cannot_be_renewed_is_somebody_new(house: House, rating: Widget) -> None:
    person = Person(house)
    person.act()
    person.token = person.renewed(person.token[:-3])
    person.act()
    assert counts(house, rating) == {3: 2}


def test_renewing_makes_nobody_surer(house: House, rating: Widget) -> None:
    """What was given for memory alone stays that: the browser could have been another's meanwhile."""
    person = Person(house, mode="session")
    person.mode = "stored"
    token = person.renewed(person.token)
    assert token.split(".")[2] == str(Assurance.SESSION.value)


def test_a_participant_outlives_the_key_that_signed_him(tmp_path: Path, clock: Clock) -> None:
    old, new = "oud" * 20, "nieuw" * 20
    with running(tmp_path, clock, secret_keys=old) as house:
        placed = house.widget(house.organisation())
        person = Person(house)
        person.act(score="1")
    with running(tmp_path, clock, secret_keys=f"{old},{new}") as house:
        assert Person(house, token=person.token).act(score="2").status_code == 200
        renewed = Person(house, token="-").renewed(person.token)
        assert counts(house, placed) == {2: 1}
    with running(tmp_path, clock, secret_keys=new) as house:
        refused(house, person.token)
        Person(house, token=renewed).act(score="3")
        assert counts(house, placed) == {3: 1}


def test_a_receipt_outlives_the_key_that_made_it(tmp_path: Path, clock: Clock) -> None:
    old, new, key = "oud" * 20, "nieuw" * 20, new_key()
    with running(tmp_path, clock, secret_keys=old) as house:
        placed = house.widget(house.organisation(), show_reasons=True)
        person = Person(house)
        receipt = person.act(key=key, reason="Mooi.").json()["receipt"]
    with running(tmp_path, clock, secret_keys=f"{old},{new}") as house:
        again = Person(house, token=person.token).act(key=key, reason="Mooi.").json()
        assert (again["repeated"], again["receipt"]) == (True, receipt)
        assert Person(house, token="-").post("withdraw", {"_code": receipt, "_key": new_key()}).status_code == 200
        assert counts(house, placed) == {}


@pytest.mark.parametrize(
    ("least", "form", "session", "stored"),
    [
        (Assurance.FORM, True, True, True),
        (Assurance.SESSION, False, True, True),
        (Assurance.STORED, False, False, True),
        (Assurance.OIDC, False, False, False),
    ],
)
def test_what_would_not_count_is_refused_and_says_so_beforehand(
    house: House, org: Organisation, least: Assurance, form: bool, session: bool, stored: bool
) -> None:
    placed = house.widget(org, least=least)
    for mode, taken in (("session", session), ("stored", stored)):
        answer = Person(house, mode=mode).act()
        assert answer.status_code == (200 if taken else 403)
    paper = Paper(house).check(score="3", reason="Getypt.")
    assert paper.status_code == (200 if form else 403)
    assert "Getypt." in paper.text
    if not form:
        assert f'href="{house.url}{WIDGET}"' in paper.text
    assert sum(counts(house, placed).values()) == session + stored


def test_tokens_are_given_by_post_alone_and_never_as_a_cookie(house: House, rating: Widget) -> None:
    assert house.client.get(f"{WIDGET}/do/token").status_code == 404
    answer = Person(house, token="-").post("token", {})
    assert answer.headers["cache-control"] == "no-store"
    assert "set-cookie" not in answer.headers
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers


def test_a_cookie_is_nobody(house: House, rating: Widget) -> None:
    token = Person(house).token
    answer = house.client.post(
        f"{WIDGET}/do/rate",
        data={"score": "3", "_key": new_key()},
        headers={"cookie": f"_token={token}; token={token}", "accept": "application/json"},
    )
    assert answer.status_code == 401


def test_a_closed_widget_still_gives_tokens(house: House, clock: Clock, org: Organisation) -> None:
    """Somebody who takes his words back after closing needs one."""
    house.widget(org, closes_at=clock.now + timedelta(hours=1))
    clock.move(hours=2)
    assert Person(house).token
