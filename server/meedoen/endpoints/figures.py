# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/{org}/-/cijfers`, and the same as a table (`.csv`): how many took part, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from starlette.types import Receive, Scope, Send

from meedoen import limits
from meedoen.addresses import Query
from meedoen.endpoints.widget import HTML
from meedoen.participation.figures import counted_targets, told_of
from meedoen.participation.views import Placed
from meedoen.records_answers import Coverage
from meedoen.records_figures import Counted, Figures
from meedoen.render.faces import Basis, Made
from meedoen.render.figures import FiguresPages, FiguresTable
from meedoen.render.organisation import fresh_until
from meedoen.render.sheet import MEDIA
from meedoen.site import Site
from meedoen.store import answers, figures

_YEAR = timedelta(days=365)


class OrganisationFigures:
    """The page; with `table`, the table."""

    def __init__(self, site: Site, *, table: bool = False) -> None:
        self._site = site
        self._pages = FiguresPages(site.composer)
        self._table = table

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Serve it."""
        site, name = self._site, scope["path_params"]["org"]
        origin, query = site.origin(scope), Query(lang=site.query(scope).lang)
        make = partial(self._make, origin, name, query)
        await site.serve(("figures", self._table, origin, name, query.lang), make, scope, send)

    async def _make(self, origin: str, name: str, query: Query) -> Made:
        site, moment, house = self._site, self._site.clock(), self._site.store.pulse.house
        organisation, placed = await site.directory.organisation(name)
        told = told_of(placed, moment)
        ids = [one.widget.id for one in placed]
        basis = Basis(
            house,
            tuple((one.widget.id, one.widget.revision) for one in placed),
            tuple((one, site.store.pulse.counts(one)) for one in ids),
        )
        found = await site.store.read(partial(_read, placed=placed, told=told, moment=moment))
        table = FiguresTable(organisation, told, found, moment)
        fresh = min(filter(None, [fresh_until(placed, moment), table.month_ends]))
        if not self._table:
            page = self._pages.page(table, origin, query)
            return Made(page.encode(), HTML, basis, fresh_until=fresh)
        attached = f'attachment; filename="{organisation.name}-cijfers.csv"'.encode()
        rows = self._pages.rows(table, query)
        return Made(rows, MEDIA, basis, headers=((b"content-disposition", attached),), fresh_until=fresh)


def _read(conn: Any, placed: Sequence[Placed], told: Sequence[Placed], moment: datetime) -> dict[int, Figures]:
    """By id of the widget; of those that are not `told` only what counts in the months."""
    months = figures.months(conn, [one.widget.id for one in placed])
    found = {one: Figures(months=counted) for one, counted in months.items()}
    for one in told:
        of = one.widget
        kinds = sorted(one.asked_kinds)
        targets = counted_targets(one, moment)
        found[of.id] = Figures(
            coverage=answers.coverage(conn, of.id, kinds) if kinds else Coverage(),
            contributes=bool(kinds),
            marks=figures.marks(conn, of, targets) if targets else None,
            replies=sum(n for (_month, what), n in months.get(of.id, {}).items() if what is Counted.REPLIED),
            months=months.get(of.id, {}),
            took_s=figures.took_s(conn, of.id, moment - _YEAR, limits.FIGURES_WAITS_MAX),
        )
    return found
