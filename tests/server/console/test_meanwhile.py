# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Two who change the same at every form of the console: who saves last is shown both, and nothing is lost untold.

A new form fails here until it stands in `EDITS` or in `NO_EDITS`, by hand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape

import pytest

from meedoen.participation.staff import PUBLIC
from meedoen.records import Organisation, Stage
from meedoen.store import organisations, views, widgets
from tests.house import House
from tests.server.console.conftest import Staffed
from tests.server.console.desk import Desk, hidden_of, hire, signed_in
from tests.server.console.test_matrix import AT, lines, path_of
from tests.server.endpoints.acting import rate
from tests.server.logos.test_logos import picture
from tests.tools import nothing

WIDGET = f"{AT}/widgets/{{name}}"
ANSWER = f"{AT}/answers/{{name}}/{{number}}"
POST = f"{WIDGET}/do/{{action}}/{{number}}"
COMING = f"{WIDGET}/coming/{{uid}}/{{action}}"
LOGO = f"{AT}/style/logo"
_TEXTS = {"title": "Gemeente Voorbeeldstad", "intro": "", "contact": "X", "privacy": "X", "rules": "X"}
_SETTINGS = {"title": "Fietspad", "name": "fietspad", "expectation": "", "language": "", "least": "0"}
_SETTINGS |= {"s-question": "Wat vindt u van dit plan?"}

EDITS: Mapping[str, tuple[Mapping[str, str], str, str, str]] = {
    "/console/account": ({}, "language", "en", "nl"),
    f"{AT}/me": ({"function": "Adviseur"}, "name", "Van Joris", "Van Fatima"),
    f"{AT}/people/{{uid}}/profile": ({"function": "Adviseur"}, "name", "Van Joris", "Van Fatima"),
    f"{AT}/defaults": ({"sites": ""}, "keep_months", "12", "24"),
    f"{AT}/texts": (_TEXTS, "intro", "Van Joris", "Van Fatima"),
    f"{AT}/style": ({}, "tokens", ":root { --meedoen-accent: #5c2d91 }", ":root { --meedoen-accent: #00527d }"),
    f"{WIDGET}/settings": (_SETTINGS, "expectation", "Van Joris", "Van Fatima"),
    f"{WIDGET}/sites": ({"framers": "listed"}, "sites", "https://joris.example", "https://fatima.example"),
    f"{WIDGET}/keep": ({}, "months", "12", "24"),
    f"{WIDGET}/stage": ({}, "stage", "trial", "draft"),
    f"{WIDGET}/times": ({}, "closes", "2027-01-01T10:00", "2027-02-01T10:00"),
    f"{WIDGET}/close": ({}, "text", "Van Joris", "Van Fatima"),
    POST: ({}, "text", "Van Joris", "Van Fatima"),
    COMING: ({"md-later": "2026-06-01T10:00"}, "text", "Van Joris", "Van Fatima"),
    f"{ANSWER}/outcome": ({"state": "read", "links": ""}, "reason", "Van Joris", "Van Fatima"),
    f"{AT}/changes/{{name}}/{{key}}": ({"links": "", "day": "", "state": "used"}, "reason", "Van Joris", "Van Fatima"),
    f"{AT}/ready/{{ready}}": ({"title": "Paspoort", "text": "X"}, "source", "https://a.example", "https://b.example"),
    f"{ANSWER}/reply/{{key}}": ({}, "text", "Van Joris", "Van Fatima"),
    f"{AT}/passed/{{passed}}/reply/{{key}}": ({}, "text", "Van Joris", "Van Fatima"),
}
"""By address: what is filled in besides, which field both change, and to what each."""
DROP = f"{COMING}/drop"
BOXES = {f"{WIDGET}/review", LOGO, DROP}
"""A box has two states, a logo is no text, and what is dropped is not filled in. Each has a test of its own below."""
ACTS = {
    "/console/account/password",
    "/console/account/sign-out-everywhere",
    "/console/invitation/{token}",
    "/console/set-up",
    "/console/sign-in",
    "/console/sign-out",
    f"{AT}/people/{{uid}}/close",
    f"{AT}/notes/{{name}}/{{number}}",
    f"{AT}/ready/new",
    f"{ANSWER}/pass-outside",
    f"{ANSWER}/take",
    f"{AT}/people/{{uid}}/roles",
    f"{AT}/people/{{uid}}/roles/take",
    f"{AT}/people/invite",
    f"{AT}/people/uninvite",
    f"{WIDGET}/check",
    f"{WIDGET}/codes",
    f"{WIDGET}/enter/{{action}}",
    f"{WIDGET}/withdraw",
    f"{WIDGET}/do/{{action}}",
    f"{WIDGET}/do/{{action}}/table",
    f"{AT}/widgets/-/new/{{type}}",
}
"""They add, or do a thing that is done; what was there is not written over."""
BULK = f"{AT}/answers/{{name}}"
REPLIES = (f"{ANSWER}/reply", f"{AT}/passed/{{passed}}")
WORDS = {
    BULK,
    f"{AT}/changes/{{name}}/new",
    f"{AT}/changes/{{name}}/{{key}}/add",
    *REPLIES,
    f"{ANSWER}/lay-before",
    f"{ANSWER}/pass-on",
    f"{ANSWER}/merge",
    f"{ANSWER}/unmerge",
    f"{AT}/answers/{{name}}/merge",
    f"{ANSWER}/task",
    f"{ANSWER}/erase",
    f"{AT}/moderation/shut-out",
    f"{AT}/moderation/{{name}}/{{number}}/release",
    f"{AT}/moderation/{{name}}/{{number}}/remove",
    f"{AT}/moderation/{{name}}/{{number}}/shut-out",
}
"""The same of what people wrote. Two who answer the same are told so (below), and two who decide on it
(`test_moderation`), or merge it (`test_merging`)."""
OWN = {f"{AT}/me/mail", f"{AT}/me/feed"}
"""What somebody hears of is his own, and a tick or an address that is made: nothing typed can be lost."""
NO_EDITS = BOXES | ACTS | WORDS | OWN


