# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What staff write in a widget by their console: at once, later, corrected; with an image; and where people read it."""

from __future__ import annotations

import re
from io import BytesIO

import httpx2 as httpx
import pytest
from PIL import Image

from meedoen import limits
from meedoen.outward.jobs import worker
from meedoen.records import Widget
from meedoen.records_answers import What
from meedoen.records_staff import Grant, Role
from meedoen.store import contributions, waiting
from tests.house import ON_BOTH, House
from tests.server.console.desk import Desk, hidden_of, hire, later, signed_in

BASE = "/console/at/voorbeeldstad"
AT = f"{BASE}/widgets/brug"
POST = f"{AT}/do/post"
PAGE = "/voorbeeldstad/brug"
API = f"/api/v1/widgets{PAGE}/contributions"
EVERYWHERE = (PAGE, f"{PAGE}/embed", f"{PAGE}.rss", f"{PAGE}.atom", f"{PAGE}.json", "/voorbeeldstad.json", API)
SIGNED = "Fatima, Burgerzaken"


@pytest.fixture
def bridge(house: House) -> Widget:
    return house.widget(house.organisation(), "brug", "status_feed", "Werk aan de brug", rhythm="weekly")


@pytest.fixture
def desk(house: House, bridge: Widget) -> Desk:
    return signed_in(house, hire(house, bridge.organisation, "fatima", [Role.SPOKESPERSON]))


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


@ON_BOTH
def test_an_update_stands_at_once_wherever_the_feed_does_in_its_authors_name(
    house: House, bridge: Widget, desk: Desk
) -> None:
    assert "Nieuwe update" in desk.get(BASE).text
    fields = {"text": "De brug is dicht.", "more": "Tot en met juni.\n\nFietsers ook.", "link": "https://a.example/x"}
    answer = desk.fill(POST, **fields)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{AT}/posts?done=posted")
    assert "De brug is dicht." in desk.get(answer.headers["location"]).text
    for path in EVERYWHERE:
        told = house.client.get(path).text
        for words in ("De brug is dicht.", "Fietsers ook.", "https://a.example/x", SIGNED):
            assert words in told, (path, words)
    [item] = house.client.get(API).json()["items"]
    assert item["author"] == {
        "name": SIGNED,
        "organisation": "Gemeente Voorbeeldstad",
        "correctedAt": None,
        "earlier": [],
    }
    alone = house.client.get(f"{PAGE}/1/embed").text
    assert "Fietsers ook." in alone
    assert SIGNED in alone
    assert f"{PAGE}/1/embed" in house.client.get("/oembed", params={"url": f"{house.url}{PAGE}/1"}).json()["html"]
    assert not house.read(waiting.waits, bridge.id, 1, What.ANSWER), "nobody has to answer the organisation itself"
    assert house.client.get(f"/api/v1/widgets{PAGE}").json()["coverage"]["contributions"] == 0


def test_one_press_too_many_places_nothing_more(house: House, bridge: Widget, desk: Desk) -> None:
    for fields in ({"text": "Nu."}, {"text": "Later.", "md-later": "2026-05-03T09:00"}):
        form = {**hidden_of(desk.get(POST).text, POST), **fields}
        assert [desk.send(POST, form).status_code for _ in range(2)] == [303, 303]
    assert house.client.get(API).json()["total"] == 1
    assert desk.get(f"{AT}/posts").text.count("Later.</p>") == 1


def test_the_public_address_of_the_action_is_not_there(house: House, bridge: Widget) -> None:
    assert house.client.get(f"{PAGE}/do/post").status_code == 404
    assert house.client.post(f"{PAGE}/do/post", data={"text": "X"}).status_code == 404
    assert "do/post" not in house.client.get(PAGE).text


