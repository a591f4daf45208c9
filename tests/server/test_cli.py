# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The commands: what each does, what each refuses and how it says so, here and through the server that runs."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest

from meedoen import cli
from meedoen.store import organisations
from meedoen.store.lock import Lock
from tests.house import TEXT_OPTIONS, Clock, running
from tests.postgres import Cluster
from tests.server.console.desk import Desk, hire, signed_in
from tests.server.process import environment, meedoen, serving
from tests.tools import ROOT

ORGANISATION = ["organisation", "add", "gouda", "--title", "Gemeente Gouda", *TEXT_OPTIONS]
WIDGET = ["widget", "add", "gouda/fiets", "--type", "rating", "--title", "Fietspad", "--set", "question=Wat vindt u?"]

Shell = Callable[..., tuple[int, str, str]]


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return environment(tmp_path / "data", 8000)


@pytest.fixture
def shell(environ: dict[str, str], capsys: pytest.CaptureFixture[str]) -> Shell:
    """Run a command; answers exit code, standard output, standard error."""

    def run(*args: str) -> tuple[int, str, str]:
        try:
            code = cli.main(args, environ)
        except SystemExit as ended:  # argparse's way to refuse
            code = int(str(ended.code))
        out, err = capsys.readouterr()
        return code, out, err

    return run


@pytest.fixture(scope="module")
def placed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with an organisation and a widget in which three people acted, one of them in words."""
    data = tmp_path_factory.mktemp("placed") / "data"
    environ = environment(data, 8000)
    assert cli.main(ORGANISATION, environ) == 0
    assert cli.main([*WIDGET, "--set", "show_reasons=true"], environ) == 0
    with closing(sqlite3.connect(data / "meedoen.sqlite3")) as database, database:
        at = 1_700_000_000_000_000
        for value in (1, 3, 3):
            row = (
                1,
                value.to_bytes(1, "big") + bytes([database.total_changes]),
                "",
                "score",
                value,
                2,
                "2023-11-14",
                at,
            )
            database.execute("INSERT INTO reaction VALUES (?, ?, ?, ?, ?, ?, ?, ?, x'')", row)
        database.execute("INSERT INTO tally VALUES (1, '', 'score', 1, 2, 1), (1, '', 'score', 3, 2, 2)")
        database.execute(
            "INSERT INTO tally_day VALUES (1, '', 'score', '2023-11-14', 1, 2, 1),"
            " (1, '', 'score', '2023-11-14', 3, 2, 2)"
        )
        database.execute(
            "INSERT INTO contribution (widget, number, kind, target, participant, data, assurance, tag, created)"
            " VALUES (1, 1, 'reason', '', x'0101', '{\"text\": \"Te smal\"}', 2, x'', ?)",
            [at],
        )
        counts = [(1, "reason", False, "", 1), (1, "reason", True, "", 1)]
        database.executemany("INSERT INTO contribution_count VALUES (?, ?, ?, ?, ?)", counts)
        database.execute("UPDATE widget SET last_number = 1")
    return data


@pytest.fixture
def people(placed: Path, environ: dict[str, str]) -> None:
    """This test's data folder is a copy of that one."""
    shutil.copytree(placed, environ["MEEDOEN_DATA"])


def exported(shell: Shell) -> Any:
    code, out, err = shell("widget", "export", "gouda/fiets")
    assert (code, err) == (0, "")
    return json.loads(out)


# --- organisations ---------------------------------------------------------------------------------------------------


