# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Placing widgets and changing them: what has to happen together, in the one transaction of the caller's connection.

Commands, demo and console come through here: settings are validated by their type, what is locked is
refused, and the jobs that the clock will bring are put along with the change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from pydantic import BaseModel

from meedoen.addresses import RESERVED_WIDGETS, check_name
from meedoen.errors import Conflict, Invalid
from meedoen.participation import opening, promises
from meedoen.participation.schedule import jobs_of
from meedoen.participation.views import Placed
from meedoen.records import Organisation, Phase, Stage, Widget
from meedoen.registry import Installed, Registry
from meedoen.store import events, jobs, known, notices, organisations, trials, widgets
from meedoen.values import State, say


def rule(conn: Any, registry: Registry, of: Organisation, *, at: datetime, **rules: Any) -> list[Placed]:
    """What holds for its widgets that say nothing else (`framers`, `keep_months`); answers all its widgets."""
    organisations.rule(conn, of, at=at, **rules)
    there = [_placed(registry, one) for one in widgets.of_organisation(conn, of.id) if one.type in registry]
    return [_scheduled(conn, one.widget, one.installed, one.settings, at) for one in there]


def organisation(conn: Any, name: str) -> Organisation:
    """The organisation that has, or had, this name. Raises `NotFound`."""
    found, _moved = organisations.by_name(conn, name)
    return found


def widget(conn: Any, registry: Registry, organisation_name: str, name: str) -> Placed:
    """The widget that has, or had, this address. Raises `NotFound`; `Conflict` when its type is not installed."""
    found, _moved = widgets.by_name(conn, organisation_name, name)
    return _placed(registry, found)


def to_change(conn: Any, registry: Registry, organisation_name: str, name: str) -> Placed:
    """The same, for whoever changes it: nobody else acts on it from here to the end of the transaction."""
    found, _moved = widgets.by_name(conn, organisation_name, name)
    return _placed(registry, widgets.held(conn, found))


def _placed(registry: Registry, found: Widget) -> Placed:
    installed = type_of(registry, found.type)
    return Placed(found, installed, installed.settings(found.settings))


def type_of(registry: Registry, name: str) -> Installed:
    """The installed type of this name. Raises `Conflict` that names those there are."""
    if name in registry:
        return registry[name]
    there = ", ".join(registry)
    raise Conflict(say("There is no widget type “%(name)s” here. Installed are: %(there)s.", name=name, there=there))


def add(
    conn: Any,
    of: Organisation,
    name: str,
    installed: Installed,
    *,
    title: str,
    raw: Mapping[str, Any],
    at: datetime,
    phase: Phase = Phase(),  # noqa: B008  (a frozen value)
    **more: Any,
) -> Placed:
    """Place a widget of this type. `raw` are its settings; `more` is language, expectation, least, stage.

    Raises pydantic's `ValidationError`, `Invalid` or `Conflict`.
    """
    check_name(name, RESERVED_WIDGETS)
    check_phase(phase)
    if more.get("stage", Stage.LIVE) is Stage.LIVE:
        if opening.opens(None, phase, at):
            opening.check_texts(of)
    else:
        phase = _at_once(phase, at)
    settings = installed.settings(raw)
    kept = settings.model_dump(mode="json")
    made = widgets.add(conn, of, name, installed.type.name, title, kept, at=at, phase=phase, **more)
    return _scheduled(conn, made, installed, settings, at)


def change(
    conn: Any,
    placed: Placed,
    *,
    at: datetime,
    raw: Mapping[str, Any] | None = None,
    phase: Phase | None = None,
    **fields: Any,
) -> Placed:
    """Change its settings (all of them: `raw`), when it is open, its title, language, expectation or least.

    Raises pydantic's `ValidationError`, `Invalid`, or `Conflict` for what is locked once people have acted.
    """
    settings, now = placed.settings, placed.widget
    if raw is not None:
        settings = placed.installed.settings(raw)
        acts = _binding(conn, now)
        for refusal in placed.installed.type.check(placed.settings, settings, acts):
            raise Conflict(refusal.message, {refusal.field or "": refusal.message})
        for message in promises.broken(placed, settings, acts, at):
            raise Conflict(message)
        fields["settings"] = settings.model_dump(mode="json")
    if fields.get("least", now.least) != now.least:
        known.forget_all(conn, now.id)  # who was known by a code has no address confirmed
    if fields:
        now = widgets.change(conn, now, at=at, **fields)
    if now.withdrawn is None and (told := placed.installed.type.tells(placed.settings, settings)) is not None:
        notices.add(conn, now, None, told, role=events.STAFF, at=at)
    if phase is not None and phase != now.phase:
        check_phase(phase)
        if now.stage is Stage.LIVE and opening.opens(now.phase, phase, at):
            opening.check_texts(now.organisation)
        opening.check_reopening(placed, phase, _binding(conn, now), at)
        now = widgets.reschedule(conn, now, phase, at=at)
    return _scheduled(conn, now, placed.installed, settings, at)


