# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`meedoen …` as a process of its own, with an environment of its own: what operators do, and what tests here use."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import httpx2 as httpx

from tests.house import free_port

MEEDOEN = Path(sys.executable).with_name("meedoen")
PATIENCE_S = 60


def environment(data: Path, port: int, **settings: str) -> dict[str, str]:
    """The settings of a demo-mode server there, and nothing of the test's own environment but what Python needs."""
    chosen = {"mode": "demo", "data": str(data), "port": str(port), "base_url": f"http://127.0.0.1:{port}", **settings}
    return {"PATH": os.environ["PATH"], **{f"MEEDOEN_{name.upper()}": value for name, value in chosen.items()}}


def meedoen(*args: str, environ: Mapping[str, str], cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    command = [str(MEEDOEN), *args]
    return subprocess.run(command, env=environ, cwd=cwd, capture_output=True, text=True, timeout=60, check=False)


class Running:
    """A process that serves. Its output goes to files, so that it never waits for a reader."""

    def __init__(self, args: list[str], environ: Mapping[str, str], folder: Path, urls: list[str]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._out, self._err = folder / "stdout", folder / "stderr"
        with self._out.open("w") as out, self._err.open("w") as err:
            self._process = subprocess.Popen([str(MEEDOEN), *args], env=environ, stdout=out, stderr=err)
        try:
            for url in urls:
                self.wait_for(partial(_answers, url))
        except BaseException:
            self.stop(signal.SIGKILL)  # nobody has it yet who would
            raise

    def wait_for(self, condition: Callable[[], bool]) -> None:
        """Until it holds; a process that ends meanwhile, or takes too long, is a failure."""
        until = time.monotonic() + PATIENCE_S
        while not condition():
            assert self._process.poll() is None, self.err
            assert time.monotonic() < until, self.err
            time.sleep(0.01)

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Send a signal; answers the exit code."""
        if self._process.poll() is None:
            self._process.send_signal(number)
        return self._process.wait(PATIENCE_S)

    @property
    def out(self) -> str:
        return self._out.read_text()

    @property
    def err(self) -> str:
        return self._err.read_text()

    @property
    def log(self) -> list[dict[str, Any]]:
        """What it logged, a dictionary a line."""
        return [json.loads(line) for line in self.err.splitlines()]


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=5).status_code < 500
    except httpx.TransportError:
        return False


@contextmanager
def serving(data: Path, port: int | None = None, **settings: str) -> Iterator[tuple[Running, dict[str, str]]]:
    """`meedoen serve` there, and its environment."""
    port = port or free_port()
    environ = environment(data, port, **settings)
    process = Running(["serve"], environ, data / "output", [f"http://127.0.0.1:{port}/healthz"])
    try:
        yield process, environ
    finally:
        process.stop()
