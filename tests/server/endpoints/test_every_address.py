# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What holds at every address there is: HEAD as GET, kept and asked again, safe to frame or not, a card, no cookie."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from urllib.parse import urljoin

import brotli
import httpx2 as httpx
import pytest

from meedoen.testing.pages import Page, faults_of_page
from tests.house import House
from tests.server.people import WIDGET
from tests.tools import nothing


def same(answer: httpx.Response) -> dict[str, str]:
    """The headers that do not change by themselves."""
    return {name: value for name, value in answer.headers.items() if name not in ("date", "server")}


def test_head_is_get_without_a_body(busy: House, kept: list[str], fresh: list[str], files: list[str]) -> None:
    for path in [*kept, *fresh, *files, "/healthz"]:
        got, head = busy.client.get(path), busy.client.head(path)
        assert head.status_code == got.status_code, path
        assert head.content == b"", path
        stable = {name for name in got.headers if path not in fresh or name != "content-length"}
        stable -= {"transfer-encoding"}  # how a body comes, which there is none of (RFC 9110, 9.3.2)
        assert {name: value for name, value in same(head).items() if name in stable} == {
            name: value for name, value in same(got).items() if name in stable
        }, path


DECODE = {"identity": bytes, "gzip": gzip.decompress, "br": brotli.decompress}


def raw(house: House, path: str, **headers: str) -> tuple[httpx.Response, bytes]:
    """The answer, and its bytes as they came."""
    with house.client.stream("GET", path, headers={"accept-encoding": "identity", **headers}) as answer:
        return answer, b"".join(answer.iter_raw())


def test_what_may_be_kept_is_asked_again_by_its_etag(busy: House, kept: list[str]) -> None:
    for path in kept:
        plain = raw(busy, path)[1]
        for coding, decode in DECODE.items():
            answer, body = raw(busy, path, **{"accept-encoding": coding})
            assert answer.headers.get("content-encoding", "identity") == coding or len(plain) < 400, path
            assert (decode(body) if "content-encoding" in answer.headers else body) == plain, path
            assert re.match(r"public, max-age=\d+", answer.headers["cache-control"]), path
            assert answer.headers["vary"] == "accept-encoding", path
            etag = answer.headers["etag"]
            again, nothing_more = raw(busy, path, **{"accept-encoding": coding, "if-none-match": etag})
            assert (again.status_code, nothing_more) == (304, b""), path
            assert {
                name: answer.headers[name] for name in ("etag", "cache-control", "vary")
            }.items() <= again.headers.items()
            assert not {"content-type", "content-length", "content-encoding"} & again.headers.keys(), path


@pytest.mark.parametrize("known", ["*", "W/{}", '"x", {}', '{}, "x"', 'W/"x",W/{}'])
def test_every_way_to_say_what_one_has_is_understood(busy: House, known: str) -> None:
    etag = busy.client.get(WIDGET, headers={"accept-encoding": "gzip"}).headers["etag"]
    headers = {"accept-encoding": "gzip", "if-none-match": known.format(etag)}
    assert busy.client.get(WIDGET, headers=headers).status_code == 304
    assert busy.client.head(WIDGET, headers=headers).status_code == 304


@pytest.mark.parametrize("known", ['"x"', "", "x", 'W/"x", "y"'])
def test_something_else_that_one_has_is_sent_anew(busy: House, known: str) -> None:
    assert busy.client.get(WIDGET, headers={"if-none-match": known}).status_code == 200


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("deflate", ""),
        ("", ""),
        ("identity", ""),
        ("gzip, br;q=0", "gzip"),
        ("br;q=0, gzip;q=0", ""),
        ("gzip;q=0.5, br;q=0.1", "br"),
        ("brotli, xgzip", ""),
    ],
)
def test_a_coding_is_sent_to_who_takes_it(busy: House, accepted: str, coding: str) -> None:
    answer, _body = raw(busy, WIDGET, **{"accept-encoding": accepted})
    assert answer.headers.get("content-encoding", "") == coding


