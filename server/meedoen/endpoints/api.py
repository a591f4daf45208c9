# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/api/v1/organisations`, `/api/v1/widgets` and `/api/v1/openapi.json`: what is public, as data.

Each address is a face: kept until what it tells of moves. What all of them share is `Resource`.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from pydantic import BaseModel
from starlette.types import Receive, Scope, Send

from meedoen.errors import NotFound
from meedoen.render import answering, api, api_lists
from meedoen.render.asking import Nothing, Paging, WidgetsAsked, following_page, read
from meedoen.render.faces import Basis, Made
from meedoen.render.headers import Header
from meedoen.render.openapi import openapi
from meedoen.site import Site
from meedoen.store import listing, organisations
from meedoen.values import say

A = TypeVar("A", bound=BaseModel)

JSON = "application/json"
_VERSION: Header = (b"api-version", api.VERSION.encode())


@dataclass(frozen=True, slots=True)
class Question(Generic[A]):
    """What is asked, where, and of what."""

    origin: str
    query: A
    path: Mapping[str, Any]


class Resource(ABC, Generic[A]):
    """One address of the API: its query is read by a model, its answer is another."""

    asked: type[A]

    def __init__(self, site: Site) -> None:
        self._site = site

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Serve it."""
        asked = Question(
            self._site.origin(scope),
            read(self.asked, scope["query_string"], self._site.composer.languages),
            scope["path_params"],
        )
        key = (type(self), asked.origin, asked.query, *asked.path.values())
        await self._site.serve(key, partial(self._make, asked), scope, send)

    @abstractmethod
    async def _make(self, asked: Question[A]) -> Made:
        """The answer, as a face."""


class ApiOrganisations(Resource[Paging]):
    """Every organisation."""

    asked = Paging

    async def _make(self, asked: Question[Paging]) -> Made:
        store = self._site.store
        basis = Basis(store.pulse.house)
        found, following = await store.read(
            partial(listing.organisations, after=asked.query.after, most=asked.query.limit)
        )
        rest = following_page(asked.origin + api.ORGANISATIONS, asked.query, following)
        items = [answering.organisation(one, asked.origin) for one in found]
        return made(api_lists.OrganisationList(items=items, next=rest), basis)


class ApiOrganisation(Resource[Nothing]):
    """One of them."""

    asked = Nothing

    async def _make(self, asked: Question[Nothing]) -> Made:
        basis = Basis(self._site.store.pulse.house)
        found, _widgets = await self._site.directory.organisation(asked.path["org"])
        return made(answering.organisation(found, asked.origin), basis)


class ApiWidgets(Resource[WidgetsAsked]):
    """Every public widget whose type is installed."""

    asked = WidgetsAsked

    async def _make(self, asked: Question[WidgetsAsked]) -> Made:
        site, moment = self._site, self._site.clock()
        # Names, titles, phases and withdrawals all move the house: what people do in a widget changes nothing here.
        basis = Basis(site.store.pulse.house)
        of = None
        if asked.query.organisation:
            of, _moved = await site.store.read(partial(organisations.by_name, name=asked.query.organisation))
        read = partial(
            listing.widgets,
            after=asked.query.after,
            most=asked.query.limit,
            types=[name for name in site.registry if asked.query.type in ("", name)],
            moment=moment,
            of=of,
            state=asked.query.state,
        )
        found = await site.store.read(read)
        items = [answering.widget(one, asked.origin, moment) for one in found.widgets]
        rest = following_page(asked.origin + api.WIDGETS, asked.query, found.next)
        return made(api_lists.WidgetList(items=items, next=rest), basis, fresh=found.changes)


class ApiDescription(Resource[Nothing]):
    """OpenAPI 3.1."""

    asked = Nothing

    async def _make(self, asked: Question[Nothing]) -> Made:
        body = json.dumps(openapi(asked.origin), ensure_ascii=False).encode()
        return Made(body, JSON, Basis(self._site.store.pulse.house), (_VERSION,))


class NoApi:
    """Any other address of the API; a slash at the end is another one, and not redirected (NLGov API-48)."""

    async def __call__(self, _scope: Scope, _receive: Receive, _send: Send) -> None:
        """Say so."""
        raise NotFound(
            say("There is nothing at this address of the API. What there is stands in /api/v1/openapi.json.")
        )


def made(answer: BaseModel, basis: Basis, fresh: Any = None) -> Made:
    """The answer as a face; where its list goes on stands in a header too (RFC 8288)."""
    rest = getattr(answer, "next", None)
    body = answer.model_dump_json(by_alias=True, exclude=None if rest else {"next"}).encode()
    link = ((b"link", f'<{rest}>; rel="next"'.encode()),) if rest else ()
    return Made(body, JSON, basis, (_VERSION, *link), fresh)
