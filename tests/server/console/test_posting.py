# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What staff write in a widget by their console: at once, later, corrected; with an image; and where people read it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from itertools import count
from zoneinfo import ZoneInfo

import httpx2 as httpx
import pytest
from PIL import Image

from meedoen import limits
from meedoen.outward.jobs import worker
from meedoen.participation import local_times
from meedoen.records import Widget
from meedoen.records_answers import What
from meedoen.records_staff import Grant, Role
from meedoen.store import contributions, organisations, waiting
from tests.house import Clock, House, running
from tests.server.console.desk import Desk, hidden_of, hire, later, signed_in

BASE = "/console/at/voorbeeldstad"
SIGNED = "Fatima, Burgerzaken"
_NUMBERS = count(1)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One for all; each test has a widget of its own."""
    with running(tmp_path_factory.mktemp("posting"), Clock()) as one:
        one.organisation()
        yield one


@dataclass(frozen=True)
class Bridge:
    """A feed of a test's own, and where it stands."""

    widget: Widget

    @property
    def at(self) -> str:
        return f"{BASE}/widgets/{self.widget.name}"

    @property
    def post(self) -> str:
        return f"{self.at}/do/post"

    @property
    def page(self) -> str:
        return f"/voorbeeldstad/{self.widget.name}"

    @property
    def api(self) -> str:
        return f"/api/v1/widgets{self.page}/contributions"

    @property
    def everywhere(self) -> Sequence[str]:
        behind = [f"{self.page}{one}" for one in ("", "/embed", ".rss", ".atom", ".json")]
        return (*behind, "/voorbeeldstad.json", self.api)


@pytest.fixture
def bridge(house: House) -> Bridge:
    """Weeks after the one before."""
    later(house, days=20)
    of, _moved = house.read(organisations.by_name, "voorbeeldstad")
    return Bridge(house.widget(of, f"brug-{next(_NUMBERS)}", "status_feed", "Werk aan de brug", rhythm="weekly"))


@pytest.fixture
def desk(house: House, bridge: Bridge) -> Desk:
    return signed_in(house, hire(house, bridge.widget.organisation, "fatima", [Role.SPOKESPERSON]))


def after(house: House, **by: float) -> str:
    """A moment to come, as it is typed."""
    return local_times.typed(house.clock() + timedelta(**by), ZoneInfo("Europe/Amsterdam"))


def photograph(form: str = "JPEG", size: tuple[int, int] = (40, 20)) -> bytes:
    """With a secret in it."""
    image, kept = Image.new("RGB", size, "navy"), BytesIO()
    exif = image.getexif()
    exif[0x010E] = "SECRET PLACE"
    image.save(kept, form, exif=exif)
    return kept.getvalue()


def upload(desk: Desk, path: str, fields: dict[str, str], image: bytes) -> httpx.Response:
    """The form, with a file."""
    headers = {"origin": desk.house.url, "sec-fetch-site": "same-origin"}
    data = {**hidden_of(desk.get(path).text, path), **fields}
    return desk.client.post(path, data=data, files={"md-picture": ("a.jpg", image)}, headers=headers)


def run_due(house: House) -> None:
    house.run(worker(house.store, house.types, house.clock).run_due())


