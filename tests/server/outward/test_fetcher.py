# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the fetcher brings home, and how much of it: redirects, kinds, versions, sizes, bombs, servers that dawdle."""

from __future__ import annotations

import asyncio
import gzip
import tracemalloc
import zlib
from collections.abc import Awaitable, Callable, Sequence

import brotli
import pytest

from meedoen import limits
from meedoen.errors import AnswerRefused, NotFetched, Unreachable
from meedoen.outward.fetcher import HTML, Fetched, Version
from tests.server.outward.elsewhere import PUBLIC, TOWN, Answer, moved, page, world

MOST = limits.FETCH_BYTES_MAX
URL = f"https://{TOWN}/"


def fetch(answer: Answer, *, within_s: float = limits.FETCH_S, media: Sequence[str] = HTML) -> Fetched:
    """The one page of the town."""

    async def once() -> Fetched:
        async with world({"/": answer}) as one:
            return await one.fetcher(within_s=within_s).fetch(URL, media)

    return asyncio.run(once())


def forever(first: bytes, again: bytes, pause_s: float = 0.0) -> Callable[[asyncio.StreamWriter], Awaitable[None]]:
    """Until the client hangs up."""

    async def answer(writer: asyncio.StreamWriter) -> None:
        writer.write(first)
        while not writer.is_closing():
            writer.write(again)
            await writer.drain()
            await asyncio.sleep(pause_s)

    return answer


def test_a_page_comes_with_its_headers_and_nothing_of_ours_goes_out() -> None:
    async def once() -> None:
        answer = page(b"<p>Dag", "Content-Security-Policy: a", "Content-Security-Policy: b", "Set-Cookie: a=b")
        async with world({"/": answer, "/on": moved("/", 301)}) as one:
            fetcher = one.fetcher()
            got = await fetcher.fetch(f"https://{TOWN}/on")
            assert (got.url, got.body, got.media, got.charset) == (URL, b"<p>Dag", "text/html", "utf-8")
            assert got.every("content-security-policy") == ["a", "b"]
            await fetcher.fetch(URL)
            names = {name for asked in one.server.asked for name in asked}
            assert names == {"", "host", "user-agent", "accept", "accept-encoding"}
            assert one.server.asked[0]["user-agent"].startswith("Meedoen/")

    asyncio.run(once())


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_three_redirects_are_followed_and_no_more(status: int) -> None:
    async def chain() -> None:
        hops = {f"/{n}": moved(f"//{TOWN}/{n + 1}" if n % 2 else f"{n + 1}", status) for n in range(4)}
        async with world({**hops, "/4": page(b"there")}) as one:
            assert (await one.fetcher().fetch(f"{URL}1")).body == b"there"
            with pytest.raises(AnswerRefused, match="on and on"):
                await one.fetcher().fetch(f"{URL}0")
            assert [asked[""] for asked in one.server.asked[4:]] == ["/0", "/1", "/2", "/3"]

    asyncio.run(chain())


def test_a_version_that_is_known_is_not_sent_again() -> None:
    async def again() -> None:
        newer = page(b"a", 'ETag: "é7"', "Last-Modified: Sat, 28 Nov 2026 10:00:00 GMT")
        async with world({"/": newer, "/same": b'HTTP/1.1 304 Not Modified\r\nETag: "7"\r\n\r\n'}) as one:
            first = await one.fetcher().fetch(URL)
            assert first.version == Version('"é7"', "Sat, 28 Nov 2026 10:00:00 GMT")
            same = await one.fetcher().fetch(f"{URL}same", known=Version('"7"', first.version.last_modified))
            assert (same.unchanged, same.body, same.version.etag) == (True, b"", '"7"')
            asked = one.server.asked[1]
            assert (asked["if-none-match"], asked["if-modified-since"]) == ('"7"', first.version.last_modified)

    asyncio.run(again())


