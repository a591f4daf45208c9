# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""A type that somebody else made stands beside ours on every way in and out, and no line of the server names it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest

from meedoen.records import Widget
from meedoen.testing.pages import Page
from tests.house import TEXT_OPTIONS, Clock, House
from tests.parties import SOURCE, ThirdParty
from tests.server.conftest import *  # noqa: F403  (a server with its type beside ours)
from tests.server.people import Paper, Person, counts, hidden
from tests.server.process import environment, meedoen
from tests.tools import files, nothing, text

AT = "/voorbeeldstad/tips"
TOPICS = [{"key": "gevel", "label": "Gevels"}, {"key": "stoep", "label": "Stoepen"}]


@pytest.fixture
def placed(tips_house: House) -> Widget:
    org = tips_house.organisation()
    return tips_house.widget(org, "tips", "tips", "Een groene straat", question="Wat helpt?", topics=TOPICS)


@pytest.fixture
def person(tips_house: House, placed: Widget) -> Person:
    return Person(tips_house, AT)


def tips(house: House, behind: str = "") -> list[tuple[str, str]]:
    """(tip, how many it is of use to), in the order of the page."""
    page = house.client.get(f"{AT}{behind}").text
    found = re.findall(r'<p dir="auto">([^<]*)</p>\s*<p class="md-meta">(.*?)</p>', page, re.DOTALL)
    return [(tip, next(iter(re.findall(r"Nuttig voor (\d+)", meta)), "")) for tip, meta in found]


def test_nothing_but_the_tests_names_it() -> None:
    named = re.compile(r"meedoen.tips|\btips\.(?:widget|html|css)|[\"']tips[\"']|md-tips", re.IGNORECASE)
    nothing(
        str(path)
        for path in files("*", under=["server", "widgets", "embed-snippets", "demo-site"])
        if path.suffix in {".py", ".html", ".css", ".js", ".toml", ".po", ".md", ".json"} and named.search(text(path))
    )


def test_it_imports_nothing_of_the_server_but_the_contract() -> None:
    imports = re.findall(
        r"^\s*(?:from|import) (meedoen\S*)", (SOURCE / "meedoen_tips/tips/widget.py").read_text(), re.MULTILINE
    )
    assert set(imports) == {"meedoen.widget"}


# --- what people do in it ---------------------------------------------------------------------------------------------


def test_one_may_give_several_tips_each_with_a_receipt(tips_house: House, person: Person) -> None:
    receipts = [person.act("tip", tip=f"Tip nummer {number}").json()["receipt"] for number in range(3)]
    assert len(set(receipts)) == 3
    assert all(receipts)
    assert [tip for tip, _n in tips(tips_house)] == ["Tip nummer 2", "Tip nummer 1", "Tip nummer 0"]


def test_a_receipt_is_about_its_own_tip_alone(tips_house: House, person: Person) -> None:
    codes = [person.act("tip", tip=f"Tip nummer {number}").json()["receipt"] for number in range(3)]
    nobody = Person(tips_house, AT, token="-")
    changed = nobody.post("tip", {"_code": codes[1], "_key": "a-key-of-16-signs", "tip": "Anders"})
    assert (changed.status_code, changed.json()["receipt"]) == (200, codes[1])
    assert [tip for tip, _n in tips(tips_house)] == ["Tip nummer 2", "Anders", "Tip nummer 0"]
    assert nobody.post("withdraw", {"_code": codes[0], "_key": "a-key-of-16-sigms"}).status_code == 200
    assert [tip for tip, _n in tips(tips_house)] == ["Tip nummer 2", "Anders"]
    assert nobody.post("withdraw", {"_code": codes[0], "_key": "a-key-of-16-sigmt"}).status_code == 200
    assert [tip for tip, _n in tips(tips_house)] == ["Tip nummer 2", "Anders"]


def test_without_script_a_tip_is_changed_and_taken_back_alone(tips_house: House, person: Person) -> None:
    codes = [person.act("tip", tip=f"Tip nummer {number}").json()["receipt"] for number in range(3)]
    paper = Paper(tips_house, AT)
    found = tips_house.client.post(f"{AT}/do/withdraw", data={"_code": codes[1]})
    done = tips_house.client.get(found.headers["location"])
    assert "Tip nummer 1" in done.text
    change = tips_house.client.get(next(link for link in Page(done.text).values("href", "a") if "change=1" in link))
    assert 'value="Tip nummer 1"' in change.text
    assert paper.send(change, "tip", tip="Anders").status_code == 303
    assert [tip for tip, _n in tips(tips_house)] == ["Tip nummer 2", "Anders", "Tip nummer 0"]
    assert paper.send(done, "withdraw").status_code == 303
    assert [tip for tip, _n in tips(tips_house)] == ["Tip nummer 2", "Tip nummer 0"]


