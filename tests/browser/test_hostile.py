# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Hostile words in every field of a waiting room, shown in every way out: none runs, no page breaks, each is read.

A browser shows the pages without our security policy, which would hide that an escape is missing.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring
from playwright.sync_api import Browser, BrowserContext

from meedoen.official import OutcomeState
from meedoen.records import Widget
from meedoen.records_moderation import Ground, Report
from meedoen.records_staff import Grant, Member, Profile, Role
from meedoen.store import accounts, members, reports
from meedoen.testing.pages import faults_of_page
from tests.browser.payloads import payloads
from tests.house import CHEAP, House
from tests.server.answering import decide, reply
from tests.server.console.desk import PASSWORD, Desk, signed_in
from tests.server.following import ORG, Following, following
from tests.server.people import Person
from tests.tools import nothing

TOGETHER = 10
"""In a room: its feeds, of 50 entries, hold all that is said there with each."""
AT = "/console/at/voorbeeldstad"
TYPED = "a piece of template is left in it"
"""As somebody typed it: were it carried out, `7*191` would be a number."""
DONE = """async (words) => {
  const UNSEEN = '.md-hidden, textarea, script, option';
  document.querySelectorAll('details').forEach((one) => { one.open = true; });
  document.querySelectorAll('input, textarea, button, a').forEach((one) => one.focus());
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const made = 'iframe[srcdoc]:not([sandbox=""]), base, script:not([src]):not([type="application/ld+json"])'
    + ', x\\\\:script, math, [href^="javascript:" i], [src^="javascript:" i], [http-equiv=refresh]';
  const handled = [...document.querySelectorAll('*')].filter((one) => one.getAttributeNames().some(
    (name) => name.startsWith('on')));
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const loose = [];
  while (walk.nextNode()) {
    const said = walk.currentNode.data.trim();
    let block = walk.currentNode.parentElement;
    if (!/[TMAROK][0-9]+ .*[\\u202a-\\u202e\\u2066-\\u2069]/.test(said) || block.closest(UNSEEN)) continue;
    while (getComputedStyle(block).unicodeBidi === 'normal' && getComputedStyle(block).display === 'inline') {
      block = block.parentElement;
    }
    const beside = block.textContent.trim().replace(/\\s+/g, '');
    const cut = beside.endsWith('…') && words.some((one) => one.startsWith(beside.slice(0, -1)));
    if (!words.includes(beside) && !cut && !block.querySelector('mark')) loose.push(beside);
  }
  return {
    ran: window.pwned, made: [...document.querySelectorAll(made), ...handled].map((one) => one.outerHTML),
    loose, text: document.body.textContent,
  };
}"""
"""What of it became more than words; and where what participants wrote could turn about what stands beside it.

A block ends what was begun in it (https://www.w3.org/TR/css-writing-modes-3/#unicode-bidi), so each needs one of its
own. What staff are called stands in sentences of ours, and could turn those: they turn their own."""


@dataclass(frozen=True)
class Said:
    """Where each payload was put: a field's name and its number before it."""

    words: Sequence[str]
    before: Sequence[str] = ()
    """What was typed in other rooms, of which a desk tells as well."""

    @property
    def typed(self) -> list[str]:
        """What was written, but for what somebody or something is called; and all one said, as a desk lists it."""
        told = [line for field in "TMAROK" for words in self.all(field) for line in (words, *words.splitlines())]
        told += [f"{words} tip" for words in self.all("A")]
        topics = enumerate(zip(self.all("T"), self.all("M"), strict=True), start=1)
        told += [f"{title} {more} question g{number}" for number, (title, more) in topics]
        return [*self.before, *map(_plain, told)]

    def all(self, field: str) -> list[str]:
        return [f"{field}{number} {words}" for number, words in enumerate(self.words, start=1)]


