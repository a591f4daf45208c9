# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Without script, whatever goes wrong: the page that says so holds all that was typed."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import httpx2 as httpx
import pytest

from meedoen import limits
from meedoen.errors import unavailable
from meedoen.records import Widget
from meedoen.store import widgets
from tests.house import Clock, House, running
from tests.server.people import WIDGET, Paper, hidden

TYPED = 'Te smal bij "de sluis" & zo'
FORMS = [
    pytest.param("rate", {"score": "3", "reason": TYPED}, id="rate"),
    pytest.param("ask", {"text": TYPED}, id="ask"),
]


def held(page: httpx.Response) -> list[str]:
    return [unescape(one) for one in re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", page.text, re.DOTALL)]


def wrong(_house: House, _placed: Widget) -> dict[str, str]:
    return {"colour": "red"}


def unknown(_house: House, _placed: Widget) -> dict[str, str]:
    return {"_check": "broken"}


def of_another(house: House, placed: Widget) -> dict[str, str]:
    other = house.widget(placed.organisation, "speeltuin", show_reasons=True)
    checked = Paper(house, f"/voorbeeldstad/{other.name}").check("ask", text="Mag dat?")
    return {"_check": hidden(checked.text)["_check"]}


def closed(house: House, placed: Widget) -> dict[str, str]:
    house.write(widgets.close, placed, at=house.clock())
    return {}


def gone(house: House, placed: Widget) -> dict[str, str]:
    house.write(widgets.withdraw, placed, at=house.clock())
    return {}


@pytest.mark.parametrize(("action", "fields"), FORMS)
@pytest.mark.parametrize(
    ("spoil", "status"),
    [(wrong, 400), (unknown, 401), (of_another, 403), (closed, 409), (gone, 410)],
)
def test_a_refusal_holds_what_was_typed(
    house: House,
    action: str,
    fields: dict[str, str],
    spoil: Callable[[House, Widget], dict[str, str]],
    status: int,
) -> None:
    placed = house.widget(house.organisation(), show_reasons=True)
    more = spoil(house, placed)
    page = Paper(house).check(action, **fields, **more)
    assert page.status_code == status
    assert held(page) == [TYPED]


def test_of_what_is_too_much_it_holds_the_beginning_and_says_so(standing: House) -> None:
    text = "lang " * (limits.BODY_BYTES_MAX // 4)
    page = Paper(standing).check(score="3", reason=text)
    assert page.status_code == 413
    [beginning] = held(page)
    assert len(beginning) > limits.TEXT_CHARS_MAX
    assert text.startswith(beginning)
    assert "hier staat alleen het begin" in page.text
    assert 'value="3" checked' in page.text


def test_who_goes_too_fast_keeps_what_he_typed(tmp_path_factory: pytest.TempPathFactory) -> None:
    with running(tmp_path_factory.mktemp("fast"), Clock(), acts_per_minute_per_network="1") as house:
        house.widget(house.organisation(), show_reasons=True)
        paper = Paper(house)
        checked = paper.check(score="3", reason=TYPED)
        pages = [paper.send(checked) for _ in range(3)]
        assert pages[-1].status_code == 429
        assert held(pages[-1]) == [TYPED]


@pytest.mark.parametrize(("failure", "status"), [(RuntimeError("broken"), 500), (unavailable(), 503)])
@pytest.mark.parametrize(("action", "fields"), FORMS)
def test_a_server_that_fails_gives_it_back(
    house: House,
    monkeypatch: pytest.MonkeyPatch,
    action: str,
    fields: dict[str, str],
    failure: Exception,
    status: int,
) -> None:
    """And when it is sent again it is taken, once."""

    async def fail(_deed: object) -> None:
        raise failure

    house.widget(house.organisation(), show_reasons=True)
    paper = Paper(house)
    checked = paper.check(action, **fields)
    with monkeypatch.context() as broken:
        broken.setattr(house.store, "act", fail)
        ending = {"connection": "close"}  # after a fault a server ends it
        page = house.client.post(f"{WIDGET}/do/{action}", data=hidden(checked.text), headers=ending)
    assert page.status_code == status
    assert held(page) == [TYPED]
    assert paper.send(checked, action).status_code == 303
    assert paper.send(checked, action).status_code == 303
    assert unescape(house.client.get(WIDGET).text).count(TYPED) == 1