def test_an_organisation_is_added_changed_renamed_and_listed(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "contact.txt").write_text("Bel 14 0182.\n")
    assert shell(*ORGANISATION, "--contact", f"@{tmp_path / 'contact.txt'}") == (
        0,
        "Added: http://127.0.0.1:8000/gouda\n",
        "",
    )
    assert shell("organisation", "set", "gouda", "--language", "en", "--rules", "Be kind.")[0] == 0
    code, out, _err = shell("organisation", "rename", "gouda", "gouwe")
    assert (code, "http://127.0.0.1:8000/gouwe" in out) == (0, True)
    (told,) = json.loads(shell("organisation", "list", "--json")[1])
    assert (told["name"], told["contact"], told["language"], told["rules"]) == (
        "gouwe",
        "Bel 14 0182.",
        "en",
        "Be kind.",
    )
    assert "gouwe  Gemeente Gouda  en" in shell("organisation", "list")[1]
    assert shell("organisation", "set", "gouda", "--title", "By its old name")[0] == 0


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["organisation", "add", "api", "--title", "x"], "Choose another name"),
        (["organisation", "add", "Gouda", "--title", "x"], "small letters"),
        (["organisation", "add", "gouda", "--title", "Again"], "is taken"),
        (["organisation", "set", "delft", "--title", "x"], "no organisation with this name"),
        (["organisation", "set", "gouda"], "Nothing to change"),
        (["organisation", "rename", "gouda", "static"], "Choose another name"),
        (["widget", "add", "delft/x", "--type", "rating", "--title", "x", "--set", "question=Wat?"], "no organisation"),
        (["widget", "add", "gouda/do", "--type", "rating", "--title", "x", "--set", "question=Wat?"], "another name"),
        (["widget", "add", "gouda/x", "--type", "poll", "--title", "x"], "Installed are: rating"),
        (["widget", "add", "gouda/x", "--type", "rating", "--title", "x"], "--set question="),
        (["widget", "set", "gouda/fiets", "--set", "colour=red"], "It has: question, scale"),
        (["widget", "set", "gouda/fiets", "--set", "figures=never"], "“figures”"),
        (["widget", "set", "gouda/fiets", "--set", "subjects=[1"], "begins like JSON"),
        (["widget", "set", "gouda/fiets", "--set", "scale=stars"], "Place a new widget"),
        (["widget", "set", "gouda/fiets"], "Nothing to change"),
        (["widget", "set", "gouda/fiets", "--closes", "tomorrow"], "--closes: “tomorrow” is not a time"),
        (["widget", "set", "gouda/fiets", "--closes", "2026-12-14"], "write date and time"),
        (["widget", "set", "gouda/fiets", "--opens", "2027-03-28 02:30"], "--opens: The clocks"),
        (
            ["widget", "set", "gouda/fiets", "--opens", "2027-02-02 09:00", "--closes", "2027-02-01 09:00"],
            "before it opens",
        ),
        (["widget", "close", "gouda/none"], "nothing at this address"),
        (["widget", "rename", "gouda/fiets", "embed"], "Choose another name"),
        (["contribution", "remove", "gouda/fiets", "7", "--reason", "spam"], "no contribution with this number"),
        (["widget", "subjects", "gouda/fiets", "--remove", "/x"], "Nobody has reacted to this subject"),
        (["backup", "."], "Name another"),
        (["backup", "none/x"], "Make it, or name another"),
    ],
)
@pytest.mark.usefixtures("people")
def test_a_refusal_says_what_to_do(shell: Shell, args: list[str], said: str) -> None:
    code, out, err = shell(*args)
    assert (code, out) == (1, "")
    assert err.startswith("meedoen: ")
    assert said in err


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["organisation", "add", "gouda"], "--title"),
        (["organisation", "add", "gouda", "--title", ""], "--title"),
        (["organisation", "add", "gouda", "--title", "x" * 161], "1 to 160 characters"),
        (["organisation", "add", "gouda", "--title", "x\0"], "signs that are no text"),
        (["organisation", "add", "gouda", "--title", "x", "--language", "fr"], "choose en or nl"),
        (["organisation", "add", "gouda", "--title", "x", "--time-zone", "Mars"], "Europe/Amsterdam"),
        (["organisation", "add", "gouda", "--title", "x", "--rules", "@none.txt"], "none.txt cannot be read"),
        (["organisation", "add", "gouda", "--title", "x", "--rules", "x" * 20_001], "at most 20000"),
        (["widget", "add", "fiets", "--type", "rating", "--title", "x"], "ORGANISATION/NAME"),
        (["widget", "set", "gouda/fiets", "--set", "scale"], "KEY=VALUE"),
        (["widget", "set", "gouda/fiets", "--least", "oidc"], "--least"),
        (["widget", "withdraw", "gouda/fiets", "--successor", "javascript:x"], "https://"),
        (["widget", "withdraw", "gouda/fiets", "--successor", "//elsewhere"], "https://"),
        (["contribution", "remove", "gouda/fiets", "1", "--reason", " "], "say why"),
        (["widget", "snippet", "gouda/fiets", "--place", "wall"], "html-iframe"),
        ([], "COMMAND"),
    ],
)
def test_a_command_that_is_no_command_is_refused_before_anything_is_opened(
    shell: Shell, environ: dict[str, str], args: list[str], said: str
) -> None:
    code, _out, err = shell(*args)
    assert code == 2
    assert said in err
    assert not Path(environ["MEEDOEN_DATA"]).exists()


