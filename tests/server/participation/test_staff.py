# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may what: roles combine, none holds another, and one that holds for a widget holds for no other."""

from __future__ import annotations

import pytest

from meedoen.errors import Conflict, Invalid
from meedoen.participation.staff import (
    ACCOUNT,
    ADMINISTRATOR,
    MEMBER,
    Needs,
    allows,
    check_address,
    check_left,
    may,
    may_anywhere,
    one_of,
)
from meedoen.records import Organisation
from meedoen.records_staff import Account, Grant, Member, Profile, Role
from tests.house import START

EDITORS = one_of(Role.EDITOR)
EDITORS_ANYWHERE = one_of(Role.EDITOR, anywhere=True)
EITHER = one_of(Role.EDITOR, Role.MODERATOR)


def member(*grants: Grant) -> Member:
    account = Account(1, "a", "a@b.example", "nl", START)
    return Member(1, "m", account, Organisation(1, "o", "gouda", "Gouda"), Profile("A", "B"), frozenset(grants), START)


EVERYWHERE, IN_SEVEN, NOTHING = member(Grant(Role.EDITOR)), member(Grant(Role.EDITOR, 7)), member()
BOSS = member(Grant(Role.ADMINISTRATOR))


@pytest.mark.parametrize(
    ("needs", "who", "widget", "allowed"),
    [
        (ACCOUNT, None, None, True),
        (MEMBER, None, None, False),
        (MEMBER, NOTHING, None, True),
        (EDITORS, None, None, False),
        (EDITORS, NOTHING, None, False),
        (EDITORS, EVERYWHERE, None, True),
        (EDITORS, EVERYWHERE, 7, True),
        (EDITORS, IN_SEVEN, None, False),
        (EDITORS, IN_SEVEN, 7, True),
        (EDITORS, IN_SEVEN, 8, False),
        (EDITORS, BOSS, 7, False),
        (EDITORS_ANYWHERE, IN_SEVEN, None, True),
        (EDITORS_ANYWHERE, NOTHING, None, False),
        (EITHER, member(Grant(Role.MODERATOR)), None, True),
        (EITHER, member(Grant(Role.SPOKESPERSON)), None, False),
        (ADMINISTRATOR, EVERYWHERE, None, False),
        (ADMINISTRATOR, BOSS, None, True),
    ],
)
def test_who_is_allowed(needs: Needs, who: Member | None, widget: int | None, allowed: bool) -> None:
    assert allows(needs, who, widget) is allowed


def test_a_role_in_a_widget_is_one_somewhere_and_not_in_the_whole() -> None:
    assert may(IN_SEVEN, Role.EDITOR, 7)
    assert not may(IN_SEVEN, Role.EDITOR)
    assert may_anywhere(IN_SEVEN, Role.EDITOR)
    assert not may_anywhere(IN_SEVEN, Role.MODERATOR)


def test_somebody_has_to_be_administrator() -> None:
    check_left([EVERYWHERE, BOSS])
    with pytest.raises(Conflict):
        check_left([EVERYWHERE, NOTHING])


def test_an_address_is_kept_in_one_spelling() -> None:
    assert check_address(" Fatima@Voorbeeldstad.Example ") == "fatima@voorbeeldstad.example"
    for wrong in ("", "fatima", "@b.example", "a@b", "a@b@c.example", "a b@c.example", "a@b.example x"):
        with pytest.raises(Invalid):
            check_address(wrong)


def test_what_people_read_is_the_name_or_the_function_alone() -> None:
    shown, hidden = Profile("Fatima de Wit", "Adviseur", "Burgerzaken"), Profile("F", "Handhaver", show_name=False)
    assert (shown.public, hidden.public) == ("Fatima de Wit, Burgerzaken", "Handhaver")
