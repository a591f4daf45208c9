# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What was measured: the medians of two things measured in turn, and what one is of the other."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True, slots=True)
class Row:
    """`value` against `against`, in the same unit; how far the ratio is to go, and how it went round by round."""

    name: str
    value: float
    unit: str
    against: float
    ratio: float
    wanted: float
    rounds: Sequence[float]
    note: str = ""
    """What people read behind it."""

    @property
    def reached(self) -> bool:
        """More is better of what is counted per second, less of what takes time."""
        return self.ratio <= self.wanted if self.unit == "ms" else self.ratio >= self.wanted


def compare(name: str, unit: str, ours: Sequence[float], theirs: Sequence[float], wanted: float) -> Row:
    """A row from the rounds of both, in the order in which they were measured."""
    value, against = median(ours), median(theirs)
    return Row(name, value, unit, against, value / against, wanted, [a / b for a, b in zip(ours, theirs, strict=True)])


def table(rows: Iterable[Row]) -> str:
    """The rows as people read them: the ratio of the medians, then the middle half of the rounds."""
    lines = [f"{'':66}{'value':>10}{'against':>10}  {'unit':6}{'ratio':>6}  {'wanted':8}{'rounds':>14}"]
    for row in rows:
        rounds = sorted(row.rounds)
        low, high = rounds[len(rounds) // 4], rounds[-1 - len(rounds) // 4]
        wanted = f"{'≤' if row.unit == 'ms' else '≥'} {row.wanted:.1f}{'' if row.reached else ' !'}"
        figures = f"{_figure(row.value):>10}{_figure(row.against):>10}  {row.unit:6}{row.ratio:>6.2f}"
        lines.append(
            f"{row.name:66}{figures}  {wanted:8}{f'{low:.2f} to {high:.2f}':>14}{'  ' * bool(row.note)}{row.note}"
        )
    return "\n".join(lines)


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}"


def write(rows: Iterable[Row], to: Path) -> None:
    """The rows as programs read them."""
    keys = ("name", "value", "unit", "against", "ratio")
    kept = [{key: getattr(row, key) for key in keys} for row in rows]
    to.write_text(json.dumps(kept, indent=1) + "\n", "utf-8")
