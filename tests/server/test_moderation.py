# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is reported, held, removed and put back, from end to end, over HTTP; and that no way out repeats what was
removed."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from io import StringIO
from typing import Any

import httpx2 as httpx
import pytest
from playwright.sync_api import Browser
from sqlalchemy import Connection, select, update

from meedoen import placing
from meedoen.mailing import Mail
from meedoen.participation.views import Placed
from meedoen.records import Organisation, Stage, Widget
from meedoen.records_answers import What
from meedoen.records_staff import Grant, Role
from meedoen.store import mails, reports, waiting, widgets
from meedoen.store.schema import contribution
from meedoen.store.schema_moderation import shut_out
from tests.house import House
from tests.server.console.desk import Desk, hidden_of, hire, signed_in
from tests.server.outputs import everything, where
from tests.server.people import Paper, Person, hidden, new_key, reasons
from tests.server.writing import written

TRACKER, LOG = "/voorbeeldstad/-/bijdrage", "/voorbeeldstad/-/moderatie"
REPORT = f"{LOG}/fietspad/1"
TOKEN = "meedoen:token:"
"""Under which name, with the uid of the organisation behind it, the script keeps a token."""
FORMATS = ["RSS", "Atom", "JSON Feed", "CSV"]
BAD = "Koop nu goedkope zonnepanelen bij Zonderzon."
RULE = "Geen reclame."
FACTS = "Er stond een aanbieding van een winkel in."


@pytest.fixture
def town(house: House) -> Organisation:
    return house.organisation(rules=f"Wees aardig.\n{RULE}", contact="Bel 14 0182.", privacy="Weinig.")


@pytest.fixture
def placed(house: House, town: Organisation) -> Widget:
    return house.widget(town, show_reasons=True, figures="always")


@pytest.fixture
def desk(house: House, town: Organisation) -> Desk:
    return signed_in(house, hire(house, town, "mo", [Role.MODERATOR]))


def report(house: House, path: str = REPORT, **fields: str) -> httpx.Response:
    """Fill in the form, as without script."""
    page = house.client.get(path)
    assert page.status_code == 200, page.text
    return house.client.post(path, data={**hidden(page.text), **fields})


def opened(house: House, code: str, do: str = "", **fields: str) -> str:
    answer = house.client.post(TRACKER, data={"_code": code, **({"do": do} if do else {}), **fields})
    assert answer.status_code == 200, answer.text
    return answer.text


def judge(desk: Desk, do: str, number: int = 1, **fields: str) -> httpx.Response:
    case = f"/console/at/voorbeeldstad/moderation/fietspad/{number}"
    return desk.fill(case, f"{case}/{do}", **fields)


def remove(desk: Desk, number: int = 1) -> None:
    answer = judge(desk, "remove", number, ground="spam", facts=FACTS, rule=RULE)
    assert answer.status_code == 303, answer.text


def waits(house: House, of: Widget) -> list[tuple[str, int]]:
    """What moderators have to do."""
    found = []
    for what in (What.REPORTED, What.HELD, What.APPEAL):
        page = house.read(waiting.page, of.organisation.id, what, 10)
        found += [(what.value, one.number) for one in page]
    return found


def letters(house: House) -> list[Mail]:
    """The mails that wait, the oldest first."""
    return list(reversed(house.read(mails.waiting, 20)))


def log_tells_no_more_than_it_may(house: House) -> None:
    """The reason and the rule, in each of its forms; and nothing that could repeat what was removed."""
    for path in (LOG, f"{LOG}.rss", f"{LOG}.atom", f"{LOG}.json", f"{LOG}.csv"):
        told = house.client.get(path)
        assert told.status_code == 200
        for words in ("spam of reclame", RULE, "Nieuw fietspad"):
            assert words in told.text, path
        for secret in (BAD, "Zonderzon", FACTS, "Dit is reclame.", "melder@"):
            assert secret not in told.text, path
    assert re.findall(r'<li><a href="[^"]*/-/moderatie[.]\w+">(.*)</a>', house.client.get(LOG).text) == FORMATS
    rows = list(csv.reader(StringIO(house.client.get(f"{LOG}.csv").text)))
    assert [row[2:6] for row in rows[1:]] == [["1", "Weggehaald", "spam of reclame", RULE]]


