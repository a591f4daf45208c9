# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Does it work on my page? Pages as web teams make them, and what is found on each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from meedoen.directory import Directory
from meedoen.limits import PAGE_FRAMES_MAX
from meedoen.outward.fetcher import Fetched, Fetcher
from meedoen.outward.page_check import check
from meedoen.outward.page_reading import read
from meedoen.participation import embedding_check
from meedoen.participation.embedding import EVERYONE, Embedded, Finding, Verdict
from meedoen.store import organisations, widgets
from tests.house import House
from tests.server.outward.elsewhere import page, world
from tests.tools import ROOT, files, nothing

ORIGIN = "https://doemee.example"
URL = "https://www.gouda.example/plannen/fietspad"
WIDGET = Embedded(
    origins=[ORIGIN, "https://doemee.gouda.example"],
    paths=["/gouda/fietspad", "/gouda/fiets"],
    reserve={320: 800, 480: 700, 640: 560},
)
FRAME = (
    f'<iframe src="{ORIGIN}/gouda/fietspad/embed" title="Waardering: Nieuw fietspad" width="100%" height="800"'
    ' loading="lazy" allow="clipboard-write"></iframe>'
)
LINK = f'<p><a href="{ORIGIN}/gouda/fietspad">Nieuw fietspad – Gemeente Gouda</a></p>'
LOADER = f'<script src="{ORIGIN}/embed/v1.js" async></script>'


def around(content: str, head: str = "") -> str:
    """A town's page."""
    return f"""<!DOCTYPE html><html lang="nl"><head><meta charset="utf-8"><title>Fietspad</title>{head}
<script>window.x = "<iframe src='{ORIGIN}/gouda/fietspad/embed'>"</script></head>
<body><header><a href="/">Gemeente Gouda</a></header><main><h1>Nieuw fietspad</h1><p>Denk mee<br>{content}</main>
<!-- {FRAME} --><footer><a href="{ORIGIN}/gouda">Alles om mee te doen</a><a href="http://[">x</a></footer></body></html>"""


def found(
    content: str, *headers: tuple[str, str], head: str = "", url: str = URL, ancestors: Sequence[str] = EVERYONE
) -> list[Finding]:
    answer = Fetched(url, headers, around(content, head).encode())
    widget = Embedded(WIDGET.origins, WIDGET.paths, WIDGET.reserve, ancestors)
    return embedding_check.check(read(answer), widget)


def told(findings: Sequence[Finding]) -> list[str]:
    """Of what is not well, the verdict and the sentence."""
    return [f"{one.verdict} {one.message.msgid}" for one in findings if one.verdict is not Verdict.OK]


WELL: dict[str, str] = {
    "the snippet": LINK + FRAME,
    "with the loader": LINK + FRAME + LOADER,
    "a pinned loader": FRAME + LOADER.replace("v1.js", "1.0.0.js").replace("async", 'integrity="sha384-x" async'),
    "another of our hosts": FRAME.replace(ORIGIN, "https://doemee.gouda.example"),
    "an address without its scheme": FRAME.replace("https://", "//"),
    "the usual port, in large letters": FRAME.replace(ORIGIN, "HTTPS://DOEMEE.example:443"),
    "under its old name": FRAME.replace("fietspad/embed", "fiets/embed"),
    "one contribution of it": FRAME.replace("/embed", "/12/embed"),
    "narrowed": FRAME.replace("/embed", "/embed?lang=en&amp;over=https%3A%2F%2Fwww.gouda.example"),
    "height in a style": FRAME.replace('height="800"', 'style="border: 0; HEIGHT: 600px"'),
    "low, with the loader": FRAME.replace('"800"', '"200"') + LOADER,
    "in a place that is always wide": FRAME.replace('"800"', '"560px"'),
    "in a sandbox that gives all": FRAME.replace(
        "<iframe", '<iframe sandbox="allow-scripts allow-same-origin allow-forms"'
    ),
    "twice": FRAME + FRAME,
    "in soup": f"<table><p><b>{FRAME}<td></i>" + "<div>" * 300,
    "by oEmbed, as WordPress lists it": f'<figure class="wp-embed"><blockquote>{LINK}</blockquote>{FRAME}{LOADER}',
}


@pytest.mark.parametrize("how", WELL)
def test_it_is_well(how: str) -> None:
    findings = found(WELL[how])
    assert [one.message.msgid for one in findings] == [
        "The widget stands on the page.",
        "The page and the organisation let the frame in.",
    ]


SANDBOXED = "warn The frame stands in a sandbox in which the widget forgets people: who comes back counts once more."
WORDPRESS = FRAME.replace(
    "<iframe", '<iframe class="wp-embedded-content" sandbox="allow-scripts" security="restricted"'
)
AS_TEXT = "<p>" + FRAME.replace("<", "&lt;").replace('"', "&quot;") + "</p>"

