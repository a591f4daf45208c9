# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Jobs: due, leased, done once, tried again later."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from meedoen.limits import JOB_LEASE_S
from meedoen.records_log import Job
from meedoen.store import jobs
from tests.server.store.trial import NOW, Trial

LEASE = timedelta(seconds=JOB_LEASE_S)
HOUR = timedelta(hours=1)


def claim(trial: Trial, at: datetime = NOW, most: int = 10) -> list[Job]:
    return trial.write(lambda conn: jobs.claim(conn, at, most))


def put(trial: Trial, kind: str = "standing", **more: Any) -> None:
    trial.write(lambda conn: jobs.put(conn, kind, due=more.pop("due", NOW), **more))


def test_a_job_is_claimed_when_it_is_due(trial: Trial) -> None:
    put(trial, widget=trial.widget.id, data={"week": 18})
    assert claim(trial, NOW - timedelta(microseconds=1)) == []
    [job] = claim(trial)
    assert (job.kind, job.widget, job.due, job.data, job.tries) == ("standing", trial.widget.id, NOW, {"week": 18}, 1)


def test_the_longest_due_come_first_and_no_more_than_asked(trial: Trial) -> None:
    for kind, ago in (("b", 2), ("c", 3), ("a", 1)):
        put(trial, kind, due=NOW - ago * HOUR)
    assert [job.kind for job in claim(trial, most=2)] == ["c", "b"]
    assert [job.kind for job in claim(trial, most=2)] == ["a"]


def test_a_claimed_job_is_nobody_elses_until_the_lease_ends(trial: Trial) -> None:
    put(trial)
    claim(trial)
    assert claim(trial, NOW + LEASE - timedelta(microseconds=1)) == []
    [again] = claim(trial, NOW + LEASE)
    assert again.tries == 2


def test_done_is_done(trial: Trial) -> None:
    put(trial)
    [job] = claim(trial)
    trial.write(lambda conn: jobs.done(conn, job))
    assert claim(trial, NOW + 24 * HOUR) == []


def test_at_most_one_of_a_kind_waits_for_a_widget_or_the_house(trial: Trial) -> None:
    other = trial.place("wonen")
    for widget in (None, None, trial.widget.id, trial.widget.id, other.id):
        put(trial, widget=widget)
    assert sorted(str(job.widget) for job in claim(trial)) == sorted([str(trial.widget.id), str(other.id), "None"])


def test_a_job_put_again_takes_the_later_plan(trial: Trial) -> None:
    put(trial, data={"old": True})
    put(trial, due=NOW + HOUR, data={"new": True})
    assert claim(trial) == []
    assert [job.data for job in claim(trial, NOW + HOUR)] == [{"new": True}]


def test_a_job_put_again_while_it_is_done_is_due_again(trial: Trial) -> None:
    for due in (NOW, NOW + HOUR):
        put(trial)
        [job] = claim(trial)
        put(trial, due=due)
        trial.write(partial(jobs.done, of=job))
        [again] = claim(trial, due)
        trial.write(partial(jobs.done, of=again))


def test_a_failed_job_waits_twice_as_long_each_time_up_to_a_limit(trial: Trial) -> None:
    put(trial)
    now, waits = NOW, []
    for _ in range(14):
        [job] = claim(trial, now)
        again = trial.write(partial(jobs.fail, of=job, now=now))
        waits.append((again - now).total_seconds())
        assert claim(trial, again - timedelta(microseconds=1)) == []
        now = again
    assert waits[:4] == [30, 60, 120, 240]
    assert waits[-1] == jobs.BACKOFF_MAX_S
