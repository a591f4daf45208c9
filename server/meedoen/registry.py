# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""From entry points to widget types: finds every installed type, and refuses, by name, one that is faulty.

Bundled and foreign types come in by the same door. Nothing else in the server knows which types there are.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from meedoen import conformance
from meedoen.conformance import Declared
from meedoen.effects import Contribute, Hold, Notify, Outcome, React, Relate, Reply, SetState, Task
from meedoen.errors import SetUpError
from meedoen.headings import TASKS
from meedoen.participation.asking import ASK
from meedoen.values import BY_DATE, Who
from meedoen.widget import Action, Targets, WidgetType

GROUP = "meedoen.widgets"
BUILT_IN_ACTIONS = frozenset({"token", "withdraw", "forget"})
"""Actions of the server's own in every widget."""
WIDTHS_PX = (320, 480, 640)

NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
"""What a type or an action can be called."""
TYPE_NAME_CHARS_MAX = 40
_CLASSES = re.compile(r"[.]md-([a-z-]+)")
TAKEN_NAMES = frozenset({"page"}).union(
    name.replace("-", "_")
    for sheet in (Path(__file__).parent / "static").glob("*.css")
    for name in _CLASSES.findall(sheet.read_text("utf-8"))
)
"""Names under which the server serves files, or styles classes, of its own: a type's would stand in their place."""

_OFFICIAL = frozenset({Reply, Outcome})
_SERVED = _OFFICIAL | {React, Contribute, Hold, Relate, SetState, Task, Notify}
_NARROWINGS = frozenset({"group", "tag", "kind"})
_LATER = ("formats", "sources", "ingest")


@dataclass(frozen=True)
class Installed:
    """A widget type with the folder it came in and its examples."""

    type: WidgetType[Any]
    folder: Path
    package: str
    examples: Mapping[str, Mapping[str, Any]]
    conformance: Declared | None = None
    """How its accessibility was checked; None: it does not say."""

    def settings(self, raw: Mapping[str, Any]) -> BaseModel:
        """The typed settings. Raises pydantic's `ValidationError`."""
        valid: BaseModel = self.type.settings.model_validate(raw)
        return valid

    def action(self, name: str) -> Action[Any] | None:
        """What people can do by this name."""
        return next((action for action in self.actions if action.name == name), None)

    @property
    def actions(self) -> Sequence[Action[Any]]:
        """All that people can do in it: the server's own question behind those of the type."""
        open_ = [action for action in self.type.actions if not of_staff(action)]
        return [*open_, ASK] if self.type.asks else open_

    def staff_action(self, name: str) -> Action[Any] | None:
        """What staff can do by this name, at the console."""
        return next((action for action in self.staff_actions if action.name == name), None)

    @property
    def staff_actions(self) -> Sequence[Action[Any]]:
        """All that staff can do."""
        return [action for action in self.type.actions if of_staff(action)]


def of_staff(action: Action[Any]) -> bool:
    """Whether it is for staff alone."""
    return action.who is Who.STAFF


class Registry(Mapping[str, Installed]):
    """The installed types by name, in alphabetical order."""

    def __init__(self, installed: Iterable[Installed]) -> None:
        self._by_name: dict[str, Installed] = {}
        for one in sorted(installed, key=lambda one: one.type.name):
            if earlier := self._by_name.get(one.type.name):
                raise SetUpError(
                    f"Two packages declare the widget type “{one.type.name}”: {earlier.package} and {one.package}."
                    " Uninstall one of them."
                )
            self._by_name[one.type.name] = one

    def __getitem__(self, name: str) -> Installed:
        return self._by_name[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_name)

    def __len__(self) -> int:
        return len(self._by_name)


def load(points: Iterable[EntryPoint] | None = None) -> Registry:
    """Every type that an installed package declares. Raises `SetUpError` naming package and rule."""
    return Registry(_install(point) for point in (entry_points(group=GROUP) if points is None else points))


