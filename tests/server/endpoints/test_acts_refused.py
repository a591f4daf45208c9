# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Bad input, each way to be wrong once: the right status; a problem for scripts; for people a page in their language,
that says what to do and gives back what they typed. Nothing of it is stored.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import httpx2 as httpx
import pytest

from meedoen import limits
from meedoen.store import widgets
from tests.house import House
from tests.server.people import WIDGET, Person, counts, new_key

FORM = "application/x-www-form-urlencoded"
RATE = f"{WIDGET}/do/rate"
TYPED = 'Te smal bij "de sluis" & <script>alert(1)</script>'
LONG = "lang " * 250


@pytest.fixture(scope="module")
def person(standing: House) -> Person:
    return Person(standing)


@pytest.fixture(autouse=True)
def _nothing_is_stored(standing: House) -> Iterator[None]:
    yield
    placed, _moved = standing.read(widgets.by_name, "voorbeeldstad", "fietspad")
    assert counts(standing, placed) == {}


def check(standing: House, path: str, body: bytes, media: str, status: int, slug: str) -> None:
    """Refused in all three ways, and in each the reason is told."""
    problem = standing.client.post(path, content=body, headers={"content-type": media, "accept": "application/json"})
    assert (problem.status_code, problem.headers["content-type"]) == (status, "application/problem+json")
    told = problem.json()
    assert told["status"] == status
    assert told["type"].endswith(f"/{slug}")
    assert told["title"]
    assert told["detail"]
    assert problem.headers["access-control-allow-origin"] == "*"
    for language, error in (("nl", "Fout:"), ("en", "Error:")):
        page = standing.client.post(f"{path}?lang={language}", content=body, headers={"content-type": media})
        assert (page.status_code, page.headers["content-type"]) == (status, "text/html; charset=utf-8")
        assert f'<html lang="{language}"' in page.text
        assert f"<title>{error} " in page.text
        assert page.headers["cache-control"] == "no-store"
        assert "<script>alert" not in page.text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/voorbeeldstad/niets/do/rate", 404),
        ("/nergens/fietspad/do/rate", 404),
        (f"{WIDGET}/do/dance", 404),
        (f"{WIDGET}/do/Rate", 404),
        (f"{WIDGET}/do/rate%00", 404),
        (f"{WIDGET}/do/{'r' * 3000}", 404),
    ],
)
def test_an_address_that_is_not_there(standing: House, path: str, status: int) -> None:
    check(standing, path, b"score=3", FORM, status, "not-found")


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("score=3&_colour=red", id="unknown field of the server's"),
        pytest.param("score=3&score=2", id="doubled field"),
        pytest.param("_lang=nl&_lang=en&score=3", id="doubled field of the server's"),
        pytest.param("&".join(f"f{n}=x" for n in range(1000)), id="a thousand fields"),
        pytest.param("score=3&reason=%ff%fe", id="no UTF-8"),
        pytest.param("score=3&reason=%ed%a0%80", id="lone surrogate"),
        pytest.param("score=3&reason=caf\u00e9", id="not encoded"),
    ],
)
def test_a_body_that_cannot_be_read(standing: House, body: str) -> None:
    check(standing, RATE, body.encode(), FORM, 400, "invalid")


@pytest.mark.parametrize(
    "media", ["application/json", "multipart/form-data; boundary=x", "text/plain", "x", "text/html"]
)
def test_a_body_of_another_kind(standing: House, media: str) -> None:
    check(standing, RATE, b'{"score": 3}', media, 415, "wrong-media")


