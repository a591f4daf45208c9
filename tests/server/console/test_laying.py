# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Asking a colleague to answer: one mail at once, his own list until somebody answered."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import text

from meedoen.records_staff import Grant, Role
from meedoen.store import members
from tests.house import ON_BOTH, House
from tests.server.answering import reply
from tests.server.console.desk import hidden_of, hire, signed_in
from tests.server.endpoints.acting import rate

AT = "/console/at/voorbeeldstad"
ONE = f"{AT}/answers/fietspad/1"
WORDS = "Te smal bij de sluis."


@ON_BOTH
def test_a_colleague_hears_at_once_and_has_it_in_his_list_until_it_is_answered(house: House) -> None:
    placed = house.widget(house.organisation())
    rate(house, placed, 1, WORDS)
    of = placed.organisation
    fatima, piet = (hire(house, of, name, [Role.SPOKESPERSON]) for name in ("fatima", "piet"))
    hire(house, of, "els", [Role.EDITOR])
    desk, his = signed_in(house, fatima), signed_in(house, piet)
    form = desk.get(f"{ONE}/lay-before").text
    assert ("Piet" in form, "Els" in form) == (True, False), "who may answer there"
    for _twice in range(2):
        answer = desk.fill(f"{ONE}/lay-before", colleague=piet.uid)
        assert answer.status_code == 303, answer.text
    rows = house.read(lambda conn: conn.execute(text("SELECT address, subject, text FROM mail")).all())
    [(address, subject, body)] = rows
    assert (address, subject) == ("piet@voorbeeldstad.example", f"Graag uw antwoord: {placed.title}")
    assert f"{house.url}{ONE}" in body
    assert WORDS not in body, "what was written stands behind the sign-in"
    [listed] = re.findall("Aan u voorgelegd(.*?)</ul>", his.get(AT).text, re.DOTALL)
    assert WORDS in listed
    assert "Aan u voorgelegd" not in desk.get(AT).text
    reply(house, placed, fatima, 1)
    assert "Aan u voorgelegd" not in his.get(AT).text


@pytest.mark.parametrize("elsewhere", [False, True], ids=["nowhere", "elsewhere"])
def test_who_may_not_answer_there_any_more_has_it_no_longer(house: House, elsewhere: bool) -> None:
    placed = house.widget(house.organisation(), show_reasons=False)
    other = house.widget(placed.organisation, "brug", title="De brug")
    rate(house, placed, 1, WORDS)
    fatima, piet = (hire(house, placed.organisation, name, [Role.SPOKESPERSON]) for name in ("fatima", "piet"))
    assert signed_in(house, fatima).fill(f"{ONE}/lay-before", colleague=piet.uid).status_code == 303
    house.write(members.revoke, piet, Grant(Role.SPOKESPERSON), at=house.clock())
    if elsewhere:
        house.write(members.grant, piet, Grant(Role.SPOKESPERSON, other.id), at=house.clock())
    his = signed_in(house, piet)
    assert his.get(ONE).status_code == 403
    assert WORDS not in his.get(AT).text
    house.write(members.grant, piet, Grant(Role.SPOKESPERSON, placed.id), at=house.clock())
    assert WORDS in signed_in(house, piet).get(AT).text, "it is still his to answer"


def test_where_nobody_else_may_answer_it_says_so(house: House) -> None:
    placed = house.widget(house.organisation())
    rate(house, placed, 1, WORDS)
    desk = signed_in(house, hire(house, placed.organisation, "fatima", [Role.SPOKESPERSON]))
    assert "Niemand anders mag hier antwoorden" in desk.get(f"{ONE}/lay-before").text
    sent = {**hidden_of(desk.get(ONE).text, f"{ONE}/reply"), "colleague": "x"}
    assert desk.send(f"{ONE}/lay-before", sent).status_code == 400
