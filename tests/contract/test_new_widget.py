# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`meedoen new-widget`: what it makes works as it is, and it says why not where it makes nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from importlib.metadata import entry_points
from pathlib import Path
from urllib.parse import quote

import pytest

from meedoen import cli
from meedoen.commands.new_widget import FILES, SOURCE
from meedoen.registry import GROUP
from tests.conftest import NEW
from tests.house import Clock, running
from tests.parties import ThirdParty
from tests.server.people import Person
from tests.server.process import environment, meedoen
from tests.tools import ROOT, files, nothing, text

LONGEST = "a" * 40


def make(name: str, to: Path) -> int:
    return cli.main(["new-widget", name, "--to", str(to)], {})


def run(*command: str, cwd: Path, env: Mapping[str, str] | None = None) -> tuple[int, str]:
    """A module of Python as a program: exit code and all that was said."""
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=cwd, env=env, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def pytest_in(folder: Path, party: ThirdParty, *args: str, path: str = os.environ["PATH"]) -> tuple[int, str]:
    """As its author tests it: the package is installed, the rest comes from its own pyproject.toml."""
    return run("pytest", "-q", *args, cwd=folder, env={"PATH": path, "PYTHONPATH": str(party.folder)})


# --- what it makes ----------------------------------------------------------------------------------------------------


def test_each_file_in_store_is_made_into_one() -> None:
    assert {source for source in FILES.values() if source} == {path.name for path in SOURCE.iterdir()}


@pytest.mark.parametrize("name", ["x", "bike_parking", LONGEST])
def test_ruff_has_nothing_to_say_by_its_own_defaults(tmp_path: Path, name: str) -> None:
    assert make(name, tmp_path / "new") == 0
    for command in (["check"], ["format", "--check"]):
        code, said = run("ruff", command[0], "--isolated", "--no-cache", *command[1:], cwd=tmp_path / "new")
        assert code == 0, said


def test_mypy_is_strict_and_content(new_source: Path) -> None:
    code, said = run("mypy", "--cache-dir", str(ROOT / "build/mypy-new"), cwd=new_source)
    assert code == 0, said


def test_every_file_has_a_holder_and_a_licence(new_source: Path) -> None:
    nothing(
        str(path)
        for path in new_source.rglob("*.*")
        if path.is_file() and path.name not in ("py.typed", "template.html")
        if "__pycache__" not in path.parts and "EUPL-1.2" not in path.read_text("utf-8")[:300]
    )


def test_no_line_of_the_server_names_it() -> None:
    nothing(
        str(path)
        for path in files("*", under=["server", "widgets"])
        if path.suffix not in {".png", ".ico"} and NEW in text(path)
    )


# --- its author's tests -----------------------------------------------------------------------------------------------


def test_it_passes_the_rules_that_ship(new_source: Path, new_party: ThirdParty) -> None:
    """Those that need a browser are run over another one, in test_make_your_own_widget.py."""
    code, said = pytest_in(new_source, new_party, "tests/test_contract.py", f"tests/test_own_{NEW}.py")
    assert code == 0, said


def test_without_a_browser_it_says_what_was_not_tested(new_source: Path, new_party: ThirdParty) -> None:
    code, said = pytest_in(
        new_source, new_party, f"tests/test_own_{NEW}.py", "tests/test_in_a_browser.py", path="/nowhere"
    )
    assert code == 0, said
    assert said.count("NOT TESTED: all that is seen in a browser alone") == 1
    assert "1 passed, 2 deselected" in said


@pytest.mark.parametrize("name", ["contract", "in_a_browser"])
def test_no_test_of_its_own_takes_the_place_of_the_rules(tmp_path: Path, name: str) -> None:
    make(name, tmp_path / "new")
    made = {path.name: path.read_text("utf-8") for path in (tmp_path / "new/tests").glob("test_*.py")}
    assert "meedoen.testing.suite" in made["test_contract.py"]
    assert "meedoen.testing.browser" in made["test_in_a_browser.py"]
    assert f"test_own_{name}.py" in made


