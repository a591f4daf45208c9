# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is taken for personal details, and what is not: a table of sentences each way."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from meedoen.participation import personal
from meedoen.participation.personal import Kind
from meedoen.values import say
from tests.tools import ROOT, text

TABLE = list(csv.reader(StringIO(text(ROOT / "tests/server/participation/personal.csv")), delimiter=";"))


@pytest.mark.parametrize(("kind", "sentence", "words"), [row for row in TABLE if row[0] != "none"])
def test_what_may_be_personal_is_found_where_it_stands(kind: str, sentence: str, words: str) -> None:
    assert [(one.kind, sentence[one.start : one.end]) for one in personal.find(sentence)] == [(Kind[kind], words)]


@pytest.mark.parametrize("sentence", [row[1] for row in TABLE if row[0] == "none"])
def test_other_words_are_left_alone(sentence: str) -> None:
    assert personal.find(sentence) == []


def test_there_are_enough_examples() -> None:
    ordinary = sum(row[0] == "none" for row in TABLE)
    assert min(ordinary, len(TABLE) - ordinary) >= 60


def test_the_warning_quotes_all_that_was_found() -> None:
    told = personal.warning("Bel 06-12345678 of mail noor@example.nl.")
    assert told is not None
    phone = say("a telephone number (“%(words)s”)", words="06-12345678")
    mail = say("an e-mail address (“%(words)s”)", words="noor@example.nl")
    assert told.values["what"] == say("%(first)s, %(more)s", first=phone, more=mail)
    assert "looks at it first" not in told.msgid
    bsn = personal.warning("123456782 en noor@example.nl")
    assert bsn is not None
    assert "looks at it first" in bsn.msgid
    assert personal.warning("Prima plan.") is None


def test_a_text_is_cut_where_it_is_marked() -> None:
    assert personal.parts("Bel 06-12345678 vandaag") == [("Bel ", False), ("06-12345678", True), (" vandaag", False)]
    assert personal.parts("Prima plan.") == [("Prima plan.", False)]
    assert personal.parts("") == []


def test_dashes_and_spaces_as_word_processors_write_them() -> None:
    for between in ("-", "\u2011", "\u2013", "\u00a0", " "):
        assert personal.has_bsn(f"Mijn nummer is {between.join(('111', '222', '333'))}.")
        found = personal.find(f"Zaak Z{between}1234{between}567890 ligt stil.", "Z-####-######")
        assert [one.kind for one in found] == [Kind.CASE]
    assert personal.find("Zaak Z1234567890", "Z-####-######")
