# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Static files: their names, what is beside them, what they weigh, and the loader that never changes."""

from __future__ import annotations

import gzip
from hashlib import sha256
from pathlib import Path

import brotli
import pytest

from meedoen.registry import Registry
from meedoen.render.assets import SCRIPT, SOURCES, Manifest, build

KIB = 1024
LOADER_1_0_0 = "8f74293b985e7c49faec46c31f3134e504b9282ad079fb588ae9312a15e0d03c"


@pytest.fixture
def manifest(types: Registry, tmp_path: Path) -> Manifest:
    return build(tmp_path, folders(types))


def folders(types: Registry) -> dict[str, Path]:
    return {name: one.folder for name, one in types.items()}


def written(manifest: Manifest, name: str, behind: str = "") -> bytes:
    return (manifest.root / (manifest[name].lstrip("/") + behind)).read_bytes()


def test_a_type_has_one_stylesheet_and_one_script(manifest: Manifest, types: Registry) -> None:
    for name, folder in folders(types).items():
        css, script = written(manifest, f"{name}.css"), written(manifest, f"{name}.js")
        assert css.startswith((SOURCES / "base.css").read_bytes())
        sources = b"\n".join((SOURCES / part).read_bytes() for part in SCRIPT).splitlines()
        assert script.startswith(b"\n".join(line for line in sources if not line.lstrip().startswith(b"//")))
        own = folder / "style.css"
        assert not own.is_file() or css.endswith(own.read_bytes())


def test_a_name_holds_the_hash_of_what_is_in_the_file(manifest: Manifest) -> None:
    for path in manifest.paths.values():
        file = manifest.root / path.lstrip("/")
        assert sha256(file.read_bytes()).hexdigest().startswith(file.name.split(".")[-2])


def test_compressed_files_hold_the_same(manifest: Manifest) -> None:
    for name in ("page.css", "rating.js", "icon.svg"):
        assert brotli.decompress(written(manifest, name, ".br")) == written(manifest, name)
        assert gzip.decompress(written(manifest, name, ".gz")) == written(manifest, name)
    assert not (manifest.root / (manifest["card.png"].lstrip("/") + ".br")).exists()


def test_what_is_there_is_left_alone(manifest: Manifest, types: Registry) -> None:
    before = {path: path.stat().st_mtime_ns for path in manifest.root.rglob("*")}
    again = build(manifest.root, folders(types))
    assert again == manifest
    assert {path: path.stat().st_mtime_ns for path in manifest.root.rglob("*")} == before


def test_a_loader_of_an_earlier_version_is_replaced(manifest: Manifest, types: Registry) -> None:
    loader = manifest.root / "embed/v1.js"
    newest = loader.read_bytes()
    loader.write_bytes(b"earlier")
    build(manifest.root, folders(types))
    assert loader.read_bytes() == newest
    assert brotli.decompress(loader.with_name("v1.js.br").read_bytes()) == newest


def test_the_pinned_loader_never_changes() -> None:
    """It stands with this hash in other people's pages. A change is a new file, with a new number."""
    assert sha256((SOURCES / "embed/1.0.0.js").read_bytes()).hexdigest() == LOADER_1_0_0


def test_what_an_embed_loads_is_light(manifest: Manifest) -> None:
    """The whole first view may take 14 KiB and the loader 1.5, headers counted; a test over HTTP holds those."""
    assert len(written(manifest, "rating.css", ".br")) < 4 * KIB
    assert len(written(manifest, "rating.js", ".br")) < 5 * KIB
    assert len((manifest.root / "embed/v1.js.br").read_bytes()) < KIB
