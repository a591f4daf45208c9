# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The pages of what an organisation changed because of what people wrote in a widget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

from meedoen.addresses import Place, Query
from meedoen.official import Change
from meedoen.participation.views import Placed
from meedoen.render.changed import entry, shown
from meedoen.render.compose import Composer
from meedoen.render.items import name, which
from meedoen.render.words import Translator
from meedoen.values import Item


class ChangedPages:
    """Each method answers a whole document."""

    def __init__(self, composer: Composer) -> None:
        self._composer = composer

    def listed(self, placed: Placed, changes: Sequence[Change], origin: str, query: Query, *, more: bool) -> str:
        """A page of them, the newest first."""
        words, place = self._words(placed, query.lang), self._place(placed, origin, query.lang)
        older = _paged(place, changes[-1].key) if more else ""
        canonical = _paged(place, query.after) if query.after else place.changed()
        title = words.gettext("What we changed")
        newest = place.changed() if query.after else ""
        return self._page(placed, changes, title, canonical, origin, query, older=older, newest=newest)

    def one(self, placed: Placed, change: Change, about: Sequence[Item], origin: str, query: Query) -> str:
        """One of them, with the contributions because of which it was done."""
        words, place = self._words(placed, query.lang), self._place(placed, origin, query.lang)
        told = [
            (replace(place, number=one.number).at(), name(placed, one, words), which(one.number, words))
            for one in about
        ]
        title = words.text(entry(change, words).title)
        return self._page(placed, [change], title, place.changed(change.key), origin, query, about=told, alone=True)

    def _page(
        self,
        placed: Placed,
        changes: Sequence[Change],
        title: str,
        canonical: str,
        origin: str,
        query: Query,
        **context: Any,
    ) -> str:
        of, words, place = (
            placed.widget.organisation,
            self._words(placed, query.lang),
            self._place(placed, origin, query.lang),
        )
        head = self._composer.head(
            f"{title} – {placed.widget.title} – {of.title}",
            canonical,
            css="page.css",
            of=of,
            description=changes[0].now.reason if changes else title,
            noindex=placed.widget.unlisted or bool(query.after),
        )
        return self._composer.page(
            "changed.html",
            words.language,
            head=head,
            org=self._composer.org(of, origin, query.lang),
            w=self._composer.face_of(placed, place, words),
            title=title,
            changes=[shown(one, place, words) for one in changes],
            zone=of.zone,
            all=place.changed(),
            **{"alone": False, "about": (), "older": "", "newest": "", **context},
        )

    def _words(self, placed: Placed, lang: str) -> Translator:
        return self._composer.words(lang or placed.widget.spoken, placed.installed.type.name)

    def _place(self, placed: Placed, origin: str, lang: str) -> Place:
        return self._composer.place(placed, origin, Query(lang=lang))


def _paged(place: Place, after: int) -> str:
    return replace(place, query=str(Query(lang=dict(parse_qsl(place.query)).get("lang", ""), after=after))).changed()
