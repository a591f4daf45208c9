# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The database: schema, queries by subject, the hot path for reactions. Only this package knows SQL.

`open_store` gives a `Store`. A query is a function of a connection, in the module of its subject, and runs as
`await store.read(lambda conn: widgets.by_name(conn, "gouda", "fietsen"))`.
"""

from meedoen.store.lock import held
from meedoen.store.pulse import Pulse
from meedoen.store.store import Store, open_store
from meedoen.store.work import Order, Orders, Ranks, SubjectOrder

__all__ = ["Order", "Orders", "Pulse", "Ranks", "Store", "SubjectOrder", "held", "open_store"]
