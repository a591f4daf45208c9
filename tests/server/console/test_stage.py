# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""A widget that staff alone sees, one that is tried, and what stays of the trial when it opens: nothing."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import func, select

from meedoen.outward.jobs import worker
from meedoen.store import events, trials, widgets
from meedoen.store.recount import recount
from meedoen.store.schema import metadata
from tests.house import ON_BOTH, TEXTS, House
from tests.server.answering import decide, reply
from tests.server.console.desk import hidden_of, hire, later, signed_in
from tests.server.console.test_widgets import FIETSPAD, NEW, changed, editor, newest, placed
from tests.server.endpoints.acting import rate
from tests.server.people import Person

PAGE = "/voorbeeldstad/fietspad"
SEEN = (PAGE, f"{PAGE}/embed", f"{PAGE}/do/rate", "/voorbeeldstad/-/deel/fietspad")
"""By whoever has the address of a trial."""
LED = (f"{PAGE}.rss", f"{PAGE}.csv", f"/api/v1/widgets{PAGE}", "/voorbeeldstad/-/mail/fietspad")
LISTS = ("/voorbeeldstad", "/voorbeeldstad/embed", "/voorbeeldstad.atom", "/voorbeeldstad.opml", "/sitemap.xml?part=0")


def seen(house: House) -> None:
    """In no list, and no machine is led to it."""
    for path in (*LED, "/oembed?url=" + house.url + PAGE):
        assert house.client.get(path).status_code == 404, path
    for path in (*LISTS, "/api/v1/widgets", "/api/v1/organisations/voorbeeldstad"):
        assert "fietspad" not in house.client.get(path).text, path


def test_a_draft_is_there_for_staff_alone(house: House) -> None:
    desk = editor(house)
    assert desk.fill(NEW, **changed(), stage="draft", opens="2026-06-01T10:00").status_code == 303
    for path in SEEN:
        assert house.client.get(path).status_code == 404, path
    seen(house)
    page = desk.get(FIETSPAD).text
    assert page.count("Concept: alleen medewerkers zien het") == 2, "above, and in its history"
    assert desk.get(f"{FIETSPAD}/snippets").status_code == 200


def test_a_trial_is_there_for_who_has_its_address(house: House) -> None:
    desk = editor(house)
    desk.fill(NEW, **changed(), stage="trial", opens="2026-06-01T10:00")
    assert placed(house).phase.opens_at is None, "it opens at once, for who may see it"
    for path in SEEN:
        assert house.client.get(path).status_code == 200, path
    for path in SEEN[:3]:
        assert "wat u hier doet, wordt gewist" in house.client.get(path).text, path
    code = Person(house).act("ask", text="Wanneer?").json()["receipt"]
    tracked = house.client.post("/voorbeeldstad/-/bijdrage", data={"_code": code}).text
    assert "wat u hier doet, wordt gewist" in tracked
    panel = house.client.get(SEEN[3]).text
    assert "wat u hier doet, wordt gewist" in panel
    assert "Tot die tijd kennen de feeds en oEmbed dit nog niet." in panel
    assert f"{PAGE}.rss" not in house.client.get(PAGE).text, "nobody is led to what is not there"
    assert house.client.get(PAGE).headers["x-robots-tag"] == "noindex"
    assert "link" not in house.client.get(PAGE).headers
    seen(house)


def test_what_people_did_in_a_trial_locks_nothing(house: House) -> None:
    desk = editor(house)
    desk.fill(NEW, **changed(), stage="trial")
    rate(house, placed(house), 3)
    assert desk.fill(f"{FIETSPAD}/settings", **changed(**{"s-question": "Iets anders?"})).status_code == 303