def test_what_is_wrong_is_told_beside_its_field_and_nothing_is_lost(house: House, bridge: Widget, desk: Desk) -> None:
    fields = {"text": "x" * 281, "more": "Zonder link.", "link": "nergens", "md-later": "2020-01-01T10:00"}
    answer = desk.fill(POST, **fields, **{"md-alt": "Een brug."})
    assert answer.status_code == 400
    assert "<title>Fout:" in answer.text
    for told in (*fields.values(), "Een brug.", "Gebruik hoogstens 280 tekens.", "Vul een heel adres in", "voorbij"):
        assert told in answer.text, told
    assert "Bij deze woorden is geen afbeelding" in answer.text
    assert '<details class="md-fold" open>' in answer.text, "what is wrong is not folded away"
    assert desk.fill(POST, text="  ").status_code == 400
    assert house.client.get(API).json()["total"] == 0


@ON_BOTH
def test_a_correction_shows_both_texts(house: House, bridge: Widget, desk: Desk) -> None:
    desk.fill(POST, text="Dinsdag storten wij beton.")
    feed = house.client.get(f"{PAGE}.json").json()["items"]
    later(house, hours=1)
    assert "Dinsdag storten wij beton." in desk.get(f"{POST}/1").text
    assert desk.fill(f"{POST}/1", text="Woensdag storten wij beton.").status_code == 303
    for path in (*EVERYWHERE, f"{PAGE}/1", f"{PAGE}/1/embed", f"{PAGE}/1.json"):
        told = house.client.get(path).text
        assert "Woensdag storten wij beton." in told, path
        assert "Dinsdag storten wij beton." in told, path
    assert "Gecorrigeerd op 1 mei 2026. Er stond" in house.client.get(PAGE).text
    now = house.client.get(f"{PAGE}.json").json()["items"]
    assert [one["id"] for one in now] == [one["id"] for one in feed]
    assert now[0]["date_modified"] > feed[0]["date_modified"]
    [item] = house.client.get(API).json()["items"]
    assert [one["title"] for one in item["author"]["earlier"]] == ["Dinsdag storten wij beton."]
    desk.fill(f"{POST}/1", text="Woensdag storten wij beton.")
    assert len(house.client.get(API).json()["items"][0]["author"]["earlier"]) == 1, "the same words are no correction"


def test_only_what_staff_wrote_is_corrected_so(house: House, bridge: Widget, desk: Desk) -> None:
    desk.fill(POST, text="Nu.")
    assert desk.get(f"{POST}/9").status_code == 404
    house.write(contributions.remove, bridge, 1, "Persoonsgegevens", at=house.clock())
    assert desk.get(f"{POST}/1").status_code == 404
    assert "Nu." not in house.client.get(f"{PAGE}/1").text


@ON_BOTH
def test_what_is_to_come_stands_nowhere_until_its_moment(house: House, bridge: Widget, desk: Desk) -> None:
    assert desk.fill(POST, text="Morgen gaat hij open.", **{"md-later": "2026-05-02T09:00"}).status_code == 303
    everywhere = (*EVERYWHERE, f"{PAGE}/1")
    before = [house.client.get(path).text for path in everywhere]
    assert not any("Morgen gaat hij open." in told for told in before)
    run_due(house)
    assert house.client.get(API).json()["total"] == 0
    later(house, hours=22)
    run_due(house)
    run_due(house)
    assert house.client.get(API).json()["total"] == 1
    for path in everywhere:
        told = house.client.get(path).text
        assert "Morgen gaat hij open." in told, path
        assert SIGNED in told, path
    assert "Komt nog" not in desk.get(f"{AT}/posts").text