def test_a_decision_on_a_page_from_before_a_colleagues_is_refused(
    house: House, town: Organisation, placed: Widget, desk: Desk
) -> None:
    Person(house).act(reason=BAD)
    other, case = signed_in(house, hire(house, town, "joris")), "/console/at/voorbeeldstad/moderation/fietspad/1"
    stale = {do: hidden_of(other.get(case).text, f"{case}/{do}") for do in ("release", "remove")}
    remove(desk)

    again = {"ground": "abuse", "facts": "Ik zag dreigementen.", "rule": RULE}
    for do, typed in (("release", {"facts": "Dit mag."}), ("remove", again)):
        answer = other.send(f"{case}/{do}", {**stale[do], **typed})
        assert answer.status_code == 409
        for told in ("besloot hierover nadat u deze pagina opende", FACTS, typed["facts"]):
            assert told in answer.text, "who decided and what, and what was typed"
    assert BAD not in house.client.get("/voorbeeldstad/fietspad/1").text
    assert len(house.client.get(f"{LOG}.json").json()["items"]) == 1
    answer = other.send(f"{case}/release", {**hidden_of(answer.text, f"{case}/release"), "facts": "Dit mag."})
    assert answer.status_code == 303, "whoever has read it may decide otherwise"
    assert BAD in house.client.get("/voorbeeldstad/fietspad/1").text


def test_from_a_report_to_what_is_put_back(house: House, placed: Widget, desk: Desk) -> None:
    code = str(Person(house).act(reason=BAD).json()["receipt"])
    assert f'href="{house.url}{REPORT}"' in house.client.get("/voorbeeldstad/fietspad/1").text
    assert f'href="{house.url}{REPORT}"' in house.client.get("/voorbeeldstad/fietspad/embed").text

    sent = report(house, ground="spam", words="Dit is reclame.", address="melder@voorbeeld.nl")
    assert sent.status_code == 303
    assert "openbare overzicht" in house.client.get(sent.headers["location"]).text
    assert waits(house, placed) == [("reported", 1)]
    assert BAD in house.client.get("/voorbeeldstad/fietspad/1").text, "it stands until somebody decides"

    queue = desk.get("/console/at/voorbeeldstad/moderation").text
    assert BAD in queue
    case = desk.get("/console/at/voorbeeldstad/moderation/fietspad/1").text
    assert "Dit is reclame." in case
    assert "melder@" not in case, "who reports is nobody's business"
    remove(desk)
    assert waits(house, placed) == []

    tombstone = "Weggehaald: door de organisatie op 1 mei 2026: spam of reclame"
    assert tombstone in house.client.get("/voorbeeldstad/fietspad/1").text
    assert tombstone in house.client.get("/voorbeeldstad/fietspad").text
    said = house.client.get("/api/v1/widgets/voorbeeldstad/fietspad/contributions/1").json()["removed"]
    assert said == "door de organisatie op 1 mei 2026: spam of reclame"
    assert house.client.get(REPORT).status_code == 410
    log_tells_no_more_than_it_may(house)
    [mail] = letters(house)
    assert (mail.to, mail.about) == ("melder@voorbeeld.nl", "decision")
    assert "Besluit: Weggehaald" in mail.text
    assert FACTS not in mail.text
    assert BAD not in mail.text

    mine = opened(house, code)
    assert BAD in mine, "he reads what he may object for"
    exported = opened(house, code, "export")
    assert BAD in json.loads(exported)["contribution"]["text"]
    assert json.loads(exported)["words"]["text"] == BAD
    for words in (tombstone, FACTS, RULE, "Waarom had het niet weggehaald mogen worden?"):
        assert words in mine
    assert "Zet u hier uw reden" not in opened(
        house, code, "appeal", why="Ik verkoop niets.", address="ik@voorbeeld.nl"
    )
    assert waits(house, placed) == [("appeal", 1)]
    again = house.client.post(TRACKER, data={"_code": code, "do": "appeal", "why": "Nog eens."})
    assert again.status_code == 409
    assert "Ik verkoop niets." in desk.get("/console/at/voorbeeldstad/moderation/fietspad/1").text
    assert judge(desk, "release", facts="U hebt gelijk.").status_code == 303

    assert BAD in house.client.get("/voorbeeldstad/fietspad/1").text
    assert [item.number for item in reasons(house, placed) if item.removed is None] == [1]
    mine = opened(house, code)
    for words in ("Weggehaald</strong>: spam of reclame", "Teruggezet", FACTS, "U hebt gelijk."):
        assert words in mine
    assert [line["title"].partition(":")[0] for line in house.client.get(f"{LOG}.json").json()["items"]] == [
        "Teruggezet",
        "Weggehaald",
    ]
    assert letters(house)[-1].to == "ik@voorbeeld.nl"
    assert "U hebt gelijk." in letters(house)[-1].text
    assert house.client.get("/voorbeeldstad/fietspad/1.json").json()["items"]


