# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every line of the route table is asked, and what it answers is what it declares: who may call, frame and keep it.

A new route fails here until it has a policy (it cannot be made without one) and an example to crawl in `conftest.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

import httpx2 as httpx
import pytest
from starlette.routing import Match

from meedoen.app import create_app
from meedoen.endpoints.address import Address
from meedoen.render.headers import NOWHERE, Callers, Framers, Kept, Policy
from meedoen.testing.pages import Page
from tests.house import Clock, House, running
from tests.server.endpoints.conftest import OPERATING
from tests.server.people import WIDGET
from tests.tools import nothing

POSTED = f"{WIDGET}/do/token"
ALIKE = "/voorbeeldstad/tips/do/tip/alike"
REPORTED = "/voorbeeldstad/-/geweigerd/fietspad"
POSTED_IN_THE_CONSOLE = [
    "/console/sign-out",
    "/console/account/sign-out-everywhere",
    "/console/at/voorbeeldstad/people/uninvite",
    "/console/at/voorbeeldstad/people/x/roles/take",
    "/console/at/voorbeeldstad/answers/fietspad/1/task",
    "/console/at/voorbeeldstad/answers/fietspad/1/take",
    "/console/at/voorbeeldstad/answers/fietspad/1/unmerge",
]


def table(house: House) -> list[Address]:
    """The route table, line by line."""
    lines = create_app(house.settings, house.types, house.store, house.clock).routes
    assert all(isinstance(line, Address) for line in lines), "a line of the table declares no policy"
    return [line for line in lines if isinstance(line, Address)]


def line_of(lines: list[Address], path: str, method: str = "GET") -> Address | None:
    scope = {"type": "http", "path": urlsplit(path).path, "method": method}
    return next((line for line in lines if line.matches({**scope})[0] is Match.FULL), None)


@pytest.fixture(scope="module")
def lines(busy: House) -> list[Address]:
    return table(busy)


@pytest.fixture(scope="module")
def crawled(
    busy: House, lines: list[Address], kept: list[str], fresh: list[str], files: list[str]
) -> list[tuple[Policy, httpx.Response]]:
    """Everything there is to ask, with the policy of its line."""
    found = []
    for path in [*kept, *fresh, *files, *OPERATING, "/api/x"]:
        line = line_of(lines, path)
        found.append((line.policy if line else NOWHERE, busy.client.get(path)))
    ours = {"accept": "application/json", "origin": busy.url}
    posted = (POSTED, ALIKE, REPORTED, *POSTED_IN_THE_CONSOLE)
    return [*found, *((policy_of(lines, one), busy.client.post(one, headers=ours)) for one in posted)]


def policy_of(lines: list[Address], path: str) -> Policy:
    line = line_of(lines, path, "POST")
    assert line
    return line.policy


def faults(policy: Policy, answer: httpx.Response, origin: str) -> Iterator[str]:
    """In what an answer is not as its line declares."""
    headers, ours = answer.headers, ["'self'", origin]
    allowed = {name: values for name, *values in map(str.split, headers["content-security-policy"].split(";"))}
    anyone = policy.called is Callers.ANYONE
    framed = {Framers.EVERYONE: ["*"], Framers.OURSELVES: ours, Framers.NOBODY: ["'none'"]}[policy.framed]
    document = headers.get("content-type", "").startswith("text/html")
    loads = {"style-src", "script-src", "img-src", "connect-src", "form-action"} if document else set()
    loads |= {"frame-src"} if document and policy.holds_frames else set()
    shared = anyone or policy.framed is Framers.EVERYONE
    wanted = {
        "access-control-allow-origin": "*" if anyone else None,
        "access-control-expose-headers": "*" if anyone else None,
        "access-control-allow-credentials": None,
        "cross-origin-opener-policy": "same-origin" if policy.apart else None,
        "cross-origin-resource-policy": "cross-origin" if shared else "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()" if document else None,
        "referrer-policy": "strict-origin-when-cross-origin",
        "set-cookie": None,
        "strict-transport-security": "max-age=31536000" if origin.startswith("https") else None,
        "x-content-type-options": "nosniff",
        "x-frame-options": None,
        "x-robots-tag": None if policy.indexed else "noindex",
    }
    about = f"{answer.request.method} {answer.request.url.raw_path.decode()} ({answer.status_code})"
    yield from (
        f"{about}: {name} is {headers.get(name)}" for name, value in wanted.items() if headers.get(name) != value
    )
    sources = {"default-src": ["'none'"], "base-uri": ["'none'"], "form-action": ["'none'"], "frame-ancestors": framed}
    sources |= dict.fromkeys(loads, ours)
    sources |= {"sandbox": []} if policy.sandboxed else {}
    yield from [f"{about}: the policy is {allowed}"] if allowed != sources else []
    yield from [f"{about}: it is kept as {headers.get('cache-control')}"] if not is_kept_as(policy.kept, answer) else []


def is_kept_as(kept: Kept, answer: httpx.Response) -> bool:
    """As declared; what is made for who asks by nobody, and that something moved for five minutes."""
    said = answer.headers["cache-control"]
    if answer.status_code in (301, 308):
        return said == "public, max-age=300"
    if answer.status_code >= 400 and answer.status_code != 410:
        return said == Kept.NEVER
    if kept is Kept.FACE:
        return re.fullmatch(r"public, max-age=[01], stale-if-error=86400", said) is not None
    return said == kept


def test_every_line_of_the_table_is_asked(
    lines: list[Address], kept: list[str], fresh: list[str], files: list[str]
) -> None:
    asked = [line_of(lines, path) for path in [*kept, *fresh, *files, *OPERATING, "/api/x"]]
    asked += [line_of(lines, one, "POST") for one in (POSTED, ALIKE, REPORTED, *POSTED_IN_THE_CONSOLE)]
    nothing(line for line in lines if line not in asked)


def test_what_is_answered_is_what_is_declared(busy: House, crawled: list[tuple[Policy, httpx.Response]]) -> None:
    assert {answer.status_code for _, answer in crawled} >= {200, 401, 404, 409, 410}
    nothing(fault for policy, answer in crawled for fault in faults(policy, answer, busy.url))


def test_what_did_not_change_says_the_same(
    busy: House, lines: list[Address], kept: list[str], files: list[str]
) -> None:
    for path in [*kept, *files]:
        line, etag = line_of(lines, path), busy.client.get(path).headers["etag"]
        again = busy.client.get(path, headers={"if-none-match": etag})
        assert line
        assert again.status_code == 304
        again.headers["content-type"] = busy.client.get(path).headers["content-type"]
        nothing(faults(line.policy, again, busy.url))


LOST = {"org": "nergens", "name": "niets", "number": "9", "form": "rss", "text": "privacy", "action": "x", "token": "x"}
LOST |= {
    "type": "niets",
    "example": "x",
    "rest": "x",
    "uid": "x",
    "key": "1",
    "desk": "niets",
    "passed": "99",
    "ready": "99",
}


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_a_refusal_is_as_safe_as_what_was_asked_for(busy: House, lines: list[Address], accept: str) -> None:
    """Not there, not taken, and not so: each with the policy of its line."""
    answers = []
    for line in lines:
        path = line.path_format.format(**LOST, path="niets")
        found = line_of(lines, path, min(line.methods or {"GET"}))
        refused = [("PUT", path)] if line.methods else []
        refused += [("GET", path)] if "{" in line.path and "GET" in (line.methods or {"GET"}) else []
        for method, at in refused:
            answer = busy.client.request(method, at, headers={"accept": accept})
            away = 303 if found and found.needs.signed_in else 404
            assert answer.status_code == (405 if method == "PUT" else away), at
            answers.append((found.policy if found else NOWHERE, answer))
    answers.append((NOWHERE, busy.client.get("/x/y/z/q", headers={"accept": accept})))
    acting = policy_of(lines, POSTED)
    for content, media in [(b"\xff", ""), (b"x" * 100_000, ""), (b"{}", "application/json")]:
        sent = {"accept": accept, "content-type": media}
        answers.append((acting, busy.client.post(f"{WIDGET}/do/rate", content=content, headers=sent)))
    assert {answer.status_code for _, answer in answers} == {303, 400, 404, 405, 413, 415}
    nothing(fault for policy, answer in answers for fault in faults(policy, answer, busy.url))


class Breaking(Clock):
    """A clock that can break, which is a fault of the server's own."""

    broken = False

    def __call__(self) -> datetime:
        if self.broken:
            raise RuntimeError("the clock stands still")
        return super().__call__()


@pytest.fixture
def broken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    clock = Breaking()
    with running(tmp_path_factory.mktemp("broken"), clock) as house:
        house.widget(house.organisation())
        clock.broken = True
        yield house
        clock.broken = False


def test_a_fault_of_our_own_is_as_safe_as_what_was_asked_for(broken: House) -> None:
    lines, asked = table(broken), 0
    here = LOST | {"org": "voorbeeldstad", "name": "fietspad", "number": "1"}
    for line in lines:
        for accept in ("text/html", "application/json"):
            path, headers = line.path_format.format(**here, path="x"), {"accept": accept, "connection": "close"}
            answer = broken.client.get(path, headers=headers)
            if answer.status_code == 500:
                asked += 1
                nothing(faults(line.policy, answer, broken.url))
                assert "clock" not in answer.text
    assert asked > 30


def test_behind_tls_each_answer_says_to_stay_there(busy: House, tmp_path_factory: pytest.TempPathFactory) -> None:
    secure = "https://doemee.example"
    with running(tmp_path_factory.mktemp("tls"), Clock(), also_at=secure) as house:
        house.widget(house.organisation())
        lines = table(house)
        for path in (
            "/",
            WIDGET,
            f"{WIDGET}/embed",
            f"{WIDGET}.rss",
            f"{WIDGET}/do/rate",
            "/api/v1/widgets",
            "/healthz",
            "/x/y/z",
        ):
            for origin, host in ((secure, "doemee.example"), (house.url, urlsplit(house.url).netloc)):
                line, answer = line_of(lines, path), house.client.get(path, headers={"host": host})
                nothing(faults(line.policy if line else NOWHERE, answer, origin))


# --- what search engines and browsers are told in the page itself -----------------------------------------------------


def test_no_page_carries_script_or_style_of_its_own(crawled: list[tuple[Policy, httpx.Response]]) -> None:
    found = []
    for _, answer in crawled:
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        for tag, attrs in Page(answer.text).elements:
            inline = tag == "style" or "style" in attrs or any(name.startswith("on") for name in attrs)
            inline |= tag == "script" and "src" not in attrs and attrs.get("type") != "application/ld+json"
            inline |= any(attrs.get(name, "").strip().lower().startswith(("javascript:", "data:")) for name in attrs)
            found += [f"{answer.request.url}: <{tag} {attrs}>"] if inline else []
    nothing(found)


def test_each_page_names_its_own_address_and_whether_it_may_be_listed(
    busy: House, crawled: list[tuple[Policy, httpx.Response]]
) -> None:
    for policy, answer in crawled:
        if answer.headers.get("content-type", "").startswith("text/html"):
            page, path = Page(answer.text), answer.request.url.path
            [canonical] = [attrs["href"] for tag, attrs in page.elements if attrs.get("rel") == "canonical"]
            assert canonical.startswith(f"{busy.url}/"), path
            listed = policy.indexed and answer.status_code == 200
            assert (page.meta("robots") == "noindex") == (not listed), path
            if listed:
                assert urlsplit(canonical).path == path
