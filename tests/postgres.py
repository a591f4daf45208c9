# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""A PostgreSQL server of the tests' own: made for a run, reached by a socket in its own folder, thrown away after."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp

import psycopg
from sqlalchemy import delete

from meedoen.store.databases import opening
from meedoen.store.schema import VERSION, house, metadata
from meedoen.store.upgrade import upgrade

USER = "meedoen"
FOUNDED = "founded"
UNPRIVILEGED = "nobody"
"""PostgreSQL refuses to run as root."""
MEMORY = Path("/dev/shm")
"""Where its files cost least; what dies in these tests is a server of ours, never the machine."""
NEW = ("-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    "dynamic_shared_memory_type": "mmap",  # in its folder, with which it goes
    "deadlock_timeout": "50ms",
    "shared_buffers": "64MB",
}
HASTY = {"fsync": "off", "full_page_writes": "off"}

_NOBODY_ELSE = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
_EMPTIED = f"{_NOBODY_ELSE}; DROP SCHEMA public CASCADE; CREATE SCHEMA public"
_TABLES = "SELECT version, (SELECT count(*) FROM pg_tables WHERE schemaname = 'public') FROM house"
_BEGUN_ANEW = ";".join(
    [
        _NOBODY_ELSE,
        *(str(delete(table)) for table in reversed(metadata.sorted_tables) if table is not house),
        "UPDATE house SET uid = replace(gen_random_uuid()::text, '-', ''), revision = 1",
        "SELECT setval(seqrelid, seqstart, false) FROM pg_sequence",
    ]
)
"""Back to what it was after its first start: a third of the time of making its tables again."""


@dataclass
class Cluster:
    """A server and its databases."""

    folder: Path
    durable: bool = False
    _made: set[str] = field(default_factory=set)
    _server: subprocess.Popen[bytes] | None = None

    def url(self, name: str) -> str:
        return f"postgresql://{USER}@/{name}?host={self.folder}"

    def database(self, name: str = "house") -> str:
        """The address of an empty one. It is the same each time: to make and remove one takes longer than a test."""
        if name in self._made:
            self.command(_EMPTIED, of=name)
        else:
            self.command(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
            self._made.add(name)
        return self.url(name)

    def founded(self) -> str:
        """The address of one after its first start. Tables that a test changed are made anew for the next."""
        if FOUNDED not in self._made or self.command(_TABLES, of=FOUNDED) != [(VERSION, len(metadata.tables))]:
            with opening(self.database(FOUNDED)) as database:
                upgrade(database, datetime.now(UTC))
                database.release()
        self.command(_BEGUN_ANEW, of=FOUNDED)
        return self.url(FOUNDED)

    def command(self, sql: str, *, of: str = "postgres") -> list[tuple[object, ...]]:
        """Run a statement as an administrator would."""
        with psycopg.connect(self.url(of), autocommit=True) as conn:
            cursor = conn.execute(sql)
            return cursor.fetchall() if cursor.description else []

    def make(self) -> None:
        """The files of an empty server."""
        made: list[str | Path] = [*_unprivileged(), program("initdb"), "-D", self.folder / "data", *NEW]
        subprocess.run(made, check=True, cwd=self.folder, stdout=subprocess.DEVNULL)

    def start(self) -> None:
        """Serve; it dies with the thread that calls this (the main one, so with the process), however that ends."""
        settings = SETTINGS if self.durable else SETTINGS | HASTY
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        command: list[str | Path] = [*_unprivileged(), program("postgres"), "-D", self.folder / "data"]
        command += ["-k", self.folder, *options]
        with (self.folder / "log").open("ab") as log:
            self._server = subprocess.Popen(command, cwd=self.folder, stdout=log, stderr=log)
        until = time.monotonic() + 60
        while True:
            try:
                self.command("SELECT 1")
                return
            except psycopg.OperationalError as error:
                if self._server.poll() is not None or time.monotonic() > until:
                    raise AssertionError((self.folder / "log").read_text()) from error
                time.sleep(0.02)

    def stop(self) -> None:
        """As when its machine loses power: nobody who is connected is waited for, or told."""
        if self._server is not None:
            self._server.send_signal(signal.SIGQUIT)
            self._server.wait(60)
            self._server = None


def program(name: str) -> str:
    """Debian keeps those of the server aside, by version."""
    beside = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    found = shutil.which(name, path=os.pathsep.join([os.environ["PATH"], *map(str, reversed(beside))]))
    assert found, f"{name} is not installed: `make test` installs what tests need"
    return found


def _unprivileged() -> Sequence[str]:
    as_another = [f"--reuid={UNPRIVILEGED}", "--clear-groups"] if os.geteuid() == 0 else []
    return ["setpriv", "--pdeathsig=KILL", *as_another, "--"]


@contextmanager
def cluster(*, durable: bool = False) -> Iterator[Cluster]:
    """A server until the block ends; a durable one is on a disk."""
    in_memory = not durable and os.access(MEMORY, os.W_OK)
    folder = Path(mkdtemp(prefix="meedoen-pg-", dir=MEMORY if in_memory else None))
    if os.geteuid() == 0:
        shutil.chown(folder, UNPRIVILEGED)
    one = Cluster(folder, durable)
    try:
        one.make()
        one.start()
        yield one
    finally:
        one.stop()
        shutil.rmtree(folder, ignore_errors=True)
