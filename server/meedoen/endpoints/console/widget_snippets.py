# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`…/widgets/{name}/snippets`, `…/check`: what is pasted where, and whether it works on a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from meedoen import limits
from meedoen.addresses import Query, with_query
from meedoen.endpoints.console.form import WRONG, FormDesk
from meedoen.endpoints.console.here import Here
from meedoen.errors import Invalid, NotFetched
from meedoen.outward import page_check
from meedoen.participation import framing
from meedoen.participation.views import check_ask
from meedoen.render import share
from meedoen.render.forms import FormView, Typed
from meedoen.values import N_, Ask, say


class Where(BaseModel):
    """A page on which it was pasted."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    url: Annotated[str, Typed(autocomplete="off")] = Field(
        title=N_("Address of your page"),
        description=N_("The page on which you pasted it, as visitors see it: https://…"),
        min_length=1,
        max_length=limits.FETCH_URL_CHARS_MAX,
    )


class CheckPage(FormDesk):
    """Does it work on my page? What is found there is told, and kept nowhere."""

    title = say("Does it work on my page?")
    template = "widget-check.html"
    button = N_("Check this page")

    async def model(self, here: Here) -> type[BaseModel]:
        """Which page."""
        return Where

    async def more(self, here: Here) -> Mapping[str, Any]:
        """Whose snippet, and nothing found yet."""
        return {"of": here.widget, "back": f"{here.widget_base}/snippets", "findings": ()}

    async def form(self, here: Here, values: Mapping[str, str], failure: Invalid | None = None) -> FormView:
        """The form; other pages show it too, and it is answered here."""
        hidden = {"_form": here.session.form if here.session else ""}
        url = f"{here.widget_base}/check"
        return self.pages.form(Where, here.lang, url, self.button, values, failure.fields if failure else {}, hidden)

    async def save(self, here: Here, valid: Where) -> Response:
        """Fetch it and look."""
        assert here.placed is not None  # noqa: S101
        site = self.site
        try:
            findings = await page_check.check(
                valid.url,
                here.placed,
                fetcher=site.fetcher,
                store=site.store,
                origins=frozenset(site.settings.origins.values()),
            )
        except NotFetched as failure:
            raise Invalid(WRONG, {"url": failure.detail}) from failure
        form = await self.form(here, {"url": valid.url})
        more = {**await self.more(here), "findings": findings}
        return self.page(here, self.template, self.title, form=form, wrong=None, **more)


class Snippets(CheckPage):
    """What is pasted, for each kind of place."""

    title = say("What you paste")

    async def get(self, here: Here) -> Response:
        """All of it, and at its end the question whether it works."""
        assert here.placed is not None  # noqa: S101
        site, placed = self.site, here.placed
        origin = site.settings.origin_of(here.organisation.name)
        query = Query(Ask(group=self._group(here)))
        shown = share.card(site.composer, placed, origin, query)
        face = site.composer.face_of(placed, shown.place, site.composer.words(here.lang, here.widget.type))
        return self.page(
            here,
            "widget-snippets.html",
            self.title,
            of=here.widget,
            back=here.widget_base,
            address=shown.place.at(),
            groups=[
                (label, with_query(here.path, {"group": key}), key == query.ask.group)
                for key, label in share.parted(placed)
            ],
            places=share.pasted(site.composer, placed, shown, here.lang),
            led=True,
            oembed=shown.place.oembed("json"),
            feeds=face.feeds,
            by_mail=face.mail,
            reader=share.reader(shown.place),
            share=shown.place.share,
            framers=framing.unpacked(placed.widget.ancestors),
            form=await self.form(here, {}),
        )

    @staticmethod
    def _group(here: Here) -> str:
        """The group that was chosen. Raises `NotFound` for one that the widget does not have."""
        assert here.placed is not None  # noqa: S101
        group = here.request.query_params.get("group", "")
        check_ask(here.placed, Ask(group=group))
        return group
