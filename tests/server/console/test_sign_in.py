# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Signing in: who may, how often one may guess, and how long it lasts."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from argon2 import PasswordHasher

from meedoen import limits
from meedoen.identity.passwords import NOBODYS, Passwords
from meedoen.records_staff import Grant, Role
from meedoen.store import accounts, members, sign_ins
from tests.house import CHEAP, CHEAP_NOBODYS, ON_BOTH, House
from tests.server.console.desk import PASSWORD, Desk, hidden_of, hire, later, signed_in

OVERVIEW = "/console/at/voorbeeldstad"
FATIMA = "fatima@voorbeeldstad.example"


def session_of(desk: Desk) -> str:
    return desk.client.cookies.get("meedoen") or ""


# --- who may ----------------------------------------------------------------------------------------------------------


def test_who_knows_the_password_is_in_and_where_he_was_going(house: House) -> None:
    hire(house, house.organisation(), "fatima")
    desk = Desk(house)
    door = desk.get(f"{OVERVIEW}/people?x=1")
    assert door.status_code == 303
    answer = desk.fill(door.headers["location"], "/console/sign-in", address=FATIMA.upper(), password=PASSWORD)
    assert answer.headers["location"] == f"{OVERVIEW}/people?x=1"
    assert desk.get(answer.headers["location"]).status_code == 200


def test_whoever_it_is_a_wrong_password_gets_the_same_answer(house: House) -> None:
    of = house.organisation()
    closed = hire(house, of, "piet")
    hire(house, of, "fatima")
    house.write(members.end, closed, at=house.clock())
    pages = [
        Desk(house).sign_in(address, password)
        for address, password in [
            (FATIMA, "een verkeerde zin"),
            ("x@x.example", PASSWORD),
            (closed.account.address, PASSWORD),
        ]
    ]
    assert {page.status_code for page in pages} == {400}
    texts = {page.text.replace(page.request.content.decode(), "") for page in pages}
    told = {text.replace(one, "") for text in texts for one in (FATIMA, "x@x.example", closed.account.address)}
    assert all("horen niet bij elkaar" in text for text in told)
    assert not any("set-cookie" in page.headers for page in pages)


def test_nobodys_password_costs_what_any_costs() -> None:
    """Or the time of an answer would tell who has an account."""
    assert not PasswordHasher().check_needs_rehash(NOBODYS)
    assert not asyncio.run(Passwords().fits("", ""))


def test_no_more_than_so_many_passwords_wait(house: House) -> None:
    """Each takes 64 MiB: a crowd is sent away rather than let in all at once."""

    async def crowd() -> list[Any]:
        passwords = Passwords(CHEAP, CHEAP_NOBODYS)
        asked = [passwords.fits("", "x") for _ in range(limits.PASSWORDS_WAITING_MAX + 5)]
        return await asyncio.gather(*asked, return_exceptions=True)

    refused = [one for one in house.run(crowd()) if isinstance(one, Exception)]
    assert len(refused) == 5


# --- guessing ---------------------------------------------------------------------------------------------------------


@ON_BOTH
@pytest.mark.scale(test=100, long=10_000)
def test_ten_guesses_an_hour_are_looked_at_and_the_owner_still_gets_in(house: House, count: int) -> None:
    hire(house, house.organisation(), "fatima")
    owner = Desk(house)
    assert owner.sign_in(FATIMA).status_code == 303
    owner.forget_session()

    def guess(number: int) -> int:
        stranger = Desk(house, {"x-forwarded-for": f"203.0.113.{number % 250}"})
        with stranger.client:
            return stranger.sign_in(FATIMA, f"geraden zin {number}").status_code

    with ThreadPoolExecutor(8) as threads:
        statuses = list(threads.map(guess, range(count)))
    looked_at = statuses.count(400)
    assert looked_at == limits.SIGN_INS_PER_HOUR_MAX
    assert statuses.count(429) == count - looked_at
    assert Desk(house).sign_in(FATIMA).status_code == 429, "the right password is not looked at either"
    assert owner.sign_in(FATIMA).status_code == 303, "on a device that is known it is"
    later(house, seconds=limits.SIGN_IN_WINDOW_S)
    assert Desk(house).sign_in(FATIMA).status_code == 303


