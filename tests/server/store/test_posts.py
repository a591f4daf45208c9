# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What staff write, in the tables: signed, corrected, to come, and their images; on both databases."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from meedoen.effects import Contribute
from meedoen.errors import Conflict, NotFound
from meedoen.records import Deed
from meedoen.records_posts import PICTURE, Post, Shot, Signer
from meedoen.records_staff import Profile
from meedoen.store import (
    accounts,
    coming,
    contributions,
    events,
    export,
    jobs,
    members,
    pictures,
    posts,
    views,
)
from meedoen.values import Item, Items, Reads
from tests.server.answering import erased
from tests.server.store.trial import NOW, REASON, Trial, somebody

LATER, KEY = NOW + timedelta(hours=5), "0" * 32
SHOT = Shot(b"PNG", "image/png", 40, 20)


@pytest.fixture
def by(trial: Trial) -> Signer:
    def unit(conn: Any) -> Signer:
        account = accounts.add(conn, "a@b.example", password="", language="nl", at=NOW)
        return members.join(conn, account, trial.organisation, Profile("Ans", "Adviseur", "Wegen"), [], at=NOW).signer

    return trial.write(unit)


def deed(trial: Trial, by: Signer, text: str = "", key: str = KEY, **data: Any) -> Deed:
    """Words now, or without any those that are to come under this key."""
    scene = trial.deed(somebody(), None, key=key).scene
    effects = [Contribute(REASON, {"text": text, **data})] if text else []
    return Deed(scene, "post", effects, post=Post(by, coming="" if text else key))


def plan(trial: Trial, by: Signer, text: str, key: str = KEY, **data: Any) -> None:
    add = partial(coming.add, due=LATER, at=NOW, key=key)
    trial.write(lambda conn: add(conn, trial.widget, "post", REASON, {"text": text, **data}, by))


def listed(trial: Trial) -> list[Item]:
    reads = Reads(items=Items(REASON))
    return list(trial.read(lambda conn: views.read(conn, trial.widget, reads)).items)


def image(trial: Trial) -> dict[str, Any]:
    name = trial.write(lambda conn: pictures.add(conn, trial.widget.id, SHOT, at=NOW))
    return {PICTURE: {"name": name, "alt": "Een brug.", "width": 40, "height": 20}}


def body(trial: Trial, shown: dict[str, Any]) -> bytes | None:
    return trial.read(lambda conn: pictures.body(conn, shown[PICTURE]["name"]))


def test_it_is_signed_and_a_correction_is_a_wording_more(trial: Trial, by: Signer) -> None:
    assert trial.act(deed(trial, by, "Dinsdag.")).number == 1
    for text in ("Woensdag.", "Woensdag.", "Donderdag."):
        correct = partial(posts.correct, of=trial.widget, number=1, data={"text": text}, by=by, at=LATER)
        trial.write(correct)
    [one] = listed(trial)
    assert one.written is not None
    assert (one.data["text"], one.written.author.who) == ("Donderdag.", "Ans, Wegen")
    assert [was.data["text"] for was in one.written.earlier] == ["Dinsdag.", "Woensdag."]
    logged = trial.read(lambda conn: events.of_widget(conn, trial.widget.id, 5))
    assert [(line.kind, line.role) for line in logged][:3] == [("edited", "staff")] * 2 + [("contributed", "staff")]
    assert logged[2].data["by"] == by.uid
    found = trial.read(lambda conn: export.of_widget(conn, trial.widget.id))
    assert [row["version"] for row in found["written"]] == [1, 2, 3]


def test_what_others_wrote_has_no_author_and_is_not_corrected_so(trial: Trial, by: Signer) -> None:
    trial.act(trial.deed(somebody(), "Een reden."))
    assert listed(trial)[0].written is None
    with pytest.raises(NotFound):
        trial.write(lambda conn: posts.correct(conn, trial.widget, 1, {"text": "X"}, by, at=NOW))


def test_what_is_to_come_is_said_once_and_wakes_the_worker(trial: Trial, by: Signer) -> None:
    plan(trial, by, "Later.")
    plan(trial, by, "Nog eens gedrukt.")
    assert listed(trial) == []
    assert trial.write(lambda conn: jobs.claim(conn, LATER - timedelta(seconds=1))) == []
    assert [job.kind for job in trial.write(lambda conn: jobs.claim(conn, LATER))] == [coming.PUBLISH]
    said = deed(trial, by)
    assert trial.act(said).number == 1
    assert trial.act(said).repeated
    assert [one.data["text"] for one in listed(trial)] == ["Later."]
    assert trial.read(lambda conn: coming.of_widget(conn, trial.widget.id)) == []


def test_what_was_dropped_is_not_said(trial: Trial, by: Signer) -> None:
    plan(trial, by, "Later.")
    trial.write(lambda conn: coming.drop(conn, trial.widget, KEY, at=NOW))
    with pytest.raises(Conflict):
        trial.act(deed(trial, by))
    change = partial(coming.change, due=LATER, at=NOW)
    with pytest.raises(Conflict):
        trial.write(lambda conn: change(conn, trial.widget, KEY, {"text": "X"}, by))
    assert listed(trial) == []


def test_an_image_is_kept_as_long_as_its_words(trial: Trial, by: Signer) -> None:
    loose, dropped, planned, said = (image(trial) for _ in range(4))
    plan(trial, by, "Toch niet.", "1" * 32, **dropped)
    trial.write(lambda conn: coming.drop(conn, trial.widget, "1" * 32, at=NOW))
    plan(trial, by, "Later.", **planned)
    trial.act(deed(trial, by, "Nu.", "2" * 32, **said))
    trial.write(lambda conn: pictures.forget(conn, LATER))
    assert [body(trial, one) for one in (loose, dropped, planned, said)] == [None, None, b"PNG", b"PNG"]
    [one] = listed(trial)
    assert (one.data, one.picture and one.picture.alt) == ({"text": "Nu."}, "Een brug.")
    trial.write(lambda conn: contributions.remove(conn, trial.widget, 1, "x", at=NOW))
    assert body(trial, said) is None
    assert listed(trial)[0].picture is None


def test_what_is_erased_is_gone_in_each_wording(trial: Trial, by: Signer) -> None:
    shown = image(trial)
    trial.act(deed(trial, by, "Geheim.", **shown))
    trial.write(lambda conn: posts.correct(conn, trial.widget, 1, {"text": "Niets."}, by, at=LATER))
    trial.write(lambda conn: erased(conn, trial.widget, 1, at=LATER))
    assert "Geheim" not in str(trial.read(lambda conn: export.of_widget(conn, trial.widget.id)))
    assert body(trial, shown) is None
