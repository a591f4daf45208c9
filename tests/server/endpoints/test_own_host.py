# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""A host name of an organisation's own: that organisation alone, spoken of by that name. And headers that name a host
or an address for others are believed of nobody but a proxy that was named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import httpx2 as httpx
import pytest

from meedoen import cli
from meedoen.store import organisations
from tests.house import Clock, House, running
from tests.server.endpoints.acting import Tags, rate, xml
from tests.server.outputs import paths
from tests.server.people import WIDGET
from tests.server.process import environment
from tests.server.test_serve import place

OWN = "https://doemee.stad.example"
HERE = {"host": "doemee.stad.example"}
OTHER = "/buurt/speeltuin"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A town with a host name of its own, and a neighbourhood without."""
    folder = tmp_path_factory.mktemp("shared")
    with running(folder, Clock(), hosts=f"{OWN}=voorbeeldstad") as house:
        placed = house.widget(house.organisation(), show_reasons=True)
        rate(house, placed, 3, "Eindelijk!")
        house.widget(house.organisation("buurt", "Buurt"), "speeltuin")
        yield house


def ask(house: House, path: str, **more: str) -> httpx.Response:
    return house.client.get(path, headers={**HERE, **more})


@pytest.mark.parametrize("query", ["", "?lang=en"])
def test_the_first_page_is_the_organisation(shared: House, query: str) -> None:
    answer = ask(shared, f"/{query}")
    assert (answer.status_code, answer.headers["location"]) == (301, f"/voorbeeldstad{query}")
    assert ask(shared, f"/voorbeeldstad{query}").status_code == 200
    assert shared.client.get("/").status_code == 200


@pytest.mark.parametrize("written", ["DoeMee.Stad.Example", "doemee.stad.example.", "doemee.stad.example:443"])
def test_however_its_name_is_written_nobody_elses_words_stand_there(shared: House, written: str) -> None:
    other = ask(shared, OTHER, host=written)
    assert (other.status_code, other.headers["location"]) == (301, shared.url + OTHER)
    assert ask(shared, "/", host=written).headers["location"] == "/voorbeeldstad"


def test_each_link_speaks_of_the_host_that_was_asked_at(shared: House) -> None:
    for path in [one for one in paths(shared, WIDGET, 1) if one != "/" and not one.startswith("/oembed")]:
        there, everywhere = ask(shared, path), shared.client.get(path)
        assert there.status_code == everywhere.status_code == 200, path
        assert shared.url not in there.text, path
        assert OWN not in everywhere.text, path
        assert there.headers["strict-transport-security"] == "max-age=31536000"
        assert OWN in there.headers["content-security-policy"] or "frame-ancestors 'none'" in str(there.headers)


def test_a_feed_has_the_same_ids(shared: House) -> None:
    path = "/voorbeeldstad/fietspad.atom"
    there, everywhere = (re.findall("<id>(.*?)</id>", one.text) for one in (ask(shared, path), shared.client.get(path)))
    assert there == everywhere != []


def test_an_embed_is_found_by_its_address_there(shared: House) -> None:
    asked = f"/oembed?url={OWN}/voorbeeldstad/fietspad"
    for answer in (ask(shared, asked), shared.client.get(asked)):
        assert Tags(answer.json()["html"])["iframe"]["src"] == f"{OWN}/voorbeeldstad/fietspad/embed"
    assert shared.client.get(f"/oembed?url={OWN}{OTHER}").status_code == 404
    assert shared.client.get(f"/oembed?url={shared.url}{OTHER}").status_code == 200


@pytest.mark.parametrize("path", [OTHER, f"{OTHER}/embed", "/buurt", "/buurt.rss?lang=en", f"{OTHER}/do/rate?target=x"])
def test_others_are_where_everybody_is(shared: House, path: str) -> None:
    """Also when they were asked for before, at the other host."""
    assert shared.client.get(path).status_code < 500
    for method in ("GET", "POST"):
        answer = shared.client.request(method, path, headers=HERE)
        assert answer.status_code == (301 if method == "GET" else 308)
        assert answer.headers["location"] == shared.url + path


def test_what_is_not_there_is_not_elsewhere(shared: House) -> None:
    for path in ("/nergens", "/nergens/niets", "/x/y/z"):
        assert ask(shared, path).status_code == 404, path


def test_the_sitemap_holds_its_own_pages_alone(shared: House) -> None:
    def pages(answer: httpx.Response) -> set[str]:
        return {one.text or "" for one in xml(answer.content).iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}

    assert pages(ask(shared, "/sitemap.xml")) == {f"{OWN}/voorbeeldstad", f"{OWN}/voorbeeldstad/fietspad"}
    assert {f"{shared.url}/buurt", f"{shared.url}/"} < pages(shared.client.get("/sitemap.xml"))


def test_an_old_name_keeps_working_there(tmp_path: Path, clock: Clock) -> None:
    """What was pasted under it stays at the host that the page around it allows."""
    with running(tmp_path, clock, hosts=f"{OWN}=stad") as house:
        of = house.organisation()
        house.widget(of)
        house.write(organisations.rename, of, "stad", at=clock.now)
        answer = ask(house, "/voorbeeldstad/fietspad/embed")
        assert (answer.status_code, answer.headers["location"]) == (301, "/stad/fietspad/embed")


def test_a_host_of_an_organisation_that_is_not_there_shows_no_other(tmp_path: Path, clock: Clock) -> None:
    with running(tmp_path, clock, hosts=f"{OWN}=nog-niet") as house:
        house.widget(house.organisation())
        assert ask(house, "/voorbeeldstad/fietspad").headers["location"] == f"{house.url}/voorbeeldstad/fietspad"


def test_a_command_gives_a_snippet_of_its_own_host(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    environ = environment(tmp_path, 1, hosts=f"{OWN}=voorbeeldstad")
    place(environ)
    assert cli.main(["widget", "snippet", "voorbeeldstad/fietspad"], environ) == 0
    assert f"{OWN}/voorbeeldstad/fietspad/embed" in capsys.readouterr().out


FORGED = {
    "forwarded": "for=203.0.113.9;host=elders.example;proto=https",
    "x-forwarded-host": "elders.example",
    "x-forwarded-proto": "https",
    "x-forwarded-port": "444",
    "x-forwarded-prefix": "/elders",
    "x-forwarded-server": "elders.example",
    "x-original-url": "/buurt/speeltuin",
    "x-rewrite-url": "/buurt/speeltuin",
}


def test_no_header_but_host_says_where_it_is_asked(shared: House) -> None:
    """Nobody is believed, for a proxy passes Host on. Of whom X-Forwarded-For is: test_serve."""
    for path in (*paths(shared, WIDGET, 1), "/sitemap.xml", "/robots.txt", "/nergens"):
        plain, forged = shared.client.get(path), shared.client.get(path, headers=FORGED)
        assert (forged.status_code, forged.content) == (plain.status_code, plain.content), path
        assert {**forged.headers, "date": ""} == {**plain.headers, "date": ""}, path
