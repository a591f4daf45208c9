# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which sites may hold a widget: chosen by staff, said to browsers by each of its frames, and what they refused."""

from __future__ import annotations

import json
import re

import httpx2 as httpx

from meedoen import limits
from meedoen.records import EVERYONE, NOBODY
from meedoen.store import framing as refused_frames
from tests.house import House
from tests.server.console.desk import Desk, hire, later, signed_in
from tests.server.console.test_widgets import AT, FIELDS, FIETSPAD, NEW, editor, placed

PAGE = "/voorbeeldstad/fietspad"
TOLD = "/voorbeeldstad/-/geweigerd/fietspad"
BLOG = "https://blog.example"
SITES = f"{FIETSPAD}/sites"


def opened(house: House) -> Desk:
    desk = editor(house)
    desk.fill(NEW, **FIELDS)
    return desk


def ancestors(answer: httpx.Response) -> list[str]:
    found = re.search(r"frame-ancestors ([^;]*)", answer.headers["content-security-policy"])
    assert found
    return found[1].split()


def test_a_list_stands_on_all_that_is_framed_and_on_nothing_else(house: House) -> None:
    desk = opened(house)
    framed = (f"{PAGE}/embed", f"{PAGE}/do/rate", f"{PAGE}/embed?over=x", f"{PAGE}/do/none")
    pages = {path: ancestors(house.client.get(path)) for path in (PAGE, "/voorbeeldstad")}
    for path in framed:
        assert ancestors(house.client.get(path)) == ["*"], path
    answer = desk.fill(SITES, framers="listed", sites=f"{BLOG}/\nhttps://*.Voorbeeldstad.nl:443\n{BLOG}")
    assert answer.status_code == 303, answer.text
    for path in framed:
        answer = house.client.get(path)
        assert ancestors(answer) == ["'self'", house.url, BLOG, "https://*.voorbeeldstad.nl"], path
        assert answer.headers["content-security-policy"].endswith(f"; report-uri {TOLD}")
    assert {path: ancestors(house.client.get(path)) for path in pages} == pages
    assert f"{BLOG}\nhttps://*.voorbeeldstad.nl</textarea>" in desk.get(SITES).text
    assert "Gewijzigd: websites die het mogen tonen" in desk.get(FIETSPAD).text


def test_nobody_is_our_own_alone(house: House) -> None:
    opened(house).fill(SITES, framers=NOBODY)
    assert ancestors(house.client.get(f"{PAGE}/embed")) == ["'self'", house.url]


def test_what_the_organisation_says_holds_where_a_widget_says_nothing(house: House) -> None:
    desk = opened(house)
    boss = signed_in(house, hire(house, placed(house).organisation, "joris"))
    rules = "/console/at/voorbeeldstad/defaults"
    assert boss.fill(rules, framers="listed", sites=BLOG, keep_months="0").status_code == 303
    for path in (f"{PAGE}/embed", "/voorbeeldstad/embed"):
        assert BLOG in ancestors(house.client.get(path)), path
    assert BLOG in desk.get(SITES).text
    desk.fill(SITES, framers=EVERYONE)
    assert ancestors(house.client.get(f"{PAGE}/embed")) == ["*"]
    assert boss.get("/console/at/voorbeeldstad/texts").text.count(rules) == 1


def test_a_browser_that_has_the_frame_does_not_keep_the_old_policy(house: House) -> None:
    """It takes over no `Content-…` of a 304 (Chromium), so the answer has to be another."""
    desk = opened(house)
    etag = house.client.get(f"{PAGE}/embed").headers["etag"]
    desk.fill(SITES, framers=NOBODY)
    assert house.client.get(f"{PAGE}/embed", headers={"if-none-match": etag}).status_code == 200


NONE = [
    ("", "Vul minstens één website in"),
    (f"{BLOG}\nblog.example", "Regel 2: vul een website in"),
    (f"{BLOG}/pagina", "Regel 1: "),
    ("https://*", "Regel 1: "),
    ("https://een twee", "Regel 1: "),
    ("https://a.example;script-src *", "Regel 1: "),
    ("https://u@a.example", "Regel 1: "),
    ("javascript:alert(1)", "Regel 1: "),
    ("https://a.example:99999", "Regel 1: "),
    ("\n".join(f"https://s{n}.example" for n in range(limits.FRAMERS_MAX + 1)), "hoogstens 40 websites"),
]


def test_what_is_no_site_is_told_and_stays(house: House) -> None:
    desk = opened(house)
    for typed, told in NONE:
        answer = desk.fill(SITES, framers="listed", sites=typed)
        assert answer.status_code == 400, typed
        assert told in answer.text, typed
        assert typed in answer.text
    assert placed(house).framers == ""


def report(house: House, referer: str, **fields: str) -> None:
    """As Chromium sends it: both addresses in it are ours."""
    body = {"violated-directive": "frame-ancestors", "blocked-uri": f"{house.url}/", "document-uri": f"{house.url}/"}
    headers = {"content-type": "application/csp-report", "origin": "null", "referer": referer}
    answer = house.client.post(TOLD, content=json.dumps({"csp-report": body | fields}), headers=headers)
    assert answer.status_code == 204


def test_what_a_browser_refused_staff_sees_by_site_and_day(house: House) -> None:
    desk = opened(house)
    report(house, f"{BLOG}/")
    assert house.read(refused_frames.latest, placed(house).id) == [], "it may"
    desk.fill(SITES, framers="listed", sites="https://www.voorbeeldstad.nl")
    for referer in (f"{BLOG}/", f"{BLOG}/", "https://www.voorbeeldstad.nl/", f"{house.url}/", "", "about:srcdoc"):
        report(house, referer)
    report(house, "", referrer="https://ander.example/pad?geheim=1")
    later(house, days=1)
    report(house, f"{BLOG}/")
    found = [(one.day, one.origin, one.count) for one in house.read(refused_frames.latest, placed(house).id)]
    assert found == [("2026-05-02", BLOG, 1), ("2026-05-01", BLOG, 2), ("2026-05-01", "https://ander.example", 1)]
    desk.sign_in("fatima@voorbeeldstad.example")
    assert BLOG in desk.get(SITES).text
    assert f"{BLOG} wilde deze widget tonen en mag dat niet." in desk.get(FIETSPAD).text


def test_what_is_told_from_outside_is_bounded(house: House) -> None:
    opened(house).fill(SITES, framers=NOBODY)
    for content in (b"", b"{", b"[]", b'{"csp-report":[]}', b"x" * (limits.REPORT_BYTES_MAX + 1)):
        assert house.client.post(TOLD, content=content).status_code == 204
    for n in range(limits.REFUSED_FRAMES_PER_DAY_MAX + 3):
        house.write(refused_frames.refused, placed(house).id, "2026-05-01", f"https://s{n}.example")
    assert len(house.read(refused_frames.latest, placed(house).id)) == limits.REFUSED_FRAMES_PER_DAY_MAX
    answers = [house.client.post(TOLD).status_code for _ in range(limits.REPORTS_PER_MINUTE_PER_NETWORK)]
    assert answers[-1] == 429
    assert house.client.get(TOLD).status_code == 405


def test_whoever_edits_nothing_is_not_told_what_was_refused(house: House) -> None:
    opened(house).fill(SITES, framers=NOBODY)
    report(house, f"{BLOG}/")
    other = signed_in(house, hire(house, placed(house).organisation, "joris", []))
    assert BLOG not in other.get(f"{AT}/fietspad").text
