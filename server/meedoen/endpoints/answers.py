# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The answer to an act with script: the counts as they are after COMMIT, and the HTML that takes the form's place.

It is made of what the store answered, so a vote reads nothing more. Votes stored in one set share their counts, and
those who chose the same share the HTML.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from meedoen.endpoints.replies import as_json
from meedoen.participation.views import view
from meedoen.participation.write_path import Done
from meedoen.records import Found
from meedoen.render.pages import Asked
from meedoen.site import Site
from meedoen.values import Tally
from meedoen.widget import Action

_KEPT_MAX = 256
_WITHHELD: Mapping[str, Tally] = {}


class Answers:
    """Makes answers, and keeps the last few."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._kept: dict[tuple[object, ...], tuple[Mapping[str, Tally], bytes]] = {}

    def answer(
        self, at: Asked, action: Action[Any], target: str, fields: Mapping[str, str], done: Done, receipt: str
    ) -> bytes:
        """The JSON that the script in the widget waits for."""
        stored, widget, moment = done.stored, at.placed.widget, self._site.clock()
        tallies = stored.tallies if at.placed.revealed(moment) else _WITHHELD
        # A set shares one mapping of counts, which is kept here, so that its place in memory is no other's.
        asked = (widget.id, widget.revision, at.origin, at.query.lang, action.name, target)
        key = (*asked, id(tallies), stored.repeated, *sorted(fields.items()))
        if not receipt and (kept := self._kept.get(key)) is not None:
            return kept[1]
        found = Found(tallies={(target, kind): tally for kind, tally in tallies.items()})
        seen = view(at.placed, at.query.ask, at.language, moment, found)
        did = at.form(action, target, (), fields).chosen
        html = self._site.composer.answer(at.placed, seen, at.origin, at.query, action, did, receipt, target)
        counts = {kind: {str(value): n for value, n in tally.counts.items()} for kind, tally in tallies.items()}
        answer = as_json({"html": html, "receipt": receipt, "counts": counts, "repeated": stored.repeated})
        if not receipt:
            if len(self._kept) >= _KEPT_MAX:
                self._kept.clear()
            self._kept[key] = tallies, answer
        return answer
