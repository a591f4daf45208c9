# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where the fetcher never goes: hostile addresses, typed, redirected to and resolved to, make no connection at all.

`Road` takes the place of the network: whatever is dialled would reach a real listener, which counts.
"""

from __future__ import annotations

import asyncio
import ssl
from ipaddress import ip_address

import pytest

from meedoen.errors import AddressRefused, NotFetched, Unreachable
from meedoen.outward.dialling import system_resolver
from meedoen.outward.fetcher import Fetcher
from meedoen.outward.locations import host_port
from meedoen.outward.public_addresses import is_public
from tests.server.outward import hostile
from tests.server.outward.elsewhere import PUBLIC, TOWN, World, moved, page, world
from tests.tools import nothing

EVERY = sorted(set(hostile.urls()))


async def fetched(of: Fetcher, url: str) -> str:
    """What came of it: the slug of the refusal, or nothing when it was fetched."""
    try:
        await of.fetch(url)
    except NotFetched as refused:
        return refused.slug
    return ""


def leading_inside(one: World) -> Fetcher:
    for name in hostile.LOCAL:
        one.names[name.lower().removesuffix(".")] = [["10.1.2.3"]]
    return one.fetcher()


def test_there_are_enough_of_them() -> None:
    assert len(EVERY) >= 300


def test_no_address_that_is_typed_leads_inside() -> None:
    async def typed() -> None:
        async with world() as one:
            fetcher = leading_inside(one)
            nothing([url for url in EVERY if not await fetched(fetcher, url)], "fetched")
            assert (one.server.connections, one.road.dialled) == (0, [])

    asyncio.run(typed())


def test_no_redirect_leads_inside() -> None:
    """One connection for each: that to the town, which sends on."""
    targets = [url for url in EVERY if url.isascii() and url.isprintable() and url][::2]

    async def sent_on() -> None:
        async with world({f"/{number}": moved(url) for number, url in enumerate(targets)}) as one:
            fetcher = leading_inside(one)
            slugs = [await fetched(fetcher, f"https://{TOWN}/{number}") for number in range(len(targets))]
            assert all(slugs), "what is relative is a page that the town does not have"
            assert slugs.count("address-refused") >= 300
            assert set(one.road.dialled) == {PUBLIC}
            assert one.server.connections >= len(targets)

    asyncio.run(sent_on())


@pytest.mark.parametrize("first", [[], [PUBLIC]], ids=["alone", "behind a public one"])
def test_no_name_leads_inside(first: list[str]) -> None:
    held = [one for v4 in hostile.V4 for one in hostile.holding(v4)]
    answers = [*hostile.V4, *hostile.V6, *held, "fe80::1%eth0", "2606:4700::1%eth0", "nonsense"]

    async def resolved() -> None:
        async with world() as one:
            fetcher = one.fetcher()
            for number, answer in enumerate(answers):
                one.names[f"n{number}.example"] = [[*first, answer]]
                assert await fetched(fetcher, f"https://n{number}.example/") == "address-refused", answer
            assert (one.server.connections, one.road.dialled) == (0, [])

    asyncio.run(resolved())


REFUSED_UNASKED = [
    f"http://{TOWN}/",
    f"http://{TOWN}:443/",
    f"https://{TOWN}:80/",
    f"https://{TOWN}:8443/",
    f"https://{TOWN}:0/",
    f"https://name@{TOWN}/",
    f"https://name:word@{TOWN}/",
    f"https://:@{TOWN}/",
    f"https://{TOWN}\\@gouda.example/",
    f"https://{TOWN}/a b",
    f"https://{TOWN}/\r\nX:y",
    f"https://{TOWN}/{'a' * 2_000}",
    f"ftp://{TOWN}/",
    f"{TOWN}/",
    "https://1572394766/",
    "https://0x5db8d70e/",
    "https://93.0xb8d70e/",
    "https://93.184.0xd70e/",
    "https://0135.0270.0327.016/",
    f"https://{PUBLIC}./",
    "https://[2606:4700::1%25eth0]/",
    "https://[2606:4700::1%1]/",
    "https://www.gouda.0x/",
    "https://-gouda.example/",
    "https://gouda..example/",
]
"""Of public hosts: it is not where they lead that is wrong."""


@pytest.mark.parametrize("url", REFUSED_UNASKED)
def test_what_is_not_fetched_is_not_even_looked_up(url: str) -> None:
    """Typed, and behind a redirect."""

    async def refused() -> None:
        async with world({"/": moved(url.encode("unicode_escape").decode())}) as one:
            assert await fetched(one.fetcher(), url) == "address-refused"
            assert (one.resolved, one.road.dialled) == ([], [])
            if "://" in url and "\r" not in url:
                assert await fetched(one.fetcher(), f"https://{TOWN}/") == "address-refused"
                assert one.resolved == [TOWN]

    asyncio.run(refused())


def test_what_was_checked_is_what_is_dialled() -> None:
    """A name that is given another address after the check: it is asked for once."""

    async def rebound() -> None:
        async with world() as one:
            one.names[TOWN] = [[PUBLIC], ["127.0.0.1"]]
            assert (await one.fetcher().fetch(f"https://{TOWN}/")).body
            assert (one.road.dialled, one.resolved) == ([PUBLIC], [TOWN])

    asyncio.run(rebound())


def test_a_name_that_moved_inside_between_redirects_is_refused() -> None:
    async def rebound() -> None:
        async with world({"/": moved("https://gouda.example/")}) as one:
            one.names["gouda.example"] = [["127.0.0.1"]]
            assert await fetched(one.fetcher(), f"https://{TOWN}/") == "address-refused"
            assert one.road.dialled == [PUBLIC]

    asyncio.run(rebound())


def test_public_addresses_are_only_what_python_calls_global() -> None:
    every = [*hostile.V4, *hostile.V6, *(one for v4 in hostile.V4 for one in hostile.holding(v4))]
    nothing(one for one in every if is_public(one))
    public = ["1.1.1.1", "93.184.215.14", "100.63.255.255", "172.32.0.1", "223.255.255.255", "2606:4700::1", "2a00::1"]
    nothing(one for one in public if not is_public(one) or not ip_address(one).is_global)


# --- the hosts an operator names --------------------------------------------------------------------------------------


def test_a_host_that_is_named_is_reached_over_http_at_its_own_port() -> None:
    async def named() -> None:
        async with world(tls=False) as one:
            port = one.server.port
            here = Fetcher([host_port(f"127.0.0.1:{port}"), host_port(f"localhost:{port}")])
            assert (await here.fetch(f"http://127.0.0.1:{port}/")).url == f"http://127.0.0.1:{port}/"
            assert (await here.fetch(f"http://LOCALHOST:{port}/#top")).body == b"<title>Gouda</title>"
            came = len(one.server.asked)
            for url in (f"http://127.0.0.2:{port}/", f"http://127.0.0.1:{port + 1}/", f"http://[::1]:{port}/"):
                with pytest.raises(AddressRefused):
                    await here.fetch(url)
            assert len(one.server.asked) == came == 2

    asyncio.run(named())


def test_an_address_of_the_newer_kind_is_reached_by_its_own_notation() -> None:
    async def literal() -> None:
        async with world(tls=False) as one:
            fetcher = one.fetcher([host_port("[2606:4700:0::1]:8080")])
            assert (await fetcher.fetch("http://[2606:4700::0:1]:8080/")).url == "http://[2606:4700::1]:8080/"
            assert (one.road.dialled, one.server.asked[0]["host"]) == (["2606:4700::1"], "[2606:4700::1]:8080")

    asyncio.run(literal())


def test_a_name_is_right_at_the_port_that_it_was_named_with_alone() -> None:
    async def named() -> None:
        async with world() as one:
            one.names[TOWN] = [["127.0.0.1"]]
            fetcher = one.fetcher([(TOWN, 8443)])
            assert await fetched(fetcher, f"https://{TOWN}/") == "address-refused"
            assert one.road.dialled == []
            assert (await fetcher.fetch(f"https://{TOWN}:8443/")).body

    asyncio.run(named())


def test_without_a_name_for_it_nothing_on_this_machine_is_reached() -> None:
    """Real sockets, the system's resolver, and a listener."""

    async def unnamed() -> None:
        came = 0

        async def count(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            nonlocal came
            came += 1
            writer.close()

        async with await asyncio.start_server(count, "127.0.0.1", 0) as listening:
            port = listening.sockets[0].getsockname()[1]
            fetcher = Fetcher()
            for host in ("127.0.0.1", "localhost", "2130706433", "[::ffff:127.0.0.1]", "0"):
                assert await fetched(fetcher, f"https://{host}:{port}/") == "address-refused"
                assert await fetched(fetcher, f"https://{host}/") == "address-refused"
            assert came == 0

    asyncio.run(unnamed())


def test_the_systems_resolver_says_what_there_is() -> None:
    async def asked() -> None:
        assert "127.0.0.1" in await system_resolver("127.0.0.1", 443)

    asyncio.run(asked())


@pytest.mark.parametrize(
    "text", ["", "gouda", "gouda:", "gouda:x", ":80", "http://gouda:80", "gouda:80/x", "a@b:80", "1:80"]
)
def test_what_is_no_host_and_port_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"host:port|port|Port"):
        host_port(text)


