# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Three types on paper prove what a rating does not need: each line of the contract is served, or refused by name.

When a line comes to be served, its test here fails: then it says what the served line does.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest

from meedoen.errors import SetUpError
from meedoen.outward.jobs import worker
from meedoen.records_answers import What
from meedoen.registry import GROUP, load
from meedoen.store import events, merged, views, waiting
from meedoen.values import Items, Reads
from tests.contract.papers.clippings import widget as clippings
from tests.contract.papers.permits import widget as permits
from tests.contract.papers.survey import widget as survey
from tests.house import TEXTS, Clock, running
from tests.server.console.desk import hire, signed_in
from tests.server.people import Person

PAPERS = {"survey": survey, "clippings": clippings, "permits": permits}
LATER = {"survey": survey, "clippings": clippings}
"""Those that need what is not served yet."""
LINES = [(name, line) for name, paper in LATER.items() for line in vars(paper.ALONE)]


def point(name: str, of: str) -> EntryPoint:
    return EntryPoint(name, f"tests.contract.papers.{name}.widget:{of}", GROUP)


def refusal(name: str, of: str) -> str:
    with pytest.raises(SetUpError) as refused:
        load([point(name, of)])
    return str(refused.value)


@pytest.mark.parametrize(("name", "line"), LINES)
def test_a_line_that_is_not_served_is_refused_by_name(name: str, line: str) -> None:
    said = refusal(name, f"ALONE.{line}")
    assert f"Widget type “{name}” of package tests.contract.papers.{name}.widget" in said
    assert ("several steps or a draft" if line in ("steps", "draft") else f"“{line}”") in said
    assert "this version of the server does not serve yet" in said


@pytest.mark.parametrize("name", LATER)
def test_the_whole_type_is_refused(name: str) -> None:
    assert "does not serve yet" in refusal(name, "WHOLE")


def test_without_those_lines_each_is_served(tmp_path_factory: pytest.TempPathFactory) -> None:
    examples = load([point(name, "SERVED") for name in PAPERS])
    with running(
        tmp_path_factory.mktemp("papers"), Clock(), points=[point(name, "SERVED") for name in PAPERS]
    ) as house:
        of = house.organisation()
        for name in PAPERS:
            house.widget(of, name, name, "Op papier", **examples[name].examples["open"]["settings"])
        for path in (f"/voorbeeldstad/{name}{behind}" for name in PAPERS for behind in ("", "/embed", ".atom")):
            assert house.client.get(path).status_code == 200, path
        answered = Person(house, "/voorbeeldstad/survey").act("fill_in", green="Ja", more="Bomen")
        assert answered.status_code == 200, answered.text
        assert answered.json()["receipt"]
        assert Person(house, "/voorbeeldstad/survey").act("fill_in", green="Misschien", more="").status_code == 400
        assert Person(house, "/voorbeeldstad/permits").act("object", why="Te hoog.").json()["receipt"]
        assert "An objection to 2026-114" in house.client.get("/voorbeeldstad/permits.atom").text
        assert Person(house, "/voorbeeldstad/clippings").act("useful", _target="#1").status_code == 404
        assert "Te hoog" not in house.client.get("/voorbeeldstad/permits").text, "objections are for staff alone"


def test_what_staff_do_may_settle_it_too(tmp_path: Path) -> None:
    with running(tmp_path, Clock(), points=[point("permits", "SERVED")]) as house:
        of = house.organisation(**TEXTS)
        house.widget(of, "permits", "permits", "Op papier", permit="12", days=10)
        desk = signed_in(house, hire(house, of, "fatima"))
        at = "/console/at/voorbeeldstad/widgets/permits/do/rule"
        assert desk.fill(at, text="Vergund.", _later="2026-05-02T10:00").status_code == 400, "an outcome does not wait"
        assert desk.fill(at, text="Vergund.").status_code == 303
        told = house.client.get("/api/v1/widgets/voorbeeldstad/permits/contributions/1").json()
        assert (told["outcome"]["state"], told["outcome"]["reason"]) == ("used", "Zo wordt het.")
        assert told["author"]["name"].startswith("Fatima")


def test_who_wrote_a_double_merges_it(tmp_path: Path) -> None:
    with running(tmp_path, Clock(), points=[point("permits", "SERVED")]) as house:
        of = house.widget(house.organisation(), "permits", "permits", "Op papier", permit="12", days=10)
        first, second = (Person(house, "/voorbeeldstad/permits") for _ in range(2))
        for one in (first, second):
            assert one.act("object", why="Te hoog.").json()["receipt"]

        def same(who: Person, target: str, number: str) -> int:
            return int(who.act("same", _target=target, _code="", number=number).status_code)

        assert [same(first, "#2", "1"), same(second, "#2", "2"), same(second, "#2", "9")] == [403, 409, 404]
        assert same(second, "#2", "1") == 200
        assert [one.number for one in house.read(merged.doubles, of.id, 1)] == [2]
        assert [item.number for item in house.read(views.read, of, Reads(items=Items("objection"))).items] == [1]
        assert same(first, "#1", "2") == 409, "never in a circle"


def test_the_clock_brings_what_is_due_once(tmp_path: Path) -> None:
    clock = Clock()
    with running(tmp_path, clock, points=[point("permits", "SERVED")]) as house:
        of = house.widget(house.organisation(), "permits", "permits", "Op papier", permit="12", days=10)
        Person(house, "/voorbeeldstad/permits").act("object", why="Te hoog.")

        def found() -> list[Mapping[str, Any]]:
            house.run(worker(house.store, house.types, clock).run_due())
            reads = Reads(items=Items("objection"))
            return [item.data for item in house.read(views.read, of, reads).items]

        assert found() == [{"why": "Te hoog."}]
        clock.move(days=10)
        assert found() == [{"why": "Te hoog."}]
        clock.move(seconds=1)
        assert found() == [{"late": 1}, {"why": "Te hoog."}]
        clock.move(days=30)
        assert found() == [{"late": 1}, {"why": "Te hoog."}]
        assert house.read(events.of_widget, of.id, 1)[0].role == events.SERVER
        assert not house.read(waiting.waits, of.id, 2, What.ANSWER), "nobody has to answer the clock"
