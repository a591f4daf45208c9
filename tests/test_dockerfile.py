# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Dockerfile, read and carried out without a container engine: its folders are folders of the test's own.

What an engine adds is not seen here: the base image, the user, the volume. `make test` takes the program from the
environment that runs the tests; `make long` installs it, as the image does.
"""

from __future__ import annotations

import json
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx2 as httpx
import pytest

from tests.house import free_port
from tests.tools import ROOT, files, nothing, text

Step = tuple[str, str]
FOLDERS = ("/source", "/opt/meedoen", "/data")
"""The absolute paths of the image that are ours."""


def steps() -> list[Step]:
    """Each instruction, and what is behind it."""
    lines = re.sub(r"^#.*\n", "", text(Path("Dockerfile")), flags=re.MULTILINE).replace("\\\n", " ").splitlines()
    return [(name, rest) for name, _, rest in (line.partition(" ") for line in lines if line.strip())]


def last(name: str) -> str:
    return [rest for step, rest in steps() if step == name][-1]


def settings() -> dict[str, str]:
    """What ENV says, in the last stage."""
    return dict(pair.split("=", 1) for name, rest in steps() if name == "ENV" for pair in shlex.split(rest))


@dataclass
class Image:
    """What the steps make, in a folder."""

    root: Path
    where: Path = field(init=False)

    def __post_init__(self) -> None:
        self.where = self.root

    def here(self, told: str) -> str:
        """With the image's own paths in this folder."""
        return re.sub(rf"(?<![\w/])({'|'.join(FOLDERS)})(?=[/\s:\"]|$)", lambda found: f"{self.root}{found[1]}", told)

    def make(self, *, install: bool) -> None:
        for name, rest in steps():
            if name == "WORKDIR":
                self.where = Path(self.here(rest))
                self.where.mkdir(parents=True)
            elif name == "COPY" and not rest.startswith("--from="):
                self.copy(*shlex.split(rest))
            elif name == "RUN" and (install or "/opt/meedoen" not in rest):
                self.run(rest)

    def copy(self, *paths: str) -> None:
        *sources, target = paths
        for source in sources:
            goal = self.where / target / source if target == "./" else self.where / target
            ignored = shutil.ignore_patterns("__pycache__")
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, goal, ignore=ignored)
            else:
                shutil.copy(ROOT / source, goal)

    def run(self, command: str) -> None:
        """As the image would, but for the owner of a folder: there is one user here."""
        command = re.sub(r" && chown [\d:]+ \S+", "", self.here(command)).replace("python -m", f"{sys.executable} -m")
        subprocess.run(["/bin/sh", "-ec", command], cwd=self.where, check=True, capture_output=True, text=True)

    def environ(self, port: int) -> dict[str, str]:
        """What the container has, and what its operator gives it; beside others' containers on this machine."""
        given = {"MEEDOEN_SECRET_KEYS": "k" * 48, "MEEDOEN_BASE_URL": "https://doemee.example"}
        own = {name: self.here(value) for name, value in settings().items()}
        return {**own, **given, "MEEDOEN_PORT": str(port), "MEEDOEN_HOST": "127.0.0.1"}

    @contextmanager
    def serving(self, environ: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
        [program, *args] = json.loads(last("CMD"))
        found = shutil.which(program, path=environ["PATH"])
        assert found, f"{program} is not on the image's PATH"
        process = subprocess.Popen([found, *args], env=environ, cwd=self.root, stderr=subprocess.DEVNULL)
        try:
            yield process
        finally:
            process.kill()
            process.wait(20)


def answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/readyz").text == "ready\n"
    except httpx.TransportError:
        return False


@pytest.mark.scale(test=0, long=1)
def test_its_steps_make_a_server_that_is_ready_and_stops_when_told(tmp_path: Path, count: int) -> None:
    image, port = Image(tmp_path), free_port()
    image.make(install=bool(count))
    environ = image.environ(port)
    if not count:
        programs = tmp_path / "opt/meedoen/bin"
        programs.mkdir(parents=True)
        for name in ("python", "meedoen"):
            (programs / name).symlink_to(Path(sys.executable).with_name(name))
    asking = json.loads(last("HEALTHCHECK").partition("CMD ")[2])
    with image.serving(environ) as process:
        until = time.monotonic() + 60
        while not answers(port):
            assert process.poll() is None, "it ended"
            assert time.monotonic() < until
            time.sleep(0.02)
        subprocess.run(asking, env=environ, check=True)
        process.send_signal(getattr(signal, last("STOPSIGNAL")))
        assert process.wait(20) == 0
        assert subprocess.run(asking, env=environ, check=False, capture_output=True).returncode == 1
    assert (tmp_path / "data/meedoen.sqlite3").exists()
    assert not count or not (tmp_path / "opt/meedoen/bin/pip").exists(), "what installs is left behind"


def test_everything_a_wheel_is_made_of_is_copied() -> None:
    copied = [one for name, rest in steps() if name == "COPY" for one in shlex.split(rest)[:-1]]
    nothing(
        path
        for path in files("*", under=["server/meedoen", "widgets/meedoen_widgets", "embed-snippets"])
        if not any(path.is_relative_to(one) for one in copied)
    )
    assert {"pyproject.toml", "constraints.txt", "README.md", "LICENSE"} <= set(copied)


def test_it_runs_as_nobody_in_particular_on_one_volume() -> None:
    user, _, group = last("USER").partition(":")
    assert int(user) >= 10_000
    assert int(group) >= 10_000
    assert [rest for name, rest in steps() if name == "VOLUME"] == [settings()["MEEDOEN_DATA"]]
    assert last("EXPOSE") == settings()["MEEDOEN_PORT"]
    images = [rest.split()[0] for name, rest in steps() if name == "FROM"]
    assert len(set(images)) == 1
    assert images[0].endswith("-slim")
    assert not {"ENTRYPOINT", "ADD", "SHELL"} & {name for name, _ in steps()}


def test_no_secret_is_in_it() -> None:
    assert not {name for name in settings() if "SECRET" in name or "DATABASE" in name}
