# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What tests of every kind use: the tree as git has it, Python files as syntax trees, and the HTML checker."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LONG = os.environ.get("MEEDOEN_LONG", "") not in {"", "0"}
"""Whether this is `make long`. A test asks the fixture `count` instead, and stays one test."""

UNSEEN = (
    "WebUIOmniboxPopup",
    "WebUIOmniboxFullPopup",
    "WebUIOmniboxAimPopup",
    "SpareRendererForSitePerProcess",
)
"""What Chromium prepares beside each window for who sits before it: half of what a context costs."""
_AS_PLAYWRIGHT = (
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "MediaRouter",
    "OptimizationHints",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
)
"""Of such lists the last one holds, so what we need of Playwright's is said again."""
CHROMIUM_ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join([*UNSEEN, *_AS_PLAYWRIGHT])}",
)
"""For every launch of Chromium: it must start as root in a container, and say nothing to its makers."""


@cache
def tree() -> tuple[Path, ...]:
    """The project's files, relative to ROOT: tracked or about to be; in an archive without git, all of them."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    if (ROOT / ".git").exists():
        listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
        names = {Path(name) for name in listed.split("\0") if name}
    else:
        names = {path.relative_to(ROOT) for path in ROOT.rglob("*")}
        names = {name for name in names if not {".venv", "build", "__pycache__"} & set(name.parts)}
    return tuple(sorted(name for name in names if (ROOT / name).is_file()))


def files(*patterns: str, under: Sequence[str] = ("",)) -> Iterator[Path]:
    """Files of the tree whose name matches one of the patterns, below one of the folders."""
    for path in tree():
        if any(path.is_relative_to(folder) for folder in under) and any(path.match(pattern) for pattern in patterns):
            yield path


@cache
def text(path: Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def syntax(path: Path) -> ast.Module:
    return ast.parse(text(path), str(path))


@cache
def pyproject() -> dict[str, Any]:
    return tomllib.loads(text(Path("pyproject.toml")))


def nothing(found: Iterable[object], rule: str = "") -> None:
    """Assert that nothing was found, and show all of what was, a line each."""
    __tracebackhide__ = True
    lines = sorted(map(str, found))
    assert not lines, "\n".join([f"{rule} ({len(lines)})", *lines])


def program(name: str) -> str:
    """A program on PATH; a test that needs it fails without it, for a test left out proves nothing."""
    found = shutil.which(name)
    assert found, f"{name} is not installed: `make test` installs what tests need"
    return found


def checker(path: str) -> Path:
    """A file of one of the checkers that npm brings."""
    found = ROOT / "build/tools/node_modules" / path
    assert found.exists(), f"{found} is not there: `make test` brings it"
    return found


_SHORT_LIVED = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss8m")
"""Java that ends within seconds: what it would win by compiling well, it would lose by compiling. The checker says that
it needs the stack."""


def check_html(pages: Sequence[str | Path], folder: Path) -> list[str]:
    """All that the Nu HTML checker says of these pages (text, or files), in one run of Java; texts go to `folder`."""
    paths = [page if isinstance(page, Path) else folder / f"page-{number}.html" for number, page in enumerate(pages)]
    for page, path in zip(pages, paths, strict=True):
        if isinstance(page, str):
            path.write_text(page, encoding="utf-8")
    if not paths:
        return []
    jar = checker("vnu-jar/build/dist/vnu.jar")
    options = ["--format", "json", "--stdout", "--exit-zero-always"]
    command = [program("java"), *_SHORT_LIVED, "-jar", str(jar), *options, *map(str, paths)]
    shown = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [
        f"{Path(message.get('url', '')).name}:{message.get('lastLine', 0)}: {message['message']}"
        f" — {message.get('extract', '').strip()}"
        for message in json.loads(shown)["messages"]
    ]
