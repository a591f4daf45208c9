# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""How an organisation writes its case numbers: as masks in plain form, `Z-####-######`, never as patterns of its own.

A mask is a fixed number of signs, so that looking for it takes as long as the text is, whatever is in either.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from meedoen import limits
from meedoen.errors import Invalid
from meedoen.values import say

DIGIT, LETTER = "#", "@"
SPACES, DASHES = "\u00a0\u2009\u202f", "\u2010-\u2015\u2212-"
"""Beside the ordinary ones, as word processors write them; for a class of signs, so that the last is the hyphen."""
_MEANS = {DIGIT: "[0-9]", LETTER: r"[^\W\d_]", " ": f"[ {SPACES}]", "-": f"[ {SPACES}{DASHES}]?"}
"""A dash is also found where it is a space, or was left out."""
_SIGNS = re.compile(r"[A-Za-z0-9#@ ./:_-]+")


def packed(masks: Iterable[str], field: str) -> str:
    """The masks as they are kept, one a line. Raises `Invalid` that names the field and the mask that is none."""
    known = list(dict.fromkeys(one for mask in masks if (one := " ".join(mask.split()))))
    if len(known) > limits.CASE_MASKS_MAX:
        raise Invalid(_WRONG, {field: say("Give at most %(most)s of them.", most=limits.CASE_MASKS_MAX)})
    for mask in known:
        if len(mask) > limits.CASE_MASK_CHARS_MAX or not _SIGNS.fullmatch(mask):
            told = say(
                "“%(mask)s” cannot be read. Use at most %(most)s letters, digits, #, @, spaces and the signs - . / : _",
                mask=mask[: limits.CASE_MASK_CHARS_MAX],
                most=limits.CASE_MASK_CHARS_MAX,
            )
            raise Invalid(_WRONG, {field: told})
        if mask.count(DIGIT) < limits.CASE_MASK_DIGITS_MIN:
            told = say(
                "“%(mask)s” would be found in ordinary sentences. Put at least %(least)s times # in it.",
                mask=mask,
                least=limits.CASE_MASK_DIGITS_MIN,
            )
            raise Invalid(_WRONG, {field: told})
    return "\n".join(known)


@lru_cache(maxsize=64)
def pattern(masks: str) -> re.Pattern[str] | None:
    """What finds any of these masks, as they are kept, small letters or capitals; None where there is none."""
    if not masks:
        return None
    longest_first = sorted(masks.split("\n"), key=len, reverse=True)
    any_of = "|".join("".join(_MEANS.get(sign, re.escape(sign)) for sign in mask) for mask in longest_first)
    return re.compile(rf"(?<!\w)(?:{any_of})(?!\w)", re.IGNORECASE)


_WRONG = say("Nothing was saved yet. Check the fields below.")
