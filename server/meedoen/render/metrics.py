# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The numbers of `/metrics`, and how they are written: Prometheus' text format 0.0.4.

By hand, for no label here has a sign that must be escaped, and the client's library begins with numbers of its own in a
registry for all; the tests read it with that library. Each stands in `server/docs/operating.md`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

MEDIA = "text/plain; version=0.0.4; charset=utf-8"

Samples = Mapping[tuple[str, ...], float]
"""A number for each value of the labels."""


@dataclass(frozen=True, slots=True)
class Family:
    """A number, or one for each value of its labels."""

    name: str
    kind: str
    about: str
    labels: tuple[str, ...] = ()


REQUESTS = Family(
    "meedoen_requests_total", "counter", "Requests by kind of address and class of status.", ("address", "status")
)
FACES = Family("meedoen_faces_total", "counter", "Pages and data sent as they were kept, or made.", ("cache",))
ACTS = Family("meedoen_acts_total", "counter", "What came of what was posted.", ("outcome",))
WAITING = Family("meedoen_writes_waiting", "gauge", "Writes that wait for their turn.")
COMMITTED = Family("meedoen_seconds_since_commit", "gauge", "How long ago this process stored something.")
READY = Family("meedoen_ready", "gauge", "Whether /readyz says ready.")
JOBS = Family("meedoen_jobs", "gauge", "Jobs due, and jobs that failed and are tried again.", ("state",))
MAILS = Family(
    "meedoen_mails", "gauge", "Mails that wait, those of them that were tried, and those given up.", ("state",)
)
FAMILIES = (REQUESTS, FACES, ACTS, WAITING, COMMITTED, READY, JOBS, MAILS)


def text(told: Iterable[tuple[Family, Samples]]) -> str:
    """All of it."""
    return "".join(line for family, samples in told for line in _lines(family, samples))


def _lines(family: Family, samples: Samples) -> Iterable[str]:
    yield f"# HELP {family.name} {family.about}\n"
    yield f"# TYPE {family.name} {family.kind}\n"
    for values, number in sorted(samples.items()):
        labels = ",".join(f'{name}="{value}"' for name, value in zip(family.labels, values, strict=True))
        yield f"{family.name}{{{labels}}} {round(number, 3)}\n" if labels else f"{family.name} {round(number, 3)}\n"