@pytest.fixture(scope="module")
def two(staffed: Staffed) -> tuple[Desk, Desk]:
    """Two who may do everything; and what each form needs to be there."""
    house = staffed.house
    town = town_of(house)
    house.widget(town, "dicht", title="Wat dicht gaat")
    house.write(
        widgets.add,
        town,
        "concept",
        "rating",
        "Concept",
        {"question": "Hoe vindt u dit?"},
        at=house.clock(),
        stage=Stage.DRAFT,
    )
    return signed_in(house, hire(house, town, "joris")), signed_in(house, hire(house, town, "fatima"))


def town_of(house: House) -> Organisation:
    """Where both work."""
    return next(one for one in house.read(organisations.every) if one.name == "voorbeeldstad")


def at(address: str, staffed: Staffed) -> str:
    """Where such a form stands for the town."""
    line = next(one for one in lines(staffed.house) if one.path_format == address)
    others = {f"{WIDGET}/close": "dicht", f"{WIDGET}/stage": "concept"}
    path = path_of(line, staffed)
    return path.replace("fietspad", others[address]) if address in others else path


def test_every_form_is_classified(staffed: Staffed) -> None:
    forms = {
        one.path_format for one in lines(staffed.house) if one.needs is not PUBLIC and "POST" in (one.methods or ())
    }
    assert forms == set(EDITS) | NO_EDITS
    nothing(set(EDITS) & NO_EDITS)


@pytest.mark.parametrize("address", EDITS)
def test_who_saves_last_is_shown_both_and_asked(staffed: Staffed, two: tuple[Desk, Desk], address: str) -> None:
    first, last = two if address not in ("/console/account", f"{AT}/me") else (two[0], again(two[0]))
    others, field, theirs, mine = EDITS[address]
    path = at(address, staffed)
    page = path.removesuffix("/outcome")
    opened = hidden_of(last.get(page).text, path)
    assert opened["_was"]
    sent = first.send(path, {**hidden_of(first.get(page).text, path), **others, field: theirs})
    assert sent.status_code == 303, sent.text
    answer = last.send(path, {**opened, **others, field: mine})
    assert answer.status_code == 409, answer.text
    assert answer.text.count("<title>Fout:") == 1 or address == "/console/account"
    told = unescape(answer.text)
    assert mine in told, "what was typed is lost"
    if "joris" in theirs.lower():
        assert f"bewaard: {theirs}" in told, "what another saved is not told"
    assert "_was" in hidden_of(answer.text, path)
    assert hidden_of(answer.text, path)["_was"] != opened["_was"]
    done = last.send(path, {**hidden_of(answer.text, path), **others, field: mine})
    assert done.status_code == 303, done.text
    assert mine in unescape(last.get(page).text)


