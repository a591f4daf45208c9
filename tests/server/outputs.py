# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every way out of the server for one widget: what is searched for what may not be told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from tests.house import House
from tests.server.people import WIDGET

FEEDS = ("rss", "atom", "json")


def paths(house: House, at: str = WIDGET, items: int = 3) -> Iterator[str]:
    """Each address at which something of a widget is read."""
    organisation = at.rpartition("/")[0]
    page = quote(house.url + at, safe="")
    yield from (f"{at}{behind}" for behind in ("", "/embed", *(f".{form}" for form in FEEDS)))
    of_items = ("", "/embed", *(f".{form}" for form in FEEDS))
    yield from (f"{at}/{number}{behind}" for number in range(1, items + 1) for behind in of_items)
    yield from (f"{organisation}{behind}" for behind in ("", "/embed", ".opml", *(f".{form}" for form in FEEDS)))
    shared = f"{organisation}/-/deel{at.removeprefix(organisation)}"
    yield from (f"{shared}{which}{behind}" for which in ("", "/1")[: items + 1] for behind in ("", ".svg"))
    yield from (f"{organisation}/-/{text}" for text in ("spelregels", "privacy", "contact"))
    answers = [(which, form) for which in ("", "%2F1")[: items + 1] for form in ("json", "xml")]
    yield from (f"/oembed?url={page}{which}&format={form}" for which, form in answers)
    resource = f"/api/v1/widgets{at}"
    yield from (f"{resource}{behind}" for behind in ("", "/figures", "/contributions", "/changes"))
    yield from (f"{resource}/contributions/{number}" for number in range(1, items + 1))
    yield from (f"/api/v1/organisations{behind}" for behind in ("", organisation))
    yield from ("/", "/api/v1/widgets", "/api/v1/openapi.json")


def everything(house: House, at: str = WIDGET) -> Iterator[tuple[str, str]]:
    """(path, what is there, headers too) in both languages."""
    for path in paths(house, at):
        for language in ("", "en"):
            joint = "&" if "?" in path else "?"
            answer = house.client.get(f"{path}{joint}lang={language}" if language else path)
            headers = {name: value for name, value in answer.headers.items() if name not in ("content-length", "etag")}
            yield f"{path} {language}", f"{headers}\n{answer.text}"


def where(house: House, pattern: str, at: str = WIDGET) -> list[str]:
    """At which addresses something that fits this pattern is told."""
    return [path for path, told in everything(house, at) if re.search(pattern, told)]
