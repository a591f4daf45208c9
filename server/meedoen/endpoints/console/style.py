# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/console/at/{org}/style`: an organisation's house style is picked, uploaded, looked at, saved, taken back."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from starlette.responses import Response

from meedoen import themes
from meedoen.endpoints import input as posting
from meedoen.endpoints.console import meanwhile
from meedoen.endpoints.console.base import Desk
from meedoen.endpoints.console.form import WRONG
from meedoen.endpoints.console.here import Here
from meedoen.endpoints.console.style_fields import PICKS, TOKENS, Tokens, named, picks_of
from meedoen.endpoints.console.style_looks import Tried, seen_in
from meedoen.errors import Invalid, NotFound, Overtaken
from meedoen.participation.forms import validate
from meedoen.render.console_style import by_line, pickings, report
from meedoen.render.forms import FormView, field_views
from meedoen.store import themes as kept
from meedoen.store.alone import alone
from meedoen.themes import picked
from meedoen.values import N_, say

FILE = "file"
OVERTAKEN = say(
    "Meanwhile somebody else saved another house style. Save again to put yours in its place;"
    " theirs is the one before then, which you can put back."
)
_check = lru_cache(maxsize=8)(themes.check)
"""A theme as published takes half a second, and is judged when it is looked at, saved, and shown again."""


@dataclass(frozen=True, slots=True)
class Given:
    """A style as it is kept, or would be."""

    upload: str
    """Empty is the server's own."""
    checked: themes.Checked | None


class Style(Desk):
    """One form with all of it, so that nothing typed is lost; without `_preview` it is saved."""

    title = say("House style")
    read_form = staticmethod(posting.read_with_files)

    async def get(self, here: Here) -> Response:
        """The form, and how the style is judged that is worn now."""
        now = await self._now(here)
        given = Given(now, await _checked(now.encode()) if now else None)
        return await self.shown(here, _values(now), given)

    async def post(self, here: Here, fields: Mapping[str, str]) -> Response:
        """Go back, or look at it, or save it."""
        own = here.own or {}
        if back := own.get("_back"):
            return await self._back(here, back)
        given = await _given(_sent(here, fields), fields)
        if first := own.get("_preview"):
            css = given.checked.css if given.checked else ""
            seen = await seen_in(self.site, here.organisation, here.lang, css, first)
            return await self.shown(here, _values(given.upload), given, seen=seen)
        await self._save(here, given)
        return self.on(here, here.path, "worn")

    async def refused(self, here: Here, fields: Mapping[str, str], failure: Invalid) -> Response:
        """The form again, with each line that cannot be taken; a file that was sent stands in its field."""
        try:
            text = _sent(here, fields).decode("utf-8-sig")
        except UnicodeDecodeError:  # no text, which no field can show
            text = fields.get(TOKENS, "")
        return await self.shown(here, {**fields, TOKENS: text.replace("\0", "")}, Given("", None), failure)

    async def shown(
        self,
        here: Here,
        values: Mapping[str, str],
        given: Given,
        failure: Invalid | None = None,
        seen: Tried = Tried(),  # noqa: B008  (a frozen value)
    ) -> Response:
        """The page."""
        words = self.site.composer.words(here.lang)
        wrong = dict(failure.fields) if failure else {}
        lines = {line: wrong.pop(line) for line in list(wrong) if line[:1].isdigit()}
        errors = {**wrong, **({TOKENS: failure.detail} if failure and lines else {})}
        fields = {
            one.name: one for model in (PICKS, Tokens) for one in field_views(model, words, "style", values, errors)
        }
        along = meanwhile.goes_along(here, {TOKENS: await self._now(here)}, failure)
        hidden = (("_form", here.session.form if here.session else ""), (meanwhile.WAS, along))
        form = FormView("style", here.path, words.gettext(N_("Save")), tuple(fields.values()), hidden, "style")
        before = await self.read(kept.before, here.organisation)
        return self.page(
            here,
            "style.html",
            self.title,
            failure.status if failure else 200,
            form=form,
            wrong=failure.detail if failure and not form.errors else None,
            lines=by_line(lines),
            fields=fields,
            pickings=list(pickings(fields, given.checked, words)),
            report=report(given.checked, words) if given.checked else None,
            seen=seen,
            worn=bool(await self._now(here)),
            before=before,
        )

    async def _now(self, here: Here) -> str:
        """What was uploaded; empty where it wears the server's own."""
        return await self.read(_upload, here)

    async def _save(self, here: Here, given: Given) -> None:
        """Raises `Overtaken` where another saved one meanwhile: that is the one before then, and can be put back."""
        of, at = here.organisation, self.site.clock()

        def unit(conn: Any) -> None:
            alone(conn, here.base)
            now = _upload(conn, here)
            if meanwhile.overtaken(meanwhile.opened(here), {TOKENS: now}, {TOKENS: given.upload}):
                raise Overtaken(WRONG, {TOKENS: OVERTAKEN}, was=meanwhile.was({TOKENS: now}))
            if given.upload == now:
                return
            if given.checked:
                kept.put_on(conn, of, given.upload, given.checked.css, at=at)
            else:
                kept.remove(conn, of, at=at)

        await self.write(here, unit)

    async def _back(self, here: Here, to: str) -> Response:
        """To the style before, or to the server's own; either can be taken back in the same way."""
        unit = kept.back if to == "before" else kept.remove
        await self.write(here, unit, here.organisation, at=self.site.clock())
        return self.on(here, here.path, "worn")


def _upload(conn: Any, here: Here) -> str:
    try:
        return kept.upload(conn, here.organisation)
    except NotFound:
        return ""


def _sent(here: Here, fields: Mapping[str, str]) -> bytes:
    """The file that was chosen, else what stands in the field, with ends of lines as they were."""
    file = (here.files or {}).get(FILE)
    return fields.get(TOKENS, "").replace("\r\n", "\n").encode() if file is None else file


async def _given(sent: bytes, fields: Mapping[str, str]) -> Given:
    """What was sent, if it fits. Raises `Invalid` with a sentence for each field, and for each line."""
    picks, wrong = picks_of(PICKS()), None
    try:
        picks = picks_of(validate(PICKS, {name: value for name, value in fields.items() if name != TOKENS}))
    except Invalid as failure:
        wrong = failure
    text = sent.decode("utf-8-sig", "surrogateescape")
    before, there = picked.split(text)
    text = picked.joined(before, {**there, **picks})
    try:
        given = (
            Given(text, await _checked(text.encode("utf-8", "surrogateescape"))) if text.strip() else Given("", None)
        )
    except Invalid as failure:
        raise Invalid(failure.detail, {**failure.fields, **(wrong.fields if wrong else {})}) from failure
    if wrong:
        raise wrong
    return given


async def _checked(raw: bytes) -> themes.Checked:
    """Beside the event loop, which serves others meanwhile. Raises `Invalid`."""
    return await asyncio.to_thread(partial(_check, raw))


def _values(upload: str) -> Mapping[str, Any]:
    """What stands in the form for it."""
    before, there = picked.split(upload)
    return {TOKENS: before, **{named(*at): value for at, value in there.items()}}
