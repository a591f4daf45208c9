# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every address of the server, made in one place. Snippets pasted today must work in ten years: never change one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from urllib.parse import parse_qsl, quote, urlencode

from meedoen import limits
from meedoen.errors import Invalid, NotFound
from meedoen.values import Ask, say

RESERVED = frozenset(
    {"oembed", "embed", "api", "catalogue", "gallery", "volg", "console", "static", "files", "healthz", "readyz"}
    | {"metrics", "robots.txt", "sitemap.xml", "favicon.ico", ".well-known"}
    | {"open311", "zoek", "over", "help", "privacy", "toegankelijkheid"}
)
"""First segments that are the server's own: no organisation may take one."""
RESERVED_WIDGETS = frozenset({"embed", "do", "done"})
NAME = r"[a-z0-9]+(?:-[a-z0-9]+)*"
ORGANISATION = rf"(?!(?:{'|'.join(map(re.escape, sorted(RESERVED)))})(?:[/.]|$)){NAME}"
NUMBER = "[1-9][0-9]{0,8}"
"""Of a contribution: without leading noughts, for each has one address, and within every database's integers."""
WIDGET = rf"(?!(?:embed|do|done)(?:[/.]|$)){NAME}"

TRACKER = "bijdrage"
"""The last part of the address where a receipt code is typed in."""
MODERATION = "moderatie"
"""Behind it stand the log of what was decided, and what reports a contribution."""
FIGURES = "cijfers"
"""The last part of the address of an organisation's public figures."""
CHANGED = "veranderd"
"""Behind it stands, by widget, what the organisation changed because of what people wrote."""
FEED_FORMATS = ("rss", "atom", "json")
_ADDED = re.compile(r"(?:utm|mtm|pk)_[a-z_]+|(?:fb|g|d|ms)clid|[gw]braid|mc_[ce]id|igshid|_g[al]", re.IGNORECASE)
"""Parameters that mailings, advertisements and statistics add to the address of a page, which stays the same page."""
_ADDRESS = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]*)://(?P<host>[^/?#]*)(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_DOTS = frozenset({".", ".."})
_NARROWING = tuple(one.name for one in fields(Ask))
_KNOWN = frozenset((*_NARROWING, "lang"))


def check_name(name: str, reserved: Iterable[str] = RESERVED | RESERVED_WIDGETS) -> str:
    """A name that may stand in an address. Raises `Invalid` with the rule it breaks."""
    if name in reserved:
        raise Invalid(say("“%(name)s” is an address of the server itself. Choose another name.", name=name))
    if len(name) > limits.NAME_CHARS_MAX or not re.fullmatch(NAME, name):
        raise Invalid(
            say(
                "“%(name)s” cannot be a name. Use at most %(most)s small letters and digits, and hyphens between them.",
                name=name,
                most=limits.NAME_CHARS_MAX,
            )
        )
    return name


@dataclass(frozen=True, slots=True)
class Query:
    """A query string in canonical form: sorted, unknown names dropped; what the cache is keyed by."""

    ask: Ask = Ask()  # noqa: RUF009  (a frozen value)
    lang: str = ""
    after: int = 0
    """The number of the contribution behind which a list goes on; 0 is from its top."""
    clear: bool = False
    """`background=none`: a frame without a ground of its own. It goes along to no other address."""

    def __str__(self) -> str:
        known = {name: getattr(self.ask, name) for name in _NARROWING} | {"lang": self.lang, "after": self.after}
        return urlencode(sorted((name, value) for name, value in known.items() if value))


def read_query(raw: bytes, languages: Iterable[str], *, paged: bool = False, framed: bool = False) -> Query:
    """The canonical form of a query string. Raises `NotFound` when it is no text or too long; drops what is unknown.

    `after` is known where a list is `paged` alone, `background` where it is `framed`.
    """
    if not raw:
        return Query()
    pairs = _pairs(raw)
    known = {name: value for name, value in pairs.items() if name in _KNOWN and "\0" not in value}
    if "over" in known:
        known["over"] = subject_key(known["over"])
    lang = known.pop("lang", "")
    after = pairs.get("after", "") if paged else ""
    number = int(after) if re.fullmatch(NUMBER, after) else 0
    clear = framed and pairs.get("background") == "none"
    return Query(Ask(**known), lang if lang in languages else "", number, clear)


def read_choices(raw: bytes, known: Mapping[str, Collection[str]]) -> dict[str, str]:
    """The parameters of a query string that have one of the values known for them. Raises `NotFound`, as above."""
    pairs = _pairs(raw) if raw else {}
    return {name: pairs[name] for name, values in known.items() if pairs.get(name, "") in values}


def _pairs(raw: bytes) -> dict[str, str]:
    try:
        if len(raw) > limits.QUERY_CHARS_MAX:
            raise ValueError("too long")
        return dict(parse_qsl(raw.decode("ascii"), max_num_fields=limits.FIELDS_MAX, errors="strict"))
    except ValueError as error:
        raise NotFound(say("This address cannot be read. Check it, or start from the organisation's page.")) from error


