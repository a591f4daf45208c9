# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What people do to a widget, put straight into the store, since these tests are about what is told of it.

And two readers of what is told: XML, and the tags of a piece of HTML.
"""

from __future__ import annotations

import secrets
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

from meedoen.effects import Contribute, React
from meedoen.records import Deed, Scene, Widget
from meedoen.store import widgets
from meedoen.values import WHOLE, Assurance
from tests.house import House


def rate(house: House, of: Widget, score: int, why: str = "", *, on: str = WHOLE, by: bytes = b"") -> int | None:
    """Give a score, and a reason where there is one; answers the reason's number."""
    at = house.clock()
    scene = Scene(
        widget=of.id,
        target=on,
        participant=by or secrets.token_bytes(16),
        assurance=Assurance.STORED,
        key=secrets.token_urlsafe(16),
        at=at,
        day=at.date().isoformat(),
        part=on or None,
        parts_most=100,
    )
    effects: list[React | Contribute] = [React("score", score)]
    if why:
        effects.append(Contribute("reason", {"text": why}, once=True))
    return house.run(house.store.act(Deed(scene, "rate", effects))).number


def withdraw(house: House, of: Widget) -> None:
    house.write(widgets.withdraw, of, at=house.clock())


def xml(content: bytes) -> ET.Element:
    return ET.fromstring(content)  # noqa: S314  (of our own server)


class Tags(HTMLParser):
    """The start tags of a piece of HTML with their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def __getitem__(self, tag: str) -> dict[str, str | None]:
        return next(attributes for name, attributes in self.tags if name == tag)
