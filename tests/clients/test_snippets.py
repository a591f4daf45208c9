# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What one pastes: the folders are what the file yields, every place is described, and a page with it is sound."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from meedoen.render.snippets import PINNED, Loader, file_of, how, newest, places, snippet
from tests.clients.snippet_folders import EXAMPLE, FOLDER, LOADER, contents
from tests.server.endpoints.acting import Tags
from tests.tools import files, nothing, text

PAGE = '<!doctype html>\n<html lang="nl"><head><title>Proef</title></head><body>\n<h1>Proef</h1>\n{}\n</body></html>\n'
TITLES = [
    "Het \"plan\" & 'co' <b>vet</b>",
    "</iframe><script>alert(1)</script>",
    "שלום עולם — مرحبا \u202e",
    "{url} {0} %s [gallery]",
    "\x00twee\nregels\t ",
]


def test_the_folders_are_what_the_file_yields() -> None:
    made = contents()
    kept = {path.relative_to("embed-snippets") for path in files("*", under=["embed-snippets"]) if len(path.parts) > 2}
    again = "python -m tests.clients.snippet_folders"
    nothing((path for path in kept ^ set(made)), again)
    nothing((path for path, text in made.items() if (FOLDER / path).read_text("utf-8") != text), again)


@pytest.mark.parametrize("page", ["README.md", "server/docs/embedding.md"])
def test_what_the_docs_show_has_the_height_of_a_rating(page: str) -> None:
    assert set(re.findall(r'height="(\d+)"', text(Path(page)))) == {str(EXAMPLE.height)}


def test_each_place_is_described_in_both_languages() -> None:
    assert {"html-iframe", "html-loader", "wordpress", "rss"} <= set(places())
    for key, place in places().items():
        assert set(place.name) == set(place.how) == set(place.tried) == {"nl", "en"}, key
        assert all(place.tried.values()), key
        for language in ("nl", "en"):
            assert "{" not in how(place, language, EXAMPLE, LOADER), key


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("key", [key for key, place in places().items() if place.html])
def test_whatever_the_title_the_tags_are_those_of_the_template(key: str, title: str) -> None:
    card = replace(EXAMPLE, name=title, title=f"Waardering: {title} – Gemeente", organisation=title)
    tags = Tags(snippet(places()[key], card, LOADER))
    plain = Tags(snippet(places()[key], EXAMPLE, LOADER))
    assert [(tag, set(given)) for tag, given in tags.tags] == [(tag, set(given)) for tag, given in plain.tags]
    shown = " ".join(title.replace("\x00", "").split())
    assert tags["iframe"]["title"] == f"Waardering: {shown} – Gemeente"
    assert tags.text.strip().startswith(f"{shown} – {shown}")


A_PAGE = "https%3A%2F%2Fwww.voorbeeldstad.example%2Fpaspoort"
"""What a site's template makes of its own code in a snippet."""


def test_a_page_with_a_snippet_in_it_is_valid(vnu: Callable[[Sequence[str | Path]], list[str]]) -> None:
    """But for the width in per cent, which is on purpose: README.md of the folder says why."""
    cards = [EXAMPLE, *(replace(EXAMPLE, name=title, title=title) for title in TITLES)]
    loader = Loader("1.0.0.js", "sha384-" + "A" * 64)
    pasted = [snippet(place, card, loader) for place in places().values() if place.html for card in cards]
    pages = [PAGE.format(re.sub('over=[^"]+', f"over={A_PAGE}", one)) for one in pasted]
    found = vnu(pages)
    assert sum("Bad value “100%” for attribute “width”" in fault for fault in found) == len(pages)
    nothing(fault for fault in found if "Bad value “100%” for attribute “width”" not in fault)


def test_the_pinned_loader_is_the_newest_that_keeps_its_bytes() -> None:
    integrity = {"1.9.0.js": "a", "1.10.0.js": "b", "v1.js": "c", "1.0.0.js": "d"}
    assert newest(integrity) == Loader("1.10.0.js", "b")


def test_only_the_loader_is_a_script_and_only_where_it_says_so() -> None:
    for key, place in places().items():
        scripts = re.findall("<script[^>]*>", snippet(place, EXAMPLE, LOADER))
        assert len(scripts) == (1 if key.startswith("html-loader") else 0), key
        assert all(("integrity=" in one) == key.endswith(PINNED) for one in scripts)


def test_an_installed_package_looks_inside_itself_first(tmp_path: Path) -> None:
    """The wheel holds `meedoen/embed_snippets`, and no checkout is around it; `test_package` sees that it does."""
    package = tmp_path / "server/meedoen"
    assert file_of(package) == tmp_path / "embed-snippets/places.toml"
    inside = package / "embed_snippets/places.toml"
    inside.parent.mkdir(parents=True)
    inside.touch()
    assert file_of(package) == inside
