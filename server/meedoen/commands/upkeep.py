# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`meedoen contribution remove`, `backup`, `recount`, `reindex`."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from functools import partial
from pathlib import Path
from typing import Any

from meedoen import placing
from meedoen.commands.base import Command, Context, Refused, absolute, place, text
from meedoen.store import contributions, following
from meedoen.store.recount import recount


def _removing(parser: ArgumentParser) -> None:
    parser.add_argument("widget", metavar="ORGANISATION/NAME", type=place)
    parser.add_argument("number", metavar="NUMBER", type=int, help="the contribution's number in this widget")
    parser.add_argument("--reason", type=_reason, required=True, help="why: it stands in its place from now on")


def _reason(value: str) -> str:
    if not value.strip():
        raise ArgumentTypeError("say why: people read it in the contribution's place")
    return text(value)


def _backing_up(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=absolute, help="where to: a file that is not there yet")


def _recounting(parser: ArgumentParser) -> None:
    parser.add_argument("--repair", action="store_true", help="make the kept counts anew where they differ")


async def remove(context: Context, args: Namespace) -> str:
    """Take a contribution from sight; its number and the reason stay."""
    organisation, name = args.widget.split("/")

    def unit(conn: Any) -> None:
        placed = placing.to_change(conn, context.registry, organisation, name)
        contributions.remove(conn, placed.widget, args.number, args.reason, at=context.clock())

    await context.store.write(unit)
    return f"Removed: number {args.number} of {args.widget}. Its words are in no page, feed or answer any more."


async def back_up(context: Context, args: Namespace) -> str:
    """Copy the database as it is at one moment, while it is used."""
    await context.store.backup(Path(args.file))
    return f"Backed up to {args.file}. Keep the signing keys as well: without them nobody is recognised."


async def count_again(context: Context, args: Namespace) -> str:
    """Compare the kept counts with what there is."""
    facets_of = {name: one.type.facets for name, one in context.registry.items()}
    work = partial(recount, repair=args.repair, facets_of=facets_of)
    found = await (context.store.write(work) if args.repair else context.store.read(work))
    if not found:
        return "Every kept count is what a recount gives."
    rows = [f"{one.table} {dict(one.key)}: kept {one.kept}, counted {one.counted}" for one in found]
    if not args.repair:
        raise Refused("\n".join([*rows, "Make them anew with meedoen recount --repair."]))
    return "\n".join([*rows, "They were made anew."])


async def reindex(context: Context, args: Namespace) -> str:  # noqa: ARG001  (each command is given its words)
    """Make anew what follows from the log: what is searched, and the figures by month."""
    widgets = await context.store.write(following.clear)
    for one in widgets:
        after: int | None = 0
        while after is not None:
            after = await context.store.write(partial(following.renew, widget_id=one, after=after))
    return f"Made anew: what is searched, and the figures by month. Widgets: {len(widgets)}."


COMMANDS = (
    Command("contribution remove", "take one from sight, and say why", _removing, remove),
    Command("backup", "copy the database, while it is used", _backing_up, back_up),
    Command("recount", "are the kept counts what there is?", _recounting, count_again),
    Command("reindex", "make anew what is searched, and the figures by month", lambda _parser: None, reindex),
)