def test_a_faulty_setting_of_the_server_is_named(environ: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["organisation", "list"], environ | {"MEEDOEN_PORT": "x"}) == 2
    assert "MEEDOEN_PORT" in capsys.readouterr().err


def test_a_data_folder_that_cannot_be_made_is_named(shell: Shell, environ: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    environ |= {"MEEDOEN_DATA": str(tmp_path / "file" / "data"), "MEEDOEN_SECRET_KEYS": "k" * 32}
    code, _out, err = shell("organisation", "list")
    assert code == 2
    assert environ["MEEDOEN_DATA"] in err


@pytest.mark.parametrize(
    ("database", "named"),
    [
        ("sqlite:///{}/letter", "letter cannot be used as a database"),
        ("letter", "“letter” is not"),
        ("mysql://x/y", "mysql"),
    ],
)
def test_a_database_that_is_none_is_named(
    shell: Shell, environ: dict[str, str], tmp_path: Path, database: str, named: str
) -> None:
    (tmp_path / "letter").write_text("This is a letter, and no database. " * 100)
    environ["MEEDOEN_DATABASE"] = database.format(tmp_path)
    code, _out, err = shell("organisation", "list")
    assert code == 2
    assert named in err


# --- widgets ---------------------------------------------------------------------------------------------------------


def test_a_widget_has_what_it_was_given(shell: Shell) -> None:
    shell(*ORGANISATION)
    more = ["--set", "scale=stars", "--set", 'subjects=["page-"]', "--closes", "2036-07-14 17:00", "--least", "stored"]
    assert shell(*WIDGET, *more, "--expectation", "De raad beslist.") == (
        0,
        "Added: http://127.0.0.1:8000/gouda/fiets (open)\n",
        "",
    )
    told = exported(shell)
    assert told["settings"] | {"scale": "stars", "subjects": ["page-"], "ask_reason": True} == told["settings"]
    assert told["closesAt"] == "2036-07-14T15:00:00+00:00"
    assert (told["least"], told["expectation"], told["state"]) == ("stored", "De raad beslist.", "open")


def test_a_page_that_was_made_up_is_found_and_removed(shell: Shell, environ: dict[str, str]) -> None:
    shell(*ORGANISATION)
    shell(*WIDGET, "--set", 'subjects=["/"]')
    with closing(sqlite3.connect(Path(environ["MEEDOEN_DATA"]) / "meedoen.sqlite3")) as database, database:
        database.executemany("INSERT INTO part VALUES (1, ?, ?, 0)", [("/echt", "/echt"), ("/nep", "/nep")])
        database.execute("INSERT INTO part_order VALUES (1, '/echt', 'most', 9), (1, '/nep', 'most', 1)")
    fewest = shell("widget", "subjects", "gouda/fiets", "--fewest")[1].splitlines()
    assert [line.split()[-1] for line in fewest] == ["/nep", "/echt"]
    removed = shell("widget", "subjects", "gouda/fiets", "--remove", "/nep")
    assert removed == (
        0,
        "Removed: the subject /nep of gouda/fiets, with 0 reactions. No count has them any more.\n",
        "",
    )
    assert "/nep" not in shell("widget", "subjects", "gouda/fiets")[1]


def test_a_setting_is_cleared_and_so_is_a_time(shell: Shell) -> None:
    shell(*ORGANISATION)
    shell(*WIDGET, "--set", "scale=stars", "--closes", "2036-07-14 17:00", "--language", "en")
    code, _out, _err = shell("widget", "set", "gouda/fiets", "--set", "scale=", "--closes", "", "--language", "")
    assert code == 0
    told = exported(shell)
    assert (told["settings"]["scale"], told["closesAt"], told["language"]) == ("faces", None, "nl")


def test_a_widget_is_closed_and_its_text_can_still_be_changed(shell: Shell) -> None:
    shell(*ORGANISATION)
    shell(*WIDGET)
    assert "(closed)" in shell("widget", "close", "gouda/fiets", "--text", "Dank u.")[1]
    closed = exported(shell)
    assert shell("widget", "close", "gouda/fiets")[0] == 1
    assert shell("widget", "close", "gouda/fiets", "--text", "Dank u wel.")[0] == 0
    later = exported(shell)
    assert (later["closingText"], later["closesAt"]) == ("Dank u wel.", closed["closesAt"])


def test_a_widget_is_renamed_and_withdrawn_once(shell: Shell) -> None:
    shell(*ORGANISATION)
    shell(*WIDGET)
    assert "http://127.0.0.1:8000/gouda/pad" in shell("widget", "rename", "gouda/fiets", "pad")[1]
    assert shell("widget", "withdraw", "gouda/fiets", "--successor", "/gouda")[0] == 0
    assert shell("widget", "withdraw", "gouda/pad")[0] == 1
    told = exported(shell)
    assert (told["name"], told["state"], told["successor"]) == ("pad", "withdrawn", "/gouda")


def test_nothing_opens_without_the_texts_of_its_organisation(shell: Shell) -> None:
    shell("organisation", "add", "gouda", "--title", "Gouda", "--contact", "Bel 14 0182.")
    code, _out, err = shell(*WIDGET)
    assert code == 1
    assert "Fill in first: rules of play, privacy statement." in err
    shell("organisation", "set", "gouda", *TEXT_OPTIONS)
    assert shell(*WIDGET)[0] == 0
    shell("organisation", "set", "gouda", "--rules", "")
    assert shell("widget", "set", "gouda/fiets", "--closes", "2036-07-14 17:00")[0] == 0, "it is open already"
    assert shell("widget", "close", "gouda/fiets")[0] == 0
    assert shell("widget", "set", "gouda/fiets", "--closes", "")[0] == 1


def test_widgets_are_listed(shell: Shell) -> None:
    assert "There is no widget yet" in shell("widget", "list")[1]
    shell(*ORGANISATION)
    shell("organisation", "add", "delft", "--title", "Delft")
    shell(*WIDGET, "--closes", "2036-07-14 17:00")
    assert shell("widget", "list")[1] == "gouda/fiets  rating  open until 2036-07-14 17:00  Fietspad\n"
    assert "There is no widget yet" in shell("widget", "list", "delft")[1]
    assert [one["name"] for one in json.loads(shell("widget", "list", "gouda", "--json")[1])] == ["fiets"]


def test_the_types_are_listed_with_their_settings(shell: Shell) -> None:
    assert re.search(r"^rating: .*\n  --set question=…  Question: ", shell("widget", "types")[1], re.MULTILINE)


def test_the_snippet_is_what_the_share_page_has(shell: Shell) -> None:
    shell(*ORGANISATION)
    shell(*WIDGET)
    code, out, _err = shell("widget", "snippet", "gouda/fiets")
    assert code == 0
    assert '<iframe src="http://127.0.0.1:8000/gouda/fiets/embed"' in out
    assert "<script" in shell("widget", "snippet", "gouda/fiets", "--place", "html-loader")[1]


# --- what people did -------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("people")
def test_an_export_has_everything_but_who(shell: Shell, tmp_path: Path) -> None:
    shell("contribution", "remove", "gouda/fiets", "1", "--reason", "Reclame")
    told = exported(shell)
    assert [(one["value"], one["count"]) for one in told["tallies"]] == [(1, 1), (3, 2)]
    (said,) = told["contributions"]
    assert (said["number"], said["data"], said["removed"]) == (1, {"text": "Te smal"}, "Reclame")
    assert [one["kind"] for one in told["events"]] == ["placed", "removed"]
    assert "participant" not in json.dumps(told["contributions"] + told["tallies"] + told["days"])
    file = tmp_path / "export.json"
    assert shell("widget", "export", "gouda/fiets", "--to", str(file)) == (0, "", "")
    assert json.loads(file.read_text()) | {"exported": ""} == told | {"exported": ""}
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.usefixtures("people")
def test_an_export_says_which_counts_the_public_may_not_see(shell: Shell) -> None:
    assert exported(shell)["withheldFromThePublic"] is False
    shell("widget", "set", "gouda/fiets", "--set", "figures=after-closing")
    told = exported(shell)
    assert told["withheldFromThePublic"] is True
    assert told["tallies"]


@pytest.mark.usefixtures("people")
def test_a_recount_finds_and_mends(shell: Shell, environ: dict[str, str]) -> None:
    assert shell("recount")[0] == 0
    with closing(sqlite3.connect(Path(environ["MEEDOEN_DATA"]) / "meedoen.sqlite3")) as database, database:
        database.execute("UPDATE tally SET count = 5 WHERE value = 3")
    code, _out, err = shell("recount")
    assert code == 1
    assert "kept 5, counted 2" in err
    assert shell("recount", "--repair")[0] == 0
    assert shell("recount")[:2] == (0, "Every kept count is what a recount gives.\n")


@pytest.mark.usefixtures("people")
def test_what_is_searched_is_made_anew(shell: Shell, environ: dict[str, str]) -> None:
    """Of what stands in the database, however it came there."""
    assert shell("reindex")[:2] == (0, "Made anew: what is searched, and the figures by month. Widgets: 1.\n")
    with closing(sqlite3.connect(Path(environ["MEEDOEN_DATA"]) / "meedoen.sqlite3")) as database:
        found = database.execute("SELECT number, text FROM searched WHERE thread = -1 ORDER BY number").fetchall()
        matched = "SELECT rowid FROM searched_words WHERE searched_words MATCH 'text: smal'"
        assert len(database.execute(matched).fetchall()) == 1
    assert [number for number, _text in found] == [0, 1]
    assert (found[0][1].splitlines()[0], found[1][1]) == ("Fietspad", "Te smal")


@pytest.mark.usefixtures("people")
def test_a_backup_is_a_whole_house(shell: Shell, environ: dict[str, str], tmp_path: Path) -> None:
    before = exported(shell)
    assert shell("backup", str(tmp_path / "copy.sqlite3"))[0] == 0
    environ["MEEDOEN_DATABASE"] = f"sqlite:///{tmp_path / 'copy.sqlite3'}"
    assert exported(shell) | {"exported": ""} == before | {"exported": ""}


# --- house styles ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("css", "code", "told"),
    [
        (b":root { --meedoen-accent: #5c2d91 }", 0, "Every pair has the contrast that the law asks."),
        (b":root { --meedoen-link: #8a8a8a }", 1, "Pairs with less contrast than the law asks: 2."),
        (b":root {\n  color: red }", 1, "line 2: Only design tokens are taken"),
        (b":root {\n\n  --x: '\xff' }", 1, "line 3: This is no UTF-8."),
        (b" " * 400_000, 1, "A style may take 320 KiB."),
    ],
)
def test_a_style_is_checked_where_no_server_is_and_no_settings_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], css: bytes, code: int, told: str
) -> None:
    (tmp_path / "style.css").write_bytes(css)
    assert cli.main(["theme", "check", str(tmp_path / "style.css")], {"MEEDOEN_PORT": "none", "HOME": "/"}) == code
    out, err = capsys.readouterr()
    assert told in out
    assert err == ""


