# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The one place where a connection to elsewhere is opened: a name is resolved once, checked, and dialled as checked."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence

import httpcore2

from meedoen import limits
from meedoen.errors import AddressRefused, Unreachable
from meedoen.outward.locations import HostPort
from meedoen.outward.public_addresses import is_public
from meedoen.values import say

Resolver = Callable[[str, int], Awaitable[Sequence[str]]]
"""From a host and a port to its network addresses, the best one first. Raises `OSError` when there are none."""


async def system_resolver(host: str, port: int) -> Sequence[str]:
    """What the system's own resolver says. Names of this machine are known without asking anybody (RFC 6761, 6.3)."""
    if host == "localhost" or host.endswith(".localhost"):
        return ["127.0.0.1"]
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


class CheckedDialling(httpcore2.AsyncNetworkBackend):
    """What httpcore2 dials with: it connects to public addresses alone, and to the hosts in `also` wherever they are.

    A second answer of the resolver changes nothing: what is dialled is the address that was checked. One address that
    is not public refuses the host, whatever else it has.
    """

    def __init__(
        self, resolve: Resolver, also: Collection[HostPort], sockets: httpcore2.AsyncNetworkBackend | None = None
    ) -> None:
        """`sockets` dials an address that was checked; None is the network."""
        self._resolve = resolve
        self._also = also
        self._sockets = sockets or httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002, ASYNC109  (the library's own; each address has its own time)
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Dial the host's addresses until one answers. Raises `AddressRefused` or `Unreachable`."""
        for address in await self._checked(host, port):
            try:
                return await self._sockets.connect_tcp(
                    address, port, limits.FETCH_DIAL_S, local_address, socket_options
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                continue
        raise Unreachable(say("%(host)s does not answer. Check the address, or try again later.", host=host))

    async def _checked(self, host: str, port: int) -> Sequence[str]:
        try:
            addresses = await self._resolve(host, port)
        except OSError as error:
            raise Unreachable(
                say("There is no website named %(host)s. Check how the address is written.", host=host)
            ) from error
        if (host, port) not in self._also and not all(map(is_public, addresses)):
            raise AddressRefused(
                say("%(host)s is not on the public internet. Give the address that visitors use.", host=host)
            )
        return addresses
