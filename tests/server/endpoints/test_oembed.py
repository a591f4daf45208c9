# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The oEmbed provider, to the letter of its specification, over HTTP."""

from __future__ import annotations

import re
import secrets
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx2 as httpx
import pytest

from meedoen.store import contributions, organisations, widgets
from tests.house import Clock, House, running
from tests.server.endpoints.acting import Tags, rate, withdraw, xml

PAGE = "/voorbeeldstad/fietspad"
EVIL = "Het \"plan\" van 'u' <script>alert(1)</script> & co \u202e שלום"


def ask(house: House, url: str = "", **given: str | int) -> httpx.Response:
    return house.client.get("/oembed", params={"url": url or house.url + PAGE, **given})


def titled(house: House, title: str) -> str:
    """The page of a widget with this title, of an organisation with a title to match."""
    name = f"o{secrets.token_hex(4)}"
    house.widget(house.organisation(name, "Gemeente “Ja & Nee” <b>"), title=title)
    return f"{house.url}/{name}/fietspad"


def title_of(page: str) -> str:
    found = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
    assert found
    return unescape(found.group(1))


# --- what is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query", ["", "?url=", "?format=json", "?url=%ff", "?" + "&".join(f"a{n}=1" for n in range(200))]
)
def test_without_url_400(standing: House, query: str) -> None:
    answer = standing.client.get(f"/oembed{query}")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("size", ["0", "-1", "x", "1.5", "1e3", "٣٢٠", " 320", "999999999999"])
@pytest.mark.parametrize("name", ["maxwidth", "maxheight"])
def test_a_size_that_is_none_400(standing: House, name: str, size: str) -> None:
    answer = ask(standing, **{name: size})
    assert answer.status_code == 400
    assert name in answer.json()["errors"]


@pytest.mark.parametrize("form", ["yaml", "JSON", "html", "jsonp"])
def test_another_format_501(standing: House, form: str) -> None:
    answer = ask(standing, format=form)
    assert answer.status_code == 501
    assert answer.json()["status"] == 501


@pytest.mark.parametrize(
    "url",
    [
        "{url}/voorbeeldstad/onbekend",
        "{url}/onbekend/fietspad",
        "{url}/voorbeeldstad",
        "{url}/",
        "{url}/voorbeeldstad/fietspad/",
        "{url}/voorbeeldstad/fietspad/do/rate",
        "{url}/voorbeeldstad/fietspad.rss",
        "{url}/voorbeeldstad/-/deel/fietspad",
        "{url}/voorbeeldstad/fietspad?over=/onbekend",
        "{url}/voorbeeldstad/fietspad?part=onbekend",
        "https://example.org/voorbeeldstad/fietspad",
        "http://127.0.0.1.example.org:{port}/voorbeeldstad/fietspad",
        "http://127.0.0.1:{port}@example.org/voorbeeldstad/fietspad",
        "http://iemand@127.0.0.1:{port}/voorbeeldstad/fietspad",
        "https://127.0.0.1:{port}/voorbeeldstad/fietspad",
        "http://127.0.0.1/voorbeeldstad/fietspad",
        "http://127.0.0.1:1/voorbeeldstad/fietspad",
        "http://127.0.0.1:onzin/voorbeeldstad/fietspad",
        "http://[::1/voorbeeldstad/fietspad",
        "//127.0.0.1:{port}/voorbeeldstad/fietspad",
        "/voorbeeldstad/fietspad",
        "javascript:alert(1)",
        "niets",
    ],
)
def test_what_is_not_here_404(standing: House, url: str) -> None:
    asked = url.format(url=standing.url, port=standing.settings.port)
    for form in ("json", "xml"):
        assert ask(standing, asked, format=form).status_code == 404, asked


def test_what_was_withdrawn_404(house: House) -> None:
    placed = house.widget(house.organisation())
    assert ask(house).status_code == 200
    withdraw(house, placed)
    assert ask(house).status_code == 404


# --- what is answered -------------------------------------------------------------------------------------------------


