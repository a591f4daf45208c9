# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What was posted, read with limits. Only urlencoded forms: the one thing that every rung of embedding can send."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from meedoen import limits
from meedoen.errors import Invalid, TooLarge, WrongMedia
from meedoen.values import say

OWN = frozenset({"_token", "_key", "_code", "_check", "_lang", "_target", "_framed", "_mode", "_change"})
"""The server's own fields; a type's cannot begin with an underscore."""

_TOO_LONG = say("What you sent is too long. Go back: your text is still there. Make it shorter and send it again.")
_UNREADABLE = say("What you sent could not be read. Go back, reload the page and send it again.")


@dataclass(frozen=True, slots=True)
class Posted:
    """The fields of a form: those of the type, and the server's own."""

    fields: Mapping[str, str] = field(default_factory=dict)
    own: Mapping[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """One of the server's own fields, or empty."""
        return self.own.get(name, "")


async def read(request: Request) -> Posted:
    """The posted form. Raises `WrongMedia`, `TooLarge` or `Invalid`."""
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media not in ("application/x-www-form-urlencoded", ""):
        raise WrongMedia(say("Send this as an ordinary form (application/x-www-form-urlencoded)."))
    body = await _body(request)
    try:
        pairs = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=limits.FIELDS_MAX
        )
    except ValueError as error:
        raise Invalid(_UNREADABLE) from error
    posted = dict(pairs)
    if len(posted) < len(pairs):
        raise Invalid(say("A field was sent twice. Go back, reload the page and send it again."))
    own = {name: value for name, value in posted.items() if name.startswith("_")}
    if unknown := sorted(own.keys() - OWN):
        raise Invalid(say("This form has no field “%(name)s”. Reload the page and try again.", name=unknown[0]))
    return Posted({name: value for name, value in posted.items() if name not in own}, own)


async def _body(request: Request) -> bytearray:
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > limits.BODY_BYTES_MAX:
                raise TooLarge(_TOO_LONG, headers={"Connection": "close"})
    except ClientDisconnect:  # said to nobody, but it is no fault of ours
        raise Invalid(_UNREADABLE) from None
    return body
