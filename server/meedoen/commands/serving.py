# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`meedoen serve`, and what it shares with the demo and with a command that finds no server running."""

from __future__ import annotations

import asyncio
import logging
from argparse import Namespace
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from meedoen import control, limits, logs
from meedoen.app import create_app
from meedoen.commands.all import COMMANDS
from meedoen.commands.base import Answer, Context, carry_out
from meedoen.identity.sessions import digest, new_secret
from meedoen.outward.jobs import mail_kinds, worker
from meedoen.participation.staff import EVERYTHING
from meedoen.records_staff import Invitation
from meedoen.registry import load as load_types
from meedoen.server import Served, bind, serving, until_stopped
from meedoen.settings import Settings
from meedoen.store import Orders, invitations, members, open_store
from meedoen.widget import WidgetType


def now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


def orders_of(kind: WidgetType[Any]) -> Orders:
    """What the store has to know of a widget type."""
    return Orders(kind.orders, kind.subject_orders, kind.search_text, kind.facets, kind.doubles, kind.among_people)


@asynccontextmanager
async def opened(settings: Settings, clock: Callable[[], datetime] = now) -> AsyncIterator[Context]:
    """The installed types and the open database. Raises `SetUpError` or `InUse`."""
    registry = load_types()

    def ranks(type_name: str) -> Orders:
        known = registry.get(type_name)
        return Orders() if known is None else orders_of(known.type)

    store = open_store(settings.database_url, clock=clock, ranks=ranks)
    try:
        yield Context(settings, registry, store, clock)
    finally:
        await store.close()


async def serve(settings: Settings, say: Callable[[str], None]) -> None:
    """Serve until a signal comes. Raises `SetUpError` or `InUse`."""

    def ready(set_up: str) -> None:
        logs.tell("started", address=settings.base_url, port=settings.port)
        if not settings.security_contact:
            logs.tell("no contact for security", logging.WARNING, setting="MEEDOEN_SECURITY_CONTACT")
        if set_up:
            say(f"There is no administrator yet. Become it, once, at {set_up}")
        if not settings.mails:
            logs.tell("no mail server: mail waits", logging.WARNING, setting="MEEDOEN_SMTP_URL")

    await until_told(settings, ready=ready)
    logs.tell("stopped")


async def until_told(settings: Settings, *beside: Served, ready: Callable[[str], None]) -> None:
    """Serve until a signal comes; `beside` is what else this process serves.

    `ready` is given the address at which somebody becomes administrator, or nothing where there is one.
    """
    logs.begin()
    with bind(settings.host, settings.port, "MEEDOEN_HOST, MEEDOEN_PORT") as listener:
        async with opened(settings) as context:
            beside_it: list[Callable[[], AbstractAsyncContextManager[object]]] = [context.store.watching]
            app = create_app(settings, context.registry, context.store, context.clock, beside_it)
            # Only the application has the words that mail is written in; it starts what is in the list later on.
            clockwork = worker(context.store, context.registry, context.clock, mail_kinds(app.state.site))
            beside_it.append(clockwork.running)
            served = Served(
                logs.RequestLog(app, every=settings.log_requests == "all", count=app.state.site.counts.request),
                listener,
                trusted_proxies=settings.trusted_proxies,
            )
            set_up = await context.store.write(partial(first_run, settings=settings, at=context.clock()))
            with until_stopped() as stop:
                async with serving([served, *beside]), control.listening(settings.data, performing(context)):
                    ready(set_up)
                    await stop.wait()
                    app.state.site.readiness.stopping = True
                    await asyncio.sleep(settings.stop_after_s)


def first_run(conn: Any, settings: Settings, at: datetime) -> str:
    """Where there is no administrator: an address, good once and until the next start, at which one becomes it."""
    if members.administered(conn):
        return ""
    code = new_secret()
    expires = at + timedelta(seconds=limits.INVITATION_S)
    invitations.add(conn, Invitation(digest(code), None, "", EVERYTHING, expires), at=at)
    return f"{settings.console}/set-up?code={code}"


def performing(context: Context) -> control.Perform:
    """How the server carries out a command that came by the control socket."""

    async def perform(name: str, values: Mapping[str, Any]) -> Answer:
        if name not in COMMANDS:
            return Answer(1, f"The server that runs has no command “{name}”.")
        return await carry_out(COMMANDS[name], context, Namespace(**values))

    return perform


async def directly(settings: Settings, name: str, values: Mapping[str, Any]) -> Answer:
    """Carry out a command in this process."""
    async with opened(settings) as context:
        return await performing(context)(name, values)