def subject_key(key: str) -> str:
    """One key for one page, however people came to it: the key of a subject as it is kept; the empty one is none.

    A key is an address with a host, a path that begins with a slash, or any other text that is not blank. It holds no
    control characters and no line ends; an address or a path no segments of dots alone, which browsers resolve
    (RFC 3986, 5.2.4). Raises `NotFound` for what is none.

    An address or a path loses the fragment and what others add to the query (`_ADDED`), and an address is `spelled`.
    Every other key stays as it is.
    """
    if _UNSEEN.search(key) or key.isspace():
        raise _no_subject()
    is_address = _ADDRESS.fullmatch(key)
    if not is_address and not key.startswith("/"):
        return key
    path, _, query = spelled(key).partition("#")[0].partition("?")
    if is_address:
        path += "" if "/" in path.partition("://")[2] else "/"
    if (is_address and not is_address["host"]) or not _DOTS.isdisjoint(path.lower().replace("%2e", ".").split("/")):
        raise _no_subject()
    kept = [pair for pair in query.split("&") if pair and not _ADDED.fullmatch(pair.partition("=")[0])]
    return f"{path}?{'&'.join(kept)}" if kept else path


def spelled(key: str) -> str:
    """An address, or how addresses begin, with scheme and host in small letters (RFC 3986, 6.2.2.1); else `key`."""
    found = _ADDRESS.fullmatch(key)
    return f"{found['scheme'].lower()}://{found['host'].lower()}{found['rest']}" if found else key


def _no_subject() -> NotFound:
    return NotFound(say("This cannot be the address of a page. Check what stands behind “over” or “target”."))


@dataclass(frozen=True, slots=True)
class Place:
    """The addresses of one organisation, one widget of it, or one contribution of that, at an origin."""

    origin: str
    organisation: str
    name: str = ""
    query: str = ""
    """A canonical query that goes along: a narrowing, a language."""
    number: int = 0
    """Of one contribution of the widget, whose addresses these then are."""

    @property
    def organisation_page(self) -> str:
        """`/{org}`."""
        return f"{self.origin}/{self.organisation}"

    @property
    def base(self) -> str:
        """The widget's own page, whichever contribution of it this is; of an organisation alone, its own."""
        return f"{self.organisation_page}/{self.name}" if self.name else self.organisation_page

    @property
    def page(self) -> str:
        """The page of the contribution, the widget or the organisation."""
        return f"{self.base}/{self.number}" if self.number else self.base

    def at(self, path: str = "", **more: str) -> str:
        """The page's address with `path` behind it, this place's query, and more parameters."""
        query = "&".join(part for part in (self.query, urlencode(more)) if part)
        return self.page + path + (f"?{query}" if query else "")

    @property
    def embed(self) -> str:
        """The frame."""
        return self.at("/embed")

    def feed(self, form: str) -> str:
        """`.rss`, `.atom`, `.json`; of a widget `.csv`, and of an organisation `.opml`."""
        return self.at(f".{form}")

    def act(self, action: str) -> str:
        """Where an action is done."""
        return f"{self.base}/do/{quote(action)}"

    def done(self, token: str) -> str:
        """What was received."""
        return f"{self.base}/done/{token}"

    def service(self, name: str) -> str:
        """A page of the server's own inside an organisation: `/{org}/-/…`."""
        return f"{self.organisation_page}/-/{name}"

    @property
    def share(self) -> str:
        """The share panel."""
        path = f"deel/{self.name}/{self.number}" if self.number else f"deel/{self.name}"
        return self.service(path) + (f"?{self.query}" if self.query else "")

    @property
    def refusals(self) -> str:
        """Where a browser tells that a site may not hold the widget."""
        return self.service(f"geweigerd/{self.name}") if self.name else ""

    @property
    def mail(self) -> str:
        """Where one asks for mail about it."""
        path = "/".join(str(part) for part in ("mail", self.name, self.number) if part)
        return self.service(path) + (f"?{self.query}" if self.query else "")

    def changed(self, key: int = 0) -> str:
        """What was changed because of what people wrote in the widget: all of it, or one change."""
        path = "/".join(str(part) for part in (CHANGED, self.name, key) if part)
        return self.service(path) + (f"?{self.query}" if self.query else "")

    @property
    def report(self) -> str:
        """Where somebody reports the contribution."""
        path = f"{MODERATION}/{self.name}/{self.number}"
        return self.service(path) + (f"?{self.query}" if self.query else "")

    def oembed(self, form: str) -> str:
        """The provider's answer about this."""
        return f"{self.origin}/oembed?{urlencode({'format': form, 'url': self.at()})}"


def relative(address: str, origin: str) -> str:
    """The part of an absolute address behind the origin."""
    return address.removeprefix(origin)


def with_query(path: str, query: Mapping[str, str]) -> str:
    """`path` and those parameters that have a value."""
    pairs = {name: value for name, value in query.items() if value}
    return f"{path}?{urlencode(pairs)}" if pairs else path
