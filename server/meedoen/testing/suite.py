# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The rules that every widget type keeps, ours and other people's: one test per rule, over every type there is.

A test file takes it up with `from meedoen.testing.suite import *` and gives it the fixture `types`, a `Registry`.
What the registry refuses at start is not tested here again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

from jinja2 import Environment, nodes
from pydantic import BaseModel, ValidationError

from meedoen.registry import Installed, Registry, desk_template
from meedoen.render.environment import GIVEN, GIVEN_DESK
from meedoen.render.examples import Example, example
from meedoen.render.showing import composer, desks, documents
from meedoen.render.words import SERVER_CATALOGUES
from meedoen.testing.messages import faults_of_catalogue
from meedoen.testing.pages import faults_of_page
from meedoen.values import WHOLE, Ask, Message, State, Subjects
from meedoen.widget import Event, Happened, Targets


def nothing(faults: Iterable[str]) -> None:
    """Assert that there are none, and show all of them."""
    __tracebackhide__ = True
    found = sorted(faults)
    assert not found, "\n".join(["", *found])


def examples(types: Registry, language: str = "nl") -> Iterator[tuple[str, Installed, Example]]:
    """(where, type, example) for each there is."""
    for installed in types.values():
        for name in installed.examples:
            yield f"{installed.type.name}, {name}", installed, example(installed, name, language)


def test_there_is_an_example_of_every_state(types: Registry) -> None:
    wanted: Mapping[str, Callable[[Example], object]] = {
        "one that is not open yet": lambda one: one.view.state is State.PLANNED,
        "one that is open and empty": lambda one: one.view.state is State.OPEN and not _acted(one),
        "one that is open and busy": lambda one: one.view.state is State.OPEN and _acted(one),
        "one with errors": lambda one: one.errors,
        "one that closed, with an outcome": lambda one: one.view.state is State.CLOSED and one.view.closing_text,
        "one that was withdrawn": lambda one: one.withdrawn and one.successor,
    }
    nothing(
        f"{name}: no example of {what}"
        for name, installed in types.items()
        for what, is_it in wanted.items()
        if not any(is_it(one) for _where, of, one in examples(types) if of is installed)
    )


def _acted(one: Example) -> bool:
    return bool(one.view.items) or any(tally.n for tally in one.view.tallies.values())


def test_every_example_reads_in_every_language(types: Registry, tmp_path: Path) -> None:
    by = composer(types, tmp_path)
    nothing(
        f"{installed.type.name}, {name}, {language}, {which}: {fault}"
        for installed in types.values()
        for name in installed.examples
        for language in by.languages
        for which, page in documents(by, installed, name, language)
        for fault in faults_of_page(page, whole=which != "answer")
    )


def test_every_desk_reads_in_every_language(types: Registry, tmp_path: Path) -> None:
    by = composer(types, tmp_path)
    nothing(
        f"{where}, {language}, desk {desk}: {fault}"
        for language in by.languages
        for where, installed, one in examples(types, language)
        for desk, page in desks(by, installed, one.name, language)
        for fault in faults_of_page(page)
    )


def test_a_template_uses_what_it_is_given_and_all_that_show_gives(types: Registry) -> None:
    def used(installed: Installed, template: str) -> set[str]:
        source = (installed.folder / template).read_text("utf-8")
        tree = Environment(extensions=["jinja2.ext.i18n"], autoescape=True).parse(source)
        names = list(tree.find_all(nodes.Name))
        own = {one.name for one in names if one.ctx != "load"} | {one.name for one in tree.find_all(nodes.Macro)}
        return {one.name for one in names} - own

    jinja = {"_", "gettext", "ngettext", "loop", "self", "super"}
    for where, installed, one in examples(types):
        shown = [("template.html", installed.type.show, GIVEN)]
        shown += [(desk_template(name), desk.show, GIVEN_DESK) for name, desk in installed.type.desks.items()]
        for template, show, servers in shown:
            given, uses = set(show(one.view).context), used(installed, template)
            nothing(f"{where}: {template} uses “{name}”, which nobody gives" for name in uses - given - servers - jinja)
            nothing(f"{where}: show gives “{name}”, which {template} never uses" for name in given - uses)
            nothing(
                f"{where}: show gives “{name}” to {template}, a name of the server's own" for name in given & servers
            )


def test_a_setting_is_required_or_has_a_default_that_is_valid(types: Registry) -> None:
    for where, installed, one in examples(types):
        raw = dict(installed.examples[one.name].get("settings", {}))
        fields = installed.type.settings.model_fields
        required = {name for name, field in fields.items() if field.is_required()}
        for name in required:
            rest = {one: value for one, value in raw.items() if one != name}
            assert not _taken(installed, rest), f"{where}: without “{name}” it is not refused"
        for name, field in fields.items():
            assert field.title, f"{where}: “{name}” has no title"
            assert field.description, f"{where}: “{name}” does not say what it is for"
        assert _taken(installed, {name: raw[name] for name in required}), f"{where}: a default is not valid"
        assert not _taken(installed, {**raw, "no_such": 1}), f"{where}: a setting nobody declared is taken"


def _taken(installed: Installed, raw: dict[str, Any]) -> bool:
    try:
        # Twice, since a default is not looked at the first time.
        installed.settings(installed.settings(raw).model_dump())
    except ValidationError:
        return False
    return True


