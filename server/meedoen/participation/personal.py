# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Personal details in what somebody is about to send: found, and told to him before others can read them.

Pure functions. Each errs on the side of silence: who is warned of a year or a price does not read the next warning.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import Enum
from functools import reduce
from itertools import pairwise
from typing import NamedTuple

from meedoen.participation import case_numbers
from meedoen.participation.case_numbers import DASHES, SPACES
from meedoen.values import N_, Message, say

_BETWEEN = f"[ .{SPACES}{DASHES}]"
_BSN = re.compile(
    r"(?<![\w.,€-])(?<!\d[ .]|€ )"
    rf"(?:\d{{8,9}}|\d{{4}}{_BETWEEN}\d{{2}}{_BETWEEN}\d{{3}}|\d{{3}}{_BETWEEN}\d{{3}}{_BETWEEN}\d{{3}})"
    r"(?![\w-]|[ .,]\d)"
)
"""Together, or in groups as people write them; no part of a longer number, of a telephone number, and no amount."""
_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}(?![\w-])")
_IBAN = re.compile(
    r"(?<!\w)(?:NL\d\d[ .]?[A-Z]{4}(?:[ .]?\d){10}|BE\d\d(?:[ .]?\d){12}|DE\d\d(?:[ .]?\d){18})(?!\w)", re.IGNORECASE
)
"""Of the Netherlands and its neighbours, with the lengths of the IBAN registry (ISO 13616)."""
_PHONE = re.compile(
    r"(?<![\w+.,/€-])(?<!€ )(?:(?:\+|00)31[ -]?(?:\(0\)[ -]?)?|\((?=0\d{1,3}\))0|0)"
    r"(?P<area>[1-9]\d{0,2})\)?[ ]?[-./]?[ ]?"
    r"(?P<rest>\d{2,8}(?:(?P<between>[ .-])\d{2,4}(?:(?P=between)\d{2,4}){0,2})?)(?![\w-]|[.,]?\d|(?P=between)\d)"
)
_PHONE_DIGITS = 9
"""After the nought, or after +31."""
_OF_FIRMS = ("800", "900", "906", "909", "88")
"""How numbers begin, after the nought, that are no person's (Nummerplan telefoon- en ISDN-diensten)."""
_DATE = re.compile(r"\d{1,2}[-. ]\d{1,2}[-. ](?:19|20)\d\d")
_PLATES = (
    "AA-99-99 99-99-AA 99-AA-99 AA-99-AA AA-AA-99 99-AA-AA 99-AAA-9 9-AAA-99 AA-999-A A-999-AA AAA-99-A A-99-AAA"
    " 9-AA-999 999-AA-9"
)
"""The groups in which the RDW gives licence plates; its letters leave out the vowels."""
_GROUPS = _PLATES.replace(" ", "|").replace("9", "[0-9]").replace("A", "[BDFGHJKLMNPRSTVWXYZ]")
_PLATE = re.compile(rf"(?<![\w-])(?:{_GROUPS})(?![\w-])", re.IGNORECASE)


_SEND_AGAIN = N_(
    "You seem to name %(what)s. Everybody could read it: take it out, or send it as it is if you want that."
)
_LOOKED_AT = N_(
    "You seem to name %(what)s. Everybody could read it: take it out. Is it something else? Then send it as it is,"
    " and somebody of the organisation looks at it first."
)


class Kind(Enum):
    """What was found, in words."""

    MAIL = N_("an e-mail address (“%(words)s”)")
    IBAN = N_("a bank account number (“%(words)s”)")
    BSN = N_("a citizen service number (“%(words)s”)")
    CASE = N_("a case number (“%(words)s”)")
    PHONE = N_("a telephone number (“%(words)s”)")
    PLATE = N_("a licence plate (“%(words)s”)")


class Found(NamedTuple):
    """What stands at text[start:end]."""

    start: int
    end: int
    kind: Kind


def find(text: str, masks: str = "") -> list[Found]:
    """All of it, in the order of the text; none overlaps another. `masks`: the organisation's, of its case numbers."""
    found: list[Found] = []
    for kind, (pattern, holds) in _LOOKED_FOR.items():
        looked_for = case_numbers.pattern(masks) if kind is Kind.CASE else pattern
        for one in looked_for.finditer(text) if looked_for else ():
            apart = all(one.end() <= other.start or other.end <= one.start() for other in found)
            if apart and holds(one):
                found.append(Found(one.start(), one.end(), kind))
    return sorted(found)


def has_bsn(text: str) -> bool:
    """Whether a number in it may be a BSN: nine digits, or eight where a nought was left out, that pass the 11-test.

    One in eleven of other numbers passes as well. The test is that of the Logisch Ontwerp BSN (RvIG), for the
    burgerservicenummer as for the sofinummer before it: 9, 8, … 2 and -1 times the digits add up to a multiple of 11.
    """
    return any(map(_is_bsn, _BSN.finditer(text)))


def warning(text: str, masks: str = "") -> Message | None:
    """What to say before this is sent, with what was found quoted; None where nothing was."""
    found = find(text, masks)
    if not found:
        return None
    named = [say(one.kind.value, words=text[one.start : one.end]) for one in found]
    what = reduce(lambda first, more: say("%(first)s, %(more)s", first=first, more=more), named)
    if any(one.kind is Kind.BSN for one in found):
        return say(_LOOKED_AT, what=what)
    return say(_SEND_AGAIN, what=what)


def parts(text: str, masks: str = "") -> list[tuple[str, bool]]:
    """The text in pieces, and of each whether it is to be marked."""
    pieces, at = [], 0
    for one in find(text, masks):
        pieces += [(text[at : one.start], False), (text[one.start : one.end], True)]
        at = one.end
    return [piece for piece in (*pieces, (text[at:], False)) if piece[0]]


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _is_bsn(found: re.Match[str]) -> bool:
    digits = _digits(found[0])
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits.zfill(len(_WEIGHTS)), strict=True))
    return int(digits) > 0 and total % 11 == 0


def _is_iban(found: re.Match[str]) -> bool:
    """The check digits of ISO 7064, MOD 97-10: letters are numbers from 10 on, the first four signs come last."""
    signs = re.sub(r"[ .]", "", found[0])
    return int("".join(str(int(sign, 36)) for sign in signs[4:] + signs[:4])) % 97 == 1


def _is_phone(found: re.Match[str]) -> bool:
    area, digits = found["area"], found["area"] + _digits(found["rest"])
    if len(digits) != _PHONE_DIGITS or digits.startswith(_OF_FIRMS) or (len(area) == 1 and area != "6"):
        return False
    return not _DATE.match(found[0]) and not _counts(found[0])


def _counts(text: str) -> bool:
    """Whether it only goes on as it began: 06 08 10 12 14, or 0123456789."""
    numbers = [int(one) for one in re.findall(r"\d+", text)]
    steps = {later - earlier for earlier, later in pairwise(numbers)}
    return (len(numbers) > 2 and len(steps) == 1) or _digits(text) == "0123456789"


def _is_plate(found: re.Match[str]) -> bool:
    return "mrt" not in found[0].lower()  # a day in March


_LOOKED_FOR: Mapping[Kind, tuple[re.Pattern[str] | None, Callable[[re.Match[str]], bool]]] = {
    Kind.MAIL: (_MAIL, bool),
    Kind.IBAN: (_IBAN, _is_iban),
    Kind.BSN: (_BSN, _is_bsn),
    Kind.CASE: (None, bool),
    Kind.PHONE: (_PHONE, _is_phone),
    Kind.PLATE: (_PLATE, _is_plate),
}
