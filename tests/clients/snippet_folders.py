# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The folders of `embed-snippets/`, made from its `places.toml`, for who looks there before there is a server.

    python -m tests.clients.snippet_folders

writes them anew; a test compares.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from meedoen.addresses import Place
from meedoen.render.cards import Card
from meedoen.render.snippets import PINNED, WIDE, Loader, Pasting, how, places, said, snippet
from meedoen_widgets.rating.widget import RATING
from tests.tools import ROOT

FOLDER = ROOT / "embed-snippets"
EXAMPLE = Card(
    place=Place("https://doemee.voorbeeldstad.example", "voorbeeldstad", "fietspad"),
    title="Waardering: Nieuw fietspad – Gemeente Voorbeeldstad",
    name="Nieuw fietspad",
    kind="Waardering",
    organisation="Gemeente Voorbeeldstad",
    organisation_page="https://doemee.voorbeeldstad.example/voorbeeldstad",
    language="nl",
    reserve=RATING.reserve(RATING.settings(question="Wat vindt u van dit plan?")),
)
LOADER = Loader("1.0.0.js", "sha384-(the share page of your widget has it)")
MADE = "<!-- Made from ../places.toml by `python -m tests.clients.snippet_folders`. -->"
QUESTION = {"nl": "Waar plak ik dit?", "en": "Where do I paste this?"}


def contents() -> Mapping[Path, str]:
    """What stands in each file, by its path inside `embed-snippets/`."""
    made: dict[Path, str] = {}
    readmes: dict[Path, list[str]] = {}
    for key, place in places().items():
        folder = Path(key.removesuffix(PINNED).removesuffix(WIDE))
        name = "snippet" + key.removeprefix(folder.name) + (".html" if place.html else ".txt")
        made[folder / name] = snippet(place, EXAMPLE, LOADER) + "\n"
        readmes.setdefault(folder / "README.md", [MADE, f"# {key}"]).extend(about(place, name))
    return made | {path: "\n\n".join(parts) + "\n" for path, parts in readmes.items()}


def about(place: Pasting, name: str) -> Iterator[str]:
    """A place in words, in every language it is described in."""
    for language in place.name:
        yield f"## {said(place.name, language)}"
        yield f"[{name}]({name}). {said(place.tried, language)}"
        yield f"**{QUESTION[language]}**"
        yield from filter(None, how(place, language, EXAMPLE, LOADER).splitlines())


def write() -> None:
    """Make the folders anew."""
    for folder in FOLDER.iterdir():
        if folder.is_dir():
            shutil.rmtree(folder)
    for path, text in contents().items():
        (FOLDER / path).parent.mkdir(exist_ok=True)
        (FOLDER / path).write_text(text, "utf-8")


if __name__ == "__main__":
    write()
