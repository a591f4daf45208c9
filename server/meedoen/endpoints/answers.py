# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The answer to an act with script: the counts as they are after COMMIT, and the HTML that takes the form's place.

It is made of what the store answered, so a vote reads nothing more. Votes stored in one set share their counts, and so
the figures; those who chose the same share the thanks; those who did both share the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from meedoen.endpoints.replies import as_json
from meedoen.participation.views import view
from meedoen.participation.write_path import Done
from meedoen.records import Found
from meedoen.render.asked import Asked, followed
from meedoen.render.context import Answer
from meedoen.render.tracker_forms import by_mail_form
from meedoen.site import Site
from meedoen.values import Tally
from meedoen.widget import Action

T = TypeVar("T")

_KEPT_MAX = 512
_WITHHELD: Mapping[str, Tally] = {}


class Answers:
    """Makes answers; keeps the last few, and the parts they are made of."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._kept: dict[tuple[object, ...], tuple[object, Any]] = {}

    def answer(
        self, at: Asked, action: Action[Any], target: str, fields: Mapping[str, str], done: Done, receipt: str
    ) -> bytes:
        """The JSON that the script in the widget waits for."""
        stored, widget = done.stored, at.placed.widget
        tallies = stored.tallies if at.placed.revealed(self._site.clock()) else _WITHHELD
        here = (widget.id, widget.revision, at.origin, str(at.query), target)
        chose = (*here, action.name, *sorted(fields.items()))

        def thanks() -> str:
            did = at.form(action, target, (), fields, known=True).chosen
            by_mail = None
            if receipt and not at.framed and self._site.settings.mails:
                by_mail = by_mail_form(at.words, at.tracker, receipt, at.query.lang)
            follow = "" if receipt or action.reaction is None else followed(at, target)
            answer = Answer("", did, receipt, at.tracker, held=stored.held, by_mail=by_mail, follow=follow)
            return self._site.composer.thanks(at.words, action, answer)

        def answer() -> bytes:
            html = thanks() if receipt else self._keep((*chose, "thanks"), None, thanks)
            html += self._keep((*here, id(tallies), "figures"), tallies, lambda: self._figures(at, target, tallies))
            counts = {kind: {str(value): n for value, n in tally.counts.items()} for kind, tally in tallies.items()}
            told = {"html": html, "receipt": receipt, "counts": counts, "repeated": stored.repeated}
            return as_json(told | ({"number": stored.number} if stored.number else {}))

        return answer() if receipt else self._keep((*chose, id(tallies), stored.repeated), tallies, answer)

    def _figures(self, at: Asked, target: str, tallies: Mapping[str, Tally]) -> str:
        found = Found(tallies={(target, kind): tally for kind, tally in tallies.items()})
        seen = view(at.placed, at.query.ask, at.language, self._site.clock(), found)
        return self._site.composer.figures(at.placed, seen, at.origin, at.query, target)

    def _keep(self, key: tuple[object, ...], of: object, make: Callable[[], T]) -> T:
        """What `make` made under this key. What it was made `of` is kept along, so that its id is no other's."""
        kept = self._kept.get(key)
        if kept is None:
            if len(self._kept) >= _KEPT_MAX:
                self._kept.clear()
            kept = self._kept[key] = (of, make())
        made: T = kept[1]
        return made
