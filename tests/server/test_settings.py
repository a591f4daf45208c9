# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""A faulty setting stops the start with a sentence that names it; the page for operators tells of each."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest

from meedoen import cli
from meedoen.errors import SetUpError
from meedoen.settings import PREFIX, Settings, load
from tests.tools import nothing, text

KEY = "k" * 32
FAULTY = {
    "mode": "testing",
    "base_url": "doemee.example",
    "also_at": "https://doemee.example,https://doemee.example/path",
    "secret_keys": "too-short",
    "port": "70000",
    "security_contact": "security@voorbeeldstad.example",
    "log_requests": "some",
    "trusted_proxies": "10.0.0.0/8,proxy.example",
    "metrics": "everybody",
    "stop_after_s": "-1",
    "fetch_also": "intranet.voorbeeldstad.example",
    "hosts": "https://doemee.stad.example",
    "console_url": "console.example",
    "acts_per_minute_per_network": "0",
    "acts_per_minute_per_participant": "many",
}
ANYTHING = {"data", "database", "host"}
"""Settings of which any text can be right; what is wrong is seen when it is used."""
PAGE = "server/docs/operating.md"


def check(environ: dict[str, str], *named: str) -> None:
    """Loading is refused, and the refusal names these."""
    with pytest.raises(SetUpError) as refused:
        load(environ)
    for name in named:
        assert name in str(refused.value)


@pytest.mark.parametrize("name", FAULTY)
def test_a_faulty_setting_is_named(name: str) -> None:
    check({"MEEDOEN_SECRET_KEYS": KEY, PREFIX + name.upper(): FAULTY[name]}, PREFIX + name.upper())


@pytest.mark.parametrize(
    "origin",
    ["https://Stad.example", "https://stad.example:443", "http://stad.example:80", "https://u:p@stad.example",
     "https://a b", "https://a;script-src *", "https://stad.example.", "https://stad.example:", "https://stad.example/",
     "ftp://stad.example", "https://stad.example:99999", "https://"],
)  # fmt: skip
def test_an_origin_is_written_as_browsers_write_it(origin: str) -> None:
    check({"MEEDOEN_SECRET_KEYS": KEY, "MEEDOEN_HOSTS": f"{origin}=stad"}, "MEEDOEN_HOSTS")
    check({"MEEDOEN_SECRET_KEYS": KEY, "MEEDOEN_BASE_URL": origin}, "MEEDOEN_BASE_URL")


def test_an_origin_is_of_one_organisation() -> None:
    check({"MEEDOEN_SECRET_KEYS": KEY, "MEEDOEN_HOSTS": "https://a.example=stad,https://a.example=dorp"}, "twice")


@pytest.mark.parametrize("origin", ["http://[::1]:8000", "http://127.0.0.1:8000", "https://doe-mee.stad.example:8443"])
def test_a_sound_origin_is_taken(origin: str) -> None:
    assert load({"MEEDOEN_SECRET_KEYS": KEY, "MEEDOEN_BASE_URL": origin}).base_url == origin


def test_every_setting_is_seen_to_be_checked() -> None:
    assert set(FAULTY) | ANYTHING == set(Settings.model_fields)


def test_several_faults_are_told_together() -> None:
    check({"MEEDOEN_SECRET_KEYS": KEY, "MEEDOEN_PORT": "0", "MEEDOEN_MODE": "x"}, "MEEDOEN_PORT", "MEEDOEN_MODE")


def test_a_setting_that_does_not_exist_is_named() -> None:
    check({"MEEDOEN_SECRET_KEYS": KEY, "MEEDOEN_PROT": "8000"}, "MEEDOEN_PROT")


def test_production_refuses_to_start_without_a_key() -> None:
    check({}, "MEEDOEN_SECRET_KEYS")


def test_a_secret_is_not_in_what_is_said() -> None:
    with pytest.raises(SetUpError) as refused:
        load({"MEEDOEN_SECRET_KEYS": "a-secret", "MEEDOEN_PORT": "0"})
    assert "a-secret" not in str(refused.value)


def test_a_demo_makes_its_key_once_and_keeps_it_to_itself(tmp_path: Path) -> None:
    environ = {"MEEDOEN_MODE": "demo", "MEEDOEN_DATA": str(tmp_path / "data")}
    first = load(environ)
    assert load(environ).secret_keys == first.secret_keys
    assert stat.S_IMODE((tmp_path / "data" / "signing-key").stat().st_mode) == 0o600


# --- the file --------------------------------------------------------------------------------------------------------


def written(folder: Path, content: str) -> dict[str, str]:
    path = folder / "meedoen.toml"
    path.write_text(content)
    return {"MEEDOEN_CONFIG": str(path)}


def test_a_file_is_read_and_the_environment_goes_before_it(tmp_path: Path) -> None:
    environ = written(tmp_path, f'port = 9000\nhost = "::1"\nsecret_keys = ["{KEY}"]\n')
    assert load(environ).port == 9000
    assert load(environ | {"MEEDOEN_PORT": "9001"}).port == 9001
    assert load(environ | {"MEEDOEN_PORT": "9001"}).host == "::1"


def test_a_faulty_value_in_the_file_is_named(tmp_path: Path) -> None:
    check(written(tmp_path, f'port = "http"\nsecret_keys = ["{KEY}"]\n'), "MEEDOEN_PORT")


def test_a_file_that_is_no_toml_is_named(tmp_path: Path) -> None:
    check(written(tmp_path, "port: 9000"), "MEEDOEN_CONFIG", str(tmp_path))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    check({"MEEDOEN_CONFIG": str(tmp_path / "none.toml")}, "MEEDOEN_CONFIG", "none.toml")


# --- the page --------------------------------------------------------------------------------------------------------


def test_the_page_tells_of_every_setting_and_its_default() -> None:
    rows = dict(re.findall(r"^\| `(MEEDOEN_\w+)` \| `?(.*?)`? \|", text(Path(PAGE)), re.MULTILINE))
    defaults = {PREFIX + name.upper(): _shown(field.default) for name, field in Settings.model_fields.items()}
    assert rows == {**defaults, "MEEDOEN_CONFIG": "none"}


def _shown(default: object) -> str:
    return "none" if default in ("", (), {}) else str(default)


def test_the_page_tells_of_every_command_and_option() -> None:
    page = text(Path(PAGE))
    nothing(words for words in spoken() if f"`{words}`" not in page and f"`{words} " not in page)


def spoken() -> list[str]:
    """Every command with its words, and every option."""
    found: list[str] = []
    waiting = [cli.parser()]
    while waiting:
        one = waiting.pop()
        for action in one._actions:
            if isinstance(action.choices, dict):
                waiting += action.choices.values()
                found += [" ".join([*one.prog.split()[:2], name]) for name in action.choices]
            found += [option for option in action.option_strings if option.startswith("--") and option != "--help"]
    return sorted(set(found))