def test_a_style_is_given_shown_and_taken_away(shell: Shell, tmp_path: Path) -> None:
    style = tmp_path / "style.css"
    style.write_text(":root { --meedoen-accent: #5c2d91 }")
    shell(*ORGANISATION)
    none = "meedoen: gouda has no style of its own; it wears the server’s.\n"
    assert shell("theme", "show", "gouda") == (1, "", none)
    code, out, err = shell("theme", "set", "gouda", str(style))
    assert (code, err) == (0, "")
    assert "gouda wears it from now on." in out
    assert shell("theme", "show", "gouda", "--upload") == (0, style.read_text() + "\n", "")
    code, out, err = shell("theme", "show", "gouda")
    assert code == 0
    assert re.search("accent +--meedoen-accent, line 1 +#5c2d91", out)
    assert "style" not in json.loads(shell("organisation", "list", "--json")[1])[0]
    assert shell("theme", "remove", "gouda") == (0, "Removed: gouda wears the server’s own style again.\n", "")
    assert shell("theme", "remove", "gouda")[0] == 1


def test_a_style_that_cannot_be_used_changes_nothing(shell: Shell, tmp_path: Path) -> None:
    style = tmp_path / "style.css"
    style.write_text("@import 'elders.css';")
    shell(*ORGANISATION)
    code, out, err = shell("theme", "set", "gouda", str(style))
    assert (code, out) == (1, "")
    assert "line 1: “@import” is not followed" in err
    assert shell("theme", "show", "gouda")[0] == 1
    assert shell("theme", "set", "gouda", str(tmp_path / "none.css"))[0] == 2