def spokesperson(house: House, of: Widget, number: int, name: str) -> Member:
    """Whose name, function and department are hostile."""
    at = house.clock()
    address = f"spreekt-{of.name}-{number}@voorbeeldstad.example"
    account = house.write(accounts.add, address, password=CHEAP.hash(PASSWORD), language="nl", at=at)
    profile = Profile(f"N{number} {name}", f"F{number} {name}", f"D{number} {name}", show_name=True)
    return house.write(members.join, account, of.organisation, profile, [*map(Grant, Role)], at=at)


def filled(one: Following, name: str, said: Said) -> Member:
    """A room with every field of it hostile; answers who works there."""
    house = one.house
    groups = [{"key": f"g{number}", "label": label} for number, label in enumerate(said.all("G"), start=1)]
    room = house.widget(
        one.widget.organisation, name, "waiting_room", said.all("W")[0], groups=groups, shown=10, expectation="Wacht."
    )
    one.follow(f"{ORG}/{name}")
    for number, (title, more) in enumerate(zip(said.all("T"), said.all("M"), strict=True), start=1):
        asker = Person(house, f"/voorbeeldstad/{name}")
        asked = asker.act("topic", title=title, more=more, kind="question", group=f"g{number}")
        assert asked.status_code == 200, asked.text
        assert asked.json()["number"] == number, "and not held"
    one.after(hours=1)  # so that a mail tells of these alone: it lists no more than so many
    for text in said.all("A"):
        answered = Person(house, f"/voorbeeldstad/{name}").act("answer", _target="#1", text=text, sort="tip", quotes="")
        assert answered.status_code == 200, answered.text
    staff = [spokesperson(house, room, number, words) for number, words in enumerate(said.words, start=1)]
    for number, (by, text, reason) in enumerate(zip(staff, said.all("R"), said.all("O"), strict=True), start=1):
        reply(house, room, by, number, text=text)
        decide(house, room, by, number, state=OutcomeState.PARTLY, reason=reason, links=())
    for number, words in enumerate(said.all("K")):
        house.write(reports.add, room, 1, Report(Ground.ABUSE, words, house.clock()), bytes([number]))
    return staff[0]


def pages(name: str, last: int) -> dict[str, str]:
    """Each page where some of it is shown, with the fields that are shown there whole."""
    room = f"/voorbeeldstad/{name}"
    ours = f"{AT}/widgets/{name}"
    return {
        room: "TG",
        f"{room}?lang=en": "TG",
        f"{room}/embed": "",
        f"{room}/1": "A",
        f"{room}/1/embed": "A",
        f"{room}/2": "",
        f"{room}/{last}": "",
        "/voorbeeldstad": "",
        "/voorbeeldstad/embed": "",
        f"/voorbeeldstad/-/deel/{name}": "",
        f"/voorbeeldstad/-/deel/{name}/1": "",
        f"/voorbeeldstad/-/moderatie/{name}/1": "",
        f"{ORG}/{name}/1": "",
        f"{room}/do/topic": "G",
        f"{ours}/desk/queue": "",
        ours: "",
        f"{ours}/settings": "",
        f"{AT}/answers": "",
        f"{AT}/answers/{name}/1": "",
        f"{AT}/search?q=pwned": "",
        f"{AT}/said": "",
        f"{AT}/moderation": "",
        f"{AT}/moderation/{name}/1": "K",
    }


def faults_of(found: dict[str, Any], wanted: Sequence[str]) -> Iterator[str]:
    if found["ran"] is not None:
        yield f"a script ran: {found['ran']}"
    yield from (f"became more than words: {one}" for one in found["made"])
    yield from (f"turns what is beside it: {one!r}" for one in found["loose"])
    read = _plain(found["text"])
    yield from (f"is not read: {one!r}" for one in wanted if _plain(one) not in read)


def _plain(text: str) -> str:
    """Without spaces: where words are on a line of their own, the end of the line is none any more."""
    return "".join(text.split())


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Following]:
    with following(tmp_path, database=f"sqlite:///{tmp_path / 'meedoen.sqlite3'}") as made:
        yield made


