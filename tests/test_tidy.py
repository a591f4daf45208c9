# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tidiness as tests: each rule lists what breaks it, by file and line, and the list must be empty.

What ruff can see (unused names, commented-out code, broad excepts) is left to ruff.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from importlib.metadata import entry_points, version
from pathlib import Path

import yaml

from tests.tools import ROOT, files, nothing, pyproject, syntax, text, tree

FUNCTION_LINES_MAX = 60
MODULE_LINES_MAX = 300
TEMPLATE_LINES_MAX = 100
LOADER_LINES_MAX = 150

SOURCE = ("server", "widgets")
PYTHON = (*SOURCE, "tests", "demo-site")
WORDS = ("*.py", "*.js", "*.css", "*.html", "*.xml", "*.txt", "*.toml", "*.md", "*.po", "*.yml", "Makefile", ".ci/*")
ROUTE_TABLE = Path("server/meedoen/app.py")
RENDER = Path("server/meedoen/render")
STORE = Path("server/meedoen/store")

HIDDEN_IMPORTS_ALLOWED = {(STORE / "upgrade.py", "meedoen.store.migrations")}
"""Imports inside a function that have a reason, as (file, module). One for each reason in ARCHITECTURE.md."""


def lines_matching(pattern: str, paths: Iterable[Path], flags: int = 0) -> list[str]:
    """Where a pattern stands, as `file:line: text`."""
    sought = re.compile(pattern, flags | re.MULTILINE)
    return [
        f"{path}:{text(path).count(chr(10), 0, found.start()) + 1}: {found.group().strip()}"
        for path in paths
        for found in sought.finditer(text(path))
    ]


def length(path: Path) -> int:
    return len(text(path).splitlines())


def longer(paths: Iterable[Path], limit: int) -> list[str]:
    return [f"{path}: {length(path)} lines" for path in paths if length(path) > limit]


def templates() -> Iterator[Path]:
    yield from (path for path in files("*", under=["server/meedoen"]) if "templates" in path.parts)
    yield from files("*.html", under=["widgets"])


def stylesheets() -> Iterator[Path]:
    return files("*.css", under=[*SOURCE, "demo-site"])


# --- sizes ------------------------------------------------------------------------------------------------------------


def test_functions_fit_a_screen() -> None:
    nothing(
        f"{path}:{node.lineno}: {node.name} has {node.end_lineno - node.lineno + 1} lines"
        for path in files("*.py", under=PYTHON)
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if node.end_lineno and node.end_lineno - node.lineno + 1 > FUNCTION_LINES_MAX
    )


def test_modules_stay_small() -> None:
    modules = (path for path in files("*.py", "*.js", under=SOURCE) if path != ROUTE_TABLE)
    nothing(longer(modules, MODULE_LINES_MAX))


def test_templates_stay_small() -> None:
    nothing(longer(templates(), TEMPLATE_LINES_MAX))


def test_the_loader_stays_small() -> None:
    nothing(longer(files("*.js", under=["server/meedoen/static/embed"]), LOADER_LINES_MAX))


# --- what must be there, what must not --------------------------------------------------------------------------------


def test_python_files_name_holder_and_licence() -> None:
    header = "# SPDX-FileCopyrightText: 2026 Meedoen contributors\n# SPDX-License-Identifier: EUPL-1.2\n"
    nothing(
        str(path)
        for path in files("*.py", under=PYTHON)
        if header not in text(path).removeprefix("#!")[: len(header) + 40]
    )


def test_no_note_is_left_for_later() -> None:
    nothing(lines_matching(r"\b(?:TO[D]O|FIX[M]E|X[X]X|HA[C]K)\b.*", files(*WORDS)))


def test_no_error_is_caught_unnamed() -> None:
    nothing(lines_matching(r"^\s*except\s*:", files("*.py")))


def test_no_test_is_left_out() -> None:
    """A test that is skipped proves nothing; scale is a marker, and a missing program is a failure."""
    left_out = r"pytest\.(?:mark\.)?(?:skip|skipif|xfail|importorskip)\b|unittest\.skip"
    nothing(lines_matching(left_out, files("*.py")))


def test_nothing_names_the_machine_it_was_written_on() -> None:
    folders = r"(?<![\w./-])/(?:root|work|workspace|home/\w+|Users)/"
    registries = r"files[.]pythonhosted|pypi[.]org/simple|registry[.]npmjs|deb[.]debian[.]org|--(?:extra-)?index-url"
    nothing(lines_matching(f"{folders}|{registries}", files(*WORDS)))


