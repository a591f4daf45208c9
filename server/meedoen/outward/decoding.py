# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The body of an answer, decompressed as it comes in, and never more of it in memory than was asked for."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterable
from typing import Protocol

import brotli

from meedoen.errors import AnswerRefused, Unreachable
from meedoen.values import say

ACCEPTED = "gzip, br"
"""What is asked for. `deflate` is read as well; it is rare, and what it means differs (RFC 9110, 8.4.1.2)."""
BROKEN = say("The answer broke off, or cannot be read. Try again later.")


class _Decoder(Protocol):
    def feed(self, data: bytes, most: int) -> bytes:
        """What this piece gives. More than `most` bytes say that there is more; how much is not found out."""

    def whole(self) -> bool:
        """Whether the end was reached."""


class _Identity:
    def feed(self, data: bytes, most: int) -> bytes:  # noqa: ARG002  (as long as what came in)
        return data

    def whole(self) -> bool:
        return True


class _Zlib:
    """Of `gzip` the first member (RFC 1952), of `deflate` the zlib format (RFC 1950)."""

    def __init__(self, window_bits: int) -> None:
        self._decompress = zlib.decompressobj(window_bits)

    def feed(self, data: bytes, most: int) -> bytes:
        return self._decompress.decompress(data, most + 1)

    def whole(self) -> bool:
        return self._decompress.eof


class _Brotli:
    def __init__(self) -> None:
        self._decompress = brotli.Decompressor()

    def feed(self, data: bytes, most: int) -> bytes:
        given: bytes = self._decompress.process(data, output_buffer_limit=most + 1)
        return given

    def whole(self) -> bool:
        return bool(self._decompress.is_finished())


def _decoder(coding: str) -> _Decoder:
    match coding.strip().lower():
        case "" | "identity":
            return _Identity()
        case "gzip" | "x-gzip":
            return _Zlib(zlib.MAX_WBITS | 16)
        case "deflate":
            return _Zlib(zlib.MAX_WBITS)
        case "br":
            return _Brotli()
    raise AnswerRefused(say("The page is compressed in a way that was not asked for. Ask who runs the website."))


async def body(pieces: AsyncIterable[bytes], coding: str, most: int) -> bytes:
    """All of it, by its `Content-Encoding`. Nothing is sent that needs more than one coding: none is undone twice.

    Raises `AnswerRefused` when it is more than `most` bytes, as sent or decompressed; `Unreachable` when it is broken.
    """
    decoder, sent, whole = _decoder(coding), 0, bytearray()
    try:
        async for piece in pieces:
            sent += len(piece)
            whole += decoder.feed(piece, most - len(whole))
            if max(sent, len(whole)) > most:
                raise AnswerRefused(
                    say("The page is larger than %(most)s kB. Give the address of a smaller one.", most=most // 1024)
                )
    except (zlib.error, brotli.error) as error:
        raise Unreachable(BROKEN) from error
    if not decoder.whole():
        raise Unreachable(BROKEN)
    return bytes(whole)
