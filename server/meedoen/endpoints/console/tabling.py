# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`…/widgets/{name}/do/{action}/table`: many at once, from a table or a feed: looked at line by line, then placed.

What came from a file or a feed stands in the field as a table, so that there is one way on from there, and nothing that
was typed or fetched is lost. A line that stands already is corrected, or left as it is; placing twice doubles nothing.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel
from starlette.responses import Response

from meedoen import limits
from meedoen.endpoints import input as posted
from meedoen.endpoints.console.base import Desk
from meedoen.endpoints.console.here import Here
from meedoen.endpoints.console.posting import placed_at, posts_at
from meedoen.errors import Failure, Invalid, NotFetched, NotFound
from meedoen.outward import feed_reading
from meedoen.participation import posting, tables
from meedoen.participation.posting import Composed
from meedoen.participation.tables import TEXT, Becomes, Line
from meedoen.records_posts import Stands
from meedoen.render.items import excerpt
from meedoen.store import coming, posts, views
from meedoen.store import tables as kept
from meedoen.values import Item, Message, State, Table, say
from meedoen.widget import Action

URL, FILE = "url", "file"
NOT_PLACED = say("Nothing was placed yet. Correct the lines below that have something wrong.")


@dataclass(frozen=True, slots=True)
class Looked:
    """A line, and what comes of it."""

    line: Line
    words: Composed | None = None
    becomes: Becomes | None = None
    before: Stands | None = None
    faults: Sequence[tuple[str, Message]] = ()
    """(column, what is wrong); an empty column is the line as a whole."""
    alike: Sequence[tuple[str, str]] = field(default=())
    """(words, address) of what people asked already."""


