# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""A line of the route table."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from starlette.routing import Route

from meedoen.render.headers import Policy


class Address(Route):
    """An address, what answers there, and its policy: who may call, frame and keep it. None can be made without one."""

    def __init__(
        self, path: str, endpoint: Callable[..., Any], policy: Policy, methods: Collection[str] | None = ("GET",)
    ) -> None:
        super().__init__(path, endpoint, methods=methods)
        self.policy = policy
