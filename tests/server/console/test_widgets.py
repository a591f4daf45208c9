# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an editor does with widgets: placing, changing, times, closing, withdrawing. Nothing typed is ever lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from meedoen.records import Widget
from meedoen.records_log import LoggedEvent
from meedoen.records_staff import Grant, Role
from meedoen.store import events, organisations, widgets
from meedoen.values import Assurance
from tests.house import ON_BOTH, TEXTS, House
from tests.server.console.desk import Desk, hidden_of, hire, signed_in
from tests.server.endpoints.acting import rate

AT = "/console/at/voorbeeldstad/widgets"
NEW = f"{AT}/-/new/rating"
FIETSPAD = f"{AT}/fietspad"
FIELDS = {
    "title": "Nieuw fietspad",
    "name": "fietspad",
    "s-question": "Wat vindt u van het fietspad?",
    "s-scale": "stars",
    "s-figures": "always",
    "language": "",
    "least": "2",
}


def editor(house: House, name: str = "fatima") -> Desk:
    """In a town that has what is needed to open something."""
    return signed_in(house, hire(house, house.organisation(**TEXTS), name, [Role.EDITOR]))


def placed(house: House, name: str = "fietspad") -> Widget:
    return house.read(widgets.by_name, "voorbeeldstad", name)[0]


def newest(house: House, of: Widget) -> LoggedEvent:
    return house.read(events.of_widget, of.id, 1)[0]


def changed(**other: str) -> dict[str, str]:
    return {**FIELDS, **other}


# --- placing ----------------------------------------------------------------------------------------------------------


@ON_BOTH
def test_a_widget_is_placed_and_changed_and_the_log_says_by_whom(house: House) -> None:
    desk = editor(house)
    assert "Plaats: Waardering" in desk.get(f"{AT}/-/new").text
    answer = desk.fill(NEW, **FIELDS, closes="2026-06-01T17:00")
    assert answer.headers["location"] == f"{FIETSPAD}?done=placed", answer.text
    made = placed(house)
    assert (made.title, made.least, made.language) == ("Nieuw fietspad", Assurance.STORED, "")
    assert made.settings["scale"] == "stars"
    assert made.settings["ask_reason"] is False, "a box without a tick"
    assert made.phase.closes_at == datetime(2026, 6, 1, 15, 0, tzinfo=UTC), "where the organisation is"
    assert "Wat vindt u van het fietspad?" in house.client.get("/voorbeeldstad/fietspad").text
    by = newest(house, made).data["by"]
    assert desk.fill(f"{FIETSPAD}/settings", **changed(title="Fietspad")).status_code == 303
    assert newest(house, made).data == {"fields": ["title"], "by": by}
    history = desk.get(FIETSPAD).text
    assert "Gewijzigd: titel" in history
    assert history.count("Fatima") == 4, "above, in the menu of a phone, and twice in the log"


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(house: House) -> None:
    desk = editor(house)
    things = "kort | Een ding\nFOUT | Nog een"
    wrong = {"title": "", "name": "Niet Goed", "s-question": "x", "s-reason_question": "Getypt «zo»"}
    answer = desk.fill(NEW, **changed(**wrong, **{"s-things": things, "closes": "ooit"}))
    assert answer.status_code == 400
    assert "<title>Fout:" in answer.text
    for told in ("Vul dit in.", "“Niet Goed” kan geen naam zijn", "minstens 3 tekens", "Regel 2: Dit past niet"):
        assert answer.text.count(told) == 2, told
    for typed in ("Niet Goed", "Getypt «zo»", things, "ooit"):
        assert typed in answer.text, typed
    assert 'name="s-trend" value="true" checked' not in answer.text, "a box left without a tick"
    assert house.read(widgets.public) == []


SLIPS: list[tuple[dict[str, str], str]] = [
    ({"closes": "ooit"}, "“ooit” is geen tijd"),
    ({"opens": "2026-06-02T10:00", "closes": "2026-06-01T10:00"}, "sluiten voordat"),
    ({"closes": "2027-03-28T02:30"}, "slaat"),
    ({"name": "plein"}, "is in gebruik"),
    ({"name": "embed"}, "een adres van de server zelf"),
    ({"s-things": "a | A\nb | B", "s-subjects": "x"}, "heeft een lijst of onderwerpen, niet allebei"),
    ({"s-nothing": "x"}, "geen veld “s-nothing”"),
    ({"nothing": "x"}, "geen veld “nothing”"),
]


