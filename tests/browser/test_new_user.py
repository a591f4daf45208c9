# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Somebody who has a server that was just started, with an empty data folder, and no shell: the whole way.

Each story is recorded: `playwright show-trace build/stories/….zip` plays it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.hands import ByKeyboard, Hands, WithoutScript
from tests.browser.hosts import TOWN, host_page
from tests.browser.hosts import serving as hosting
from tests.house import Clock, House, running
from tests.mail_server import mail_server
from tests.server.console.desk import PASSWORD, set_up_code
from tests.server.following import FROM, Posting, link

REASON = "Er ligt glas op het pad bij de brug."
REPLY = "De veegwagen komt vrijdag langs."
OUTCOME = "Het pad is schoongemaakt."
PLUM, PLUM_DRAWN = "#5c1f45", "rgb(92, 31, 69)"
STORIES = Path("build/stories")


@pytest.mark.parametrize("hands_of", [ByKeyboard, WithoutScript])
def test_from_an_empty_folder_to_an_outcome(browser: Browser, tmp_path: Path, hands_of: Callable[..., Hands]) -> None:
    clock = Clock()
    with (
        hosting() as hosts,
        mail_server() as sink,
        running(tmp_path, clock, smtp_url=sink.url, mail_from=FROM) as house,
        recorded(browser, hands_of, "office") as official,
        recorded(browser, hands_of, "home") as citizen,
    ):
        office, home = Office(official, house), Home(citizen, house, Posting(house, clock, sink))
        office.sets_up()
        office.writes_the_texts()
        office.picks_a_colour()
        page = hosts.at(TOWN, hosts.put(host_page(office.places_a_widget())))
        home.takes_part(page)
        home.follows_by_mail()
        home.reports()
        office.removes()
        home.objects()
        office.puts_back()
        office.replies()
        office.settles()
        home.sees_it_everywhere(page)


@contextmanager
def recorded(browser: Browser, hands_of: Callable[..., Hands], who: str) -> Iterator[Hands]:
    """Somebody's browser; what happened in it can be looked at afterwards."""
    context = browser.new_context(java_script_enabled=hands_of is ByKeyboard, viewport={"width": 640, "height": 900})
    context.set_default_timeout(10_000)
    context.tracing.start(snapshots=True)
    try:
        yield hands_of(context)
    finally:
        context.tracing.stop(path=STORIES / f"{hands_of.__name__}-{who}.zip")
        context.close()


@dataclass(frozen=True)
class Office:
    """What an official does."""

    hands: Hands
    house: House

    def sets_up(self) -> None:
        self.hands.go(f"{self.house.url}/console/set-up?code={set_up_code(self.house)}")
        self.hands.fill(Naam_van_de_organisatie="Gemeente Delft", Korte_naam="delft")
        self.hands.fill(Uw_naam="Fatima de Wit", Functie="Adviseur", Afdeling="Burgerzaken")
        self.hands.fill(**{"Uw e-mailadres": "fatima@delft.example", "Wachtwoord": PASSWORD})
        self.hands.press("Begin")
        self.told("Welkom. U kunt beginnen.")

    def writes_the_texts(self) -> None:
        self.hands.press("Instellingen")
        self.hands.fill(Contact="Bel 14 015.", Privacyverklaring="Wij bewaren weinig.", Spelregels="Wees aardig.")
        self.hands.press("Bewaar")
        self.told("Bewaard.")

    def picks_a_colour(self) -> None:
        """That of the text, in the light."""
        self.hands.press("Huisstijl")
        self.hands.fill(Licht=PLUM)
        self.hands.press("Bewaar")
        self.told("Bewaard. Al uw widgets en pagina’s zien er nu zo uit.")

    def places_a_widget(self) -> str:
        """What is to be pasted."""
        self.hands.press("Widgets")
        self.hands.press("Plaats een widget")
        self.hands.press("Waardering")
        self.hands.fill(Titel="Het fietspad", Adres="fietspad", Vraag="Wat vindt u ervan?")
        self.hands.tick("Toon redenen")
        self.hands.press("Plaats")
        self.told("De widget is geplaatst.")
        self.hands.press("Plaats het op uw site")
        return self.hands.page.locator("textarea").first.input_value()

    def removes(self) -> None:
        self.hands.press("Moderatie")
        self.hands.press(REASON)
        self.hands.tick("het gaat over iets anders")
        self.hands.fill(Wat_u_zag="Dit gaat over een ander pad.")
        self.hands.tick("Wees aardig.")
        self.hands.press("Haal weg")
        self.told("Uw besluit is uitgevoerd.")

    def puts_back(self) -> None:
        self.hands.press("Moderatie")
        self.hands.press("De schrijver is het niet eens met weghalen")
        self.hands.press(REASON)
        self.hands.press("Zet terug")
        self.told("Uw besluit is uitgevoerd.")

    def replies(self) -> None:
        self.hands.press("Antwoorden")
        self.hands.press(REASON)
        self.hands.fill(Uw_antwoord=REPLY)
        self.hands.press("Antwoord namens de organisatie")
        self.told("Uw antwoord staat bij de bijdrage.")

    def settles(self) -> None:
        self.hands.choose("Wat is ermee gedaan?", "Gebruikt")
        self.hands.fill(Waarom=OUTCOME)
        self.hands.press("Geef deze uitkomst")
        self.told("De uitkomst staat bij de bijdrage.")

    def told(self, text: str) -> None:
        """The page says what was done."""
        expect(self.hands.page.get_by_role("status")).to_have_text(text)


