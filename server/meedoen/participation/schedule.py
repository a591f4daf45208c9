# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the clock will bring to a widget: which jobs wait for it, and when each is due.

Whoever changes when a widget is open puts these jobs anew, in the transaction of the change. A job that an earlier
phase left behind does no harm: it looks at the widget as it is when it runs.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from meedoen import limits
from meedoen.participation.views import Placed
from meedoen.records import Stage, Widget
from meedoen.values import EVERY, WHOLE, State, Subjects, Tally

STANDING = "standing"
"""Weekly while it is open: how things stand, as a line of the log, for the feeds."""
FORGET_NETWORKS = "forget_networks"
"""Once, some days after it closed: destroy the keys of its network tags."""

FORGET_PEOPLE = "forget_people"
"""Once, at the end of the time for which it is kept who said what: erase that."""

DUE = "due"
"""While it is open: ask its type what the clock brings."""

_WEEK = timedelta(days=limits.STANDING_DAYS)
_NETWORKS_KEPT = timedelta(days=limits.NETWORK_KEY_DAYS)


def jobs_of(placed: Placed, moment: datetime) -> Mapping[str, datetime]:
    """The jobs that are to wait for this widget at `moment`, by kind."""
    due = {STANDING: next_standing(placed, moment), FORGET_NETWORKS: forget_networks_at(placed)}
    due |= {FORGET_PEOPLE: forget_people_at(placed.widget)}
    due[DUE] = next_due(placed, moment)
    return {kind: at for kind, at in due.items() if at is not None}


def next_standing(placed: Placed, moment: datetime) -> datetime | None:
    """Whole weeks after it opened, after `moment`; None when it will not be open then."""
    widget = placed.widget
    if widget.withdrawn is not None or widget.stage is not Stage.LIVE or not placed.installed.type.standing:
        return None
    opened = widget.phase.opens_at or widget.created
    due = opened + max(1, (moment - opened) // _WEEK + 1) * _WEEK
    return due if widget.phase.state(due) is State.OPEN else None


def next_due(placed: Placed, moment: datetime) -> datetime | None:
    """When to ask its type what the clock brings: at once, or when it opens; never where its type does not say."""
    widget = placed.widget
    if widget.withdrawn is not None or placed.installed.type.due is None:
        return None
    state = widget.phase.state(moment)
    return moment if state is State.OPEN else widget.phase.opens_at if state is State.PLANNED else None


def forget_networks_at(placed: Placed) -> datetime | None:
    """Some days after it closed or was withdrawn, whichever came first."""
    ended = _ended(placed.widget)
    return None if ended is None else ended + _NETWORKS_KEPT


def forget_people_at(widget: Widget) -> datetime | None:
    """So many months after that, by the calendar of the organisation; None where there is no end to it."""
    ended, months = _ended(widget), widget.kept_months
    if ended is None or not months:
        return None
    local = ended.astimezone(widget.organisation.zone)
    years, month = divmod(local.month - 1 + months, 12)
    year, month = local.year + years, month + 1
    return local.replace(year=year, month=month, day=min(local.day, monthrange(year, month)[1])).astimezone(UTC)


def enterable(widget: Widget, moment: datetime) -> bool:
    """Whether staff may enter what came: from its opening, and after its closing until people are forgotten."""
    opened = widget.withdrawn is None and widget.phase.state(moment) is not State.PLANNED
    forgotten = forget_people_at(widget)
    return opened and (forgotten is None or moment < forgotten)


def _ended(widget: Widget) -> datetime | None:
    return min((at for at in (widget.phase.closes_at, widget.withdrawn) if at is not None), default=None)


def tells_standing(placed: Placed, moment: datetime) -> bool:
    """Whether its counts may be told in its feed at `moment`: open, not withdrawn, and no secret until closing."""
    widget = placed.widget
    return widget.withdrawn is None and widget.phase.state(moment) is State.OPEN and placed.revealed(moment)


def standing_kinds(placed: Placed) -> Sequence[tuple[str, str]]:
    """Which counts a standing tells, as (target, kind): of all subjects together, or of the whole and each part."""
    parts = placed.installed.type.parts(placed.settings)
    targets = [EVERY] if isinstance(parts, Subjects) else [WHOLE, *(part.key for part in parts)]
    return [(target, kind) for target in targets for kind in placed.installed.type.standing]


def pack_standing(tallies: Mapping[tuple[str, str], Tally]) -> Mapping[str, Any]:
    """What the line in the log holds: counts by kind and value, of the whole, and `on` each other target."""
    counts: dict[str, dict[str, dict[str, int]]] = {WHOLE: {}}
    for (target, kind), tally in tallies.items():
        if tally.n:
            by_kind = counts.setdefault(target, {})
            by_kind[kind] = {str(value): n for value, n in tally.counts.items()}
    return {"counts": counts.pop(WHOLE), "on": counts}


def unpack_standing(data: Mapping[str, Any]) -> Mapping[tuple[str, str], Tally]:
    """The inverse: what a feed's `Event.tallies` holds. Lines from before targets were told are of the whole."""
    return {
        (target, kind): Tally({int(value): n for value, n in counts.items()})
        for target, by_kind in {WHOLE: data["counts"], **data.get("on", {})}.items()
        for kind, counts in by_kind.items()
    }
