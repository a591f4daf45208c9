# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Static files, made at start: compressed beforehand, and under names that hold their own hash, so kept for ever.

What a document loads is one stylesheet and one script, so each widget type gets a file of each, put together from the
server's and its own; an organisation with a house style gets its own of each stylesheet, made when it is first needed.
The loaders keep their names, since snippets hold those: `embed/v1.js` follows the newest, `embed/1.0.0.js` never
changes; `favicon.ico` is what browsers ask for unasked. The folder is a root to serve from: `static/…` and `embed/…`
are the paths.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

import brotli

from meedoen import limits

SOURCES = Path(__file__).parent.parent / "static"
BASE = ("base.css", "act.css", "others.css")
"""The stylesheet of every document, in this order."""
PAGE = ("page.css", "page-parts.css", "page-media.css")
"""What full pages have besides."""
CONSOLE = ("console.css", "console-pages.css")
"""What the console has besides those."""
SCRIPT = ("drafts.js", "frame.js", "alike.js")
"""The script of every widget, before what its type has of its own."""
_REMARK = re.compile(rb"^ *//.*\n", re.MULTILINE)
_COMPRESSIBLE = {".css", ".js", ".svg"}


@dataclass(frozen=True, slots=True)
class Manifest:
    """Where each logical name is served: `page.css`, `icon.svg`, `card.png`; of a type, `rating.css`, `rating.js`."""

    root: Path
    paths: Mapping[str, str]
    integrity: Mapping[str, str]
    """By name of a loader: its SRI value."""

    def __getitem__(self, name: str) -> str:
        return self.paths[name]


def build(root: Path, types: Mapping[str, Path], sources: Path = SOURCES) -> Manifest:
    """Write what is missing under `root`. `types` gives the folder of each widget type."""
    base, page = ([sources / name for name in names] for names in (BASE, PAGE))
    contents = {
        "page.css": _joined(*base, *page),
        "console.css": _joined(*base, *page, *(sources / name for name in CONSOLE)),
        "figures.css": _joined(*base, *page, sources / "figures.css"),
        "page.js": _joined(*(sources / name for name in ("drafts.js", "page.js", "kept.js"))),
        "icon.svg": _joined(sources / "icon.svg"),
        "card.png": _joined(sources / "card.png"),
    }
    for name, own in types.items():
        contents[f"{name}.css"] = _joined(*base, own / "style.css")
        contents[f"{name}.page.css"] = _joined(*base, *page, own / "style.css")
        contents[f"{name}.js"] = _joined(*(sources / part for part in SCRIPT), own / "enhance.js")
    paths = {name: f"/static/{hashed_name(name, content)}" for name, content in contents.items()}
    for name, content in contents.items():
        _publish(root / paths[name].lstrip("/"), content)
    loaders = {path.name: path.read_bytes() for path in sorted((sources / "embed").glob("*.js"))}
    for name, content in loaders.items():
        _publish(root / "embed" / name, content)
    _publish(root / "favicon.ico", (sources / "favicon.ico").read_bytes())
    return Manifest(root, paths, {name: integrity(content) for name, content in loaders.items()})


class Styled:
    """The stylesheets in house styles: each is one of the manifest's with the style behind it, in a file of its own."""

    def __init__(self, manifest: Manifest) -> None:
        self._manifest = manifest
        self._paths: dict[tuple[str, str, str], str] = {}

    def path(self, name: str, organisation: str, style: str) -> str:
        """Where `rating.css` is served in this style; the server's own file when there is none."""
        plain = self._manifest[name]
        if not style:
            return plain
        key = (name, organisation, style)
        if key not in self._paths:
            if len(self._paths) >= limits.FACES_MAX:
                self._paths.clear()
            content = (self._manifest.root / plain.lstrip("/")).read_bytes() + style.encode()
            path = f"/static/{organisation}/{hashed_name(name, content)}"
            _publish(self._manifest.root / path.lstrip("/"), content)
            self._paths[key] = path
        return self._paths[key]


def hashed_name(name: str, content: bytes) -> str:
    """`rating.css` as `rating.1f2e3d4c5b6a.css`."""
    stem, _, suffix = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}.{suffix}"


def integrity(content: bytes) -> str:
    """The value of an `integrity` attribute."""
    return "sha384-" + b64encode(hashlib.sha384(content).digest()).decode()


def _joined(*paths: Path) -> bytes:
    """One behind another."""
    return b"\n".join(_read(path) for path in paths if path.is_file())


def _read(path: Path) -> bytes:
    """Of a script without the lines that are remarks to who reads its source."""
    content = path.read_bytes()
    return _REMARK.sub(b"", content) if path.suffix == ".js" else content


def _publish(path: Path, content: bytes) -> None:
    if path.is_file() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix in _COMPRESSIBLE:
        _write(path.with_name(path.name + ".br"), lambda: brotli.compress(content, quality=11))
        _write(path.with_name(path.name + ".gz"), lambda: gzip.compress(content, 9, mtime=0))
    # Last: where this is, the others are.
    _write(path, lambda: content)


def _write(path: Path, make: Callable[[], bytes]) -> None:
    """Whole or not at all, also when two servers start at once."""
    with NamedTemporaryFile(dir=path.parent, delete=False) as unfinished:
        unfinished.write(make())
    Path(unfinished.name).chmod(0o644)
    Path(unfinished.name).replace(path)
