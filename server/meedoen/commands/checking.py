# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`meedoen widget check-page`: does it work on my page?"""

from __future__ import annotations

import asyncio
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import Any

from meedoen import placing
from meedoen.app import build_site
from meedoen.commands.base import ENGLISH, Command, Context, Refused, place
from meedoen.outward import page_check
from meedoen.participation.embedding import Finding, Verdict
from meedoen.participation.views import Placed


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("widget", metavar="ORGANISATION/NAME", type=place)
    parser.add_argument("url", metavar="URL", help="of the page that it stands on: https://…")


async def check(context: Context, args: Namespace) -> str:
    """What is found, a line each, and what to change. Refused when something stands in the way."""
    organisation, name = args.widget.split("/")

    def unit(conn: Any) -> Placed:
        return placing.widget(conn, context.registry, organisation, name)

    placed = await context.store.read(unit)
    site = await asyncio.to_thread(build_site, context.settings, context.registry, context.store, context.clock)
    found = await page_check.check(
        args.url,
        placed,
        fetcher=site.fetcher,
        store=context.store,
        origins=frozenset(context.settings.origins.values()),
    )
    told = "\n".join(line for one in found for line in _lines(one))
    if any(one.verdict is Verdict.BAD for one in found):
        raise Refused(told)
    return told


def _lines(finding: Finding) -> Iterator[str]:
    yield f"{finding.verdict.value:4}  {ENGLISH.text(finding.message)}"
    if finding.change is not None:
        yield f"      {ENGLISH.text(finding.change)}"


COMMANDS = (Command("widget check-page", "does it work on that page, and what is to be changed?", _arguments, check),)
