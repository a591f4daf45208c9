# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The tables of `server/docs/embedding.md`: what they say is what the tests expect, so that neither goes alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.tools import text

PAGE = Path("server/docs/embedding.md")


def tables() -> Iterator[list[list[str]]]:
    """Each table of the page whose first column is `rung`: its rows, with the heading as the first."""
    rows: list[list[str]] = []
    for line in [*text(PAGE).splitlines(), ""]:
        if line.startswith("|"):
            rows.append([cell.strip().strip("`") for cell in line.strip("|").split("|")])
        elif rows:
            if rows[0][0] == "rung":
                yield [rows[0], *rows[2:]]
            rows = []


def column(name: str) -> Mapping[str, str]:
    """By rung, what stands in the column of this name."""
    for heading, *rows in tables():
        if name in heading:
            return {row[0]: row[heading.index(name)] for row in rows}
    raise LookupError(f"{PAGE} has no column {name}")
