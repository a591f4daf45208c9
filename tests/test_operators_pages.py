# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the pages for operators and municipalities name exists: commands, settings, files, tests, other pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from meedoen.settings import PREFIX, Settings
from tests.server.test_settings import spoken
from tests.tools import ROOT, nothing, text

PAGES = [Path("server/docs") / name for name in ("operating.md", "upgrading.md", "for-municipalities.md")]
SETTINGS = {PREFIX + name.upper() for name in (*Settings.model_fields, "config")}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_settings_files_and_pages_that_are_named_exist(page: Path) -> None:
    told = text(page)
    nothing(set(re.findall(r"MEEDOEN_[A-Z_]+\b", told)) - SETTINGS, "settings")
    named = re.findall(r"`((?:tests|server|demo-site)/[\w/.-]+|[A-Z]+(?:\.md)?|Dockerfile|publiccode\.yml)`", told)
    nothing((one for one in named if re.search(r"[./]|Docker|LICENSE", one) and not (ROOT / one).exists()), "files")
    linked = re.findall(r"\]\(([\w./-]+)[)#]", told)
    nothing((one for one in linked if not (ROOT / page.parent / one).exists()), "links")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_commands_that_are_named_exist(page: Path) -> None:
    known = {words for words in spoken() if words.startswith("meedoen ")}
    named = re.findall(r"(?:`|^ {4,}|meedoen/bin/|\d )(meedoen [a-z-]+(?: [a-z-]+)?)", text(page), re.MULTILINE)
    assert named
    nothing(one for one in named if one not in known and one.rpartition(" ")[0] not in known)


def test_each_answer_to_a_municipality_names_what_holds_it() -> None:
    rows = re.findall(r"^\|(.*)\|$", text(PAGES[2]).partition("## Data in Europe")[0], re.MULTILINE)
    answers = [row.rsplit("|", 1)[1].strip() for row in rows]
    assert len(answers) > 10
    nothing(
        one
        for one in answers
        if one not in ("held by", "---", "who runs it") and not re.match(r"`(?:tests|server)/", one)
    )