def show(conn: Any, placed: Placed, to: Stage, *, at: datetime, phase: Phase) -> Placed:
    """Show a draft or a trial to others. What was done in it is wiped when it opens for all, with this phase.

    Raises `Conflict` when it is open to all already, or the organisation lacks its texts; `Invalid`.
    """
    now = placed.widget
    if now.stage is Stage.LIVE:
        raise Conflict(say("It is open to all already. To end that, close or withdraw it."))
    if to is Stage.LIVE:
        check_phase(phase)
        opening.check_texts(now.organisation)
        opens_at = phase.opens_at if phase.opens_at is not None and phase.opens_at > at else at
        phase = replace(phase, opens_at=opens_at)
    else:
        phase = _at_once(now.phase, at)
    if phase != now.phase:
        now = widgets.reschedule(conn, now, phase, at=at)
    if to is Stage.LIVE:
        trials.wipe(conn, now, at=at)
    now = widgets.staged(conn, now, to, at=at)
    return _scheduled(conn, now, placed.installed, placed.settings, at)


def rename(conn: Any, placed: Placed, name: str, *, at: datetime) -> Placed:
    """Another address; the old one leads there for ever. Raises `Invalid`, or `Conflict` when it is another's."""
    return replace(placed, widget=widgets.rename(conn, placed.widget, check_name(name, RESERVED_WIDGETS), at=at))


def close(conn: Any, placed: Placed, *, at: datetime, text: str | None = None) -> Placed:
    """Closed from `at` on, with this text. Of what closed before only the text changes; without one: `Conflict`."""
    phase = placed.widget.phase
    if phase.state(at) is not State.CLOSED:
        closed = widgets.close(conn, placed.widget, at=at, closing_text=text)
    elif text is not None:
        closed = widgets.reschedule(conn, placed.widget, replace(phase, closing_text=text), at=at)
    else:
        raise Conflict(say("It is closed already. Give a text to change what people read there."))
    return _scheduled(conn, closed, placed.installed, placed.settings, at)


def withdraw(conn: Any, placed: Placed, *, at: datetime, successor: str = "") -> Placed:
    """Taken away for good. Raises `Conflict` when it was before."""
    if placed.widget.withdrawn is not None:
        raise Conflict(say("It was withdrawn before."))
    gone = widgets.withdraw(conn, placed.widget, at=at, successor=successor)
    return _scheduled(conn, gone, placed.installed, placed.settings, at)


def check_phase(phase: Phase) -> None:
    """Raises `Invalid` when it would close before it opens."""
    if phase.opens_at is not None and phase.closes_at is not None and phase.closes_at <= phase.opens_at:
        raise Invalid(say("It would close before it opens. Choose a later time to close, or an earlier one to open."))


def _at_once(phase: Phase, at: datetime) -> Phase:
    """A draft and a trial open for who may see them; when it opens for all is said when it does."""
    return replace(phase, opens_at=None) if phase.opens_at is not None and phase.opens_at > at else phase


def _binding(conn: Any, now: Widget) -> int:
    """How many acts there are that bind: those of a trial do not."""
    return widgets.acts(conn, now.id) if now.stage is Stage.LIVE else 0


def _scheduled(conn: Any, now: Widget, installed: Installed, settings: BaseModel, at: datetime) -> Placed:
    placed = Placed(now, installed, settings)
    for kind, due in jobs_of(placed, at).items():
        jobs.put(conn, kind, due=due, widget=now.id)
    return placed