def _install(point: EntryPoint) -> Installed:
    package = point.dist.name if point.dist else point.module
    where = f"Widget type “{point.name}” of package {package}"
    try:
        declared = point.load()
    except Exception as error:
        raise SetUpError(f"{where}: {point.value} cannot be loaded: {type(error).__name__}: {error}.") from error
    if not isinstance(declared, WidgetType):
        raise SetUpError(f"{where}: {point.value} is not a WidgetType.")
    source = import_module(point.module).__file__
    if source is None:
        raise SetUpError(f"{where}: its module has no file.")
    folder = Path(source).parent
    for fault in faults(declared, point.name, folder):
        raise SetUpError(f"{where}: {fault}")
    try:
        examples = _examples(declared, folder)
    except ValueError as error:
        raise SetUpError(f"{where}: examples.toml, {error}") from error
    for fault in _reserve_faults(declared, examples):
        raise SetUpError(f"{where}: {fault}")
    try:
        checked = conformance.declared(folder)
    except ValueError as error:
        raise SetUpError(f"{where}: {conformance.FILE}, {error}") from error
    return Installed(declared, folder, package, examples, checked)


def _examples(declared: WidgetType[Any], folder: Path) -> Mapping[str, Mapping[str, Any]]:
    """What stands in `examples.toml`. Raises `ValueError` that names the example."""
    examples = tomllib.loads((folder / "examples.toml").read_text("utf-8"))
    for name, example in examples.items():
        if not isinstance(example, dict) or not isinstance(example.get("title"), str):
            raise ValueError(f"example “{name}”: it is a table with at least a title.")
        try:
            declared.settings.model_validate(example.get("settings", {}))
        except ValidationError as error:
            raise ValueError(f"example “{name}”: {error}") from error
    return examples


