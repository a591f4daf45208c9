# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The unit for systemd: what it starts exists, what it may do is little, and it waits long enough for a stop."""

from __future__ import annotations

from configparser import ConfigParser
from pathlib import Path

from meedoen import limits
from meedoen.settings import PREFIX, Settings
from tests.tools import pyproject, text

UNIT = Path("server/docs/operating/meedoen.service")
HARDENED = {
    "capabilityboundingset": "",
    "lockpersonality": "yes",
    "nonewprivileges": "yes",
    "privatedevices": "yes",
    "privatetmp": "yes",
    "protectcontrolgroups": "yes",
    "protecthome": "yes",
    "protectkernelmodules": "yes",
    "protectkerneltunables": "yes",
    "protectproc": "invisible",
    "protectsystem": "strict",
    "restrictaddressfamilies": "AF_UNIX AF_INET AF_INET6",
    "restrictnamespaces": "yes",
    "restrictsuidsgid": "yes",
    "systemcallfilter": "@system-service",
    "umask": "0077",
}


def service() -> dict[str, str]:
    unit = ConfigParser(strict=True, interpolation=None)
    unit.read_string(text(UNIT))
    return dict(unit["Service"])


def test_it_starts_the_program_with_settings_that_exist() -> None:
    program, command = service()["execstart"].rsplit("/", 1)[1].split()
    assert program in pyproject()["project"]["scripts"]
    assert command == "serve"
    given = dict(pair.split("=", 1) for pair in service()["environment"].split())
    assert set(given) <= {PREFIX + name.upper() for name in (*Settings.model_fields, "config")}
    assert given["MEEDOEN_DATA"] == f"/var/lib/{service()['statedirectory']}"


def test_it_may_do_little() -> None:
    assert {name: service().get(name) for name in HARDENED} == HARDENED
    assert service()["user"] not in ("", "root")
    assert service()["statedirectorymode"] == "0700"


def test_it_starts_again_and_is_given_the_time_to_stop() -> None:
    one = service()
    assert one["restart"] == "on-failure"
    assert int(one["restartsec"]) * 5 > 10, "systemd gives up after 5 starts in 10 seconds"
    assert one["killsignal"] == "SIGTERM"
    assert int(one["timeoutstopsec"]) > limits.STOP_GRACE_S + Settings.model_fields["stop_after_s"].default