def test_the_answer(standing: House) -> None:
    answer = ask(standing)
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.headers["access-control-allow-origin"] == "*"
    told = answer.json()
    page = standing.url + PAGE
    assert told["type"] == "rich"
    assert told["version"] == "1.0"
    assert told["title"] == "Waardering: Nieuw fietspad langs de Vliet – Gemeente Voorbeeldstad"
    assert (told["provider_name"], told["provider_url"]) == ("Gemeente Voorbeeldstad", f"{standing.url}/voorbeeldstad")
    assert (told["author_name"], told["author_url"]) == ("Gemeente Voorbeeldstad", f"{standing.url}/voorbeeldstad")
    assert isinstance(told["cache_age"], int)
    assert told["html"].startswith(f'<blockquote><a href="{page}">')
    html = Tags(told["html"])
    assert [tag for tag, _ in html.tags] == ["blockquote", "a", "iframe", "script"]
    assert html["blockquote"] == {}, "WordPress looks for one without attributes"
    assert html["iframe"]["src"] == f"{page}/embed"
    assert html["iframe"]["title"] == told["title"] == title_of(standing.client.get(f"{page}/embed").text)
    assert (html["iframe"]["width"], html["iframe"]["height"]) == (str(told["width"]), str(told["height"]))
    assert html["iframe"]["allow"] == "clipboard-write"
    assert standing.client.get(html["script"]["src"] or "").status_code == 200


@pytest.mark.parametrize(("maxwidth", "maxheight"), [(320, 240), (10, 1), (9999, 9999)])
@pytest.mark.parametrize("form", ["json", "xml"])
def test_sizes_hold_in_every_number(standing: House, form: str, maxwidth: int, maxheight: int) -> None:
    answer = ask(standing, format=form, maxwidth=maxwidth, maxheight=maxheight)
    told: dict[str, Any] = answer.json() if form == "json" else {one.tag: one.text for one in xml(answer.content)}
    sizes = {
        "width": [value for name, value in told.items() if name.endswith("width")],
        "height": [value for name, value in told.items() if name.endswith("height")],
    }
    for name, value in re.findall(r'\b(width|height)="?([0-9.%]+)', told["html"]):
        sizes[name].append(value)
    assert len(sizes["width"]) >= 2
    assert len(sizes["height"]) >= 2
    assert all(0 < int(size) <= maxwidth for size in sizes["width"])
    assert all(0 < int(size) <= maxheight for size in sizes["height"])


def test_the_height_is_that_of_the_width_it_will_have(standing: House) -> None:
    rating = standing.types["rating"]
    declared = rating.type.reserve(rating.settings({"question": "Wat vindt u van dit plan?"}))
    reserve = {width: height + 25 for width, height in declared.items()}  # the line by which one asks
    for width, expected in {200: 320, 320: 320, 479: 320, 480: 480, 639: 480, 640: 640, 2000: 640}.items():
        told = ask(standing, maxwidth=width).json()
        assert (told["width"], told["height"]) == (min(width, 640), reserve[expected])
    assert ask(standing, maxheight=100).json()["height"] == 100
    frame = unescape(standing.client.get("/voorbeeldstad/fietspad/embed").text)
    kept = re.findall(r'<svg class="md-reserve md-from-(\d+)" width="0" height="(\d+)"', frame)
    assert {int(width): int(height) for width, height in kept} == reserve


@pytest.mark.parametrize("title", ["Nieuw fietspad langs de Vliet", EVIL, "]]> &amp; \U0001f6b2", "twee\nregels"])
def test_xml_and_json_say_the_same(standing: House, title: str) -> None:
    page = titled(standing, title)
    told = ask(standing, page, format="json").json()
    answer = ask(standing, page, format="xml")
    assert answer.headers["content-type"].startswith("text/xml")
    root = xml(answer.content)
    assert root.tag == "oembed"
    assert {one.tag: one.text for one in root} == {name: str(value) for name, value in told.items()}


@pytest.mark.parametrize(
    "title", [EVIL, "\x00\x08nul", "'\" onload=alert(1) x='", "</iframe><script>alert(1)</script>"]
)
def test_a_title_is_text_wherever_it_stands(standing: House, title: str) -> None:
    page = titled(standing, title)
    told = ask(standing, page).json()
    html = Tags(told["html"])
    assert [tag for tag, _ in html.tags] == ["blockquote", "a", "iframe", "script"]
    assert set(html["iframe"]) == {"src", "title", "width", "height", "loading", "allow"}
    assert html["iframe"]["title"] == told["title"]
    assert told["html"].index(" src=") > told["html"].index("<iframe"), "WordPress takes the first for the frame's"
    assert "[" not in told["html"], "WordPress would read a command"
    assert told["title"].removesuffix(" – Gemeente “Ja & Nee” <b>").removeprefix("Waardering: ") in html.text
    assert "\x00" not in ask(standing, page).text


