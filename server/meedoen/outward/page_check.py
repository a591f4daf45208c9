# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Does it work on my page? The page is fetched, read and judged."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from functools import partial

from meedoen.outward.fetcher import Fetcher
from meedoen.outward.page_reading import read
from meedoen.participation import embedding_check
from meedoen.participation.embedding import Embedded, Finding
from meedoen.participation.views import Placed
from meedoen.store import Store, widgets


async def check(
    url: str,
    placed: Placed,
    *,
    fetcher: Fetcher,
    store: Store,
    origins: Collection[str],
) -> list[Finding]:
    """What is found of this widget at `url`. Raises a `NotFetched` when there is nothing to look at.

    `origins` are this server's own, which may always hold the widget.
    """
    names = await store.read(partial(widgets.names, of=placed.widget))
    page = await asyncio.to_thread(read, await fetcher.fetch(url))
    widget = Embedded(
        origins=origins,
        paths=frozenset(f"/{organisation}/{name}" for organisation, name in names),
        reserve=placed.reserve,
        ancestors=[*origins, *placed.widget.ancestors.split()],
    )
    return embedding_check.check(page, widget)
