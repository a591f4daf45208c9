# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Servers for the tests of a module that only ask them, and all there is to ask."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import entry_points
from urllib.parse import urlsplit

import pytest

from meedoen.official import OutcomeState
from meedoen.records_answers import Decision
from meedoen.registry import GROUP
from meedoen.store import changes, widgets
from tests.house import Clock, House, running
from tests.parties import ThirdParty
from tests.server.answering import official
from tests.server.endpoints.acting import rate
from tests.server.outputs import paths
from tests.server.people import WIDGET, Paper, Person
from tests.server.writing import written


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Gemeente Voorbeeldstad with one rating, on a clock that stands still."""
    with running(tmp_path_factory.mktemp("standing"), Clock()) as house:
        house.widget(house.organisation())
        yield house


OPERATING = ["/healthz", "/readyz", "/metrics"]
TIPS = "/voorbeeldstad/tips"


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory, third_party: ThirdParty) -> Iterator[House]:
    """A rating with three reasons, a third party's tips and an organisation around them; a clock that stands still."""
    points = [*entry_points(group=GROUP), *third_party.points]
    folder, contact = tmp_path_factory.mktemp("busy"), "mailto:security@voorbeeldstad.example"
    with running(folder, Clock(), points=points, security_contact=contact, metrics="127.0.0.1") as house:
        placed = house.widget(org := house.organisation(), figures="always", show_reasons=True, scale="stars")
        for score in (3, 4, 5):
            rate(house, placed, score, f"Reden {score}")
        done = Decision(OutcomeState.USED, "Het pad is breder.")
        house.write(changes.note, placed, [1], done, "", by := official(house, org), at=house.clock())
        house.widget(org, "tips", "tips", "Tips", question="Wat is uw tip?")
        Person(house, TIPS).act("tip", tip="Neem de fiets")
        works = house.widget(org, "werk", "status_feed", "Werk aan de brug")
        written(house, works, by, "De brug is dicht.")
        house.widget(org, "plan", closes_at=house.clock())
        gone = house.widget(org, "weg")
        house.write(widgets.withdraw, gone, at=house.clock(), successor=WIDGET)
        yield house


@pytest.fixture(scope="module")
def kept(busy: House) -> list[str]:
    """What a cache may keep."""
    return [
        *paths(busy),
        *paths(busy, TIPS, 1),
        *paths(busy, "/voorbeeldstad/werk", 1),
        f"{WIDGET}?lang=en",
        *(f"/voorbeeldstad/{name}" for name in ("plan", "weg", "weg/embed")),
        *(f"/voorbeeldstad/-/moderatie{behind}" for behind in ("", ".rss", ".atom", ".json")),
        *(f"/gallery{behind}" for behind in ("", "/rating", "/rating/busy", "/rating/busy/embed")),
        *(f"/voorbeeldstad/-/cijfers{behind}" for behind in ("", ".csv")),
        *(f"/voorbeeldstad/-/veranderd/fietspad{behind}" for behind in ("", "/1")),
        *("/robots.txt", "/.well-known/security.txt", "/sitemap.xml"),
    ]