def test_each_slip_is_told(house: House) -> None:
    desk = editor(house)
    house.widget(house.read(organisations.every)[0], "plein")
    for wrong, told in SLIPS:
        answer = desk.fill(NEW, **changed(**wrong))
        assert answer.status_code == 400, wrong
        assert told in answer.text, wrong
        assert FIELDS["title"] in answer.text


def test_a_type_that_is_not_there_is_no_page(house: House) -> None:
    assert editor(house).get(f"{AT}/-/new/poll").status_code == 404


def test_a_list_is_typed_line_by_line_and_shown_so_again(house: House) -> None:
    desk = editor(house)
    lines = "vliet | Fietspad langs de Vliet\nplein | Het plein | groen"
    assert desk.fill(NEW, **changed(**{"s-things": lines})).status_code == 303
    assert [thing["label"] for thing in placed(house).settings["things"]] == [
        "Fietspad langs de Vliet",
        "Het plein | groen",
    ]
    assert lines in desk.get(f"{FIETSPAD}/settings").text


def test_another_like_it_begins_with_what_it_has(house: House) -> None:
    desk = editor(house)
    desk.fill(NEW, **changed(expectation="De raad beslist.", closes="2026-06-01T17:00"))
    form = desk.get(f"{NEW}?from=fietspad").text
    assert "De raad beslist." in form
    assert "Wat vindt u van het fietspad?" in form
    assert 'name="name" value=""' in form
    assert "2026-06-01" not in form
    assert 'value="Wat' not in desk.get(f"{NEW}?from=none").text


# --- changing ---------------------------------------------------------------------------------------------------------


def test_what_is_locked_is_told_beside_its_field(house: House) -> None:
    desk = editor(house)
    desk.fill(NEW, **FIELDS)
    rate(house, placed(house), 3)
    answer = desk.fill(f"{FIETSPAD}/settings", **changed(**{"s-question": "Iets anders?", "title": "Ook anders"}))
    assert answer.status_code == 400
    assert answer.text.count("Deze vraag is al beantwoord") == 2
    assert "Ook anders" in answer.text
    assert placed(house).title == "Nieuw fietspad", "all of it, or nothing"


def test_what_people_were_told_holds(house: House) -> None:
    desk = editor(house)
    desk.fill(NEW, **changed(**{"s-figures": "after-closing"}))
    rate(house, placed(house), 3)
    answer = desk.fill(f"{FIETSPAD}/settings", **changed(**{"s-figures": "always"}))
    assert answer.status_code == 400
    assert "geheim" in answer.text
    assert placed(house).settings["figures"] == "after-closing"


def test_another_address_leaves_one_that_leads_there(house: House) -> None:
    desk = editor(house)
    desk.fill(NEW, **FIELDS)
    answer = desk.fill(f"{FIETSPAD}/settings", **changed(name="vliet"))
    assert answer.headers["location"] == f"{AT}/vliet?done=saved"
    assert house.client.get("/voorbeeldstad/fietspad").headers["location"] == "/voorbeeldstad/vliet"
    assert desk.get(f"{FIETSPAD}/settings").headers["location"] == f"{AT}/vliet/settings"


def test_what_stays_as_it_is_is_no_change(house: House) -> None:
    desk = editor(house)
    desk.fill(NEW, **FIELDS)
    before = newest(house, placed(house))
    assert desk.fill(f"{FIETSPAD}/settings", **FIELDS).status_code == 303
    assert newest(house, placed(house)) == before


def test_an_editor_of_one_widget_changes_that_one_alone(house: House) -> None:
    of = house.organisation(**TEXTS)
    first = house.widget(of)
    house.widget(of, "plein", title="Het plein")
    desk = signed_in(house, hire(house, of, "joris", [Grant(Role.EDITOR, first.id)]))
    assert desk.fill(f"{FIETSPAD}/settings", **changed(**{"s-scale": "faces"})).status_code == 303
    assert desk.get(f"{AT}/plein/settings").status_code == 403
    assert "Wijzig de widget" in desk.get(FIETSPAD).text
    assert "Wijzig de widget" not in desk.get(f"{AT}/plein").text


# --- looking before saving --------------------------------------------------------------------------------------------


