# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""People who take part over HTTP: one whose browser runs scripts, and one whose browser does not."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from itertools import count
from typing import Any

import httpx2 as httpx

from meedoen.records import Widget
from meedoen.store import views
from meedoen.values import WHOLE, Item, Items, Reads
from tests.house import House

WIDGET = "/voorbeeldstad/fietspad"
_KEYS = count(1)


def new_key() -> str:
    """An idempotency key that was not used before."""
    return f"key-{next(_KEYS):016d}"


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of a page, as a browser would send them."""
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page)
    return {unescape(name): unescape(value) for name, value in found}


@dataclass
class Person:
    """Somebody with script: a token, and acts that are answered in JSON."""

    house: House
    at: str = WIDGET
    mode: str = "stored"
    token: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        self.token = self.token or self.renewed()

    def post(self, action: str, fields: dict[str, str], **params: Any) -> httpx.Response:
        """Any post, as the script in a widget sends it."""
        headers = {"accept": "application/json"}
        return self.house.client.post(f"{self.at}/do/{action}", data=fields, headers=headers, **params)

    def renewed(self, old: str = "") -> str:
        """A token; with an old one, the same participant's."""
        answer = self.post("token", {"_mode": self.mode, **({"_token": old} if old else {})})
        assert answer.status_code == 200, answer.text
        return str(answer.json()["token"])

    def act(self, action: str = "rate", key: str = "", **fields: str) -> httpx.Response:
        """Do something; a rating of three unless said otherwise."""
        if action == "rate":
            fields = {"score": "3", **fields}
        return self.post(action, {"_token": self.token, "_key": key or new_key(), **fields})

    def withdraw(self, key: str = "", **fields: str) -> httpx.Response:
        """Take it back."""
        return self.act("withdraw", key, **fields)


def counts(house: House, of: Widget, target: str = WHOLE, kind: str = "score") -> dict[int, int]:
    """What counts there now, in the store."""
    found = house.read(views.read, of, Reads(tallies=[(target, kind)]))
    return dict(found.tallies[target, kind].counts)


def reasons(house: House, of: Widget) -> list[Item]:
    """The reasons there are, newest first, removed ones among them."""
    return list(house.read(views.read, of, Reads(items=Items("reason"))).items)


@dataclass
class Paper:
    """Somebody without script: real forms, and a page between."""

    house: House
    at: str = WIDGET

    def check(self, action: str = "rate", **fields: str) -> httpx.Response:
        """The first post, which shows the page "check before you send"."""
        return self.house.client.post(f"{self.at}/do/{action}", data=fields)

    def send(self, checked: httpx.Response, action: str = "rate", **more: str) -> httpx.Response:
        """The second post, which does it; answered by a redirect."""
        return self.house.client.post(f"{self.at}/do/{action}", data={**hidden(checked.text), **more})

    def act(self, action: str = "rate", **fields: str) -> httpx.Response:
        """Both, and the page that says what was received."""
        sent = self.send(self.check(action, **fields), action)
        assert sent.status_code == 303, sent.text
        return self.house.client.get(sent.headers["location"])
