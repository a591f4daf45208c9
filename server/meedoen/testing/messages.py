# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether a catalogue says all that the code and the templates of a folder say, no more, and with the same places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

_METHODS = [("**.py", "python"), ("**.html", "jinja2")]
_OPTIONS = {"**.html": {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}}
_KEYWORDS: Mapping[str, tuple[int, ...] | None] = {
    **dict.fromkeys(["_", "gettext", "N_", "say"]),
    "ngettext": (1, 2),
}
_PLACE = re.compile(r"%\((\w+)\)s")

Said = str | tuple[str, ...]
"""A msgid, or the msgids for one and for many."""


def said_in(folder: Path) -> dict[Said, str]:
    """Every message in the Python and the templates under a folder, and where it first stands."""
    found: dict[Said, str] = {}
    for name, line, message, _comments, _context in extract_from_dir(
        str(folder), _METHODS, _OPTIONS, keywords=_KEYWORDS
    ):
        found.setdefault(message if isinstance(message, str) else tuple(message), f"{name}:{line}")
    return found


def catalogue_of(folder: Path, language: str) -> dict[Said, Message]:
    """What stands in the folder's own catalogue of a language, by msgid."""
    path = folder / "locale" / language / "LC_MESSAGES" / "messages.po"
    if not path.is_file():
        return {}
    with path.open("rb") as source:
        messages = list(read_po(source, locale=language, abort_invalid=True))
    return {_said(message): message for message in messages if message.id}


def faults_of_catalogue(folder: Path, language: str, besides: Path | None = None) -> Iterator[str]:
    """Each as a sentence. What the folder `besides` has, the server's, need not be said again."""
    said, known = said_in(folder), catalogue_of(folder, language)
    elsewhere = catalogue_of(besides, language) if besides else {}
    yield from (f"{where}: “{one}” is not in {language}" for one, where in said.items() if one not in known | elsewhere)
    for one, message in known.items():
        if one not in said:
            yield f"“{one}” stands in {language} and nobody says it"
        translations = [message.string] if isinstance(message.string, str) else list(message.string or [""])
        msgids = [one] if isinstance(one, str) else list(one)
        if not all(translations) or message.fuzzy:
            yield f"“{one}” is not translated into {language}"
        elif places(*translations) != places(*msgids):
            yield f"“{one}” has other places in {language}: {sorted(places(*translations))}"


def places(*texts: str) -> set[str]:
    """The names to fill in, in any of these texts."""
    return {name for text in texts for name in _PLACE.findall(text)}


def _said(message: Message) -> Said:
    return message.id if isinstance(message.id, str) else tuple(message.id)