def test_an_update_stands_at_once_wherever_the_feed_does_in_its_authors_name(
    house: House, bridge: Bridge, desk: Desk
) -> None:
    assert "Nieuwe update" in desk.get(BASE).text
    fields = {"text": "De brug is dicht.", "more": "Tot en met juni.\n\nFietsers ook.", "link": "https://a.example/x"}
    answer = desk.fill(bridge.post, **fields)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{bridge.at}/posts?done=posted")
    assert "De brug is dicht. Tot en met juni." in desk.get(answer.headers["location"]).text
    for path in bridge.everywhere:
        told = house.client.get(path).text
        for words in ("De brug is dicht.", "Fietsers ook.", "https://a.example/x", SIGNED):
            assert words in told, (path, words)
    [item] = house.client.get(bridge.api).json()["items"]
    assert item["author"] == {
        "name": SIGNED,
        "organisation": "Gemeente Voorbeeldstad",
        "correctedAt": None,
        "earlier": [],
    }
    alone = house.client.get(f"{bridge.page}/1/embed").text
    assert "Fietsers ook." in alone
    assert SIGNED in alone
    assert (
        f"{bridge.page}/1/embed"
        in house.client.get("/oembed", params={"url": f"{house.url}{bridge.page}/1"}).json()["html"]
    )
    assert not house.read(waiting.waits, bridge.widget.id, 1, What.ANSWER), (
        "nobody has to answer the organisation itself"
    )
    assert house.client.get(f"/api/v1/widgets{bridge.page}").json()["coverage"]["contributions"] == 0
    figures = house.client.get("/voorbeeldstad/-/cijfers.csv?lang=en").text
    assert not [row for row in figures.splitlines() if f",{bridge.widget.name}," in row and row.startswith("Contrib")]
    assert "/do/ask" in house.client.get(bridge.page).text
    assert "Meld bijdrage" not in house.client.get(bridge.page).text


def test_the_list_of_updates_says_a_long_one_once(house: House, bridge: Bridge, desk: Desk) -> None:
    desk.fill(bridge.post, text="Begin " + "lang " * 40)
    assert "… Begin" not in desk.get(f"{bridge.at}/posts").text


def test_one_press_too_many_places_nothing_more(house: House, bridge: Bridge, desk: Desk) -> None:
    for fields in ({"text": "Nu."}, {"text": "Later.", "md-later": after(house, days=2)}):
        form = {**hidden_of(desk.get(bridge.post).text, bridge.post), **fields}
        assert [desk.send(bridge.post, form).status_code for _ in range(2)] == [303, 303]
    assert house.client.get(bridge.api).json()["total"] == 1
    assert desk.get(f"{bridge.at}/posts").text.count("Later.</p>") == 1


def test_the_public_address_of_the_action_is_not_there(house: House, bridge: Bridge) -> None:
    assert house.client.get(f"{bridge.page}/do/post").status_code == 404
    assert house.client.post(f"{bridge.page}/do/post", data={"text": "X"}).status_code == 404
    assert "do/post" not in house.client.get(bridge.page).text


def test_what_is_wrong_is_told_beside_its_field_and_nothing_is_lost(house: House, bridge: Bridge, desk: Desk) -> None:
    fields = {"text": "x" * 281, "more": "Zonder link.", "link": "nergens", "md-later": "2020-01-01T10:00"}
    answer = desk.fill(bridge.post, **fields, **{"md-alt": "Een brug."})
    assert answer.status_code == 400
    assert "<title>Fout:" in answer.text
    for told in (*fields.values(), "Een brug.", "Gebruik hoogstens 280 tekens.", "Vul een heel adres in", "voorbij"):
        assert told in answer.text, told
    assert "Bij deze woorden is geen afbeelding" in answer.text
    assert '<details class="md-fold" open>' in answer.text, "what is wrong is not folded away"
    assert desk.fill(bridge.post, text="  ").status_code == 400
    assert house.client.get(bridge.api).json()["total"] == 0


def test_a_correction_shows_both_texts(house: House, bridge: Bridge, desk: Desk) -> None:
    desk.fill(bridge.post, text="Dinsdag storten wij beton.")
    feed = house.client.get(f"{bridge.page}.json").json()["items"]
    later(house, hours=1)
    assert "Dinsdag storten wij beton." in desk.get(f"{bridge.post}/1").text
    assert desk.fill(f"{bridge.post}/1", text="Woensdag storten wij beton.").status_code == 303
    for path in (*bridge.everywhere, f"{bridge.page}/1", f"{bridge.page}/1/embed", f"{bridge.page}/1.json"):
        told = house.client.get(path).text
        assert "Woensdag storten wij beton." in told, path
        assert "Dinsdag storten wij beton." in told, path
    assert re.search(r"Gecorrigeerd op \d+ \w+ 2026. Er stond", house.client.get(bridge.page).text)
    now = house.client.get(f"{bridge.page}.json").json()["items"]
    assert [one["id"] for one in now] == [one["id"] for one in feed]
    assert now[0]["date_modified"] > feed[0]["date_modified"]
    [item] = house.client.get(bridge.api).json()["items"]
    assert [one["title"] for one in item["author"]["earlier"]] == ["Dinsdag storten wij beton."]
    desk.fill(f"{bridge.post}/1", text="Woensdag storten wij beton.")
    assert len(house.client.get(bridge.api).json()["items"][0]["author"]["earlier"]) == 1, (
        "the same words are no correction"
    )


