# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""A waiting room, the whole way: from a question that was asked before to a change that everybody hears of.

Each way of standing somewhere is gone by the keyboard alone or without script, on a telephone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from meedoen.records import Widget
from tests.browser.hands import ByKeyboard, Hands, WithoutScript
from tests.browser.hosts import TOWN, Hosts, host_page, in_wordpress, pasted, serving
from tests.house import TEXTS, Clock, House, running
from tests.mail_server import mail_server
from tests.server.console.desk import PASSWORD, hire
from tests.server.following import FROM, Posting, link
from tests.server.people import Person

ROOM = "/voorbeeldstad/paspoort"
BEFORE = "Mag ik zelf een pasfoto maken?"
MINE = "Is de balie op zaterdag open?"
ANSWER = "Ja, tot twaalf uur."
DOUBLE = "Zijn jullie op zaterdag ook open?"
NOT_OURS = "Wanneer gaat het zwembad open?"
CHANGED = "Het formulier vraagt nu om één foto."
OFFICIAL = "Op zaterdag zijn we open van 9 tot 12 uur."
MAILED = "inwoner@thuis.example"
GROUPS = [{"key": "foto", "label": "Pasfoto"}, {"key": "balie", "label": "De balie"}]


def page(_house: House, _hosts: Hosts) -> str:
    """The room's own page."""
    return ""


def frame(house: House, hosts: Hosts) -> str:
    """A town's page, with the snippet pasted in."""
    return hosts.at(TOWN, hosts.put(host_page(pasted(house.client, "voorbeeldstad", "paspoort", "html-iframe"))))


def wordpress(house: House, hosts: Hosts) -> str:
    """A blog that does not know our server, and lets our frame run scripts alone."""
    return hosts.at(TOWN, hosts.put(host_page(in_wordpress(house.client, f"{house.url}{ROOM}"))))


WAYS = [(wordpress, ByKeyboard), (page, WithoutScript), (frame, ByKeyboard), (page, ByKeyboard), (frame, WithoutScript)]


@pytest.mark.scale(test=2, long=len(WAYS))
def test_from_a_question_to_a_change(browser: Browser, tmp_path: Path, count: int) -> None:
    for number, (where, hands) in enumerate(WAYS[:count]):
        story(browser, tmp_path / str(number), where, hands)


def story(browser: Browser, folder: Path, where: Callable[[House, Hosts], str], hands_of: Callable[..., Hands]) -> None:
    """As it goes on one way."""
    folder.mkdir()
    clock = Clock()
    with (
        serving() as hosts,
        mail_server() as sink,
        running(folder, clock, smtp_url=sink.url, mail_from=FROM) as house,
        telephone(browser, hands_of) as hers,
        telephone(browser, hands_of) as his,
    ):
        of = house.organisation(**TEXTS)
        room = house.widget(of, "paspoort", "waiting_room", "Paspoort aanvragen", groups=GROUPS, shown=5)
        hire(house, of, "fatima")
        Person(house, ROOM).act("topic", title=BEFORE, group="foto", kind="question")
        at = where(house, hosts) or f"{house.url}{ROOM}"
        home = Home(hers, house, room, Posting(house, clock, sink))
        home.is_offered_what_is_alike(at)
        home.has_it_too(at)
        home.asks(at)
        home.follows()
        Person(house, ROOM).act("answer", _target="#2", text=ANSWER, sort="answer", quotes="")
        for asked in (DOUBLE, NOT_OURS):
            Person(house, ROOM).act("topic", title=asked, group="balie", kind="question")
        office = Office(his, house)
        office.signs_in()
        office.merges()
        office.answers()
        office.passes_on()
        home.is_told(OFFICIAL)
        office.notes_a_change()
        home.is_told(CHANGED, minutes=65)
        home.reads_that_it_changed(knows=home.script and at.startswith(house.url))
        home.says_it_is_solved()
        home.finds_it_everywhere()
        office.finds_what_was_said()


