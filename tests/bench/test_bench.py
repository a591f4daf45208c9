# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""That `make bench` still measures what it says; how much comes out is for `make bench` itself."""

from __future__ import annotations

import json
from pathlib import Path

from tests.bench.rows import table, write
from tests.bench.run import Scale, measure

SMALL = Scale(
    face_rounds=1,
    faces=64,
    vote_rounds=1,
    votes=64,
    render_rounds=2,
    few=20,
    many=100,
    most=100,
    few_pages=(10, 10),
    many_pages=(20, 20),
    page_rounds=1,
    topics=(20, 40),
    room=(20, 40),
    room_rounds=1,
    searches=2,
    resamples=40,
)


def test_it_measures_everything_and_writes_it_down(tmp_path: Path) -> None:
    rows = measure(tmp_path, SMALL)
    write(rows, tmp_path / "bench.json")
    written = json.loads((tmp_path / "bench.json").read_text())
    assert [one["name"].partition(":")[0].split()[0] for one in written] == [
        "face",
        "304",
        "face",
        "vote",
        "vote",
        "vote",
        "vote",
        "vote",
        "render",
        "render",
        "render",
        "render",
        "subjects",
        "subjects",
        "subjects",
        "subjects",
        *["room"] * 10,
        *["alike"] * 16,
    ]
    for one in written:
        assert one.keys() == {"name", "value", "unit", "against", "ratio"}
        assert one["ratio"] == one["value"] / one["against"] > 0
    assert all(one["name"] in table(rows) for one in written)
