# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`meedoen serve` as a process: how it starts, what it logs, how it stops, and how it refuses to start."""

from __future__ import annotations

import re
import signal
import socket
import sqlite3
import stat
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from secrets import token_hex

import httpx2 as httpx
import pytest

from meedoen import cli
from tests.house import free_port
from tests.server.process import Running, environment, meedoen, serving

WIDGET = "voorbeeldstad/fietspad"
VOTE = f"/{WIDGET}/do/rate"
TOKEN = f"/{WIDGET}/do/token"
JSON = {"accept": "application/json"}


def place(environ: dict[str, str]) -> None:
    """The organisation and the widget that these tests vote in."""
    assert cli.main(["organisation", "add", "voorbeeldstad", "--title", "Gemeente Voorbeeldstad"], environ) == 0
    settings = ["--set", "question=Wat vindt u?", "--set", "figures=always"]
    assert cli.main(["widget", "add", WIDGET, "--type", "rating", "--title", "Fietspad", *settings], environ) == 0


def client(environ: dict[str, str]) -> httpx.Client:
    return httpx.Client(base_url=environ["MEEDOEN_BASE_URL"], timeout=20, headers=JSON)


def vote(http: httpx.Client, key: str) -> httpx.Response:
    """Somebody new, who rates."""
    token = http.post(TOKEN, data={"_mode": "stored"}).json()["token"]
    return http.post(VOTE, data={"_token": token, "_key": key, "score": "3"})


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, dict[str, str]]]:
    """One server that logs every request, in which somebody has voted."""
    data = tmp_path_factory.mktemp("served")
    with serving(data, log_requests="all", base_url="http://doemee.localhost") as (process, environ):
        place(environ)
        environ["MEEDOEN_BASE_URL"] = f"http://127.0.0.1:{environ['MEEDOEN_PORT']}"
        with client(environ) as http:
            assert vote(http, token_hex(16)).status_code == 200
            http.get(f"/{WIDGET}", params={"over": "secret-query"})
            http.get(f"/{WIDGET}/done/secret-token")
            http.get("/no/such/secret-path")
        process.wait_for(lambda: any(line["event"] == "request" and line["route"] == "" for line in process.log))
        yield process, environ


def test_it_says_that_it_started(served: tuple[Running, dict[str, str]]) -> None:
    process, _environ = served
    assert process.log[0]["event"] == "started"
    assert process.log[0]["level"] == "info"


def test_it_reminds_of_a_contact_for_security(served: tuple[Running, dict[str, str]]) -> None:
    process, _environ = served
    assert process.log[1]["event"] == "no contact for security"
    assert process.log[1]["setting"] == "MEEDOEN_SECURITY_CONTACT"


def test_a_request_is_logged_by_its_route(served: tuple[Running, dict[str, str]]) -> None:
    process, _environ = served
    told = [(line["method"], line["route"], line["status"]) for line in process.log if line["event"] == "request"]
    assert ("POST", "/{org:org}/{name:widget}/do/{action}", 200) in told
    assert ("GET", "", 404) in told
    assert all(line["ms"] >= 0 for line in process.log if line["event"] == "request")


def test_the_log_holds_no_address_query_token_or_path(served: tuple[Running, dict[str, str]]) -> None:
    process, _environ = served
    assert "127.0.0.1" not in process.err
    assert "secret" not in process.err


def test_the_database_holds_no_address(served: tuple[Running, dict[str, str]]) -> None:
    _process, environ = served
    for path in Path(environ["MEEDOEN_DATA"]).glob("meedoen.sqlite3*"):
        assert b"127.0.0.1" not in path.read_bytes()


def test_no_name_of_software_is_told(served: tuple[Running, dict[str, str]]) -> None:
    _process, environ = served
    with client(environ) as http:
        answer = http.get("/healthz")
    assert "server" not in answer.headers
    assert "date" in answer.headers


def test_what_is_no_http_is_refused_and_nothing_is_said_of_it(served: tuple[Running, dict[str, str]]) -> None:
    process, environ = served
    with closing(_raw(environ, b"\x16\x03\x01 nonsense\r\n\r\n")) as answer:
        assert answer.recv(100).startswith(b"HTTP/1.1 400")
    assert "nonsense" not in process.err


def _raw(environ: dict[str, str], sent: bytes) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", int(environ["MEEDOEN_PORT"])), timeout=10)
    connection.sendall(sent)
    return connection


def test_the_database_and_the_socket_are_their_owners_alone(served: tuple[Running, dict[str, str]]) -> None:
    _process, environ = served
    for name in ("meedoen.sqlite3", "control.sock", "signing-key"):
        assert stat.S_IMODE((Path(environ["MEEDOEN_DATA"]) / name).stat().st_mode) == 0o600, name


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_cleanly(tmp_path: Path, number: int) -> None:
    with serving(tmp_path) as (process, _environ):
        assert process.stop(number) == 0
        assert [line["event"] for line in process.log] == ["started", "no contact for security", "stopped"]
        assert not (tmp_path / "control.sock").exists()
        assert not (tmp_path / "meedoen.sqlite3-wal").exists()


def test_forwarded_headers_are_not_believed(tmp_path: Path) -> None:
    """Or anybody could be as many networks as he likes."""
    with serving(tmp_path, acts_per_minute_per_network="3") as (_process, environ):
        place(environ)
        with client(environ) as http:
            forged = [{"x-forwarded-for": f"203.0.113.{one}"} for one in range(4)]
            answered = [http.post(TOKEN, data={"_mode": "stored"}, headers=headers).status_code for headers in forged]
    assert answered == [200, 200, 200, 429]


