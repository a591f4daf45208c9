# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The widgets of an organisation, as the console's tables show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from meedoen.addresses import Place
from meedoen.records import LoggedEvent, Widget
from meedoen.registry import Registry
from meedoen.render.compose import Composer
from meedoen.render.sentences import phase_line
from meedoen.render.words import Translator
from meedoen.values import N_

WITHDRAWN = "withdrawn"
STATES = {
    "planned": N_("not open yet"),
    "open": N_("open"),
    "closed": N_("closed"),
    WITHDRAWN: N_("withdrawn"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One widget."""

    name: str
    title: str
    language: str
    kind: str
    state: str
    """A key of `STATES`."""
    told: str
    """The state in words, with until when."""
    closes: datetime | None
    url: str
    """Where people see it."""


def lines(
    composer: Composer, registry: Registry, placed: Iterable[Widget], lang: str, origin: str, moment: datetime
) -> list[Line]:
    """Those that can be seen first, in the order in which they were placed."""
    found = [_line(composer, registry, one, lang, origin, moment) for one in placed]
    return sorted(found, key=lambda one: one.state == WITHDRAWN)


def _line(composer: Composer, registry: Registry, of: Widget, lang: str, origin: str, moment: datetime) -> Line:
    words, phase = composer.words(lang), of.phase
    state = phase.state(moment)
    installed = registry.get(of.type)
    kind = composer.words(lang, of.type).text(installed.type.title) if installed else of.type
    told = phase_line(words, state, phase.opens_at, phase.closes_at, zone=of.organisation.zone, moment=moment)
    gone = of.withdrawn is not None
    return Line(
        of.name,
        of.title,
        of.spoken,
        kind,
        WITHDRAWN if gone else state.value,
        words.gettext(STATES[WITHDRAWN]) if gone else told,
        None if gone else phase.closes_at,
        Place(origin, of.organisation.name, of.name).page,
    )


_CHANGES = {
    "placed": N_("Placed"),
    "changed": N_("Changed"),
    "rescheduled": N_("Other times, or another text at closing"),
    "renamed": N_("Another address"),
    "retired": N_("Withdrawn"),
    "removed": N_("A contribution was removed"),
    "released": N_("A contribution was looked at, and stands"),
    "restored": N_("A contribution was put back"),
    "review begun": N_("From then on everything is looked at first"),
    "review ended": N_("From then on what is written is shown at once"),
    "shut out": N_("An author was shut out"),
    "let in": N_("An author was let in again"),
}
_FIELDS = {
    "title": N_("title"),
    "settings": N_("settings"),
    "language": N_("language"),
    "expectation": N_("what people may expect"),
    "least": N_("who may take part"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """A line of what staff did."""

    what: str
    by: str
    """Somebody's name; empty where the log names nobody: it was done from a shell."""
    at: str


def history(
    words: Translator, logged: Iterable[LoggedEvent], names: Mapping[str, str], zone: ZoneInfo, moment: datetime
) -> list[Change]:
    """What staff did with a widget, newest first. `names` are those of members, by their `uid`."""
    found = []
    for one in logged:
        if what := _CHANGES.get(one.kind):
            fields = [words.gettext(_FIELDS[name]) for name in one.data.get("fields", ()) if name in _FIELDS]
            told = ": ".join(filter(None, [words.gettext(what), ", ".join(fields)]))
            by = one.data.get("by", "")
            name = names.get(by, words.gettext("somebody who has left")) if by else ""
            found.append(Change(told, name, words.when(one.at, zone, moment)))
    return found