@ON_BOTH
def test_opening_wipes_all_of_the_trial(house: House) -> None:
    desk = editor(house)
    desk.fill(NEW, **changed(**{"s-ask_reason": "true", "s-show_reasons": "true"}), stage="trial")
    of = placed(house)
    for score, reason in ((3, "De bocht is te krap."), (1, "Het licht is stuk."), (2, "")):
        rate(house, of, score, reason)
    spokesperson = hire(house, of.organisation, "joris")
    reply(house, of, spokesperson, 1)
    decide(house, of, spokesperson, 1)
    for path in (f"{PAGE}/1", f"{PAGE}/1/embed", "/voorbeeldstad/-/deel/fietspad/1"):
        assert "wat u hier doet, wordt gewist" in house.client.get(path).text, path
    assert "5 reacties en bijdragen" in desk.get(f"{FIETSPAD}/stage").text, "three scores, two reasons"
    answer = desk.fill(f"{FIETSPAD}/stage", stage="live", closes="2026-06-01T17:00")
    assert answer.headers["location"] == f"{FIETSPAD}?done=opened", answer.text
    assert house.client.get(f"{PAGE}/1").status_code == 404
    assert house.read(widgets.acts, of.id) == 0
    assert left(house, of.id) == {"searched": 1}, "the words of the widget itself, made anew"
    assert house.read(recount) == []
    history = desk.get(FIETSPAD).text
    for told in ("De proef is gewist", "In proef", "Geplaatst"):
        assert told in history, told
    kinds = [one.kind for one in house.read(events.of_widget, of.id, 50)]
    assert kinds[:2] == ["placed", "trial_wiped"]
    assert all(kind.startswith("trial ") for kind in kinds[2:])
    rate(house, of, 3, "Nu echt.")
    assert "Nu echt." in house.client.get(f"{PAGE}/1").text, "numbers begin anew"
    feed = house.client.get(f"{PAGE}.atom").text
    assert feed.count("<entry>") == 2, "it opened, and somebody said something"
    assert "bocht" not in feed


def left(house: House, widget: int) -> dict[str, int]:
    """Where something stands that a trial has to lose."""
    tables = [one for one in metadata.sorted_tables if "widget" in one.c and one.name not in trials.KEPT]
    count = {
        one.name: house.read(
            lambda conn, one: conn.execute(select(func.count()).where(one.c.widget == widget)).scalar_one(), one
        )
        for one in tables
    }
    return {name: n for name, n in count.items() if n}


def test_what_opens_for_all_needs_the_texts_and_stays_open(house: House) -> None:
    of = house.organisation(contact=TEXTS["contact"])
    desk = signed_in(house, hire(house, of, "fatima"))
    assert desk.fill(NEW, **changed(), stage="trial").status_code == 303
    answer = desk.fill(f"{FIETSPAD}/stage", stage="live")
    assert answer.status_code == 400
    assert "Vul eerst in: spelregels, privacyverklaring." in answer.text
    desk.fill("/console/at/voorbeeldstad/texts", title="Stad", **TEXTS)
    assert desk.fill(f"{FIETSPAD}/stage", stage="live", opens="2026-05-02T12:00").status_code == 303
    assert newest(house, placed(house)).kind == "placed"
    assert "opent op 2 mei" in house.client.get(PAGE).text
    back = desk.fill(f"{FIETSPAD}/stage", stage="draft")
    assert back.status_code == 400
    assert "al open voor iedereen" in back.text


@ON_BOTH
def test_what_is_planned_in_a_trial_is_placed_in_time_when_it_has_opened(house: House) -> None:
    desk, brug = editor(house), "/console/at/voorbeeldstad/widgets/brug"
    fields = {"title": "Werk aan de brug", "name": "brug", "s-rhythm": "weekly", "s-course": "running", "s-shown": "1"}
    made = desk.fill(NEW.replace("rating", "status_feed"), **fields, least="0", stage="trial")
    assert made.status_code == 303, made.text
    shot = BytesIO()
    Image.new("RGB", (40, 20)).save(shot, "PNG")
    for words, more in (("Proef.", {}), ("Echt.", {"md-later": "2026-05-02T12:00"})):
        asked = {**hidden_of(desk.get(f"{brug}/do/post").text, f"{brug}/do/post"), **more, "text": words}
        ours = {"origin": house.url, "sec-fetch-site": "same-origin"}
        files = {"md-picture": ("a.png", shot.getvalue())}
        sent = desk.client.post(f"{brug}/do/post", data={**asked, "md-alt": "Een brug."}, files=files, headers=ours)
        assert sent.status_code == 303, sent.text
    assert "1 update die gepland is en nog moet komen, blijft staan." in desk.get(f"{brug}/stage").text
    desk.fill(f"{brug}/stage", stage="live")
    api = "/api/v1/widgets/voorbeeldstad/brug/contributions"
    assert house.client.get(api).json()["total"] == 0
    later(house, days=2)
    house.run(worker(house.store, house.types, house.clock).run_due())
    [item] = house.client.get(api).json()["items"]
    assert (item["number"], "Echt." in item["title"]) == (1, True)
    assert house.client.get(item["image"]["url"]).status_code == 200


@pytest.mark.parametrize("name", sorted(trials.KEPT))
def test_what_a_trial_does_not_wipe_is_a_table(name: str) -> None:
    assert name in metadata.tables