def test_guesses_at_nobody_are_as_limited(house: House) -> None:
    stranger = Desk(house)
    statuses = [stranger.sign_in("nobody@x.example", "x").status_code for _ in range(limits.SIGN_INS_PER_HOUR_MAX + 2)]
    assert statuses == [400] * limits.SIGN_INS_PER_HOUR_MAX + [429] * 2


def test_a_lot_from_one_place_is_slowed_down_whatever_is_tried(house: House) -> None:
    hire(house, house.organisation(), "fatima")
    owner, stranger = Desk(house), Desk(house)
    owner.sign_in(FATIMA)
    owner.forget_session()
    statuses = [stranger.sign_in(f"x{number}@x.example", "x").status_code for number in range(70)]
    assert statuses.count(429) >= 70 - limits.SIGN_INS_PER_MINUTE_PER_NETWORK
    assert stranger.sign_in(FATIMA).status_code == 429
    assert owner.sign_in(FATIMA).status_code == 303
    later(house, minutes=1)
    assert stranger.sign_in(FATIMA).status_code == 303


def test_a_device_that_is_known_to_one_is_not_known_to_another(house: House) -> None:
    of = house.organisation()
    hire(house, of, "fatima")
    thief = signed_in(house, hire(house, of, "piet"))
    for _ in range(limits.SIGN_INS_PER_HOUR_MAX):
        Desk(house).sign_in(FATIMA, "x")
    thief.forget_session()
    assert thief.sign_in(FATIMA).status_code == 429


def test_who_signs_in_often_is_not_locked_out(house: House) -> None:
    hire(house, house.organisation(), "fatima")
    for _ in range(limits.SIGN_INS_PER_HOUR_MAX + 1):
        assert Desk(house).sign_in(FATIMA).status_code == 303


@ON_BOTH
def test_places_are_taken_one_by_one_whoever_comes_together(house: House) -> None:
    async def crowd() -> list[bool]:
        take = partial(sign_ins.take, who=b"who", device="", now=house.clock())
        return await asyncio.gather(*(house.store.write(take) for _ in range(30)))

    assert sum(house.run(crowd())) == limits.SIGN_INS_PER_HOUR_MAX


# --- sessions ---------------------------------------------------------------------------------------------------------


def test_a_session_ends_when_it_is_not_used(house: House) -> None:
    desk = signed_in(house, hire(house, house.organisation(), "fatima"))
    for _ in range(3):
        later(house, seconds=limits.SESSION_IDLE_S - 1)
        assert desk.get(OVERVIEW).status_code == 200
    later(house, seconds=limits.SESSION_IDLE_S)
    assert desk.get(OVERVIEW).status_code == 303


