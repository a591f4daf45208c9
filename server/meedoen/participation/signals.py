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
from meedoen.participation.personal import has_bsn
from meedoen.records_moderation import Around, Words
from meedoen.values import Message, say

_LINK = re.compile(r"https?://\S+|\bwww\.[^\s.]+\.\S+", re.IGNORECASE)
BSN = say("This looks like a BSN, a citizen service number.")


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
