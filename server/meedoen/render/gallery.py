# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The gallery: every installed type in each of its states, with what one pastes, what it weighs, how it was checked.

All of it is made from what stands in the type's own folder; no type is named here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import brotli

from meedoen import conformance
from meedoen.addresses import Place, Query, with_query
from meedoen.records import Organisation
from meedoen.registry import Installed, Registry
from meedoen.render.cards import LOADER
from meedoen.render.compose import Composer
from meedoen.render.context import Head
from meedoen.render.examples import Example, example
from meedoen.render.faces import BROTLI_QUALITY
from meedoen.render.share import card
from meedoen.render.showing import GALLERY, at_path, documents, place
from meedoen.render.snippets import newest, places, snippet
from meedoen.render.words import Translator
from meedoen.values import N_, State

LANGUAGE = "nl"
"""Where none is asked for, as on the first page."""
STATES = {State.PLANNED: N_("Not open yet"), State.OPEN: N_("Open"), State.CLOSED: N_("Closed")}
CHOICES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "width": (
        N_("Width"),
        {"": N_("As wide as there is room"), "320": N_("320 pixels"), "480": N_("480 pixels"), "640": N_("640 pixels")},
    ),
    "scheme": (N_("Colours"), {"": N_("As your device has it"), "light": N_("Light"), "dark": N_("Dark")}),
    "script": (N_("Script"), {"": N_("With script"), "off": N_("Without script")}),
}
"""How the frames on a page stand: by parameter, its name and its values. Besides, `style` names an organisation."""
HOW = {
    conformance.How.TOOL: N_("Looked for by tools"),
    conformance.How.TEST: N_("Held by a test"),
    conformance.How.HAND: N_("Looked at by a person"),
    conformance.How.NONE: N_("Not tested"),
    conformance.How.NOTHING: N_("Does not apply"),
}


@dataclass(frozen=True, slots=True)
class Weight:
    """What a browser fetches for a frame on its first visit, in bytes, compressed as it is sent, without headers."""

    page: int
    style: int
    script: int

    @property
    def together(self) -> int:
        """All of it."""
        return self.page + self.style + self.script