@pytest.mark.scale(test=5, long=500)
def test_no_words_become_more_than_words(one: Following, browser: Browser, count: int) -> None:
    words = payloads(count)
    context = browser.new_context(bypass_csp=True)
    before: Sequence[str] = ()
    for number, start in enumerate(range(0, count, TOGETHER)):
        name, said = f"kamer-{number}", Said(words[start : start + TOGETHER], before)
        before = said.typed
        one.clock.move(hours=25)  # after a day the same words may come again, whatever signs are between them
        desk = signed_in(one.house, filled(one, name, said))
        nothing(shown(context, one.house, desk, name, said), "pages")
        nothing(told(context, one, name, said), "feeds, cards, data, mail")
    context.close()


def shown(context: BrowserContext, house: House, desk: Desk, name: str, said: Said) -> Iterator[str]:
    """What is wrong on any page."""
    context.clear_cookies()
    for one in desk.client.cookies.jar:
        context.add_cookies([{"name": one.name, "value": one.value or "", "url": house.url}])
    page = context.new_page()
    for path, fields in pages(name, 2 * len(said.words)).items():
        source = desk.get(path)
        assert source.status_code == 200, f"{path}: {source.status_code}"
        yield from (f"{path}: {fault}" for fault in faults_of_page(source.text) if fault != TYPED)
        if "1337" in source.text:
            yield f"{path}: a template was carried out"
        page.goto(house.url + path)
        wanted = [words for field in fields for words in said.all(field)]
        yield from (f"{path}: {fault}" for fault in faults_of(page.evaluate(DONE, said.typed), wanted))
    page.close()


def told(context: BrowserContext, one: Following, name: str, said: Said) -> Iterator[str]:
    """What is wrong in what machines read: it is whole, and HTML in it is words too, all of it on one page."""
    house, room = one.house, f"/voorbeeldstad/{name}"
    inside, read = list[str](), list[str]()
    for at in (room, f"{room}/1", "/voorbeeldstad"):
        for form in ("rss", "atom"):
            tree = fromstring(house.client.get(f"{at}.{form}").content)
            read += [found.text or "" for found in tree.iter()]
        entries = json.loads(house.client.get(f"{at}.json").content)["items"]
        read += [f"{entry['title']} {entry['content_text']}" for entry in entries]
    fromstring(house.client.get("/voorbeeldstad.opml").content)
    for at in (room, f"{room}/1"):
        asked = {"url": house.url + at}
        inside.append(house.client.get("/oembed", params=asked).json()["html"])
        card = fromstring(house.client.get("/oembed", params={**asked, "format": "xml"}).content)
        inside.append(card.findtext("html") or "")
    resource = f"{house.url}/api/v1/widgets{room}/contributions"
    data = json.dumps([house.client.get(f"{resource}?kind={kind}").json() for kind in ("topic", "answer")])
    rows = list(csv.reader(StringIO(house.client.get("/voorbeeldstad/-/cijfers.csv").text)))
    assert len({len(row) for row in rows}) == 1, "a table has as many cells in each row"
    assert said.all("W")[0] in "\n".join(cell for row in rows for cell in row)
    one.after(hours=1)
    mails = [mail for mail in one.sink.took if name in mail.get_content()]
    assert {part.get_content_type() for mail in mails for part in mail.walk()} == {"text/plain"}, "nothing to run"
    letter = _plain("\n".join(mail.get_content() for mail in mails))
    inside += [text for text in read if text.startswith("<p>")]
    page = context.new_page()
    page.goto(house.url + "/voorbeeldstad")
    page.set_content("<!doctype html><title>x</title>" + "\n".join(inside))
    found = page.evaluate(DONE, said.typed)
    yield from (f"inside: {fault}" for fault in faults_of({**found, "loose": []}, said.all("M")))
    page.close()
    for words in (one for field in "TMA" for one in said.all(field)):
        if json.dumps(words)[1:-1] not in data:
            yield f"the API lacks {words!r}"
    fed = _plain("\n".join(read))
    yield from (f"the feeds lack {words!r}" for field in "TMA" for words in said.all(field) if _plain(words) not in fed)
    yield from (f"the mail lacks {words!r}" for words in said.all("T") if _plain(words) not in letter)
