# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The gallery: whatever type is installed is there, in each of its states, and nothing that is done there is kept."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from html import unescape
from importlib.metadata import entry_points
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

import pytest

from meedoen.conformance import TABLE
from meedoen.registry import GROUP
from meedoen.render.examples import example
from meedoen.render.gallery import CHOICES, live
from meedoen.render.showing import at_path, composer, documents
from meedoen.store import themes
from meedoen.testing.pages import Page, faults_of_page
from tests.conftest import NEW
from tests.house import Clock, House, running
from tests.parties import ThirdParty
from tests.server.people import hidden
from tests.tools import ROOT, nothing, syntax

LANGUAGES = ("nl", "en")
BUSY = "/gallery/rating/busy"


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory, third_party: ThirdParty, new_party: ThirdParty) -> Iterator[House]:
    """A server without a single organisation, that has our types, a third party's and one that was just made."""
    points = [*entry_points(group=GROUP), *third_party.points, *new_party.points]
    with running(tmp_path_factory.mktemp("full"), Clock(), points=points) as house:
        yield house


OUT = re.compile(r"^/gallery/\w+/(?:-/\w+|\w+(?:[.]\w+|/do/withdraw))")
"""A link that leads out of an example: one of each kind is enough."""


@pytest.fixture(scope="module")
def crawled(full: House) -> dict[str, str]:
    """By path, every page of the gallery that one comes to by its links and its frames, with one choice at the most."""
    found: dict[str, str] = {}
    waiting, ways_out = ["/gallery?lang=nl", "/gallery?lang=en"], set[str]()
    while waiting:
        path = waiting.pop()
        answer = full.client.get(path)
        assert answer.status_code in (200, 410), path
        found[path] = answer.text
        page = Page(answer.text)
        links = [*page.values("href", "a"), *page.values("src", "iframe"), *page.values("action", "form")]
        for one in {urldefrag(link.removeprefix(full.url))[0] for link in links}:
            kind = re.sub(r"^(/gallery/\w+/)\w+", r"\1", out.group()) if (out := OUT.match(one)) else one
            chosen = sum(f"{name}=" in one for name in CHOICES)
            if one.startswith("/gallery") and chosen < 2 and not {one, kind} & {*found, *waiting, *ways_out}:
                waiting.append(one)
                ways_out |= {kind}
    return found


def test_every_example_of_every_type_is_in_it_in_both_languages(full: House, crawled: dict[str, str]) -> None:
    assert set(full.types) == {"rating", "status_feed", "tips", "waiting_room", NEW}
    nothing(
        f"/gallery/{kind}/{name}{behind}?lang={language}"
        for kind, installed in full.types.items()
        for name in installed.examples
        for behind in ("", "/embed")
        for language in LANGUAGES
        if not any(path.startswith(f"/gallery/{kind}/{name}{behind}?lang={language}") for path in crawled)
    )


def test_every_page_is_whole_and_in_its_language(crawled: dict[str, str]) -> None:
    nothing(f"{path}: {fault}" for path, page in crawled.items() for fault in faults_of_page(page))
    nothing(path for path, page in crawled.items() if "lang=en" in path and '<html lang="en"' not in page)


def crawled_notice(crawled: dict[str, str]) -> str:
    """One of the pages that say it is an example."""
    return next(page for page in crawled.values() if "Er wordt niets bewaard van wat u hier doet" in page)


def test_every_page_of_its_own_is_valid(crawled: dict[str, str], vnu: Callable[[Sequence[str]], list[str]]) -> None:
    """The documents of the examples are among the rules that ship."""
    own = {path: page for path, page in crawled.items() if re.fullmatch(r"/gallery(/\w+)?", urlsplit(path).path)}
    own = {path: page for path, page in own.items() if "&" not in path or "/rating?lang=en&" in path}
    assert len(own) >= 2 * (1 + 3) + 6
    nothing(vnu([*own.values(), crawled_notice(crawled)]))


