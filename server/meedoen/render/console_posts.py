# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The form in which staff write in a widget, and the list of what they wrote, as the console shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from textwrap import shorten

from pydantic import BaseModel

from meedoen import limits, pictures
from meedoen.participation.views import Placed
from meedoen.records_posts import Coming, words_in
from meedoen.registry import Registry
from meedoen.render.compose import Composer
from meedoen.render.forms import FieldView, FormView, field_views
from meedoen.render.words import Translator
from meedoen.values import WHOLE, Item, Message
from meedoen.widget import Event, Happened

PICTURE = pictures.FIELD
SHOWN, OUT, ALT, LATER, KEY = "md-shown", "md-out", "md-alt", "md-later", "md-key"
OWN = frozenset({PICTURE, SHOWN, OUT, ALT, LATER, KEY})
"""The server's own fields."""
_CUT = " …"
_EXCERPT_CHARS_MAX = 160


@dataclass(frozen=True, slots=True)
class PostForm:
    """The form of an action of staff: what its type asks at once, and what is folded in."""

    form: FormView
    first: tuple[FieldView, ...]
    rest: tuple[FieldView, ...]

    @property
    def errors(self) -> list[FieldView]:
        """The fields that have something to correct."""
        return self.form.errors

    @property
    def opened(self) -> bool:
        """Whether what is folded in has something to look at."""
        return any(one.error or (one.value and one.kind != "radio") for one in self.rest)


@dataclass(frozen=True, slots=True)
class PostLine:
    """Something that staff wrote, or that is to come."""

    words: str
    who: str
    at: datetime
    url: str
    """Where it is corrected or changed."""
    page: str = ""
    """Where people read it; empty of what is to come."""
    drop: str = ""
    late: bool = False
    """It could not be placed at its moment."""
    corrected: datetime | None = None
    removed: str = ""


def staff_ways(
    registry: Registry, composer: Composer, type_name: str, lang: str, *, of_tables: bool = False
) -> list[tuple[str, str]]:
    """(name, label) of what staff can write in a widget of this type; `of_tables`: of that, what many at once."""
    installed, words = registry.get(type_name), composer.words(lang, type_name)
    ways = [one for one in installed.staff_actions if one.table or not of_tables] if installed else []
    return [(one.name, words.text(one.label)) for one in ways]


def post_form(
    composer: Composer,
    model: type[BaseModel],
    lang: str,
    *,
    url: str,
    label: str,
    type_name: str,
    values: Mapping[str, str],
    errors: Mapping[str, Message],
    hidden: Mapping[str, str],
    plans: bool,
) -> PostForm:
    """With what was typed before and what was wrong with it. Its first two fields are what one needs."""
    words = composer.words(lang, type_name)
    own = list(_own_fields(composer.words(lang), values, errors, plans=plans))
    asked = field_views(model, words, "post", values, errors)
    kept = {name: values[name] for name in (KEY, SHOWN) if values.get(name)}
    form = FormView("post", url, words.gettext(label), (*asked, *own), (*hidden.items(), *kept.items()), "post")
    return PostForm(form, asked[:2], (*asked[2:], *own))


def _own_fields(
    words: Translator, values: Mapping[str, str], errors: Mapping[str, Message], *, plans: bool
) -> list[FieldView]:
    def field(name: str, label: str, about: str, kind: str = "text", **more: object) -> FieldView:
        error = words.text(errors[name]) if name in errors else ""
        return FieldView(name, f"{name}-field", label, about, kind, value=values.get(name, ""), error=error, **more)  # type: ignore[arg-type]

    found = [
        field(
            PICTURE, words.gettext("Image"), words.gettext("A PNG or a JPEG of at most 12 MB."), "file", optional=True
        ),
        field(
            ALT,
            words.gettext("What is to be seen on the image"),
            words.gettext("In a sentence, for who does not see it. Needed with an image."),
            optional=True,
            chars_max=limits.PICTURE_ALT_CHARS_MAX,
        ),
    ]
    if values.get(SHOWN):
        found.append(field(OUT, words.gettext("Leave the image out"), "", "checkbox"))
    if plans:
        about = words.gettext("By the clock of your organisation. Empty: at once.")
        found.append(field(LATER, words.gettext("Place it at a later moment"), about, "datetime-local", optional=True))
    return found


def posted_line(placed: Placed, item: Item, words: Translator, at: str, action: str) -> PostLine:
    """Something that stands, or stood; `at` is the console's address of the widget."""
    of, written = placed.widget, item.written
    return PostLine(
        _excerpt(placed, item, words),
        written.author.who if written else "",
        item.created,
        f"{at}/do/{action}/{item.number}",
        f"/{of.organisation.name}/{of.name}/{item.number}",
        corrected=written.corrected if written else None,
        removed=words.text(item.removed) if item.removed else "",
    )


def coming_line(placed: Placed, one: Coming, words: Translator, at: str, moment: datetime) -> PostLine:
    """Something that is to come."""
    item = Item(0, one.kind, WHOLE, words_in(one.data), one.due)
    where = f"{at}/coming/{one.uid}"
    return PostLine(
        _excerpt(placed, item, words),
        one.who,
        one.due,
        f"{where}/{one.action}",
        drop=f"{where}/{one.action}/drop",
        late=one.due <= moment,
    )


def _excerpt(placed: Placed, item: Item, words: Translator) -> str:
    """As a feed tells it, cut where a line is full."""
    if item.removed is not None:
        return ""
    told = placed.installed.type.entry(Event(Happened.CONTRIBUTED, item.created, item=item), placed.settings)
    title, text = (words.said(told.title), words.said(told.text)) if told else ("", "")
    if text.startswith(title.removesuffix(_CUT)):
        title = ""  # it is how the text begins
    return shorten(f"{title} {text}", _EXCERPT_CHARS_MAX, placeholder=_CUT)