def test_what_may_be_chosen_is_listed_by_a_facet_that_is_declared(types: Registry) -> None:
    for where, installed, one in examples(types):
        kind, settings = installed.type, one.view.settings
        for name, values in kind.narrowings(settings).items():
            for value, label in values.items():
                items = kind.reads(settings, Ask(**{name: value})).items
                assert label, f"{where}: “{value}” of {name} has no label"
                assert items is not None, f"{where}: {name}={value} lists nothing"
                assert items.facet is None or items.facet[0] in kind.facets, f"{where}: no facet “{items.facet}”"
        for facet, of in kind.facets.items():
            told = {of(item) for item in (*one.view.items, *one.view.thread) if item.removed is None}
            assert all(isinstance(value, str) for value in told), f"{where}: facet “{facet}” is no text"


def test_settings_that_stay_as_they_are_break_nothing(types: Registry) -> None:
    nothing(
        f"{where}: {refusal.message.msgid}"
        for where, installed, one in examples(types)
        for refusal in installed.type.check(one.view.settings, one.view.settings, 1)
    )


def test_its_functions_are_pure(types: Registry) -> None:
    """Asked twice they answer the same, and what they were given is as it was."""
    for where, installed, one in examples(types):
        before = deepcopy(one.view)
        assert _asked(installed, one) == _asked(installed, one), f"{where}: it answers otherwise the second time"
        assert one.view == before, f"{where}: it changed what it was given"


def _asked(installed: Installed, one: Example) -> list[object]:
    kind, settings = installed.type, one.view.settings
    told: list[object] = [kind.entry(event, settings) for event in events(one.view)]
    asked: list[object] = [kind.parts(settings), kind.reads(settings, one.view.ask), kind.public_kinds(settings)]
    asked += [desk.reads(settings, one.view.ask) for desk in kind.desks.values()]
    told += [desk.show(one.view) for desk in kind.desks.values()]
    return [kind.show(one.view), kind.reveal(settings), *asked, *told]


def events(view: Any) -> Iterator[Event]:
    """One of each kind that this view could have brought about."""
    for kind in Happened:
        items = [item for item in view.items if item.removed is None] if kind is Happened.CONTRIBUTED else [None]
        for item in items:
            yield Event(kind, view.moment, item, view.tallies, view.closing_text)


def test_a_feed_entry_has_a_title(types: Registry) -> None:
    for where, installed, one in examples(types):
        for event in events(one.view):
            entry = installed.type.entry(event, one.view.settings)
            assert entry is None or entry.title, f"{where}: the entry for “{event.kind}” has none"


def test_every_form_can_be_built_and_says_what_it_asks(types: Registry) -> None:
    for where, installed, one in examples(types):
        for action in installed.type.actions:
            for target in targets(installed, one, action.targets):
                model = action.form(one.view.settings, target)
                for name, field in model.model_fields.items():
                    assert field.title, f"{where}, {action.name}: the field “{name}” has no title"
                    assert name[0] != "_", f"{where}, {action.name}: “{name}” begins as the server's own do"
                assert action.first in ("", *list(model.model_fields)[:1]), (
                    f"{where}, {action.name}: begins with another"
                )
                assert not _takes_more(model, one), f"{where}, {action.name}: a field nobody declared is taken"


def _takes_more(model: type[BaseModel], one: Example) -> bool:
    try:
        model.model_validate({**one.typed, "no_such": "1"})
    except ValidationError as error:
        return not any(fault["type"] == "extra_forbidden" for fault in error.errors())
    return True


def targets(installed: Installed, one: Example, of: frozenset[Targets]) -> Iterator[str]:
    """One of each kind that this example has."""
    parts = installed.type.parts(one.view.settings)
    if Targets.WHOLE in of:
        yield WHOLE
    if Targets.ITEM in of:
        yield from (f"#{item.number}" for item in one.view.items[:1])
    if isinstance(parts, Subjects):
        yield from (prefix for prefix in parts.prefixes if Targets.SUBJECT in of)
    else:
        yield from (part.key for part in parts if Targets.PART in of)


def test_every_catalogue_is_complete(types: Registry) -> None:
    """What the server's own catalogue says, a type need not say again."""
    languages = {path.parent.parent.name for path in SERVER_CATALOGUES.glob("*/LC_MESSAGES/messages.po")}
    nothing(
        f"{name}: {fault}"
        for name, installed in types.items()
        for language in languages
        for fault in faults_of_catalogue(installed.folder, language, besides=SERVER_CATALOGUES.parent)
    )


def test_more_room_needs_no_more_height(types: Registry) -> None:
    for where, installed, one in examples(types):
        reserve = installed.type.reserve(one.view.settings)
        heights = [reserve[width] for width in sorted(reserve)]
        assert heights == sorted(heights, reverse=True), where
        assert min(heights) > 0, where


def test_every_message_can_be_filled_in(types: Registry) -> None:
    """A place without a value is a fault only when somebody looks."""
    for where, installed, one in examples(types):
        said: list[object] = [installed.type.show(one.view).summary]
        for event in events(one.view):
            if entry := installed.type.entry(event, one.view.settings):
                lines = [entry.text] if isinstance(entry.text, str | Message) else entry.text
                said += [entry.title, *lines]
        for message in said:
            if isinstance(message, Message):
                assert message.msgid % dict(message.values), where