FAULTS: dict[str, tuple[str, list[str]]] = {
    "nothing": ("", ["bad The widget is not on the page as it is sent."]),
    "by a script": ("<script>show()</script><div id=app></div>", ["bad The widget is not on the page as it is sent."]),
    "an example in a text field": (f"<textarea>{FRAME}</textarea>", ["bad Visitors read the snippet as text"]),
    "as text": (LINK + AS_TEXT, ["bad Visitors read the snippet as text"]),
    "a link alone": (LINK, ["warn The page has a link to the widget."]),
    "a link to a contribution": (LINK.replace("fietspad", "fietspad/3"), ["warn The page has a link to the widget."]),
    "without scripts alone": (f"<noscript>{FRAME}</noscript>", ["bad The widget is not on the page as it is sent."]),
    "in a template": (f"<template>{FRAME}</template>", ["bad The widget is not on the page as it is sent."]),
    "held by a cookie notice": (
        FRAME.replace("src=", 'src="about:blank" data-cookieblock-src='),
        ["warn The page holds"],
    ),
    "loaded later": (
        FRAME.replace("src=", "data-lazy-src=") + f"<noscript>{FRAME}</noscript>",
        ["warn The page holds the widget back"],
    ),
    "another widget": (FRAME.replace("fietspad/embed", "zwembad/embed"), ["bad Something else of this server"]),
    "a widget that begins so": (FRAME.replace("fietspad/embed", "fietspad-2/embed"), ["bad Something else of this"]),
    "its page in a frame": (FRAME.replace("/embed", ""), ["bad Something else of this server"]),
    "another server": (
        FRAME.replace(ORIGIN, "https://doemee.example.evil.example"),
        ["bad The widget is not on the page"],
    ),
    "without https": (FRAME.replace("https:", "http:"), ["bad The widget is not on the page"]),
    "no title": (FRAME.replace('title="Waardering: Nieuw fietspad"', 'title=" "'), ["warn The frame has no title."]),
    "no clipboard": (FRAME.replace(' allow="clipboard-write"', ""), ["warn Buttons in the widget cannot copy."]),
    "too low": (FRAME.replace('"800"', '"400"'), ["warn The frame is too low"]),
    "no height": (FRAME.replace(' height="800"', ""), ["warn The frame does not say how high it is."]),
    "a part of what is around it": (FRAME.replace('"800"', '"100%"'), ["warn The frame does not say how high it is."]),
    "WordPress, as it takes in who it does not list": (f"<blockquote>{LINK}</blockquote>{WORDPRESS}", [SANDBOXED]),
    "Joomla": (FRAME.replace("<iframe", '<iframe sandbox=""'), ["bad The frame stands in a sandbox in which nobody"]),
    "a sandbox with forms alone": (FRAME.replace("<iframe", '<iframe sandbox="ALLOW-FORMS"'), [SANDBOXED]),
}


@pytest.mark.parametrize("how", FAULTS)
def test_a_fault_is_found(how: str) -> None:
    content, expected = FAULTS[how]
    findings = found(content)
    assert [one.startswith(start) for one, start in zip(told(findings), expected, strict=True)] == [True], told(
        findings
    )
    assert all(one.change for one in findings if one.verdict is not Verdict.OK)


CSP = "content-security-policy"
FRAME_REFUSED, LOADER_REFUSED = "bad The page’s Content Security Policy", "warn The page’s Content Security Policy"

POLICIES: dict[str, tuple[str, list[str], str]] = {
    "nothing about frames": ("script-src 'self' https://doemee.example; img-src 'none'", [], ""),
    "as we say": (f"default-src 'self'; frame-src {ORIGIN}; script-src {ORIGIN}", [], ""),
    "an old name for it": (f"default-src 'none'; child-src {ORIGIN}; script-src https:", [], ""),
    "frames of one's own": ("frame-src 'self'", [FRAME_REFUSED], f"frame-src 'self' {ORIGIN}"),
    "no frames": ("frame-src 'none'", [FRAME_REFUSED], f"frame-src {ORIGIN}"),
    "nothing at all": (f"default-src 'none'; script-src {ORIGIN}", [FRAME_REFUSED], f"frame-src {ORIGIN}"),
    "video alone": (
        "default-src *; frame-src https://www.youtube-nocookie.com https://player.vimeo.com",
        [FRAME_REFUSED],
        f"frame-src https://www.youtube-nocookie.com https://player.vimeo.com {ORIGIN}",
    ),
    "scripts of one's own": ("frame-src *; script-src 'self'", [LOADER_REFUSED], f"script-src 'self' {ORIGIN}"),
    "elements apart": (f"script-src {ORIGIN}; script-src-elem 'self'", [LOADER_REFUSED], f"script-src 'self' {ORIGIN}"),
    "nonces": ("script-src 'strict-dynamic' 'nonce-x' https:", [LOADER_REFUSED], "the nonce of the page"),
    "both": ("default-src 'self'", [FRAME_REFUSED, LOADER_REFUSED], f"frame-src 'self' {ORIGIN}"),
    "two, of which one refuses": (
        f"frame-src {ORIGIN}, frame-src 'self'",
        [FRAME_REFUSED],
        f"frame-src 'self' {ORIGIN}",
    ),
}