@ON_BOTH
def test_what_is_to_come_is_changed_or_dropped(house: House, bridge: Widget, desk: Desk) -> None:
    for text, at in (("Een.", "2026-05-02T09:00"), ("Twee.", "2026-05-02T10:00"), ("Drie.", "2026-05-02T11:00")):
        desk.fill(POST, text=text, **{"md-later": at})
    one, two, three = re.findall(rf'href="({AT}/coming/[0-9a-f]*/post)"', desk.get(f"{AT}/posts").text)
    shown = desk.get(one).text
    assert "Een." in shown
    assert 'value="2026-05-02T09:00"' in shown
    assert desk.fill(one, text="Eén.", **{"md-later": "2026-05-04T09:00"}).status_code == 303
    assert desk.fill(f"{two}/drop").status_code == 303
    assert desk.fill(three, text="Nu al.").status_code == 303, "without a moment it is placed at once"
    assert [one["title"] for one in house.client.get(API).json()["items"]] == ["Nu al."]
    later(house, days=2)
    run_due(house)
    assert house.client.get(API).json()["total"] == 1
    later(house, days=1)
    run_due(house)
    assert [one["title"] for one in house.client.get(API).json()["items"]] == ["Eén.", "Nu al."]
    again = signed_in(house, hire(house, bridge.organisation, "fatima", [Role.SPOKESPERSON]))
    assert again.get(one).status_code == 404
    assert again.get(f"{two}/drop").status_code == 404


def test_a_post_that_cannot_be_placed_waits_for_its_author(house: House, bridge: Widget, desk: Desk) -> None:
    desk.fill(POST, text="Te laat.", **{"md-later": "2026-05-02T09:00"})
    close = f"{AT}/close"
    boss = signed_in(house, hire(house, bridge.organisation, "baas"))
    assert boss.fill(close, text="Klaar.").status_code == 303
    later(house, days=2)
    run_due(house)
    assert house.client.get(API).json()["total"] == 0
    again = signed_in(house, hire(house, bridge.organisation, "fatima", [Role.SPOKESPERSON]))
    assert "Niet geplaatst: de widget was niet open." in again.get(f"{AT}/posts").text
    assert again.get(POST).status_code == 409


