# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The answer to an act with script: the counts as they are after COMMIT, and the HTML that takes the form's place.

It is made of what the store answered, so a vote reads nothing more. Votes stored in one set share their counts, and
those who chose the same share the HTML.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from meedoen.participation.views import view
from meedoen.participation.write_path import Done
from meedoen.records import Found
from meedoen.render.pages import Asked
from meedoen.site import Site
from meedoen.values import Tally
from meedoen.widget import Action

_KEPT_MAX = 256


class Answers:
    """Makes answers, and keeps the last few."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._kept: dict[tuple[object, ...], str] = {}

    def answer(
        self, at: Asked, action: Action[Any], target: str, fields: Mapping[str, str], done: Done, receipt: str
    ) -> dict[str, object]:
        """The JSON that the script in the widget waits for."""
        moment = self._site.clock()
        revealed = at.placed.revealed(moment)
        tallies: Mapping[str, Tally] = done.stored.tallies if revealed else {}
        counts = {kind: {str(value): n for value, n in tally.counts.items()} for kind, tally in tallies.items()}
        widget = at.placed.widget
        key = (
            widget.id,
            widget.revision,
            at.query,
            at.place.origin,
            action.name,
            target,
            repr(counts),
            *sorted(fields.items()),
        )
        html = None if receipt else self._kept.get(key)
        if html is None:
            found = Found(tallies={(target, kind): tally for kind, tally in tallies.items()})
            seen = view(at.placed, at.query.ask, at.language, moment, found)
            form = at.form(action, target, (), fields)
            did = form.chosen
            html = self._site.composer.answer(at.placed, seen, at.place.origin, at.query, action, did, receipt, target)
            if not receipt:
                if len(self._kept) >= _KEPT_MAX:
                    self._kept.clear()
                self._kept[key] = html
        return {"html": html, "receipt": receipt, "counts": counts, "repeated": done.stored.repeated}
