# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""A third party's package, built and installed as a third party would, into a folder that is thrown away."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import EntryPoint, distributions
from pathlib import Path

from meedoen.registry import GROUP
from tests.tools import ROOT

SOURCE = ROOT / "tests" / "thirdparty"


@dataclass(frozen=True)
class ThirdParty:
    """Where it was installed, and the types it declares. On PYTHONPATH, the folder is all a server needs."""

    folder: Path
    points: list[EntryPoint]


def install(folder: Path, source: Path = SOURCE) -> ThirdParty:
    """Build a wheel of the package and install it in `folder`, without a network. Its modules stay loaded."""
    alone = ["--no-index", "--no-deps", "--no-build-isolation", "--disable-pip-version-check", "--quiet"]
    subprocess.run(
        [sys.executable, "-m", "pip", "install", *alone, "--target", str(folder), str(source)],
        check=True,
        capture_output=True,
        text=True,
    )
    points = [point for found in distributions(path=[str(folder)]) for point in found.entry_points.select(group=GROUP)]
    # Loaded while the folder is on the path, which other tests do not see: they would find the type everywhere.
    sys.path.insert(0, str(folder))
    try:
        for point in points:
            import_module(point.module)
    finally:
        sys.path.remove(str(folder))
    return ThirdParty(folder, points)