def test_an_address_that_does_not_answer_leaves_time_for_the_next() -> None:
    async def two() -> None:
        async with world() as one:
            one.names[TOWN] = [["2606:4700::1", PUBLIC]]
            one.road.deaf = {"2606:4700::1"}
            assert (await one.fetcher().fetch(URL)).body
            one.road.deaf.add(PUBLIC)
            with pytest.raises(Unreachable, match="does not answer"):
                await one.fetcher().fetch(URL)

    asyncio.run(two())


def test_a_name_that_nobody_has_is_said() -> None:
    async def none() -> None:
        async with world() as one:
            with pytest.raises(Unreachable, match="no website named"):
                await one.fetcher().fetch("https://gouda.invalid/")

    asyncio.run(none())


# --- sizes ------------------------------------------------------------------------------------------------------------

ZEROS = bytes(64 * MOST)


def deflated(data: bytes, window_bits: int) -> bytes:
    packing = zlib.compressobj(1, wbits=window_bits)
    return packing.compress(data) + packing.flush()


CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": lambda data: gzip.compress(data, 1),
    "x-gzip": lambda data: gzip.compress(data, 1),
    "deflate": lambda data: deflated(data, 15),
    "br": lambda data: brotli.compress(data, quality=1),
    "identity": lambda data: data,
}


@pytest.mark.parametrize("coding", CODINGS)
def test_a_page_of_the_limit_comes_whole_and_one_byte_more_does_not(coding: str) -> None:
    packed = CODINGS[coding]
    assert fetch(page(packed(ZEROS[:MOST]), f"Content-Encoding: {coding}")).body == ZEROS[:MOST]
    with pytest.raises(AnswerRefused, match="larger than"):
        fetch(page(packed(ZEROS[: MOST + 1]), f"Content-Encoding: {coding}"))


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
def test_a_bomb_is_stopped_while_it_goes_off(coding: str) -> None:
    bomb = page(CODINGS[coding](ZEROS), f"Content-Encoding: {coding}")
    assert len(bomb) < MOST
    tracemalloc.start()
    try:
        with pytest.raises(AnswerRefused, match="larger than"):
            fetch(bomb)
        assert tracemalloc.get_traced_memory()[1] < 6 * MOST
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
def test_a_body_that_is_broken_is_said(coding: str) -> None:
    for body in (CODINGS[coding](b"words " * 1000)[:-5], b"no such thing"):
        with pytest.raises(Unreachable, match="broke off"):
            fetch(page(body, f"Content-Encoding: {coding}"))


@pytest.mark.parametrize("coding", ["zstd", "compress", "gzip, gzip", "br, gzip", "aes128gcm"])
def test_a_coding_that_was_not_asked_for_is_said(coding: str) -> None:
    with pytest.raises(AnswerRefused, match="compressed"):
        fetch(page(b"x", f"Content-Encoding: {coding}"))


OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n"
EMPTY_BLOCK = b"\x00\x00\x00\xff\xff"
"""Of deflate: five bytes that give none."""

ENDLESS: dict[str, tuple[bytes, bytes, str]] = {
    "a body": (OK + b"\r\n", b"x" * 65536, "larger than"),
    "pieces": (CHUNKED + b"\r\n", b"4000\r\n" + b"x" * 0x4000 + b"\r\n", "larger than"),
    "nothing, compressed": (
        OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"")[:10],
        EMPTY_BLOCK * 9999,
        "larger",
    ),
    "headers": (OK, b"X-More: " + b"y" * 1000 + b"\r\n", "broke off"),
    "one header": (OK + b"X-More: ", b"y" * 4096, "broke off"),
    "the size of a piece": (CHUNKED + b"\r\n1;", b"y" * 4096, "broke off"),
    "trailers": (CHUNKED + b"\r\n0\r\n", b"X-More: " + b"y" * 1000 + b"\r\n", "broke off"),
    "no HTTP": (b"220 mail.gouda.example ESMTP\r\n\r\n", b"250 OK\r\n", "broke off"),
}