def test_the_form_is_what_the_settings_say(tips_house: House, placed: Widget, person: Person) -> None:
    assert "Wat helpt?" in tips_house.client.get(AT).text
    for tip, sentence in (("ab", "minstens 3"), ("x" * 141, "hoogstens 140"), ("MEER GROEN", "hoofdletters")):
        answer = person.act("tip", tip=tip)
        assert answer.status_code == 400
        assert sentence in answer.json()["errors"]["tip"]
    assert person.act("tip", tip="Meer groen", where="Vlietkade").status_code == 400
    org = placed.organisation
    tips_house.widget(org, "kort", "tips", "Kort", question="Wat nog meer?", longest=20, ask_where=True)
    short = Person(tips_house, "/voorbeeldstad/kort")
    assert short.act("tip", tip="x" * 21).status_code == 400
    assert short.act("tip", tip="Meer groen", where="Vlietkade").status_code == 200
    assert "(Vlietkade)" in tips_house.client.get("/voorbeeldstad/kort").text


def test_people_support_each_others_tips_and_the_most_supported_stands_on_top(
    tips_house: House, clock: Clock, placed: Widget, person: Person
) -> None:
    for tip in ("Eerste", "Tweede", "Derde"):
        person.act("tip", tip=tip)
    for target, n in (("#1", 3), ("#2", 1)):
        for _ in range(n):
            answer = Person(tips_house, AT).act("support", _target=target)
            assert answer.status_code == 200
    assert answer.json()["counts"] == {"support": {"1": 1}}
    assert "Nuttig voor 1 persoon" in answer.json()["html"]
    assert answer.json()["receipt"] == ""
    clock.move(seconds=2)
    assert tips(tips_house) == [("Eerste", "3"), ("Tweede", "1"), ("Derde", "0")]
    assert counts(tips_house, placed, "#1", "support") == {1: 3}


def test_tips_go_on_in_the_order_of_their_type(tips_house: House, placed: Widget) -> None:
    for number in range(1, 24):
        Person(tips_house, AT).act("tip", tip=f"Tip nummer {number}")
    for target in ("#1", "#1", "#2"):
        Person(tips_house, AT).act("support", _target=target)
    first, second = tips(tips_house), tips(tips_house, "?after=6")
    assert [tip for tip, _n in first] == [f"Tip nummer {number}" for number in (1, 2, *range(23, 5, -1))]
    assert [tip for tip, _n in second] == [f"Tip nummer {number}" for number in (5, 4, 3)]
    assert f'<a href="{tips_house.url}{AT}?after=6#md-tips">Oudere bijdragen</a>' in tips_house.client.get(AT).text
    assert tips(tips_house, "?part=gevel") == []


def test_support_counts_once_and_is_taken_back(tips_house: House, placed: Widget, person: Person) -> None:
    person.act("tip", tip="Eerste")
    other = Person(tips_house, AT)
    for _ in range(2):
        assert other.act("support", _target="#1").status_code == 200
    assert counts(tips_house, placed, "#1", "support") == {1: 1}
    assert other.withdraw(_target="#1").status_code == 200
    assert counts(tips_house, placed, "#1", "support") == {}
    assert tips(tips_house) == [("Eerste", "0")]


@pytest.mark.parametrize("target", ["", "#2", "#0", "#99999999999", "gevel", "#1x", "1"])
def test_support_is_for_a_tip_that_is_there(person: Person, target: str) -> None:
    person.act("tip", tip="Eerste")
    assert person.act("support", _target=target).status_code == 404


def test_a_tip_that_was_taken_back_takes_no_support(tips_house: House, person: Person) -> None:
    person.act("tip", tip="Eerste")
    person.withdraw()
    answer = Person(tips_house, AT).act("support", _target="#1")
    assert answer.status_code == 404
    assert tips(tips_house) == []
    assert "door de schrijver zelf" in tips_house.client.get(f"{AT}/1").text


def test_a_tip_is_about_a_topic_and_shown_under_it(tips_house: House, person: Person) -> None:
    person.act("tip", tip="Over het geheel")
    assert person.act("tip", tip="Over de gevel", _target="gevel").status_code == 200
    assert person.act("tip", tip="Over het dak", _target="dak").status_code == 404
    assert [tip for tip, _n in tips(tips_house)] == ["Over de gevel", "Over het geheel"]
    assert [tip for tip, _n in tips(tips_house, "?part=gevel")] == ["Over de gevel"]
    assert [tip for tip, _n in tips(tips_house, "/embed?part=stoep")] == []
    assert tips_house.client.get(f"{AT}?part=dak").status_code == 404
    form = tips_house.client.get(f"{AT}?part=gevel").text.partition("</form>")[0]
    assert hidden(form)["_target"] == "gevel"


