# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""People who work in the console, over HTTP: each a browser of his own, with its cookies and without script."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx2 as httpx

from meedoen.commands.serving import first_run
from meedoen.records import Organisation
from meedoen.records_staff import Grant, Member, Profile, Role
from meedoen.store import accounts, members
from tests.house import CHEAP, NO_TLS, House
from tests.server.people import hidden

PASSWORD = "een zin die ik onthoud"
NEW = {"name": "Fatima de Wit", "function": "Adviseur", "department": "Burgerzaken", "show_name": "true"}


def hire(
    house: House,
    of: Organisation,
    name: str,
    roles: Iterable[Role | Grant] = Role,
    *,
    language: str = "nl",
) -> Member:
    """Somebody who works there, without the ways by which one comes."""
    grants = [one if isinstance(one, Grant) else Grant(one) for one in roles]
    address, kept = f"{name}@{of.name}.example", CHEAP.hash(PASSWORD)

    def unit(conn: Any) -> Member:
        account = accounts.by_address(conn, address)
        if account is None:
            account = accounts.add(conn, address, password=kept, language=language, at=house.clock())
        profile = Profile(name.title(), "Adviseur", "Burgerzaken")
        return members.join(conn, account, of, profile, grants, at=house.clock())

    return house.write(unit)


def set_up_code(house: House) -> str:
    """What a start prints."""
    where = house.write(first_run, house.settings, house.clock())
    return where.partition("code=")[2]


@dataclass
class Desk:
    """A browser at the console."""

    house: House
    headers: dict[str, str] = field(default_factory=dict)
    client: httpx.Client = field(init=False, repr=False)

    def __post_init__(self) -> None:
        alone = {"connection": "close", **self.headers}  # so that nothing is left open when a test ends
        self.client = httpx.Client(base_url=self.house.url, timeout=20, verify=NO_TLS, headers=alone)

    def get(self, path: str, **params: Any) -> httpx.Response:
        """A page."""
        return self.client.get(path, **params)

    def send(self, path: str, fields: dict[str, str], **headers: str) -> httpx.Response:
        """A post, as a browser sends it from a page of ours."""
        ours = {"origin": self.house.url, "sec-fetch-site": "same-origin"}
        return self.client.post(path, data=fields, headers={**ours, **headers})

    def fill(self, path: str, to: str = "", **fields: str) -> httpx.Response:
        """Open the page of a form and send the form; `to` is where it goes, if not back to its page."""
        page = self.get(path)
        assert page.status_code == 200, page.text
        return self.send(to or path, {**hidden_of(page.text, to or path), **fields})

    def upload(self, path: str, content: bytes | None = None, name: str = "x.css", **fields: str) -> httpx.Response:
        """Open the page of a form and send it with a file, as a browser does that sends files."""
        page = self.get(path)
        assert page.status_code == 200, page.text
        said = [(f'name="{one}"', value.encode()) for one, value in {**hidden_of(page.text, path), **fields}.items()]
        said.append((f'name="file"; filename="{"" if content is None else name}"', content or b""))
        parts = [f"--x-x\r\nContent-Disposition: form-data; {one}\r\n\r\n".encode() + raw for one, raw in said]
        return self.send_raw(path, b"\r\n".join([*parts, b"--x-x--\r\n"]), "multipart/form-data; boundary=x-x")

    def send_raw(self, path: str, body: bytes, media: str) -> httpx.Response:
        """A post whose body is this."""
        ours = {"origin": self.house.url, "sec-fetch-site": "same-origin", "content-type": media}
        return self.client.post(path, content=body, headers=ours)

    def forget_session(self) -> None:
        """As a browser does that is closed: what it keeps longer stays."""
        self.client.cookies.delete("meedoen")

    def sign_in(self, address: str, password: str = PASSWORD, **headers: str) -> httpx.Response:
        """At the door."""
        return self.send("/console/sign-in", {"address": address, "password": password}, **headers)


def signed_in(house: House, member: Member) -> Desk:
    """His browser, signed in."""
    desk = Desk(house)
    answer = desk.sign_in(member.account.address)
    assert answer.status_code == 303, answer.text
    return desk


def hidden_of(page: str, action: str) -> dict[str, str]:
    """The hidden fields of the form on a page that goes there."""
    forms = re.findall(r'<form[^>]* action="([^"?]*)[^"]*"[^>]*>(.*?)</form>', page, re.DOTALL)
    return next(hidden(inside) for where, inside in forms if where == action.partition("?")[0])


def later(house: House, **by: float) -> None:
    """The clock of the house moves."""
    house.clock.now += timedelta(**by)  # type: ignore[attr-defined]
