# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every sentence of the server is in every catalogue, with the same places to fill in, and no catalogue has more.

English is complete by definition: the msgids are English. What widget types say is held by the suite of the contract.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from meedoen.render.words import SERVER_CATALOGUES
from meedoen.testing.messages import faults_of_catalogue, said_in
from tests.tools import files, nothing, syntax

SERVER = SERVER_CATALOGUES.parent
SAYING = {"_", "N_", "say", "gettext", "ngettext"}
LANGUAGES = sorted(path.parent.parent.name for path in SERVER_CATALOGUES.glob("*/LC_MESSAGES/messages.po"))


def test_dutch_is_spoken() -> None:
    assert "nl" in LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_extraction_finds_nothing_that_a_catalogue_lacks(language: str) -> None:
    nothing(faults_of_catalogue(SERVER, language))


def test_extraction_reads_every_way_of_saying_something(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text(
        '_("a"); N_("b"); say("c %(n)s", n=1); ngettext("d", "e", 2)\nx.gettext("f" "g")\n'
    )
    (tmp_path / "two.html").write_text(
        "{{ _('h') }}{% trans n=n, x=x %}\n{{ x }} i{% pluralize %}{{ x }} j{% endtrans %}{% trans %}k{% endtrans %}"
    )
    assert set(said_in(tmp_path)) == {"a", "b", "c %(n)s", ("d", "e"), "fg", "h", ("%(x)s i", "%(x)s j"), "k"}


CATALOGUE = """
msgid ""
msgstr "Language: nl\\nContent-Type: text/plain; charset=utf-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"

{entry}
"""


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ("", "is not in nl"),
        ('msgid "Hello %(who)s"\nmsgstr ""', "is not translated into nl"),
        ('#, fuzzy\nmsgid "Hello %(who)s"\nmsgstr "Dag %(who)s"', "is not translated into nl"),
        ('msgid "Hello %(who)s"\nmsgstr "Dag %(wie)s"', "has other places in nl"),
        ('msgid "Hello %(who)s"\nmsgstr "Dag %(who)s"\n\nmsgid "Bye"\nmsgstr "Doei"', "nobody says it"),
    ],
)
def test_a_fault_in_a_catalogue_is_told(tmp_path: Path, entry: str, fault: str) -> None:
    folder = tmp_path / "locale/nl/LC_MESSAGES"
    folder.mkdir(parents=True)
    (tmp_path / "one.py").write_text('say("Hello %(who)s", who=1)')
    (folder / "messages.po").write_text(CATALOGUE.format(entry=entry))
    (told,) = faults_of_catalogue(tmp_path, "nl")
    assert fault in told


def test_a_catalogue_without_fault_is_taken(tmp_path: Path) -> None:
    good = 'msgid "Hello %(who)s"\nmsgstr "Dag %(who)s"'
    folder = tmp_path / "locale/nl/LC_MESSAGES"
    folder.mkdir(parents=True)
    (tmp_path / "one.py").write_text('say("Hello %(who)s", who=1)')
    (folder / "messages.po").write_text(CATALOGUE.format(entry=good))
    assert list(faults_of_catalogue(tmp_path, "nl")) == []


def test_nothing_is_said_inside_an_f_string() -> None:
    """Extraction walks past it there, on Python 3.11."""
    nothing(
        f"{path}:{node.lineno}"
        for path in files("*.py", under=["server", "widgets"])
        for joined in ast.walk(syntax(path))
        if isinstance(joined, ast.JoinedStr)
        for node in ast.walk(joined)
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in SAYING
    )
