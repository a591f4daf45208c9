# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The page that tells how to make a widget, followed to the letter: each block is run, each change is made.

Two things are other than for a reader: there is no network, and the ports are free ones.
"""

from __future__ import annotations

import os
import re
import shlex
import site
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx2 as httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.house import free_port
from tests.server.process import PATIENCE_S
from tests.tools import text

PAGE = Path("server/docs/make-your-own-widget.md")
BLOCK = re.compile(r"^```([^\n]+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMANDS = {
    "pip": "-m pip",
    "pytest": "-m pytest",
    "meedoen": "-c 'import sys; from meedoen.cli import main; sys.exit(main())'",
}


@dataclass
class Reader:
    """Somebody with a terminal, in a folder of his own."""

    folder: Path
    environ: Mapping[str, str]
    ports: Mapping[str, str]
    left_running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def read(self, page: str) -> None:
        """Do all that it says."""
        for kind, block in BLOCK.findall(page):
            match kind:
                case "sh":
                    self.type(block)
                case "sh keeps running":
                    self.leave_running(block)
                case "diff":
                    self.change(block)
                case _:
                    raise AssertionError(f"nobody knows what to do with a block of {kind}")

    def type(self, block: str) -> None:
        """In the one terminal: the folder and what is exported stay from block to block."""
        script = f'{self._as_it_stands()}\n{self._here(block)}\n{{ declare -px; echo cd "$PWD"; }} > {self._state}'
        done = subprocess.run(
            ["bash", "-euc", script], cwd=self.folder, env=self.environ, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{block}\n{done.stdout}\n{done.stderr}"

    def leave_running(self, block: str) -> None:
        """In a terminal of its own."""
        script = f"{self._as_it_stands()}\nexec {self._here(block)}"
        with (self.folder / "log").open("ab") as log:
            command = ["bash", "-euc", script]
            process = subprocess.Popen(command, cwd=self.folder, env=self.environ, stdout=log, stderr=log)
        self.left_running.append(process)

    def wait_for(self, url: str) -> None:
        """Until it answers; what was left running and ended, or takes too long, is a failure."""
        until = time.monotonic() + PATIENCE_S
        while not answers(url):
            at_work = all(process.poll() is None for process in self.left_running)
            assert at_work, (self.folder / "log").read_text("utf-8")
            assert time.monotonic() < until, (self.folder / "log").read_text("utf-8")
            time.sleep(0.05)

    def change(self, block: str) -> None:
        """A diff: what stands in it, and goes, stands in the file once."""
        name, *lines = block.splitlines()
        path = self._where() / name.removeprefix("--- ")
        before = "".join(f"{line[1:]}\n" for line in lines if line[:1] != "+")
        after = "".join(f"{line[1:]}\n" for line in lines if line[:1] != "-")
        content = path.read_text("utf-8")
        assert content.count(before) == 1, f"{path.name} has this {content.count(before)} times:\n{before}"
        path.write_text(content.replace(before, after), "utf-8")

    @property
    def _state(self) -> str:
        return shlex.quote(str(self.folder / "state"))

    def _as_it_stands(self) -> str:
        return f"[ ! -e {self._state} ] || . {self._state}"

    def _where(self) -> Path:
        last = (self.folder / "state").read_text("utf-8").splitlines()[-1]
        return Path(last.removeprefix("cd "))

    def _here(self, block: str) -> str:
        for port, other in self.ports.items():
            block = block.replace(port, other)
        return block


def environment(folder: Path) -> dict[str, str]:
    """A virtual environment that has all that the project's has, so that what is installed in it is nobody else's."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    (inside,) = folder.glob("lib/python*/site-packages")
    own = next(path for path in site.getsitepackages() if Path(path, "pytest").exists())
    (inside / "project.pth").write_text(f"import site; site.addsitedir({own!r})\n")
    for name, words in COMMANDS.items():
        command = folder / "bin" / name
        command.write_text(f'#!/bin/sh\nexec {folder}/bin/python {words} "$@"\n')
        command.chmod(0o755)
    offline = {"PIP_NO_INDEX": "1", "PIP_NO_BUILD_ISOLATION": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    return {"PATH": f"{folder / 'bin'}:{os.environ['PATH']}", "HOME": str(folder), **offline}


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    folder = tmp_path_factory.mktemp("reader")
    one = Reader(folder, environment(folder / "env"), {port: str(free_port()) for port in ("8000", "8080")})
    one.read(text(PAGE))
    yield one
    for process in one.left_running:
        process.terminate()
        process.wait(20)


def answers(url: str) -> bool:
    try:
        return httpx.get(url).status_code == 200
    except httpx.TransportError:
        return False


def test_it_ends_with_a_widget_on_a_page_that_takes_an_answer(reader: Reader, browser: Browser) -> None:
    ours, theirs = f"http://127.0.0.1:{reader.ports['8000']}", f"http://localhost:{reader.ports['8080']}"
    for url in (f"{ours}/buurt/fietsen", f"{theirs}/page.html"):
        reader.wait_for(url)
    page = browser.new_page()
    page.goto(f"{theirs}/page.html")
    widget = page.frame_locator("iframe")
    widget.get_by_text("Ik doe mee").click()
    widget.get_by_role("button", name="Verstuur").click()
    expect(widget.get_by_role("status")).to_have_text("Dank u. U telt mee.")
    expect(widget.get_by_text("Oosterpark, bij de ingang").first).to_be_visible()
    page.close()
    assert answers(f"{ours}/gallery/bike_parking")
    assert answers(f"{ours}/buurt/fietsen.atom")