@contextmanager
def telephone(browser: Browser, hands_of: Callable[..., Hands]) -> Iterator[Hands]:
    """Somebody's own."""
    context = browser.new_context(java_script_enabled=hands_of is ByKeyboard, viewport={"width": 320, "height": 640})
    context.set_default_timeout(10_000)
    yield hands_of(context)
    context.close()


@dataclass
class Home:
    """What a citizen does."""

    hands: Hands
    house: House
    room: Widget
    post: Posting
    code: str = ""

    @property
    def inside(self) -> Page | FrameLocator:
        """Where the room stands."""
        return self.hands.page.frame_locator("iframe") if self.hands.elsewhere else self.hands.page

    @property
    def script(self) -> bool:
        """Whether the browser runs scripts."""
        return isinstance(self.hands, ByKeyboard)

    def thanked(self, how: str) -> None:
        """It says so where she acted; without script on a page of its own."""
        said = self.inside.get_by_role("status") if self.script else self.inside.get_by_role("heading", level=1)
        expect(said.filter(has_text=how)).to_be_visible()

    def is_offered_what_is_alike(self, at: str) -> None:
        """While she types; without script, as a step."""
        self.hands.go(at)
        self.hands.fill(**{"Wat wilt u vragen?": "Kan ik de pasfoto zelf maken?"})
        if self.script:
            expect(self.inside.get_by_text("1 lijkt op wat u schrijft")).to_be_visible()
        else:
            self.hands.tick("Pasfoto")
            self.hands.send("Plaats uw vraag")
            expect(self.inside.get_by_role("heading", level=1)).to_have_text("Is het een van deze?")
        expect(self.inside.get_by_role("link", name=BEFORE).first).to_be_visible()

    def has_it_too(self, at: str) -> None:
        """From what is offered, where that is a page; else from the list of topics, to which she comes back."""
        if self.script or self.hands.elsewhere:
            self.hands.go(at)
            self.inside.get_by_label("Wat wilt u vragen?").fill("")
        self.hands.send("Ik ook")
        if not self.script:
            expect(self.inside.get_by_role("heading", level=1)).to_have_text("Controleer en verstuur")
            self.hands.send("Ik ook")
        self.thanked("De organisatie ziet dat u dit ook hebt.")

    def asks(self, at: str) -> None:
        """What nobody asked before."""
        self.hands.go(at)
        self.hands.fill(**{"Wat wilt u vragen?": MINE})
        self.hands.tick("De balie")
        self.hands.send("Plaats uw vraag")
        if not self.script:
            expect(self.inside.get_by_role("heading", level=1)).to_have_text("Controleer en verstuur")
            self.hands.send("Plaats uw vraag")
        self.code = self.inside.get_by_label("Bewaar uw ontvangstcode").input_value()

    def follows(self) -> None:
        """By mail, what becomes of it."""
        self.hands.go(f"{self.house.url}/voorbeeldstad/-/mail/paspoort/2")
        self.hands.fill(**{"Uw e-mailadres": MAILED})
        self.hands.tick("Als er iets gebeurt")
        self.hands.press("Stuur mij een link")
        [mail] = self.post.after()
        self.hands.go(self.house.url + link(mail))
        self.hands.press("Ja, stuur mij mail")
        self.post.clock.move(seconds=1)

    def is_told(self, what: str, minutes: int = 5) -> None:
        """In her mailbox, where at most one mail an hour comes."""
        assert any(what in str(mail.get_content()) for mail in self.post.after(minutes=minutes))

    def reads_that_it_changed(self, *, knows: bool) -> None:
        """On what she has too; and that she has it, where the browser remembers it."""
        self.hands.go(f"{self.house.url}{ROOM}/1")
        expect(self.hands.page.get_by_text("Hierdoor is iets veranderd").first).to_be_visible()
        had = self.hands.page.get_by_text("U had dit ook.")
        expect(had).to_be_visible(visible=knows)

    def says_it_is_solved(self) -> None:
        """With the code of her question, on its page."""
        self.hands.go(f"{self.house.url}{ROOM}/2")
        self.hands.unfold("Bent u de vraagsteller?")
        self.hands.fill(Uw_ontvangstcode=self.code)
        self.hands.send("Het is opgelost")
        self.thanked("Anderen lezen dat het is opgelost.")

    def finds_it_everywhere(self) -> None:
        """On the page, with the code, in feeds, oEmbed and API."""
        for path in (f"{ROOM}/2", f"{ROOM}/2.rss", f"{ROOM}/2.atom", f"{ROOM}/2.json", f"{ROOM}.atom"):
            told = self.house.client.get(path).text
            for said in (MINE, ANSWER, OFFICIAL):
                assert said in told, path
        for path, said in (
            (f"{ROOM}/4", "Samengevoegd met:"),
            (f"{ROOM}/5", "Doorverbonden met Sportbedrijf"),
            (f"/api/v1/widgets{ROOM}/contributions/2", OFFICIAL),
            (f"/oembed?url={self.house.url}{ROOM}/2", MINE),
            ("/voorbeeldstad/-/veranderd/paspoort", CHANGED),
        ):
            assert said in self.house.client.get(path).text, path
        self.hands.go(f"{self.house.url}/voorbeeldstad/-/bijdrage")
        self.hands.fill(Uw_ontvangstcode=self.code)
        self.hands.press("Toon mijn bijdrage")
        expect(self.hands.page.get_by_text(OFFICIAL)).to_be_visible()


