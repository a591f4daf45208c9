# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which network addresses are everybody's: the rest is somebody's own network, this machine, or nowhere.

After the IANA special-purpose registries for IPv4 and IPv6 (RFC 6890, 8190). They are spelled out, since what Python
calls global differs by its version, and in 3.11 takes in multicast, 6to4 and NAT64.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Network, ip_address

_V4_SPECIAL = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network (RFC 791)
        "10.0.0.0/8",  # private (RFC 1918)
        "100.64.0.0/10",  # shared behind a provider's NAT (RFC 6598)
        "127.0.0.0/8",  # loopback (RFC 1122)
        "169.254.0.0/16",  # link-local, and the metadata of clouds (RFC 3927)
        "172.16.0.0/12",  # private (RFC 1918)
        "192.0.0.0/24",  # protocol assignments (RFC 6890)
        "192.0.2.0/24",  # documentation (RFC 5737)
        "192.88.99.0/24",  # relays of 6to4 (RFC 7526)
        "192.168.0.0/16",  # private (RFC 1918)
        "198.18.0.0/15",  # benchmarks (RFC 2544)
        "198.51.100.0/24",  # documentation (RFC 5737)
        "203.0.113.0/24",  # documentation (RFC 5737)
        "224.0.0.0/4",  # multicast (RFC 5771)
        "240.0.0.0/4",  # reserved, and broadcast (RFC 1112)
    )
)
_V6_UNICAST = IPv6Network("2000::/3")
"""All that is given out to the public (RFC 4291). Outside are loopback, link-local, unique local, multicast, and the
forms that hold an IPv4 address: mapped, compatible, NAT64 (64:ff9b::/96 and 64:ff9b:1::/48)."""
_V6_SPECIAL = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments, among them Teredo (RFC 2928, 4380)
        "2001:db8::/32",  # documentation (RFC 3849)
        "2002::/16",  # 6to4: holds an IPv4 address (RFC 3056)
        "3fff::/20",  # documentation (RFC 9637)
    )
)


def is_public(address: str) -> bool:
    """Whether this is the address of one machine that anybody on the internet could reach. What is none is not."""
    try:
        one = ip_address(address)
    except ValueError:
        return False
    if isinstance(one, IPv4Address):
        return not any(one in network for network in _V4_SPECIAL)
    return one.scope_id is None and one in _V6_UNICAST and not any(one in network for network in _V6_SPECIAL)
