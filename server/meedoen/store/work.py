# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What one unit of work that stores acts has in hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from sqlalchemy import Connection

from meedoen.store.newcomers import Newcomers
from meedoen.store.sets import Sets
from meedoen.values import Item, Tally

Order = Callable[[Mapping[str, Tally], datetime], float]
"""A type's named ordering: (counts by kind of reaction, created) → the score; the highest comes first."""
SubjectOrder = Callable[[Mapping[str, Tally]], float]
"""The same of a subject, by its counts alone."""
Facet = Callable[[Item], str]
"""A type's named facet: a contribution → one short value; empty is none."""


class Orders(NamedTuple):
    """What a widget type lists by, by name: its orders of contributions and of subjects, and its facets; what is
    searched in a contribution; of which kinds doubles are merged; and what people say to one another."""

    items: Mapping[str, Order] = MappingProxyType({})
    subjects: Mapping[str, SubjectOrder] = MappingProxyType({})
    search_text: Callable[[Item], str] | None = None
    facets: Mapping[str, Facet] = MappingProxyType({})
    doubles: Mapping[str, str] = MappingProxyType({})
    among_people: frozenset[str] = frozenset()


Ranks = Callable[[str], Orders]
"""The orders of the widget type of that name. The store knows no types."""


@dataclass(frozen=True, slots=True)
class Work:
    """One connection, in a transaction: `conn` for Core, `sets` for sets of rows; and what its process remembers."""

    conn: Connection
    sets: Sets
    ranks: Ranks
    newcomers: Newcomers = field(default_factory=Newcomers)
