# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""A widget, as somebody asked for it: what every page about it, and every answer to an act, goes by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from meedoen.addresses import TRACKER, Place, Query, with_query
from meedoen.participation.views import Placed
from meedoen.render.compose import Composer
from meedoen.render.forms import ENTRY, FormView
from meedoen.render.words import Translator
from meedoen.values import ITEM, Message
from meedoen.widget import Action


class Asked:
    """A widget, as it was asked for: at which origin, how narrowed, in which language, in a frame or not."""

    def __init__(
        self, composer: Composer, placed: Placed, origin: str, query: Query, *, framed: bool, on: int | None = None
    ) -> None:
        """`on`: the number of the contribution on which something was done."""
        self._composer = composer
        self.placed = placed
        self.query = query
        self.framed = framed
        self.on = on
        self.language = query.lang or placed.widget.spoken
        self.origin = origin

    @cached_property
    def words(self) -> Translator:
        """How this page speaks."""
        return self._composer.words(self.language, self.placed.installed.type.name)

    @cached_property
    def place(self) -> Place:
        """Its addresses."""
        return self._composer.place(self.placed, self.origin, self.query)

    @property
    def mails(self) -> bool:
        """Whether mail can be asked for."""
        return self._composer.mails

    @property
    def tracker(self) -> str:
        """Where a receipt code is typed in."""
        organisation = Place(self.origin, self.placed.widget.organisation.name)
        return with_query(organisation.service(TRACKER), {"lang": self.query.lang})

    def text(self, what: Message | str) -> str:
        """In this page's language."""
        return self.words.text(what)

    def form(
        self,
        action: Action[Any],
        target: str,
        hidden: Iterable[tuple[str, str]],
        values: Mapping[str, str],
        errors: Mapping[str, Message] | None = None,
        *,
        known: bool = False,
    ) -> FormView:
        """The form of an action, with what was typed before and what was wrong with it.

        With `known` it does not ask who one is, where the widget does.
        """
        composer, words = self._composer, self.words
        form = composer.form(self.placed, action, self.place, words, target, hidden, values, errors)
        return replace(form, fields=tuple(one for one in form.fields if one.name != ENTRY)) if known else form

    def hidden(self, target: str = "", **more: str) -> tuple[tuple[str, str], ...]:
        """The server's own fields that a form on this page carries along."""
        framed, group = "1" if self.framed else "", self.query.ask.group
        fields = {"_target": target, "_lang": self.query.lang, "_framed": framed, "_group": group, **more}
        return tuple((name, value) for name, value in fields.items() if value)


def followed(at: Asked, target: str) -> str:
    """Where one asks for mail about a contribution that is acted on; empty where no mail is sent, or it is none."""
    if not target.startswith(ITEM) or not at.mails or at.placed.widget.unlisted:
        return ""
    return replace(at.place, query=str(Query(lang=at.query.lang)), number=int(target.removeprefix(ITEM))).mail