def test_only_what_staff_wrote_is_corrected_so(house: House, bridge: Bridge, desk: Desk) -> None:
    desk.fill(bridge.post, text="Nu.")
    assert desk.get(f"{bridge.post}/9").status_code == 404
    house.write(contributions.remove, bridge.widget, 1, "Persoonsgegevens", at=house.clock())
    assert desk.get(f"{bridge.post}/1").status_code == 404
    assert "Nu." not in house.client.get(f"{bridge.page}/1").text


def test_what_is_to_come_stands_nowhere_until_its_moment(house: House, bridge: Bridge, desk: Desk) -> None:
    assert (
        desk.fill(bridge.post, text="Morgen gaat hij open.", **{"md-later": after(house, hours=21)}).status_code == 303
    )
    everywhere = (*bridge.everywhere, f"{bridge.page}/1")
    before = [house.client.get(path).text for path in everywhere]
    assert not any("Morgen gaat hij open." in told for told in before)
    run_due(house)
    assert house.client.get(bridge.api).json()["total"] == 0
    later(house, hours=22)
    run_due(house)
    run_due(house)
    assert house.client.get(bridge.api).json()["total"] == 1
    for path in everywhere:
        told = house.client.get(path).text
        assert "Morgen gaat hij open." in told, path
        assert SIGNED in told, path
    assert "Komt nog" not in desk.get(f"{bridge.at}/posts").text


def test_what_is_to_come_is_changed_or_dropped(house: House, bridge: Bridge, desk: Desk) -> None:
    for hour, text in enumerate(("Een.", "Twee.", "Drie.")):
        desk.fill(bridge.post, text=text, **{"md-later": after(house, days=1, hours=hour)})
    one, two, three = re.findall(rf'href="({bridge.at}/coming/[0-9a-f]*/post)"', desk.get(f"{bridge.at}/posts").text)
    shown = desk.get(one).text
    assert "Een." in shown
    assert f'value="{after(house, days=1)}"' in shown
    assert desk.fill(one, text="Eén.", **{"md-later": after(house, days=2, hours=12)}).status_code == 303
    assert desk.fill(f"{two}/drop").status_code == 303
    assert desk.fill(three, text="Nu al.").status_code == 303, "without a moment it is placed at once"
    assert [one["title"] for one in house.client.get(bridge.api).json()["items"]] == ["Nu al."]
    later(house, days=2)
    run_due(house)
    assert house.client.get(bridge.api).json()["total"] == 1
    later(house, days=1)
    run_due(house)
    assert [one["title"] for one in house.client.get(bridge.api).json()["items"]] == ["Eén.", "Nu al."]
    again = signed_in(house, hire(house, bridge.widget.organisation, "fatima", [Role.SPOKESPERSON]))
    assert again.get(one).status_code == 404
    assert again.get(f"{two}/drop").status_code == 404


def test_a_post_that_cannot_be_placed_waits_for_its_author(house: House, bridge: Bridge, desk: Desk) -> None:
    desk.fill(bridge.post, text="Te laat.", **{"md-later": after(house, days=1)})
    close = f"{bridge.at}/close"
    boss = signed_in(house, hire(house, bridge.widget.organisation, "baas"))
    assert boss.fill(close, text="Klaar.").status_code == 303
    later(house, days=2)
    run_due(house)
    assert house.client.get(bridge.api).json()["total"] == 0
    again = signed_in(house, hire(house, bridge.widget.organisation, "fatima", [Role.SPOKESPERSON]))
    assert "Niet geplaatst: de widget was niet open." in again.get(f"{bridge.at}/posts").text
    assert again.get(bridge.post).status_code == 409