@dataclass(frozen=True, slots=True)
class Shown:
    """One example, in its frame."""

    name: str
    state: str
    """In words."""
    title: str
    label: str
    """What its frame is called."""
    embed: str
    page: str
    done: str
    """Where one sees what comes after sending, or empty."""
    width: int | None
    height: int
    code: str
    """What one would paste."""

    @property
    def lines(self) -> int:
        """How many lines the field for the code shows."""
        return min(8, 1 + len(self.code) // 50)


@dataclass(frozen=True, slots=True)
class Kind:
    """One type on the list."""

    url: str
    title: str
    summary: str
    package: str
    count: int
    """How many examples."""
    weight: Weight
    live: Shown


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a choice."""

    label: str
    url: str
    chosen: bool


class Gallery:
    """Composes its pages; each method answers a whole document."""

    def __init__(self, composer: Composer, registry: Registry) -> None:
        self._composer = composer
        self._registry = registry

    def all(self, origin: str, lang: str) -> str:
        """`/gallery`: the types there are."""
        words = self._composer.words(lang or LANGUAGE)
        title = words.gettext("What you can place")
        description = words.gettext("Every kind of widget there is here, in each of its states.")
        kinds = [self._kind(one, origin, lang) for one in self._registry.values()]
        head = self._head(title, f"{origin}/{GALLERY}", description, lang)
        return self._composer.page("gallery.html", words.language, head=head, org=None, kinds=kinds, loader=LOADER)

    def one(
        self, installed: Installed, origin: str, lang: str, chosen: Mapping[str, str], styles: Mapping[str, str]
    ) -> str:
        """`/gallery/{type}`: every example of a type, and all there is to know of it.

        `styles` are the house styles that can be chosen: by name of an organisation, its title.
        """
        words = self._composer.words(lang or LANGUAGE, installed.type.name)
        url = f"{origin}/{GALLERY}/{installed.type.name}"
        own = installed.conformance
        title = words.text(installed.type.title)
        return self._composer.page(
            "gallery-type.html",
            words.language,
            head=self._head(title, url, words.text(installed.type.summary), lang),
            org=None,
            gallery=with_query(f"{origin}/{GALLERY}", {"lang": lang}),
            kind=self._kind(installed, origin, lang),
            choices=list(_choices(words, url, lang, chosen, styles)),
            scheme=chosen.get("scheme", ""),
            script=chosen.get("script", "") != "off",
            fluid="width" not in chosen,
            loader=LOADER,
            # The liveliest first: the others are less high than what is reserved for the type.
            examples=[
                self.shown(installed, name, origin, lang, chosen)
                for name in sorted(installed.examples, key=lambda name: name != live(installed))
            ],
            declared=own is not None,
            standard=conformance.EN_301_549,
            rows=[_row(row, words) for row in conformance.rows(own)],
            not_tested=conformance.not_tested(own, words.language),
        )

    def example(
        self, installed: Installed, name: str, path: str, origin: str, lang: str, worn: Organisation | None = None
    ) -> str | None:
        """What stands at a path below an example, in an organisation's style; None when that leads out of it."""
        found = documents(self._composer, installed, name, lang or LANGUAGE, origin, lang, worn)
        return at_path(found, path)

    def notice(self, installed: Installed, name: str, origin: str, lang: str, *, framed: bool) -> str:
        """Where something would be done, or a link leads out of an example: that nothing is kept here."""
        words = self._composer.words(lang or LANGUAGE)
        there = Place(origin, f"{GALLERY}/{installed.type.name}", name, str(Query(lang=lang)))
        title = words.gettext("This is an example")
        return self._composer.page(
            "gallery-notice.html",
            words.language,
            head=replace(self._head(title, there.page, title, lang), noindex=True, languages=()),
            org=None,
            framed=framed,
            back=there.embed if framed else there.at(),
        )

    def weight(self, installed: Installed, origin: str) -> Weight:
        """Of its live example."""
        frame = self.example(installed, live(installed), "embed", origin, "") or ""
        files = (self._composer.manifest[f"{installed.type.name}.{suffix}"] for suffix in ("css", "js"))
        root = self._composer.manifest.root
        style, script = ((root / f"{path.lstrip('/')}.br").stat().st_size for path in files)
        return Weight(len(brotli.compress(frame.encode(), quality=BROTLI_QUALITY)), style, script)

    def _kind(self, installed: Installed, origin: str, lang: str) -> Kind:
        words = self._composer.words(lang or LANGUAGE, installed.type.name)
        return Kind(
            url=with_query(f"{origin}/{GALLERY}/{installed.type.name}", {"lang": lang}),
            title=words.text(installed.type.title),
            summary=words.text(installed.type.summary),
            package=installed.package,
            count=len(installed.examples),
            weight=self.weight(installed, origin),
            live=self.shown(installed, live(installed), origin, lang),
        )

    def shown(
        self, installed: Installed, name: str, origin: str, lang: str, chosen: Mapping[str, str] = MappingProxyType({})
    ) -> Shown:
        """One of its examples, as a frame is made of it."""
        composer, shown = self._composer, example(installed, name, lang or LANGUAGE)
        words = composer.words(lang or LANGUAGE, installed.type.name)
        placed = place(installed, shown, words.language)
        query = Query(shown.view.ask, lang)
        at, told = composer.place(placed, origin, query), card(composer, placed, origin, query)
        width = int(chosen["width"]) if "width" in chosen else None
        state = words.gettext(_state(shown))
        return Shown(
            name=name,
            state=state,
            title=shown.view.title,
            label=f"{state} ({name}): {told.title}",
            embed=at.at("/embed", **{name: chosen[name] for name in ("style",) if name in chosen}),
            page=at.at(),
            done=at.at("/done") if shown.done else "",
            width=width,
            height=told.height_at(width) if width else told.height,
            code=snippet(places()["html-iframe"], told, newest(composer.manifest.integrity)),
        )

    def _head(self, title: str, url: str, description: str, lang: str) -> Head:
        others = self._composer.other_languages(Place(url, ""), lang or LANGUAGE)
        return self._composer.head(
            f"{title} – Meedoen",
            with_query(url, {"lang": lang}),
            css="page.css",
            script="page.js",
            description=description,
            languages=[(code, name, f"{url}?lang={code}") for code, name, _ in others],
        )


def live(installed: Installed) -> str:
    """The example that shows a type at work: one that is open, where people took part, and preferably to the end."""
    shown = {name: example(installed, name, LANGUAGE) for name in installed.examples}

    def at_work(one: Example) -> tuple[bool, bool]:
        acted = bool(one.view.items) or any(tally.n for tally in one.view.tallies.values())
        is_open = one.view.state is State.OPEN and not one.errors and not one.withdrawn
        return is_open and acted, is_open and one.done

    return max(shown, key=lambda name: at_work(shown[name]))


def _state(shown: Example) -> str:
    if shown.withdrawn:
        return N_("Withdrawn")
    return N_("With something to correct") if shown.errors else STATES[shown.view.state]


def _choices(
    words: Translator, url: str, lang: str, chosen: Mapping[str, str], styles: Mapping[str, str]
) -> Iterator[tuple[str, Sequence[Option]]]:
    """(what is chosen, its options), in words; a house style only where there are any."""

    def to(name: str, value: str) -> str:
        return with_query(url, dict(sorted({**chosen, "lang": lang, name: value}.items()))) + "#md-examples"

    offered = {
        name: (label, {value: words.gettext(said) for value, said in values.items()})
        for name, (label, values) in CHOICES.items()
    }
    if styles:
        offered["style"] = N_("House style"), {"": words.gettext("The server’s own"), **styles}
    for name, (label, values) in offered.items():
        options = [Option(said, to(name, value), chosen.get(name, "") == value) for value, said in values.items()]
        yield words.gettext(label), options


def _row(row: conformance.Row, words: Translator) -> Mapping[str, object]:
    return {
        "number": row.number,
        "name": conformance.said_in(row.criterion.name, words.language, ""),
        "level": row.criterion.level,
        "clause": row.criterion.clause,
        "how": words.gettext(HOW[row.checked.how]),
        "untested": row.checked.how is conformance.How.NONE,
        "by": row.checked.by,
        "remark": conformance.said_in(row.checked.remark, words.language, ""),
        "own": row.own,
    }
