# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What was posted, read with limits. Only urlencoded forms: the one thing that every rung of embedding can send.

The console alone takes files, in multipart forms (RFC 7578).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncGenerator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request

from meedoen import limits
from meedoen.addresses import subject_key
from meedoen.errors import Failure, Invalid, NotFound, TooLarge, WrongMedia
from meedoen.values import say

OWN = frozenset(
    {"_token", "_key", "_code", "_check", "_lang", "_target", "_framed", "_group", "_mode", "_change", "_entry"}
    | {"_number", "_action", "_alike"}
)
"""The server's own fields; a type's cannot begin with an underscore."""

_TOO_LONG = say(
    "What you sent is too long. Go back: your text is still there."
    " Make it, or an image in it, smaller and send it again."
)
_CUT = say(
    "This is too long: only its beginning stands here. Go back for the whole, make it shorter, and send it again."
)
_UNREADABLE = say("Not all of what you sent could be read. Look whether all is as you meant it, and send it again.")


@dataclass(frozen=True, slots=True)
class Posted:
    """The fields of a form: those of the type, and the server's own."""

    fields: Mapping[str, str] = field(default_factory=dict)
    own: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    """What was chosen to upload, by field."""

    def get(self, name: str) -> str:
        """One of the server's own fields, or empty."""
        return self.own.get(name, "")


async def read(
    request: Request, own_fields: AbstractSet[str] = OWN, bytes_max: int = limits.BODY_BYTES_MAX
) -> tuple[Posted, Failure | None]:
    """The posted form, and why it is refused, if it is: with what could be read, to be given back.

    Raises `WrongMedia` or `Invalid` when nothing could be. Of what is too large the beginning is.
    """
    if _media(request) not in ("application/x-www-form-urlencoded", ""):
        raise WrongMedia(say("Send this as an ordinary form (application/x-www-form-urlencoded)."))
    body, too_large = await _body(request, bytes_max)
    try:
        pairs, is_text = parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict"), True
    except UnicodeDecodeError:
        pairs, is_text = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True), False
    own = _own(pairs)
    fault: Failure | None = None
    try:
        own |= {"_target": subject_key(own["_target"])} if "_target" in own else {}
    except NotFound as error:  # what was typed is shown again with it
        fault = error
    whole = Posted(_fields(pairs), own)
    if too_large is not None:
        cut = [name for name, _value in pairs[-1:] if name[:1] != "_" and len(name) <= limits.NAME_CHARS_MAX]
        return whole, TooLarge(too_large.detail, dict.fromkeys(cut, _CUT), too_large.headers)
    return whole, (fault or _refusal(pairs, own, own_fields)) if is_text else Invalid(_UNREADABLE)


async def read_with_files(
    request: Request, own_fields: AbstractSet[str] = OWN, bytes_max: int = limits.UPLOAD_BODY_BYTES_MAX
) -> tuple[Posted, Failure | None]:
    """The same of a form that may hold files. Raises besides `Invalid` where its parts cannot be told apart."""
    if _media(request) != "multipart/form-data":
        return await read(request, own_fields, bytes_max)
    most, files_most = limits.FIELDS_MAX, limits.UPLOAD_FILES_MAX
    chunks = _chunks(request, bytes_max)
    parser = MultiPartParser(request.headers, chunks, max_fields=most, max_files=files_most, max_part_size=bytes_max)
    try:
        parts = (await parser.parse()).multi_items()
    except (MultiPartException, KeyError, ValueError) as error:
        raise Invalid(_UNREADABLE) from error
    pairs = [(name, value) for name, value in parts if isinstance(value, str)]
    files: dict[str, bytes] = {}
    for name, value in parts:
        if isinstance(value, UploadFile):
            files |= {name: await value.read()} if value.filename else {}
            await value.close()
    own = _own(pairs)
    return Posted(_fields(pairs), own, files), _refusal(pairs, own, own_fields)


def _media(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def _own(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The server's own fields, less those that were sent twice."""
    often = Counter(name for name, _value in pairs)
    return {name: value for name, value in pairs if name.startswith("_") and often[name] == 1}


def _fields(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    return {name: value for name, value in pairs if not name.startswith("_")}


def _refusal(pairs: Sequence[tuple[str, str]], own: Mapping[str, str], known: AbstractSet[str]) -> Failure | None:
    if len(pairs) > limits.FIELDS_MAX:
        return Invalid(_UNREADABLE)
    if len(dict(pairs)) < len(pairs):
        return Invalid(say("A field was sent twice. Look whether all is as you meant it, and send it again."))
    if unknown := sorted(own.keys() - known):
        return Invalid(say("This form has no field “%(name)s”. Reload the page and try again.", name=unknown[0]))
    return None


async def _body(request: Request, bytes_max: int) -> tuple[bytearray, Failure | None]:
    """As far as it is taken, and the failure where it was more."""
    body = bytearray()
    try:
        async for chunk in _chunks(request, bytes_max):
            body += chunk
    except TooLarge as failure:
        return body[: limits.BODY_GIVEN_BACK_BYTES_MAX], failure
    return body, None


async def _chunks(request: Request, bytes_max: int) -> AsyncGenerator[bytes, None]:
    """What is sent, as it comes. Raises `TooLarge` as soon as it is."""
    came = 0
    try:
        async for chunk in request.stream():
            came += len(chunk)
            if came > bytes_max:
                yield chunk[: bytes_max - came]
                raise TooLarge(_TOO_LONG, headers={"Connection": "close"})
            yield chunk
    except ClientDisconnect:  # said to nobody, but it is no fault of ours
        raise Invalid(_UNREADABLE) from None