# --- through the server ----------------------------------------------------------------------------------------------

SCRIPT = [
    [*ORGANISATION, "--contact", "Bel."],
    ["organisation", "add", "gouda", "--title", "Again"],
    WIDGET,
    ["widget", "add", "gouda/x", "--type", "rating", "--title", "x", "--set", "scale=moons"],
    ["widget", "set", "gouda/fiets", "--title", "Pad", "--closes", "2036-07-14 17:00"],
    ["widget", "list"],
    ["widget", "types"],
    ["widget", "snippet", "gouda/fiets"],
    ["widget", "export", "gouda/fiets"],
    ["contribution", "remove", "gouda/fiets", "1", "--reason", "spam"],
    ["recount"],
    ["theme", "set", "gouda", str(ROOT / "tests/themes/voorbeeld.css")],
    ["widget", "close", "gouda/fiets"],
    ["widget", "rename", "gouda/fiets", "pad"],
    ["widget", "withdraw", "gouda/pad"],
    ["organisation", "rename", "gouda", "gouwe"],
    ["organisation", "list"],
]


def said(shell: Shell) -> Iterator[tuple[int, str, str]]:
    """What the script's commands say, without what differs each time."""
    for command in SCRIPT:
        code, out, err = shell(*command)
        told = re.sub(r"[0-9a-f]{32}|\d{4}-\d\d-\d\d[T ][\d:.+]+|127\.0\.0\.1:\d+", "…", out)
        yield code, told, err