def test_what_was_removed_is_on_no_way_out(house: House, placed: Widget, desk: Desk) -> None:
    Person(house).act(reason="Een smal pad is ook goed.")
    Person(house).act(reason=BAD)
    Person(house).act(reason="Een breed pad is beter.")
    assert "Zonderzon" in house.client.get("/voorbeeldstad/fietspad").text
    remove(desk, 2)
    more = [
        (path, house.client.get(path).text) for path in (LOG, *(f"{LOG}.{form}" for form in ("rss", "csv", "json")))
    ]
    assert [path for path, told in [*everything(house), *more] if "Zonderzon" in told or FACTS in told] == []


def test_the_same_report_counts_once(house: House, placed: Widget, desk: Desk) -> None:
    Person(house).act(reason=BAD)
    page = hidden(house.client.get(REPORT).text)
    for _ in range(2):
        assert house.client.post(REPORT, data={**page, "ground": "spam"}).status_code == 303
    somebody = Person(house)
    for key in ("een-sleutel-van-zestien", "nog-een-sleutel-van-zestien"):
        fields = {"_token": somebody.token, "_key": key, "ground": "abuse"}
        assert house.client.post(REPORT, data=fields).status_code == 303
    case = desk.get("/console/at/voorbeeldstad/moderation/fietspad/1").text
    assert (case.count("<strong>spam of reclame"), case.count("<strong>schelden of bedreigen")) == (1, 1)


def test_the_form_of_a_report_says_which_browser_it_is(house: House, placed: Widget, browser: Browser) -> None:
    """So that of one browser one report counts, however often it opens the page."""
    person = Person(house)
    person.act(reason=BAD)
    page = browser.new_page()
    page.goto(house.url + REPORT)
    organisation = page.locator("[data-md-org]").get_attribute("data-md-org")
    keep = "([key, own]) => localStorage.setItem(key, JSON.stringify(own))"
    page.evaluate(keep, [f"{TOKEN}{organisation}", person.token])
    for _twice in range(2):
        page.goto(house.url + REPORT)
        page.get_by_text("spam of reclame", exact=True).click()
        page.locator("main [type=submit]").click()
        page.wait_for_url("**received=1*")
    page.context.close()
    assert len(house.read(reports.against, placed.id, 1)) == 1


def test_a_report_without_a_reason_says_so_and_keeps_what_was_typed(house: House, placed: Widget) -> None:
    Person(house).act(reason=BAD)
    answer = report(house, words="Kijk eens.", address="geen adres")
    assert answer.status_code == 400
    assert "Fout:" in answer.text
    assert "Maak een keuze." in answer.text
    assert "Kijk eens." in answer.text
    answer = report(house, ground="spam", address="geen adres")
    assert answer.status_code == 400
    assert "Vul uw e-mailadres in" in answer.text
    assert "set-cookie" not in answer.headers


def test_nothing_is_reported_that_is_not_public_or_not_there(house: House, town: Organisation) -> None:
    house.widget(town, show_reasons=False)
    Person(house).act(reason="Alleen voor u.")
    assert house.client.get(REPORT).status_code == 404
    assert house.client.get(f"{LOG}/fietspad/9").status_code == 404


def held(house: House, code: str) -> Iterator[str]:
    """What nobody else may see, over each way out."""
    yield from where(house, "Zonderzon")
    assert "Zonderzon" in opened(house, code), "its author sees what he sent"