def test_a_frame_is_the_document_that_the_rules_that_ship_look_at(full: House, tmp_path: Path) -> None:
    by = composer(full.types, tmp_path)
    for kind, installed in full.types.items():
        for name in installed.examples:
            made = list(documents(by, installed, name, "en", full.url, "en"))
            for path, behind in (("", ""), ("embed", "/embed")):
                at = f"/gallery/{kind}/{name}{behind}?lang=en"
                assert full.client.get(at).text == at_path(made, path), at


def test_a_frame_keeps_free_what_its_type_reserves(full: House) -> None:
    for kind, installed in full.types.items():
        for width in (320, 480, 640):
            page = Page(full.client.get(f"/gallery/{kind}?width={width}").text)
            frames = {one["src"]: one for tag, one in page.elements if tag == "iframe"}
            for name in installed.examples:
                frame = next(one for src, one in frames.items() if f"/{name}/embed" in src)
                reserved = installed.type.reserve(example(installed, name, "nl").view.settings)
                assert (int(frame["width"]), int(frame["height"])) == (width, reserved[width]), name


def test_the_frames_stand_as_was_chosen(full: House) -> None:
    def first(query: str) -> dict[str, str]:
        page = Page(full.client.get(f"/gallery/rating{query}").text)
        return next(one for tag, one in page.elements if tag == "iframe")

    assert "width" not in first("")
    assert "sandbox" not in first("")
    assert first("?script=off")["sandbox"] == "allow-forms"
    assert "md-dark" in first("?scheme=dark")["class"]
    assert first("?width=17&scheme=pink&script=maybe") == first("")
    for name, (_label, values) in CHOICES.items():
        page = full.client.get(f"/gallery/rating?{name}={list(values)[-1]}").text
        assert page.count('aria-current="true"') == len(CHOICES), name


def test_what_one_pastes_is_a_frame_that_works(full: House) -> None:
    page = full.client.get("/gallery/rating?lang=en").text
    codes = [unescape(code) for code in re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)]
    assert len(codes) == len(full.types["rating"].examples)
    for code in codes:
        (src,) = Page(code).values("src", "iframe")
        assert full.client.get(src).status_code in (200, 410)


def test_the_weight_is_that_of_what_is_sent(full: House) -> None:
    def sent(path: str) -> int:
        with full.client.stream("GET", path, headers={"accept-encoding": "br"}) as answer:
            assert answer.headers["content-encoding"] == "br"
            return len(b"".join(answer.iter_raw()))

    for kind, installed in full.types.items():
        frame = f"/gallery/{kind}/{live(installed)}/embed"
        page = Page(full.client.get(frame).text)
        style = next(one for one in page.values("href", "link") if one.endswith(".css"))
        bytes_sent = [sent(path) for path in (frame, style, page.values("src", "script")[0])]
        shown = re.findall(r"<dd>([\d.]+) kB</dd>", full.client.get(f"/gallery/{kind}?lang=en").text)
        assert shown == [f"{one / 1000:.1f}" for one in (sum(bytes_sent), *bytes_sent)], kind


def test_pages_are_listed_by_search_engines_and_examples_are_not(full: House) -> None:
    for path, listed in (("/gallery", True), ("/gallery/rating", True), (BUSY, False), (f"{BUSY}/embed", False)):
        assert ("noindex" not in full.client.get(path).headers.get("x-robots-tag", "")) == listed, path


# --- how it was checked -----------------------------------------------------------------------------------------------


def test_what_was_not_tested_is_said_plainly(full: House) -> None:
    page = full.client.get("/gallery/rating?lang=en").text
    assert "Screen readers" in page
    assert "Not declared" not in page
    assert page.count("<strong>Not tested</strong>") > 5
    assert page.count('<th scope="row">') == len(TABLE.criteria) == 56
    assert "Nobody has looked at it without colour" in page