def test_a_command_says_the_same_directly_and_through_the_server(
    shell: Shell, environ: dict[str, str], tmp_path: Path
) -> None:
    directly = list(said(shell))
    assert {code for code, _, _ in directly} == {0, 1}
    with serving(tmp_path / "served") as (_process, served):
        environ.update(served)
        assert list(said(shell)) == directly
        # A path means what it means where it was typed, not where the server stands.
        assert meedoen("backup", "copy.sqlite3", environ=served, cwd=tmp_path).returncode == 0
    assert (tmp_path / "copy.sqlite3").exists()


def test_a_command_beside_a_command_says_who_has_the_folder(shell: Shell, environ: dict[str, str]) -> None:
    shell("organisation", "list")
    lock = Lock(Path(environ["MEEDOEN_DATA"]) / "meedoen.sqlite3")
    code, _out, err = shell("organisation", "list")
    lock.release()
    assert code == 2
    assert environ["MEEDOEN_DATA"] in err


# --- on PostgreSQL ---------------------------------------------------------------------------------------------------


def test_a_house_moves_to_postgresql_and_is_worked_on_there(
    shell: Shell, environ: dict[str, str], tmp_path: Path, postgres: Cluster
) -> None:
    shell(*ORGANISATION)
    shell(*WIDGET)
    there = postgres.database()
    code, said, _err = shell("copy", "--from", f"sqlite:///{tmp_path / 'data' / 'meedoen.sqlite3'}", "--to", there)
    assert code == 0
    assert re.search(r"^widget +1$", said, re.MULTILINE)
    environ["MEEDOEN_DATABASE"] = there
    assert "gouda/fiets" in shell("widget", "list")[1]
    assert shell("recount")[0] == 0
    code, _out, err = shell("backup", str(tmp_path / "copy"))
    assert code == 1
    assert "pg_dump" in err
    code, _out, err = shell("copy", "--from", there, "--to", there)
    assert code == 2
    assert "holds a house already" in err


