# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Two stores on one PostgreSQL, as two server processes have it: nothing lost or doubled, and each learns of the other.

Each has its own thread and connection that writes, so that what is sent to both at once does meet in the database.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator
from functools import partial
from threading import Event
from typing import Any

import psycopg
import pytest
from sqlalchemy import Connection, func, select, text, update

from meedoen.errors import Unavailable
from meedoen.records import Stored
from meedoen.store import Store, organisations, widgets
from meedoen.store.alone import alone
from meedoen.store.schema import contribution, widget
from tests.postgres import Cluster
from tests.server.store.conftest import a_trial
from tests.server.store.trial import NOW, SCORE, Trial, somebody

MANY = 20


@pytest.fixture
def trial(postgres: Cluster) -> Iterator[Trial]:
    with a_trial(postgres.database()) as one:
        yield one


@pytest.fixture
def other(trial: Trial) -> Iterator[Store]:
    """The store of another process."""
    store = trial.open()
    yield store
    trial.run(store.close())


async def together(*waiting: Coroutine[Any, Any, Any]) -> list[Any]:
    return await asyncio.gather(*waiting, return_exceptions=True)


def kill(postgres: Cluster) -> None:
    """Every connection to the house, as an administrator or a failing network may."""
    postgres.command("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'house'")


# --- both at once ----------------------------------------------------------------------------------------------------


@pytest.mark.scale(test=15, long=1_000)
def test_who_votes_through_both_at_once_counts_once(trial: Trial, other: Store, count: int) -> None:
    people = [somebody() for _ in range(MANY)]
    dice = random.Random(count)
    for number in range(1, count + 1):
        target = f"/{number}"
        given = [trial.mark(dice.randrange(1, 6), who, target=target) for who in people for _ in range(2)]
        stores = [trial.store, other] * MANY
        answers = trial.run(together(*(store.react(one) for store, one in zip(stores, given, strict=True))))
        assert {type(answer) for answer in answers} == {Stored}
        assert sum(trial.counts(target).values()) == MANY
    assert trial.differences() == []


def test_who_reads_before_he_changes_reads_what_the_other_changed(trial: Trial, other: Store) -> None:
    """As the forms of the console do, that tell who saves last what another saved."""
    of = trial.widget.organisation.id

    def longer(conn: Connection) -> None:
        alone(conn, "gouda")
        now = organisations.by_id(conn, of)
        organisations.change(conn, now, at=NOW, intro=f"{now.intro}x")

    trial.run(together(*(store.write(longer) for _ in range(MANY) for store in (trial.store, other))))
    assert trial.read(lambda conn: organisations.by_id(conn, of)).intro == "x" * 2 * MANY


def test_one_key_through_both_is_one_act(trial: Trial, other: Store) -> None:
    deeds = [trial.deed(somebody(), "Mooi.", 4, target=f"/{number}") for number in range(MANY)]
    answers = trial.run(together(*(store.act(deed) for deed in deeds for store in (trial.store, other))))
    assert Counter(answer.repeated for answer in answers) == {False: MANY, True: MANY}
    numbers = [answer.number for answer in answers]
    assert numbers[::2] == numbers[1::2]
    assert sorted(set(numbers)) == list(range(1, MANY + 1))


@pytest.mark.scale(test=10, long=500)
def test_whatever_is_done_through_both_every_count_is_right(trial: Trial, other: Store, count: int) -> None:
    """The fixture compares each kept count with what there is."""
    dice = random.Random(count)
    people = [somebody() for _ in range(5)]
    places = [trial.widget, trial.place("elders")]
    for _ in range(count):
        doing: list[Coroutine[Any, Any, Any]] = []
        for _ in range(MANY):
            store, who, of = dice.choice([trial.store, other]), dice.choice(people), dice.choice(places)
            target = dice.choice(["", "/a"])
            do = dice.randrange(4)
            if do == 0:
                doing.append(store.react(trial.mark(dice.randrange(1, 4), who, target=target, widget=of)))
            elif do == 1:
                doing.append(store.act(trial.deed(who, "Mooi.", 5, target=target, widget=of)))
            elif do == 2:
                doing.append(store.withdraw(trial.back(who, dice.choice(["", "/a", None]))))
            else:
                doing.append(store.write(partial(widgets.change, of=of, at=NOW, title=str(dice.random()))))
        answers = trial.run(together(*doing))
        assert [answer for answer in answers if isinstance(answer, Unavailable | psycopg.Error)] == []
        assert trial.differences() == []
    numbers = trial.read(lambda conn: conn.execute(select(widget.c.id, widget.c.last_number)).all())
    many = select(contribution.c.widget, func.count()).group_by(contribution.c.widget)
    assert dict(map(tuple, numbers)) == dict(map(tuple, trial.read(lambda conn: conn.execute(many).all())))


def test_what_waits_for_each_other_is_both_done(trial: Trial, other: Store) -> None:
    """PostgreSQL undoes one of the two, and the writer begins it again."""
    places, begun = [trial.widget.id, trial.place("elders").id], [Event(), Event()]
    tries: Counter[int] = Counter()

    def unit(conn: Connection, own: int) -> None:
        tries[own] += 1
        for number in (own, 1 - own):
            conn.execute(update(widget).values(title=f"{own}").where(widget.c.id == places[number]))
            begun[own].set()
            assert begun[1 - own].wait(60)

    async def both() -> list[Any]:
        return await together(trial.store.write(partial(unit, own=0)), other.write(partial(unit, own=1)))

    assert trial.run(both()) == [None, None]
    assert sorted(tries.values()) == [1, 2]


