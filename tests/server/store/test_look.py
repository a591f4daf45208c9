# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""How an organisation looks: the style before comes back, a logo is one, and each change moves all its pages."""

from __future__ import annotations

from functools import partial

import pytest
from sqlalchemy import Connection

from meedoen.errors import NotFound
from meedoen.records import Logo
from meedoen.store import logos, organisations, themes, widgets
from tests.server.store.trial import NOW, Trial

LOGO = Logo("logo-44x44.0123456789ab.png", "image/png", b"\x89PNG\0\xff")


def test_the_style_before_and_this_one_change_places(trial: Trial) -> None:
    of = trial.organisation

    def worn() -> str:
        return trial.read(partial(organisations.by_id, organisation_id=of.id)).style

    assert trial.read(partial(themes.before, of=of)) is None
    with pytest.raises(NotFound):
        trial.write(partial(themes.back, of=of, at=NOW))
    for upload in ("a", "b"):
        trial.write(partial(themes.put_on, of=of, upload=upload, style=f"/*{upload}*/", at=NOW))
    for wanted in ("a", "b"):
        trial.write(partial(themes.back, of=of, at=NOW))
        assert worn() == f"/*{wanted}*/"
    trial.write(partial(themes.remove, of=of, at=NOW))
    assert (worn(), trial.read(partial(themes.before, of=of))) == ("", "b")
    with pytest.raises(NotFound):
        trial.write(partial(themes.remove, of=of, at=NOW))
    assert trial.read(partial(themes.before, of=of)) == "b", "what was refused kept nothing"
    for wanted in ("/*b*/", ""):
        trial.write(partial(themes.back, of=of, at=NOW))
        assert worn() == wanted


def test_a_logo_is_of_its_organisation_and_moves_its_pages(trial: Trial) -> None:
    of, house = trial.organisation, trial.store.pulse.house

    def seen(conn: Connection) -> set[str]:
        placed, _moved = widgets.by_name(conn, "gouda", "fietsen")
        return {organisations.by_id(conn, of.id).logo, placed.organisation.logo}

    assert trial.read(seen) == {""}
    trial.write(partial(logos.put_up, of=of, one=Logo("x", "x", b""), at=NOW))
    trial.write(partial(logos.put_up, of=of, one=LOGO, at=NOW))
    assert trial.store.pulse.house > house
    assert trial.read(seen) == {LOGO.name}
    assert trial.read(partial(logos.of_name, organisation_name="gouda", name=LOGO.name)) == LOGO
    for name in ("x", ""):
        with pytest.raises(NotFound):
            trial.read(partial(logos.of_name, organisation_name="gouda", name=name))
    trial.write(partial(logos.remove, of=of, at=NOW))
    assert trial.read(seen) == {""}
    with pytest.raises(NotFound):
        trial.write(partial(logos.remove, of=of, at=NOW))