class FromTable(Desk):
    """The page. With `_preview` it is looked at; without, placed, where no line has a fault."""

    title = say("Many at once, from a table or a feed")
    read_form = staticmethod(posted.read_with_files)

    async def get(self, here: Here) -> Response:
        """An empty field."""
        self._table(here)
        posting.check_writable(placed_at(here), self.site.clock())
        return await self._shown(here, {})

    async def post(self, here: Here, fields: Mapping[str, str]) -> Response:
        """Look at it, or place it. What was typed stands there again, whatever it is."""
        self._table(here)
        typed = {TEXT: fields.get(TEXT, "").replace("\r\n", "\n"), URL: fields.get(URL, "").strip()}
        try:
            posting.check_writable(placed_at(here), self.site.clock())
            given, typed = typed, await self._gathered(here, typed)
            looked = await self._looked(here, typed[TEXT])
            if (here.own or {}).get("_preview") or typed != given:  # what nobody saw yet is not placed
                return await self._shown(here, typed, looked)
            if any(one.faults for one in looked):
                raise Invalid(NOT_PLACED)
            for one in looked:
                await self._place(here, one)
        except Failure as failure:
            looked = [] if failure.fields else await self._again(here, typed[TEXT])
            return await self._shown(here, typed, looked, failure)
        return self.on(here, posts_at(here), "tabled")

    async def refused(self, here: Here, fields: Mapping[str, str], failure: Invalid) -> Response:
        """What could be read of it stands there again."""
        return await self._shown(here, {TEXT: fields.get(TEXT, ""), URL: fields.get(URL, "")}, (), failure)

    async def _again(self, here: Here, text: str) -> Sequence[Looked]:
        try:
            return await self._looked(here, text)
        except Failure:
            return []

    async def _gathered(self, here: Here, typed: dict[str, str]) -> dict[str, str]:
        """With what came from the file or the feed in the field. Raises `Invalid`."""
        if sent := (here.files or {}).get(FILE):
            return {**typed, TEXT: _decoded(sent)}
        feed = self._table(here).feed
        if not typed[URL] or not feed:
            return typed
        try:
            fetched = await self.site.fetcher.fetch(typed[URL], feed_reading.MEDIA)
            entries = feed_reading.read(fetched)
        except NotFetched as failure:
            raise Invalid(NOT_PLACED, {URL: failure.detail}) from failure
        rows = [{to: entry[name] for name, to in feed.items()} for entry in entries]
        return {TEXT: tables.written(rows, list(feed.values())), URL: ""}

    async def _looked(self, here: Here, text: str) -> Sequence[Looked]:
        """Each line with what comes of it. Raises `Invalid` for what is no table."""
        if len(text) > limits.TABLE_CHARS_MAX:
            raise Invalid(NOT_PLACED, {TEXT: say("This table is too long. Place it in parts.")})
        placed, action, table = placed_at(here), self._action(here), self._table(here)
        model = placed.form(action, "")
        titles = self._titles(here, model)
        names = {name: said[0] for name, said in titles.items()}
        needed = [name for name, info in model.model_fields.items() if info.is_required()]
        labels = tables.labels_of(model, lambda label: self._said(here, label))
        lines = tables.read(text, tables.columns_of(model, titles), needed, names)
        seen: Counter[tuple[str, str]] = Counter()
        looked: list[Looked] = []
        standing: Mapping[tuple[str, str], Stands] | None = None
        for line in lines:
            try:
                words = posting.contributed(
                    placed, action, tables.chosen(model, line.fields, labels), self.site.clock()
                )
            except Invalid as failure:
                faults = [(names.get(name, ""), told) for name, told in failure.fields.items()]
                looked.append(Looked(line, faults=[*faults, *(("", told) for told in line.faults.values())]))
                continue
            if standing is None:
                standing = tables.known(await self.read(kept.standing, here.widget.id, words.kind), table)
            keys = list(tables.keys_of(words.data, table))
            faults = [("", told) for told in line.faults.values()]
            if any(seen[key] for key in keys):
                faults.append(("", say("The same stands in a line above. Take one of them out.")))
            seen.update(keys)
            before = tables.found(words.data, standing, table)
            becomes = tables.becomes(words.data, before)
            alike = await self._alike(here, words) if becomes is Becomes.NEW else ()
            looked.append(Looked(line, words, becomes, before, faults, alike))
        return looked

    async def _alike(self, here: Here, words: Composed) -> Sequence[tuple[str, str]]:
        """What people asked that is alike: nothing is done with it, but who places this may want to know."""
        placed = placed_at(here)
        told = placed.installed.type.search_text
        item = Item(0, words.kind, "", words.data, self.site.clock())
        text = told(item) if told is not None else ""
        said = self.site.composer.words(placed.widget.spoken, placed.widget.type)
        found = [
            one
            for kind in sorted(placed.asked_kinds)
            for one in (await self.read(views.like, placed.widget.id, kind, text, 2) if text else ())
        ]
        base = f"/{here.organisation.name}/{placed.widget.name}"
        return [(excerpt(placed, one, said), f"{base}/{one.number}") for one in found]

    async def _place(self, here: Here, one: Looked) -> None:
        """New at once, or when the widget opens; or as a correction."""
        placed, moment, words, name = placed_at(here), self.site.clock(), one.words, self._action(here).name
        assert words is not None  # noqa: S101
        phase, signer = placed.widget.phase, here.member.signer
        later = phase.opens_at if phase.state(moment) is State.PLANNED else None
        if one.becomes is Becomes.NEW:
            key = _key(placed.widget.uid, words, self._table(here))
            if later is not None:
                plan = (placed.widget, name, words.kind, words.data, signer, later)
                await self.write(here, coming.add, *plan, at=moment, key=key)
                return
            await self.site.store.act(posting.deed(placed, name, signer, key, moment, words))
        elif one.becomes is Becomes.CORRECTED and one.before is not None:
            data = tables.renewed(words.data, one.before)
            if one.before.uid:
                due = later or moment
                await self.write(here, coming.change, placed.widget, one.before.uid, data, signer, due, at=moment)
            else:
                await self.write(here, posts.correct, placed.widget, one.before.number, data, signer, at=moment)

    async def _shown(
        self,
        here: Here,
        typed: Mapping[str, str],
        looked: Sequence[Looked] = (),
        failure: Failure | None = None,
    ) -> Response:
        placed, words = placed_at(here), self.site.composer.words(here.lang)
        model, table = placed.form(self._action(here), ""), self._table(here)
        speaks = self.site.composer.words(here.lang, placed.widget.type)
        faulty = any(one.faults for one in looked)
        return self.page(
            here,
            "table.html",
            self.title,
            failure.status if failure else 200,
            of=placed.widget,
            back=posts_at(here),
            action=here.path,
            typed=typed,
            errors={name: words.text(told) for name, told in failure.fields.items()} if failure else {},
            wrong=failure.detail if failure and not failure.fields else None,
            looked=looked,
            unknown=tables.unknown(typed[TEXT], tables.columns_of(model, self._titles(here, model))) if looked else (),
            faulty=faulty,
            counts=Counter(one.becomes.value for one in looked if one.becomes is not None),
            columns=[(speaks.text(one.title or name), one.is_required()) for name, one in model.model_fields.items()],
            feeds=bool(table.feed),
            most=limits.TABLE_LINES_MAX,
            wiped=placed.widget.unlisted,
            opens=placed.widget.phase.opens_at
            if placed.widget.phase.state(self.site.clock()) is State.PLANNED
            else None,
            zone=here.organisation.zone,
            moment=self.site.clock(),
        )

    def _titles(self, here: Here, model: type[BaseModel]) -> Mapping[str, Sequence[str]]:
        return {name: self._said(here, info.title or name) for name, info in model.model_fields.items()}

    def _said(self, here: Here, text: str) -> list[str]:
        """In every language, that of who asks first."""
        composer, of = self.site.composer, placed_at(here).widget.type
        return [composer.words(lang, of).text(text) for lang in (here.lang, *composer.languages)]

    @staticmethod
    def _action(here: Here) -> Action[Any]:
        action = placed_at(here).installed.staff_action(here.request.path_params["action"])
        if action is None or action.table is None:
            raise NotFound(say("This widget has no such action. Start from the widget's page."))
        return action

    def _table(self, here: Here) -> Table:
        table = self._action(here).table
        assert table is not None  # noqa: S101
        return table


def _decoded(sent: bytes) -> str:
    """A file of a spreadsheet. Raises `Invalid`."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = sent.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text.replace("\r\n", "\n")
    raise Invalid(NOT_PLACED, {TEXT: say("This file is no table. Save it as CSV and choose it anew.")})


def _key(uid: str, words: Composed, table: Table) -> str:
    """The key of an act: a second press of the button, or a second such table, is the same one."""
    known = repr((uid, words.kind, list(tables.keys_of(words.data, table))[:1], sorted(words.data.items())))
    return hashlib.blake2b(known.encode(), digest_size=16).hexdigest()