# --- the certificate --------------------------------------------------------------------------------------------------


def test_the_certificate_is_the_names_and_not_the_addresses() -> None:
    async def secured() -> None:
        async with world() as one:
            one.names["other.example"] = [[PUBLIC]]
            assert (await one.fetcher().fetch(f"https://{TOWN}/")).url == f"https://{TOWN}/"
            assert (await one.fetcher().fetch(f"https://{PUBLIC}/")).body
            with pytest.raises(Unreachable, match="certificate"):
                await one.fetcher().fetch("https://other.example/")
            with pytest.raises(Unreachable, match="certificate"):
                await one.fetcher(trust=ssl.create_default_context()).fetch(f"https://{TOWN}/")
            assert [asked["host"] for asked in one.server.asked] == [TOWN, PUBLIC]

    asyncio.run(secured())


def test_the_environment_sends_nobody_by_another_way(monkeypatch: pytest.MonkeyPatch) -> None:
    async def proxied() -> None:
        async with world() as one, await asyncio.start_server(lambda *_: None, "127.0.0.1", 0) as proxy:
            at = f"http://127.0.0.1:{proxy.sockets[0].getsockname()[1]}"
            for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "https_proxy", "all_proxy"):
                monkeypatch.setenv(name, at)
            assert (await one.fetcher().fetch(f"https://{TOWN}/")).body
            assert one.road.dialled == [PUBLIC]

    asyncio.run(proxied())


def test_a_name_in_other_letters_is_the_name_it_stands_for() -> None:
    async def international() -> None:
        async with world({"/caf%C3%A9?q=%E2%98%95&a=b%20c": page(b"x")}) as one:
            got = await one.fetcher().fetch("https://GEMÉNDE.example./café?q=☕&a=b%20c#foot")
            assert got.url == "https://xn--gemnde-dva.example/caf%C3%A9?q=%E2%98%95&a=b%20c"

    asyncio.run(international())
