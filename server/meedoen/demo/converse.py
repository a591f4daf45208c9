# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the demo's people asked one another, who had that too, what others answered, and what was solved by it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from random import Random

from meedoen.demo.seed import SownTopic
from meedoen.demo.write import Doing
from meedoen.participation.views import Placed
from meedoen.participation.write_path import Doer
from meedoen.site import Site
from meedoen.values import Assurance

TOPIC, ANSWER, ME_TOO, SOLVED = "topic", "answer", "me_too", "solved"


def conversations(
    site: Site, sown: Sequence[SownTopic], placed: Mapping[tuple[str, str], Placed], moment: datetime
) -> list[Doing]:
    """All of it, each at its own moment. Numbers follow from the order in which people wrote."""
    said = [(one.days_ago, one, None) for one in sown]
    said += [(answer.days_ago, one, answer) for one in sown for answer in one.answers]  # type: ignore[misc]
    numbers: dict[int, int] = {}
    last: dict[str, int] = {}
    found: list[Doing] = []
    for days_ago, one, answer in sorted(said, key=lambda line: -line[0]):
        last[one.widget] = last.get(one.widget, 0) + 1
        chance = Random(f"{one.widget} {last[one.widget]}")  # noqa: S311  (it only has to look like life)
        talk = _Talk(site, placed[one.organisation, one.widget], chance, moment)
        if answer is not None:
            target = f"#{numbers[id(one)]}"
            found.append(talk.act(moment - timedelta(days=days_ago), ANSWER, target, answer.fields))
            continue
        numbers[id(one)] = last[one.widget]
        found += talk.topic(one, f"#{numbers[id(one)]}")
    return found


@dataclass(frozen=True, slots=True)
class _Talk:
    """In one widget."""

    site: Site
    of: Placed
    chance: Random
    moment: datetime

    def topic(self, one: SownTopic, target: str) -> Iterator[Doing]:
        """Who asks it, who has it too from then on, and when it was solved."""
        at, asker = self.moment - timedelta(days=one.days_ago), self.chance.randbytes(16)
        yield self.act(at, TOPIC, "", one.fields, asker)
        for _one in range(one.me_too):
            day = at + timedelta(days=1 + int(min(self.chance.expovariate(1.0), max(one.days_ago - 2, 0))))
            hour, minute = 8 + self.chance.randrange(12), self.chance.randrange(60)
            when = min(day.replace(hour=hour, minute=minute), self.moment - timedelta(minutes=1 + minute))
            yield self.act(when, ME_TOO, target, {})
        if one.solved_days_ago is not None:
            yield self.act(self.moment - timedelta(days=one.solved_days_ago), SOLVED, target, {}, asker)

    def act(self, at: datetime, name: str, target: str, fields: Mapping[str, str], by: bytes = b"") -> Doing:
        """Somebody does something."""
        action = self.of.installed.action(name)
        assert action is not None, f"the type {self.of.installed.type.name} has no action {name}"  # noqa: S101
        doer = Doer(by or self.chance.randbytes(16), Assurance.STORED, self.chance.randbytes(16).hex())
        return Doing(at, partial(self.site.write_path.act, self.of, action, target, fields, doer))
