# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Templates: one environment for each widget type and language, built when first asked for and kept.

A widget's own folder is looked in first, for `template.html`, its desks and `part-*.html` alone; everything else is the
server's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, ChoiceLoader, DictLoader, Environment, FileSystemLoader, StrictUndefined, pass_context

from meedoen.registry import Registry, desk_template
from meedoen.render.compiled import COMPILED
from meedoen.render.context import Face
from meedoen.render.drawings import icon, qr
from meedoen.render.items import before, is_question
from meedoen.render.official import badge, holding, verdict
from meedoen.render.sentences import came, counting_rule, phase_line
from meedoen.render.words import Translator, Words
from meedoen.values import Item
from meedoen.viewing import View

TEMPLATES = Path(__file__).parent.parent / "templates"
GIVEN = frozenset(one.name for one in fields(Face) if one.name != "shown") | frozenset(
    {"state", "moment", "framed", "rule", "phase_line", "official", "written", "lang", "direction", "icon", "qr", "ui"}
    | {"badge", "holding", "verdict"}
)
"""The names that every widget's template gets from the server: a type's `show` gives none of these."""
GIVEN_DESK = frozenset({"shell", "w", "view", "zone", "moment", "ui", "lang", "direction", "badge", "verdict"}) | {
    "answer_url",
    "holding",
    "narrowed",
}
"""The same for the template of a desk."""


class Templates:
    """Renders every page of the server."""

    def __init__(self, registry: Registry, words: Words) -> None:
        self._registry = registry
        self._words = words
        self._environments: dict[tuple[str | None, str], Environment] = {}

    def widget(self, face: Face, language: str) -> str:
        """One widget in the shell the face names."""
        environment = self._environment(face.w.type, language)
        words = self._words.translator(language, face.w.type)
        view, framed = face.view, face.shell.endswith("frame.html")
        own = {one.name: getattr(face, one.name) for one in fields(face) if one.name != "shown"}
        own |= {
            "state": view.state.value,
            "moment": view.moment,
            "framed": framed,
            "official": _official(environment, face, framed=framed),
            "written": self._written(environment, face, words),
            "rule": partial(counting_rule, words, face.w.least, entered=_entered(view)),
            "phase_line": phase_line(
                words, view.state, view.opens_at, view.closes_at, zone=face.zone, moment=view.moment
            ),
        }
        template = "question.html" if face.which and face.w.asks and is_question(view) else "template.html"
        return environment.get_template(template).render({**face.shown, **own})

    def _written(self, environment: Environment, face: Face, words: Translator) -> Callable[[Item], str]:
        """What shows who wrote a contribution, and what it said before in the words in which feeds tell it."""
        shown, kind = environment.globals["ui"], self._registry[face.w.type].type

        def macro(item: Item) -> str:
            earlier = [
                (f"{title}\n{text}", one.author.who, one.at, one.picture)
                for one, title, text in before(kind, face.view.settings, item, words)
            ]
            markup: str = shown.written(item, earlier, face.w.language, face.zone)  # type: ignore[attr-defined]
            return markup

        return macro

    def page(self, template: str, language: str, type_name: str | None, context: Mapping[str, object]) -> str:
        """One of the server's own pages; or one of a type's, which speaks as the type does."""
        return self._environment(type_name, language).get_template(template).render(context)

    def _environment(self, type_name: str | None, language: str) -> Environment:
        key = (type_name, language)
        if key not in self._environments:
            loaders: list[BaseLoader] = [FileSystemLoader(TEMPLATES)]
            if type_name is not None:
                installed = self._registry[type_name]
                parts = sorted(one.name for one in installed.folder.glob("part-*.html"))
                own = ["template.html", *map(desk_template, installed.type.desks), *parts]
                sources = {name: (installed.folder / name).read_text("utf-8") for name in own}
                loaders.insert(0, DictLoader(sources))
            self._environments[key] = make_environment(
                ChoiceLoader(loaders), self._words.translator(language, type_name)
            )
        return self._environments[key]


def _entered(view: View[Any]) -> int:
    """How many of the marks that are shown staff entered."""
    of_items = (tally for item in (*view.items, *view.thread) for tally in item.tallies.values())
    return sum(tally.entered for tally in (*view.tallies.values(), *of_items))


def _official(environment: Environment, face: Face, *, framed: bool) -> Callable[[Item], str]:
    """What a type's list shows below a contribution. Where one stands alone the server shows it, with its history."""
    alone = {item.number for item in face.view.items} if face.which else set()
    shown: Any = environment.globals["ui"]
    show = partial(shown.official, language=face.w.language, framed=framed, zone=face.zone, moment=face.view.moment)
    return lambda item: "" if item.number in alone else show(item, report=face.w.report_url(item.number))


def make_environment(loader: BaseLoader, words: Translator) -> Environment:
    """An environment that speaks one language."""
    environment = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=COMPILED,
    )
    environment.install_gettext_callables(words.gettext, words.ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.filters |= {
        "came": _spoken(partial(came, words)),
        "day": _spoken(words.day),
        "machine": _spoken(words.machine),
        "number": _spoken(words.number),
        "text": _spoken(words.text),
        "when": _spoken(words.when),
    }
    environment.globals |= {"lang": words.language, "direction": words.direction, "icon": icon, "qr": qr}
    environment.globals |= {"badge": badge, "holding": holding, "verdict": verdict}
    environment.globals["ui"] = environment.get_template("ui.html").module
    return environment


def _spoken(say: Callable[..., str]) -> Callable[..., str]:
    """A filter that is asked when a page is made, also for a constant: what is compiled serves every language."""
    return pass_context(lambda _context, *given, **named: say(*given, **named))