def test_a_session_ends_however_much_it_is_used(house: House) -> None:
    desk = signed_in(house, hire(house, house.organisation(), "fatima"))
    for _hour in range(limits.SESSION_S // 3600 - 1):
        later(house, hours=1)
        assert desk.get(OVERVIEW).status_code == 200
    later(house, hours=1)
    assert desk.get(OVERVIEW).status_code == 303


def test_signing_out_ends_it_in_the_store_too(house: House) -> None:
    desk = signed_in(house, hire(house, house.organisation(), "fatima"))
    kept = session_of(desk)
    assert desk.fill(OVERVIEW, "/console/sign-out").status_code == 303
    assert session_of(desk) == ""
    desk.client.cookies.set("meedoen", kept)
    assert desk.get(OVERVIEW).status_code == 303


def test_a_session_that_somebody_else_chose_is_never_used(house: House) -> None:
    """Fixation: what a browser brought along is not what it has after signing in."""
    member = hire(house, house.organisation(), "fatima")
    desk = Desk(house)
    desk.client.cookies.set("meedoen", "chosen-by-another")
    desk.client.cookies.jar.clear()
    assert desk.sign_in(member.account.address, cookie="meedoen=chosen-by-another").status_code == 303
    first = session_of(desk)
    assert first not in ("", "chosen-by-another")
    assert desk.sign_in(member.account.address).status_code == 403, "a form of no session, while there is one"
    desk.client.cookies.jar.clear()
    assert Desk(house).get(OVERVIEW, headers={"cookie": "meedoen=chosen-by-another"}).status_code == 303


def test_who_may_more_goes_on_under_another_secret(house: House) -> None:
    """The old one is nobody's, and no open form is lost."""
    of = house.organisation()
    boss, joris = hire(house, of, "fatima"), hire(house, of, "joris", [Role.EDITOR])
    desk = signed_in(house, joris)
    form = desk.get(f"{OVERVIEW}/me").text
    before = session_of(desk)
    at = f"{OVERVIEW}/people/{joris.uid}"
    answer = signed_in(house, boss).fill(f"{at}/roles", moderator="true", where="all")
    assert answer.status_code == 303, answer.text
    fields = {"name": "Joris", "function": "Redacteur", "show_name": "true"}
    assert (
        desk.send(f"{OVERVIEW}/me", {**fields, "_form": hidden_of(form, f"{OVERVIEW}/me")["_form"]}).status_code == 303
    )
    assert session_of(desk) not in ("", before)
    stolen = Desk(house)
    stolen.client.cookies.set("meedoen", before)
    assert stolen.get(OVERVIEW).status_code == 303
    assert house.read(members.by_uid, of.id, joris.uid).grants == {Grant(Role.EDITOR), Grant(Role.MODERATOR)}


def test_another_password_ends_all_other_sessions(house: House) -> None:
    fatima = hire(house, house.organisation(), "fatima")
    desk, other = signed_in(house, fatima), signed_in(house, fatima)
    wrong = desk.fill("/console/account/password", password="x", password_new="een andere zin")
    assert wrong.status_code == 400
    assert "Dit is niet uw wachtwoord" in wrong.text
    before = session_of(desk)
    done = desk.fill("/console/account/password", password=PASSWORD, password_new="een andere zin")
    assert done.status_code == 303, done.text
    assert session_of(desk) != before
    assert desk.get(OVERVIEW).status_code == 200
    assert other.get(OVERVIEW).status_code == 303
    assert Desk(house).sign_in(FATIMA).status_code == 400
    assert Desk(house).sign_in(FATIMA, "een andere zin").status_code == 303


def test_one_can_sign_out_everywhere_else(house: House) -> None:
    fatima = hire(house, house.organisation(), "fatima")
    desk, other = signed_in(house, fatima), signed_in(house, fatima)
    assert desk.fill("/console/account", "/console/account/sign-out-everywhere").status_code == 303
    assert desk.get(OVERVIEW).status_code == 200
    assert other.get(OVERVIEW).status_code == 303


def test_who_leaves_is_out_at_once(house: House) -> None:
    of = house.organisation()
    boss, joris = hire(house, of, "fatima"), hire(house, of, "joris", [Role.EDITOR])
    desk = signed_in(house, joris)
    at = f"{OVERVIEW}/people/{joris.uid}"
    assert signed_in(house, boss).fill(f"{at}/close", sure="true").status_code == 303
    assert desk.get(OVERVIEW).status_code == 303
    assert Desk(house).sign_in(joris.account.address).status_code == 400
    closed = house.read(accounts.by_address, joris.account.address)
    assert closed
    assert closed.disabled == house.clock()


def test_what_was_filled_in_is_there_after_signing_in_again(house: House) -> None:
    desk = signed_in(house, hire(house, house.organisation(), "fatima"))
    where = f"{OVERVIEW}/me"
    page = desk.get(where)
    later(house, seconds=limits.SESSION_S)
    typed = {"name": "Fatima «de» Wit", "function": "Adviseur", "show_name": "true"}
    door = desk.send(where, {**typed, "_form": hidden_of(page.text, where)["_form"]})
    assert door.status_code == 401
    checked = desk.send(
        "/console/sign-in", {**hidden_of(door.text, "/console/sign-in"), "address": FATIMA, "password": PASSWORD}
    )
    assert checked.status_code == 200
    assert "Fatima «de» Wit" in checked.text
    again = desk.send(where, hidden_of(checked.text, where))
    assert again.status_code == 303, again.text
    assert 'value="Fatima «de» Wit"' in desk.get(where).text
