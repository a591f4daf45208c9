# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Puts what is known of a widget together into what its template shows: addresses, head, forms, figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from meedoen.addresses import FIGURES, MODERATION, TRACKER, Place, Query
from meedoen.official import Change
from meedoen.participation.views import Placed, offered, taken_along
from meedoen.records import Organisation, Stage
from meedoen.records_answers import Coverage
from meedoen.registry import Registry
from meedoen.render.assets import Manifest, Styled
from meedoen.render.changed import shown as changed
from meedoen.render.context import RECEIVED, Answer, Face, Head, OrgFace, WidgetFace, feeds, figures_of, picture
from meedoen.render.environment import Templates
from meedoen.render.form_fields import with_code, with_entry
from meedoen.render.forms import FORGET, FormView, fixed, form_view
from meedoen.render.heads import Heads
from meedoen.render.items import excerpt, name, said, shown_alone, which
from meedoen.render.sentences import keeps
from meedoen.render.words import Translator, Words
from meedoen.values import WHOLE, Ask, Item, Message, State, Who
from meedoen.widget import Action, View

NARROWED_BY_NOTHING = Ask()


class Shell(StrEnum):
    """What a widget's template is put in."""

    FRAME = "frame.html"
    PAGE = "page.html"
    FIGURES = "figures.html"
    ITEM = "item.html"
    ITEM_FRAME = "item-frame.html"


