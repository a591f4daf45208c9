# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The architecture page is true: each absence it claims names the test or contract that holds it, and that exists."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.tools import files, nothing, pyproject, syntax, text

PAGE = Path("server/docs/ARCHITECTURE.md")
PAGE_LINES_MAX = 150

WAYS_OUT = (
    *("ftplib", "http.client", "httpcore", "httpcore2", "httpx", "httpx2", "requests", "aiohttp", "smtplib"),
    *("urllib.request", "urllib3", "anyio.connect_tcp"),
)
"""Modules with which a program opens a connection to elsewhere."""


def absences() -> Iterator[str]:
    """The points of the page that say who alone may, or what never happens; a point may run over several lines."""
    for point in re.findall(r"^- (?:.*)(?:\n  .*)*", text(PAGE), re.MULTILINE):
        line = " ".join(point.split())
        if re.match(r"- \**(?:Only|Never)\b", line):
            yield line


def contracts() -> set[str]:
    return {contract["name"] for contract in pyproject()["tool"]["importlinter"]["contracts"]}


def holds(reference: str) -> bool:
    """Whether something exists that holds a line: `tests/x.py::test_name`, `import-linter: name` or `ruff: RULE`."""
    kind, _, name = (part.strip() for part in reference.partition(":"))
    if kind == "import-linter":
        return name in contracts()
    if kind == "ruff":
        return any(name.startswith(chosen) for chosen in pyproject()["tool"]["ruff"]["lint"]["select"])
    path, _, function = reference.partition("::")
    there = Path(path) in files("test_*.py", under=["tests"])
    return there and function in {node.name for node in syntax(Path(path)).body if isinstance(node, ast.FunctionDef)}


def test_the_page_is_short() -> None:
    assert len(text(PAGE).splitlines()) <= PAGE_LINES_MAX


def test_every_absence_on_the_page_is_held() -> None:
    claims = list(absences())
    assert claims, "the page says what is not there: points that begin with Only or Never"
    held = {claim: re.findall(r"\(held by ([^)]+)\)", claim.replace("`", "")) for claim in claims}
    nothing(
        claim
        for claim, references in held.items()
        if not references or not all(holds(part.strip()) for line in references for part in line.split(";"))
    )


def test_every_import_contract_is_on_the_page() -> None:
    page = " ".join(text(PAGE).split())
    nothing(name for name in contracts() if f"import-linter: {name}" not in page)


def test_only_outward_opens_a_connection() -> None:
    """One guarded way out: what fetches elsewhere is not for anybody to write again."""
    sought = re.compile(
        rf"(?:{'|'.join(map(re.escape, WAYS_OUT))})(?:\.|$)|asyncio\.open_connection|socket\.create_connection"
    )
    nothing(
        f"{path}: {name}"
        for path in files("*.py", under=["server", "widgets"])
        if not path.is_relative_to("server/meedoen/outward")
        for node in ast.walk(syntax(path))
        for name in names(node)
        if sought.match(name)
    )


def names(node: ast.AST) -> list[str]:
    """The modules and functions a node brings in, with their full names."""
    match node:
        case ast.Import(names=aliases):
            return [alias.name for alias in aliases]
        case ast.ImportFrom(module=str(module), names=aliases):
            return [module, *(f"{module}.{alias.name}" for alias in aliases)]
        case ast.Attribute():
            return [ast.unparse(node)]
    return []