def hidden_imports() -> Iterator[tuple[Path, int, str]]:
    """Imports inside functions: statements, and the call with a literal name that does the same."""
    for path in files("*.py", under=PYTHON):
        functions = (
            n for n in ast.walk(syntax(path)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        )
        for node in {node for function in functions for node in ast.walk(function)}:
            match node:
                case ast.Import(names=names):
                    yield from ((path, node.lineno, alias.name) for alias in names)
                case ast.ImportFrom(module=module):
                    yield path, node.lineno, module or "."
                case ast.Call(
                    func=ast.Name(id="import_module" | "__import__") | ast.Attribute(attr="import_module"),
                    args=[ast.Constant(value=str(module)), *_],
                ):
                    yield path, node.lineno, module


def test_no_import_hides_in_a_function() -> None:
    found = set(hidden_imports())
    nothing(f"{path}:{line}: {name}" for path, line, name in found if (path, name) not in HIDDEN_IMPORTS_ALLOWED)
    assert {(path, name) for path, _, name in found} >= HIDDEN_IMPORTS_ALLOWED, "an exception nobody needs any more"


# --- what each place leaves to another --------------------------------------------------------------------------------


def test_markup_is_made_in_render_alone() -> None:
    python = (path for path in files("*.py", under=SOURCE) if not path.is_relative_to(RENDER))
    nothing(lines_matching(r"\bMarkup\(.*|\bescape\(.*\) *\+.*", python))
    nothing(lines_matching(r"\|\s*safe\b|\bautoescape\s+false\b", templates()))


def test_sql_is_written_in_the_store_alone() -> None:
    verbs = re.compile(r"\s*(?:SELECT|INSERT INTO|UPDATE \w+ SET|DELETE FROM|CREATE TABLE|PRAGMA)\b")
    nothing(
        f"{path}:{node.lineno}: {node.value[:40]}"
        for path in files("*.py", under=SOURCE)
        if not path.is_relative_to(STORE)
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and verbs.match(node.value)
    )


def test_stylesheets_know_no_left_or_right() -> None:
    """Logical sides only, so that a page in Arabic needs no second stylesheet."""
    side = "(?:left|right|top|bottom)"
    of_a_box = rf"(?:(?:scroll-)?(?:margin|padding)|border)-{side}(?:-\w+)*"
    properties = rf"(?:{of_a_box}|{side})"
    values = r"(?:text-align|float|clear)\s*:\s*(?:left|right)\b"
    nothing(lines_matching(rf"(?:(?<=[{{;\s])|^)(?:{properties}\s*:[^;}}]*|{values})", stylesheets()))


def test_templates_carry_no_style_and_no_script() -> None:
    """The security policy of a face allows neither; data in a script element (JSON-LD) is no script."""
    attributes = r"\sstyle\s*=.*|\son[a-z]+\s*=\s*[\"'].*|javascript:.*"
    elements = r"<style\b.*|<script\b(?![^>]*\b(?:src=|type=\"application/ld\+json\")).*"
    nothing(lines_matching(f"{attributes}|{elements}", templates(), re.IGNORECASE))


# --- nothing without a reason to be there -----------------------------------------------------------------------------


def module_name(path: Path) -> str:
    """The dotted name under which the rest of the project knows a Python file."""
    inner = path.relative_to(path.parts[0]) if path.parts[0] in SOURCE else path
    return ".".join(inner.with_suffix("").parts)


def imported(paths: Iterable[Path]) -> set[str]:
    """Every module, and every name in one, that these files import."""
    names = set()
    for path in paths:
        for node in ast.walk(syntax(path)):
            match node:
                case ast.Import(names=aliases):
                    names |= {alias.name for alias in aliases}
                case ast.ImportFrom(module=str(module), names=aliases):
                    names |= {module, *(f"{module}.{alias.name}" for alias in aliases)}
    return names


def test_every_module_is_imported() -> None:
    """Tests alone do not keep a module of the server alive, but for the suite that ships to be used by tests."""
    product = imported(files("*.py", under=SOURCE)) | {name for _, name in HIDDEN_IMPORTS_ALLOWED}
    anywhere = product | imported(files("*.py", under=["tests"]))
    configured = text(Path("pyproject.toml")) + text(Path("Makefile"))
    by_convention = (
        "__init__.py",
        "__main__.py",
        "conftest.py",
        "test_*.py",
        "versions/*.py",
        "env.py",
        "thirdparty/*/*/widget.py",
        "meedoen/testing/plugin.py",
    )
    nothing(
        str(path)
        for path in files("*.py", under=[*SOURCE, "tests"])
        if not any(path.match(name) for name in by_convention)
        and module_name(path) not in (product if path.parts[0] in SOURCE and "testing" not in path.parts else anywhere)
        and module_name(path) not in configured
        and str(path) not in configured
    )


def test_every_file_is_named_somewhere() -> None:
    """A template, picture, page or script that nothing names is one nobody would miss."""
    by_convention = (
        "README.md",
        "index.html",
        "*.po",
        "py.typed",
        "adr/*.md",
        "schemas/*.sql",
        "schemas/*/*.sql",
        "embed-snippets/*/*",
        "LICENSES/*",
        ".ci/*",
    )
    candidates = [
        path
        for path in tree()
        if len(path.parts) > 1 and path.suffix != ".py" and not any(path.match(name) for name in by_convention)
    ]
    everything = {path: text(path) for path in files(*WORDS, "*.svg", "*.json", "*.webmanifest")}
    nothing(
        str(path)
        for path in candidates
        if not any(path.name in content for other, content in everything.items() if other != path)
    )


def uncollected(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Functions that are named like tests and that pytest walks past."""
    module = syntax(path)
    collected: set[ast.AST] = set()
    if path.is_relative_to("tests") and path.match("test_*.py"):
        classes = [node for node in module.body if isinstance(node, ast.ClassDef) and node.name.startswith("Test")]
        collected.update(module.body, *(node.body for node in classes))
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and re.match(r"test(?:_|[A-Z]|$)", node.name):
            is_fixture = any(ast.unparse(one).startswith("pytest.fixture") for one in node.decorator_list)
            if node not in collected or is_fixture or isinstance(node, ast.AsyncFunctionDef):
                yield node


def test_every_test_is_collected() -> None:
    """The suite that ships is collected where it is used: a test file imports it."""
    used = imported(files("test_*.py", under=["tests"]))
    nothing(
        f"{path}:{node.lineno}: {node.name}"
        for path in files("*.py", under=PYTHON)
        for node in uncollected(path)
        if not {module_name(path) + ".*", f"{module_name(path)}.{node.name}"} & used
    )


# --- lists that must agree --------------------------------------------------------------------------------------------


def test_widget_folders_are_the_declared_and_installed_types() -> None:
    folders = {path.parts[2] for path in files("*", under=["widgets/meedoen_widgets"]) if len(path.parts) > 3}
    declared = pyproject()["project"]["entry-points"]["meedoen.widgets"]
    installed = {
        point.name: point.value
        for point in entry_points(group="meedoen.widgets")
        if point.value.startswith("meedoen_widgets.")
    }
    assert folders == set(declared), "each folder of widgets/meedoen_widgets is one line in pyproject.toml"
    assert all(value.startswith(f"meedoen_widgets.{name}.widget:") for name, value in declared.items())
    assert installed == declared, "installed is an older list: run make again (make test), it installs what changed"


def test_the_version_is_the_same_everywhere() -> None:
    declared = pyproject()["project"]["version"]
    newest = re.search(r"^## (\S+)", text(Path("CHANGELOG.md")), re.MULTILINE)
    assert newest, "CHANGELOG.md has a heading per version"
    assert newest.group(1) == declared
    assert version("meedoen") == declared, "installed is an older one: run make again"


def test_publiccode_has_what_catalogues_need() -> None:
    code = yaml.safe_load(text(Path("publiccode.yml")))
    mandatory = "publiccodeYmlVersion name url platforms categories developmentStatus softwareType description legal"
    assert code.keys() >= {*mandatory.split(), "maintenance", "localisation"}
    assert code["legal"]["license"] == pyproject()["project"]["license"]
    assert code["maintenance"]["contacts"]
    for language, about in code["description"].items():
        assert language in code["localisation"]["availableLanguages"]
        assert len(about["shortDescription"]) <= 150
        assert 150 <= len(about["longDescription"]) <= 10_000
        assert about["features"]


def test_the_licence_is_the_same_text_twice() -> None:
    assert (ROOT / "LICENSE").read_bytes() == (ROOT / "LICENSES/EUPL-1.2.txt").read_bytes()
