# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`meedoen theme …`: an organisation's house style."""

from __future__ import annotations

import asyncio
from argparse import ArgumentParser, Namespace
from functools import partial
from typing import Any

from meedoen import placing, themes
from meedoen.commands.base import ENGLISH, Alone, Answer, Command, Context, Refused, content
from meedoen.errors import Invalid
from meedoen.records import Organisation
from meedoen.store import themes as kept


def _file(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=content, help="CSS with design tokens alone")


def _organisation(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="ORGANISATION")


def _setting(parser: ArgumentParser) -> None:
    _organisation(parser)
    _file(parser)


def _showing(parser: ArgumentParser) -> None:
    _organisation(parser)
    parser.add_argument("--upload", action="store_true", help="what was uploaded, instead of what came of it")


def check(args: Namespace) -> Answer:
    """What would be served of a file, and its contrast. Code 1 when it is refused, or falls short."""
    try:
        checked = themes.check(_bytes(args.file))
    except Invalid as failure:
        return Answer(1, _faults(failure))
    return Answer(0 if checked.passes else 1, themes.told(checked, ENGLISH.text))


async def put(context: Context, args: Namespace) -> str:
    """Give an organisation this style."""
    checked = await _checked(args.file)
    upload = _bytes(args.file).decode("utf-8-sig")

    def unit(conn: Any) -> None:
        kept.put_on(conn, placing.organisation(conn, args.name), upload, checked.css, at=context.clock())

    await context.store.write(unit)
    return f"{themes.told(checked, ENGLISH.text)}\n{args.name} wears it from now on."


async def show(context: Context, args: Namespace) -> str:
    """What an organisation's style is."""

    def unit(conn: Any) -> str:
        return kept.upload(conn, placing.organisation(conn, args.name))

    upload = await context.store.read(unit)
    if args.upload:
        return upload
    return themes.told(await _checked(upload), ENGLISH.text)


async def remove(context: Context, args: Namespace) -> str:
    """The server's own style again."""

    def unit(conn: Any) -> Organisation:
        return kept.remove(conn, placing.organisation(conn, args.name), at=context.clock())

    await context.store.write(unit)
    return f"Removed: {args.name} wears the server’s own style again."


async def _checked(text: str) -> themes.Checked:
    """Beside the event loop, which serves others meanwhile. Raises `Refused`."""
    try:
        return await asyncio.to_thread(partial(themes.check, _bytes(text)))
    except Invalid as failure:
        raise Refused(_faults(failure)) from failure


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _faults(failure: Invalid) -> str:
    lines = [f"line {line}: {ENGLISH.text(why)}" for line, why in failure.fields.items()]
    return "\n".join([ENGLISH.text(failure.detail), *lines])


CHECK = Alone("theme check", "what would be served of a style, and its contrast; needs no server", _file, check)
COMMANDS = (
    Command("theme set", "give an organisation a house style", _setting, put),
    Command("theme show", "what an organisation wears, and its contrast", _showing, show),
    Command("theme remove", "give it the server's own style again", _organisation, remove),
)
