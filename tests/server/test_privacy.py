# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The address of who takes part is in no row, no file and no line of the log; what was typed is in no line either."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import httpx2 as httpx

from tests.house import Clock, House, running
from tests.server.people import WIDGET, new_key
from tests.server.process import serving

SOMEBODY = "127.0.0.9"
WORDS = "Zeldzaam woord."


def take_part(url: str) -> None:
    """Everything one can do, well and wrong, from an address of one's own."""
    accept = {"accept": "application/json"}
    with httpx.Client(base_url=url, transport=httpx.HTTPTransport(local_address=SOMEBODY)) as client:
        token = client.post(f"{WIDGET}/do/token", data={"_mode": "stored"}).json()["token"]
        act = {"_token": token, "score": "3", "reason": WORDS}
        done = client.post(f"{WIDGET}/do/rate", data={**act, "_key": new_key()}, headers=accept)
        assert done.status_code == 200
        for fields in ({"score": "9"}, {"_token": "x"}, {"reason": WORDS * 200}, {"_key": "x"}):
            client.post(f"{WIDGET}/do/rate", data={**act, "_key": new_key(), **fields}, headers=accept)
        client.post(f"{WIDGET}/do/rate", content=b"score=%ff", headers={"content-type": "text/plain"})
        client.post(f"{WIDGET}/do/withdraw", data={"_code": "AAAA-AAAA-AAAA-AAAA"})
        for path in (WIDGET, f"{WIDGET}/embed", "/nergens", f"{WIDGET}.atom", f"{WIDGET}?over={WORDS}"):
            client.get(path, headers={"x-forwarded-for": SOMEBODY, "forwarded": f"for={SOMEBODY}"})


def forms(address: str) -> list[bytes]:
    """How an address could be written."""
    numbers = bytes(map(int, address.split(".")))
    return [address.encode(), numbers.hex().encode(), b"\x00\x00" + numbers, str(int.from_bytes(numbers)).encode()]


def test_it_is_in_no_file_and_no_row(tmp_path: Path, clock: Clock, house: House) -> None:
    house.widget(house.organisation())
    take_part(house.url)
    with closing(sqlite3.connect(tmp_path / "meedoen.sqlite3")) as reading:
        dump = "\n".join(reading.iterdump())
        assert "INSERT INTO" in dump
        (tag,) = reading.execute("SELECT tag FROM contribution").fetchone()
    assert len(tag) == 8, "a tag of the network, under a key that is destroyed"
    for form in forms(SOMEBODY)[:2]:
        assert form.decode().lower() not in dump.lower()
    for path in tmp_path.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not any(form in content for form in forms(SOMEBODY)), path


def test_it_is_in_no_line_of_the_log_and_neither_is_what_was_typed(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with running(data, Clock()) as house:
        house.widget(house.organisation())
    with serving(data, log_requests="all") as (process, environ):
        take_part(environ["MEEDOEN_BASE_URL"])
        told = process.out + process.err
    assert "/do/{action}" in told, "requests are logged here"
    assert SOMEBODY not in told
    assert "Zeldzaam" not in told
