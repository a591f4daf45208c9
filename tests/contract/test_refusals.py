# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""A faulty declaration stops the server at its start, and is told the package and the rule."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from importlib.metadata import EntryPoint
from itertools import count
from pathlib import Path

import pytest

from meedoen.errors import SetUpError
from meedoen.registry import GROUP, load

SOURCE = """
from pydantic import BaseModel
from meedoen.widget import *

class Settings(BaseModel):
    question: str

class Nothing(BaseModel):
    pass

def action(**changes):
    return Action(**{{"name": "do_it", "label": "Do", "form": lambda s, t: Nothing, "reaction": "mark"}} | changes)

def leaflet(**changes):
    return WidgetType(**{{
        "name": "leaflet", "title": "Paper", "summary": "A type on leaflet.", "task": "think", "settings": Settings,
        "reserve": lambda settings: {{320: 300, 480: 300, 640: 300}},
        "show": lambda view: Shown(), "actions": [action()],
    }} | changes)

LEAFLET = {declaration}
"""
EXAMPLES = '[busy]\ntitle = "Busy"\nsettings = { question = "Why?" }\n'
_NUMBERS = count(1)

Declare = Callable[..., EntryPoint]


@pytest.fixture
def declare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Declare]:
    """Writes a package that declares a type, and answers its entry point."""
    monkeypatch.syspath_prepend(str(tmp_path))
    before = set(sys.modules)

    def made(
        declaration: str = "leaflet()",
        name: str = "leaflet",
        folder: str = "leaflet",
        left_out: str = "",
        examples: str = EXAMPLES,
    ) -> EntryPoint:
        package = f"papers_{next(_NUMBERS)}"
        place = tmp_path / package / folder
        place.mkdir(parents=True)
        (place / "widget.py").write_text(SOURCE.format(declaration=declaration), "utf-8")
        for file, content in {"template.html": "{% extends shell %}", "examples.toml": examples}.items():
            if file != left_out:
                (place / file).write_text(content, "utf-8")
        return EntryPoint(name, f"{package}.{folder}.widget:LEAFLET", GROUP)

    yield made
    for module in set(sys.modules) - before:
        del sys.modules[module]


def check(points: list[EntryPoint], *expected: str) -> None:
    """It is refused, in words that name the type and the rule."""
    with pytest.raises(SetUpError) as refused:
        load(points)
    for words in (points[0].name, *expected):
        assert words in str(refused.value)


def test_a_declaration_without_fault_is_taken(declare: Declare) -> None:
    assert list(load([declare()])) == ["leaflet"]


@pytest.mark.parametrize("later", ["formats", "sources", "ingest"])
def test_what_is_not_served_yet_is_refused_by_name(declare: Declare, later: str) -> None:
    value = '{"one": lambda given: ""}' if later == "formats" else "lambda given: ()"
    check([declare(f"leaflet({later}={value})")], f"“{later}”", "does not serve yet")


ALIKE = "search_text=str, actions=[action(reaction=None, decide=lambda act, view: [], alike={kind!r}{more})]"


@pytest.mark.parametrize(
    "given",
    [
        "actions=[action(alike='tip')]",
        ALIKE.format(kind="a tip", more=""),
        ALIKE.format(kind="tip", more=", who=Who.STAFF"),
    ],
)
def test_an_action_of_people_looks_in_a_kind_that_is_searched(declare: Declare, given: str) -> None:
    assert list(load([declare(f"leaflet({ALIKE.format(kind='tip', more='')})")])) == ["leaflet"]
    check([declare(f"leaflet({given})")], "do_it", "looks for what is alike")


def test_an_action_is_not_for_the_confirmed_until_that_is_served(declare: Declare) -> None:
    check([declare("leaflet(actions=[action(who=Who.CONFIRMED)])")], "do_it", "“confirmed”", "does not serve yet")


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ("targets=frozenset({Targets.ITEM})", "do not react to themselves"),
        ("reaction=None, decide=lambda act, view: [], effects=frozenset({Contribute})", "act on contributions alone"),
    ],
)
def test_what_authors_do_is_about_what_they_wrote(declare: Declare, changes: str, fault: str) -> None:
    check([declare(f"leaflet(actions=[action(who=Who.AUTHOR, {changes})])")], "do_it", fault)


