# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What staff place many at once from a table: read line by line, and compared with what stands.

CSV as RFC 4180 has it, with a comma, a semicolon or a tab between the columns. Pure functions.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from io import StringIO
from typing import Any

from pydantic import BaseModel

from meedoen import limits
from meedoen.errors import Invalid
from meedoen.records_posts import PICTURE, Stands, words_in
from meedoen.values import Control, Message, Table, say

TEXT = "table"
"""The field of the form that holds it."""
_BETWEEN = ";,\t"
_WRONG = say("Nothing was placed yet. Check the table below.")


class Becomes(StrEnum):
    """What comes of a line."""

    NEW = "new"
    CORRECTED = "corrected"
    SAME = "same"
    GONE = "gone"
    """It stood, and staff took it away: it does not come back by a table."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table, with what was filled in."""

    number: int
    fields: Mapping[str, str]
    faults: Mapping[str, Message] = field(default_factory=dict)
    """By field; the empty one is the line as a whole."""


def read(text: str, columns: Mapping[str, str], needed: Sequence[str], titles: Mapping[str, str]) -> list[Line]:
    """The lines; `columns` are the fields by the names that a column may have, `titles` what each is called to who
    asks. Raises `Invalid` for no table."""
    rows, between = _rows(text)
    try:
        head = [columns.get(_known(one), "") for one in next(rows, [])]
        lines = [_line(rows.line_num, row, head) for row in rows if any(map(str.strip, row))]
    except csv.Error as error:
        raise _wrong(say("This table cannot be read. Save it as CSV and paste it anew.")) from error
    if lacking := [name for name in needed if name not in head]:
        told = say(
            "The first line names the columns. There is no column “%(lacking)s”. Make the first line: %(head)s",
            lacking=titles[lacking[0]],
            head=between.join(titles.values()),
        )
        raise _wrong(told)
    if not lines:
        raise _wrong(say("There is nothing below the first line. Put one question on each line."))
    if len(lines) > limits.TABLE_LINES_MAX:
        raise _wrong(say("Place at most %(most)s lines at once. Cut the table.", most=limits.TABLE_LINES_MAX))
    return lines


def unknown(text: str, columns: Mapping[str, str]) -> list[str]:
    """What the first line names that is no column, of a table that could be read."""
    rows, _between = _rows(text)
    return [name for one in next(rows, []) if (name := one.strip()) and _known(name) not in columns]


def columns_of(model: type[BaseModel], titles: Mapping[str, Sequence[str]]) -> Mapping[str, str]:
    """The fields of a model by the names of columns: their own, and `titles` in whatever language."""
    return {_known(name): of for of in model.model_fields for name in (of, *titles.get(of, ()))}


def chosen(model: type[BaseModel], fields: Mapping[str, str], labels: Mapping[str, str]) -> Mapping[str, str]:
    """The same, where a choice may be filled in as people read it: `labels` are by what is read of them."""
    choices = {name for name, info in model.model_fields.items() if any(_options(one) for one in info.metadata)}
    return {name: labels.get(_known(value), value) if name in choices else value for name, value in fields.items()}


def labels_of(model: type[BaseModel], said: Callable[[str], Sequence[str]]) -> Mapping[str, str]:
    """The values of all choices in a model, by what is read of them; `said` is a label in every language."""
    options = [one for info in model.model_fields.values() for meta in info.metadata for one in _options(meta)]
    return {_known(name): value for value, label in options for name in (value, *said(label))}


def keys_of(data: Mapping[str, Any], table: Table) -> Iterator[tuple[str, str]]:
    """By what a line or a contribution is known again, the surest first."""
    for name in table.known_by:
        if value := _known(str(data.get(name, ""))):
            yield name, value


def known(standing: Sequence[Stands], table: Table) -> Mapping[tuple[str, str], Stands]:
    """What stands by all of its keys; of several the one that is shown."""
    ordered = sorted(standing, key=lambda one: not one.gone)
    return {key: one for one in ordered for key in keys_of(one.data, table)}


def found(line: Mapping[str, Any], standing: Mapping[tuple[str, str], Stands], table: Table) -> Stands | None:
    """What this line was before."""
    return next((standing[key] for key in keys_of(line, table) if key in standing), None)


def becomes(data: Mapping[str, Any], before: Stands | None) -> Becomes:
    """What comes of a line with these words."""
    if before is None:
        return Becomes.NEW
    if before.gone:
        return Becomes.GONE
    return Becomes.SAME if words_in(before.data) == data else Becomes.CORRECTED


def renewed(data: Mapping[str, Any], before: Stands) -> Mapping[str, Any]:
    """The words of a correction; an image that was put with it stays."""
    return {**data, **({PICTURE: before.data[PICTURE]} if PICTURE in before.data else {})}


def written(rows: Sequence[Mapping[str, str]], fields: Sequence[str]) -> str:
    """A table as it would be pasted, from what was read elsewhere."""
    text = StringIO()
    writer = csv.DictWriter(text, fields, delimiter=";", lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _rows(text: str) -> tuple[Any, str]:
    """A reader of them, and the sign between columns."""
    text = text.lstrip("\ufeff")
    between = max(_BETWEEN, key=(text.split("\n", 1)[0]).count)
    return csv.reader(StringIO(text, newline=""), delimiter=between), between


def _line(number: int, row: Sequence[str], head: Sequence[str]) -> Line:
    fields = {name: value.strip() for name, value in zip(head, row, strict=False) if name}
    if len(row) <= len(head):
        return Line(number, fields)
    told = say("This line has more columns than the first. Put text that holds the sign between columns in “quotes”.")
    return Line(number, fields, {"": told})


def _options(meta: object) -> Sequence[tuple[str, str]]:
    return meta.options if isinstance(meta, Control) else ()


def _known(text: str) -> str:
    """Words by which two are the same, whatever their case, accents and signs."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.findall(r"[^\W_]+", "".join(one for one in plain if not unicodedata.combining(one))))


def _wrong(told: Message) -> Invalid:
    return Invalid(_WRONG, {TEXT: told})