def test_it_is_looked_at_before_it_is_saved_and_nothing_is_kept_of_that(house: House) -> None:
    desk = editor(house)
    answer = desk.fill(NEW, **changed(**{"s-question": "Wat vindt u van “dit”?"}), _preview="1")
    assert answer.status_code == 200
    assert answer.text.count("<iframe") == 3
    assert answer.text.count("Wat vindt u van “dit”?") > 3, "in each frame, and in the form"
    assert house.read(widgets.public) == []
    refused = desk.fill(NEW, **changed(name=""), _preview="1")
    assert refused.status_code == 400
    assert "<iframe" not in refused.text


def test_what_is_there_is_looked_at_with_what_people_did(house: House) -> None:
    desk = editor(house)
    desk.fill(NEW, **FIELDS)
    rate(house, placed(house), 3)
    before = placed(house)
    page = desk.fill(f"{FIETSPAD}/settings", **changed(title="Een andere titel"), _preview="1").text
    assert page.count("Een andere titel") >= 4
    assert "1 mens" in page
    assert placed(house) == before


# --- times, closing, withdrawing --------------------------------------------------------------------------------------


@ON_BOTH
def test_it_closes_and_opens_again_at_the_time_where_the_organisation_is(house: House) -> None:
    desk = editor(house)
    desk.fill(NEW, **FIELDS)
    assert desk.fill(f"{FIETSPAD}/close", text="De raad koos schets twee.").status_code == 303
    assert "De raad koos schets twee." in house.client.get("/voorbeeldstad/fietspad").text
    assert desk.fill(f"{FIETSPAD}/close", text="En nu drie.").status_code == 303
    assert placed(house).phase.closes_at == house.clock()
    assert placed(house).phase.closing_text == "En nu drie."
    assert desk.fill(f"{FIETSPAD}/times", opens="2026-05-01T09:00", closes="2026-12-01T12:00").status_code == 303
    assert placed(house).phase.closes_at == datetime(2026, 12, 1, 11, 0, tzinfo=UTC)
    form = desk.get(f"{FIETSPAD}/times").text
    assert 'value="2026-05-01T09:00"' in form
    assert 'value="2026-12-01T12:00"' in form
    assert [one.kind for one in house.read(events.of_widget, placed(house).id, 3)] == ["rescheduled"] * 3


def test_a_time_that_is_none_is_told_and_stays(house: House) -> None:
    desk = editor(house)
    desk.fill(NEW, **FIELDS)
    answer = desk.fill(f"{FIETSPAD}/times", opens="2026-06-02T10:00", closes="2026-06-01T10:00")
    assert answer.status_code == 400
    assert "sluiten voordat" in answer.text
    assert 'value="2026-06-02T10:00"' in answer.text


def test_it_is_withdrawn_for_good_and_names_where_to_go(house: House) -> None:
    desk = editor(house)
    house.widget(house.read(organisations.every)[0], "plein")
    where: list[tuple[dict[str, str], str]] = [
        ({"successor": "plein"}, "/voorbeeldstad/plein"),
        ({"successor": "elsewhere", "address": "https://stad.example/plein"}, "https://stad.example/plein"),
        ({"successor": ""}, ""),
    ]
    for number, (fields, successor) in enumerate(where):
        name = f"fietspad-{number}"
        desk.fill(NEW, **changed(name=name))
        unsure = desk.fill(f"{AT}/{name}/withdraw", **fields)
        assert unsure.status_code == 400
        assert "Zet het vinkje" in unsure.text
        assert desk.fill(f"{AT}/{name}/withdraw", **fields, sure="true").status_code == 303
        assert placed(house, name).successor == successor
        assert house.client.get(f"/voorbeeldstad/{name}").status_code == 410
        assert desk.fill(f"{AT}/{name}/withdraw", **fields, sure="true").status_code == 400
        assert "Trek in</a>" not in desk.get(f"{AT}/{name}").text


def test_another_address_has_to_be_one(house: House) -> None:
    desk = editor(house)
    desk.fill(NEW, **FIELDS)
    answer = desk.fill(f"{FIETSPAD}/withdraw", successor="elsewhere", address="javascript:alert(1)", sure="true")
    assert answer.status_code == 400
    assert "begint met https://" in answer.text
    assert placed(house).withdrawn is None