def test_a_state_is_declared_and_is_that_of_a_contribution(declare: Declare) -> None:
    given = "reaction=None, decide=lambda act, view: [], effects=frozenset({SetState})"
    check([declare(f"leaflet(actions=[action({given})])")], "do_it", "“SetState”", "declares no states")
    stated = f'leaflet(states={{"done": "Done"}}, actions=[action({given})])'
    check([declare(stated)], "do_it", "“SetState”", "about no contribution")
    assert list(load([declare(stated.replace("SetState})", "SetState}), targets=frozenset({Targets.ITEM})"))]))


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ('facets={"By Group": lambda item: ""}', "facet “By Group”"),
        ('states={"": "None"}', "state “”"),
        ('orders={"oldest": lambda tallies, created: 0.0}', "order “oldest” is one that the server has itself"),
        ('narrowings=lambda settings: {"street": {}}', "“street”, which is none of group, kind, tag"),
    ],
)
def test_what_lists_go_by_has_names_that_can_be_kept(declare: Declare, changes: str, fault: str) -> None:
    check([declare(f"leaflet({changes})")], fault)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ("", "do not react"),
        ("reaction=None, decide=decide, effects=frozenset({React, Contribute})", "do not react"),
        ("reaction=None, decide=decide, targets=frozenset({Targets.ITEM})", "else than the whole"),
    ],
)
def test_what_staff_do_is_write_about_the_whole(declare: Declare, changes: str, fault: str) -> None:
    changes = changes.replace("decide=decide", "decide=lambda act, view: []")
    check([declare(f"leaflet(actions=[action(who=Who.STAFF, {changes})])")], "do_it", fault)


@pytest.mark.parametrize("changes", ["steps=2", "draft=True"])
def test_forms_have_one_step_and_no_draft_until_more_is_served(declare: Declare, changes: str) -> None:
    check([declare(f"leaflet(actions=[action({changes})])")], "do_it", "several steps or a draft")


RELATE = "actions=[action(reaction=None, decide=lambda act, view: [], effects=frozenset({Relate}), %s)]"
AUTHOR = "who=Who.AUTHOR, targets=frozenset({Targets.ITEM})"


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        (RELATE % AUTHOR, "declares no doubles"),
        ('doubles={"tip": ""}, ' + RELATE % "targets=frozenset({Targets.ITEM})", "staff or its author"),
        ('doubles={"tip": ""}, ' + RELATE % "who=Who.STAFF", "about no contribution"),
    ],
)
def test_who_merges_is_staff_or_wrote_it(declare: Declare, given: str, fault: str) -> None:
    check([declare(f"leaflet({given})")], "do_it", "“Relate”", fault)
    assert list(load([declare('leaflet(doubles={"tip": ""}, %s)' % (RELATE % AUTHOR))])) == ["leaflet"]


def test_who_holds_words_contributes_them(declare: Declare) -> None:
    action = "action(reaction=None, decide=lambda act, view: [], effects=frozenset({React, Hold}))"
    check([declare(f"leaflet(actions=[{action}])")], "do_it", "“Hold”", "add Contribute")


@pytest.mark.parametrize("effect", ["Reply", "Outcome"])
def test_only_staff_speak_for_the_organisation(declare: Declare, effect: str) -> None:
    given = f"reaction=None, decide=lambda act, view: [], effects=frozenset({{Contribute, {effect}}})"
    check([declare(f"leaflet(actions=[action({given})])")], "do_it", f"“{effect}”", "make the action one for staff")


def test_a_task_is_about_a_contribution(declare: Declare) -> None:
    given = "reaction=None, decide=lambda act, view: [], effects=frozenset({React, Task})"
    check([declare(f"leaflet(actions=[action({given})])")], "do_it", "“Task”", "about no contribution")
    on_items = f"{given}, targets=frozenset({{Targets.ITEM}})"
    assert list(load([declare(f"leaflet(actions=[action({on_items})])")])) == ["leaflet"]


@pytest.mark.parametrize("action", ["action(reaction=None)", "action(decide=lambda act, view: [])"])
def test_an_action_has_a_reaction_or_decides(declare: Declare, action: str) -> None:
    check([declare(f"leaflet(actions=[{action}])")], "either a reaction or a decide function")


@pytest.mark.parametrize("name", ["token", "withdraw"])
def test_an_action_takes_no_name_of_the_server(declare: Declare, name: str) -> None:
    check([declare(f'leaflet(actions=[action(name="{name}")])')], name, "the server's own")


