# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`meedoen new-widget`: a package with a widget type that works at once, from the files in `meedoen/new_widget`.

Nothing is installed: those files are filled in with the name that was chosen, and written.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import entry_points
from importlib.util import find_spec
from keyword import iskeyword
from pathlib import Path
from string import Template

from meedoen.commands.base import Alone, Answer
from meedoen.errors import SetUpError
from meedoen.registry import GROUP, NAME, TAKEN_NAMES, TYPE_NAME_CHARS_MAX

SOURCE = Path(__file__).parent.parent / "new_widget"
FILES = {
    "pyproject.toml": "pyproject.toml.txt",
    "README.md": "README.md.txt",
    "$package/__init__.py": "init.py.txt",
    "$package/py.typed": "",
    "$package/$name/__init__.py": "init.py.txt",
    "$package/$name/widget.py": "widget.py.txt",
    "$package/$name/template.html": "template.html.txt",
    "$package/$name/style.css": "style.css.txt",
    "$package/$name/examples.toml": "examples.toml.txt",
    "$package/$name/conformance.toml": "conformance.toml.txt",
    "$package/$name/locale/nl/LC_MESSAGES/messages.po": "messages.po.txt",
    "tests/test_contract.py": "test_contract.py.txt",
    "tests/test_in_a_browser.py": "test_in_a_browser.py.txt",
    "tests/test_own_$name.py": "test_own.py.txt",
}
"""By path in the new package, what it is made from. No tool of this project reads those: they are no code yet."""


def _naming(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="of the type, such as hand_up")
    parser.add_argument("--to", dest="folder", metavar="FOLDER", type=Path, help="where (meedoen-NAME, here)")


def make(args: Namespace) -> Answer:
    """Write the package. Raises `SetUpError` saying why not, and what to do."""
    words = _words(args.name, datetime.now(UTC).year)
    folder: Path = args.folder or Path(words["distribution"])
    _check(args.name, words["package"], folder)
    for path, source in FILES.items():
        made = folder / Template(path).substitute(words)
        made.parent.mkdir(parents=True, exist_ok=True)
        content = (SOURCE / source).read_text("utf-8") if source else ""
        made.write_text(Template(content).substitute(words), "utf-8")
    return Answer(
        0,
        f"Made {folder}: the widget type “{args.name}”, which works as it is. Now\n"
        f"  cd {folder}\n  pip install --editable '.[test]'\n  pytest\n"
        f"and change {words['package']}/{args.name}/widget.py into what you want.",
    )


def _words(name: str, year: int) -> Mapping[str, str]:
    """What stands for what in the files."""
    return {
        "name": name,
        "constant": name.upper(),
        "words": name.replace("_", " ").capitalize(),
        "css": name.replace("_", "-"),
        "package": f"meedoen_{name}",
        "distribution": f"meedoen-{name.replace('_', '-')}",
        "year": str(year),
    }


def _check(name: str, package: str, folder: Path) -> None:
    if not NAME.fullmatch(name) or len(name) > TYPE_NAME_CHARS_MAX or iskeyword(name) or name in TAKEN_NAMES:
        raise SetUpError(
            f"“{name}” cannot be the name of a widget type. Use at most {TYPE_NAME_CHARS_MAX} small letters and digits,"
            " with underscores between words, such as hand_up, and no word of Python's, nor a file or a style of the"
            " server's."
        )
    if name in entry_points(group=GROUP).names:
        raise SetUpError(f"A widget type “{name}” is installed already. Choose another name.")
    if find_spec(package) is not None:
        raise SetUpError(f"A package {package} is installed already. Choose another name.")
    if folder.exists():
        raise SetUpError(f"{folder} is there already. Name a folder that is not: --to FOLDER.")


NEW = Alone("new-widget", "a package of your own with a widget type that works at once", _naming, make)