@pytest.mark.parametrize("address", REPLIES)
def test_who_answers_last_reads_first_what_a_colleague_said(
    staffed: Staffed, two: tuple[Desk, Desk], address: str
) -> None:
    first, last = two
    path = at(address, staffed)
    page = path.removesuffix("/reply")
    opened = hidden_of(last.get(page).text, path)
    for _pressed_twice in range(2):
        theirs = {**hidden_of(first.get(page).text, path), "text": "Van Joris, net nog."}
        assert first.send(path, theirs).status_code == 303
    answer = last.send(path, {**opened, "text": "Van Fatima."})
    assert answer.status_code == 409, answer.text
    told = unescape(answer.text)
    assert "<title>Fout:" in told
    assert "een collega antwoordde hierop" in told
    assert told.count("Van Joris, net nog.") == 1
    assert "Van Fatima.</textarea>" in told, "what was typed is lost"
    for _pressed_twice in range(2):
        sent = last.send(path, {**hidden_of(answer.text, path), "text": "Van Fatima."})
        assert sent.status_code == 303, sent.text
    assert unescape(last.get(page).text).count("Van Fatima.") == 1


def test_who_answers_several_leaves_out_what_a_colleague_answered(staffed: Staffed, two: tuple[Desk, Desk]) -> None:
    first, last = two
    wait = staffed.house.widget(town_of(staffed.house), "wacht", title="Wat wacht", show_reasons=True)
    for number in range(1, 4):
        rate(staffed.house, wait, number, f"Reden {number}.")
    path = at(BULK, staffed).replace("fietspad", "wacht")
    opened = {**hidden_of(last.get(path).text, path), "not3": "true", "text": "Van Fatima."}
    decided = {"state": "used", "reason": "Van Joris.", "links": ""}
    assert first.fill(f"{path}/1", f"{path}/1/outcome", **decided).status_code == 303
    answer = last.send(path, opened)
    assert answer.status_code == 409, answer.text
    told = unescape(answer.text)
    assert "Het laatste antwoord is: Gebruikt – Van Joris." in told
    assert "Van Fatima.</textarea>" in told
    boxes = re.findall(r'name="not(\d)" value="true"( checked)?', told)
    assert boxes == [("1", " checked"), ("2", ""), ("3", " checked")]
    sent = {**hidden_of(answer.text, path), "not1": "true", "not3": "true", "text": "Van Fatima."}
    for _pressed_twice in range(2):
        assert last.send(path, sent).status_code == 303
    found = [staffed.house.read(views.one, wait, one, None).replies for one in (1, 2, 3)]
    assert [[one.text for one in replies] for replies in found] == [[], ["Van Fatima."], []]
    del sent["not1"]
    assert last.send(path, sent).status_code == 303, "who was told may answer it too"


def again(desk: Desk) -> Desk:
    """Another browser of the same person."""
    other = Desk(desk.house)
    assert other.sign_in("joris@voorbeeldstad.example").status_code == 303
    return other


def test_who_puts_up_another_logo_meanwhile_is_not_overwritten_untold(staffed: Staffed, two: tuple[Desk, Desk]) -> None:
    first, last = two
    path = at(LOGO, staffed)
    opened = hidden_of(last.get(path).text, path)["_was"]
    assert first.upload(path, picture(60)).status_code == 303
    mine = picture(90)
    answer = last.upload(path, mine, _was=opened)
    assert answer.status_code == 409
    assert "een ander logo" in answer.text
    assert last.upload(path, mine, _was=hidden_of(answer.text, path)["_was"]).status_code == 303


def test_a_box_that_another_turned_meanwhile_is_asked_about(staffed: Staffed, two: tuple[Desk, Desk]) -> None:
    """Who turns it the same way agrees; who would turn it back did not see it."""
    first, last = two
    path = at(f"{WIDGET}/review", staffed)
    opened = hidden_of(last.get(path).text, path)
    assert first.fill(path, reviewed="true").status_code == 303
    assert last.send(path, {**opened, "reviewed": "true"}).status_code == 303
    assert last.send(path, opened).status_code == 409


def test_what_another_changed_meanwhile_is_not_dropped_unread(staffed: Staffed, two: tuple[Desk, Desk]) -> None:
    first, last = two
    path, change = at(DROP, staffed), at(COMING, staffed)
    opened = hidden_of(last.get(path).text, path)
    sent = {"text": "De brug blijft dicht.", "md-later": "2026-06-02T10:00"}
    assert first.fill(change, **sent).status_code == 303
    answer = last.send(path, opened)
    assert answer.status_code == 409
    assert "De brug blijft dicht." in answer.text
    assert last.send(path, hidden_of(answer.text, path)).status_code == 303