def test_a_proxy_that_is_named_is_believed(tmp_path: Path) -> None:
    """Or everybody behind it would be one network."""
    with serving(tmp_path, acts_per_minute_per_network="3", trusted_proxies="127.0.0.1") as (_process, environ):
        place(environ)
        with client(environ) as http:
            told = [{"x-forwarded-for": f"203.0.113.{one}"} for one in (1, 2, 3, 4, 4, 4, 4)]
            answered = [http.post(TOKEN, data={"_mode": "stored"}, headers=headers).status_code for headers in told]
    assert answered == [200, 200, 200, 200, 200, 200, 429]


def test_it_serves_on_for_as_long_as_it_was_told_and_says_that_it_stops(tmp_path: Path) -> None:
    """So that who spreads requests over several processes sends none to one that is about to go."""
    with serving(tmp_path, stop_after_s="1") as (process, environ), client(environ) as http:
        assert (http.get("/readyz").status_code, http.get("/readyz").text) == (200, "ready\n")
        asked: list[httpx.Response] = []
        stopping = threading.Thread(target=process.stop)
        stopping.start()

        def stops() -> bool:
            asked.append(http.get("/readyz"))
            return asked[-1].status_code == 503

        process.wait_for(stops)
        assert asked[-1].text == "stopping\n"
        assert http.get("/healthz").status_code == 200
        stopping.join()
        assert process.stop() == 0


def test_stopping_under_load_loses_nothing_acknowledged(tmp_path: Path) -> None:
    """Eight people vote as fast as they can; a signal comes in between; each vote that was answered well is there."""
    acknowledged: set[str] = set()
    sent: set[str] = set()

    def vote_on(environ: dict[str, str]) -> None:
        with client(environ) as http, suppress(httpx.TransportError):
            while True:
                key = token_hex(16)
                sent.add(key)
                if vote(http, key).status_code == 200:
                    acknowledged.add(key)

    with serving(tmp_path, acts_per_minute_per_network="1000000") as (process, environ):
        place(environ)
        voters = [threading.Thread(target=vote_on, args=[environ]) for _ in range(8)]
        for voter in voters:
            voter.start()
        process.wait_for(lambda: len(acknowledged) > 200)
        assert process.stop() == 0
        for voter in voters:
            voter.join()
    with closing(sqlite3.connect(tmp_path / "meedoen.sqlite3")) as database:
        stored = {key for (key,) in database.execute("SELECT key FROM act")}
        (counted,) = database.execute("SELECT sum(count) FROM tally").fetchone()
    assert acknowledged <= stored <= sent
    assert counted == len(stored)


def test_a_socket_that_a_killed_server_left_is_replaced(tmp_path: Path) -> None:
    with serving(tmp_path) as (process, environ):
        process.stop(signal.SIGKILL)
        assert (tmp_path / "control.sock").exists()
        assert cli.main(["organisation", "list"], environ) == 0
    with serving(tmp_path) as (_process, environ):
        assert cli.main(["organisation", "list"], environ) == 0


# --- what stops a start: one sentence that says what to do, and exit code 2 ------------------------------------------


def refused(environ: dict[str, str]) -> str:
    ended = meedoen("serve", environ=environ)
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert "Traceback" not in ended.stderr
    assert re.fullmatch(r"meedoen: [^\n]+\n", ended.stderr), ended.stderr
    return ended.stderr


def test_production_does_not_start_without_a_key(tmp_path: Path) -> None:
    assert "MEEDOEN_SECRET_KEYS" in refused(environment(tmp_path, free_port(), mode="production"))


def test_a_port_that_is_taken_is_named(served: tuple[Running, dict[str, str]], tmp_path: Path) -> None:
    port = int(served[1]["MEEDOEN_PORT"])
    said = refused(environment(tmp_path, port))
    assert "MEEDOEN_PORT" in said
    assert str(port) in said


def test_a_data_folder_in_use_is_named(served: tuple[Running, dict[str, str]]) -> None:
    data = Path(served[1]["MEEDOEN_DATA"])
    assert str(data) in refused(environment(data, free_port()))


def test_a_faulty_widget_type_is_named_with_its_package(tmp_path: Path) -> None:
    about = tmp_path / "packages" / "faulty-1.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: faulty\nVersion: 1\n")
    (about / "entry_points.txt").write_text("[meedoen.widgets]\nfaulty = faulty_widget:FAULTY\n")
    (about.parent / "faulty_widget.py").write_text("FAULTY = 1\n")
    environ = environment(tmp_path, free_port()) | {"PYTHONPATH": str(about.parent)}
    said = refused(environ)
    assert "faulty" in said
    assert "WidgetType" in said


def test_where_there_is_no_administrator_a_start_says_how_to_become_it(tmp_path: Path) -> None:
    """On standard output alone: what is in the log may be read by others."""
    with serving(tmp_path / "data", log_requests="all") as (process, environ):
        process.wait_for(lambda: "/console/set-up?code=" in process.out)
        [address] = re.findall(r"http://\S+", process.out)
        assert address.startswith(environ["MEEDOEN_BASE_URL"])
        assert httpx.get(address).status_code == 200
        assert process.stop() == 0
    assert "/console/set-up" in process.err, "requests are logged here"
    assert address.partition("code=")[2] not in process.err
