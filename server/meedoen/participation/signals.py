# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Signs by which words are held until somebody has looked at them. Pure functions; none removes anything.

Each errs on the side of showing: what is held is read by staff, and a wrong sign costs an author hours.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from meedoen import limits
from meedoen.records_moderation import Around, Words
from meedoen.values import Message, say

_LINK = re.compile(r"https?://\S+|\bwww\.[^\s.]+\.\S+", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?<![\w.,€-])(?<!\d[ .]|€ )(?:\d{8,9}|\d{4}[ .]\d{2}[ .]\d{3}|\d{3}[ .]\d{3}[ .]\d{3})(?![\w-]|[ .,]\d)"
)
"""Together, or in groups as people write them; no part of a longer number, of a telephone number, and no amount."""
_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
BSN = say("This looks like a BSN, a citizen service number.")
WARNING = say(
    "This looks like a BSN, a citizen service number. Take it out: everybody could read it."
    " Is it none? Then send it again, and somebody of the organisation looks at it first."
)


def signals(text: str, around: Around) -> list[Message]:
    """Why these words are held, one sentence for each sign; none: they are shown at once."""
    found = (
        reviewed(around),
        many_links(text),
        BSN if has_bsn(text) else None,
        repeated(around),
        burst(around),
    )
    return [one for one in found if one is not None]


def reviewed(around: Around) -> Message | None:
    """What the organisation itself has chosen for this widget."""
    return say("Everything is looked at first here.") if around.reviewed else None


def many_links(text: str) -> Message | None:
    """WordPress holds a comment with two links or more (its setting `comment_max_links`); one more may pass here."""
    n = len(_LINK.findall(text))
    return say("There are %(n)s links in it.", n=n) if n > limits.LINKS_MAX else None


def has_bsn(text: str) -> bool:
    """Whether a number in it may be a BSN: nine digits, or eight where a nought was left out, that pass the 11-test.

    One in eleven of other numbers passes as well. The test is that of the Logisch Ontwerp BSN (RvIG), for the
    burgerservicenummer as for the sofinummer before it: 9, 8, … 2 and -1 times the digits add up to a multiple of 11.
    """
    return any(_passes(re.sub(r"\D", "", one)) for one in _NUMBER.findall(text))


def _passes(digits: str) -> bool:
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits.zfill(len(_WEIGHTS)), strict=True))
    return int(digits) > 0 and total % 11 == 0


def repeated(around: Around) -> Message | None:
    """The same words elsewhere: what RFC 2635 (3.1) calls spam is first of all posted again and again."""
    if around.same_words < limits.SAME_WORDS_MAX:
        return None
    return say("The same words came before, %(n)s times.", n=around.same_words)


def burst(around: Around) -> Message | None:
    """Many from one network in a short time; above what a class that takes part together sends (30 at most)."""
    if around.from_network < limits.BURST_MAX:
        return None
    return say("A lot came from one network in a short time.")


def digest(text: str, organisation: str) -> bytes | None:
    """By which the same words are known again in one organisation (its uid), however they are spaced and cased.

    None of short ones: many people say "prima plan" and mean it.
    """
    same = " ".join(re.findall(r"\w+", text.casefold()))
    if len(same) < limits.SAME_WORDS_CHARS_MIN:
        return None
    return hashlib.blake2b(same.encode(), key=organisation.encode(), digest_size=16).digest()


def digest_of_all(text: str) -> bytes:
    """By which a process knows what it warned of, for as long as it runs."""
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


def words_of(data: Mapping[str, Any]) -> str:
    """All that somebody wrote, a line each, whatever the type of widget."""
    return "\n".join(_texts(data))


def looked_at(data: Mapping[str, Any], organisation: str, said: Sequence[Message] = ()) -> Words:
    """How the store judges these words. `said`: why the widget's type has them held."""
    text = words_of(data)
    return Words(partial(_judge, text, tuple(said)), digest(text, organisation))


def _judge(text: str, said: Sequence[Message], around: Around) -> Sequence[Message]:
    return [*said, *signals(text, around)]


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (text for one in value.values() for text in _texts(one))
    elif isinstance(value, Sequence):
        yield from (text for one in value for text in _texts(one))
