# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of pages elsewhere, as people type them and redirects name them: read, or refused with what to do."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import quote, urljoin, urlsplit

import idna

from meedoen import limits
from meedoen.errors import AddressRefused
from meedoen.values import say

HostPort = tuple[str, int]
PORTS = {"http": 80, "https": 443}

_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
"""A last label that systems read as (part of) an IPv4 address (WHATWG URL, "ends in a number")."""
_KEPT = "/%:@!$&'()*+,;=~-._?"
"""Of path and query, what stays as it is; all else is percent-encoded (RFC 3986)."""


@dataclass(frozen=True, slots=True)
class Location:
    """Where a page stands, in the one form in which it is checked, dialled and asked for."""

    scheme: str
    host: str
    """In small letters and ASCII; an IPv6 address without its brackets."""
    port: int
    target: str
    """Path and query."""

    @property
    def authority(self) -> str:
        """The `Host` header (RFC 9110, 7.2)."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The whole address."""
        return f"{self.scheme}://{self.authority}{self.target}"


def read(url: str, also: Collection[HostPort], base: Location | None = None) -> Location:
    """Read an address; seen from `base` it may be relative. `also` names hosts where http and other ports are right.

    Raises `AddressRefused`.
    """
    url = url.strip()
    unreadable = AddressRefused(say("This address cannot be read. Copy it from the address bar of your browser."))
    if len(url) > limits.FETCH_URL_CHARS_MAX or re.search(r"[\x00-\x20\x7f\\]", url):
        raise unreadable
    try:
        parts = urlsplit(urljoin(base.url, url) if base else url)
        port = parts.port
    except ValueError as error:
        raise unreadable from error
    if parts.scheme not in PORTS or not parts.netloc:
        raise AddressRefused(say("Give the whole address of a page, beginning with https://."))
    if "@" in parts.netloc:
        raise AddressRefused(say("Give the address without a name or password in it."))
    port = PORTS[parts.scheme] if port is None else port
    target = quote(parts.path or "/", safe=_KEPT) + (f"?{quote(parts.query, safe=_KEPT)}" if parts.query else "")
    location = Location(parts.scheme, _host(parts.hostname or ""), port, target)
    if (location.host, location.port) in also:
        return location
    if location.scheme != "https":
        raise AddressRefused(say("Only pages at https:// are fetched. Give the address that begins with https://."))
    if location.port != PORTS["https"]:
        raise AddressRefused(say("Only pages without a port number in their address are fetched. Leave it out."))
    return location


def _host(name: str) -> str:
    """In canonical form. Raises `AddressRefused` for what is no name, and no address in its usual notation."""
    try:
        known = name if name.isascii() else idna.encode(name, uts46=True).decode("ascii")
        is_address = ":" in known or _NUMBER.fullmatch(known.removesuffix(".").rpartition(".")[2])
        return _address(known) if is_address else _name(known.lower().removesuffix("."))
    except ValueError as error:
        raise AddressRefused(say("“%(host)s” is not the name of a website. Check the address.", host=name)) from error


def _address(text: str) -> str:
    if "%" in text:
        raise ValueError("an address in a zone is nobody else's")
    return str(ip_address(text))


def _name(name: str) -> str:
    if len(name) > 253 or not all(map(_LABEL.fullmatch, name.split("."))):
        raise ValueError("not a name (RFC 1123)")
    return name


def host_port(text: str) -> HostPort:
    """`host:port` of a setting. Raises `ValueError`."""
    parts = urlsplit(f"//{text}")
    if not parts.hostname or not parts.port or parts.path or parts.query or parts.fragment or "@" in text:
        raise ValueError("not host:port")
    try:
        return _host(parts.hostname), parts.port
    except AddressRefused as error:
        raise ValueError("not host:port") from error