class Composer:
    """Composes what the server shows. Knows no request and no database."""

    def __init__(self, registry: Registry, words: Words, manifest: Manifest, *, mails: bool = True) -> None:
        """`mails`: whether mail arrives anywhere, so that it can be asked for."""
        self.mails = mails
        self._templates = Templates(registry, words)
        self._words = words
        self.manifest = manifest
        self.styled = Styled(manifest)
        self.head = Heads(self.manifest, self.styled).head
        self.languages = tuple(words.languages)

    def words(self, language: str, type_name: str | None = None) -> Translator:
        """How a widget type, or the server itself, speaks a language; one that is not spoken is English."""
        return self._words.translator(language if language in self.languages else "en", type_name)

    def page(self, template: str, language: str, *, in_type: str | None = None, **context: Any) -> str:
        """One of the server's own pages; or a desk of a type, which speaks as the type does."""
        return self._templates.page(template, language, in_type, context)

    def widget(
        self,
        placed: Placed,
        view: View[Any],
        origin: str,
        query: Query,
        shell: Shell,
        coverage: Coverage | None = None,
        changes: Sequence[Change] = (),
    ) -> tuple[str, datetime | None]:
        """A widget's document, and until when what its type shows holds."""
        place = self.place(placed, origin, query)
        words = self.words(view.language, placed.installed.type.name)
        view = said(view, words, placed.widget.organisation.zone)
        shown = placed.installed.type.show(view)
        framed = shell is Shell.FRAME
        head = self.head(
            self.title(placed, words, ask=query.ask),
            paged(place, query).at(),
            of=placed.widget.organisation,
            place=None if placed.widget.unlisted else place,
            css=f"{placed.widget.type}.css" if framed else f"{placed.widget.type}.page.css",
            script=f"{placed.widget.type}.js",
            description=words.text(shown.summary) if shown.summary else words.text(placed.installed.type.summary),
            json_ld=shown.json_ld,
            noindex=framed or placed.widget.unlisted,
            languages=() if framed else self.other_languages(paged(place, replace(query, lang="")), view.language),
        )
        face = self._face(placed, place, query.lang, view, replace(head, clear=query.clear), shell, shown.context)
        face = replace(face, coverage=coverage, changes=[changed(one, place, words) for one in changes])
        if shown.reserve is not None:
            face = replace(face, w=replace(face.w, reserve=placed.with_room(shown.reserve)))
        if query.after:
            face = replace(face, newest=place.at())
        if view.items_more and view.items:
            face = replace(face, older=paged(place, replace(query, after=view.items[-1].number)).at())
        return self._templates.widget(face, view.language), shown.fresh_until

    def thanks(self, words: Translator, action: Action[Any], answer: Answer) -> str:
        """The first part of what takes the form's place: the same for all who chose the same."""
        said, final = words.text(RECEIVED if answer.held else action.thanks), action.who is Who.AUTHOR
        answer = replace(answer, thanks=said, mails=self.mails, final=final)
        return self.page("answer.html", words.language, answer=answer)

    def figures(self, placed: Placed, view: View[Any], origin: str, query: Query, target: str = WHOLE) -> str:
        """The second part, the figures as they are now: the same for all who acted on `target` in one set."""
        place = self.place(placed, origin, query)
        shown = placed.installed.type.show(view)
        face = self._face(placed, place, query.lang, view, Head("", "", ""), Shell.FIGURES, shown.context)
        return self._templates.widget(replace(face, answer=Answer("", target=target)), view.language)

    def item(
        self,
        placed: Placed,
        view: View[Any],
        origin: str,
        query: Query,
        shell: Shell,
        number: int,
        following: int = 0,
    ) -> tuple[str, datetime | None]:
        """One contribution's document: the view holds that one alone, and the query names its subject or part.

        What stands under it goes on behind number `following`; 0: it ends there.
        """
        alone = Query(lang=query.lang)
        place = self.place(placed, origin, alone, number)
        words = self.words(view.language, placed.installed.type.name)
        framed = shell is Shell.ITEM_FRAME
        shared = all(taken_along(placed, item) for item in view.items)
        view = said(view, words, placed.widget.organisation.zone)
        shown = shown_alone(placed, view)
        head = self.head(
            self.title(placed, words, view.items[0]),
            replace(place, number=view.items[0].merged or number).at(),
            of=placed.widget.organisation,
            place=place if shared and not placed.widget.unlisted else None,
            css=f"{placed.widget.type}.css" if framed else f"{placed.widget.type}.page.css",
            script=f"{placed.widget.type}.js",
            json_ld=shown.json_ld if shared else None,
            noindex=framed or placed.widget.unlisted,
            description=excerpt(placed, view.items[0], words),
            languages=() if framed else self.other_languages(replace(place, query=""), view.language),
        )
        around = place if shared else self.place(placed, origin, alone)
        face = self._face(placed, around, query.lang, view, replace(head, clear=query.clear), shell, shown.context)
        among = replace(face.w, page=self.place(placed, origin, query).at())
        face = replace(face, w=among, which=which(number, words), **self._merged(placed, view.items[0], among, words))
        if query.after:
            face = replace(face, newest=place.at())
        if following:
            face = replace(face, older=paged(place, Query(lang=query.lang, after=following)).at())
        return self._templates.widget(face, view.language), shown.fresh_until

    @staticmethod
    def _merged(placed: Placed, item: Item, w: WidgetFace, words: Translator) -> dict[str, Any]:
        named = [(name(placed, one, words), w.item_url(one.number)) for one in item.doubles]
        into = item.into and (name(placed, item.into, words), w.item_url(item.into.number))
        return {"merged": into, "doubles": named}

    def place(self, placed: Placed, origin: str, query: Query, number: int = 0) -> Place:
        """The widget's addresses, as it was asked for, its list from the top; with a number, one contribution's."""
        return Place(origin, placed.widget.organisation.name, placed.widget.name, str(replace(query, after=0)), number)

    def title(self, placed: Placed, words: Translator, item: Item | None = None, ask: Ask = NARROWED_BY_NOTHING) -> str:
        """`Kind: subject – organisation`: never empty, and the same in `<title>`, iframe and oEmbed.

        Of one contribution the subject is what it says; where that was removed, which of the widget it was.
        """
        about = name(placed, item, words) if item else placed.titled(ask)
        return f"{words.text(placed.installed.type.title)}: {about} – {placed.widget.organisation.title}"

    def other_languages(self, place: Place, language: str) -> list[tuple[str, str, str]]:
        """The other languages a page speaks: code, own name, address. The place names no language."""
        return [
            (code, self.words(code).locale.get_language_name() or code, place.at(lang=code))
            for code in self.languages
            if code != language
        ]

    def org(self, organisation: Organisation, origin: str, lang: str = "") -> OrgFace:
        """The organisation, as every page of it shows it."""
        place = Place(origin, organisation.name, query=str(Query(lang=lang)))
        behind = f"?{place.query}" if place.query else ""
        return OrgFace(
            uid=organisation.uid,
            title=organisation.title,
            url=place.at(),
            host=urlsplit(origin).netloc,
            rules=place.service("spelregels") + behind,
            privacy=place.service("privacy") + behind,
            tracker=place.service(TRACKER) + behind,
            moderation=place.service(MODERATION) + behind,
            figures=place.service(FIGURES) + behind,
            help=place.service("contact") + behind,
            feeds=feeds(place),
            opml=place.feed("opml"),
            mail=place.mail if self.mails else "",
            logo=picture(organisation),
        )

    def face_of(self, placed: Placed, place: Place, words: Translator) -> WidgetFace:
        """The widget, as templates show it. Of a contribution's place, what takes it along is the contribution's."""
        widget, whole = placed.widget, replace(place, number=0)
        trial = widget.stage is Stage.TRIAL
        return WidgetFace(
            uid=widget.uid,
            name=widget.name,
            type=widget.type,
            kind=words.text(placed.installed.type.title),
            title=widget.title,
            language=widget.spoken,
            base=place.base,
            lang=dict(parse_qsl(place.query)).get("lang", ""),
            page=whole.at(),
            embed=place.embed,
            share=place.share,
            feeds=feeds(place),
            mail=place.mail if self.mails and not widget.unlisted else "",
            by_code=whole.at("/do/withdraw"),
            table=whole.feed("csv") if placed.installed.type.values(placed.settings) and not trial else "",
            asks=placed.installed.type.asks and not widget.example,
            expectation=widget.expectation,
            closing_text=widget.phase.closing_text,
            least=widget.least,
            reserve=placed.reserve,
            keeps=keeps(words, widget.kept_months),
            trial=trial,
        )

    def form(
        self,
        placed: Placed,
        action: Action[Any],
        place: Place,
        words: Translator,
        target: str,
        hidden: Iterable[tuple[str, str]],
        values: Mapping[str, str] | None = None,
        errors: Mapping[str, Message] | None = None,
    ) -> FormView:
        """The form of an action, with what was typed before and what was wrong with it."""
        model, url = placed.form(action, target), place.act(action.name)
        form = form_view(action, model, words, url=url, target=target, hidden=hidden, values=values, errors=errors)
        if action.who is Who.AUTHOR:
            return with_code(form, words, values or {}, errors or {})
        return with_entry(form, words, placed.widget.least, values or {}, errors or {}, place.act(FORGET))

    @staticmethod
    def hidden(target: str, lang: str, *, framed: bool, group: str = "") -> list[tuple[str, str]]:
        """The server's own fields of a face's form; it is cached, so nothing personal is among them."""
        fields = {"_target": target, "_lang": lang, "_framed": "1" if framed else "", "_group": group}
        return [(name, value) for name, value in fields.items() if value]

    def _face(
        self,
        placed: Placed,
        place: Place,
        lang: str,
        view: View[Any],
        head: Head,
        shell: Shell,
        shown: Mapping[str, object],
    ) -> Face:
        words = self.words(view.language, placed.installed.type.name)
        standing = view.ask.over or view.ask.part
        framed = shell in (Shell.FRAME, Shell.ITEM_FRAME)

        def form_on(action: str, target: str) -> FormView | None:
            declared = placed.installed.action(action)
            if view.state is not State.OPEN or shell is Shell.FIGURES or declared is None:
                return None
            chosen = {name: value for name in ("group", "kind") if (value := getattr(view.ask, name))}
            hidden = self.hidden(target, lang, framed=framed, group=view.ask.group)
            return fixed(self.form(placed, declared, place, words, target, hidden, chosen), chosen)

        forms = {one.name: form_on(one.name, standing) for one in offered(placed, view.ask)}
        return Face(
            shell=shell.value,
            w=replace(self.face_of(placed, place, words), title=placed.titled(view.ask)),
            org=self.org(placed.widget.organisation, place.origin, lang),
            head=head,
            view=view,
            zone=placed.widget.organisation.zone,
            figures=figures_of(placed.reveal, view.state),
            forms={name: form for name, form in forms.items() if form is not None},
            form_on=form_on,
            shown=shown,
        )


def paged(place: Place, query: Query) -> Place:
    """The same place with its list turned to where the query says; it has no other addresses than its page."""
    return replace(place, query=str(query))
