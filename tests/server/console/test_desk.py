# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an administrator does: roles, closing an account, texts; each is a line of the log that says who did it."""

from __future__ import annotations

import re
from datetime import timedelta

from meedoen.records_log import LoggedEvent
from meedoen.records_staff import Grant, Role
from meedoen.store import events, members, organisations
from tests.house import ON_BOTH, House
from tests.server.console.desk import PASSWORD, Desk, hidden_of, hire, signed_in

AT = "/console/at/voorbeeldstad"


def newest(house: House, of: int) -> LoggedEvent:
    return house.read(events.of_organisation, of, 1)[0]


@ON_BOTH
def test_a_role_is_given_and_taken_and_the_log_says_by_whom(house: House) -> None:
    of = house.organisation()
    widget = house.widget(of)
    boss, joris = hire(house, of, "fatima"), hire(house, of, "joris", [])
    desk, at = signed_in(house, boss), f"{AT}/people/{joris.uid}"
    assert desk.fill(f"{at}/roles", editor="true", where=str(widget.id)).status_code == 303
    given = newest(house, of.id)
    assert (given.kind, given.role, given.widget) == ("role given", "staff", widget.id)
    assert given.data == {"member": joris.uid, "role": "editor", "by": boss.uid}
    assert house.read(members.by_uid, of.id, joris.uid).grants == {Grant(Role.EDITOR, widget.id)}
    assert desk.fill(f"{at}/roles", editor="true", where=str(widget.id)).status_code == 303
    assert newest(house, of.id) == given, "what he has already is not given again"
    sent = hidden_of(desk.get(at).text, f"{at}/roles/take")
    assert desk.send(f"{at}/roles/take", sent).status_code == 303
    for where in (sent["where"], "all", "9" * 40, "x"):
        assert desk.send(f"{at}/roles/take", {**sent, "where": where}).status_code in (400, 409)
    assert newest(house, of.id).kind == "role taken"
    assert house.read(members.by_uid, of.id, joris.uid).grants == frozenset()


def test_somebody_stays_administrator(house: House) -> None:
    of = house.organisation()
    boss = hire(house, of, "fatima", [Role.ADMINISTRATOR])
    desk, at = signed_in(house, boss), f"{AT}/people/{boss.uid}"
    assert desk.fill(at, f"{at}/roles/take").status_code == 409
    refused = desk.fill(f"{at}/close", sure="true")
    assert refused.status_code == 400
    assert "heeft een beheerder nodig" in refused.text
    assert desk.fill(f"{at}/close").status_code == 400, "the box is not ticked"
    hire(house, of, "joris", [Role.ADMINISTRATOR])
    assert desk.fill(at, f"{at}/roles/take").status_code == 303


def test_who_leaves_one_organisation_stays_in_the_other(house: House) -> None:
    of, other = house.organisation(), house.organisation("buurt", "Buurt")
    boss, joris = hire(house, of, "fatima"), hire(house, of, "joris")
    house.write(members.join, joris.account, other, joris.profile, [Grant(Role.EDITOR)], at=house.clock())
    before = signed_in(house, joris)
    signed_in(house, boss).fill(f"{AT}/people/{joris.uid}/close", sure="true")
    assert before.get("/console/at/buurt").status_code == 303, "he is signed out everywhere, as was said"
    desk = signed_in(house, joris)
    assert [desk.get(f"/console/at/{name}").status_code for name in ("buurt", "voorbeeldstad")] == [200, 404]


def test_an_administrator_can_hide_a_name_that_endangers(house: House) -> None:
    of = house.organisation()
    boss, joris = hire(house, of, "fatima"), hire(house, of, "joris", [])
    fields = {"name": "Joris", "function": "Handhaver", "department": "Veiligheid"}
    assert signed_in(house, boss).fill(f"{AT}/people/{joris.uid}/profile", **fields).status_code == 303
    assert house.read(members.by_uid, of.id, joris.uid).profile.public == "Handhaver, Veiligheid"


def test_texts_stand_on_the_pages_at_once(house: House) -> None:
    of = house.organisation(rules="Oud.")
    boss = hire(house, of, "fatima")
    desk, long = signed_in(house, boss), "Ons beleid. " * 1_500
    fields = {"title": "Stad", "intro": "Welkom.", "contact": "Bel 14 0123.", "privacy": long, "rules": "Wees aardig."}
    assert desk.fill(f"{AT}/texts", **fields).status_code == 303
    for path, told in (
        ("", "Welkom."),
        ("/-/contact", "Bel 14 0123."),
        ("/-/privacy", long.strip()),
        ("/-/spelregels", "Wees"),
    ):
        assert told in house.client.get(f"/voorbeeldstad{path}").text, path
    changed = newest(house, of.id)
    assert changed.kind == "changed"
    assert changed.data == {"fields": sorted(fields), "by": boss.uid}
    assert desk.fill(f"{AT}/texts", **fields).status_code == 303
    assert newest(house, of.id) == changed, "what stays as it is is no change"


def test_a_preset_fills_in_the_rules_and_keeps_the_rest_that_was_typed(house: House) -> None:
    of = house.organisation()
    desk = signed_in(house, hire(house, of, "fatima"))
    answer = desk.fill(f"{AT}/texts", title="Getypt", intro="Ook getypt", _preset="ez")
    assert answer.status_code == 200
    assert "Wij halen spam weg en verder niets." in answer.text
    assert 'value="Getypt"' in answer.text
    assert "Ook getypt" in answer.text
    assert house.read(organisations.by_id, of.id) == of, "nothing is saved yet"