def test_an_action_has_a_name_that_fits_an_address(declare: Declare) -> None:
    check([declare('leaflet(actions=[action(name="Do it!")])')], "Do it!", "lower-case words")


def test_who_lets_people_ask_has_no_such_action_of_its_own(declare: Declare) -> None:
    check([declare('leaflet(asks=True, actions=[action(name="ask")])')], "“ask”", "the server's own")


def test_an_action_is_declared_once(declare: Declare) -> None:
    check([declare("leaflet(actions=[action(), action()])")], "“do_it” is declared twice")


@pytest.mark.parametrize("name", ["Paper", "1paper", "leaflet-clip", "paper__clip", "paper_", ""])
def test_a_name_is_words_with_underscores(declare: Declare, name: str) -> None:
    check([declare(f'leaflet(name="{name}")', name=name)], "lower-case words")


def test_a_name_is_that_of_the_entry_point(declare: Declare) -> None:
    check([declare(name="scissors")], "its name is “leaflet”", "equal to the entry point")


def test_a_name_is_that_of_the_folder(declare: Declare) -> None:
    check([declare(folder="scissors")], "the folder “scissors”")


def test_a_desk_has_a_template_and_a_name_for_an_address(declare: Declare) -> None:
    check([declare('leaflet(desks={"queue": Desk("Q", leaflet().show)})')], "desk-queue.html is missing")
    check([declare('leaflet(desks={"Q!": Desk("Q", leaflet().show)})')], "desk “Q!”", "lower-case words")


@pytest.mark.parametrize("file", ["template.html", "examples.toml"])
def test_template_and_examples_are_there(declare: Declare, file: str) -> None:
    check([declare(left_out=file)], f"{file} is missing")


def test_the_task_is_one_of_the_headings(declare: Declare) -> None:
    check([declare('leaflet(task="dance")')], "“dance”", "think, ask, decide")


@pytest.mark.parametrize("width", [320, 480, 640])
def test_a_height_is_reserved_for_every_width(declare: Declare, width: int) -> None:
    others = {one: 300 for one in (320, 480, 640) if one != width}
    check([declare(f"leaflet(reserve=lambda settings: {others})")], f"{width} px", "example “busy”")


def test_a_height_is_reserved_for_each_settings(declare: Declare) -> None:
    """It is asked with the settings of every example."""
    some = "{320: 300} if settings.question == 'Why not?' else {320: 300, 480: 300, 640: 300}"
    examples = EXAMPLES + '[other]\ntitle = "Other"\nsettings = { question = "Why not?" }\n'
    check([declare(f"leaflet(reserve=lambda settings: {some})", examples=examples)], "480 px", "example “other”")


def test_what_is_reserved_is_a_function(declare: Declare) -> None:
    check([declare("leaflet(reserve={320: 300, 480: 300, 640: 300})")], "reserve is not a function")


def test_two_packages_do_not_declare_the_same_type(declare: Declare) -> None:
    one, other = declare(), declare()
    check([one, other], one.module, other.module, "Uninstall one of them")


def test_an_example_has_settings_that_are_valid(declare: Declare) -> None:
    check([declare(examples='[busy]\ntitle = "Busy"\n')], "example “busy”", "question")


def test_examples_can_be_read(declare: Declare) -> None:
    check([declare(examples="[busy")], "examples.toml")


def test_an_example_can_be_shown(declare: Declare) -> None:
    """Something the gallery would fall over is told at the start."""
    check([declare(examples="[busy]\nsettings = { question = 'Why?' }\n")], "examples.toml", "busy", "title")


@pytest.mark.parametrize("declaration", ["42", "leaflet", "WidgetType"])
def test_an_entry_point_names_a_declaration(declare: Declare, declaration: str) -> None:
    check([declare(declaration)], "is not a WidgetType")


@pytest.mark.parametrize(
    "declaration", ["nothing_of_that_name", "1 / 0", "leaflet(no_such_field=1)", "leaflet(name=None) +"]
)
def test_a_module_that_breaks_is_told_by_name(declare: Declare, declaration: str) -> None:
    check([declare(declaration)], "cannot be loaded")


def test_a_module_that_is_not_there_is_told_by_name() -> None:
    check(
        [EntryPoint("leaflet", "no_such_package.leaflet.widget:LEAFLET", GROUP)], "cannot be loaded", "no_such_package"
    )
