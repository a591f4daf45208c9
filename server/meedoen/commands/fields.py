# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What `widget add` and `widget set` take: the options, and what they mean."""

from __future__ import annotations

import json
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from meedoen.commands import times
from meedoen.commands.base import Refused, language, place, text, title
from meedoen.records import Phase
from meedoen.registry import Installed
from meedoen.values import Assurance

LEAST = {one.name.lower(): one for one in Assurance if one is not Assurance.OIDC}


def new(parser: ArgumentParser) -> None:
    """Of a widget that is to be placed."""
    parser.add_argument("widget", metavar="ORGANISATION/NAME", type=place)
    parser.add_argument("--type", required=True, help="the kind of widget: see meedoen widget types")
    parser.add_argument("--title", type=title, required=True, help="what it is called")
    _options(parser)


def present(parser: ArgumentParser) -> None:
    """Of a widget that is there."""
    parser.add_argument("widget", metavar="ORGANISATION/NAME", type=place)
    parser.add_argument("--title", type=title, help="what it is called")
    _options(parser)


def _options(parser: ArgumentParser) -> None:
    told = "a setting of its type; a list as JSON; KEY= is the type's default again"
    parser.add_argument("--set", type=setting, action="append", default=[], metavar="KEY=VALUE", help=told)
    parser.add_argument("--opens", metavar="TIME", help="2026-11-16 09:00, where the organisation is; empty: at once")
    parser.add_argument("--closes", metavar="TIME", help="2026-12-14 17:00, where the organisation is; empty: never")
    parser.add_argument("--expectation", type=text, help="what is asked, who decides, when one hears back")
    parser.add_argument("--least", choices=list(LEAST), help="the least assurance that counts (form)")
    parser.add_argument("--language", type=_language, help="when it is not the organisation's; empty: it is")


def _language(value: str) -> str:
    return language(value) if value else value


def setting(value: str) -> list[str]:
    """KEY=VALUE, as two."""
    key, equals, rest = value.partition("=")
    if not equals or not key.isidentifier():
        raise ArgumentTypeError(f"“{value}” is not KEY=VALUE, such as scale=faces")
    return [key, rest]


def settings_of(installed: Installed, kept: Mapping[str, Any], given: list[list[str]]) -> dict[str, Any]:
    """The settings there are, with those given put in their place. Raises `Refused` for a key the type has not."""
    raw = dict(kept)
    for key, value in given:
        if key not in installed.type.settings.model_fields:
            there = ", ".join(installed.type.settings.model_fields)
            raise Refused(f"The type {installed.type.name} has no setting “{key}”. It has: {there}.")
        raw.pop(key, None)
        if value.startswith(("[", "{")):
            try:
                raw[key] = json.loads(value)
            except ValueError as error:
                raise Refused(f"Setting “{key}”: this begins like JSON and is not: {error}.") from error
        elif value:
            raw[key] = value
    return raw


def phase_of(args: Namespace, now: Phase, zone: ZoneInfo) -> Phase:
    """When it is open, with the times given put in their place."""
    opens = now.opens_at if args.opens is None else times.moment(args.opens, zone, "--opens")
    closes = now.closes_at if args.closes is None else times.moment(args.closes, zone, "--closes")
    return replace(now, opens_at=opens, closes_at=closes)


def plain_of(args: Namespace) -> dict[str, Any]:
    """The fields that are not settings and not times, as far as they are given."""
    given = {name: value for name in ("title", "expectation", "language") if (value := getattr(args, name)) is not None}
    return given | ({"least": LEAST[args.least]} if args.least else {})
