# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""A house style at the console: picked or uploaded, looked at, refused by line, saved, taken back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import httpx2 as httpx
import pytest

from meedoen import limits
from meedoen.errors import NotFound
from meedoen.records import Organisation
from meedoen.store import organisations, themes
from meedoen.store.schema import theme, theme_before
from meedoen.themes import check, picked
from tests.house import TEXTS, Clock, House, running
from tests.server.console.desk import Desk, hire, later, signed_in

STYLE = "/console/at/voorbeeldstad/style"
PURPLE = b":root { --meedoen-accent: #5c2d91; --meedoen-link: #5c2d91 }\n"
LINK = re.compile(r'<link rel="stylesheet" href="([^"]+)">')


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """An administrator at a town with two widgets."""
    with running(tmp_path_factory.mktemp("styled"), Clock()) as house:
        of = house.organisation(**TEXTS)
        house.widget(of)
        house.widget(of, "plein", title="Het plein")
        yield signed_in(house, hire(house, of, "fatima"))


@pytest.fixture
def desk(standing: Desk) -> Desk:
    """The same, where nobody gave it a style yet."""
    for table in (theme, theme_before):
        standing.house.write(lambda conn, one: conn.execute(one.delete()), table)
    standing.house.write(organisations.restyled, town(standing.house), at=standing.house.clock())
    return standing


@pytest.fixture
def house(desk: Desk) -> House:
    return desk.house


def town(house: House) -> Organisation:
    return house.read(organisations.by_name, "voorbeeldstad")[0]


def worn(house: House) -> str:
    """The style in which the widget stands."""
    [address] = LINK.findall(house.client.get("/voorbeeldstad/fietspad/embed").text)
    return house.client.get(address).text


def kept(house: House) -> str:
    return house.read(themes.upload, town(house))


def frames(answer: httpx.Response) -> list[str]:
    return [unescape(one) for one in re.findall(r'<iframe [^>]*srcdoc="([^"]*)"', answer.text)]


def test_an_upload_is_judged_saved_and_worn(house: House, desk: Desk) -> None:
    assert desk.upload(STYLE, PURPLE).headers["location"] == f"{STYLE}?done=worn"
    assert worn(house).endswith(check(PURPLE).css)
    assert kept(house) == PURPLE.decode()
    page = desk.get(STYLE).text
    assert "Elk paar" in page or "contrast" in page
    assert PURPLE.decode().strip() in unescape(page)


def test_what_cannot_be_taken_is_told_by_line_and_stays_in_its_field(house: House, desk: Desk) -> None:
    wrong = b":root {\n  --meedoen-accent: #5c2d91;\n  color: red;\n}\n@import 'elders.css';\n"
    answer = desk.upload(STYLE, wrong)
    text = unescape(answer.text)
    assert answer.status_code == 400
    assert "<title>Fout:" in text
    assert "regel 3: " in text
    assert "regel 5: “@import”" in text
    assert wrong.decode() in text
    with pytest.raises(NotFound):
        kept(house)
    assert desk.upload(STYLE, None, tokens=PURPLE.decode().replace("\n", "\r\n")).status_code == 303
    assert kept(house) == PURPLE.decode()


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"\xff\xfe", "UTF-8"), (b"\0", "geen tekst"), (b":root{}", "--meedoen-accent"), (b"a" * 400_000, "320 KiB")],
)
def test_what_is_no_style_is_refused(desk: Desk, content: bytes, told: str) -> None:
    answer = desk.upload(STYLE, content)
    assert answer.status_code == 400
    assert told in unescape(answer.text)


def test_what_falls_short_is_told_in_words_and_saved_all_the_same(house: House, desk: Desk) -> None:
    faint = b":root { --meedoen-link: #999999; --meedoen-text: #dddddd }"
    answer = desk.upload(STYLE, faint, _preview="1")
    told = unescape(answer.text)
    assert "kan niemand" in told
    assert "te weinig" in told
    assert desk.upload(STYLE, faint).status_code == 303
    assert "#dddddd" not in worn(house)


def test_looking_shows_the_newest_of_some_types_and_the_one_that_is_asked_for(house: House, desk: Desk) -> None:
    for first, found in (("1", (4, 2)), ("status_feed", (2, 4)), ("unknown", (4, 2))):
        answer = desk.upload(STYLE, PURPLE, _preview=first)
        seen = frames(answer)
        assert tuple(sum(title in one for one in seen) for title in ("Het plein", "Molenbrug")) == found, first
        assert len(seen) == 8
        assert answer.text.count(' loading="lazy" sandbox>') == 8


def test_a_type_that_is_not_shown_is_a_button_away(house: House, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "STYLE_LOOKS_MAX", 1)
    answer = desk.upload(STYLE, PURPLE, _preview="1")
    assert len(frames(answer)) == 4
    button = r'<button [^>]*form="md-style" name="_preview" value="status_feed"[^>]*>Statusupdates<'
    assert re.search(button, answer.text)


