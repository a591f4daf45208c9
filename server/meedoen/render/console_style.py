# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""A house style at the console: how its colours are picked, how it is judged, and what widgets look like in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace

from meedoen.render.assets import Manifest, Styled
from meedoen.render.compose import Composer
from meedoen.render.forms import FieldView
from meedoen.render.heads import Heads
from meedoen.render.words import Translator
from meedoen.themes import Checked
from meedoen.themes.picked import COLOURS
from meedoen.themes.report import NO_DARK, judged, left_out, measured, replaced, verdict
from meedoen.themes.roles import DARK, LIGHT
from meedoen.themes.style import Pair, palette
from meedoen.values import N_, Message, say

_CALLED = {
    **COLOURS,
    "button-text": COLOURS["text"],
    "on-accent": COLOURS["text"],
    "tint": N_("A tint of the background"),
    "soft": N_("Soft text"),
    "done": N_("What is done"),
    "bar": N_("Bars"),
    "track": N_("The ground of bars"),
}
"""What is laid on what: what is picked, and what the server makes of that."""


@dataclass(frozen=True, slots=True)
class Picking:
    """A role, with the fields in which its colours are typed."""

    label: str
    fields: Sequence[tuple[FieldView, str]]
    """Light and dark, each with the colour that is worn now."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The contrast of a pair, light or dark, and whether that is enough, in words."""

    ratio: str
    judged: str
    passes: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One colour on another."""

    pair: str
    wanted: str
    light: Cell
    dark: Cell


@dataclass(frozen=True, slots=True)
class Report:
    """How a style is judged, as the command line tells it."""

    rows: Sequence[Row]
    notes: Sequence[Message]
    """What is served otherwise than it was given, and what was left out."""
    verdict: Message
    passes: bool


def pickings(fields: Mapping[str, FieldView], checked: Checked | None, words: Translator) -> Iterator[Picking]:
    """Each role; `fields` by their names, `checked` what is worn now, if that is not the server's own."""
    light, dark = (checked.light, checked.dark) if checked else (palette({}, LIGHT), palette({}, DARK))
    now = words.gettext(N_("Now"))
    for role, label in COLOURS.items():
        both = []
        for scheme, worn in (("light", light), ("dark", dark)):
            colour = worn[role].value
            both.append((replace(fields[f"{scheme}_{role.replace('-', '_')}"], help=f"{now} {colour}"), colour))
        yield Picking(words.gettext(label), both)


def report(checked: Checked, words: Translator) -> Report:
    """Rows of a table, and sentences."""
    notes = [*(() if checked.own_dark else (NO_DARK,)), *map(_named, replaced(checked)), *left_out(checked)]
    light, dark = ([one for one in checked.pairs if one.dark is scheme] for scheme in (False, True))
    rows = [_row(*both, words) for both in zip(light, dark, strict=True)]
    return Report(rows, notes, verdict(checked), checked.passes)


def by_line(faults: Mapping[str, Message]) -> list[Message]:
    """What was wrong with an upload, as the command line tells it."""
    return [say("line %(line)s: %(why)s", line=line, why=why) for line, why in faults.items()]


def _row(light: Pair, dark: Pair, words: Translator) -> Row:
    front, ground = (words.gettext(_CALLED[one]) for one in (light.front, light.ground))
    pair = words.gettext("%(front)s on %(ground)s") % {"front": front, "ground": ground.lower()}
    return Row(pair, words.number(light.needed, 1), _cell(light, words), _cell(dark, words))


def _named(note: Message) -> Message:
    """The same, with colours by what they are called here."""
    called = {name: say(_CALLED[str(note.values[name])]) for name in ("front", "ground")}
    return say(note.msgid, **{**note.values, **called})


def _cell(pair: Pair, words: Translator) -> Cell:
    return Cell(words.number(measured(pair), 2), words.text(judged(pair)), pair.passes)


def trying(composer: Composer, address: Callable[[str], str]) -> Composer:
    """The same, whose documents load their stylesheet from `address`, by its name in the manifest."""
    other = copy(composer)
    other.styled = _Tried(composer.manifest, address)
    other.head = Heads(composer.manifest, other.styled).head
    return other


class _Tried(Styled):
    def __init__(self, manifest: Manifest, address: Callable[[str], str]) -> None:
        super().__init__(manifest)
        self._address = address

    def path(self, name: str, organisation: str, style: str) -> str:  # noqa: ARG002  (whosever page it is)
        """Where `rating.css` is served in this style."""
        return self._address(name)