def test_it_opens_by_the_clock(house: House) -> None:
    desk = editor(house)
    assert desk.fill(NEW, **changed(opens="2026-05-02T12:00")).status_code == 303
    assert "opent op 2 mei" in desk.get(FIETSPAD).text
    house.clock.now += timedelta(days=1)  # type: ignore[attr-defined]
    assert "<form" in house.client.get("/voorbeeldstad/fietspad").text


# --- what has to be there first ---------------------------------------------------------------------------------------


def test_nothing_opens_before_the_organisation_has_its_texts(house: House) -> None:
    of = house.organisation(contact=TEXTS["contact"])
    house.widget(of, closes_at=house.clock())
    desk = signed_in(house, hire(house, of, "fatima", [Role.EDITOR]))
    assert "Vraag een beheerder" in desk.get(f"{AT}/-/new").text
    for path, fields in ((NEW, changed(name="plein")), (f"{FIETSPAD}/times", {"closes": "2026-06-01T10:00"})):
        answer = desk.fill(path, **fields)
        assert answer.status_code == 400
        assert "Vul eerst in: spelregels, privacyverklaring." in answer.text
        assert all(typed in answer.text for typed in fields.values() if typed)
    boss = signed_in(house, hire(house, of, "joris"))
    page = boss.get(NEW).text
    assert f'<a href="{AT.removesuffix("/widgets")}/texts">' in page
    assert boss.fill("/console/at/voorbeeldstad/texts", title="Stad", **TEXTS).status_code == 303
    assert desk.fill(NEW, **changed(name="plein")).status_code == 303
    assert "Er gaat niets open" not in desk.get(NEW).text


def test_our_own_texts_are_taken_over_by_a_button(house: House) -> None:
    boss = signed_in(house, hire(house, house.organisation(), "joris"))
    texts = "/console/at/voorbeeldstad/texts"
    answer = boss.fill(texts, title="Stad", contact="Bel.", _preset="privacy").text
    assert "Autoriteit Persoonsgegevens" in answer
    assert "Wij antwoorden liever" not in answer
    assert "Bel." in answer


def test_what_was_secret_and_has_been_shown_is_not_asked_again(house: House) -> None:
    desk = editor(house)
    desk.fill(NEW, **changed(**{"s-figures": "after-closing"}))
    rate(house, placed(house), 3)
    desk.fill(f"{FIETSPAD}/close", text="")
    answer = desk.fill(f"{FIETSPAD}/times", closes="2026-06-01T10:00")
    assert answer.status_code == 400
    assert "De uitslag was geheim" in answer.text


# --- two at once ------------------------------------------------------------------------------------------------------


def test_who_saves_over_anothers_change_is_shown_both_and_asked(house: House) -> None:
    desk = editor(house)
    other = signed_in(house, hire(house, house.read(organisations.every)[0], "joris", [Role.EDITOR]))
    desk.fill(NEW, **FIELDS)
    path = f"{FIETSPAD}/settings"
    opened = hidden_of(desk.get(path).text, path)
    assert other.fill(path, **changed(title="Van Joris", expectation="Wij lezen alles.")).status_code == 303
    mine = {**opened, **changed(title="Van Fatima")}
    looked = desk.send(path, {**mine, "_preview": "1"})
    assert hidden_of(looked.text, path) == opened, "to look at it is not to have read what another typed"
    answer = desk.send(path, mine)
    assert answer.status_code == 409
    assert "<title>Fout:" in answer.text
    for told in ("bewaard: Van Joris.", "bewaard: Wij lezen alles."):
        assert answer.text.count(told) == 2, told
    assert "Van Fatima" in answer.text
    assert placed(house).title == "Van Joris"
    again = {**mine, **hidden_of(answer.text, path)}
    assert desk.send(path, again).status_code == 303
    assert (placed(house).title, placed(house).expectation) == ("Van Fatima", "")


def test_what_another_changed_alike_or_elsewhere_is_no_matter(house: House) -> None:
    desk = editor(house)
    other = signed_in(house, hire(house, house.read(organisations.every)[0], "joris", [Role.EDITOR]))
    desk.fill(NEW, **FIELDS)
    path = f"{FIETSPAD}/settings"
    opened = hidden_of(desk.get(path).text, path)
    other.fill(path, **changed(title="Hetzelfde"))
    rate(house, placed(house), 3)
    assert desk.send(path, {**opened, **changed(title="Hetzelfde")}).status_code == 303