def test_what_staff_looks_at_first_is_nowhere_until_it_is_released(house: House, placed: Widget, desk: Desk) -> None:
    review = "/console/at/voorbeeldstad/widgets/fietspad/review"
    assert desk.fill(review, reviewed="true").status_code == 303
    answer = Person(house).act(reason=BAD)
    assert "Iemand van de organisatie bekijkt het eerst." in answer.json()["html"]
    code = str(answer.json()["receipt"])
    assert list(held(house, code)) == []
    assert "Iemand van de organisatie bekijkt het eerst." in opened(house, code)
    assert house.client.get("/voorbeeldstad/fietspad/1").status_code == 404
    assert "1 reden" not in house.client.get("/voorbeeldstad/fietspad").text
    assert house.client.get(REPORT).status_code == 404
    paper = Paper(house).act(score="2", reason="Ook ik wil eerst bekeken worden.")
    assert "Iemand van de organisatie bekijkt het eerst." in paper.text
    assert waits(house, placed) == [("held", 1), ("held", 2)]
    assert "Hier wordt alles eerst bekeken." in desk.get("/console/at/voorbeeldstad/moderation/fietspad/1").text
    assert judge(desk, "release").status_code == 303
    house.clock.move(hours=1)  # type: ignore[attr-defined]
    assert judge(desk, "release", 2).status_code == 303
    assert BAD in house.client.get("/voorbeeldstad/fietspad/1").text
    assert waits(house, placed) == []
    told = house.client.get("/voorbeeldstad/fietspad.json").json()["items"]
    published = {one["url"].rpartition("/")[2]: one["date_published"] for one in told if "/fietspad/" in one["url"]}
    assert published["2"] > published["1"], "subscribers hear of it when it is there"


def test_what_is_held_is_erased_for_its_author_by_who_never_reads_it(house: House, placed: Widget, desk: Desk) -> None:
    assert desk.fill("/console/at/voorbeeldstad/widgets/fietspad/review", reviewed="true").status_code == 303
    code = str(Person(house).act(reason=BAD).json()["receipt"])
    queue, one = "/console/at/voorbeeldstad/answers", "/console/at/voorbeeldstad/answers/fietspad/1"
    speaks = signed_in(house, hire(house, placed.organisation, "fatima", [Role.SPOKESPERSON]))
    assert speaks.get(one).status_code == 404
    opened(house, code, "erase")
    listed, page, asked = (speaks.get(path).text for path in (f"{queue}?what=erasure", one, f"{one}/erase"))
    assert f'<a href="{one}"><span dir="auto">Bijdrage 1</span>' in listed
    assert "Vastgehouden tot iemand kijkt" in page
    assert "vraagt om deze woorden te wissen" in page
    assert "Iedereen kan deze bijdrage" not in page
    assert BAD not in listed + page + asked, "held words are its author's and moderators'"
    assert speaks.fill(f"{one}/erase", sure="true").status_code == 303
    assert "(gewist)" not in speaks.get(f"{queue}?what=erasure").text
    assert waits(house, placed) == []
    assert BAD not in opened(house, code) + desk.get("/console/at/voorbeeldstad/moderation/fietspad/1").text


def test_a_bsn_is_warned_of_before_it_is_stored(house: House, placed: Widget) -> None:
    words = "Mijn nummer is 123456782."
    somebody = Person(house)
    warned = somebody.act(reason=words)
    assert warned.status_code == 400
    assert "lijkt een burgerservicenummer (“123456782”) te noemen" in warned.json()["errors"]["reason"]
    assert reasons(house, placed) == []
    sent = somebody.act(reason=words)
    assert sent.status_code == 200
    assert waits(house, placed) == [("held", 1)]
    check = Paper(house).check(score="3", reason=words)
    assert "lijkt een burgerservicenummer" in check.text
    assert "Mijn nummer is <mark>123456782</mark>." in check.text
    assert Paper(house).send(check).status_code == 303
    assert "123456782" not in house.client.get("/voorbeeldstad/fietspad").text


