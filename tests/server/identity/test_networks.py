# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""A network tag says that two acts came from one network, and nothing of which."""

from __future__ import annotations

import pytest

from meedoen.identity.networks import tag

KEY, OTHER = b"k" * 32, b"o" * 32


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("192.0.2.7", "::ffff:192.0.2.7"),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff"),
        ("fe80::1%eth0", "fe80::2"),
    ],
)
def test_one_network_has_one_tag(one: str, other: str) -> None:
    assert tag(KEY, one) == tag(KEY, other) != b""


@pytest.mark.parametrize(("one", "other"), [("192.0.2.7", "192.0.2.8"), ("2001:db8:1:2::1", "2001:db8:1:3::1")])
def test_another_network_has_another(one: str, other: str) -> None:
    assert tag(KEY, one) != tag(KEY, other)


def test_under_another_key_it_is_another() -> None:
    assert tag(KEY, "192.0.2.7") != tag(OTHER, "192.0.2.7")


@pytest.mark.parametrize("address", ["", "unix", "1.2.3", "1.2.3.400", ":", "a\0b", "é"])
def test_what_is_no_address_has_none(address: str) -> None:
    assert tag(KEY, address) == b""
