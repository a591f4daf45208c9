# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every line of the route table × everybody there is: who may not, learns nothing and changes nothing.

A new line of the console fails here until it stands in `MAY`, by hand: what the line says of itself is not asked.
"""

from __future__ import annotations

from collections.abc import Iterator

import httpx2 as httpx
import pytest
from sqlalchemy import select

from meedoen.app import create_app
from meedoen.endpoints.address import Address
from meedoen.participation.staff import PUBLIC, Needs
from meedoen.render.headers import CONSOLE, PAGE
from meedoen.store import organisations
from meedoen.store.schema import (
    account,
    answer,
    change,
    coming,
    contribution,
    granted,
    invitation,
    membership,
    organisation,
    phase,
    placement,
    queue_feed,
    staff_mail,
    waiting,
    widget,
    widget_name,
    written,
)
from meedoen.store.schema_moderation import decision, review, shut_out
from meedoen.store.schema_placing import entry_code, house_rules
from tests.house import House
from tests.server.console.conftest import SECRET, Staffed, given
from tests.server.console.desk import Desk, hidden_of, hire, signed_in
from tests.server.people import Person
from tests.tools import nothing

ANYBODY = frozenset({"anonymous", "elsewhere", "participant"})
MEMBERS = frozenset({"editor", "moderator", "spokesperson", "administrator", "editor of one widget", "nothing yet"})
SIGNED_IN = MEMBERS | {"elsewhere"}
ADMINISTRATORS = frozenset({"administrator"})
EDITORS = frozenset({"editor"})
OF_FIRST = EDITORS | {"editor of one widget"}
"""Of the widget in the addresses below."""
SPOKESPERSONS = frozenset({"spokesperson"})
WRITERS = EDITORS | SPOKESPERSONS
MODERATORS = frozenset({"moderator"})

AT = "/console/at/{org}"
MAY = {
    "/console": SIGNED_IN,
    "/console/set-up": ANYBODY | MEMBERS,
    "/console/sign-in": ANYBODY | MEMBERS,
    "/console/sign-out": ANYBODY | MEMBERS,
    "/console/invitation/{token}": ANYBODY | MEMBERS,
    "/console/feed/{token}": ANYBODY | MEMBERS,
    "/console/account": SIGNED_IN,
    "/console/account/password": SIGNED_IN,
    "/console/account/sign-out-everywhere": SIGNED_IN,
    AT: MEMBERS,
    f"{AT}/me": MEMBERS,
    f"{AT}/me/mail": MEMBERS,
    f"{AT}/me/feed": MEMBERS,
    f"{AT}/widgets": MEMBERS,
    f"{AT}/widgets/-/new": EDITORS,
    f"{AT}/widgets/-/new/{{type}}": EDITORS,
    f"{AT}/widgets/{{name}}": MEMBERS,
    f"{AT}/widgets/{{name}}/snippets": MEMBERS,
    f"{AT}/widgets/{{name}}/check": MEMBERS,
    f"{AT}/widgets/{{name}}/desk/{{desk}}": OF_FIRST | {"moderator", "spokesperson"},
    f"{AT}/widgets/{{name}}/week": OF_FIRST | {"moderator", "spokesperson"},
    f"{AT}/widgets/{{name}}/enter": OF_FIRST | SPOKESPERSONS,
    f"{AT}/widgets/{{name}}/enter/{{action}}": OF_FIRST | SPOKESPERSONS,
    f"{AT}/widgets/{{name}}/settings": OF_FIRST,
    f"{AT}/widgets/{{name}}/codes": OF_FIRST,
    f"{AT}/widgets/{{name}}/sites": OF_FIRST,
    f"{AT}/widgets/{{name}}/keep": OF_FIRST,
    f"{AT}/widgets/{{name}}/stage": OF_FIRST,
    f"{AT}/widgets/{{name}}/times": OF_FIRST,
    f"{AT}/widgets/{{name}}/close": OF_FIRST,
    f"{AT}/widgets/{{name}}/withdraw": OF_FIRST,
    f"{AT}/widgets/{{name}}/posts": MEMBERS,
    f"{AT}/widgets/{{name}}/do/{{action}}": WRITERS,
    f"{AT}/widgets/{{name}}/do/{{action}}/table": WRITERS,
    f"{AT}/widgets/{{name}}/do/{{action}}/{{number}}": WRITERS,
    f"{AT}/widgets/{{name}}/coming/{{uid}}/{{action}}": WRITERS,
    f"{AT}/widgets/{{name}}/coming/{{uid}}/{{action}}/drop": WRITERS,
    f"{AT}/widgets/{{name}}/review": OF_FIRST | MODERATORS,
    f"{AT}/moderation": MODERATORS,
    f"{AT}/moderation/shut-out": MODERATORS,
    f"{AT}/moderation/{{name}}/{{number}}": MODERATORS,
    f"{AT}/moderation/{{name}}/{{number}}/release": MODERATORS,
    f"{AT}/moderation/{{name}}/{{number}}/remove": MODERATORS,
    f"{AT}/moderation/{{name}}/{{number}}/shut-out": MODERATORS,
    f"{AT}/search": MEMBERS,
    f"{AT}/said": MEMBERS,
    f"{AT}/answers": SPOKESPERSONS,
    f"{AT}/answers/{{name}}": SPOKESPERSONS,
    f"{AT}/answers/{{name}}/{{number}}": SPOKESPERSONS,
    f"{AT}/answers/{{name}}/{{number}}/reply": SPOKESPERSONS,
    f"{AT}/answers/{{name}}/{{number}}/reply/{{key}}": SPOKESPERSONS,
    f"{AT}/answers/{{name}}/{{number}}/outcome": SPOKESPERSONS,
    f"{AT}/answers/{{name}}/{{number}}/lay-before": SPOKESPERSONS,
    f"{AT}/answers/{{name}}/{{number}}/pass-on": SPOKESPERSONS,
    f"{AT}/changes/{{name}}": SPOKESPERSONS,
    f"{AT}/changes/{{name}}/new": SPOKESPERSONS,
    f"{AT}/changes/{{name}}/{{key}}": SPOKESPERSONS,
    f"{AT}/changes/{{name}}/{{key}}/add": SPOKESPERSONS,
    f"{AT}/answers/{{name}}/{{number}}/pass-outside": SPOKESPERSONS,
    f"{AT}/answers/{{name}}/{{number}}/take": SPOKESPERSONS,
    f"{AT}/notes/{{name}}/{{number}}": SPOKESPERSONS | MODERATORS,
    f"{AT}/expiring": SPOKESPERSONS,
    f"{AT}/ready": OF_FIRST | SPOKESPERSONS | ADMINISTRATORS,
    f"{AT}/ready/new": EDITORS | ADMINISTRATORS,
    f"{AT}/ready/{{ready}}": EDITORS | ADMINISTRATORS,
    f"{AT}/passed": SPOKESPERSONS,
    f"{AT}/passed/{{passed}}": SPOKESPERSONS,
    f"{AT}/passed/{{passed}}/reply/{{key}}": SPOKESPERSONS,
    f"{AT}/answers/{{name}}/merge": SPOKESPERSONS,
    f"{AT}/answers/{{name}}/{{number}}/merge": SPOKESPERSONS,
    f"{AT}/answers/{{name}}/{{number}}/unmerge": SPOKESPERSONS,
    f"{AT}/answers/{{name}}/{{number}}/task": SPOKESPERSONS,
    f"{AT}/answers/{{name}}/{{number}}/erase": SPOKESPERSONS,
    f"{AT}/defaults": ADMINISTRATORS,
    f"{AT}/texts": ADMINISTRATORS,
    f"{AT}/style": ADMINISTRATORS,
    f"{AT}/style/logo": ADMINISTRATORS,
    f"{AT}/people": ADMINISTRATORS,
    f"{AT}/people/invite": ADMINISTRATORS,
    f"{AT}/people/uninvite": ADMINISTRATORS,
    f"{AT}/people/{{uid}}": ADMINISTRATORS,
    f"{AT}/people/{{uid}}/profile": ADMINISTRATORS,
    f"{AT}/people/{{uid}}/roles": ADMINISTRATORS,
    f"{AT}/people/{{uid}}/roles/take": ADMINISTRATORS,
    f"{AT}/people/{{uid}}/close": ADMINISTRATORS,
}
"""By address: who may ask there."""
FIELDS = {
    "role": "editor",
    "where": "all",
    "name": "X",
    "function": "X",
    "sure": "true",
    "title": "X",
    "editor": "true",
}
FIELDS |= {"text": "X", "state": "read", "reason": "X", "shown": "1"}
FIELDS |= {"stage": "draft", "number": "2", "framers": "'none'", "keep_months": "3", "months": "3"}
FIELDS |= {"ground": "spam", "facts": "X", "rule": "X", "until": "2026-06-01", "reviewed": "true"}
FIELDS |= {"language": "en", "address": "x@x.example", "moderator": "true"}


def lines(house: House) -> list[Address]:
    table = create_app(house.settings, house.types, house.store, house.clock).routes
    return [line for line in table if isinstance(line, Address)]


def path_of(line: Address, staffed: Staffed) -> str:
    """Where it stands for the town, and for one of its people."""
    return line.path_format.format(**given(line.path_format, staffed.members["editor"]))


def kept(house: House) -> list[object]:
    """All that staff can change."""
    of_staff = [account, membership, granted, invitation, answer, waiting, placement, house_rules, entry_code]
    of_staff += [coming, written, staff_mail, queue_feed, change]
    of_moderators = (decision, review, shut_out)
    tables = (*of_staff, *of_moderators, organisation, widget, phase, widget_name, contribution)
    return [house.read(lambda conn, one: [tuple(row) for row in conn.execute(select(one))], one) for one in tables]


def asked(desk: Desk, method: str, path: str, form: str) -> httpx.Response:
    return desk.get(path) if method == "GET" else desk.send(path, {**FIELDS, "_form": form})


def form_of(desk: Desk) -> str:
    return hidden_of(desk.get("/console/account").text, "/console/account")["_form"]


OF_A_DEMO = {"/console/mailbox", "/console/mailbox/{number}"}
"""What the demo would have mailed, for whoever tries it; elsewhere it is not there."""


def test_every_line_is_classified(staffed: Staffed) -> None:
    table = {line.path_format: line for line in lines(staffed.house)}
    console = {path for path, line in table.items() if line.needs is not PUBLIC}
    assert console == {path for path in table if path.startswith("/console")} - OF_A_DEMO == set(MAY)
    assert all(table[path].policy is CONSOLE for path in console)


def test_a_line_that_is_not_classified_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="needs"):
        Address("/console/new", lambda: None, CONSOLE)
    with pytest.raises(ValueError, match="needs"):
        Address("/new", lambda: None, PAGE, needs=Needs("somebody"))


def leaks(staffed: Staffed) -> Iterator[str]:
    """Each as a sentence."""
    house = staffed.house
    visitors = dict(staffed.desks)
    token = Person(house).token
    visitors["participant"] = Desk(house, {"authorization": f"Bearer {token}", "cookie": f"meedoen={token}"})
    forms = {
        who: ""
        if who in ("anonymous", "participant")
        else hidden_of(desk.get("/console/account").text, "/console/account")["_form"]
        for who, desk in visitors.items()
    }
    before = kept(house)
    for line in lines(house):
        if line.needs is PUBLIC:
            continue
        path = path_of(line, staffed)
        for who, desk in visitors.items():
            if who in MAY[line.path_format]:
                continue
            for method in sorted((line.methods or set()) - {"HEAD"}):
                answer = asked(desk, method, path, forms[who])
                yield from _faults(f"{who}: {method} {path}", who, method, answer)
    if kept(house) != before:
        yield "somebody who may not has changed something"


def _faults(about: str, who: str, method: str, answer: httpx.Response) -> Iterator[str]:
    outside = {"GET": 303, "POST": 401} if who in ("anonymous", "participant") else {"GET": 404, "POST": 404}
    wanted = outside[method] if who not in MEMBERS else 403
    if answer.status_code != wanted:
        yield f"{about} answers {answer.status_code}, not {wanted}"
    if answer.status_code == 303 and not answer.headers["location"].startswith("/console/sign-in?next=/console"):
        yield f"{about} leads to {answer.headers['location']}"
    told = answer.text if who in MEMBERS else answer.text.replace("naam@voorbeeldstad.nl", "")
    if SECRET.lower() in told.lower() or (who not in MEMBERS and "Gemeente Voorbeeldstad" in told):
        yield f"{about} tells what is not for {who}"


def test_who_may_not_learns_nothing_and_changes_nothing(staffed: Staffed) -> None:
    nothing(leaks(staffed))


def test_who_may_gets_there(staffed: Staffed) -> None:
    for line in lines(staffed.house):
        if line.needs is PUBLIC or "GET" not in (line.methods or set()):
            continue
        for who, desk in staffed.desks.items():
            if who in MAY[line.path_format] and "{token}" not in line.path and "set-up" not in line.path:
                answer = desk.get(path_of(line, staffed))
                led = {"/console": 303, "/console/sign-in": 200 if who == "anonymous" else 303}
                assert answer.status_code == led.get(line.path_format, 200), f"{who}: {line.path}"


def test_what_is_everybodys_is_the_same_for_staff(staffed: Staffed) -> None:
    """No page that participants see knows the cookie: it is sent along to each of them."""
    desk = staffed.desks["administrator"]
    for path in ("/", "/voorbeeldstad", "/voorbeeldstad/fietspad", "/voorbeeldstad/fietspad/embed", "/api/v1/widgets"):
        plain, with_cookie = staffed.house.client.get(path), desk.get(path)
        assert with_cookie.content == plain.content, path
        assert "set-cookie" not in with_cookie.headers, path


def test_another_organisations_people_are_not_reached_through_ones_own(staffed: Staffed) -> None:
    """An address of mine with somebody of theirs in it."""
    uid = staffed.members["editor"].uid
    desk = staffed.desks["elsewhere"]
    for behind in ("", "/profile", "/roles", "/close"):
        answer = desk.get(f"/console/at/buurt/people/{uid}{behind}")
        assert answer.status_code == 404, behind
        assert "Editor" not in answer.text


def test_an_old_name_leads_members_on_and_tells_others_nothing(house: House) -> None:
    of, other = house.organisation("gouda", "Gouda"), house.organisation("buurt", "Buurt")
    desk, outside = signed_in(house, hire(house, of, "fatima")), signed_in(house, hire(house, other, "piet"))
    house.write(organisations.rename, of, "stad", at=house.clock())
    answer = desk.get("/console/at/gouda/people")
    assert (answer.status_code, answer.headers["location"]) == (301, "/console/at/stad/people")
    assert [outside.get(f"/console/at/{name}/people").status_code for name in ("gouda", "stad")] == [404, 404]
