# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`meedoen widget list, types, subjects, snippet, export`: what shows; and a subject that one saw there is removed."""

from __future__ import annotations

import asyncio
import json
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from meedoen import placing
from meedoen.addresses import Place, Query
from meedoen.app import build_site
from meedoen.commands import times
from meedoen.commands.base import Command, Context, Refused, place, table
from meedoen.participation.views import Placed, check_ask
from meedoen.records import Widget
from meedoen.render.share import card
from meedoen.render.snippets import newest, places, snippet
from meedoen.store import export, organisations, ranked, widgets
from meedoen.store.removals import remove_subject
from meedoen.values import Ask, Ranked, State, Subject, Tally

FIRST, FEWEST = 20, 100
"""How many subjects are listed from the top of an order, and from its end."""


def _listing(parser: ArgumentParser) -> None:
    parser.add_argument("organisation", metavar="ORGANISATION", nargs="?", help="of this one alone")
    parser.add_argument("--json", action="store_true", help="for scripts")


def _no_arguments(_parser: ArgumentParser) -> None:
    pass


def _pasting(parser: ArgumentParser) -> None:
    parser.add_argument("widget", metavar="ORGANISATION/NAME", type=place)
    parser.add_argument(
        "--place", choices=list(places()), default="html-iframe", help="where it is pasted (html-iframe)"
    )
    parser.add_argument("--group", default="", help="of one of its groups, by its short name")


def _exporting(parser: ArgumentParser) -> None:
    parser.add_argument("widget", metavar="ORGANISATION/NAME", type=place)
    parser.add_argument("--to", metavar="FILE", help="write it there; without this, to standard output")


def _subjects(parser: ArgumentParser) -> None:
    parser.add_argument("widget", metavar="ORGANISATION/NAME", type=place)
    parser.add_argument("--order", default="most", help="which come first: an order of its type (most)")
    parser.add_argument("--most", type=int, choices=range(1, 1001), metavar="1-1000", help="how many (20)")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--after", metavar="KEY", default="", help="only those behind this one, which ended a list")
    which.add_argument("--fewest", action="store_true", help="from the end of the order: 100 with the fewest ratings")
    which.add_argument("--remove", metavar="KEY", help="take this one away, with all reactions on it")


async def show_all(context: Context, args: Namespace) -> str:
    """Every widget, withdrawn ones too."""

    def unit(conn: Any) -> list[Widget]:
        only = args.organisation and placing.organisation(conn, args.organisation)
        owners = [only] if only else organisations.every(conn)
        return [widget for owner in owners for widget in widgets.of_organisation(conn, owner.id)]

    found, moment = await context.store.read(unit), context.clock()
    if args.json:
        return _json([_described(context, one, moment) for one in found])
    rows = [(f"{one.organisation.name}/{one.name}", one.type, _when(one, moment), one.title) for one in found]
    return table(rows, "There is no widget yet. Add one: meedoen widget add ORGANISATION/NAME --type … --title …")


async def show_types(context: Context, _args: Namespace) -> str:
    """Every installed type, with its settings."""
    lines = []
    for name, installed in context.registry.items():
        lines += [f"{name}: {installed.type.summary} (package {installed.package})"]
        for key, about in installed.type.settings.model_fields.items():
            otherwise = "" if about.is_required() else f" ({_plain(about.get_default(call_default_factory=True))})"
            lines += [f"  --set {key}=…  {about.title or key}: {about.description or ''}{otherwise}"]
    return "\n".join(lines)


async def export_one(context: Context, args: Namespace) -> str:
    """All there is of one widget, as JSON, for its organisation: counts that are withheld from the public are in it."""
    organisation, name = args.widget.split("/")
    moment = context.clock()

    def unit(conn: Any) -> str:
        placed = placing.widget(conn, context.registry, organisation, name)
        told = _described(context, placed.widget, moment)
        told |= {"settings": placed.widget.settings, "withheldFromThePublic": not placed.revealed(moment)}
        return _json({"exported": moment, **told, **export.of_widget(conn, placed.widget.id)})

    return await context.store.read(unit)


