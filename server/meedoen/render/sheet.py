# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The figures of a widget as a table (RFC 4180): a row for the whole, or for each part or subject.

Below `LOW_N` there are counts only, as everywhere. What begins as a formula gets an apostrophe in front, since a
spreadsheet would carry it out (OWASP, CSV Injection).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO

from meedoen import limits
from meedoen.render.words import Translator
from meedoen.values import Subject, Tally, say

MEDIA = "text/csv; charset=utf-8; header=present"
Values = Mapping[str, Mapping[int, str]]
"""By kind of reaction, what each value means, least first."""

_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def header(values: Values, words: Translator) -> list[str]:
    """The names of the columns. Of two values there is the share of the second, of more the mean."""
    names = [words.text(say("key")), words.text(say("name"))]
    for kind, labels in values.items():
        last = "%" if len(labels) == 2 else words.text(say("mean"))
        before = f"{kind}: " if len(values) > 1 else ""
        labelled = [words.text(label) for label in labels.values()]
        last = f"{labelled[-1]} %" if last == "%" else last
        names += [before + name for name in ("n", *labelled, last)]
    return names


def row(values: Values, subject: Subject) -> list[str]:
    """Its key, its name, and of each kind how many, how often each value, and what that comes to."""
    cells = [subject.key, subject.label]
    for kind, labels in values.items():
        tally = subject.tallies.get(kind, Tally())
        cells += [str(tally.n), *(str(tally.counts.get(value, 0)) for value in labels), _comes_to(tally, list(labels))]
    return cells


def _comes_to(tally: Tally, values: Sequence[int]) -> str:
    if tally.n < limits.LOW_N:
        return ""
    if len(values) == 2:
        return f"{100 * tally.counts.get(values[-1], 0) / tally.n:.1f}"
    return f"{tally.mean or 0:.2f}"


def lines(rows: Iterable[Sequence[str]]) -> bytes:
    """These rows as they are sent."""
    text = StringIO()
    csv.writer(text).writerows([_safe(cell) for cell in one] for one in rows)
    return text.getvalue().encode()


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_BEGINS_A_FORMULA) else cell
