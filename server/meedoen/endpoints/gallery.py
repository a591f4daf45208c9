# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/gallery`: the installed types and their examples. Nothing goes to the database; house styles alone come from it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from meedoen import limits
from meedoen.addresses import read_choices
from meedoen.endpoints import input as posting
from meedoen.endpoints.failures import Failures, is_framed
from meedoen.endpoints.replies import html, told, wants_json
from meedoen.endpoints.widget import HTML
from meedoen.errors import NotFound, OnlyExample
from meedoen.records import Organisation
from meedoen.registry import Installed
from meedoen.render.faces import Basis, Made
from meedoen.render.gallery import CHOICES, LANGUAGE, Gallery, live
from meedoen.site import Site
from meedoen.store import organisations
from meedoen.values import say


class GalleryList:
    """`/gallery`."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._gallery = Gallery(site.composer, site.registry)

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Serve it."""
        site = self._site
        origin, lang = site.origin(scope), site.query(scope).lang
        make = partial(_made, site, partial(self._gallery.all, origin, lang))
        await site.serve((GalleryList, origin, lang), make, scope, send)


class GalleryType:
    """`/gallery/{type}`."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._gallery = Gallery(site.composer, site.registry)

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Serve it, with its frames as they were asked for."""
        site, origin, asked = self._site, self._site.origin(scope), scope["path_params"]["type"]
        installed, lang, raw = installed_at(site, scope), site.query(scope).lang, scope["query_string"]
        if asked != installed.type.name:  # what would be the feed of an organisation
            make = partial(self._gallery.notice, installed, live(installed), origin, lang, framed=False)
            await site.serve((GalleryType, origin, asked, lang), partial(_made, site, make), scope, send)
            return
        styles = {one.name: one.title for one in await _dressed(site)}
        known = {name: [one for one in values if one] for name, (_label, values) in CHOICES.items()}
        chosen = read_choices(raw, {**known, "style": list(styles)})
        key: Hashable = (GalleryType, origin, asked, lang, *sorted(chosen.items()))
        make = partial(self._gallery.one, installed, origin, lang, chosen, styles)
        await site.serve(key, partial(_made, site, make), scope, send)


class ExampleFace:
    """`/gallery/{type}/{example}`, and with `framed` its embed."""

    def __init__(self, site: Site, *, framed: bool) -> None:
        self._site = site
        self._gallery = Gallery(site.composer, site.registry)
        self._path = "embed" if framed else ""

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Serve it; what is linked to beside an example, such as its feed, is told to be none."""
        site, origin, lang = self._site, self._site.origin(scope), self._site.query(scope).lang
        installed, name = installed_at(site, scope), example_at(site, scope)
        path = self._path if scope["path_params"]["example"] == name else "beside"
        styles = {one.name: one for one in await _dressed(site)} if b"style" in scope["query_string"] else {}
        chosen = read_choices(scope["query_string"], {"style": list(styles)}).get("style", "")
        make = partial(self._make, installed, name, path, origin, lang, styles.get(chosen))
        key: Hashable = (ExampleFace, path, origin, installed.type.name, name, lang, chosen)
        await site.serve(key, partial(_made, site, make), scope, send)

    def _make(
        self, installed: Installed, name: str, path: str, origin: str, lang: str, worn: Organisation | None
    ) -> str:
        found = self._gallery.example(installed, name, path, origin, lang, worn)
        return found or self._gallery.notice(installed, name, origin, lang, framed=bool(self._path))


class ExampleInside:
    """All below an example: its contributions and its form; and every act, which stores nothing and says so."""

    def __init__(self, site: Site, failures: Failures) -> None:
        self._site = site
        self._failures = failures
        self._gallery = Gallery(site.composer, site.registry)

    async def serve(self, request: Request) -> Response:
        """What was asked for, or that it is an example."""
        site = self._site
        installed, name = installed_at(site, request.scope), example_at(site, request.scope)
        path, origin, lang = request.path_params["rest"], site.origin(request.scope), site.query(request.scope).lang
        framed = is_framed(request)
        if request.method == "POST":
            posted, refusal = await posting.read(request)
            if refusal is not None:
                raise refusal
            if path == "do/token":  # with it the script goes on to the act, which says in which language it is
                return told(site, request, {"token": "example"})
            lang = posted.get("_lang") if posted.get("_lang") in site.composer.languages else lang
            framed = framed or bool(posted.get("_framed"))
            if wants_json(request):
                nothing = OnlyExample(say("Nothing is kept of what you do here."))
                return self._failures.problem(request, nothing, site.composer.words(lang or LANGUAGE))
        elif document := self._gallery.example(installed, name, path, origin, lang):
            return html(site, request, document)
        return html(site, request, self._gallery.notice(installed, name, origin, lang, framed=framed))


def installed_at(site: Site, scope: Scope) -> Installed:
    """The type at, or around, this address. Raises `NotFound`."""
    installed: Installed | None = site.registry.get(scope["path_params"]["type"].partition(".")[0])
    if installed is None:
        raise NotFound(say("There is no widget type of this name here. See /gallery for what there is."))
    return installed


def example_at(site: Site, scope: Scope) -> str:
    """The example at or around this address, such as that whose feed it would be. Raises `NotFound`."""
    examples: Mapping[str, object] = installed_at(site, scope).examples
    name: str = scope["path_params"]["example"].partition(".")[0]
    if name == "-":  # where an organisation's own pages would stand
        return live(installed_at(site, scope))
    if name not in examples:
        raise NotFound(say("This type has no example of this name. Its page in the gallery shows all."))
    return name


async def _dressed(site: Site) -> Sequence[Organisation]:
    """The organisations that have a house style, as many as can be chosen from."""
    found = await site.store.read(organisations.every)
    return [one for one in found if one.style][: limits.LIST_ITEMS_MAX]


async def _made(site: Site, make: partial[str]) -> Made:
    house = site.store.pulse.house
    return Made(make().encode(), HTML, Basis(house))