def test_looking_keeps_nothing(house: House, desk: Desk) -> None:
    before = worn(house)
    files = sorted(house.settings.data.rglob("*"))
    answer = desk.upload(STYLE, PURPLE, light_background="#fff8e7", _preview="1")
    assert answer.status_code == 200
    seen = frames(answer)
    assert len(seen) >= 4
    assert sorted(set(re.findall(r'width="(\d+)" height', answer.text))) == ["320", "640"]
    for one in seen:
        [address] = LINK.findall(one)
        style = house.client.get(address)
        assert style.headers["content-type"] == "text/css; charset=utf-8"
        assert "--md-accent:#5c2d91;" in style.text
        assert "--md-paper:#fff8e7;" in style.text
    assert worn(house) == before
    assert sorted(house.settings.data.rglob("*")) == files
    with pytest.raises(NotFound):
        kept(house)
    text = unescape(answer.text)
    assert PURPLE.decode() in text, "the file stands in its field, to be saved from there"
    assert 'value="#fff8e7"' in text


def test_no_style_is_served_that_was_not_made_here(house: House, desk: Desk) -> None:
    good = LINK.findall(frames(desk.upload(STYLE, PURPLE, _preview="1"))[0])[0]
    token = good.split("/")[3]
    for address in ("x/page.css", f"{token}x/page.css", f"{token}/page.js", f"{token}/x.css", f"{token}/..%2fpage.css"):
        assert house.client.get(f"/files/tried/{address}").status_code == 404
    later(house, hours=3)
    assert house.client.get(good).status_code == 404
    later(house, hours=-3)


def test_colours_are_picked_without_a_file_and_go_before_it(house: House, desk: Desk) -> None:
    picks = {"light_accent": "rebeccapurple", "dark_accent": "#c9a6ff", "font": picked.FONTS[4][0], "radius": "12px"}
    assert desk.upload(STYLE, None, **picks).status_code == 303
    style = worn(house)
    for declared in ("--md-accent:#663399;", "--md-accent:#c9a6ff;", "--md-radius:12px;", '"Georgia"'):
        assert declared in style
    assert desk.upload(STYLE, PURPLE, light_accent="#0b3d75").status_code == 303
    assert "--md-accent:#0b3d75;" in worn(house)
    assert "--md-link:#5c2d91;" in worn(house)
    assert picked.split(kept(house)) == (PURPLE.decode(), {("light", "accent"): "#0b3d75"})
    page = desk.get(STYLE).text
    assert 'name="light_accent" value="#0b3d75"' in page
    assert desk.upload(STYLE, None).status_code == 303
    with pytest.raises(NotFound):
        kept(house)


def test_a_colour_that_is_none_is_told_beside_its_field(desk: Desk) -> None:
    answer = desk.upload(STYLE, None, light_accent="blauwig", dark_text="#ffffff80", tokens="/* mijn stijl */")
    text = unescape(answer.text)
    assert answer.status_code == 400
    assert text.count("Dit is geen kleur") == 4, "in the summary, and beside each field"
    assert 'value="blauwig"' in text
    assert "/* mijn stijl */" in text


def test_the_style_before_comes_back_and_so_does_the_servers_own(house: House, desk: Desk) -> None:
    plain = worn(house)
    assert 'name="_back"' not in desk.get(STYLE).text
    desk.upload(STYLE, PURPLE)
    desk.upload(STYLE, None, light_accent="#0b3d75")
    desk.upload(STYLE, None, light_accent="#0b3d75")
    desk.fill(STYLE, _back="before")
    assert "--md-accent:#5c2d91;" in worn(house)
    desk.fill(STYLE, _back="before")
    assert "--md-accent:#0b3d75;" in worn(house)
    desk.fill(STYLE, _back="own")
    assert worn(house) == plain
    desk.fill(STYLE, _back="before")
    assert "--md-accent:#0b3d75;" in worn(house)


def test_a_form_that_was_made_before_signing_in_anew_comes_back(house: House, desk: Desk) -> None:
    answer = desk.send(STYLE, {"tokens": PURPLE.decode(), "_form": "old"})
    assert answer.status_code == 403
    assert PURPLE.decode().strip() in unescape(answer.text)
    body = b'--x\r\nContent-Disposition: form-data; name="tokens"\r\n\r\nmijn stijl\r\n--x--\r\n'
    sent = Desk(house).send_raw(STYLE, body, "multipart/form-data; boundary=x")
    assert sent.status_code == 401
    assert "mijn stijl" in unescape(sent.text)


def test_a_form_in_pieces_is_refused(desk: Desk) -> None:
    begun = b'--x\r\nContent-Disposition: form-data; name="tokens"\r\n\r\n'
    for body in (b"", b"--x\r\n", b"--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--\r\n", begun):
        for media in ("multipart/form-data; boundary=x", "multipart/form-data"):
            assert desk.send_raw(STYLE, body, media).status_code in (400, 403)
    assert desk.send_raw(STYLE, begun + b"x" * 2_000_000, "multipart/form-data; boundary=x").status_code == 413
