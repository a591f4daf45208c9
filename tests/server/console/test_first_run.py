# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""From nothing: a code, the first organisation, its administrator, who invites the next."""

from __future__ import annotations

import re

import pytest

from meedoen.records_staff import Grant, Role
from meedoen.store import events, invitations, members, organisations
from tests.house import ON_BOTH, House
from tests.server.console.desk import NEW, PASSWORD, Desk, hire, later, set_up_code, signed_in

FOUND = {**NEW, "title": "Gemeente Delft", "organisation": "delft", "language": "nl"}
FIRST = {"address": "Fatima@Delft.example", "password": PASSWORD}


def begin(house: House) -> tuple[Desk, str]:
    """Somebody who set the server up, and where that led."""
    desk = Desk(house)
    answer = desk.fill(f"/console/set-up?code={set_up_code(house)}", "/console/set-up", **FOUND, **FIRST)
    assert answer.status_code == 303, answer.text
    return desk, answer.headers["location"]


@ON_BOTH
def test_who_has_the_code_makes_an_organisation_and_is_in(house: House) -> None:
    desk, where = begin(house)
    page = desk.get(where, follow_redirects=True)
    assert page.url.path == "/console/at/delft"
    assert "Welkom." in page.text
    [member] = house.read(members.of_organisation, house.read(organisations.every)[0].id)
    assert member.account.address == "fatima@delft.example"
    assert member.grants == {Grant(role) for role in Role}
    assert member.profile.public == "Fatima de Wit, Burgerzaken"
    assert PASSWORD not in member.account.password


def test_the_code_is_good_once(house: House) -> None:
    code = set_up_code(house)
    for name, status in (("delft", 303), ("gouda", 404)):
        fields = {**FOUND, **FIRST, "organisation": name, "_code": code}
        assert Desk(house).send("/console/set-up", fields).status_code == status
    assert [one.name for one in house.read(organisations.every)] == ["delft"]
    assert set_up_code(house) == ""


@pytest.mark.parametrize("code", ["", "x", "{code}x"])
def test_without_the_code_there_is_nothing(house: House, code: str) -> None:
    asked = code.format(code=set_up_code(house))
    assert Desk(house).get(f"/console/set-up?code={asked}").status_code == 404
    fields = {**FOUND, **FIRST, "_code": asked}
    assert Desk(house).send("/console/set-up", fields).status_code == 404


def test_another_start_makes_another_code(house: House) -> None:
    first, second = set_up_code(house), set_up_code(house)
    assert Desk(house).get(f"/console/set-up?code={first}").status_code == 404
    assert Desk(house).get(f"/console/set-up?code={second}").status_code == 200


def test_where_there_is_an_organisation_it_is_chosen(house: House) -> None:
    house.organisation()
    desk, where = Desk(house), f"/console/set-up?code={set_up_code(house)}"
    assert 'name="title"' not in desk.get(where).text
    done = desk.fill(where, "/console/set-up", **NEW, **FIRST, organisation="voorbeeldstad")
    assert done.status_code == 303, done.text
    assert desk.get("/console/at/voorbeeldstad").status_code == 200


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"password": "te kort"}, "Gebruik minstens 12 tekens."),
        ({"organisation": "console"}, "is een adres van de server zelf"),
        ({"organisation": "Delft!"}, "kan geen naam zijn"),
        ({"address": "fatima"}, "Vul een e-mailadres in"),
        ({"name": ""}, "Vul dit in."),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(house: House, fields: dict[str, str], told: str) -> None:
    where = f"/console/set-up?code={set_up_code(house)}"
    answer = Desk(house).fill(where, "/console/set-up", **{**FOUND, **FIRST, **fields})
    assert answer.status_code == 400
    assert told in answer.text
    assert "<title>Fout:" in answer.text
    assert 'value="Gemeente Delft"' in answer.text
    assert PASSWORD not in answer.text
    assert house.read(organisations.every) == []


# --- the next ones ----------------------------------------------------------------------------------------------------


