# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""By what words are held, and by what they are not: tables of examples."""

from __future__ import annotations

import pytest

from meedoen import limits
from meedoen.participation import signals
from meedoen.records_moderation import Around
from meedoen.values import say

LONG = "Dit plan is slecht voor de bomen langs de Vliet, en wie daar woont weet dat."


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("https://a.example en http://b.example", 0),
        ("https://a.example HTTP://b.example www.c.example", 3),
        ("www. en https en www.", 0),
        ("https://www.a.example https://www.b.example", 0),
    ],
)
def test_many_links_are_counted_as_they_are_read(text: str, n: int) -> None:
    assert signals.many_links(text) == (say("There are %(n)s links in it.", n=n) if n else None)


def test_what_stands_around_words_counts_from_a_limit_on() -> None:
    assert not signals.signals("Ja", Around())
    assert not signals.signals("Ja", Around(same_words=limits.SAME_WORDS_MAX - 1, from_network=limits.BURST_MAX - 1))
    assert len(signals.signals("Ja", Around(same_words=limits.SAME_WORDS_MAX))) == 1
    assert len(signals.signals("Ja", Around(from_network=limits.BURST_MAX))) == 1
    assert len(signals.signals("Ja", Around(reviewed=True))) == 1


def test_the_same_words_are_known_again_however_they_are_written() -> None:
    known = signals.digest(LONG, "gouda")
    assert known
    assert signals.digest(LONG.upper().replace(" ", "\n\n").replace(",", " !"), "gouda") == known
    assert signals.digest(LONG, "buurt") != known, "in one organisation alone"
    assert signals.digest(LONG + " Echt.", "gouda") != known
    assert signals.digest("Prima plan.", "gouda") is None, "many people say so"


def test_all_words_are_looked_at_wherever_they_stand() -> None:
    data = {"title": "Titel", "n": 3, "lines": ["een", {"deep": "twee"}]}
    assert signals.words_of(data).splitlines() == ["Titel", "een", "twee"]


def test_what_a_type_says_comes_before_the_server() -> None:
    own = say("It names a person.")
    judged = signals.looked_at({"text": "123456782"}, "gouda", [own]).judge(Around())
    assert list(judged) == [own, signals.BSN]
