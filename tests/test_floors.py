# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which versions may be used: below a floor lies a hole that was mended, and an audit without internet sees none."""

from __future__ import annotations

import re
from importlib.metadata import version
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.tools import nothing, pyproject, text

FLOORS = {
    "starlette": "1.3",
    "python-multipart": "0.0.27",
}
"""Raised when an advisory says so. What is not among the constraints today has its floor for the day it comes in."""


def constraints() -> dict[str, str]:
    """Name and exact version of each line; a line that says anything else makes this fail."""
    lines = text(Path("constraints.txt")).splitlines()
    return {canonicalize_name(name): pinned for name, pinned in (line.split("==") for line in lines)}


def requirements() -> list[Requirement]:
    project = pyproject()["project"]
    extras = project["optional-dependencies"].values()
    asked = [Requirement(line) for lines in (project["dependencies"], *extras) for line in lines]
    return [one for one in asked if one.name != project["name"]]


def test_constraints_are_exact_versions_and_nothing_else() -> None:
    exact = r"[A-Za-z0-9][A-Za-z0-9._-]*==[0-9][A-Za-z0-9.+!]*"
    lines = text(Path("constraints.txt")).splitlines()
    nothing((line for line in lines if not re.fullmatch(exact, line)), "not name==version")
    assert len(constraints()) == len(lines), "a package stands there twice"


def test_constraints_hold_every_package_asked_for() -> None:
    pinned = constraints()
    nothing(
        str(asked)
        for asked in requirements()
        if not asked.specifier.contains(pinned.get(canonicalize_name(asked.name), "0"), prereleases=True)
    )


def test_no_version_lies_below_its_floor() -> None:
    pinned = constraints()
    nothing(
        f"{name} {pinned[name]}" for name, floor in FLOORS.items() if Version(pinned.get(name, floor)) < Version(floor)
    )
    assert Version(version("starlette")) >= Version(FLOORS["starlette"])


def test_what_we_ask_for_excludes_what_lies_below_a_floor() -> None:
    """Others install by pyproject.toml, without our constraints."""
    nothing(
        str(asked)
        for asked in requirements()
        if asked.name in FLOORS
        and not any(
            part.operator == ">=" and Version(part.version) >= Version(FLOORS[asked.name]) for part in asked.specifier
        )
    )


def test_every_package_asked_for_has_a_floor() -> None:
    nothing(str(asked) for asked in requirements() if not any(part.operator == ">=" for part in asked.specifier))


def test_installed_is_what_the_constraints_say() -> None:
    pinned = constraints()
    wanted = (canonicalize_name(asked.name) for asked in requirements())
    nothing((f"{name} {version(name)}" for name in wanted if version(name) != pinned[name]), "run make again")
