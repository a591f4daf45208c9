# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What machines look for at fixed addresses: that it is to the letter, and true."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sectxt import Parser
from sqlalchemy import Connection

from meedoen import limits
from meedoen.records import Organisation
from meedoen.store import widgets
from tests.house import START, Clock, House, running
from tests.server.endpoints.acting import rate, withdraw, xml
from tests.server.people import WIDGET

SITEMAPS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SECURITY = "/.well-known/security.txt"


def entries(house: House, path: str = "/sitemap.xml") -> dict[str, str]:
    """By address in a sitemap, as a path: when it last changed, or empty."""
    answer = house.client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/xml; charset=utf-8")
    root = xml(answer.content)
    assert root.tag in (f"{SITEMAPS}urlset", f"{SITEMAPS}sitemapindex")
    found = {one.findtext(f"{SITEMAPS}loc", ""): one.findtext(f"{SITEMAPS}lastmod", "") for one in root}
    assert all(address.startswith(f"{house.url}/") for address in found)
    return {address.removeprefix(house.url): changed for address, changed in found.items()}


def test_the_sitemap_lists_each_page_under_its_own_name(busy: House) -> None:
    listed = entries(busy)
    assert set(listed) == {
        "/",
        "/voorbeeldstad",
        WIDGET,
        "/voorbeeldstad/tips",
        "/voorbeeldstad/werk",
        "/voorbeeldstad/plan",
    }
    for path in listed:
        page = busy.client.get(path)
        assert page.status_code == 200
        assert f'<link rel="canonical" href="{busy.url}{path}">' in page.text
        assert "x-robots-tag" not in page.headers


def test_when_a_page_last_changed_is_true(house: House, clock: Clock) -> None:
    org = house.organisation()
    placed = house.widget(org, show_reasons=True, closes_at=clock.now + timedelta(hours=5))
    quiet = house.widget(org, "stil")
    stil = "/voorbeeldstad/stil"
    assert entries(house)[WIDGET] == START.isoformat()
    for moved in (
        lambda: rate(house, placed, 3, "Mooi."),
        lambda: house.write(widgets.change, placed, at=clock.now, title="Anders"),
    ):
        clock.move(hours=1)
        moved()
        assert entries(house)[WIDGET] == clock.now.isoformat()
    before = entries(house)
    clock.move(hours=1)
    rate(house, placed, 3, "")
    rate(house, quiet, 3, "Wat niemand ziet.")
    clock.move(seconds=2)
    assert entries(house) == before
    clock.move(hours=1)
    clock.now = START + timedelta(hours=5)
    assert entries(house) == {**before, WIDGET: clock.now.isoformat()}, "it closed by itself"
    withdraw(house, quiet)
    assert stil not in entries(house)


def test_many_pages_are_a_list_of_sitemaps(house: House, clock: Clock) -> None:
    org = house.organisation()
    many = limits.SITEMAP_ENTRIES_MAX + 3

    def place(conn: Connection, of: Organisation) -> None:
        for number in range(many):
            widgets.add(conn, of, f"w-{number}", "rating", "Een", {"question": "Wat vindt u?"}, at=clock.now)

    house.write(place, org)
    index = entries(house)
    assert list(index) == ["/sitemap.xml?after=0", f"/sitemap.xml?after={limits.SITEMAP_ENTRIES_MAX}"]
    first, second = (entries(house, path) for path in index)
    assert (len(first), len(second)) == (limits.SITEMAP_ENTRIES_MAX + 2, 3)
    assert {"/", "/voorbeeldstad", "/voorbeeldstad/w-0"} <= set(first)
    assert not set(first) & set(second)
    assert entries(house, "/sitemap.xml?after=x") == index
    assert entries(house, f"/sitemap.xml?after={limits.SITEMAP_ENTRIES_MAX + 7}") == second, "each has one spelling"
    assert house.client.get(f"/sitemap.xml?after={10**9 - 1}").status_code == 404


def test_robots_may_read_what_is_listed_and_what_says_not_to_list_it(busy: House, kept: list[str]) -> None:
    told = busy.client.get("/robots.txt").text
    assert f"\nSitemap: {busy.url}/sitemap.xml\n" in told
    rules = [re.escape(rule).replace(r"\*", ".*") for rule in re.findall(r"^Disallow: (.+)$", told, re.MULTILINE)]
    assert not [path for path in kept if any(re.match(rule, path) for rule in rules)]
    for path in (f"{WIDGET}/do/rate", f"{WIDGET}/done/x"):
        assert any(re.match(rule, path) for rule in rules), path


def test_the_security_contact_is_told_to_the_letter(tmp_path: Path) -> None:
    """By the parser behind internet.nl; at the address that it names as its own."""
    contacts = "mailto:security@voorbeeldstad.example, https://www.voorbeeldstad.example/lek,tel:+31-14-0"
    secure = "https://doemee.example"
    with running(tmp_path, lambda: datetime.now(UTC), also_at=secure, security_contact=contacts) as house:
        answer = house.client.get(SECURITY, headers={"host": "doemee.example"})
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    read = Parser(answer.content, urls=secure + SECURITY)
    assert (read.errors, [one["code"] for one in read.recommendations]) == ([], ["no_encryption", "not_signed"])
    assert [line["value"] for line in read.lines if line["field_name"] == "contact"] == [
        "mailto:security@voorbeeldstad.example",
        "https://www.voorbeeldstad.example/lek",
        "tel:+31-14-0",
    ]


def test_it_holds_for_at_least_half_a_year_and_is_renewed(busy: House, tmp_path: Path) -> None:
    clock = Clock()
    with running(tmp_path, clock, security_contact="mailto:a@b.example") as house:
        for at in (START, datetime(2026, 5, 31, 23, 59, 59, tzinfo=UTC), datetime(2026, 12, 31, tzinfo=UTC)):
            clock.now = at
            [expires] = re.findall(r"^Expires: (.+)$", house.client.get(SECURITY).text, re.MULTILINE)
            assert timedelta(days=180) < datetime.fromisoformat(expires) - at < timedelta(days=220)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_without_a_contact_it_says_where_to_turn(standing: House, language: str) -> None:
    answer = standing.client.get(f"{SECURITY}?lang={language}")
    assert answer.status_code == 404
    assert {"nl": "Ga naar een organisatie", "en": "Turn to an organisation"}[language] in answer.text


def test_the_icon_is_there_for_who_asks_unasked(standing: House) -> None:
    icon = standing.client.get("/favicon.ico")
    assert icon.content.startswith(b"\0\0\1\0")
    assert urlsplit(str(icon.url)).path == "/favicon.ico"
    assert icon.headers["content-type"].startswith("image/")