def chunks(size: int) -> Iterator[bytes]:
    for _ in range(size // 1024 + 1):
        yield b"x" * 1024


def test_a_body_that_is_too_large(standing: House) -> None:
    check(standing, RATE, b"reason=" + b"x" * limits.BODY_BYTES_MAX, FORM, 413, "too-large")


@pytest.mark.parametrize("size", [limits.BODY_BYTES_MAX, 10 * 1024 * 1024])
def test_a_body_that_is_too_large_and_does_not_say_how_large(standing: House, size: int) -> None:
    with httpx.Client(base_url=standing.url) as client:
        answer = client.post(RATE, content=chunks(size), headers={"content-type": FORM, "accept": "application/json"})
    assert answer.status_code == 413
    assert answer.json()["type"].endswith("/too-large")


FIELDS = [
    pytest.param({}, "score", "Maak een keuze.", id="nothing"),
    pytest.param({"score": ""}, "score", "Maak een keuze.", id="empty"),
    pytest.param({"score": "9"}, "score", "Kies een van deze antwoorden.", id="no such choice"),
    pytest.param({"score": "three"}, "score", "Kies een van deze antwoorden.", id="wrong type"),
    pytest.param({"score": "%zz"}, "score", "Kies een van deze antwoorden.", id="broken percent"),
    pytest.param({"score": "3", "reason": LONG}, "reason", "Gebruik hoogstens 1.000 tekens.", id="too long"),
    pytest.param(
        {"score": "3", "reason": "a\0b"}, "reason", "In deze tekst staan tekens die we niet kunnen bewaren", id="NUL"
    ),
    pytest.param(
        {"score": "3", "reason": "a\x1bb"},
        "reason",
        "In deze tekst staan tekens die we niet kunnen bewaren",
        id="control",
    ),
    pytest.param({"score": "3", "colour": "red"}, "colour", "Dit formulier heeft dat veld niet", id="unknown"),
]


@pytest.mark.parametrize(("fields", "name", "sentence"), FIELDS)
def test_a_field_that_does_not_fit_is_named(
    standing: House, person: Person, fields: dict[str, str], name: str, sentence: str
) -> None:
    answer = person.post("rate", {"_token": person.token, "_key": new_key(), "_lang": "nl", **fields})
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert sentence in answer.json()["errors"][name]
    page = standing.client.post(RATE, data=fields)
    assert page.status_code == 400
    assert name == "colour" or sentence in page.text


def test_what_was_typed_is_given_back(standing: House) -> None:
    page = standing.client.post(RATE, data={"reason": TYPED, "_lang": "en"})
    assert page.status_code == 400
    assert unescape(re.search(r"<textarea[^>]*>\n(.*?)</textarea>", page.text, re.DOTALL)[1]) == TYPED  # type: ignore[index]
    assert TYPED not in page.text
    assert "Make a choice." in page.text
    again = standing.client.post(RATE, data={"score": "2", "reason": LONG})
    assert LONG in again.text
    assert 'value="2" checked' in again.text


@pytest.mark.parametrize("target", ["elsewhere", "#1", "#", "x" * 600, "https://elders.example/", "a\0b"])
def test_a_target_that_is_not_there(standing: House, person: Person, target: str) -> None:
    fields = {"score": "3", "_target": target}
    assert person.act(**fields).status_code == 404
    assert standing.client.post(RATE, data=fields).status_code == 404
    assert standing.client.get(RATE, params={"target": target}).status_code == 404


@pytest.mark.parametrize("key", ["", "short", "x" * 65, "with spaces in it!", "sleutel-met-é-erin"])
def test_a_key_that_is_none(person: Person, key: str) -> None:
    answer = person.post("rate", {"_token": person.token, "_key": key, "score": "3"})
    assert answer.status_code == 400
    assert "_key" in answer.json()["detail"]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_a_method_that_is_not_for_acts(standing: House, method: str) -> None:
    answer = standing.client.request(method, RATE)
    assert answer.status_code == 405
    assert {part.strip() for part in answer.headers["allow"].split(",")} == {"GET", "HEAD", "POST"}


@pytest.mark.parametrize(
    "path", [WIDGET, f"{WIDGET}/embed", "/voorbeeldstad", "/", "/healthz", f"{WIDGET}.atom", "/oembed"]
)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_a_method_that_is_not_for_reading(standing: House, path: str, method: str) -> None:
    answer = standing.client.request(method, path, headers={"accept": "application/json"})
    assert answer.status_code == 405
    assert answer.json()["type"].endswith("/not-allowed")
    assert {part.strip() for part in answer.headers["allow"].split(",")} == {"GET", "HEAD"}
