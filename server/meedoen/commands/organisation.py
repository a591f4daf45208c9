# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`meedoen organisation …`."""

from __future__ import annotations

import json
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections import Counter
from dataclasses import asdict
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from meedoen import placing
from meedoen.addresses import Place, check_name
from meedoen.commands.base import Command, Context, Refused, language, table, text, title
from meedoen.records import Organisation
from meedoen.store import organisations, widgets

TEXTS = ("title", "language", "time_zone", "intro", "contact", "privacy", "rules")


def _texts(parser: ArgumentParser, *, title_required: bool) -> None:
    parser.add_argument("name", metavar="NAME", help="its address: small letters, digits, hyphens")
    parser.add_argument("--title", type=title, required=title_required, help="its name as people read it")
    parser.add_argument("--language", type=language, help="the language of its pages (nl)")
    parser.add_argument("--time-zone", type=time_zone, help="where its people live (Europe/Amsterdam)")
    parser.add_argument("--intro", type=text, help="what stands on its page; @FILE reads a file")
    parser.add_argument("--contact", type=text, help="how to reach it; @FILE reads a file")
    parser.add_argument("--privacy", type=text, help="its privacy statement; @FILE reads a file, empty is ours")
    parser.add_argument("--rules", type=text, help="its rules of play; @FILE reads a file, empty is ours")


def time_zone(value: str) -> str:
    """A name of the time zone database."""
    try:
        return ZoneInfo(value).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ArgumentTypeError(f"“{value}” is not a time zone; write it as Europe/Amsterdam") from error


def _given(args: Namespace) -> dict[str, Any]:
    return {name: getattr(args, name) for name in TEXTS if getattr(args, name) is not None}


def _page(context: Context, of: Organisation) -> str:
    return Place(context.settings.origin_of(of.name), of.name).page


async def add(context: Context, args: Namespace) -> str:
    """A new organisation."""
    name = check_name(args.name)
    made = await context.store.write(partial(organisations.add, name=name, at=context.clock(), **_given(args)))
    return f"Added: {_page(context, made)}"


async def change(context: Context, args: Namespace) -> str:
    """Other texts."""
    texts = _given(args)
    if not texts:
        raise Refused("Nothing to change: name at least one of --title, --language, --intro, --contact and so on.")

    def unit(conn: Any) -> Organisation:
        return organisations.change(conn, placing.organisation(conn, args.name), at=context.clock(), **texts)

    return f"Changed: {_page(context, await context.store.write(unit))}"


async def rename(context: Context, args: Namespace) -> str:
    """Another address; the old one leads there for ever."""
    name = check_name(args.new)

    def unit(conn: Any) -> Organisation:
        return organisations.rename(conn, placing.organisation(conn, args.name), name, at=context.clock())

    return f"Renamed: {_page(context, await context.store.write(unit))} (the old address leads there)"


async def show_all(context: Context, args: Namespace) -> str:
    """Every organisation."""

    def unit(conn: Any) -> tuple[list[Organisation], Counter[int]]:
        counted = Counter(widget.organisation.id for widget in widgets.public(conn))
        return organisations.every(conn), counted

    found, counted = await context.store.read(unit)
    if args.json:
        told = [{name: value for name, value in asdict(one).items() if name not in ("id", "style")} for one in found]
        return json.dumps(told, ensure_ascii=False, indent=2)
    rows = [(one.name, one.title, one.language, f"{counted[one.id]} widgets") for one in found]
    return table(rows, "There is no organisation yet. Add one: meedoen organisation add NAME --title …")


def _renaming(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="OLD")
    parser.add_argument("new", metavar="NEW")


def _listing(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="for scripts")


COMMANDS = (
    Command("organisation add", "add an organisation", partial(_texts, title_required=True), add),
    Command("organisation set", "change its texts", partial(_texts, title_required=False), change),
    Command("organisation rename", "give it another address; the old one leads there for ever", _renaming, rename),
    Command("organisation list", "every organisation", _listing, show_all),
)
