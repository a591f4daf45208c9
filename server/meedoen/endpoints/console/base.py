# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every page of the console goes through: who asks, what he may there, and whether a post is his own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from meedoen import limits
from meedoen.directory import Moved
from meedoen.endpoints import input as posting
from meedoen.endpoints.console import cookies
from meedoen.endpoints.console.here import OWN, SIGN_IN, Here, again, kept
from meedoen.endpoints.replies import html, see_other
from meedoen.errors import Failure, Forbidden, Invalid, NotAllowed, NotFound
from meedoen.identity import sessions as secrets
from meedoen.participation.staff import Needs, allows
from meedoen.render.console import ConsolePages, Frame
from meedoen.site import Site
from meedoen.store import events, members, organisations, sessions
from meedoen.values import Message, say

T = TypeVar("T")


class Desk:
    """A page. What it answers to GET and POST is `get` and `post`; who comes that far, the route table says."""

    read_form = staticmethod(posting.read)
    """How its post is read; `posting.read_with_files` where something can be uploaded."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.pages = ConsolePages(site.composer)

    async def get(self, here: Here) -> Response:
        """What stands there."""
        raise NotAllowed(say("This address does not take this method."))

    async def post(self, here: Here, fields: Mapping[str, str]) -> Response:
        """What is done. `Invalid` is answered by `refused`."""
        raise NotAllowed(say("This address does not take this method."))

    async def refused(self, here: Here, fields: Mapping[str, str], failure: Invalid) -> Response:
        """The page again, with what was typed and what was wrong with it."""
        raise failure

    # --- for pages ---------------------------------------------------------------------------------------------------

    def page(self, here: Here, template: str, title: Message | str, status: int = 200, **context: Any) -> Response:
        """A page in the frame of the console."""
        text = self.pages.page(f"console/{template}", self.frame(here), title, **context)
        return html(self.site, here.request, text, status)

    @staticmethod
    def frame(here: Here) -> Frame:
        """What the frame is made for."""
        query = here.request.query_params
        return Frame(here.origin, here.path, query, here.lang, here.session, here.joined, here.at)

    def on(self, here: Here, where: str, done: str = "") -> Response:
        """On to another page, which says what was done: a key of `meedoen.render.console.DONE`."""
        return see_other(self.site, here.request, f"{where}?done={done}" if done else where)

    async def write(self, here: Here, fn: Callable[..., T], *given: Any, **named: Any) -> T:
        """One unit of work; each line of the log that it writes names who asked."""

        def unit(conn: Any) -> T:
            with events.done_by(conn, here.at.uid if here.at else ""):
                return fn(conn, *given, **named)

        return await self.site.store.write(unit)

    async def read(self, fn: Callable[..., T], *given: Any, **named: Any) -> T:
        """The same, where nothing is changed."""
        return await self.site.store.read(lambda conn: fn(conn, *given, **named))

    # --- at the door -------------------------------------------------------------------------------------------------

    async def serve(self, request: Request) -> Response:
        """Answer a request, or refuse it."""
        origin = self.site.origin(request.scope)
        lang = request.query_params.get("lang", "")
        here = Here(request, origin, lang if lang in self.site.composer.languages else "nl")
        try:
            if request.method == "POST":
                _check_origin(request, origin)
            here, secret = await self._known(here)
            if here.session is None and request.scope["route"].needs.signed_in:
                return await self._turned_away(here)
            here = await self._placed(here, request.scope["route"].needs)
            response = await (self._posted(here) if request.method == "POST" else self.get(here))
        except Failure as failure:
            return self.failed(here, failure)
        if secret:
            cookies.put(response, cookies.SESSION, secret, origin)
        return response

    def failed(self, here: Here, failure: Failure) -> Response:
        """What went wrong, and what to do."""
        response = self.page(here, "failure.html", say(failure.title), failure.status, detail=failure.detail)
        response.headers.update(failure.headers)
        return response

    async def _known(self, here: Here) -> tuple[Here, str]:
        """Who asks, if he is signed in; and the other secret under which his session goes on from here, if it does."""
        secret = cookies.get(here.request, cookies.SESSION, here.origin)
        if not secret:
            return here, ""
        now, digest = self.site.clock(), secrets.digest(secret)
        session = await self.read(sessions.by_digest, digest)
        if session is None or not secrets.is_good(session, now):
            return here, ""
        joined = await self.read(members.of_account, session.account.id)
        renewed = ""
        if session.stale:
            renewed = secrets.new_secret()
            await self.site.store.write(partial(sessions.renew, digest=digest, to=secrets.digest(renewed), seen=now))
            session = replace(session, digest=secrets.digest(renewed), stale=False)
        elif (now - session.seen).total_seconds() >= limits.SESSION_SEEN_S:
            await self.site.store.write(partial(sessions.see, digest=digest, at=now))
        return replace(here, lang=session.account.language, session=session, joined=joined), renewed

    async def _placed(self, here: Here, needs: Needs) -> Here:
        """With what the address names. Raises `NotFound` outside one's organisation, `Forbidden` inside it."""
        if not needs.member:
            return here
        name, at = here.request.path_params["org"], None
        at = next((one for one in here.joined if one.organisation.name == name), None)
        if at is None:
            await self._led_on(here, name)
            raise NotFound(say("There is no organisation of yours at this address. Choose one of yours."))
        here, widget = replace(here, at=at), None
        if "name" in here.request.path_params:
            placed = await self.site.directory.any(name, here.request.path_params["name"])
            here, widget = replace(here, placed=placed), placed.widget.id
        if not allows(needs, at, widget):
            raise Forbidden(say("Your roles do not allow this. Ask an administrator of your organisation for it."))
        return here

    async def _led_on(self, here: Here, name: str) -> None:
        """Raises `Moved` where this is an old name of one of his organisations."""
        found = await self.read(organisations.id_of, name)
        if now := next((one.organisation for one in here.joined if one.organisation.id == found), None):
            raise Moved(now.name)

    async def _posted(self, here: Here) -> Response:
        posted, refusal = await self.read_form(here.request, OWN, limits.CONSOLE_BODY_BYTES_MAX)
        if here.session and not secrets.fits(here.session, posted.get("_form")):
            lead = say("This form was made before you signed in anew. Check what you filled in, and send it again.")
            return self.resumed(here, here.path, again(posted), lead, 403)
        here = replace(here, own=posted.own, files=posted.files)
        try:
            if refusal:
                raise refusal
            return await self.post(here, posted.fields)
        except Invalid as failure:
            return await self.refused(here, posted.fields, failure)

    def resumed(self, here: Here, path: str, fields: Mapping[str, str], lead: Message, status: int = 200) -> Response:
        """What was sent and not done: one button sends it again, as the form of this session."""
        return self.page(
            here, "resume.html", say("Check and send"), status, lead=lead, address=path, kept=list(fields.items())
        )

    async def _turned_away(self, here: Here) -> Response:
        """To the sign-in, which leads back. What was posted is taken along, less what is secret."""
        if here.request.method != "POST":
            query = here.request.url.query
            where = quote(here.path + (f"?{query}" if query else ""), safe="/")
            return see_other(self.site, here.request, f"{SIGN_IN}?next={where}")
        posted, _refusal = await self.read_form(here.request, OWN, limits.CONSOLE_BODY_BYTES_MAX)
        return self.page(
            here,
            "sign-in.html",
            say("Sign in"),
            401,
            form=self.pages.sign_in(here.lang, "", {"_kept": kept(here.path, posted)}),
            lead=say("You were signed out after some time. Sign in, and you can send what you filled in."),
            wrong=None,
        )


def _check_origin(request: Request, ours: str) -> None:
    """Raises `Forbidden` when a post comes from another site, or nothing says where it comes from.

    Every browser sends `Origin` with a post (Fetch, 3.2), and those of today `Sec-Fetch-Site`.
    """
    origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
    if origin not in (None, ours) or site not in (None, "same-origin") or (origin, site) == (None, None):
        raise Forbidden(say("This was sent from another website, so nothing was done. Go on in the console itself."))
