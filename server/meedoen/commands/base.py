# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every command is: an asynchronous function of what it works with and its arguments, that answers text.

It runs where the database is open: in this process, or in the server that has it. So its arguments are plain values,
files are read before (`text`) and written after, and whatever it refuses is a sentence that says what to do.
"""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from gettext import NullTranslations
from pathlib import Path
from unicodedata import category

from pydantic import ValidationError

from meedoen import limits
from meedoen.errors import Failure, MeedoenError
from meedoen.registry import Registry
from meedoen.render.words import SERVER_CATALOGUES, SOURCE_LANGUAGE, Translator
from meedoen.settings import Settings
from meedoen.store import Store

ENGLISH = Translator(SOURCE_LANGUAGE, NullTranslations())
"""What commands speak."""


class Refused(MeedoenError):
    """What a command cannot do, and why, as it is to be read."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a command works with."""

    settings: Settings
    registry: Registry
    store: Store
    clock: Callable[[], datetime]


Run = Callable[[Context, Namespace], Awaitable[str]]


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its name ("widget add"), one line of help, its arguments, what it does."""

    name: str
    help: str
    arguments: Callable[[ArgumentParser], None]
    run: Run


@dataclass(frozen=True, slots=True)
class Alone:
    """A command that works on what it is given: it needs no database and no settings, and runs where it is typed."""

    name: str
    help: str
    arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace], Answer]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command says: `code` is 0, or 1 when it was refused and `text` is the reason."""

    code: int
    text: str


async def carry_out(command: Command, context: Context, args: Namespace) -> Answer:
    """Run a command. The same wherever it runs; only our own faults are raised."""
    try:
        return Answer(0, await command.run(context, args))
    except Failure as failure:
        return Answer(1, ENGLISH.text(failure.detail))
    except ValidationError as error:
        return Answer(1, "\n".join(_sentence(fault["loc"], fault["type"], fault["msg"]) for fault in error.errors()))
    except (MeedoenError, OSError) as error:
        return Answer(1, str(error))


def _sentence(where: Sequence[int | str], kind: str, message: str) -> str:
    """What pydantic says, with the key it is about."""
    key = where[0] if where else "settings"
    if kind == "missing":
        return f"Setting “{key}” has to be given: --set {key}=…"
    return f"Setting “{key}”: {message.removeprefix('Value error, ').rstrip('.')}."


# --- arguments -------------------------------------------------------------------------------------------------------


def title(value: str) -> str:
    """One line of text, as short as a title."""
    value = value.strip()
    if not value or "\n" in value or len(value) > limits.TITLE_CHARS_MAX:
        raise ArgumentTypeError(f"use one line of 1 to {limits.TITLE_CHARS_MAX} characters")
    return _clean(value)


def text(value: str) -> str:
    """A longer text, or `@` and the name of a file that holds it."""
    if value.startswith("@"):
        try:
            value = Path(value[1:]).read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise ArgumentTypeError(f"{value[1:]} cannot be read as text: {error}") from error
    if len(value) > limits.PAGE_TEXT_CHARS_MAX:
        raise ArgumentTypeError(f"use at most {limits.PAGE_TEXT_CHARS_MAX} characters; these are {len(value)}")
    return _clean(value)


def content(value: str) -> str:
    """The bytes of a file, as text in which each that is no UTF-8 keeps its place (`surrogateescape`)."""
    try:
        with Path(value).open("rb") as file:
            return file.read(limits.THEME_BYTES_MAX + 1).decode("utf-8", "surrogateescape")
    except OSError as error:
        raise ArgumentTypeError(f"{value} cannot be read: {error.strerror}") from error


def language(value: str) -> str:
    """A language the server speaks."""
    spoken = languages()
    if value not in spoken:
        raise ArgumentTypeError(f"“{value}” is not spoken here; choose {' or '.join(spoken)}")
    return value


def languages() -> list[str]:
    """What the server speaks."""
    return sorted({SOURCE_LANGUAGE, *(one.parent.parent.name for one in SERVER_CATALOGUES.glob("*/*/messages.po"))})


def place(value: str) -> str:
    """ORGANISATION/NAME."""
    if value.count("/") != 1 or not all(value.split("/")):
        raise ArgumentTypeError(f"“{value}” is not ORGANISATION/NAME, such as gouda/fietspad")
    return value


def absolute(value: str) -> str:
    """A path that means the same to the server, which may stand in another folder."""
    return str(Path(value).absolute())


def _clean(value: str) -> str:
    if any(category(sign) in ("Cc", "Cs") and sign not in "\t\n\r" for sign in value):
        raise ArgumentTypeError("this holds signs that are no text; type it again")
    return value


# --- answers ---------------------------------------------------------------------------------------------------------


def table(rows: Sequence[Sequence[str]], nothing: str) -> str:
    """Rows in columns, or `nothing` when there are none."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    padded = (("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))).rstrip() for row in rows)
    return "\n".join(padded) or nothing
