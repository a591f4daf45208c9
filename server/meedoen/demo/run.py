# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`meedoen demo`: fill the data folder when it is new, then serve the server and the two sites until Ctrl-C."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from meedoen import settings
from meedoen.commands.serving import now, until_told
from meedoen.demo.fill import fill
from meedoen.demo.pages import SITES as NAMED
from meedoen.demo.pages import Pages
from meedoen.demo.seed import Sown, read
from meedoen.errors import SetUpError
from meedoen.server import Served, bind

Say = Callable[[str], None]

SITES = Path(__file__).parents[3] / "demo-site"
"""In a checkout; the package that is installed does not hold it."""
HOST = "127.0.0.1"
"""This machine alone: a demo's key and content are no secret."""


def configured(port: int, demo_port: int, data: Path, environ: Mapping[str, str]) -> settings.Settings:
    """The settings of a demo: the environment's, but for where it is and that it is one."""
    own = {
        "MODE": "demo",
        "DATA": str(data),
        "DATABASE": "",
        "HOST": HOST,
        "PORT": str(port),
        "BASE_URL": f"http://{HOST}:{port}",
        "ALSO_AT": f"http://meedoen.localhost:{port},http://localhost:{port}",
        "FETCH_ALSO": ",".join(f"{host}:{demo_port}" for host in (HOST, *(f"{site}.localhost" for site in NAMED))),
    }
    return settings.load({**environ, **{settings.PREFIX + name: value for name, value in own.items()}})


async def demo(port: int, demo_port: int, data: Path, environ: Mapping[str, str], say: Say) -> None:
    """Serve until it is stopped. Raises `SetUpError` or `InUse`."""
    if not (SITES / "seed.toml").is_file():
        raise SetUpError("The demo's pages are not in the installed package: run it from a checkout of the source.")
    chosen = configured(port, demo_port, data, environ)
    with bind(HOST, demo_port, "--demo-port") as listener:
        database = data / "meedoen.sqlite3"
        if not database.exists():
            say("Filling it with a town and a neighbourhood …")
            await fill(chosen, database, read(SITES / "seed.toml"), now())
        pages = Served(Pages(SITES, port, demo_port), listener, lifespan=False)
        people = _people(read(SITES / "seed.toml"), port)
        await until_told(chosen, pages, ready=lambda set_up: say(_addresses(port, demo_port, data, set_up or people)))
    say("Stopped.")


def _people(sown: Sown, port: int) -> str:
    """Who can sign in, and how."""
    lines = [f"http://{HOST}:{port}/console   with the password  {sown.password}"]
    lines += [f"    {one.address:<38}{one.name}, {' and '.join(one.titles)}" for one in sown.staff]
    return "\n".join(lines)


def _addresses(port: int, demo_port: int, data: Path, people: str) -> str:
    return f"""
Meedoen is running.

  The server of Meedoen   http://{HOST}:{port}/
  A town that embeds it   http://gemeente.localhost:{demo_port}/   (or http://{HOST}:{demo_port}/gemeente/)
  A blog that does        http://blog.localhost:{demo_port}/   (or http://{HOST}:{demo_port}/blog/)

Who works there signs in at {people}

What you do is kept in {data}; remove that folder to begin anew. From another terminal, for example:

  MEEDOEN_MODE=demo MEEDOEN_DATA={data} {sys.argv[0]} widget list

Ctrl-C stops it.
"""
