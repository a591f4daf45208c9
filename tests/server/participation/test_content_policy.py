# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a page's policy lets in, source by source (CSP Level 3, 6.7.2)."""

from __future__ import annotations

import pytest

from meedoen.participation.content_policy import FRAME, SCRIPT, admits, decides, read

PAGE = "https://www.gouda.example/plannen"
FRAMED = "https://doemee.example/gouda/fietspad/embed?lang=nl"

LET_IN = [
    "*",
    "https:",
    "HTTPS:",
    "http:",
    "https://doemee.example",
    "HTTPS://DOEMEE.example",
    "http://doemee.example",
    "doemee.example",
    "https://*.example",
    "*.example",
    "https://*",
    "https://doemee.example:443",
    "https://doemee.example:*",
    "http://doemee.example:80",
    "doemee.example/gouda/",
    "https://doemee.example/gouda/fietspad/embed",
    "https://doemee.example/%67ouda/",
]
KEPT_OUT = [
    "",
    "'none'",
    "'self'",
    "data:",
    "ws:",
    "https://doemee.example.evil.example",
    "https://mee.example",
    "https://doemee.example:8443",
    "*.doemee.example",
    "https://*.mee.example",
    "https://doemee.example/gouda",
    "https://doemee.example/delft/",
    "'unsafe-inline'",
    "'nonce-x'",
    "doemee.example:70000",
    "://doemee.example",
]


@pytest.mark.parametrize("source", LET_IN)
def test_a_source_lets_it_in(source: str) -> None:
    assert admits(["'self'", source], FRAMED, PAGE)
    assert admits([source], FRAMED, PAGE)


@pytest.mark.parametrize("source", KEPT_OUT)
def test_a_source_keeps_it_out(source: str) -> None:
    assert not admits([source], FRAMED, PAGE)


@pytest.mark.parametrize(
    ("page", "framed", "admitted"),
    [
        ("https://gouda.example/a", "https://gouda.example/b", True),
        ("http://gouda.example/a", "https://gouda.example/b", True),
        ("https://gouda.example/a", "http://gouda.example/b", False),
        ("https://gouda.example/a", "https://gouda.example:8443/b", False),
        ("http://localhost:8001/a", "http://localhost:8000/b", False),
        ("http://localhost:8001/a", "http://localhost:8001/b", True),
        ("https://gouda.example", "https://gouda.example:99999/b", False),
    ],
)
def test_self_is_the_pages_own_origin(page: str, framed: str, admitted: bool) -> None:
    assert admits(["'self'"], framed, page) is admitted


def test_a_source_without_a_scheme_is_of_the_pages() -> None:
    assert not admits(["doemee.example"], "http://doemee.example/", "https://gouda.example/")
    assert admits(["doemee.example"], "https://doemee.example/", "http://gouda.example/")


def test_a_nonce_lets_a_script_in_and_with_strict_dynamic_nothing_else_does() -> None:
    loader = "https://doemee.example/embed/v1.js"
    assert admits(["'nonce-r4nd'"], loader, PAGE, nonce="r4nd")
    assert not admits(["'nonce-r4nd'"], loader, PAGE, nonce="other")
    assert admits(["'strict-dynamic'", "'nonce-r4nd'"], loader, PAGE, nonce="r4nd")
    assert not admits(["'strict-dynamic'", "https://doemee.example"], loader, PAGE)


def test_a_header_may_hold_several_policies_and_each_counts() -> None:
    policies = read("default-src 'self'; FRAME-SRC a b; frame-src c;, script-src d,;")
    assert policies == [{"default-src": ["'self'"], "frame-src": ["a", "b"]}, {"script-src": ["d"]}]
    assert [decides(one, FRAME) for one in policies] == ["frame-src", ""]
    assert [decides(one, SCRIPT) for one in policies] == ["default-src", "script-src"]
    assert decides({"child-src": [], "default-src": []}, FRAME) == "child-src"
    assert read("") == []