# --- connections that are lost ---------------------------------------------------------------------------------------


def test_a_connection_that_was_lost_meanwhile_is_not_noticed(trial: Trial, postgres: Cluster) -> None:
    async def reads() -> list[Any]:
        return await together(
            *(trial.store.read(lambda conn: conn.exec_driver_sql("SELECT 1").all()) for _ in range(9))
        )

    trial.run(reads())
    kill(postgres)
    assert trial.run(reads()) == [[(1,)]] * 9
    kill(postgres)
    assert [type(answer) for answer in trial.react(trial.mark(4), trial.mark(5))] == [Stored, Stored]
    assert trial.counts() == {4: 1, 5: 1}


def test_a_connection_that_is_lost_halfway_a_set_doubles_nothing(trial: Trial) -> None:
    lost: list[bool] = []

    def loses(conn: Connection) -> None:
        if not lost:
            lost.append(True)
            conn.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    async def a_set() -> list[Any]:
        marks = [trial.store.react(trial.mark(4)) for _ in range(MANY)]
        return await together(*marks, trial.store.write(loses), trial.store.act(trial.deed(somebody(), "Mooi.", 4)))

    answers = trial.run(a_set())
    assert [type(answer) for answer in answers] == [*[Stored] * MANY, type(None), Stored]
    assert trial.counts() == {4: MANY + 1}
    assert trial.numbers() == [1]


LOSES_AT_COMMIT = """
CREATE SEQUENCE tries;
CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN PERFORM nextval('tries'); PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER loses AFTER INSERT ON reaction DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION lose();
"""


def test_one_that_is_lost_while_committing_is_answered_by_its_key(trial: Trial, postgres: Cluster) -> None:
    """Nobody knows then whether it was stored: it is not begun again behind the client's back."""
    postgres.command(LOSES_AT_COMMIT, of="house")
    mark = trial.mark(4)
    assert isinstance(trial.react(mark)[0], Unavailable)
    assert postgres.command("SELECT last_value FROM tries", of="house") == [(1,)]
    postgres.command("DROP TRIGGER loses ON reaction", of="house")
    assert isinstance(trial.react(mark)[0], Stored)
    assert trial.react(mark)[0].repeated
    assert trial.counts() == {4: 1}


def test_while_the_server_is_away_it_says_so_and_then_goes_on(trial: Trial, postgres: Cluster) -> None:
    trial.react(trial.mark(4))
    mark = trial.mark(5)
    postgres.stop()
    try:
        assert isinstance(trial.react(mark)[0], Unavailable)
        with pytest.raises(Unavailable):
            trial.counts()
    finally:
        postgres.start()
    assert isinstance(trial.react(mark)[0], Stored)
    assert trial.counts() == {4: 1, 5: 1}


# --- learning of each other ------------------------------------------------------------------------------------------


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        for _look in iter(int, 1):
            if holds():
                return
            await asyncio.sleep(0.001)


def test_each_learns_what_the_other_changed_and_nothing_else(trial: Trial, other: Store) -> None:
    untouched = trial.place("elders")
    pulse = other.pulse

    async def learning() -> None:
        async with other.watching(every_s=0.01):
            await until(lambda: pulse.words(untouched.id) > 0)
            before = pulse.words(untouched.id), pulse.counts(untouched.id)
            counts, words, house = pulse.counts(trial.widget.id), pulse.words(trial.widget.id), pulse.house
            await trial.store.react(trial.mark(4))
            await until(lambda: pulse.counts(trial.widget.id) > counts)
            assert pulse.words(trial.widget.id) == words
            await trial.store.act(trial.deed(somebody(), "Mooi."))
            await until(lambda: pulse.words(trial.widget.id) > words)
            assert pulse.house == house
            await trial.store.write(partial(organisations.add, name="delft", title="Delft", at=NOW))
            await until(lambda: pulse.house > house)
            assert (pulse.words(untouched.id), pulse.counts(untouched.id)) == before

    trial.run(learning())


def test_what_was_begun_before_a_look_and_committed_after_is_learnt(trial: Trial, other: Store) -> None:
    begun, go_on = Event(), Event()

    def slow(conn: Connection) -> None:
        conn.execute(update(widget).values(revision=widget.c.revision + 1))
        begun.set()
        assert go_on.wait(60)

    async def learning() -> None:
        elders = await trial.store.write(partial(organisations.add, name="delft", title="Delft", at=NOW))
        before = other.pulse.words(trial.widget.id)
        async with other.watching(every_s=0.001):
            writing = asyncio.ensure_future(trial.store.write(slow))
            await asyncio.to_thread(begun.wait)
            house = other.pulse.house
            third = trial.open()
            await third.write(partial(organisations.change, of=elders, at=NOW, title="Delft!"))
            await until(lambda: other.pulse.house > house)  # it looked, and saw what came later
            await third.close()
            go_on.set()
            await writing
            await until(lambda: other.pulse.words(trial.widget.id) > before)

    trial.run(learning())


def test_it_goes_on_learning_after_the_server_was_away(trial: Trial, other: Store, postgres: Cluster) -> None:
    async def learning() -> None:
        async with other.watching(every_s=0.01):
            before = other.pulse.counts(trial.widget.id)
            postgres.stop()
            try:
                with pytest.raises(Unavailable):
                    await other.read(lambda conn: conn.exec_driver_sql("SELECT 1").all())
            finally:
                postgres.start()
            await trial.store.react(trial.mark(4, kind=SCORE))
            await until(lambda: other.pulse.counts(trial.widget.id) > before)

    trial.run(learning())
