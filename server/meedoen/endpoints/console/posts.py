# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`…/widgets/{name}/posts`: what staff wrote in a widget and what is to come; and dropping what is to come."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pydantic import BaseModel, ConfigDict
from starlette.responses import Response

from meedoen import limits
from meedoen.effects import Contribute
from meedoen.endpoints.console import meanwhile
from meedoen.endpoints.console.base import Desk
from meedoen.endpoints.console.form import FormDesk
from meedoen.endpoints.console.here import Here
from meedoen.endpoints.console.posting import placed_at, posts_at
from meedoen.endpoints.console.rewriting import planned
from meedoen.errors import Invalid, Overtaken
from meedoen.participation.staff import WRITES, allows
from meedoen.render.console_posts import coming_line, posted_line
from meedoen.render.forms import FormView
from meedoen.store import coming, views
from meedoen.store.alone import alone
from meedoen.values import N_, Items, Reads, say


class Posts(Desk):
    """The list."""

    async def get(self, here: Here) -> Response:
        """What is to come first, then the newest."""
        placed, moment = placed_at(here), self.site.clock()
        kind, words = placed.installed.type, self.site.composer.words(here.lang, placed.installed.type.name)
        lines = []
        writing = next((one.name for one in placed.installed.staff_actions if Contribute in one.effects), "")
        for of in sorted(kind.staff_kinds):
            reads = Reads(items=Items(of, most=limits.POSTS_LISTED_MAX))
            found = await self.read(views.read, placed.widget, reads)
            lines += [posted_line(placed, one, words, here.widget_base, writing) for one in found.items]
        waiting = await self.read(coming.of_widget, placed.widget.id)
        return self.page(
            here,
            "posts.html",
            say("Updates in %(title)s", title=placed.widget.title),
            of=placed.widget,
            lines=sorted(lines, key=lambda one: one.at, reverse=True)[: limits.POSTS_LISTED_MAX],
            waiting=[coming_line(placed, one, words, here.widget_base, moment) for one in waiting],
            actions=[(one.name, words.text(one.label)) for one in placed.installed.staff_actions],
            tables=[(one.name, words.text(one.label)) for one in placed.installed.staff_actions if one.table],
            writes=allows(WRITES, here.member, placed.widget.id),
            at=here.widget_base,
            zone=here.organisation.zone,
        )


CHANGED = say("Nothing was dropped: somebody else changed it meanwhile. Read below what it is now, and decide again.")


class Nothing(BaseModel):
    """A bare button."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Drop(FormDesk):
    """A page between, instead of a dialogue. What another changed after it was opened is not dropped unread."""

    title = say("Drop what is to come")
    button = N_("Drop it")
    template = "post-drop.html"

    async def model(self, here: Here) -> type[BaseModel]:
        """Whether that is meant."""
        return Nothing

    async def more(self, here: Here) -> dict[str, Any]:
        """What. Raises `NotFound`."""
        words = self.site.composer.words(here.lang, placed_at(here).installed.type.name)
        one = await self.read(planned, here)
        line = coming_line(placed_at(here), one, words, here.widget_base, self.site.clock())
        return {"line": line, "back": posts_at(here), "of": here.widget, "zone": here.organisation.zone}

    async def form(self, here: Here, values: Mapping[str, str], failure: Invalid | None = None) -> FormView:
        """With what stood there when it was opened."""
        form = await super().form(here, values, failure)
        along = meanwhile.goes_along(here, await self.read(_standing, here), failure)
        return replace(form, hidden=(*form.hidden, (meanwhile.WAS, along)))

    async def save(self, here: Here, valid: Nothing) -> Response:
        """It will not be placed."""

        def unit(conn: Any) -> None:
            alone(conn, here.base)
            standing = _standing(conn, here)
            if meanwhile.overtaken(meanwhile.opened(here), standing, {}):
                raise Overtaken(CHANGED, was=meanwhile.was(standing))
            coming.drop(conn, here.widget, here.request.path_params["uid"], at=self.site.clock())

        await self.write(here, unit)
        return self.on(here, posts_at(here), "dropped")


def _standing(conn: Any, here: Here) -> Mapping[str, str]:
    one = planned(conn, here)
    return {"all": json.dumps([one.data, one.due.isoformat()], sort_keys=True)}