def _reserve_faults(declared: WidgetType[Any], examples: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    for name, example in examples.items():
        settings = declared.settings.model_validate(example.get("settings", {}))
        for narrowing in set(declared.narrowings(settings)) - _NARROWINGS:
            yield f"narrowings names “{narrowing}”, which is none of {', '.join(sorted(_NARROWINGS))}."
        for rule in ("reserve", "reserve_item"):
            for width in set(WIDTHS_PX) - set(getattr(declared, rule)(settings)):
                yield f"{rule} names no height for a width of {width} px with the settings of example “{name}”."


def desk_template(name: str) -> str:
    """The file in a type's folder that shows one of its desks."""
    return f"desk-{name}.html"


def faults(declared: WidgetType[Any], entry_point: str, folder: Path) -> Iterator[str]:
    """The rules of the contract that a declaration breaks, each as a sentence that says what to do."""
    yield from _place_faults(declared, entry_point, folder)
    if declared.task not in TASKS:
        yield f"task “{declared.task}” is not one of {', '.join(TASKS)}."
    for rule in ("reserve", "reserve_item"):
        if not callable(getattr(declared, rule)):
            yield f"{rule} is not a function; make it one from settings to heights by width."
    for later in _LATER:
        if getattr(declared, later):
            yield f"it uses “{later}”, which this version of the server does not serve yet."
    names = [action.name for action in declared.actions]
    if declared.asks and ASK.name in names:
        yield f"action “{ASK.name}” is the server's own where people may ask."
    for name in sorted(set(names)):
        if names.count(name) > 1:
            yield f"action “{name}” is declared twice."
    yield from _naming_faults(declared)
    for action in declared.actions:
        yield from _lacking_faults(declared, action)
        yield from (f"action “{action.name}” {fault}" for fault in _action_faults(action))
        if action.alike and (declared.search_text is None or of_staff(action) or not NAME.fullmatch(action.alike)):
            yield (
                f"action “{action.name}” looks for what is alike: let it be one of people, name a kind to look in, and"
                " say by search_text by which words that is found."
            )


def _lacking_faults(declared: WidgetType[Any], action: Action[Any]) -> Iterator[str]:
    for effect, needed in ((SetState, "states"), (Relate, "doubles")):
        if effect in action.effects and not getattr(declared, needed):
            yield f"action “{action.name}” has the effect “{effect.__name__}” and the type declares no {needed}."


def _place_faults(declared: WidgetType[Any], entry_point: str, folder: Path) -> Iterator[str]:
    if declared.name != entry_point:
        yield f"its name is “{declared.name}”; make it equal to the entry point."
    if not NAME.fullmatch(declared.name):
        yield "its name must be lower-case words of letters and digits, joined by underscores."
    if declared.name in TAKEN_NAMES or len(declared.name) > TYPE_NAME_CHARS_MAX:
        yield f"its name has more than {TYPE_NAME_CHARS_MAX} characters, or is that of a file or a style of the server."
    if folder.name != declared.name:
        yield f"it stands in the folder “{folder.name}”; name the folder after the type."
    for name in declared.desks:
        if not NAME.fullmatch(name):
            yield f"desk “{name}” must be named with lower-case words of letters and digits."
    for needed in ("template.html", "examples.toml", *map(desk_template, declared.desks)):
        if not (folder / needed).is_file():
            yield f"{needed} is missing from its folder."


def _naming_faults(declared: WidgetType[Any]) -> Iterator[str]:
    for what, names in (("facet", declared.facets), ("state", declared.states), ("order", declared.orders)):
        for name in names:
            if not NAME.fullmatch(name) or len(name) > TYPE_NAME_CHARS_MAX:
                yield f"{what} “{name}” must be named with lower-case words of letters and digits."
    for name in BY_DATE.intersection(declared.orders):
        yield f"order “{name}” is one that the server has itself."


def _action_faults(action: Action[Any]) -> Iterator[str]:
    if not NAME.fullmatch(action.name):
        yield "must be named with lower-case words of letters and digits."
    if action.name in BUILT_IN_ACTIONS:
        yield "has a name that is the server's own."
    if (action.reaction is None) == (action.decide is None):
        yield "must have either a reaction or a decide function."
    if of_staff(action):
        yield from _staff_faults(action)
    elif action.who is Who.AUTHOR:
        yield from _author_faults(action)
    elif action.who is not Who.ANYONE:
        yield f"is for “{action.who.value}”, which this version of the server does not serve yet."
    if action.table is not None and not of_staff(action):
        yield "can be done from a table, which only what staff does can: make the action one for staff."
    if action.steps != 1 or action.draft:
        yield "has several steps or a draft, which this version of the server does not serve yet."
    yield from _effect_faults(action)


def _effect_faults(action: Action[Any]) -> Iterator[str]:
    if Hold in action.effects and Contribute not in action.effects:
        yield "has the effect “Hold” and contributes nothing that could be held; add Contribute."
    for effect in sorted(effect.__name__ for effect in action.effects - _SERVED):
        yield f"has the effect “{effect}”, which this version of the server does not serve yet."
    for effect in sorted(effect.__name__ for effect in action.effects & _OFFICIAL if action.who is not Who.STAFF):
        yield f"has the effect “{effect}”, which speaks for the organisation; make the action one for staff."
    if Relate in action.effects and action.who not in (Who.STAFF, Who.AUTHOR):
        yield "has the effect “Relate”, by which words leave their place; make the action one for staff or its author."
    if Contribute not in action.effects and action.targets != {Targets.ITEM}:
        for effect in sorted(effect.__name__ for effect in action.effects & {*_OFFICIAL, Relate, SetState, Task}):
            yield f"has the effect “{effect}” about no contribution; let it contribute, or act on contributions alone."


def _author_faults(action: Action[Any]) -> Iterator[str]:
    """It is done on what its author wrote, and is no vote."""
    if action.targets != {Targets.ITEM}:
        yield "is for authors, who have written something: let it act on contributions alone."
    if action.reaction is not None or React in action.effects:
        yield "is for authors, who do not react to themselves: let it decide on something else."


def _staff_faults(action: Action[Any]) -> Iterator[str]:
    """Staff has a name and no votes: what it does is written, about the widget as a whole."""
    if action.reaction is not None or React in action.effects:
        yield "is for staff, who do not react: let it decide on something to contribute."
    if action.targets != {Targets.WHOLE}:
        yield "is for staff on something else than the whole, which this version of the server does not serve yet."
