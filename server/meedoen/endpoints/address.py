# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""A line of the route table."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from starlette.routing import Route

from meedoen.participation.staff import PUBLIC, Needs
from meedoen.render.headers import CONSOLE, Policy


class Address(Route):
    """An address, what answers there, and its policy: who may call, frame and keep it. None can be made without one.

    One of the console says besides what staff it `needs`, and cannot be made without that.
    """

    def __init__(
        self,
        path: str,
        endpoint: Callable[..., Any],
        policy: Policy,
        methods: Collection[str] | None = ("GET",),
        needs: Needs = PUBLIC,
    ) -> None:
        super().__init__(path, endpoint, methods=methods)
        if (policy is CONSOLE) is (needs is PUBLIC):
            raise ValueError(f"{path}: an address of the console, and none but those, says what staff it needs")
        self.policy = policy
        self.needs = needs