@dataclass(frozen=True)
class Office:
    """What an official does."""

    hands: Hands
    house: House

    def signs_in(self) -> None:
        self.hands.go(f"{self.house.url}/console/sign-in")
        self.hands.fill(**{"E-mailadres": "fatima@voorbeeldstad.example", "Wachtwoord": PASSWORD})
        self.hands.press("Log in")

    def merges(self) -> None:
        """Two of the same, that stand side by side first."""
        self.hands.go(f"{self.house.url}/console/at/voorbeeldstad/answers/paspoort/2/merge")
        self.hands.fill(Een_andere="4")
        self.hands.press("Bekijk ze naast elkaar")
        self.hands.tick(f"2: {MINE}")
        self.hands.press("Voeg ze samen")
        self.told("Ze zijn nu samengevoegd.")

    def passes_on(self) -> None:
        """What others answer, by mail."""
        self.hands.go(f"{self.house.url}/console/at/voorbeeldstad/answers/paspoort/5/pass-outside")
        self.hands.fill(**{"Welke organisatie?": "Sportbedrijf", "Het e-mailadres": "balie@sport.example"})
        self.hands.fill(Waarom="Het zwembad is van hen.")
        self.hands.press("Verbind door en verstuur de mail")

    def answers(self) -> None:
        """From what waits longest."""
        self.hands.go(f"{self.house.url}/console/at/voorbeeldstad/widgets/paspoort/desk/queue")
        self.hands.press(MINE)
        self.hands.fill(Uw_antwoord=OFFICIAL)
        self.hands.press("Antwoord namens de organisatie")
        self.told("Uw antwoord staat bij de bijdrage.")

    def notes_a_change(self) -> None:
        """For both questions."""
        self.hands.go(f"{self.house.url}/console/at/voorbeeldstad/changes/paspoort/new?which=1-2")
        self.hands.fill(**{"Wat hebt u veranderd?": CHANGED})
        self.hands.press("Noteer dit voor alles zonder vinkje")
        self.told("De verandering staat er, en ook bij elke bijdrage.")

    def finds_what_was_said(self) -> None:
        """In his own archive."""
        self.hands.go(f"{self.house.url}/console/at/voorbeeldstad/said")
        for said in (OFFICIAL, CHANGED, "Het zwembad is van hen."):
            expect(self.hands.page.get_by_text(said).first).to_be_visible()

    def told(self, text: str) -> None:
        """The page says what was done."""
        expect(self.hands.page.get_by_role("status")).to_contain_text(text)
