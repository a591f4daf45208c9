# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What others install: the wheel holds everything the code reads at run time, and nothing else."""

from __future__ import annotations

import subprocess
import sys
import tarfile
from pathlib import Path
from zipfile import ZipFile

from tests.tools import ROOT, files, nothing, pyproject

PLACES = {
    "server/meedoen": "meedoen",
    "widgets/meedoen_widgets": "meedoen_widgets",
    "embed-snippets": "meedoen/embed_snippets",
}


def build(target: str, folder: Path) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(folder.iterdir())


def test_the_wheel_holds_all_files_of_the_packages(tmp_path: Path) -> None:
    held = {name for name in ZipFile(build("wheel", tmp_path)).namelist() if ".dist-info/" not in name}
    wanted = {
        str(place / path.relative_to(source))
        for source, place in ((source, Path(place)) for source, place in PLACES.items())
        for path in files("*", under=[source])
    }
    nothing(wanted - held, "missing")
    nothing(held - wanted, "too many")


def test_the_source_archive_holds_the_whole_tree(tmp_path: Path) -> None:
    release = f"meedoen-{pyproject()['project']['version']}"
    with tarfile.open(build("sdist", tmp_path)) as archive:
        held = {name.removeprefix(f"{release}/") for name in archive.getnames()}
    nothing(set(map(str, files("*"))) - held, "missing")
