# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whatever is sent, wherever to: an answer that says what is wrong, never a fault of the server's own."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.house import Clock, House, running
from tests.server.people import WIDGET, Person, new_key

FIELDS = st.sampled_from(
    ["score", "reason", "_token", "_key", "_code", "_check", "_lang", "_target", "_framed", "_mode", "_change", "x"]
)
VALUES = st.one_of(
    st.text(max_size=60),
    st.sampled_from(["3", "", "nl", "en", "1", "stored", "#1", "#999999999999", "https://a.example/", "\0", "%"]),
)
PAIRS = st.lists(st.tuples(st.one_of(FIELDS, FIELDS, st.text(max_size=9)), VALUES), max_size=8)
BODIES = st.one_of(PAIRS.map(lambda pairs: urlencode(pairs).encode()), st.binary(max_size=200))
FORM = "application/x-www-form-urlencoded"
MEDIA = st.sampled_from([FORM, FORM, f"{FORM}; charset=x", "text/plain", "", "multipart/form-data"])
KNOWN = [
    *(
        "voorbeeldstad",
        "fietspad",
        "do",
        "rate",
        "withdraw",
        "token",
        "done",
        "embed",
        "-",
        "deel",
        "privacy",
        "1",
        "0",
    ),
    *("static", "api", "v1", "oembed", "widgets", "fietspad.rss", "voorbeeldstad.opml", "fietspad.svg", "openapi.json"),
    *("console", "at", "people", "sign-in", "set-up", "invitation"),
    *("..", ".", "", "%00", "%2f", "%ff"),
]
SEGMENTS = st.one_of(st.sampled_from(KNOWN), st.text(max_size=12).map(lambda text: quote(text, safe="")))
PATHS = st.lists(SEGMENTS, max_size=6).map(lambda segments: "/" + "/".join(segments))
ASKED = st.sampled_from(["lang", "over", "part", "target", "url", "format", "maxwidth", "x"])
QUERIES = st.one_of(
    st.sampled_from(["", "lang=%ff", "over=%ed%a0%80", "x" * 3000, "&".join(["a=b"] * 300)]),
    st.lists(st.tuples(ASKED, VALUES)).map(urlencode),
    st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="#"), max_size=40),
)
ALONG = st.sampled_from(
    ["accept", "accept-encoding", "if-none-match", "cookie", "host", "origin", "sec-fetch-dest", "range"]
)
HEADERS = st.dictionaries(
    ALONG, st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40).map(str.strip)
)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One that all of it is thrown at."""
    settings = {} if request.param == "sqlite" else {"database": request.getfixturevalue("postgres").database("fuzz")}
    with running(tmp_path_factory.mktemp("fuzz"), Clock(), **settings) as one:
        one.widget(one.organisation(), show_reasons=True, figures="always")
        yield one


@pytest.fixture(scope="module")
def token(house: House) -> str:
    return Person(house).token


@given(BODIES, MEDIA, st.sampled_from(["rate", "withdraw", "token", "x"]), QUERIES, st.booleans(), st.booleans())
def test_whatever_is_posted(
    house: House, token: str, body: bytes, media: str, action: str, query: str, known: bool, script: bool
) -> None:
    if known:
        body = urlencode({"_token": token, "_key": new_key(), "score": "3"}).encode() + b"&" + body
    headers = {"content-type": media, **({"accept": "application/json"} if script else {})}
    answer = house.client.post(f"{WIDGET}/do/{action}", params=query or None, content=body, headers=headers)
    assert answer.status_code < 500, answer.text
    if answer.status_code >= 400:
        told = answer.json()["detail"] if script else answer.text
        assert told
        assert answer.headers["content-type"] == ("application/problem+json" if script else "text/html; charset=utf-8")


AT_THE_DOOR = st.sampled_from(["address", "password", "_next", "_kept", "_code", "_form", "title", "organisation", "x"])
SENT = st.lists(st.tuples(AT_THE_DOOR, st.one_of(VALUES, st.just("/console"))), max_size=8).map(urlencode)


@given(
    SENT, QUERIES, st.sampled_from(["sign-in", "set-up", "sign-out", "invitation/x", "account", "at/voorbeeldstad/me"])
)
def test_whatever_is_sent_to_the_console(house: House, body: str, query: str, where: str) -> None:
    headers = {"content-type": FORM, "origin": house.url, "cookie": "meedoen=x"}
    answer = house.client.post(f"/console/{where}", params=query or None, content=body, headers=headers)
    assert answer.status_code < 500, answer.text


@given(PATHS, QUERIES, st.sampled_from(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "BREW"]))
def test_whatever_is_asked(house: House, path: str, query: str, method: str) -> None:
    line = f"{method} {path}{'?' if query else ''}{query} HTTP/1.1\r\n"
    rest = f"Host: 127.0.0.1:{house.settings.port}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", house.settings.port), timeout=10) as wire:
        wire.sendall((line + rest).encode("ascii"))
        answer = b""
        while part := wire.recv(65536):
            answer += part
    assert 200 <= int(answer.split(b" ", 2)[1]) < 500, answer[:500]


@given(HEADERS, st.sampled_from([WIDGET, f"{WIDGET}/embed", f"{WIDGET}.json", "/embed/v1.js", "/nergens", "/oembed"]))
def test_whatever_comes_along(house: House, headers: dict[str, str], path: str) -> None:
    assert house.client.get(path, headers=headers).status_code < 500
