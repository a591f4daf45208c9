# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The steps from older tables to those of `schema`. Imported only when one is due; run in the caller's transaction.

A step is frozen once released: it names its own columns, and never imports `schema`, which will have moved on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection

Step = Callable[[Operations], None]

STEPS: Mapping[int, Step] = {}
"""By the version a step leads to."""


def migrate(conn: Connection, found: int, wanted: int, steps: Mapping[int, Step] = STEPS) -> None:
    """Take every step after `found`, up to `wanted`."""
    operations = Operations(MigrationContext.configure(conn))
    for version in range(found + 1, wanted + 1):
        steps[version](operations)
