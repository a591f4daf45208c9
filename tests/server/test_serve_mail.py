# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`meedoen serve` with a mail server behind it: mail goes out by itself, and nothing of it stands in the log."""

from __future__ import annotations

from pathlib import Path

import httpx2 as httpx

from tests.house import free_port
from tests.mail_server import mail_server
from tests.server.following import FROM, NOOR, ORG, link
from tests.server.process import Running, environment, meedoen, serving


def test_who_asks_for_mail_gets_it(tmp_path: Path) -> None:
    """The mail server's certificate is believed as the operator's page says; one refusal is got over."""
    port = free_port()
    with mail_server() as sink:
        trusting = {"SSL_CERT_FILE": str(sink.certificate(tmp_path))}
        environ = environment(tmp_path, port, smtp_url=sink.url, mail_from=FROM) | trusting
        assert meedoen("organisation", "add", "voorbeeldstad", "--title", "Stad", environ=environ).returncode == 0
        url = f"http://127.0.0.1:{port}"
        served = Running(["serve"], environ, tmp_path / "output", [f"{url}/healthz"])
        try:
            sink.to = "550 no such user"
            httpx.post(url + ORG, data={"address": "nobody@example.org", "pace": "soon"})
            served.wait_for(lambda: "mail refused" in served.err)
            sink.to = "250 OK"
            assert httpx.post(url + ORG, data={"address": NOOR, "pace": "soon"}).status_code == 303
            served.wait_for(lambda: len(sink.took) == 1)
            assert httpx.post(url + link(sink.took[0])).status_code == 200
        finally:
            served.stop()
    assert [line["code"] for line in served.log if line["event"] == "mail refused"] == [550]
    assert "@" not in served.err


def test_production_says_at_the_start_that_mail_waits(tmp_path: Path) -> None:
    with serving(tmp_path, mode="production", secret_keys="k" * 40) as (served, _environ):
        served.wait_for(lambda: "no mail server: mail waits" in served.err)
