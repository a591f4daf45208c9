# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What of a widget may be seen, and the view made of it. What must stay secret is not even read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from pydantic import BaseModel

from meedoen import limits
from meedoen.addresses import spelled
from meedoen.errors import NotFound
from meedoen.participation.asking import QUESTION
from meedoen.records import Found, Widget
from meedoen.registry import Installed, of_staff
from meedoen.values import ASKED, EVERY, ITEM, Ask, Item, Items, Part, Reads, Reveal, State, Subjects, say
from meedoen.widget import Action, Desk, Targets, View

_FORMS_MAX = 64
_KEEPS_PX = 72
"""The sentence that says how long it is kept."""
_ASK_PX = 25
"""The link by which one asks the organisation, where that is a line more."""
_ENTRY_PX = 174
"""The question for a code or an address, its help and the space before it, at 320 px."""


@dataclass(frozen=True)
class Placed:
    """A widget with its type and its typed settings: what nearly every rule and page needs together."""

    widget: Widget
    installed: Installed
    settings: BaseModel
    _forms: dict[tuple[str, str], type[BaseModel]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def form(self, action: Action[Any], target: str) -> type[BaseModel]:
        """What an action asks on a target. Kept: to build a model costs more than all the rest of a vote."""
        model = self._forms.get((action.name, target))
        if model is None:
            if len(self._forms) >= _FORMS_MAX:
                self._forms.clear()
            model = self._forms[action.name, target] = action.form(self.settings, target)
        return model

    @property
    def reserve(self) -> Mapping[int, int]:
        """Height in px by width: as its type reserves it, with room for what is asked and said besides."""
        return self.with_room(self.installed.type.reserve(self.settings))

    def with_room(self, reserved: Mapping[int, int]) -> Mapping[int, int]:
        """These heights, with room for what is asked and said besides."""
        more = (_ENTRY_PX if self.widget.least in ASKED else 0) + (_KEEPS_PX if self.widget.kept_months else 0)
        return {width: height + more + self.ask_px for width, height in reserved.items()}

    @property
    def ask_px(self) -> int:
        """Height of what the server adds in a frame where people may ask; no example is asked anything."""
        return _ASK_PX if self.installed.type.asks and not self.widget.example else 0

    @property
    def reveal(self) -> Reveal:
        """When its counts are shown."""
        return self.installed.type.reveal(self.settings)

    @property
    def public_kinds(self) -> Sequence[str]:
        """Kinds of contribution that people see: those of the type, then questions where people may ask."""
        own = sorted(self.installed.type.public_kinds(self.settings))
        return (*own, QUESTION) if self.installed.type.asks else own

    @property
    def asked_kinds(self) -> frozenset[str]:
        """The public kinds of contribution that people put to the organisation, that have an outcome some day."""
        type_ = self.installed.type
        return type_.public_kinds(self.settings) - type_.staff_kinds - type_.among_people

    @property
    def narrowings(self) -> Mapping[str, Mapping[str, str]]:
        """By `group`, `tag` or `kind`: the values it may be narrowed to, with their labels."""
        return self.installed.type.narrowings(self.settings)

    def titled(self, ask: Ask) -> str:
        """What it is called, narrowed so: each group by its own name too, so that its frame has one."""
        group = self.narrowings.get("group", {}).get(ask.group, "")
        return f"{self.widget.title} · {group}" if group else self.widget.title

    def kind(self, ask: Ask) -> str:
        """The kind of contribution that is asked for, or empty."""
        return "" if "kind" in self.narrowings else ask.kind

    def facet_items(self, ask: Ask) -> Items | None:
        """The list that its type narrows by a facet for this; None where it does not."""
        items = self.installed.type.reads(self.settings, ask).items if ask != Ask() else None
        return items if items is not None and items.facet is not None else None

    def fits(self, items: Items, item: Item) -> bool:
        """Whether a contribution stands in a list that is narrowed by a facet."""
        name, value = items.facet or ("", "")
        return item.kind == items.kind and self.installed.type.facets[name](item) == value

    def thread(self, item: Item, moment: datetime) -> Items | None:
        """What to read of what stands under a contribution; None where nothing does."""
        items = self.installed.type.thread(self.settings, item)
        if items is None or items.kind not in self.public_kinds:
            return None
        if items.facet is None:
            items = replace(items, target=f"{ITEM}{item.number}")
        return self._told(Reads(items=items), moment).items

    def revealed(self, moment: datetime) -> bool:
        """Whether its counts may be told at `moment`, on whatever way out."""
        return self.reveal is not Reveal.AFTER_CLOSING or self.widget.phase.state(moment) is State.CLOSED

    def reads(self, ask: Ask, moment: datetime) -> Reads:
        """What to read for a view: what the type declares, less what is withheld or not public."""
        reads = self.installed.type.reads(self.settings, ask)
        items = reads.items
        public = self.installed.type.public_kinds(self.settings)
        if items is not None and items.kind not in public:
            reads = replace(reads, items=None)
        return self._told(replace(reads, beside=[one for one in reads.beside if one.kind in public]), moment)

    def desk_reads(self, desk: Desk[Any], ask: Ask, moment: datetime) -> Reads:
        """What to read for a desk: what it declares, less what is secret. Staff read what is not public."""
        return self._told(desk.reads(self.settings, ask), moment)

    def _told(self, reads: Reads, moment: datetime) -> Reads:
        items = reads.items
        if items is not None and items.most > limits.LIST_ITEMS_MAX:
            items = replace(items, most=limits.LIST_ITEMS_MAX)
        if not self.revealed(moment):
            withheld = items and replace(items, order="newest", mark=None, marked=None, tallies=())
            beside = [replace(one, order="newest", mark=None, tallies=()) for one in reads.beside]
            return Reads(items=withheld, beside=beside, waits=reads.waits)
        return replace(reads, items=items)


def view(placed: Placed, ask: Ask, language: str, moment: datetime, found: Found) -> View[Any]:
    """The view that the type's pure functions get."""
    widget = placed.widget
    parts = placed.installed.type.parts(placed.settings)
    return View(
        settings=placed.settings,
        title=widget.title,
        language=language,
        state=widget.phase.state(moment),
        moment=moment,
        opens_at=widget.phase.opens_at,
        closes_at=widget.phase.closes_at,
        closing_text=widget.phase.closing_text,
        ask=ask,
        parts=() if isinstance(parts, Subjects) else parts,
        revealed=placed.revealed(moment),
        tallies=found.tallies,
        days=found.days,
        items=found.items,
        items_total=found.items_total,
        items_more=found.items_more,
        beside=found.beside,
        beside_total=found.beside_total,
        subjects=found.subjects,
        waits=waits(found.waits, moment),
    )


def waits(found: Sequence[tuple[datetime, int | None]], moment: datetime) -> Sequence[tuple[float, bool]]:
    """Of each of the last year how long it waited, in seconds, and whether it was answered then."""
    return [
        ((moment - created).total_seconds(), False) if took_s is None else (float(took_s), True)
        for created, took_s in found
        if created > moment - timedelta(days=limits.WAITS_DAYS)
    ]


def check_ask(placed: Placed, ask: Ask) -> None:
    """A narrowing that the widget knows. Raises `NotFound` for any other: each would be a face of its own in the cache.

    Areas and phases come with what is not served yet.
    """
    if ask.over:
        subject_of(placed, ask.over)
    if ask.part and ask.part not in {part.key for part in declared_parts(placed)}:
        raise NotFound(say("This widget has no such part. Check the address, or leave the part out."))
    known = placed.narrowings
    if ask.kind and ask.kind not in known.get("kind", placed.public_kinds):
        raise NotFound(say("This widget has no contributions of this kind. Check the address, or leave the kind out."))
    others = any(value and value not in known.get(name, ()) for name, value in (("group", ask.group), ("tag", ask.tag)))
    if others or ask.area or ask.phase:
        raise NotFound(say("This widget cannot be narrowed so. Check what stands behind the question mark."))


def taken_along(placed: Placed, item: Item) -> bool:
    """Whether others may show this contribution: what was withdrawn or removed stays where it is, and says so."""
    return placed.widget.withdrawn is None and item.removed is None


def ask_of(placed: Placed, target: str, group: str = "") -> Ask:
    """The narrowing in which this target stands, in the group of the page that somebody came from.

    The whole, items, and what is not there stand in the widget itself.
    """
    ask = Ask(group=group if group in placed.narrowings.get("group", ()) else "")
    if target in {part.key for part in declared_parts(placed)}:
        return replace(ask, part=target)
    return replace(ask, over=target) if _takes(placed, target) else ask


def offered(placed: Placed, ask: Ask) -> list[Action[Any]]:
    """The actions that the widget as a whole, or the part or subject asked for, offers."""
    wanted = Targets.SUBJECT if ask.over else Targets.PART if ask.part else Targets.WHOLE
    return [one for one in placed.installed.type.actions if wanted in one.targets and not of_staff(one)]


def declared_parts(placed: Placed) -> Sequence[Part]:
    """The parts the settings name; none when they give a rule instead."""
    parts = placed.installed.type.parts(placed.settings)
    return () if isinstance(parts, Subjects) else parts


def subject_of(placed: Placed, key: str) -> Subjects:
    """The rule that takes `key`. Raises `NotFound` when the widget takes no such subject."""
    if (rule := _takes(placed, key)) is not None:
        return rule
    raise NotFound(say("This widget does not take this subject. Check what stands behind “over” in the address."))


def _takes(placed: Placed, key: str) -> Subjects | None:
    rule = placed.installed.type.parts(placed.settings)
    if not isinstance(rule, Subjects) or key == EVERY:
        return None
    return rule if any(_begins(key, prefix) for prefix in rule.prefixes if prefix) else None


def _begins(key: str, prefix: str) -> bool:
    """Whether `key` begins so, when that is `spelled` as keys are.

    Where the prefix ends with a host, the host must end: stad.example.elders is another.
    """
    prefix = spelled(prefix)
    _scheme, is_address, behind = prefix.partition("://")
    if key.startswith(prefix) and is_address and "/" not in behind:
        return key[len(prefix) :][:1] in ("", "/", "?", "#")
    return key.startswith(prefix)
