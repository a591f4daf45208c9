# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`meedoen copy`: a house moves to another database. It opens both itself, so no server may run on either."""

from __future__ import annotations

from meedoen.commands.base import table
from meedoen.commands.serving import now
from meedoen.store import copying


def copy(source: str, target: str) -> str:
    """Move it, and say how much that was. Raises `SetUpError` or `InUse`."""
    moved = copying.copy(source, target, now())
    rows = [(name, str(many)) for name, many in moved.items() if many]
    return f"{table(rows, '')}\nEvery row arrived, and a recount gives the kept counts. Start the server there."