def test_an_image_is_drawn_anew_and_goes_with_words(house: House, bridge: Widget, desk: Desk) -> None:
    alone = upload(desk, POST, {"text": "Zie de foto."}, photograph(size=(3000, 1500)))
    assert alone.status_code == 400
    assert "Zeg wat er op de afbeelding te zien is" in alone.text
    kept = hidden_of(alone.text, POST)
    assert kept["md-shown"] in alone.text
    assert desk.send(POST, {**kept, "text": "Zie de foto.", "md-alt": "Een blauwe brug."}).status_code == 303
    shown = f"/files/-/{kept['md-shown']}"
    for path in (PAGE, f"{PAGE}/embed", f"{PAGE}/1", f"{PAGE}.json", f"{PAGE}.rss", API):
        told = house.client.get(path).text
        assert shown in told, path
        assert "Een blauwe brug." in told, path
    file = house.client.get(shown)
    assert (file.headers["content-type"], file.headers["x-content-type-options"]) == ("image/jpeg", "nosniff")
    assert "immutable" in file.headers["cache-control"]
    assert b"SECRET" not in file.content
    with Image.open(BytesIO(file.content)) as image:
        assert image.size == (limits.PICTURE_SIDE_PIXELS_MAX, limits.PICTURE_SIDE_PIXELS_MAX // 2)
    house.write(contributions.remove, bridge, 1, "Persoonsgegevens", at=house.clock())
    assert house.client.get(shown).status_code == 404, "what was removed is not to be seen anywhere"


def test_an_image_can_be_left_out_and_another_comes_in_its_place(house: House, bridge: Widget, desk: Desk) -> None:
    upload(desk, POST, {"text": "Zie de foto.", "md-alt": "Een brug."}, photograph())
    first = house.client.get(API).json()["items"][0]["image"]["url"]
    assert 'value="Een brug."' in desk.get(f"{POST}/1").text
    upload(desk, f"{POST}/1", {"text": "Zie de foto.", "md-alt": "Een plaat."}, photograph("PNG"))
    [item] = house.client.get(API).json()["items"]
    assert item["image"]["url"].endswith(".png")
    assert house.client.get(first).status_code == 200, "it stands with what was said before"
    desk.fill(f"{POST}/1", text="Zonder foto.", **{"md-out": "true"})
    assert house.client.get(API).json()["items"][0]["image"] is None


@pytest.mark.parametrize("sent", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a" + bytes(40), b"\xff\xd8\xff"])
def test_what_is_no_image_is_refused_by_what_it_is(house: House, bridge: Widget, desk: Desk, sent: bytes) -> None:
    answer = upload(desk, POST, {"text": "Zie de foto.", "md-alt": "Een brug."}, sent)
    assert answer.status_code == 400
    assert "Deze afbeelding kan niet worden gebruikt." in answer.text
    assert "Zie de foto." in answer.text


def test_an_image_without_words_is_dropped_in_time(house: House, bridge: Widget, desk: Desk) -> None:
    left = hidden_of(upload(desk, POST, {"text": ""}, photograph()).text, POST)["md-shown"]
    upload(desk, POST, {"text": "Foto.", "md-alt": "Een brug.", "md-later": "2026-05-09T09:00"}, photograph())
    later(house, days=2)
    house.run(_daily(house))
    assert house.client.get(f"/files/-/{left}").status_code == 404
    later(house, days=7)
    run_due(house)
    assert house.client.get(house.client.get(API).json()["items"][0]["image"]["url"]).status_code == 200


async def _daily(house: House) -> None:
    async with worker(house.store, house.types, house.clock).running(poll_s=60):
        pass
    await worker(house.store, house.types, house.clock).run_due()


def test_a_session_that_ended_loses_no_word(house: House, bridge: Widget, desk: Desk) -> None:
    form = hidden_of(desk.get(POST).text, POST)
    desk.forget_session()
    fields = {"text": "Bijna kwijt.", "md-later": "2026-05-03T09:00", "md-alt": ""}
    away = desk.send(POST, {**form, **fields})
    assert away.status_code == 401
    assert "Bijna kwijt." in away.text
    assert "2026-05-03T09:00" in away.text


def test_past_the_promised_rhythm_it_says_for_how_long_it_has_been_silent(
    house: House, bridge: Widget, desk: Desk
) -> None:
    desk.fill(POST, text="Wij beginnen.")
    told = {}
    for days in (6, 1, 1, 6, 1, 6):
        told[house.clock()] = house.client.get(PAGE).text
        later(house, days=days)
    weeks = [re.findall(r"Al (\d+) we", page) for page in told.values()]
    assert weeks == [[], [], [], ["1"], ["2"], ["2"]]
    assert all("Elke week komt er een update." in page for page in told.values())


def test_paused_or_cancelled_asks_a_reason(house: House, bridge: Widget) -> None:
    boss = signed_in(house, hire(house, bridge.organisation, "baas"))
    fields = {
        "title": bridge.title,
        "name": "brug",
        "s-rhythm": "weekly",
        "s-course": "paused",
        "s-shown": "2",
        "least": "0",
    }
    refused = boss.fill(f"{AT}/settings", **fields)
    assert "Zeg waarom het gepauzeerd of afgelast is." in refused.text
    assert boss.fill(f"{AT}/settings", **fields, **{"s-reason": "De aannemer is weg."}).status_code == 303
    page = house.client.get(PAGE).text
    assert "Gepauzeerd." in page
    assert "De aannemer is weg." in page


def test_who_writes_in_one_widget_alone_writes_there(house: House, bridge: Widget) -> None:
    other = house.widget(bridge.organisation, "kade", "status_feed", "Werk aan de kade")
    desk = signed_in(house, hire(house, bridge.organisation, "joris", [Grant(Role.EDITOR, other.id)]))
    assert desk.get(POST).status_code == 403
    overview = desk.get(BASE).text
    assert f"{BASE}/widgets/kade/do/post" in overview
    assert POST not in overview
    assert desk.fill(f"{BASE}/widgets/kade/do/post", text="Hier wel.").status_code == 303


def test_who_is_known_by_another_name_is_so_in_what_he_wrote(house: House, bridge: Widget, desk: Desk) -> None:
    desk.fill(POST, text="Nu.")
    assert SIGNED in house.client.get(PAGE).text
    assert desk.fill(f"{BASE}/me", name="Fatima", function="Adviseur", department="Burgerzaken").status_code == 303
    page = house.client.get(PAGE).text
    assert "Adviseur, Burgerzaken" in page
    assert SIGNED not in page