def test_an_image_is_drawn_anew_and_goes_with_words(house: House, bridge: Bridge, desk: Desk) -> None:
    alone = upload(desk, bridge.post, {"text": "Zie de foto."}, photograph(size=(3000, 1500)))
    assert alone.status_code == 400
    assert "Zeg wat er op de afbeelding te zien is" in alone.text
    kept = hidden_of(alone.text, bridge.post)
    assert kept["md-shown"] in alone.text
    assert desk.send(bridge.post, {**kept, "text": "Zie de foto.", "md-alt": "Een blauwe brug."}).status_code == 303
    shown = f"/files/-/{kept['md-shown']}"
    for path in (
        bridge.page,
        f"{bridge.page}/embed",
        f"{bridge.page}/1",
        f"{bridge.page}.json",
        f"{bridge.page}.rss",
        bridge.api,
    ):
        told = house.client.get(path).text
        assert shown in told, path
        assert "Een blauwe brug." in told, path
    file = house.client.get(shown)
    assert (file.headers["content-type"], file.headers["x-content-type-options"]) == ("image/jpeg", "nosniff")
    assert "immutable" in file.headers["cache-control"]
    assert b"SECRET" not in file.content
    with Image.open(BytesIO(file.content)) as image:
        assert image.size == (limits.PICTURE_SIDE_PIXELS_MAX, limits.PICTURE_SIDE_PIXELS_MAX // 2)
    house.write(contributions.remove, bridge.widget, 1, "Persoonsgegevens", at=house.clock())
    assert house.client.get(shown).status_code == 404, "what was removed is not to be seen anywhere"


def test_an_image_can_be_left_out_and_another_comes_in_its_place(house: House, bridge: Bridge, desk: Desk) -> None:
    upload(desk, bridge.post, {"text": "Zie de foto.", "md-alt": "Een brug."}, photograph())
    first = house.client.get(bridge.api).json()["items"][0]["image"]["url"]
    assert 'value="Een brug."' in desk.get(f"{bridge.post}/1").text
    upload(desk, f"{bridge.post}/1", {"text": "Zie de foto.", "md-alt": "Een plaat."}, photograph("PNG"))
    [item] = house.client.get(bridge.api).json()["items"]
    assert item["image"]["url"].endswith(".png")
    assert house.client.get(first).status_code == 200, "it stands with what was said before"
    desk.fill(f"{bridge.post}/1", text="Zonder foto.", **{"md-out": "true"})
    assert house.client.get(bridge.api).json()["items"][0]["image"] is None


@pytest.mark.parametrize("sent", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a" + bytes(40), b"\xff\xd8\xff"])
def test_what_is_no_image_is_refused_by_what_it_is(house: House, bridge: Bridge, desk: Desk, sent: bytes) -> None:
    answer = upload(desk, bridge.post, {"text": "Zie de foto.", "md-alt": "Een brug."}, sent)
    assert answer.status_code == 400
    assert "Deze afbeelding kan niet worden gebruikt." in answer.text
    assert "Zie de foto." in answer.text


def test_an_image_without_words_is_dropped_in_time(house: House, bridge: Bridge, desk: Desk) -> None:
    left = hidden_of(upload(desk, bridge.post, {"text": ""}, photograph()).text, bridge.post)["md-shown"]
    upload(desk, bridge.post, {"text": "Foto.", "md-alt": "Een brug.", "md-later": after(house, days=8)}, photograph())
    later(house, days=2)
    house.run(_daily(house))
    assert house.client.get(f"/files/-/{left}").status_code == 404
    later(house, days=7)
    run_due(house)
    assert house.client.get(house.client.get(bridge.api).json()["items"][0]["image"]["url"]).status_code == 200


async def _daily(house: House) -> None:
    async with worker(house.store, house.types, house.clock).running(poll_s=60):
        pass
    await worker(house.store, house.types, house.clock).run_due()


def test_a_session_that_ended_loses_no_word(house: House, bridge: Bridge) -> None:
    desk = signed_in(house, hire(house, bridge.widget.organisation, "joke", [Role.EDITOR]))
    form = hidden_of(desk.get(bridge.post).text, bridge.post)
    desk.forget_session()
    fields = {"text": "Bijna kwijt.", "md-later": after(house, days=2), "md-alt": ""}
    away = desk.send(bridge.post, {**form, **fields})
    assert away.status_code == 401
    assert "Bijna kwijt." in away.text
    assert fields["md-later"] in away.text


def test_past_the_promised_rhythm_it_says_for_how_long_it_has_been_silent(
    house: House, bridge: Bridge, desk: Desk
) -> None:
    desk.fill(bridge.post, text="Wij beginnen.")
    told = {}
    for days in (6, 1, 1, 6, 1, 6):
        told[house.clock()] = house.client.get(bridge.page).text
        later(house, days=days)
    weeks = [re.findall(r"Al (\d+) we", page) for page in told.values()]
    assert weeks == [[], [], [], ["1"], ["2"], ["2"]]
    assert all("Elke week komt er een update." in page for page in told.values())


def test_paused_or_cancelled_asks_a_reason(house: House, bridge: Bridge) -> None:
    boss = signed_in(house, hire(house, bridge.widget.organisation, "baas"))
    fields = {
        "title": bridge.widget.title,
        "name": bridge.widget.name,
        "s-rhythm": "weekly",
        "s-course": "paused",
        "s-shown": "2",
        "least": "0",
    }
    refused = boss.fill(f"{bridge.at}/settings", **fields)
    assert "Zeg waarom het gepauzeerd of afgelast is." in refused.text
    reason = {"s-reason": "De aannemer is weg."}
    form = {**hidden_of(boss.get(f"{bridge.at}/settings").text, f"{bridge.at}/settings"), **fields, **reason}
    assert [boss.send(f"{bridge.at}/settings", form).status_code for _ in range(2)] == [303, 303]
    page = house.client.get(bridge.page).text
    assert "Gepauzeerd." in page
    assert "De aannemer is weg." in page
    later(house, minutes=5)
    assert boss.fill(f"{bridge.at}/settings", **{**fields, **reason, "s-course": "running"}).status_code == 303
    for path in (f"{bridge.page}.rss", f"{bridge.page}.atom", f"{bridge.page}.json", "/voorbeeldstad.json"):
        feed = house.client.get(path).text
        assert feed.count("Gepauzeerd. De aannemer is weg.") == 1, path
        assert "Het gaat weer door." in feed
    assert "It goes on again." in house.client.get(f"{bridge.page}.json?lang=en").text


def test_who_writes_in_one_widget_alone_writes_there(house: House, bridge: Bridge) -> None:
    other = house.widget(bridge.widget.organisation, "kade", "status_feed", "Werk aan de kade")
    desk = signed_in(house, hire(house, bridge.widget.organisation, "joris", [Grant(Role.EDITOR, other.id)]))
    assert desk.get(bridge.post).status_code == 403
    overview = desk.get(BASE).text
    assert f"{BASE}/widgets/kade/do/post" in overview
    assert bridge.post not in overview
    assert desk.fill(f"{BASE}/widgets/kade/do/post", text="Hier wel.").status_code == 303


def test_who_is_known_by_another_name_is_so_in_what_he_wrote(house: House, bridge: Bridge, desk: Desk) -> None:
    desk.fill(bridge.post, text="Nu.")
    assert SIGNED in house.client.get(bridge.page).text
    assert desk.fill(f"{BASE}/me", name="Fatima", function="Adviseur", department="Burgerzaken").status_code == 303
    page = house.client.get(bridge.page).text
    assert "Adviseur, Burgerzaken" in page
    assert SIGNED not in page