async def show_subjects(context: Context, args: Namespace) -> str:
    """The subjects people acted on, for the organisation: how many did, and what they gave."""
    organisation, name = args.widget.split("/")
    if args.remove is not None:
        return await _remove_subject(context, organisation, name, args.remove)

    def unit(conn: Any) -> str:
        placed = placing.widget(conn, context.registry, organisation, name)
        kind = placed.installed.type
        if args.order not in kind.subject_orders:
            there = ", ".join(kind.subject_orders) or "none"
            raise Refused(f"The type {kind.name} has no order “{args.order}” of subjects. It has: {there}.")
        if args.fewest:
            found = ranked.last(conn, placed.widget, args.order, args.most or FEWEST)
        else:
            found = ranked.first(conn, placed.widget, Ranked(args.order, args.most or FIRST, args.after))
        rows = [(*_counted(one, kind.values(placed.settings)), one.key) for one in found]
        return table(rows, "Nobody has acted on a subject yet, or the list ends here.")

    return await context.store.read(unit)


async def _remove_subject(context: Context, organisation: str, name: str, key: str) -> str:
    def unit(conn: Any) -> int:
        placed = placing.to_change(conn, context.registry, organisation, name)
        return remove_subject(conn, placed.widget, key, at=context.clock())

    reactions = await context.store.write(unit)
    return (
        f"Removed: the subject {key} of {organisation}/{name}, with {reactions} reactions. No count has them any more."
    )


def _counted(subject: Subject, values: Mapping[str, Mapping[int, str]]) -> tuple[str, ...]:
    tallies = [(subject.tallies.get(kind, Tally()), labels) for kind, labels in values.items()]
    return tuple(
        f"{tally.n}: " + ", ".join(f"{label} {tally.counts.get(value, 0)}" for value, label in labels.items())
        for tally, labels in tallies
    )


async def show_snippet(context: Context, args: Namespace) -> str:
    """What a web team pastes."""
    organisation, name = args.widget.split("/")

    def unit(conn: Any) -> Placed:
        return placing.widget(conn, context.registry, organisation, name)

    placed = await context.store.read(unit)
    site = await asyncio.to_thread(build_site, context.settings, context.registry, context.store, context.clock)
    composer = site.composer
    ask = Ask(group=args.group)
    check_ask(placed, ask)
    told = card(composer, placed, context.settings.origin_of(placed.widget.organisation.name), Query(ask))
    return snippet(places()[args.place], told, newest(composer.manifest.integrity))


def _described(context: Context, widget: Widget, moment: datetime) -> dict[str, Any]:
    organisation, phase = widget.organisation, widget.phase
    return {
        "organisation": organisation.name,
        "name": widget.name,
        "uid": widget.uid,
        "type": widget.type,
        "title": widget.title,
        "url": Place(context.settings.origin_of(organisation.name), organisation.name, widget.name).page,
        "state": "withdrawn" if widget.withdrawn else phase.state(moment).value,
        "opensAt": phase.opens_at,
        "closesAt": phase.closes_at,
        "closingText": phase.closing_text,
        "language": widget.spoken,
        "expectation": widget.expectation,
        "least": widget.least.name.lower(),
        "created": widget.created,
        "withdrawn": widget.withdrawn,
        "successor": widget.successor,
    }


def _when(widget: Widget, moment: datetime) -> str:
    phase, zone = widget.phase, widget.organisation.zone
    if widget.withdrawn is not None:
        return f"withdrawn {times.shown(widget.withdrawn, zone)}"
    state = phase.state(moment)
    if state is State.PLANNED and phase.opens_at is not None:
        return f"opens {times.shown(phase.opens_at, zone)}"
    if phase.closes_at is not None:
        return f"{'closed' if state is State.CLOSED else 'open until'} {times.shown(phase.closes_at, zone)}"
    return "open"


def _plain(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _json(told: Any) -> str:
    return json.dumps(told, ensure_ascii=False, indent=2, default=datetime.isoformat)


COMMANDS = (
    Command("widget list", "every widget, or those of one organisation", _listing, show_all),
    Command("widget types", "the installed types, and their settings", _no_arguments, show_types),
    Command(
        "widget subjects",
        "the pages or other subjects people acted on, in an order; or take one away",
        _subjects,
        show_subjects,
    ),
    Command("widget snippet", "what a web team pastes to place it on a page", _pasting, show_snippet),
    Command("widget export", "all there is of one widget, as JSON, for its organisation", _exporting, export_one),
)
