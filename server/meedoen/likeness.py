# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""How alike two short texts are: words and their trigrams, weighed by how rare they are where one looks.

Dutch writes compounds as one word, and people write them as two: "parkeervergunning", "vergunning voor parkeren". Whole
words do not meet there; what stands in them does. ADR 9 tells what was tried.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from math import log

from meedoen import limits
from meedoen.search_words import WORD, folded

_STOP = frozenset(
    WORD.findall(
        "aan al als bij ben dan dat de der deze die dit door dus een en er ge had heb hebben heeft hem het hij hoe"
        " hun ik in is ja je kan kunt maar mag me met mij mijn moet na naar nee niet nog nu of om omdat ons onze ook"
        " op over te tot u uit uw van veel voor waar waarom wanneer was wat we wel welke werd wie wij wil word wordt"
        " worden zal ze zelf zich zij zijn zo zonder zou a an and are as at be by can do does for from how i if it"
        " me my of on or that the to was what when where which who why will with you your"
    )
)
"""They say nothing of what a text is about, in Dutch and in English."""
ASKED_WORDS_MAX, TOLD_WORDS_MAX = 20, 150
"""So many words are looked at of what somebody types, and of what is told: the first say what it is about."""
_WORD_CHARS_MAX = 40
_K1, _B = 1.2, 0.4
"""How much a longer text has to hold to be as alike."""
_SHARE_MIN = 0.15
"""So much of all that was asked, by its weight, what is called alike holds at least."""
_EDGE = "_"
"""Where a word begins and ends."""


def terms(text: str, words_max: int = ASKED_WORDS_MAX) -> frozenset[str]:
    """The words of a text and their trigrams, without accents, capitals and words that say nothing."""
    found: set[str] = set()
    for word in WORD.findall(folded(text[: limits.TEXT_CHARS_MAX]))[:words_max]:
        if word not in _STOP and len(word) <= _WORD_CHARS_MAX:
            edged = f"{_EDGE}{word}{_EDGE}"
            found.add(word)
            found.update(edged[at : at + 3] for at in range(len(edged) - 2))
    return frozenset(found)


def weights(asked: Collection[str], counts: Mapping[str, int], texts: int) -> Mapping[str, float]:
    """The inverse document frequency of each term: `counts` tells in how many of so many `texts` it stands."""
    return {term: log(1 + (texts - n + 0.5) / (n + 0.5)) for term in asked for n in (min(counts.get(term, 0), texts),)}


def ranked(weighed: Mapping[str, float], texts: Mapping[int, Collection[str]], most: int) -> list[int]:
    """Which texts are most alike what was asked, the best first; of those that are as alike, the newest.

    BM25 of terms that are there or not: Robertson, S., & Zaragoza, H. (2009), The probabilistic relevance framework:
    BM25 and beyond, Foundations and Trends in Information Retrieval 3, 333-389, formula 3.15.
    """
    if not texts:
        return []
    usual = sum(map(len, texts.values())) / len(texts)
    least = _SHARE_MIN * sum(weighed.values())
    scores = {}
    for key, held in texts.items():
        shared = sum(weight for term, weight in weighed.items() if term in held)
        if shared > least:
            scores[key] = shared / (1 + _K1 * (1 - _B + _B * len(held) / usual))
    return sorted(scores, key=lambda key: (-scores[key], -key))[:most]