def test_a_type_that_declares_nothing_is_said_to(full: House) -> None:
    assert "Not declared" in full.client.get("/gallery/tips?lang=en").text
    assert "Not declared" not in full.client.get(f"/gallery/{NEW}?lang=en").text
    assert "Niet opgegeven" in full.client.get("/gallery/tips?lang=nl").text


def test_every_test_that_is_cited_is_there() -> None:
    def is_there(cited: str) -> bool:
        path, _, name = cited.partition("::")
        return (ROOT / path).is_file() and any(getattr(one, "name", "") == name for one in syntax(Path(path)).body)

    tools = {"axe", "HTML_CodeSniffer", "vnu"}
    cited = {one for criterion in TABLE.criteria.values() for one in criterion.by}
    nothing(one for one in cited - tools if not is_there(one))
    nothing(number for number, one in TABLE.criteria.items() if one.how.value in ("tool", "test") and not one.by)


# --- nothing is kept --------------------------------------------------------------------------------------------------


def dump(house: House) -> list[str]:
    with closing(sqlite3.connect(house.settings.data / "meedoen.sqlite3")) as database:
        return list(database.iterdump())


def test_an_act_stores_nothing_and_says_so(full: House) -> None:
    before = dump(full)
    for language, sentence in (("nl", "Dit is een voorbeeld"), ("en", "This is an example")):
        fields = hidden(full.client.get(f"{BUSY}/embed?lang={language}").text) | {"score": "3"}
        answer = full.client.post(f"{BUSY}/do/rate", data=fields)
        assert answer.status_code == 200
        assert sentence in answer.text
        assert f"{BUSY}/embed?lang={language}" in answer.text, "the way back stays in the frame"
        scripted = full.client.post(f"{BUSY}/do/rate", data=fields, headers={"accept": "application/json"})
        assert scripted.status_code == 409
        assert scripted.json()["title"] == sentence
        assert scripted.headers["access-control-allow-origin"] == "*", "a frame without origin reads it"
    for below in ("do/withdraw", "do/token", "do/fly", "27", "x/y"):
        assert full.client.post(f"{BUSY}/{below}").status_code == 200, below
    assert dump(full) == before


@pytest.mark.parametrize(
    "path", ["/gallery/nothing", "/gallery/rating/nothing", "/gallery/rating/nothing/embed", "/gallery/x/y/do/z"]
)
def test_what_is_not_there_is_not_found(full: House, path: str) -> None:
    assert full.client.get(path).status_code == 404
    if "/do/" in path:
        assert full.client.post(path).status_code == 404


def test_what_leads_out_of_an_example_says_that_it_is_one(full: House) -> None:
    for path in ("/gallery/rating/-/spelregels", "/gallery/rating/busy.atom", f"{BUSY}/done/x", f"{BUSY}/99"):
        answer = full.client.get(path)
        assert answer.status_code == 200, path
        assert "Er wordt niets bewaard" in answer.text, path


# --- house styles -----------------------------------------------------------------------------------------------------


def test_an_example_wears_the_style_of_an_organisation(tmp_path: Path) -> None:
    with running(tmp_path, Clock()) as house:
        org = house.organisation("gouda", "Gemeente Gouda")
        assert "Huisstijl" not in house.client.get("/gallery/rating").text, "nobody has one"
        house.write(themes.put_on, org, ":root{}", ":root{--md-accent:#123456}", at=house.clock())
        page = house.client.get("/gallery/rating?lang=en&style=gouda").text
        assert "House style" in page
        frames = Page(page).values("src", "iframe")
        assert all("style=gouda" in src for src in frames)
        worn, plain = (
            next(one for one in Page(house.client.get(src).text).values("href", "link") if one.endswith(".css"))
            for src in (frames[0], frames[0].replace("gouda", "nobody"))
        )
        assert "--md-accent:#123456" in house.client.get(worn).text
        assert "--md-accent:#123456" not in house.client.get(plain).text