# --- addresses --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("behind", ["/embed", "#deel", "?utm_source=x", "/embed?lang=nl#x"])
def test_other_ways_to_write_the_address(standing: House, behind: str) -> None:
    told = ask(standing, standing.url + PAGE + behind).json()
    assert told["title"].startswith("Waardering: ")
    assert "utm_source" not in told["html"]


def test_scheme_and_host_in_capitals_are_the_same_origin(standing: House) -> None:
    assert ask(standing, standing.url.replace("http", "HTTP") + PAGE).status_code == 200


def test_narrowing_and_language_go_along(house: House) -> None:
    house.widget(house.organisation(), subjects=["/paspoort"])
    told = ask(house, f"{house.url}{PAGE}?over=/paspoort/kind%20%26%20co&lang=en&utm_source=x").json()
    assert told["title"].startswith("Rating: ")
    query = urlencode({"lang": "en", "over": "/paspoort/kind & co"})
    html = Tags(told["html"])
    assert html["iframe"]["src"] == f"{house.url}{PAGE}/embed?{query}"
    assert html["a"]["href"] == f"{house.url}{PAGE}?{query}"
    assert title_of(house.client.get(html["iframe"]["src"] or "").text) == told["title"]


def test_old_names_are_answered_with_the_new(house: House, clock: Clock) -> None:
    of = house.organisation()
    placed = house.widget(of)
    house.write(widgets.rename, placed, "fietsen", at=clock.now)
    house.write(organisations.rename, of, "stad", at=clock.now)
    told = ask(house, f"{house.url}{PAGE}/embed").json()
    assert Tags(told["html"])["iframe"]["src"] == f"{house.url}/stad/fietsen/embed"


def test_each_own_origin_is_answered_as_itself(tmp_path: Path, clock: Clock) -> None:
    with running(tmp_path, clock, also_at="http://doemee.localhost:{port},https://doemee.example") as house:
        house.widget(house.organisation())
        for origin in (f"http://doemee.localhost:{house.settings.port}", "https://doemee.example"):
            told = ask(house, origin + PAGE).json()
            assert Tags(told["html"])["iframe"]["src"] == f"{origin}{PAGE}/embed"
        assert ask(house, "https://doemee.example:443" + PAGE).status_code == 200
        assert ask(house, "http://doemee.example" + PAGE).status_code == 404


def test_discovery_in_head_and_header(house: House) -> None:
    house.widget(house.organisation(), subjects=["/paspoort"])
    for path in (PAGE, f"{PAGE}/embed", f"{PAGE}?over=%2Fpaspoort"):
        answer = house.client.get(path)
        head = answer.text.partition("</head>")[0]
        for media in ("application/json+oembed", "text/xml+oembed"):
            found = re.search(rf'<link rel="alternate" type="{re.escape(media)}" href="([^"]+)"', head)
            assert found
            where = unescape(found.group(1))
            assert f'<{where}>; rel="alternate"; type="{media}"' in answer.headers["link"]
            told = house.client.get(where)
            assert told.status_code == 200
            assert ("over=%2Fpaspoort" in told.text) == ("over" in path)
        assert head.index("json+oembed") < head.index("canonical"), "early: some read the beginning alone"


# --- one contribution -------------------------------------------------------------------------------------------------


def test_a_contribution_by_its_page_or_its_frame(house: House) -> None:
    rate(house, house.widget(house.organisation(), show_reasons=True), 3, "Eindelijk!")
    page = f"{house.url}{PAGE}/1"
    for behind in ("", "/embed", "?over=/x&after=1"):
        told = ask(house, page + behind).json()
        assert told["title"] == "Waardering: Een reden bij “Goed”: Eindelijk! – Gemeente Voorbeeldstad"
        html = Tags(told["html"])
        assert [tag for tag, _ in html.tags] == ["blockquote", "a", "iframe", "script"]
        assert (html["a"]["href"], html["iframe"]["src"]) == (page, f"{page}/embed")
        assert html["iframe"]["title"] == told["title"] == title_of(house.client.get(f"{page}/embed").text)
    english = ask(house, f"{page}?lang=en").json()
    assert english["title"].startswith("Rating: A reason with “Good”: Eindelijk! – ")
    assert Tags(english["html"])["iframe"]["src"] == f"{page}/embed?lang=en"
    assert xml(ask(house, page, format="xml").content).findtext("title") == told["title"]


