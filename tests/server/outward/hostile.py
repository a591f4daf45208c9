# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses that lead inside: every family of network address that is nobody else's, in every notation there is."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import quote

V4 = [
    "0.0.0.0",
    "0.255.255.255",
    "10.0.0.1",
    "10.255.255.255",
    "100.64.0.1",
    "100.127.255.255",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.1",
    "192.168.255.255",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.7",
    "203.0.113.7",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
]
V6 = [
    "::",
    "::1",
    "100::1",
    "2001::1",
    "2001:2::1",
    "2001:20::1",
    "2001:db8::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd12:3456:789a::1",
    "fe80::1",
    "febf::1",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
    "64:ff9b:1:fffe::1",
]
LOCAL = [
    "localhost",
    "LOCALHOST",
    "localhost.",
    "printer.local",
    "db.internal",
    "gouda-intranet",
    "metadata.google.internal",
]
"""Names that lead inside by what the resolver says of them."""


def holding(v4: str) -> Iterator[str]:
    """IPv6 addresses that hold an IPv4 address: mapped, compatible, NAT64, 6to4, Teredo (as its complement)."""
    number = int(IPv4Address(v4))
    high, low = number >> 16, number & 0xFFFF
    yield f"::ffff:{v4}"
    yield f"::ffff:{high:x}:{low:x}"
    yield f"::ffff:0:{v4}"
    yield f"::{high:x}:{low:x}"
    yield f"64:ff9b::{v4}"
    yield f"64:ff9b:1::{high:x}:{low:x}"
    yield f"2002:{high:x}:{low:x}::1"
    yield f"2001:0:4136:e378:8000:63bf:{high ^ 0xFFFF:x}:{low ^ 0xFFFF:x}"


def notations(v4: str) -> Iterator[str]:
    """Ways in which some program somewhere reads this address."""
    number = int(IPv4Address(v4))
    a, b, c, d = v4.split(".")
    yield v4
    yield f"{v4}."
    yield str(number)
    yield hex(number)
    yield f"0{number:o}"
    yield ".".join(f"0{int(part):o}" for part in (a, b, c, d))
    yield ".".join(hex(int(part)) for part in (a, b, c, d))
    yield f"{a}.{int(b) << 16 | int(c) << 8 | int(d)}"
    yield f"{a}.{b}.{int(c) << 8 | int(d)}"
    yield f"00{a}.{b}.{c}.{d}"
    yield v4.replace(".", "。")
    yield "".join(chr(ord(sign) + 0xFEE0) if sign.isdigit() else sign for sign in v4)
    yield quote(v4).replace(".", "%2e")
    yield "".join(f"%{ord(sign):02x}" for sign in v4)
    yield from (f"[{one}]" for one in holding(v4))


def inside() -> Iterator[str]:
    """What may stand for a host, and leads inside."""
    for v4 in V4:
        yield from notations(v4)
    for v6 in V6:
        yield f"[{v6}]"
        yield f"[{IPv6Address(v6).exploded}]"
        yield f"[{v6}%25eth0]"
        yield f"[{v6}%eth0]"
    yield from LOCAL


def urls() -> Iterator[str]:
    """Each of them as a page, and other ways to say where to go."""
    for host in inside():
        yield f"https://{host}/"
    for host in ("127.0.0.1", "[::1]", "localhost", "169.254.169.254"):
        yield f"https://www.gouda.example@{host}/"
        yield f"https://www.gouda.example:x@{host}/"
        yield f"https://{host}#@www.gouda.example/"
        yield f"https://{host}?@www.gouda.example/"
        yield f"https://{host}\\@www.gouda.example/"
        yield f"https://www.gouda.example\\@{host}/"
        yield f"https:\\\\{host}\\"
        yield f"https:/{host}/"
        yield f"https:{host}/"
        yield f"//{host}/"
        yield f"https://\t{host}/"
        yield f"https://{host}\r\nHost: www.gouda.example/"
        yield f"https://{host}:80:443/"
        yield from (f"https://{host}:{port}/" for port in ("0", "22", "443", "00443", "6379", "65536", "-1", "٤٤٣"))
        yield from (f"{scheme}://{host}/" for scheme in ("http", "HTTP", "ftp", "gopher", "dict", "ws", "wss", "ldap"))
        yield from (f"{scheme}:https://{host}/" for scheme in ("jar", "view-source", "url", "feed", "blob"))
    yield from ("file:///etc/passwd", "data:text/html,x", "javascript:1", "about:blank", "unix:/run/docker.sock", "")
    yield from (
        f"https://{name}/" for name in ("", ".", "..", "a..example", "-a.example", "a" * 64 + ".example", "[", "[]")
    )
    yield from (f"https://{name}/" for name in ("a" * 250 + ".example", "a_b.1", "1", "0x7f", "a.0x1", "☃.", "[v1.a]"))