def test_a_case_number_is_warned_of_as_the_organisation_writes_it(house: House, placed: Widget) -> None:
    boss, words = signed_in(house, hire(house, placed.organisation, "joris")), "Mijn zaak z-2026-001234 ligt stil."
    rules = "/console/at/voorbeeldstad/defaults"
    for typed, told in (("ABC-###", "minstens 4 keer #"), ("(a+)+####$", "is niet te lezen")):
        refused = boss.fill(rules, framers="*", keep_months="0", case_masks=typed)
        assert (refused.status_code, told in refused.text, typed in refused.text) == (400, True, True), refused.text
    somebody = Person(house)
    assert somebody.act(reason=words).status_code == 200, "no mask, no warning"
    assert boss.fill(rules, framers="*", keep_months="0", case_masks="Z-####-######\n@@ ####").status_code == 303
    assert "Z-####-######\n@@ ####</textarea>" in boss.get(rules).text
    warned = Person(house).act(reason=words)
    assert "U lijkt een zaaknummer (“z-2026-001234”) te noemen" in warned.json()["errors"]["reason"]
    check = Paper(house).check(score="3", reason=words)
    assert "Mijn zaak <mark>z-2026-001234</mark> ligt stil." in check.text
    assert "You seem to name a case number" in Paper(house).check(score="3", reason=words, _lang="en").text
    assert Paper(house).send(check).status_code == 303
    assert waits(house, placed) == [], "he decides; nobody looks at it first"


def test_other_personal_details_are_warned_of_and_shown_when_sent_again(house: House, placed: Widget) -> None:
    words = "Bel 06-12345678 of mail noor@example.nl."
    somebody = Person(house)
    told = somebody.act(reason=words).json()["errors"]["reason"]
    assert "een telefoonnummer (“06-12345678”), een e-mailadres (“noor@example.nl”)" in told
    assert somebody.act(reason=words).status_code == 200
    assert waits(house, placed) == [], "he decides; nobody looks at it first"
    assert words in house.client.get("/voorbeeldstad/fietspad").text
    asked = "/voorbeeldstad/fietspad/do/ask"
    check = house.client.post(asked, data={"text": "Mag ik NL91ABNA0417164300 noemen?"})
    assert "een rekeningnummer" in check.text
    assert "Mag ik <mark>NL91ABNA0417164300</mark> noemen?" in check.text
    again = house.client.post(asked, data={**hidden(check.text)})
    assert again.status_code == 303


def test_who_moderates_one_widget_decides_on_that_alone(house: House, town: Organisation, placed: Widget) -> None:
    Person(house).act(reason=BAD)
    other = house.widget(town, "speeltuin", title="Speeltuin", show_reasons=True)
    Person(house, "/voorbeeldstad/speeltuin").act(reason="Een wip.")
    at = "/console/at/voorbeeldstad/moderation"
    for path in (REPORT, f"{LOG}/speeltuin/1"):
        report(house, path, ground="spam")
    desk = signed_in(house, hire(house, town, "els", [Grant(Role.MODERATOR, other.id)]))
    queue = desk.get(at).text
    assert ("Een wip." in queue, BAD in queue, "shut-out" in queue) == (True, False, False)
    answers = [desk.get(f"{at}/{path}").status_code for path in ("fietspad/1", "speeltuin/1", "speeltuin/1/shut-out")]
    assert answers == [403, 200, 403]


def test_what_only_the_organisation_reads_is_in_no_public_log(house: House, town: Organisation, desk: Desk) -> None:
    house.widget(town, show_reasons=False)
    Person(house).act(reason=BAD)
    case = desk.get("/console/at/voorbeeldstad/moderation/fietspad/1").text
    assert "Alleen de schrijver en uw organisatie kunnen het lezen." in case
    assert [told for told in ("Iedereen kan het lezen.", "Het openbare overzicht noemt") if told in case] == []
    remove(desk)
    assert house.client.get(f"{LOG}.json").json()["items"] == []
    assert [path for path in (LOG, f"{LOG}.csv") if RULE in house.client.get(path).text] == []


def test_the_log_tells_of_all_that_was_public_and_of_nothing_else(
    house: House, town: Organisation, placed: Widget, desk: Desk
) -> None:
    """Closing and withdrawing undo no decision; of what only staff sees, or who tries it, others are told nothing."""
    Person(house).act(reason=BAD)
    remove(desk)
    for step in (placing.close, placing.withdraw):
        given = {"text": "Dank u."} if step is placing.close else {"successor": ""}
        house.write(lambda conn, do, more: do(conn, of_town(conn, house), at=house.clock(), **more), step, given)
        log_tells_no_more_than_it_may(house)
    for stage in (Stage.TRIAL, Stage.DRAFT):
        house.write(widgets.staged, placed, stage, at=house.clock())
        for path in (LOG, f"{LOG}.rss", f"{LOG}.atom", f"{LOG}.json", f"{LOG}.csv"):
            assert "spam of reclame" not in house.client.get(path).text, (stage, path)
    house.organisation("buurt", "Buurt")
    assert "spam of reclame" not in house.client.get("/buurt/-/moderatie").text