@pytest.mark.parametrize("how", POLICIES)
@pytest.mark.parametrize("where", ["header", "meta"])
def test_a_policy_of_the_page_is_read(how: str, where: str) -> None:
    policy, expected, change = POLICIES[how]
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    findings = found(FRAME + LOADER, (CSP, policy)) if where == "header" else found(FRAME + LOADER, head=meta)
    assert [one[: len(start)] for one, start in zip(told(findings), expected, strict=True)] == expected
    changes = [one.change for one in findings if one.change]
    assert change in " ".join(one.msgid % one.values for one in changes)


def test_a_policy_that_only_reports_is_none() -> None:
    assert told(found(FRAME, ("content-security-policy-report-only", "frame-src 'none'"))) == []


def test_a_page_that_is_isolated_refuses_us() -> None:
    for value in ("require-corp", 'credentialless; report-to="x"'):
        assert told(found(FRAME, ("cross-origin-embedder-policy", value)))[0].startswith("bad The page refuses frames")
    assert told(found(FRAME, ("cross-origin-embedder-policy", "unsafe-none"))) == []


@pytest.mark.parametrize(
    ("ancestors", "admitted"),
    [
        (["*"], True),
        (["https://www.gouda.example"], True),
        (["https://*.gouda.example", "https://delft.example"], True),
        (["https://gouda.example"], False),
        (["'self'"], False),
        (["'none'"], False),
        ([], False),
    ],
)
def test_the_sites_that_an_organisation_names_may_hold_it(ancestors: list[str], admitted: bool) -> None:
    refusals = told(found(FRAME, ancestors=ancestors))
    assert [one.startswith("bad The organisation does not let this site") for one in refusals] == [True] * (
        not admitted
    )


def test_a_frame_without_https_is_refused_on_a_page_with_it() -> None:
    insecure = Embedded(["http://doemee.example"], WIDGET.paths, WIDGET.reserve)
    answer = Fetched(URL, (), FRAME.replace("https:", "http:").encode())
    assert told(embedding_check.check(read(answer), insecure))[0].startswith("bad Browsers refuse")


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        (b"", "utf-8"),
        (b" ", ""),
        (b"\xff\xfe\x00", "utf-16"),
        (b"<", "nonsense"),
        (b"\0" * 99, "utf-8"),
        (b"<!-- x", ""),
    ],
)
def test_a_page_that_is_none_has_nothing_on_it(body: bytes, charset: str) -> None:
    answer = Fetched(URL, (("content-type", f"text/html; charset={charset}"),), body)
    assert told(embedding_check.check(read(answer), WIDGET))[0].startswith("bad The widget is not on the page")


def test_a_page_that_goes_on_and_on_is_judged_by_its_beginning() -> None:
    policies = ",".join(["frame-src 'self' a b c"] * 5_000)
    assert len(found((FRAME + LINK + LOADER) * 2_000, (CSP, policies), (CSP, policies))) < 100
    faulty = FRAME.replace('"800"', '"1"')
    assert len(told(found(FRAME * (PAGE_FRAMES_MAX - 1) + faulty))) == 1
    assert told(found(FRAME * PAGE_FRAMES_MAX + faulty)) == []


def test_the_base_of_a_page_is_that_of_its_addresses() -> None:
    relative = FRAME.replace(ORIGIN, "")
    assert found(relative, head=f'<base href="{ORIGIN}/x/">')[0].verdict is Verdict.OK
    assert found(relative)[0].verdict is Verdict.BAD


def test_the_pages_of_the_demo_are_well() -> None:
    """Real pages, each with the widget that its first frame is of."""
    faults, seen = [], 0
    for path in files("*.html", under=["demo-site"]):
        html = (ROOT / path).read_text().replace("{{meedoen}}", ORIGIN)
        at = html.partition(f'<iframe src="{ORIGIN}')[2].partition("/embed")[0]
        if at:
            seen += 1
            widget = Embedded([ORIGIN], [at], {320: 800, 640: 700})
            answer = Fetched(f"https://www.voorbeeldstad.example/{Path(path).name}", (), html.encode())
            faults += [f"{path}: {one}" for one in told(embedding_check.check(read(answer), widget))]
    nothing(faults)
    assert seen >= 8


def test_a_page_is_fetched_and_judged_by_what_the_house_knows(house: House) -> None:
    """A widget and its organisation were renamed since its snippet was pasted."""
    pasted = f'<iframe src="{house.url}/oud/fiets/embed" title="x" height="2000" allow="clipboard-write"></iframe>'
    of = house.organisation("oud")
    widget = house.widget(of, "fiets")
    house.write(widgets.rename, widget, "fietspad", at=house.clock())
    house.write(organisations.rename, of, "gouda", at=house.clock())

    async def checked() -> list[Finding]:
        async with world({"/": page(pasted.encode())}, tls=False) as one:
            placed = await Directory(house.store, house.types).widget("gouda", "fietspad")
            at = ("127.0.0.1", one.server.port)
            url = f"http://127.0.0.1:{one.server.port}/"
            return await check(url, placed, fetcher=Fetcher([at]), store=house.store, origins=[house.url])

    assert told(house.run(checked())) == []