@pytest.mark.parametrize("kind", ENDLESS)
def test_what_has_no_end_is_stopped(kind: str) -> None:
    first, again, why = ENDLESS[kind]
    tracemalloc.start()
    try:
        with pytest.raises(NotFetched, match=why):
            fetch(forever(first, again))
        assert tracemalloc.get_traced_memory()[1] < 6 * MOST
    finally:
        tracemalloc.stop()


DAWDLING: dict[str, tuple[bytes, bytes]] = {
    "never a word": (b"", b""),
    "headers, by the letter": (OK + b"X: ", b"y"),
    "a body, by the letter": (OK + b"\r\n", b"y"),
    "soon, soon, soon": (b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"),
}


@pytest.mark.parametrize("kind", DAWDLING)
def test_who_dawdles_is_left(kind: str) -> None:
    with pytest.raises(Unreachable, match="in time"):
        fetch(forever(*DAWDLING[kind], pause_s=0.01), within_s=0.2)


def test_all_redirects_together_have_the_time_of_one() -> None:
    async def slowly(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.15)
        writer.write(moved("/"))
        await writer.drain()

    with pytest.raises(Unreachable, match="in time"):
        fetch(slowly, within_s=0.3)


def test_a_resolver_that_dawdles_is_left() -> None:
    async def never(_host: str, _port: int) -> list[str]:
        await asyncio.Event().wait()
        return []

    async def once() -> None:
        async with world() as one:
            with pytest.raises(Unreachable, match="in time"):
                await one.fetcher(within_s=0.05, resolve=never).fetch(URL)

    asyncio.run(once())


def test_a_connection_that_breaks_is_said() -> None:
    for answer in (b"", OK + b"Content-Length: 10\r\n\r\n12345", CHUNKED + b"\r\n5\r\n123"):
        with pytest.raises(Unreachable, match="broke off"):
            fetch(saying(answer))


def saying(answer: bytes) -> Callable[[asyncio.StreamWriter], Awaitable[None]]:
    async def once(writer: asyncio.StreamWriter) -> None:
        writer.write(answer)
        await writer.drain()

    return once


# --- what is not what was asked for -----------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [204, 206, 300, 304, 400, 401, 403, 404, 410, 429, 500, 503])
def test_another_status_is_named(status: int) -> None:
    with pytest.raises(AnswerRefused) as refused:
        fetch(f"HTTP/1.1 {status} No\r\nContent-Type: text/html\r\nContent-Length: 0\r\n\r\n".encode())
    assert refused.value.detail.values == {"status": status}


@pytest.mark.parametrize("media", ["application/pdf", "text/html2", "text/plain; x=text/html", ""])
def test_another_kind_is_named(media: str) -> None:
    with pytest.raises(AnswerRefused, match="another kind"):
        fetch(page(b"x", media=media))


def test_other_kinds_are_asked_for_by_who_wants_them() -> None:
    feed = fetch(page(b"<rss/>", media="Application/RSS+XML;charset='ISO-8859-1'"), media=["application/rss+xml"])
    assert (feed.media, feed.charset) == ("application/rss+xml", "iso-8859-1")


def test_a_redirect_to_nowhere_is_refused() -> None:
    for answer in (
        b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n",
        moved("http://gouda.example/"),
        moved("https://"),
    ):
        with pytest.raises(NotFetched):
            fetch(answer)


def test_a_few_are_fetched_at_once_and_all_in_the_end() -> None:
    async def many() -> None:
        inside, most = 0, 0

        async def answer(writer: asyncio.StreamWriter) -> None:
            nonlocal inside, most
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0.01)
            inside -= 1
            writer.write(page(b"x", "Connection: close"))
            await writer.drain()

        async with world({"/": answer}) as one:
            fetcher = one.fetcher()
            every = await asyncio.gather(*(fetcher.fetch(URL) for _ in range(10)))
            assert (len(every), most) == (10, limits.FETCHES_AT_ONCE_MAX)

    asyncio.run(many())
