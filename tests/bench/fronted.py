# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The example for nginx, without TLS, which would be most of what is measured, and with a file of nginx's own in it."""

from __future__ import annotations

import re
import time

import httpx2 as httpx

OF_NGINX = "of-nginx"
_PATIENCE_S = 20.0


def beside_a_file(example: str) -> str:
    """The example as it is measured: its root is the folder it runs in, and a connection is kept throughout."""
    plain = re.sub(r"^ *ssl_.*\n", "", example, flags=re.MULTILINE).replace(" ssl http2;", ";")
    own = f"location = /{OF_NGINX} {{ root .; default_type text/html; }}\n\n    location / {{"
    kept = "keepalive_requests 1000000;\n\n    "
    return plain.replace("location / {", kept + own, 1)


def until_answered(url: str) -> bytes:
    """The bytes that come, once nginx is up: compressed, as a browser gets them."""
    until = time.monotonic() + _PATIENCE_S
    while True:
        try:
            with httpx.stream("GET", url, headers={"accept-encoding": "br"}) as answer:
                answer.raise_for_status()
                return b"".join(answer.iter_raw())
        except httpx.TransportError:
            assert time.monotonic() < until, f"{url} does not answer"
            time.sleep(0.05)
