# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Words in their language: what is translated, and how numbers and dates are written."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from jinja2 import DictLoader

from meedoen.render.environment import make_environment
from meedoen.render.words import Translator, Words
from meedoen.values import say

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2026, 4, 20, 8, tzinfo=UTC)
CLOSING = datetime(2026, 5, 3, 15, tzinfo=UTC)
PO = 'msgid ""\nmsgstr "Language: nl\\nContent-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Help"\nmsgstr "Bijstand"\n'


@pytest.fixture(scope="module")
def dutch() -> Translator:
    return Words({}).translator("nl")


@pytest.fixture(scope="module")
def english() -> Translator:
    return Words({}).translator("en")


def test_a_type_speaks_first_then_the_server_then_the_msgid(tmp_path: Path) -> None:
    catalogue = tmp_path / "locale/nl/LC_MESSAGES/messages.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text(PO, "utf-8")
    words = Words({"own": tmp_path, "bare": tmp_path / "none"})
    assert words.translator("nl", "own").gettext("Help") == "Bijstand"
    assert words.translator("nl", "own").gettext("Rules of play") == "Spelregels"
    assert words.translator("nl", "bare").gettext("Help") == "Hulp"
    assert words.translator("nl", "own").gettext("Said by nobody") == "Said by nobody"
    assert words.languages == ["en", "nl"]


def test_what_is_empty_stays_empty(dutch: Translator) -> None:
    assert dutch.text("") == ""  # to gettext the empty msgid is the head of the catalogue


def test_a_language_nobody_speaks_is_no_language() -> None:
    with pytest.raises(KeyError):
        Words({}).translator("fy")


def test_the_values_of_a_message_are_translated_too(dutch: Translator) -> None:
    sentence = say("open until %(when)s", when=say("Help"))
    assert dutch.text(sentence) == "open tot Hulp"
    assert dutch.text(say("%(n)s", n=1204)) == "1.204"
    assert dutch.text(say("%(n)s", n="2026")) == "2026"


@pytest.mark.parametrize(
    ("value", "decimals", "in_dutch", "in_english"),
    [(1204, 0, "1.204", "1,204"), (4.04, 1, "4,0", "4.0"), (0, 0, "0", "0")],
)
def test_numbers(
    dutch: Translator, english: Translator, value: float, decimals: int, in_dutch: str, in_english: str
) -> None:
    assert dutch.number(value, decimals) == in_dutch
    assert english.number(value, decimals) == in_english


def test_times_are_those_of_the_organisation(dutch: Translator, english: Translator) -> None:
    assert dutch.when(CLOSING, AMSTERDAM, NOW) == "3 mei 17.00 uur"
    assert english.when(CLOSING, AMSTERDAM, NOW) == "3 May, 5:00 pm"
    assert dutch.day(CLOSING, AMSTERDAM) == "3 mei 2026"


@pytest.mark.parametrize(
    ("at", "moment"),
    [
        (CLOSING, datetime(2026, 5, 4, tzinfo=UTC)),
        (CLOSING, datetime(2025, 12, 31, 22, tzinfo=UTC)),
        (CLOSING, datetime(2027, 1, 1, tzinfo=UTC)),
    ],
)
def test_only_what_is_to_come_this_year_is_without_its_year(dutch: Translator, at: datetime, moment: datetime) -> None:
    assert dutch.when(at, AMSTERDAM, moment) == "3 mei 2026 17.00 uur"


def test_the_year_begins_where_the_organisation_is(dutch: Translator) -> None:
    new_year = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)  # half past midnight in Amsterdam
    assert dutch.when(CLOSING, AMSTERDAM, new_year) == "3 mei 17.00 uur"


def test_a_template_that_is_compiled_once_speaks_every_language(dutch: Translator, english: Translator) -> None:
    """A number that stands in it as well: a compiler would answer that for the language it meets first."""
    loader = DictLoader({"ui.html": "", "page.html": "{{ 1204|number }} {{ _('Help') }}"})
    said = [make_environment(loader, words).get_template("page.html").render() for words in (dutch, english)]
    assert said == ["1.204 Hulp", "1,204 Help"]
