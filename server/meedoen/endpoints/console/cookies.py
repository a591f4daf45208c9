# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The two cookies of the console, both for it alone and out of reach of scripts.

Their names begin with `__Host-` (RFC 6265bis, 4.1.3.2): no other host can set them. A browser takes such a name on
https; on plain http, which is this machine alone, not every browser does, so there they have none of that.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from meedoen import limits

SESSION = "meedoen"
DEVICE = "meedoen-device"


def get(request: Request, name: str, origin: str) -> str:
    """What the browser keeps there, or empty."""
    return request.cookies.get(_prefix(origin) + name, "")


def put(response: Response, name: str, value: str, origin: str) -> None:
    """Have the browser keep it: the device for as long as it will, a session until it is closed."""
    age_s = limits.DEVICE_S if name == DEVICE else None
    secure = bool(_prefix(origin))
    response.set_cookie(_prefix(origin) + name, value, age_s, path="/", secure=secure, httponly=True, samesite="lax")


def drop(response: Response, name: str, origin: str) -> None:
    """Have it forgotten."""
    response.delete_cookie(
        _prefix(origin) + name, path="/", secure=bool(_prefix(origin)), httponly=True, samesite="lax"
    )


def _prefix(origin: str) -> str:
    return "__Host-" if origin.startswith("https://") else ""
