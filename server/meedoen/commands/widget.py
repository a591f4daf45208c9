# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`meedoen widget add, set, rename, close, withdraw`: what changes one. What only shows is in `showing`."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable
from datetime import datetime
from typing import Any

from meedoen import placing
from meedoen.addresses import Place
from meedoen.commands import fields
from meedoen.commands.base import Command, Context, Refused, place, text
from meedoen.participation.views import Placed
from meedoen.records import Phase


def _renaming(parser: ArgumentParser) -> None:
    parser.add_argument("widget", metavar="ORGANISATION/OLD", type=place)
    parser.add_argument("new", metavar="NEW")


def _closing(parser: ArgumentParser) -> None:
    parser.add_argument("widget", metavar="ORGANISATION/NAME", type=place)
    parser.add_argument("--text", type=text, help="what people read there from now on; @FILE reads a file")


def _withdrawing(parser: ArgumentParser) -> None:
    parser.add_argument("widget", metavar="ORGANISATION/NAME", type=place)
    parser.add_argument("--successor", type=_address, default="", help="where to go instead: /org/name or https://…")


def _address(value: str) -> str:
    if value.startswith("//") or (value and not value.startswith(("/", "https://", "http://"))):
        raise ArgumentTypeError(f"“{value}” is neither a path (/org/name) nor an address (https://…)")
    return value


def _told(context: Context, word: str, placed: Placed) -> str:
    widget = placed.widget
    page = Place(context.settings.origin_of(widget.organisation.name), widget.organisation.name, widget.name).page
    return f"{word}: {page} ({widget.phase.state(context.clock()).value})"


async def add(context: Context, args: Namespace) -> str:
    """Place a widget."""
    organisation, name = args.widget.split("/")
    installed = placing.type_of(context.registry, args.type)
    raw = fields.settings_of(installed, {}, args.set)

    def unit(conn: Any) -> Placed:
        of = placing.organisation(conn, organisation)
        phase = fields.phase_of(args, Phase(), of.zone)
        return placing.add(conn, of, name, installed, raw=raw, at=context.clock(), phase=phase, **fields.plain_of(args))

    return _told(context, "Added", await context.store.write(unit))


async def change(context: Context, args: Namespace) -> str:
    """Change settings, title, times, or what counts."""
    plain = fields.plain_of(args)
    if not plain and not args.set and args.opens is None and args.closes is None:
        raise Refused("Nothing to change: name at least one of --set, --title, --opens, --closes and so on.")

    def do(conn: Any, placed: Placed, at: datetime) -> Placed:
        raw = fields.settings_of(placed.installed, placed.widget.settings, args.set) if args.set else None
        phase = fields.phase_of(args, placed.widget.phase, placed.widget.organisation.zone)
        return placing.change(conn, placed, at=at, raw=raw, phase=phase, **plain)

    return _told(context, "Changed", await _on(context, args, do))


async def rename(context: Context, args: Namespace) -> str:
    """Another address; the old one leads there for ever."""

    def do(conn: Any, placed: Placed, at: datetime) -> Placed:
        return placing.rename(conn, placed, args.new, at=at)

    return _told(context, "Renamed", await _on(context, args, do))


async def close(context: Context, args: Namespace) -> str:
    """Close it now."""

    def do(conn: Any, placed: Placed, at: datetime) -> Placed:
        return placing.close(conn, placed, at=at, text=args.text)

    return _told(context, "Closed", await _on(context, args, do))


async def withdraw(context: Context, args: Namespace) -> str:
    """Take it away for good."""

    def do(conn: Any, placed: Placed, at: datetime) -> Placed:
        return placing.withdraw(conn, placed, at=at, successor=args.successor)

    gone = await _on(context, args, do)
    return f"Withdrawn: {gone.widget.organisation.name}/{gone.widget.name}. Its address says so from now on."


async def _on(context: Context, args: Namespace, do: Callable[[Any, Placed, datetime], Placed]) -> Placed:
    """Do it to the widget that is named, in one transaction."""
    organisation, name = args.widget.split("/")
    at = context.clock()
    return await context.store.write(
        lambda conn: do(conn, placing.to_change(conn, context.registry, organisation, name), at)
    )


COMMANDS = (
    Command("widget add", "place a widget", fields.new, add),
    Command("widget set", "change its settings, title, times", fields.present, change),
    Command("widget rename", "give it another address; the old one leads there for ever", _renaming, rename),
    Command("widget close", "close it now", _closing, close),
    Command("widget withdraw", "take it away for good", _withdrawing, withdraw),
)