def test_a_type_that_is_not_installed_is_named(new_source: Path, new_party: ThirdParty) -> None:
    code, said = pytest_in(new_source, new_party, "--widget", "scissors", "tests/test_contract.py", "-x")
    assert code != 0
    assert "No widget type scissors is installed" in said


def test_the_rules_are_there_without_a_test_file(tmp_path: Path, new_party: ThirdParty) -> None:
    plugin = ["-p", "meedoen.testing.plugin", "--widget", NEW, "--pyargs", "meedoen.testing.suite"]
    code, said = pytest_in(tmp_path, new_party, *plugin, "-k", "catalogue or heading or more_room")
    assert code == 0, said
    assert "2 passed" in said


def test_a_rule_that_is_broken_is_told(tmp_path: Path) -> None:
    """Found where it stands: this folder is on the path as it was made."""
    folder = tmp_path / "new"
    make("broken", folder)
    catalogue = folder / "meedoen_broken/broken/locale/nl/LC_MESSAGES/messages.po"
    catalogue.write_text(catalogue.read_text("utf-8").replace("Ik doe mee", ""), "utf-8")
    facts = folder / "meedoen_broken-0.1.0.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text("Metadata-Version: 2.1\nName: meedoen-broken\nVersion: 0.1.0\n")
    (facts / "entry_points.txt").write_text("[meedoen.widgets]\nbroken = meedoen_broken.broken.widget:BROKEN\n")
    code, said = pytest_in(folder, ThirdParty(folder, []), "tests/test_contract.py", "-k", "catalogue")
    assert code == 1
    assert "broken: “I take part” is not translated into nl" in said


# --- what it refuses --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        *((name, "cannot be the name of a widget type") for name in ("Hand", "hand-up", "1st", "h__p", "", "één")),
        *(
            (name, "cannot be the name of a widget type")
            for name in ("class", "page", "form", "list", "../etc", f"{LONGEST}a")
        ),
        ("rating", "is installed already"),
        ("widgets", "A package meedoen_widgets is installed already"),
    ],
)
def test_a_name_that_cannot_be(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, sentence: str) -> None:
    assert make(name, tmp_path / "new") == 2
    assert sentence in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert make("hands", tmp_path) == 2
    assert "is there already" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_it_stands_in_a_folder_of_its_own_name_here(tmp_path: Path) -> None:
    """A process of its own, since the folder one is in is the process's. It needs no settings."""
    done = meedoen("new-widget", "bike_parking", environ={"PATH": os.environ["PATH"]}, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "meedoen-bike-parking/meedoen_bike_parking/bike_parking/widget.py").is_file()
    assert "cd meedoen-bike-parking" in done.stdout


# --- where it is then -------------------------------------------------------------------------------------------------


def test_it_takes_part_in_everything(tmp_path: Path, new_party: ThirdParty) -> None:
    """In the gallery it is among those of tests/server/endpoints/test_gallery.py."""
    points, at = [*entry_points(group=GROUP), *new_party.points], "/voorbeeldstad/feest"
    with running(tmp_path, clock := Clock(), points=points) as house:
        house.widget(house.organisation(), "feest", NEW, "Straatfeest", question="Helpt u mee?")
        assert Person(house, at).act("answer", value="1").json()["counts"] == {"answer": {"1": 1}}
        assert Person(house, at).act("answer", value="3").status_code == 400
        clock.move(seconds=2)
        assert "<strong>1</strong> persoon antwoordde" in house.client.get(f"{at}/embed").text
        assert "Open: Helpt u mee?" in house.client.get(f"{at}.atom").text
        told = house.client.get(f"/oembed?url={quote(house.url + at, safe='')}").json()
        assert told["title"] == "Open doors: Straatfeest – Gemeente Voorbeeldstad"
        assert NEW in house.client.get("/api/v1/widgets").text


def test_the_command_line_has_it(tmp_path: Path, new_party: ThirdParty) -> None:
    done = meedoen("widget", "types", environ={**environment(tmp_path, 8000), "PYTHONPATH": str(new_party.folder)})
    assert f"{NEW}: Let people say whether they take part. (package meedoen-open-doors)" in done.stdout
