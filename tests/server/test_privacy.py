# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The address of who takes part is in no row, no file, no line of the log and no mail; what was typed is in no line
either."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import httpx2 as httpx

from meedoen.records_moderation import Decision, Ground, Verdict
from meedoen.records_staff import Member
from meedoen.store import moderation
from tests.house import Clock, running
from tests.server.answering import reply
from tests.server.console.desk import hire
from tests.server.following import Following, following, link
from tests.server.people import WIDGET, hidden, new_key
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


def somebody(url: str) -> httpx.Client:
    """A browser there, at an address of its own, behind which a proxy says so too."""
    told = {"x-forwarded-for": SOMEBODY, "forwarded": f"for={SOMEBODY}"}
    return httpx.Client(base_url=url, transport=httpx.HTTPTransport(local_address=SOMEBODY), headers=told)


def tell(client: httpx.Client) -> str:
    """Write, follow it by mail as its author and as anybody, ask the organisation, report it: as without script.
    Answers the receipt code."""
    checked = client.post(f"{WIDGET}/do/rate", data={"score": "1", "reason": WORDS})
    done = client.post(f"{WIDGET}/do/rate", data=hidden(checked.text), follow_redirects=True)
    sent = client.post("/voorbeeldstad/-/bijdrage", data={**hidden(done.text), "do": "mail", "mail": "ik@example.org"})
    assert "De link werkt 48 uur." in sent.text
    for about in ("", "/fietspad", "/fietspad/1"):
        asked = client.post(f"/voorbeeldstad/-/mail{about}", data={"address": "wij@example.org", "pace": "soon"})
        assert asked.status_code == 303
    checked = client.post(f"{WIDGET}/do/ask", data={"_target": "#1", "text": f"{WORDS} Wanneer?"})
    assert client.post(f"{WIDGET}/do/ask", data=hidden(checked.text)).status_code == 303
    form = "/voorbeeldstad/-/moderatie/fietspad/1"
    report = {"ground": "spam", "words": WORDS, "address": "melder@example.org"}
    assert client.post(form, data={**hidden(client.get(form).text), **report}).status_code == 303
    return hidden(done.text)["_code"]


def object_to_it(client: httpx.Client, code: str) -> None:
    sent = {"_code": code, "do": "appeal", "why": WORDS, "address": "ik@example.org"}
    assert client.post("/voorbeeldstad/-/bijdrage", data=sent).status_code == 200


def judge(one: Following, by: Member, verdict: Verdict) -> None:
    given = Decision(verdict, Ground.SPAM if verdict is Verdict.REMOVED else None, "Gezien.", "Geen reclame.")
    one.house.write(moderation.decide, one.widget, 1, given, by, {}, at=one.clock())


def forms(address: str) -> list[bytes]:
    """How an address could be written."""
    numbers = bytes(map(int, address.split(".")))
    return [address.encode(), numbers.hex().encode(), b"\x00\x00" + numbers, str(int.from_bytes(numbers)).encode()]


def test_it_is_in_no_file_no_row_and_no_mail(tmp_path: Path) -> None:
    with following(tmp_path, database="") as one:
        by = hire(one.house, one.widget.organisation, "mo")
        with somebody(one.house.url) as client:
            code = tell(client)
            for mail in one.after():
                assert client.post(link(mail)).status_code == 200
            one.clock.move(seconds=1)
            judge(one, by, Verdict.REMOVED)
            one.after(hours=1)
            object_to_it(client, code)
            judge(one, by, Verdict.RESTORED)
            reply(one.house, one.widget, by, 1, 2)
            one.after(hours=1)
        take_part(one.house.url)
        one.after(hours=1)
        about = {str(mail["Subject"]).partition(":")[0] for mail in one.sink.took}
        assert {"Bevestig", "Besluit over uw bijdrage", "Niet meer te zien"} <= about
        whole = b"\n".join([*one.sink.came, *(str(mail.get_content()).encode() for mail in one.sink.took)])
        assert len(one.sink.took) >= 8, about
        assert not [form for form in forms(SOMEBODY) if form in whole]
        nowhere(tmp_path)


def nowhere(folder: Path) -> None:
    """In no row of the database, nor in any file."""
    with closing(sqlite3.connect(folder / "meedoen.sqlite3")) as reading:
        dump = "\n".join(reading.iterdump())
        assert "INSERT INTO" in dump
        tags = [tag for (tag,) in reading.execute("SELECT tag FROM contribution")]
    assert [len(tag) for tag in tags] == [8] * 3, "a tag of the network, under a key that is destroyed"
    for form in forms(SOMEBODY)[:2]:
        assert form.decode().lower() not in dump.lower()
    for path in folder.rglob("*"):
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
