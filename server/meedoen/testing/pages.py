# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What can be wrong with a page whatever it shows: found by the standard library's own reader of HTML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser

VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
DRAWN = frozenset(["circle", "ellipse", "line", "path", "polygon", "polyline", "rect", "use"])
"""Empty elements of a drawing, which are closed where they stand."""
CARD = ("og:title", "og:description", "og:image")


class Page(HTMLParser):
    """What a page holds, as far as these rules ask."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.faults: list[str] = []
        self.feed(page)
        self.close()
        self.faults += [f"<{tag}> is never closed" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One more."""
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One that closes itself."""
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID | DRAWN:
            self.faults.append(f"<{tag}/> closes nothing")

    def handle_endtag(self, tag: str) -> None:
        """One less."""
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes what is not open")

    def values(self, attribute: str, tag: str = "") -> list[str]:
        """Every value of an attribute."""
        return [attrs[attribute] for name, attrs in self.elements if attribute in attrs and tag in ("", name)]

    def meta(self, name: str) -> str:
        """The content of a `meta`."""
        found = (
            attrs
            for tag, attrs in self.elements
            if tag == "meta" and name in (attrs.get("property"), attrs.get("name"))
        )
        return next(found, {}).get("content", "")


def faults_of_page(text: str, *, whole: bool = True) -> Iterator[str]:
    """Each as a sentence; `whole`: it is a document and not a part of one."""
    page = Page(text)
    yield from page.faults
    ids = Counter(page.values("id"))
    yield from (f"the id “{one}” stands {count} times" for one, count in ids.items() if count > 1)
    for attribute in ("for", "aria-labelledby", "aria-describedby"):
        pointed = {one for value in page.values(attribute) for one in value.split()}
        yield from (f"{attribute} points to “{one}”, which is not there" for one in pointed - set(ids))
    if "{{" in text or "{%" in text:
        yield "a piece of template is left in it"
    if page.values("style") or any(name.startswith("on") for _tag, attrs in page.elements for name in attrs):
        yield "it has a style or a script in an attribute"
    if whole:
        yield from (f"{name} is empty" for name in CARD if not page.meta(name))
        yield from (["<html> names no language"] if not page.values("lang", "html") else [])
        headings = sum(tag == "h1" for tag, _attrs in page.elements)
        yield from ([f"it has {headings} main headings"] if headings != 1 else [])