def of_town(conn: Any, house: House) -> Placed:
    """As it is now."""
    return placing.to_change(conn, house.types, "voorbeeldstad", "fietspad")


def test_staff_are_never_shut_out(house: House, town: Organisation, placed: Widget, desk: Desk) -> None:
    by, status = hire(house, town, "joris", [Role.SPOKESPERSON]), house.widget(town, "werk", "status_feed")
    written(house, status, by, "De brug is dicht.")
    Person(house).act(reason=BAD)
    cases = "/console/at/voorbeeldstad/moderation"
    offers = {at: f"{cases}/{at}/shut-out" in desk.get(f"{cases}/{at}").text for at in ("werk/1", "fietspad/1")}
    assert offers == {"werk/1": False, "fietspad/1": True}
    told = desk.fill(f"{cases}/werk/1/shut-out", until="2026-05-07", reason="Spam.")
    assert (told.status_code, "een medewerker schreef het" in told.text) == (404, True)

    assert desk.fill(f"{cases}/fietspad/1/shut-out", until="2026-05-07", reason="Spam.").status_code == 303
    house.write(_shut_out_as_before, status, 1)
    assert written(house, status, by, "De brug is weer open.") == 2, "also where somebody was before this was refused"


def _shut_out_as_before(conn: Connection, of: Widget, number: int) -> None:
    """Whoever wrote this, in the row of another that is there."""
    one = (contribution.c.widget == of.id) & (contribution.c.number == number)
    who = conn.execute(select(contribution.c.participant).where(one)).scalar_one()
    conn.execute(update(shut_out).values(participant=who))


def test_who_repeats_spam_is_shut_out_for_a_while(house: House, placed: Widget, desk: Desk) -> None:
    somebody = Person(house)
    somebody.act(reason=BAD)
    case = "/console/at/voorbeeldstad/moderation/fietspad/1"
    assert desk.fill(f"{case}/shut-out", until="2027-12-31", reason="Spam.").status_code == 400
    assert desk.fill(f"{case}/shut-out", until="2026-05-07", reason="Spam.").status_code == 303
    refused = somebody.act(reason="Nog meer zonnepanelen.")
    assert refused.status_code == 403
    assert "tot 8 mei 2026" in refused.text
    assert somebody.act().status_code == 200, "a vote is no spam"
    told = house.client.post(REPORT, data={"_token": somebody.token, "_key": new_key(), "ground": "spam"})
    assert told.status_code == 403, "a report is words that somebody has to read"
    assert "“Hulp”" in told.text, "and where to object"
    form = hidden(house.client.get(REPORT).text)
    told = house.client.post(REPORT, data={**form, "_token": somebody.token, "ground": "spam"})
    assert told.status_code == 403, "nor by the form of its page"
    assert Person(house).act(reason="Een ander mag schrijven.").status_code == 200
    review = "/console/at/voorbeeldstad/widgets/fietspad/review"
    assert desk.fill(f"{case}/shut-out", review, reviewed="true").status_code == 303, "one button, on the same page"
    assert review not in desk.get(f"{case}/shut-out").text.partition("<main")[2]
    assert desk.fill(review).status_code == 303
    page = desk.get("/console/at/voorbeeldstad/moderation/shut-out").text
    assert "Spam." in page
    key = hidden_of(page, "/console/at/voorbeeldstad/moderation/shut-out")
    assert desk.send("/console/at/voorbeeldstad/moderation/shut-out", key).status_code == 303
    assert somebody.act(reason="Nu weer wel.").status_code == 200
    history = desk.get("/console/at/voorbeeldstad/widgets/fietspad").text
    assert "Een schrijver is uitgesloten" in history
    assert "Een schrijver mag weer schrijven" in history
