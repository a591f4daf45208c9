# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the demo is filled with: `demo-site/seed.toml`, read strictly, and made into acts with believable times.

It names no widget type's fields itself. The same file on the same day gives the same demo.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from meedoen.errors import SetUpError
from meedoen.official import OutcomeState
from meedoen.records import Phase
from meedoen.records_staff import Role
from meedoen.values import Assurance

BEGINS = time(9, 0)
"""When things open, and when the demo's past days begin."""
_HOURS = {7: 2, 8: 4, 9: 5, 10: 5, 11: 5, 12: 8, 13: 6, 14: 4, 15: 4, 16: 5, 17: 5, 18: 5, 19: 9, 20: 12, 21: 10, 22: 5}
"""How busy each hour is."""
_ASSURANCE = {Assurance.STORED: 88, Assurance.SESSION: 9, Assurance.FORM: 3}


class Strict(BaseModel):
    """A table of the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SownActs(Strict):
    """What people did in a widget: some of them in words, a crowd without."""

    action: str
    target: str = Field("", description="The part or subject they did it to.")
    crowd: Mapping[str, Mapping[str, int]] = Field(
        description="By field, by value: how many did so, those of `acts` too."
    )
    acts: tuple[Mapping[str, Any], ...] = Field((), description="Fields of one act each, and `days_ago`.")


class SownWidget(Strict):
    """A widget, its days counted from today."""

    name: str
    type: str
    title: str
    settings: Mapping[str, Any]
    language: str = ""
    expectation: str = ""
    placed_days: int = Field(-28, description="When it was placed, if it opened at once.")
    opens_days: int | None = None
    closes_days: int | None = None
    closes_at: time = BEGINS
    closing_text: str = ""
    seed: tuple[SownActs, ...] = ()


class SownOrganisation(Strict):
    """An organisation with its widgets."""

    name: str
    title: str
    language: str
    intro: str
    contact: str
    rules: str = Field(description="The name of a preset of `render/rules.py`.")
    privacy: str = Field(description="The same.")
    style: str = Field("", description="Its house style: in the file the name of another, as read the CSS in that.")
    widget: tuple[SownWidget, ...]


class SownStaff(Strict):
    """Somebody who works for one or more of the organisations."""

    address: str
    name: str
    function: str
    department: str
    show_name: bool = True
    roles: Mapping[str, tuple[Role, ...]] = Field(description="By the name of an organisation.")

    @property
    def titles(self) -> list[str]:
        """What he is, wherever."""
        return list(dict.fromkeys(role.value for roles in self.roles.values() for role in roles))


class SownAnswer(Strict):
    """What somebody of the staff answered to one contribution, what was done with it, or both."""

    organisation: str
    widget: str
    number: int
    by: str = Field(description="His address.")
    days_ago: float
    text: str = ""
    state: OutcomeState | None = None
    reason: str = ""
    until_days: int | None = Field(None, description="From now on: the last day of what is answered.")
    source: str = ""


class SownChange(Strict):
    """What the organisation changed because of some contributions."""

    organisation: str
    widget: str
    numbers: tuple[int, ...]
    by: str = Field(description="His address.")
    days_ago: float
    reason: str
    links: tuple[str, ...] = ()


class SownDouble(Strict):
    """Two contributions that say the same, merged by staff."""

    organisation: str
    widget: str
    number: int
    into: int
    days_ago: float


class SownUpdate(Strict):
    """What somebody of the staff wrote in a widget; `days_ago` below zero is still to come."""

    organisation: str
    widget: str
    by: str = Field(description="His address.")
    days_ago: float
    fields: Mapping[str, str]
    image: str = Field("", description="In the file the name of another, as read where that is.")
    alt: str = ""
    corrected: Mapping[str, str] = Field({}, description="The fields after a correction, two hours later.")
    useful: int = Field(0, description="How many people said that it is.")


class SownSaid(Strict):
    """What somebody answered to a topic."""

    days_ago: float
    fields: Mapping[str, str]


class SownTopic(Strict):
    """What somebody asked in a widget where people ask one another, and what came of it."""

    organisation: str
    widget: str
    days_ago: float
    fields: Mapping[str, str]
    me_too: int = Field(0, description="How many people have it too.")
    answers: tuple[SownSaid, ...] = ()
    solved_days_ago: float | None = None


class Sown(Strict):
    """The file."""

    password: str = Field(description="Of all who work there.")
    organisation: tuple[SownOrganisation, ...]
    staff: tuple[SownStaff, ...]
    answer: tuple[SownAnswer, ...] = ()
    update: tuple[SownUpdate, ...] = ()
    topic: tuple[SownTopic, ...] = ()
    change: tuple[SownChange, ...] = ()
    double: tuple[SownDouble, ...] = ()


def read(path: Path) -> Sown:
    """Raises `SetUpError` naming what does not fit."""
    try:
        sown = Sown.model_validate(tomllib.loads(path.read_text("utf-8")))
        dressed = {"organisation": tuple(_dressed(one, path.parent) for one in sown.organisation)}
        shown = {"update": tuple(_placed(one, path.parent) for one in sown.update)}
        return sown.model_copy(update=dressed | shown)
    except (OSError, ValueError, ValidationError) as error:
        raise SetUpError(f"{path} cannot be used: {error}") from error


def _dressed(sown: SownOrganisation, folder: Path) -> SownOrganisation:
    style = (folder / sown.style).read_text("utf-8") if sown.style else ""
    return sown.model_copy(update={"style": style})


def _placed(sown: SownUpdate, folder: Path) -> SownUpdate:
    return sown.model_copy(update={"image": str(folder / sown.image)}) if sown.image else sown


@dataclass(frozen=True, slots=True)
class Sowing:
    """A widget's times, reckoned from a moment."""

    widget: SownWidget
    zone: ZoneInfo
    moment: datetime

    @property
    def phase(self) -> Phase:
        """When it is open."""
        opens, closes = self.widget.opens_days, self.widget.closes_days
        return Phase(
            None if opens is None else self._at(opens, BEGINS),
            None if closes is None else self._at(closes, self.widget.closes_at),
            self.widget.closing_text,
        )

    @property
    def placed(self) -> datetime:
        """When it was placed: some days before it opened, and in the past."""
        opens = self.phase.opens_at
        if opens is None:
            return self._at(self.widget.placed_days, BEGINS)
        return min(opens, self.moment) - timedelta(days=2)

    def acts(self) -> Iterator[Act]:
        """What people did in it, in no order."""
        for sown in self.widget.seed:
            yield from self._acts(sown)

    def _acts(self, sown: SownActs) -> Iterator[Act]:
        named = f"{self.widget.name} {self.widget.title}{sown.target}"
        chance = Random(named)  # noqa: S311  (it only has to look like life)
        left = {field: Counter(values) for field, values in sown.crowd.items()}
        for told in sown.acts:
            fields = {name: str(value) for name, value in told.items() if name != "days_ago"}
            for field, counter in left.items():
                counter[fields[field]] -= 1
            yield self._act(chance, sown, fields, self._local_day(-told["days_ago"]))
        for field, counter in left.items():
            for value, count in counter.items():
                for _one in range(count):
                    yield self._act(chance, sown, {field: value}, None)

    def _act(self, chance: Random, sown: SownActs, fields: Mapping[str, str], day: date | None) -> Act:
        assurance = chance.choices(list(_ASSURANCE), list(_ASSURANCE.values()))[0]
        at, participant, key = self._some_time(chance, day), chance.randbytes(16), chance.randbytes(16).hex()
        return Act(at, sown.action, sown.target, fields, participant, key, assurance)

    def _some_time(self, chance: Random, day: date | None) -> datetime:
        """At a believable hour, on that day or on any (more on the first), while it was open and in the past."""
        phase = self.phase
        first, last = phase.opens_at or self.placed, min(phase.closes_at or self.moment, self.moment)
        days = max(1, (last - first).days)
        for _try in range(100):
            hour = chance.choices(list(_HOURS), list(_HOURS.values()))[0]
            at = time(hour, chance.randrange(60), chance.randrange(60))
            later = int(min(days, chance.expovariate(2.5 / days)))
            on = day or first.astimezone(self.zone).date() + timedelta(days=later)
            found = datetime.combine(on, at, self.zone).astimezone(UTC)
            if first <= found < last:
                return found
        return first + (last - first) * chance.random()

    def _at(self, days: int, at: time) -> datetime:
        return datetime.combine(self._local_day(days), at, self.zone).astimezone(UTC)

    def _local_day(self, days: int) -> date:
        return self.moment.astimezone(self.zone).date() + timedelta(days=days)


@dataclass(frozen=True, slots=True)
class Act:
    """What one person did."""

    at: datetime
    action: str
    target: str
    fields: Mapping[str, str]
    participant: bytes
    key: str
    assurance: Assurance