def test_a_command_on_another_machine_is_seen_by_the_server(tmp_path: Path, postgres: Cluster) -> None:
    with serving(tmp_path / "here", database=postgres.database()) as (process, environ):
        page = f"{environ['MEEDOEN_BASE_URL']}/gouda"
        assert httpx.get(page).status_code == 404
        assert cli.main(ORGANISATION, environ | {"MEEDOEN_DATA": str(tmp_path / "there")}) == 0
        process.wait_for(lambda: httpx.get(page).status_code == 200)
        assert "Fietspad" not in httpx.get(page).text
        assert cli.main(WIDGET, environ | {"MEEDOEN_DATA": str(tmp_path / "there")}) == 0
        process.wait_for(lambda: "Fietspad" in httpx.get(page).text)


@pytest.mark.parametrize("url", ["postgresql://nobody:secret@127.0.0.1:1/meedoen", "postgresql://", "mysql://x/y"])
def test_a_database_that_cannot_be_used_is_named_without_its_password(
    shell: Shell, environ: dict[str, str], url: str
) -> None:
    environ["MEEDOEN_DATABASE"] = url
    code, _out, err = shell("organisation", "list")
    assert code == 2
    assert err.startswith("meedoen: MEEDOEN_DATABASE: ")
    assert err.count("\n") == 1
    assert "secret" not in err


# --- staff -----------------------------------------------------------------------------------------------------------


def test_somebody_is_invited_listed_and_closed(shell: Shell) -> None:
    shell(*ORGANISATION)
    assert "nobody yet" in shell("staff", "list")[1]
    code, out, _err = shell(
        "staff", "invite", "gouda", "Joris@Gouda.example", "--role", "editor", "--role", "moderator"
    )
    assert code == 0
    assert "joris@gouda.example" in out
    assert "http://127.0.0.1:8000/console/invitation/" in out
    code, _out, err = shell("staff", "close", "joris@gouda.example")
    assert (code, err) == (1, "meedoen: There is no account with the address joris@gouda.example.\n")
    refused = (("joris", "gouda", "“joris” is not an address"), ("a@b.example", "delft", "no organisation"))
    for address, organisation, told in refused:
        code, _out, err = shell("staff", "invite", organisation, address, "--role", "editor")
        assert code == 1
        assert told in err


def test_an_account_that_is_closed_is_out(tmp_path: Path, shell: Shell) -> None:
    shell(*ORGANISATION)
    with running(tmp_path / "data", Clock()) as house:
        desk = signed_in(house, hire(house, house.read(organisations.every)[0], "fatima"))
        assert desk.get("/console/at/gouda").status_code == 200
    assert "fatima@gouda.example  gouda  Fatima, Burgerzaken  administrator, editor" in shell("staff", "list")[1]
    assert shell("staff", "close", "fatima@gouda.example")[0] == 0
    with running(tmp_path / "data", Clock()) as house:
        assert Desk(house).sign_in("fatima@gouda.example").status_code == 400
