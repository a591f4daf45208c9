# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Debian's nginx, with the example of the documentation as it stands there: only names, ports and paths filled in."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.tools import ROOT

EXAMPLE = ROOT / "server/docs/operating/nginx.conf"
_MAIN = """
daemon off;
pid {folder}/pid;
error_log {folder}/error.log;
{user}
events {{}}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/meedoen.conf;
}}
"""


def filled(folder: Path, server: int, tls: int, plain: int) -> str:
    """The example, with what its reader fills in. No address of version 6: not every machine has one."""
    places = {
        "/etc/letsencrypt/live/doemee.example/": f"{folder}/",
        "/var/cache/nginx/meedoen": f"{folder}/cache",
        "/var/log/nginx/": f"{folder}/",
        "127.0.0.1:8000": f"127.0.0.1:{server}",
        "listen 443": f"listen 127.0.0.1:{tls}",
        "listen 80": f"listen 127.0.0.1:{plain}",
        "server_name doemee.example": "server_name doemee.localhost",
    }
    example = re.sub(r"^ *listen \[::\].*\n", "", EXAMPLE.read_text(), flags=re.MULTILINE)
    for stands, becomes in places.items():
        assert stands in example
        example = example.replace(stands, becomes)
    return example


@contextmanager
def nginx(folder: Path, example: str) -> Iterator[subprocess.Popen[bytes]]:
    """nginx with this until the block ends; its files, and those it names, are in `folder`."""
    (folder / "meedoen.conf").write_text(example)
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(_MAIN.format(folder=folder, user=user))
    found = shutil.which("nginx", path=os.pathsep.join([os.environ["PATH"], "/usr/sbin"]))
    assert found, "nginx is not installed: `make test` installs what tests need"
    command = [found, "-c", str(folder / "nginx.conf"), "-p", str(folder), "-e", str(folder / "error.log")]
    process = subprocess.Popen(command, stderr=subprocess.PIPE)
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=20)