def invited(desk: Desk, at: str = "delft", **fields: str) -> str:
    fields = {"address": "joris@delft.example", "editor": "true", "where": "all", **fields}
    answer = desk.fill(f"/console/at/{at}/people/invite", **fields)
    assert answer.status_code == 200, answer.text
    found = re.search(r"/console/invitation/[\w-]+", answer.text)
    assert found
    return found[0]


@ON_BOTH
def test_who_is_invited_chooses_a_password_and_is_in(house: House) -> None:
    desk, _where = begin(house)
    link = invited(desk, moderator="true")
    assert "joris@delft.example" in desk.get("/console/at/delft/people").text
    joris = Desk(house)
    answer = joris.fill(link, **{**NEW, "name": "Joris", "show_name": "false"}, password=PASSWORD)
    assert answer.headers["location"].startswith("/console/at/delft")
    assert joris.get("/console/at/delft").status_code == 200
    assert joris.get(link).status_code == 404, "it is good once"
    of = house.read(organisations.every)[0]
    made = house.read(members.of_organisation, of.id)[1]
    assert made.grants == {Grant(Role.EDITOR), Grant(Role.MODERATOR)}
    assert made.profile.public == "Adviseur, Burgerzaken"
    log = [(one.kind, one.role) for one in house.read(events.of_organisation, of.id, 20)]
    assert log == [("joined", "staff"), ("invited", "staff"), ("joined", "staff"), ("founded", "staff")]


def test_an_invitation_can_hold_for_one_widget(house: House) -> None:
    of = house.organisation()
    widget = house.widget(of)
    desk = signed_in(house, hire(house, of, "fatima"))
    joris = Desk(house)
    joris.fill(invited(desk, of.name, where=str(widget.id)), **NEW, password=PASSWORD)
    assert house.read(members.of_organisation, of.id)[1].grants == {Grant(Role.EDITOR, widget.id)}


@pytest.mark.parametrize("fields", [{"editor": ""}, {"address": "x"}, {"administrator": "true", "where": "1"}])
def test_an_invitation_that_makes_no_sense_is_not_made(house: House, fields: dict[str, str]) -> None:
    of = house.organisation()
    house.widget(of)
    desk = signed_in(house, hire(house, of, "fatima"))
    sent = {"address": "a@b.example", "editor": "true", "where": "all", **fields}
    answer = desk.fill("/console/at/voorbeeldstad/people/invite", **{name: one for name, one in sent.items() if one})
    assert answer.status_code == 400
    assert house.read(invitations.of_organisation, of.id, house.clock()) == []


def test_an_invitation_expires_and_can_be_taken_back(house: House) -> None:
    of = house.organisation()
    desk = signed_in(house, hire(house, of, "fatima"))
    link = invited(desk, of.name)
    assert desk.fill("/console/at/voorbeeldstad/people", "/console/at/voorbeeldstad/people/uninvite").status_code == 303
    assert Desk(house).get(link).status_code == 404
    link = invited(desk, of.name)
    later(house, days=14)
    assert Desk(house).get(link).status_code == 404


def test_who_has_an_account_signs_in_with_it_to_accept(house: House) -> None:
    """Whoever finds the link of somebody else gets nowhere."""
    of, other = house.organisation(), house.organisation("buurt", "Buurt")
    link = invited(signed_in(house, hire(house, of, "fatima")), of.name, address="joris@buurt.example")
    joris = hire(house, other, "joris")
    nobody = Desk(house)
    assert f"/console/sign-in?next={link}" in nobody.get(link).text
    assert nobody.send(link, {**NEW, "password": PASSWORD}).status_code == 200
    assert len(house.read(members.of_organisation, of.id)) == 1
    somebody_else = signed_in(house, hire(house, other, "piet"))
    assert "Log eerst uit" in somebody_else.get(link).text
    desk = signed_in(house, joris)
    assert desk.fill(link, **NEW).status_code == 303
    assert [one.organisation.name for one in house.read(members.of_account, joris.account.id)] == [
        "buurt",
        "voorbeeldstad",
    ]