def test_what_is_made_for_one_is_kept_by_nobody(busy: House, fresh: list[str]) -> None:
    for path in fresh:
        assert busy.client.get(path).headers["cache-control"] == "no-store", path


MOVING = ("/embed/v1.js", "/favicon.ico")
"""Under names that do not hold their version."""


def test_files_are_kept_for_ever_or_an_hour_and_read_from_anywhere(busy: House, files: list[str]) -> None:
    for path in files:
        answer = busy.client.get(path)
        assert answer.status_code == 200, path
        assert answer.content, f"{path} is empty"
        assert ("immutable" in answer.headers["cache-control"]) == (path not in MOVING), path
        assert answer.headers["access-control-allow-origin"] == "*", path
        assert answer.headers["x-content-type-options"] == "nosniff", path


def test_files_are_asked_again_by_their_etag_and_sent_in_every_coding(busy: House, files: list[str]) -> None:
    for path in files:
        plain = raw(busy, path)[1]
        for coding, decode in DECODE.items():
            answer, body = raw(busy, path, **{"accept-encoding": coding})
            assert (decode(body) if "content-encoding" in answer.headers else body) == plain, path
            known = {"accept-encoding": coding, "if-none-match": answer.headers["etag"]}
            assert raw(busy, path, **known)[0].status_code == 304, path


def test_nothing_sets_a_cookie(busy: House, kept: list[str], fresh: list[str], files: list[str]) -> None:
    for path in [*kept, *fresh, *files, "/healthz"]:
        assert "set-cookie" not in busy.client.get(path, headers={"cookie": "a=b"}).headers, path


# --- what a page is ---------------------------------------------------------------------------------------------------


def pages(house: House, asked: list[str]) -> Iterator[tuple[str, str]]:
    for path in asked:
        for language in ("nl", "en"):
            answer = house.client.get(path + ("&" if "?" in path else "?") + f"lang={language}")
            if answer.headers.get("content-type", "").startswith("text/html"):
                yield f"{path} {language}", answer.text


def test_every_page_is_whole_and_has_a_card(busy: House, kept: list[str], fresh: list[str]) -> None:
    nothing(f"{path}: {fault}" for path, page in pages(busy, [*kept, *fresh]) for fault in faults_of_page(page))


def test_the_picture_of_a_card_is_a_picture(busy: House) -> None:
    image = Page(busy.client.get(WIDGET).text).meta("og:image")
    assert image.startswith(busy.url)
    answer = busy.client.get(image)
    assert answer.headers["content-type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG\r\n")


def test_every_link_of_ours_leads_somewhere(busy: House, kept: list[str]) -> None:
    """A peer's way out of its embed was a 404 for four years."""
    links: dict[str, str] = {}
    for path, page in pages(busy, kept):
        read = Page(page)
        for value in [
            *read.values("href"),
            *read.values("src"),
            *(one for one in read.values("content") if "://" in one),
        ]:
            where = urljoin(busy.url + path.split(" ")[0], value)
            if where.startswith(busy.url) and "#" not in value:
                links.setdefault(where, path)
    assert len(links) > 30
    nothing(
        f"{where} (on {path}): {status}"
        for where, path in links.items()
        if (status := busy.client.get(where, follow_redirects=True).status_code) >= 400
        and not (status == 410 and "/weg" in where)
    )


def test_a_page_in_another_language_links_to_pages_in_that_language(busy: House) -> None:
    for path in (WIDGET, f"{WIDGET}/embed", "/voorbeeldstad", f"{WIDGET}/do/rate", f"{WIDGET}/1"):
        links = Page(busy.client.get(f"{path}?lang=en").text).values("href", "a")
        ours = [
            one for one in links if one.startswith((busy.url, "/")) and not re.search(r"\.(rss|atom|json|opml)", one)
        ]
        nothing(one for one in ours if "lang=" not in one)
