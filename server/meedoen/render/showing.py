# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every document in which an example of a widget type can be seen, without a database: for the gallery, and for tests.

An example stands in the gallery, at `/gallery/{type}/{example}`, as a widget stands in its organisation: so each link
and form in it leads to something below that address, where nothing is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from meedoen.addresses import Query
from meedoen.errors import Invalid
from meedoen.participation.views import Placed
from meedoen.records import Organisation, Phase, Widget
from meedoen.registry import BUILT_IN_ACTIONS, Installed, Registry, of_staff
from meedoen.render import assets
from meedoen.render.asked import Asked
from meedoen.render.compose import Composer, Shell
from meedoen.render.console import Frame
from meedoen.render.context import Answer
from meedoen.render.desks import desk_page
from meedoen.render.examples import ORGANISATION, Example, example
from meedoen.render.pages import Pages
from meedoen.render.words import Words
from meedoen.values import ITEM, say
from meedoen.widget import Action, View

ORIGIN = "https://doemee.example"
GALLERY = "gallery"
"""The first part of its address, which no organisation may have."""


def composer(types: Registry, static: Path) -> Composer:
    """As the server makes one; `static` is a folder for the files of the pages."""
    folders = {name: one.folder for name, one in types.items()}
    return Composer(types, Words(folders), assets.build(static, folders))


def documents(
    by: Composer,
    installed: Installed,
    name: str,
    language: str,
    origin: str = ORIGIN,
    lang: str = "",
    worn: Organisation | None = None,
) -> Iterator[tuple[str, str]]:
    """(which, HTML) for all there is of the example `name` in `language`; `answer` alone is a part of a document.

    `lang` is the language that its links ask for, where it is not the one they would lead to anyway; `worn` the
    organisation whose house style it wears.
    """
    shown = example(installed, name, language)
    placed, query = place(installed, shown, language, worn), Query(shown.view.ask, lang)
    asked = {framed: Asked(by, placed, origin, query, framed=framed) for framed in (True, False)}
    if shown.withdrawn:
        yield from ((_which("withdrawn", framed), Pages(by).withdrawn(at)) for framed, at in asked.items())
    elif shown.typed:
        action = next(one for one in installed.type.actions if not of_staff(one))
        for framed, at in asked.items():
            yield from ((_which(which, framed), page) for which, page in _typed(Pages(by), at, shown, action))
        if shown.done:
            yield "answer", _answer(by, asked[True], shown, action)
    if not shown.withdrawn:
        yield from _faces(by, asked[True], shown.view)


def place(installed: Installed, shown: Example, language: str, worn: Organisation | None = None) -> Placed:
    """A widget as the example has it, of an organisation that speaks `language` and wears another's house style."""
    view, raw, around = shown.view, shown.view.settings, f"{GALLERY}/{installed.type.name}"
    of = Organisation(1, "gallery", around, ORGANISATION, language)
    widget = Widget(
        id=1,
        uid=f"{installed.type.name}/{shown.name}",
        organisation=replace(of, style=worn.style, style_of=worn.name) if worn else of,
        name=shown.name,
        type=installed.type.name,
        title=view.title,
        settings=raw.model_dump() if isinstance(raw, BaseModel) else {},
        phase=Phase(view.opens_at, view.closes_at, view.closing_text),
        created=view.opens_at or view.moment,
        expectation=shown.expectation,
        least=shown.least,
        withdrawn=view.moment if shown.withdrawn else None,
        successor=shown.successor and f"/{around}",
        example=True,
    )
    return Placed(widget, installed, view.settings)


_STATES = {"": ["withdrawn", "error", "page"], "embed": ["withdrawn-frame", "error-frame", "frame"]}


def at_path(found: Iterable[tuple[str, str]], path: str) -> str | None:
    """The one of an example's documents that stands at this path below its address; None when there is none.

    No more of them are made than are looked at: what tells its state, such as an error, comes before its faces.
    """
    first, _, behind = path.partition("/")
    if path in _STATES:
        wanted = _STATES[path]
    elif first == "do":
        wanted = [] if behind in BUILT_IN_ACTIONS else ["form"]
    else:
        wanted = [f"item-frame-{first}"] if behind == "embed" else [path, f"item-{path}"]
    return next((document for which, document in found if which in wanted), None)


def _faces(by: Composer, at: Asked, view: View[Any]) -> Iterator[tuple[str, str]]:
    placed, origin, query = at.placed, at.origin, at.query
    for which, shell in (("frame", Shell.FRAME), ("page", Shell.PAGE)):
        listed = [item for item in view.items if not item.merged]
        yield which, by.widget(placed, replace(view, items=listed, thread=()), origin, query, shell)[0]
    for item in view.items:
        for which, shell in (("item-frame", Shell.ITEM_FRAME), ("item", Shell.ITEM)):
            one = partial(by.item, placed, _alone(view, item.number), origin, query, shell)
            yield f"{which}-{item.number}", one(item.number)[0]


def desks(by: Composer, installed: Installed, name: str, language: str) -> Iterator[tuple[str, str]]:
    """(which, HTML) of each desk of its type, as staff see it who may not answer; none of what was withdrawn."""
    shown = example(installed, name, language)
    placed = place(installed, shown, language)
    for desk in () if shown.withdrawn else installed.type.desks:
        frame = Frame(ORIGIN, f"/console/at/buurt/widgets/{name}/desk/{desk}", {}, language, None, (), None)
        yield desk, desk_page(by, frame, placed, desk, shown.view, following=0, answers=lambda _number: "")


def _alone(view: View[Any], number: int) -> View[Any]:
    by_number = {one.number: one for one in view.items}
    doubles = [one for one in view.items if one.merged == number]
    targets = {f"{ITEM}{one}" for one in (number, *(one.number for one in doubles))}
    under = [one for one in view.thread if one.target in targets]
    items = [
        replace(one, into=by_number.get(one.merged), doubles=doubles) for one in view.items if one.number == number
    ]
    one = replace(view, items=items, items_total=1, items_more=False)
    return replace(one, alone=True, thread=under, thread_total=len(under))


def _typed(pages: Pages, at: Asked, shown: Example, action: Action[Any]) -> Iterator[tuple[str, str]]:
    form = at.form(action, "", at.hidden(), shown.typed, shown.errors)
    if shown.errors:
        yield "error", pages.failure(at, Invalid(say("Nothing was sent yet. Check the fields below.")), form)
        return
    yield "form", pages.form(at, form)
    yield "check", pages.check(at, form)
    yield "done", pages.done(at, action, form, shown.receipt, at.place.done("token"), form)


def _answer(by: Composer, at: Asked, shown: Example, action: Action[Any]) -> str:
    answer = Answer("", next(iter(shown.typed.values())), shown.receipt, at.tracker)
    thanks = by.thanks(at.words, action, answer)
    return thanks + by.figures(at.placed, shown.view, at.origin, at.query)


def _which(page: str, framed: bool) -> str:
    return f"{page}-frame" if framed else page
