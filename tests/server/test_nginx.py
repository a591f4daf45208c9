# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The example for nginx, run as it stands in the documentation: only names, ports and paths are filled in.

Debian's nginx, TLS, its cache on disk, and `meedoen serve` behind it as a process that can be stopped.
"""

from __future__ import annotations

import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

import httpx2 as httpx
import pytest

from tests.house import free_port
from tests.nginx import filled, nginx
from tests.server.process import Running, serving
from tests.server.test_serve import TOKEN, VOTE, WIDGET, place


@dataclass
class Front:
    """nginx, and who asks it; `http` speaks TLS to it."""

    folder: Path
    http: httpx.Client
    plain: str
    process: Running
    environ: dict[str, str]

    def asked(self, path: str, **headers: str) -> tuple[httpx.Response, str]:
        """The answer, and how the cache had it, which nginx writes down when it has answered."""
        before = self.log()
        answer = self.http.get(path, headers=headers)
        until(lambda: len(self.log()) > len(before))
        return answer, self.log()[-1].split()[3]

    def log(self) -> list[str]:
        return (self.folder / "meedoen.log").read_text().splitlines()


def until(holds: Callable[[], bool]) -> None:
    """Until the condition holds."""
    end = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


def certificate(folder: Path) -> None:
    """For a day, signed by itself."""
    made = [
        "openssl",
        "req",
        "-x509",
        "-nodes",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-days",
        "1",
    ]
    made += ["-days", "1", "-subj", "/CN=doemee.localhost", "-keyout", "privkey.pem", "-out", "fullchain.pem"]
    subprocess.run(made, cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    folder = tmp_path_factory.mktemp("nginx")
    server, tls, plain = free_port(), free_port(), free_port()
    origin = f"https://doemee.localhost:{tls}"
    certificate(folder)
    unchecked = ssl.create_default_context()
    unchecked.check_hostname, unchecked.verify_mode = False, ssl.CERT_NONE
    asked = {"trusted_proxies": "127.0.0.1", "metrics": "127.0.0.1", "acts_per_minute_per_network": "5"}
    with serving(folder / "data", server, base_url=origin, **asked) as (process, environ):
        place(environ)
        host = {"host": f"doemee.localhost:{tls}"}
        with (
            nginx(folder, filled(folder, server, tls, plain)) as proxy,
            httpx.Client(base_url=f"https://127.0.0.1:{tls}", headers=host, verify=unchecked, timeout=20) as http,
        ):
            until(lambda: _answers(http) or proxy.poll() is not None)
            assert proxy.poll() is None, (folder / "error.log").read_text()
            yield Front(folder, http, f"http://127.0.0.1:{plain}", process, environ)


def _answers(http: httpx.Client) -> bool:
    try:
        return http.get("/robots.txt").status_code == 200
    except httpx.TransportError:
        return False


def fresh(front: Front, path: str) -> httpx.Response:
    """As it is kept for the second that has just begun."""
    found: list[httpx.Response] = []

    def is_hit() -> bool:
        answer, how = front.asked(path)
        found.append(answer)
        return how == "HIT"

    until(is_hit)
    return found[-1]


def vote(front: Front, score: str = "3", **headers: str) -> httpx.Response:
    said = {"accept": "application/json", **headers}
    answer = front.http.post(TOKEN, data={"_mode": "stored"}, headers=said)
    if answer.status_code != 200:
        return answer
    sent = {"_token": answer.json()["token"], "_key": token_hex(16), "score": score}
    return front.http.post(VOTE, data=sent, headers=said)


def test_a_page_is_kept_for_its_second_and_asked_again_by_its_etag(front: Front) -> None:
    page = fresh(front, f"/{WIDGET}/embed")
    assert page.status_code == 200
    assert page.headers["cache-control"] == "public, max-age=1, stale-if-error=86400"
    assert page.headers["strict-transport-security"] == "max-age=31536000"
    again = front.http.get(f"/{WIDGET}/embed", headers={"if-none-match": page.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_what_did_not_change_is_not_sent_to_the_proxy_again(front: Front) -> None:
    path = f"/{WIDGET}?lang=en"
    fresh(front, path)
    until(lambda: front.asked(path)[1] == "REVALIDATED")


def test_each_way_of_compressing_is_kept_once(front: Front) -> None:
    path = f"/{WIDGET}"
    ways = {"br": "br", "gzip, deflate, br, zstd": "br", "deflate, gzip": "gzip", "br;q=0": None, "identity": None}
    for accepted, coding in ways.items():
        answer, _how = front.asked(path, **{"accept-encoding": accepted})
        assert answer.headers.get("content-encoding") == coding, accepted
        assert "fietspad" in answer.text


def test_an_act_goes_through_and_shows_within_its_second(front: Front) -> None:
    path = f"/{WIDGET}"
    before = front.http.get(path).content
    assert vote(front).status_code == 200
    began = time.monotonic()
    until(lambda: front.http.get(path).content != before)
    assert time.monotonic() - began < 5, "a second for the server, one for the cache, the rest for a busy machine"


def test_what_a_client_says_of_where_it_comes_from_is_replaced(front: Front) -> None:
    """Or one person could be as many networks as he likes."""
    said = [
        vote(front, **{"x-forwarded-for": f"203.0.113.{one}", "forwarded": "for=x"}).status_code for one in range(6)
    ]
    assert said[-1] == 429


def test_who_looks_after_the_server_asks_it_and_not_the_proxy(front: Front) -> None:
    for path in ("/metrics", "/readyz", "/healthz"):
        assert front.http.get(path).status_code == 404
        assert "nginx/" not in front.http.get(path).text
        assert httpx.get(f"http://127.0.0.1:{front.environ['MEEDOEN_PORT']}{path}").status_code == 200


def test_without_tls_it_leads_to_where_there_is(front: Front) -> None:
    answer = httpx.get(f"{front.plain}/{WIDGET}?lang=en", headers={"host": "doemee.localhost"})
    assert (answer.status_code, answer.headers["location"]) == (301, f"https://doemee.localhost/{WIDGET}?lang=en")


def test_no_address_and_no_path_is_written_down(front: Front) -> None:
    front.http.get(f"/{WIDGET}/done/secret")
    lines = "\n".join(front.log())
    for told in ("127.0.0.1", "secret", "fietspad"):
        assert told not in lines


def test_when_the_server_is_out_what_was_shown_still_is(front: Front) -> None:
    """The last of this file: it stops the server."""
    page = fresh(front, f"/{WIDGET}/embed")
    assert front.process.stop() == 0
    until(lambda: front.asked(f"/{WIDGET}/embed")[1] == "STALE")
    assert front.http.get(f"/{WIDGET}/embed").content == page.content
    refused = vote(front)
    assert refused.status_code == 503
    assert (refused.headers["retry-after"], refused.headers["cache-control"]) == ("5", "no-store")
    assert "wat u typte staat er nog" in refused.text
