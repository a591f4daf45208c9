# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The share panel over HTTP: every way to take a widget along, each of which leads somewhere."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Sequence
from datetime import timedelta
from hashlib import sha384
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from meedoen.records import Widget
from meedoen.store import contributions, organisations, widgets
from tests.house import Clock, House
from tests.server.endpoints.acting import Tags, rate, withdraw, xml
from tests.tools import nothing

ASKING_PX = 25
"""The line by which one asks the organisation, behind what a type reserves."""
PANEL = "/voorbeeldstad/-/deel/fietspad"


class Panel(HTMLParser):
    """What the panel offers: links, and the text of each field by its id."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.fields: dict[str, str] = {}
        self.scripts: list[str] = []
        self._open = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.links.append(given["href"])
        if tag == "input" and "readonly" in given:
            self.fields[given["id"]] = given["value"]
        if tag == "textarea":
            self._open = given["id"]
            self.fields[self._open] = ""
        if tag == "script" and "src" in given:
            self.scripts.append(given["src"])

    def handle_data(self, data: str) -> None:
        if self._open:
            self.fields[self._open] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            # HTML drops the line feed right behind the start tag.
            self.fields[self._open] = self.fields[self._open].removeprefix("\n")
            self._open = ""


def panel(house: House, query: str = "", at: str = PANEL) -> Panel:
    answer = house.client.get(at + query)
    assert answer.status_code == 200
    return Panel(answer.text)


def link(found: Panel, scheme: str) -> str:
    return next(one for one in found.links if one.startswith(scheme))


def test_every_address_in_it_is_there(standing: House) -> None:
    found = panel(standing)
    page = f"{standing.url}/voorbeeldstad/fietspad"
    addresses = {found.fields[f"md-{name}"] for name in ("address", "oembed", "rss", "atom", "json")}
    assert len(addresses) == 5
    for address in addresses:
        assert standing.client.get(address).status_code == 200, address
    assert found.fields["md-address"] == page
    for where in found.links:
        if where.startswith((standing.url, "/")):
            assert standing.client.get(where).status_code == 200, where
    assert all(one.startswith("/static/") for one in found.scripts), "no script of others"


def test_the_snippets_stand_in_it_as_they_are_pasted(standing: House) -> None:
    fields = panel(standing).fields
    page = f"{standing.url}/voorbeeldstad/fietspad"
    lines = fields["md-place-html-iframe"].splitlines()
    title = "Waardering: Nieuw fietspad langs de Vliet – Gemeente Voorbeeldstad"
    rating = standing.types["rating"]
    height = max(rating.type.reserve(rating.settings({"question": "Wat vindt u van dit plan?"})).values()) + ASKING_PX
    behind = 'loading="lazy" allow="clipboard-write"></iframe>'
    assert lines == [
        f'<p><a href="{page}">Nieuw fietspad langs de Vliet – Gemeente Voorbeeldstad</a></p>',
        f'<iframe src="{page}/embed" title="{title}" width="100%" height="{height}" {behind}',
    ]
    script = f'<script src="{standing.url}/embed/v1.js" async></script>'
    assert fields["md-place-html-loader"].splitlines() == [*lines, script]
    assert fields["md-place-wordpress"] == page
    assert fields["md-place-rss"] == f"{page}.rss"
    assert re.search(rf"<title>{re.escape(title)}</title>", standing.client.get(f"{page}/embed").text)


def test_the_script_that_never_changes_is_what_its_integrity_says(standing: House) -> None:
    line = panel(standing).fields["md-place-html-loader-pinned"].splitlines()[-1]
    found = re.fullmatch(
        r'<script src="([^"]+)" integrity="sha384-([^"]+)" crossorigin="anonymous" async></script>', line
    )
    assert found
    answer = standing.client.get(found.group(1))
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "immutable" in answer.headers["cache-control"]
    assert b64encode(sha384(answer.content).digest()).decode() == found.group(2)


def test_links_to_mail_mastodon_and_reader(standing: House) -> None:
    found = panel(standing)
    page = f"{standing.url}/voorbeeldstad/fietspad"
    mail = urlsplit(link(found, "mailto:"))
    assert parse_qs(mail.query)["body"][0].endswith(f"\r\n\r\n{page}")
    assert "+" not in mail.query, "a mail program reads a plus as a plus"
    assert page in parse_qs(urlsplit(link(found, "https://share.joinmastodon.org/")).query)["text"][0]
    assert link(found, "feed:") == f"{page}.rss".replace("http:", "feed:")


def test_the_code_as_a_file(standing: House) -> None:
    where = next(one for one in panel(standing).links if one.endswith(".svg"))
    answer = standing.client.get(where)
    assert answer.headers["content-type"] == "image/svg+xml"
    assert xml(answer.content).tag == "{http://www.w3.org/2000/svg}svg"
    assert answer.content != standing.client.get(f"{where}?lang=en").content, "it leads to what was asked for"


def test_narrowing_is_carried_along_everywhere(house: House) -> None:
    house.widget(house.organisation(), subjects=["/paspoort"])
    found = panel(house, "?over=/paspoort%20%26%20co&lang=en&utm_source=x")
    carried = "lang=en&over=%2Fpaspoort+%26+co"
    assert found.fields["md-address"] == f"{house.url}/voorbeeldstad/fietspad?{carried}"
    fields = {name: text for name, text in found.fields.items() if not name.startswith("md-place-template")}
    for name, text in fields.items():  # where a template is pasted, each page names itself
        read = unescape(unescape(text)) if "oembed" not in name else parse_qs(urlsplit(text).query)["url"][0]
        assert carried in read, name
    for scheme in ("mailto:", "https://share.joinmastodon.org/", "feed:"):
        assert carried in unquote(link(found, scheme)) + link(found, scheme), scheme
    assert any(one.endswith(f".svg?{carried}") for one in found.links)
    assert house.client.get(f"{PANEL}?over=/belasting").status_code == 404


def test_what_stands_under_every_page_is_offered_where_pages_are_rated(house: House) -> None:
    org = house.organisation()
    house.widget(org, subjects=["/"])
    house.widget(org, "plan")
    found = panel(house, "?lang=en").fields
    code = found["md-place-template-wordpress"]
    assert f"{house.url}/voorbeeldstad/fietspad/embed?lang=en&over=<?php" in unescape(code)
    assert list(found).index("md-place-template-wordpress") < list(found).index("md-place-html-iframe")
    for path, query in ((f"{PANEL}", "?over=/a"), (PANEL.replace("fietspad", "plan"), "")):
        assert not any("template" in name for name in panel(house, query, path).fields)


def test_the_text_for_paper_says_until_when(house: House, clock: Clock) -> None:
    of = house.organisation(contact="Bel 14 0123 of kom naar de balie.")
    house.widget(of, closes_at=clock.now + timedelta(days=2))
    host = house.url.removeprefix("http://")
    assert panel(house).fields["md-text"].splitlines() == [
        "Nieuw fietspad langs de Vliet",
        "Gemeente Voorbeeldstad · open tot 3 mei 12.00 uur",
        f"Doe mee: {host}/voorbeeldstad/fietspad",
        "Bel 14 0123 of kom naar de balie.",
    ]
    clock.move(days=2)
    assert "gesloten op 3 mei 2026" in panel(house).fields["md-text"], "the page follows the clock"


@pytest.mark.parametrize(
    "title", ["Het \"plan\" & 'co' <b>", "</textarea><script>alert(1)</script>", "\u202e שלום {url}"]
)
def test_whatever_the_title_the_snippet_is_one_frame(house: House, title: str) -> None:
    house.widget(house.organisation(), title=title)
    fields = panel(house).fields
    for name in ("html-iframe", "html-loader"):
        tags = Tags(fields[f"md-place-{name}"])
        assert [tag for tag, _ in tags.tags][:3] == ["p", "a", "iframe"]
        assert tags["iframe"]["title"] == f"Waardering: {title} – Gemeente Voorbeeldstad"
        assert f"{title} – Gemeente Voorbeeldstad" in tags.text


def test_old_names_lead_here(house: House, clock: Clock) -> None:
    of = house.organisation()
    placed = house.widget(of)
    house.write(widgets.rename, placed, "fietsen", at=clock.now)
    house.write(organisations.rename, of, "stad", at=clock.now)
    for behind in ("", ".svg"):
        answer = house.client.get(f"{PANEL}{behind}?lang=en")
        assert answer.status_code == 301
        assert answer.headers["location"] == f"/stad/-/deel/fietsen{behind}?lang=en"
        assert house.client.get(answer.headers["location"]).status_code == 200


def test_what_was_withdrawn_is_not_shared(house: House) -> None:
    withdraw(house, house.widget(house.organisation()))
    assert house.client.get(PANEL).status_code == 410
    assert house.client.get(f"{PANEL}.svg").status_code == 410


# --- one contribution -------------------------------------------------------------------------------------------------


@pytest.fixture
def reason(house: House) -> Widget:
    """A widget with one public reason."""
    placed = house.widget(house.organisation(contact="Bel 14 0123."), show_reasons=True, subjects=["/"])
    rate(house, placed, 3, "Eindelijk veilig.", on="/brug")
    return placed


def test_every_way_to_take_one_contribution_along(house: House, reason: Widget) -> None:
    found = panel(house, "?over=/weg&utm_source=x", f"{PANEL}/1")
    page = f"{house.url}/voorbeeldstad/fietspad/1"
    assert found.fields["md-address"] == page
    text = "/brug: een reden bij “Goed”: Eindelijk veilig. – Gemeente Voorbeeldstad"
    title = f"Waardering: {text}"
    lines = found.fields["md-place-html-iframe"].splitlines()
    assert lines[0] == f'<p><a href="{page}">{text}</a></p>'
    assert lines[1].startswith(f'<iframe src="{page}/embed" title="{title}" ')
    assert parse_qs(urlsplit(found.fields["md-oembed"]).query)["url"] == [page]
    assert [found.fields[f"md-{form}"] for form in ("rss", "atom", "json")] == [
        f"{page}.{form}" for form in ("rss", "atom", "json")
    ]
    assert parse_qs(urlsplit(link(found, "mailto:")).query)["body"][0].endswith(f"\r\n\r\n{page}")
    assert page in parse_qs(urlsplit(link(found, "https://share.joinmastodon.org/")).query)["text"][0]
    assert link(found, "feed:") == f"{page}.rss".replace("http:", "feed:")
    assert f"Lees het hier: {page.removeprefix('http://')}" in found.fields["md-text"].splitlines()
    ours = [*found.links, *(found.fields[f"md-{name}"] for name in ("oembed", "rss", "atom", "json"))]
    for where in ours:
        if where.startswith((house.url, "/")):
            assert house.client.get(where).status_code == 200, where
    code = next(one for one in found.links if one.endswith("/1.svg"))
    assert house.client.get(code).content != house.client.get(f"{PANEL}.svg").content


def test_the_page_of_a_contribution_leads_to_its_panel(house: House, clock: Clock, reason: Widget) -> None:
    for behind in ("", "/embed"):
        links = Panel(house.client.get(f"/voorbeeldstad/fietspad/1{behind}?lang=en").text).links
        assert f"{house.url}{PANEL}/1?lang=en" in links
        about = f"{house.url}/voorbeeldstad/fietspad?lang=en&over=%2Fbrug"
        assert about in links, "the title leads to what it is about"
    house.write(contributions.remove, reason, 1, "spam", at=clock.now)
    links = Panel(house.client.get("/voorbeeldstad/fietspad/1").text).links
    assert f"{house.url}{PANEL}" in links
    assert f"{house.url}{PANEL}/1" not in links


def test_what_was_removed_or_is_not_public_is_not_shared(house: House, clock: Clock, reason: Widget) -> None:
    kept = house.widget(reason.organisation, "stil")
    rate(house, kept, 3, "Voor de organisatie.")
    for behind in ("", ".svg"):
        assert house.client.get(f"{PANEL}/2{behind}").status_code == 404
        assert house.client.get(f"/voorbeeldstad/-/deel/stil/1{behind}").status_code == 404
        assert house.client.get(f"{PANEL}/1{behind}").status_code == 200
    house.write(contributions.remove, reason, 1, "spam", at=clock.now)
    for behind in ("", ".svg"):
        assert house.client.get(f"{PANEL}/1{behind}").status_code == 410


def test_the_panel_of_a_contribution_under_an_old_name(house: House, clock: Clock, reason: Widget) -> None:
    house.write(widgets.rename, reason, "fietsen", at=clock.now)
    for behind in ("", ".svg"):
        answer = house.client.get(f"{PANEL}/1{behind}?lang=en")
        assert answer.headers["location"] == f"/voorbeeldstad/-/deel/fietsen/1{behind}?lang=en"


def test_it_says_it_in_english_too_and_has_a_card(standing: House) -> None:
    page = standing.client.get(f"{PANEL}?lang=en")
    assert '<html lang="en"' in page.text
    assert "Share or place on your site" in page.text
    assert "On a web page" in page.text
    for name in ("og:title", "og:description", "og:image"):
        assert re.search(rf'<meta property="{name}" content="[^"]+">', page.text), name
    again = standing.client.get(f"{PANEL}?lang=en", headers={"if-none-match": page.headers["etag"]})
    assert again.status_code == 304


def test_the_page_is_valid_in_both_languages(standing: House, vnu: Callable[[Sequence[str | Path]], list[str]]) -> None:
    nothing(vnu([standing.client.get(f"{PANEL}?lang={language}").text for language in ("nl", "en")]))


def test_the_pages_of_a_contribution_are_valid(
    house: House, reason: Widget, vnu: Callable[[Sequence[str | Path]], list[str]]
) -> None:
    paths = (f"{PANEL}/1", "/voorbeeldstad/fietspad/1", "/voorbeeldstad/fietspad/1/embed")
    nothing(vnu([house.client.get(path).text for path in paths]))