def test_a_long_contribution_gets_a_higher_frame_and_a_title_that_is_cut(house: House) -> None:
    placed, words = house.widget(house.organisation(), show_reasons=True), "Dit pad is voor iedereen die hier fietst. "
    for number, many in ((1, 1), (2, 20)):
        rate(house, placed, 3, words * many, by=bytes([number]) * 16)
    short, long = (ask(house, f"{house.url}{PAGE}/{number}").json() for number in (1, 2))
    assert long["height"] > short["height"] + 150
    assert Tags(long["html"])["iframe"]["height"] == str(long["height"])
    assert ask(house, f"{house.url}{PAGE}/2", maxheight="300").json()["height"] == 300
    assert re.fullmatch(r"Waardering: Een reden bij “Goed”: [\w .]{20,60} … – Gemeente Voorbeeldstad", long["title"])
    frame = house.client.get("/voorbeeldstad/-/deel/fietspad/2").text
    assert f"height=&#34;{long['height']}&#34;" in frame, "in a wide place"


def test_a_contribution_is_discovered_in_head_and_header(house: House, clock: Clock) -> None:
    placed = house.widget(house.organisation(), show_reasons=True)
    rate(house, placed, 3, "Eindelijk!")
    for path in (f"{PAGE}/1", f"{PAGE}/1/embed"):
        answer = house.client.get(path)
        for media in ("application/json+oembed", "text/xml+oembed"):
            found = re.search(rf'<link rel="alternate" type="{re.escape(media)}" href="([^"]+)"', answer.text)
            assert found
            where = unescape(found.group(1))
            assert f'<{where}>; rel="alternate"; type="{media}"' in answer.headers["link"]
            assert "Eindelijk! – " in house.client.get(where).text
    house.write(contributions.remove, placed, 1, "spam", at=clock.now)
    for path in (f"{PAGE}/1", f"{PAGE}/1/embed"):
        answer = house.client.get(path)
        assert answer.status_code == 200
        assert "link" not in answer.headers
        assert "+oembed" not in answer.text, "what is not answered is not offered"


def test_a_contribution_that_is_not_shown_404(house: House, clock: Clock) -> None:
    of = house.organisation()
    placed, kept = house.widget(of, show_reasons=True), house.widget(of, "stil")
    for each in (placed, kept):
        rate(house, each, 3, "Ja")
    for path in (f"{PAGE}/2", f"{PAGE}/01", f"{PAGE}/1/", f"{PAGE}/1.rss", "/voorbeeldstad/stil/1"):
        assert ask(house, house.url + path).status_code == 404, path
    assert ask(house, f"{house.url}{PAGE}/1").status_code == 200
    house.write(contributions.remove, placed, 1, "spam", at=clock.now)
    assert ask(house, f"{house.url}{PAGE}/1").status_code == 404
    withdraw(house, placed)
    assert ask(house, f"{house.url}{PAGE}/1").status_code == 404


def test_a_contribution_under_an_old_name(house: House, clock: Clock) -> None:
    placed = house.widget(house.organisation(), show_reasons=True)
    rate(house, placed, 3, "Ja")
    house.write(widgets.rename, placed, "fietsen", at=clock.now)
    told = ask(house, f"{house.url}{PAGE}/1").json()
    assert Tags(told["html"])["iframe"]["src"] == f"{house.url}/voorbeeldstad/fietsen/1/embed"


def test_kept_and_asked_again(house: House, clock: Clock) -> None:
    placed = house.widget(house.organisation())
    first = ask(house)
    assert ask(house).headers["etag"] == first.headers["etag"]
    again = house.client.get(
        "/oembed", params={"url": house.url + PAGE}, headers={"if-none-match": first.headers["etag"]}
    )
    assert again.status_code == 304
    assert house.client.head("/oembed", params={"url": house.url + PAGE}).status_code == 200
    house.write(widgets.change, placed, at=clock.now, title="Een andere titel")
    assert ask(house).json()["title"].startswith("Waardering: Een andere titel")
    assert house.client.post("/oembed").status_code == 405