@dataclass
class Home:
    """What somebody else does, at home."""

    hands: Hands
    house: House
    post: Posting
    code: str = ""

    def takes_part(self, address: str) -> None:
        self.hands.go(address)
        expect(self.hands.page.frame_locator("iframe").get_by_role("heading", level=1)).to_have_css("color", PLUM_DRAWN)
        self.hands.tick("Slecht")
        self.hands.fill(Waarom=REASON)
        self.hands.press("Verstuur")
        inside = self.hands.page.frame_locator("iframe")
        if isinstance(self.hands, WithoutScript):
            self.hands.press("Verstuur")
        self.code = inside.get_by_label("Bewaar uw ontvangstcode").input_value()

    def follows_by_mail(self) -> None:
        self.hands.go(f"{self.house.url}/delft/-/mail/fietspad")
        self.hands.fill(**{"Uw e-mailadres": "inwoner@thuis.example"})
        self.hands.tick("Als er iets gebeurt")
        self.hands.press("Stuur mij een link")
        [mail] = self.post.after()
        self.hands.go(self.house.url + link(mail))
        self.hands.press("Ja, stuur mij mail")
        self.post.clock.move(seconds=1)

    def reports(self) -> None:
        self.hands.go(f"{self.house.url}/delft/fietspad/1")
        self.hands.press("Meld")
        self.hands.tick("het gaat over iets anders")
        self.hands.fill(**{"Uw e-mailadres": "inwoner@thuis.example"})
        self.hands.press("Verstuur de melding")

    def objects(self) -> None:
        """Told of the decision where the code leads, and by mail; the words are gone for everybody else."""
        assert REASON not in self.house.client.get("/delft/fietspad/1").text
        assert any("Besluit: Weggehaald" in str(mail.get_content()) for mail in self.post.after(minutes=5))
        self.opens_the_tracker()
        self.hands.fill(**{"Waarom had het niet weggehaald mogen worden?": "Het is dit pad."})
        self.hands.press("Verstuur")

    def opens_the_tracker(self) -> None:
        self.hands.go(f"{self.house.url}/delft/-/bijdrage")
        self.hands.fill(Uw_ontvangstcode=self.code)
        self.hands.press("Toon mijn bijdrage")

    def sees_it_everywhere(self, page: str) -> None:
        self.hands.go(page)
        self.hands.unfold("1 reden")
        expect(self.hands.page.frame_locator("iframe").get_by_text(REPLY)).to_be_visible()
        self.opens_the_tracker()
        for said in (REASON, REPLY, OUTCOME):
            expect(self.hands.page.get_by_text(said)).to_be_visible()
        for feed in ("rss", "atom", "json"):
            assert REPLY in self.house.client.get(f"/delft/fietspad.{feed}").text
        for log in ("", ".rss", ".atom", ".json", ".csv"):
            told = self.house.client.get(f"/delft/-/moderatie{log}").text
            assert "Teruggezet" in told
            assert REASON not in told
        assert any(REPLY in str(mail.get_content()) for mail in self.post.after(minutes=5))