@pytest.fixture(scope="module")
def fresh(busy: House) -> list[str]:
    """What is made for who asks: forms, what was received, failures."""
    done = urlsplit(Paper(busy).send(Paper(busy).check(score="3", reason="Mooi.")).headers["location"]).path
    forms = [f"{TIPS}/do/tip", f"{WIDGET}/do/rate", f"{WIDGET}/do/withdraw", f"{WIDGET}/do/forget"]
    received = [done, f"{done}?change=1", f"{done}?framed=1"]
    lost = ["/nergens", "/voorbeeldstad/niets", f"{WIDGET}/99", f"{WIDGET}/do/dance", f"{WIDGET}/done/x", "/x/y/z"]
    forms += [f"/gallery/rating/{below}" for below in ("busy/do/rate", "reasons_shown/27", "-/spelregels")]
    forms.append(f"{WIDGET}.csv")
    forms += [f"/voorbeeldstad/-/{below}" for below in ("mail", "mail/fietspad", "mail/fietspad/1", "mail?asked=1")]
    lost += ["/voorbeeldstad/-/bevestig/x", "/voorbeeldstad/-/afmelden/x", "/console/mailbox/99"]
    lost += ["/voorbeeldstad/-/afmelden/medewerker/x", "/console/feed/x"]
    lost.append("/voorbeeldstad/-/meedoen/fietspad/x")
    forms.append("/console/mailbox")
    forms.append("/voorbeeldstad/-/bijdrage")
    forms += [f"/voorbeeldstad/-/moderatie{behind}" for behind in (".csv", "/fietspad/1", "/fietspad/1?received=1")]
    desk = "/console/at/voorbeeldstad"
    console = ["/console", "/console/sign-in", "/console/set-up", "/console/invitation/x", "/console/account"]
    console += [f"{desk}{behind}" for behind in ("", "/me", "/widgets", "/texts", "/people", "/people/invite")]
    console += [f"{desk}/people/x{behind}" for behind in ("", "/profile", "/roles", "/close")]
    console += [f"{desk}{behind}" for behind in ("/said", "/answers", "/answers/fietspad", "/answers/fietspad/1")]
    console += [f"{desk}/search", f"{desk}/me/mail", f"{desk}/me/feed"]
    console += [f"{desk}/answers/fietspad/1/{behind}" for behind in ("reply", "reply/1", "outcome", "erase")]
    console += [f"{desk}/moderation{behind}" for behind in ("", "/shut-out", "/fietspad/1")]
    console += [f"{desk}/moderation/fietspad/1/{behind}" for behind in ("release", "remove", "shut-out")]
    console += [f"{desk}/answers/fietspad/1/{behind}" for behind in ("lay-before", "pass-on", "pass-outside", "merge")]
    console += [f"{desk}/answers/fietspad/merge"]
    console += [f"{desk}/{behind}" for behind in ("notes/fietspad/1", "expiring", "ready", "ready/new", "ready/1")]
    console += [f"{desk}/passed", f"{desk}/passed/1", f"{desk}/passed/1/reply/1"]
    of_widgets = ("-/new", "-/new/rating", *(f"fietspad{behind}" for behind in ("", "/check", "/close", "/settings")))
    console += [f"{desk}/widgets/{one}" for one in of_widgets]
    console += [f"{desk}/widgets/fietspad/{below}" for below in ("review", "snippets", "times", "withdraw")]
    console += [f"{desk}/widgets/fietspad/{below}" for below in ("desk/ratings", "enter", "enter/rate")]
    console += [f"{desk}/widgets/fietspad/{below}" for below in ("codes", "keep", "sites", "stage")]
    console += [
        f"{desk}/widgets/fietspad/week",
        *(f"{desk}/changes/fietspad{one}" for one in ("", "/new", "/1", "/1/add")),
    ]
    console.append(f"{desk}/defaults")
    console.append("/console/account/password")
    of_staff = ("posts", "do/post", "do/post/1", "coming/x/post", "coming/x/post/drop")
    console += [f"{desk}/widgets/werk/{below}" for below in of_staff]
    console.append(f"{desk}/widgets/werk/do/post/table")
    lost.append("/files/-/x.png")
    console += [f"{desk}/style", f"{desk}/style/logo"]
    lost += ["/files/voorbeeldstad/logo-1x1.000000000000.svg", "/files/tried/x/page.css"]
    return [
        *console,
        *forms,
        *received,
        *lost,
        f"{WIDGET}?over=x",
        "/voorbeeldstad/weg/do/rate",
        "/voorbeeldstad/plan/do/rate",
    ]


@pytest.fixture(scope="module")
def files(busy: House) -> list[str]:
    """What the pages load, and browsers ask for unasked."""
    found = re.findall(r'(?:href|src|content)="(?:http://[^"/]*)?(/static/[^"]*)"', busy.client.get(WIDGET).text)
    return ["/embed/v1.js", "/embed/1.0.0.js", "/favicon.ico", *dict.fromkeys(found)]