def test_the_page_of_texts_says_how_they_stand_and_what_waits_for_them(house: House) -> None:
    of = house.organisation(rules="Wees aardig.")
    house.widget(of, title="Het open plein")
    house.widget(of, "plan", title="Het gesloten plan", closes_at=house.clock())
    desk = signed_in(house, hire(house, of, "fatima"))
    page = desk.get(f"{AT}/texts").text
    for path in ("spelregels", "privacy", "contact"):
        assert f'href="{house.url}/voorbeeldstad/-/{path}"' in page
    assert page.count("er gaat niets open") == 2
    waiting = page.partition("Wat nog niet open kan")[2]
    assert "Het gesloten plan" in waiting
    assert "Het open plein" not in waiting
    assert "Ontbreekt: privacyverklaring, contact" in waiting
    house.write(organisations.change, of, at=house.clock(), privacy="Weinig.", contact="Bel.")
    assert "Wat nog niet open kan" not in desk.get(f"{AT}/texts").text


def test_widgets_and_people_stand_in_the_order_that_is_asked_for(house: House) -> None:
    of = house.organisation()
    house.widget(of, "b", title="Élan in de wijk")
    house.widget(of, "a", title="de brug", closes_at=house.clock())
    house.widget(of, "c", title="Fietspad")
    boss = hire(house, of, "fatima")
    hire(house, of, "anna")
    desk = signed_in(house, boss)

    def order(path: str) -> list[str]:
        return re.findall(r'<th scope="row"><a href="[^"]*/([^"/]+)"', desk.get(f"{AT}{path}").text)

    assert [order(f"/widgets{asked}") for asked in ("", "?sort=title", "?sort=-title", "?sort=state", "?sort=x")] == [
        ["b", "a", "c"], ["a", "b", "c"], ["c", "b", "a"], ["b", "c", "a"], ["b", "a", "c"]
    ]  # fmt: skip
    assert order("/people?sort=name") == list(reversed(order("/people?sort=-name"))) != order("/people")
    assert 'href="?sort=-title" aria-current="true"' in desk.get(f"{AT}/widgets?sort=title").text


def test_what_is_wrong_is_told_beside_its_field(house: House) -> None:
    desk = signed_in(house, hire(house, house.organisation(), "fatima"))
    answer = desk.fill(f"{AT}/texts", title="", contact="x" * 20_001)
    assert answer.status_code == 400
    assert "<title>Fout:" in answer.text
    assert answer.text.count("Gebruik hoogstens 20.000 tekens.") == 2, "in the summary and beside the field"
    assert "x" * 20_001 in answer.text


def test_the_overview_tells_what_closes_next_and_the_list_what_there_is(house: House) -> None:
    of = house.organisation()
    soon = house.clock() + timedelta(days=3)
    house.widget(of, closes_at=soon)
    house.widget(of, "later", title="Later", opens_at=soon)
    house.widget(of, "dicht", title="Gesloten vraag", closes_at=house.clock())
    desk = signed_in(house, hire(house, of, "joris", [Role.EDITOR]))
    overview, listed = desk.get(AT).text, desk.get(f"{AT}/widgets").text
    closing = overview.partition('id="md-closing"')[2].partition("</section>")[0]
    assert "sluit 4 mei 12.00 uur" in closing
    assert "Gesloten vraag" not in closing
    for told in ("Nieuw fietspad", "open tot 4 mei", "opent op 4 mei", "gesloten op 1 mei 2026", "Waardering"):
        assert told in listed


def test_each_speaks_his_own_language(house: House) -> None:
    desk = signed_in(house, hire(house, house.organisation(), "fatima"))
    assert desk.fill("/console/account", language="en").status_code == 303
    assert "Overview" in desk.get(AT).text
    assert 'lang="en"' in desk.get(AT).text


def test_who_has_two_organisations_goes_from_one_to_the_other(house: House) -> None:
    of, other = house.organisation(), house.organisation("buurt", "Buurt")
    who = hire(house, of, "fatima")
    assert "md-switch" not in signed_in(house, who).get(AT).text
    house.write(members.join, who.account, other, who.profile, [Grant(Role.EDITOR)], at=house.clock())
    page = signed_in(house, who).get(AT).text
    assert 'href="/console/at/buurt"' in page
    assert "Mensen" not in signed_in(house, who).get("/console/at/buurt").text.replace("Wat mensen", "")


def test_what_is_not_a_form_is_told(house: House) -> None:
    desk = signed_in(house, hire(house, house.organisation(), "fatima"))
    ours = {"origin": house.url, "content-type": "application/json"}
    assert desk.client.post(f"{AT}/texts", content=b"{}", headers=ours).status_code == 415
    form = hidden_of(desk.get(f"{AT}/texts").text, f"{AT}/texts")
    assert desk.send(f"{AT}/texts", {**form, "title": "X", "unknown": "1"}).status_code == 400
    assert desk.send(f"{AT}/texts", {**form, "title": "X", "intro": "x" * 2_000_000}).status_code == 413
    assert Desk(house).send(f"{AT}/texts", {"title": "X"}).status_code == 401


def test_what_is_sent_again_is_for_the_same_button(house: House) -> None:
    desk, where = signed_in(house, hire(house, house.organisation(), "fatima")), f"{AT}/style"
    assert 'name="_preview" value="1"' in desk.send(where, {"_form": "of before", "_preview": "1"}).text
    desk.forget_session()
    turned_away = desk.send(where, {"_back": "own"})
    sign_in = {**hidden_of(turned_away.text, "/console/sign-in"), "address": "fatima@voorbeeldstad.example"}
    resumed = desk.send("/console/sign-in", {**sign_in, "password": PASSWORD})
    assert 'name="_back" value="own"' in resumed.text