def test_without_script_too(tips_house: House, clock: Clock, placed: Widget) -> None:
    paper = Paper(tips_house, AT)
    done = paper.act("tip", tip="Zonder script", _target="gevel")
    assert "Zonder script" in done.text
    back = next(link for link in Page(done.text).values("href", "a") if "part=gevel" in link)
    assert tips_house.client.get(back).status_code == 200
    page = tips_house.client.get(f"{AT}/embed").text
    buttons = re.findall(r'<form [^>]*action="[^"]*/do/support".*?</form>', page, re.DOTALL)
    assert len(buttons) == 1
    fields = hidden(buttons[0])
    assert (fields["_target"], fields["_framed"]) == ("#1", "1")
    assert "Dank u. U telt mee." in paper.act("support", **fields).text
    clock.move(seconds=2)
    assert tips(tips_house) == [("Zonder script", "1")]


def test_each_tip_has_an_address_with_its_button(tips_house: House, clock: Clock, person: Person) -> None:
    person.act("tip", tip="Eerste")
    Person(tips_house, AT).act("support", _target="#1")
    clock.move(seconds=2)
    for behind in ("/1", "/1/embed"):
        page = tips_house.client.get(f"{AT}{behind}").text
        assert "Nuttig voor 1 persoon" in page
        assert hidden(page)["_target"] == "#1"


# --- where it is told of ----------------------------------------------------------------------------------------------


def test_its_words_are_translated_and_its_files_served(tips_house: House, placed: Widget) -> None:
    dutch, english = (tips_house.client.get(f"{AT}/embed?lang={language}").text for language in ("nl", "en"))
    assert "Er zijn nog geen tips." in dutch
    assert "There are no tips yet." in english
    for path in [*Page(dutch).values("src", "script"), *Page(dutch).values("href", "link")]:
        if path.startswith("/static/tips"):
            assert tips_house.client.get(path).status_code == 200
    style = next(path for path in Page(dutch).values("href", "link") if path.endswith(".css"))
    assert "md-tips-topics" in tips_house.client.get(style).text


def test_its_feed_tells_of_each_tip(tips_house: House, person: Person) -> None:
    person.act("tip", tip="Eerste <b>tip</b>")
    person.act("tip", tip="Over de gevel", _target="gevel")
    told = tips_house.client.get(f"{AT}.json").json()["items"]
    assert [one["title"] for one in told] == ["Een tip over Gevels", "Een tip", "Geef een tip: Wat helpt?"]
    narrowed = tips_house.client.get(f"{AT}.json?part=gevel").json()["items"]
    assert "Een tip over Gevels" in [one["title"] for one in narrowed]
    assert "Een tip" not in [one["title"] for one in narrowed]
    for form in ("rss", "atom"):
        assert "Een tip over Gevels" in tips_house.client.get(f"{AT}.{form}").text
    assert "Een tip over Gevels" in tips_house.client.get("/voorbeeldstad.atom").text


def test_oembed_api_share_and_the_pages_of_the_organisation_know_it(tips_house: House, placed: Widget) -> None:
    url = quote(f"{tips_house.url}{AT}", safe="")
    told = tips_house.client.get(f"/oembed?url={url}").json()
    assert told["title"] == "Tips: Een groene straat – Gemeente Voorbeeldstad"
    xml = ET.fromstring(tips_house.client.get(f"/oembed?url={url}&format=xml").content)  # noqa: S314  (our own)
    assert xml.findtext("html") == told["html"]
    (listed,) = tips_house.client.get("/api/v1/widgets").json()["items"]
    assert (listed["type"], listed["state"], listed["url"]) == ("tips", "open", f"{tips_house.url}{AT}")
    assert f"{tips_house.url}{AT}/embed" in tips_house.client.get("/voorbeeldstad/-/deel/tips").text
    assert "Een groene straat" in tips_house.client.get("/voorbeeldstad").text
    assert f"{AT}.rss" in tips_house.client.get("/voorbeeldstad.opml").text


def test_the_command_line_knows_it(tmp_path: Path, third_party: ThirdParty) -> None:
    environ = environment(tmp_path / "data", 8000) | {"PYTHONPATH": str(third_party.folder)}

    def run(*args: str) -> str:
        done = meedoen(*args, environ=environ)
        assert done.returncode == 0, done.stderr
        return done.stdout

    run("organisation", "add", "wijk", "--title", "Vlietwijk", *TEXT_OPTIONS)
    topics = json.dumps(TOPICS)
    placing = ["--type", "tips", "--title", "Tips", "--set", "question=Wat helpt?", "--set", f"topics={topics}"]
    run("widget", "add", "wijk/tips", *placing)
    assert "tips" in run("widget", "types")
    assert "wijk/tips" in run("widget", "list")
    assert "/wijk/tips/embed" in run("widget", "snippet", "wijk/tips")
    refused = meedoen("widget", "set", "wijk/tips", "--set", "longest=5", environ=environ)
    assert refused.returncode != 0
    assert "longest" in refused.stderr
