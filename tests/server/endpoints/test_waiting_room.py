# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The waiting room over HTTP: from a question to its answers, and what of it stands where."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from meedoen.records import Widget
from meedoen.records_answers import What
from meedoen.records_staff import Role
from meedoen.store import contributions, merging, waiting, widgets
from tests.house import TEXTS, House
from tests.server.answering import decide, official, reply
from tests.server.console.desk import hire, signed_in
from tests.server.people import Person, hidden

ROOM = "/voorbeeldstad/paspoort"
GROUPS = [{"key": "stap-1", "label": "Stap 1: afspraak"}, {"key": "stap-3", "label": "Stap 3: foto"}]
SOLVED = "Opgelost, zegt de vraagsteller"


def room(house: House, **settings: Any) -> Widget:
    of = house.organisation(**TEXTS)
    return house.widget(of, "paspoort", "waiting_room", "Paspoort aanvragen", **({"groups": GROUPS} | settings))


def ask(who: Person, title: str, **fields: str) -> Any:
    answer = who.act("topic", title=title, more="", **{"kind": "question", "group": "stap-3", **fields})
    assert answer.status_code == 200, answer.text
    return answer.json()


def answer(who: Person, number: int, text: str, **fields: str) -> Any:
    return who.act("answer", _target=f"#{number}", text=text, **{"sort": "answer", "quotes": "", **fields})


def topics(house: House, narrowed: str = "", behind: str = "") -> list[str]:
    """The titles that are listed, in their order."""
    page = house.client.get(f"{ROOM}{behind}{narrowed}")
    assert page.status_code == 200, page.text
    return re.findall(r'class="md-waiting-room-title" href="[^"]*"[^>]*>([^<]*)</a>', page.text)


def test_from_a_question_to_solved(house: House) -> None:
    placed = room(house)
    asker, other, neighbour = (Person(house, ROOM) for _ in range(3))
    asked = ask(asker, "Mag mijn kind zelf tekenen?")
    assert asked["number"] == 1
    assert other.act("me_too", _target="#1").json()["counts"] == {"me_too": {"1": 1}}
    assert answer(neighbour, 1, "Vanaf twaalf jaar wel.").json()["number"] == 2
    page = house.client.get(f"{ROOM}/1").text
    assert (
        page.index("Mag mijn kind zelf tekenen?") < page.index("1 antwoord<") < page.index("<p>Vanaf twaalf jaar wel.")
    )
    assert topics(house, "?tag=unanswered") == ["Mag mijn kind zelf tekenen?"]
    reply(house, placed, official(house, placed.organisation), 1, text="Ja, vanaf twaalf jaar.")
    assert topics(house, "?tag=unanswered") == []
    page = house.client.get(f"{ROOM}/1").text
    assert page.index(">Antwoord van Gemeente") < page.index("<p>Vanaf twaalf jaar wel."), "it stands above the others"
    refused = other.act("solved", _target="#1", _code="")
    assert (refused.status_code, "Alleen wie dit schreef" in refused.text) == (403, True)
    assert SOLVED not in house.client.get(f"{ROOM}/1").text
    assert asker.act("solved", _target="#1", _code="").status_code == 200
    assert SOLVED in house.client.get(f"{ROOM}/1").text
    told = house.client.get(f"/api/v1/widgets{ROOM}/contributions?kind=topic").json()
    assert [one["number"] for one in told["items"]] == [1]
    answers = house.client.get(f"/api/v1/widgets{ROOM}/contributions").json()
    assert (answers["kind"], answers["total"]) == ("answer", 1), "the first of its kinds"
    assert house.client.get(f"/api/v1/widgets{ROOM}/contributions/1").json() == told["items"][0]
    for said in ("Mag mijn kind zelf tekenen?", "Bij nummer 1: Vanaf twaalf jaar wel.", "Ja, vanaf twaalf jaar."):
        assert said in house.client.get(f"{ROOM}.atom").text
        assert said in house.client.get(f"{ROOM}/1.atom").text


def test_who_asked_without_script_says_so_with_the_code(house: House) -> None:
    room(house)
    codes = [ask(Person(house, ROOM), title)["receipt"] for title in ("Eerste vraag", "Tweede vraag")]

    def send(code: str) -> Any:
        form = house.client.get(f"{ROOM}/do/solved?target=%231")
        return house.client.post(f"{ROOM}/do/solved", data={**hidden(form.text), "_code": code})

    for code, said in (("", "Vul uw ontvangstcode in"), (codes[1], "hoort bij een andere bijdrage")):
        refused = send(code)
        assert (refused.status_code, said in refused.text) == (400, True), refused.text
        assert f'value="{code}"' in refused.text, "what was typed is still there"
    assert SOLVED not in house.client.get(f"{ROOM}/1").text
    done = house.client.get(send(codes[0]).headers["location"]).text
    assert "Anderen lezen dat het is opgelost" in done
    assert "Trek uw antwoord in" not in done, "that would take back more than this"
    assert SOLVED in house.client.get(f"{ROOM}/1").text
    assert SOLVED not in house.client.get(f"{ROOM}/2").text


def test_each_page_of_a_site_has_its_own_part(house: House) -> None:
    of = room(house, subjects=["https://www.stad.example/"]).organisation
    who, here = Person(house, ROOM), "https://www.stad.example/paspoort"
    under = {"over": here}
    framed = house.client.get(f"{ROOM}/embed", params=under).text
    assert f'<input type="hidden" name="_target" value="{here}">' in framed
    ask(who, "Mag de bril op?", _target=here)
    ask(who, "Waar is de balie?", _target=f"{here}?utm_source=mail", group="stap-1")
    ask(who, "Wat kost een rijbewijs?", _target="https://www.stad.example/rijbewijs")
    ask(who, "Een vraag over alles")
    refused = who.act(
        "topic", title="Elders gevraagd", kind="question", group="stap-1", _target="https://elders.example/"
    )
    assert refused.status_code == 404
    key = quote(here, safe="")
    assert topics(house, f"?over={key}") == ["Waar is de balie?", "Mag de bril op?"]
    assert topics(house, f"?over={key}&tag=most", "/embed") == ["Waar is de balie?", "Mag de bril op?"]
    assert topics(house, f"?over={key}&tag=unanswered&group=stap-1") == ["Waar is de balie?"]
    assert len(topics(house)) == 4, "the room itself holds them all"
    page = house.client.get(ROOM).text
    assert f'{ROOM}?over={key}" dir="auto">{here}</a>' in page
    feed = house.client.get(f"{ROOM}.json?over={key}").json()["items"]
    assert {one["title"] for one in feed if "/paspoort/" in one["url"]} == {
        "Vraag: Mag de bril op?",
        "Vraag: Waar is de balie?",
    }
    boss = signed_in(house, hire(house, of, "joris", [Role.SPOKESPERSON]))
    assert "over=https%3A%2F%2Fwww.stad.example" in boss.get("/console/at/voorbeeldstad/answers/paspoort/3").text
    assert here in boss.get("/console/at/voorbeeldstad/answers").text
    queue = "/console/at/voorbeeldstad/widgets/paspoort/desk/queue"
    assert ("rijbewijs" in boss.get(queue).text, "rijbewijs" in boss.get(f"{queue}?over={key}").text) == (True, False)
    snippets = boss.get("/console/at/voorbeeldstad/widgets/paspoort/snippets").text
    assert "paspoort/embed?over=" in snippets


def test_people_begin_a_group_and_staff_take_it_over(house: House) -> None:
    placed = room(house)
    who, other = Person(house, ROOM), Person(house, ROOM)
    refused = other.act("group", name="Spoedaanvraag")
    assert (refused.status_code, "maakt alleen de organisatie groepen" in refused.text) == (409, True), refused.text
    assert "Begin een groep" not in house.client.get(ROOM).text
    settings = {"groups": GROUPS, "people_start_groups": True}
    placed = house.write(widgets.change, placed, at=house.clock(), settings=settings)
    assert "Begin een groep" in house.client.get(ROOM).text
    assert "Begin een groep" not in house.client.get(f"{ROOM}/embed").text
    assert who.act("group", name="Spoedaanvraag").json()["number"] == 1
    found = other.post("group/alike", {"name": "Spoedaanvragen"}).json()
    assert "Spoedaanvraag" in found["html"], "what is alike is shown first"
    assert who.act("group", name="Foto’s van baby’s").status_code == 200
    assert [who.act("group", name="Nog een groep").status_code for _each in range(2)] == [200, 429]
    asked = {"title": "Kan het vandaag nog?", "more": "", "kind": "question"}
    assert other.act("topic", _target="#1", **asked).json()["number"] == 4
    assert other.act("topic", _target="#4", **asked).status_code == 404, "a topic is no group"
    page, embed = (house.client.get(f"{ROOM}/1{end}").text for end in ("", "/embed"))
    for text in (page, embed):
        assert ("Kan het vandaag nog?" in text, 'name="_target" value="#1"' in text) == (True, True)
    assert "Kan het vandaag nog?" in house.client.get(f"{ROOM}/1.atom").text
    assert f'href="{house.url}{ROOM}/1" dir="auto">Spoedaanvraag</a>' in house.client.get(ROOM).text
    for path in (f"{ROOM}/4", f"{ROOM}?kind=question", f"{ROOM}/embed"):
        assert ('dir="auto">Spoedaanvraag</a> · ' in house.client.get(path).text) is True, path
    assert answer(who, 4, "Alleen met een reden.").status_code == 200
    desk = signed_in(house, hire(house, placed.organisation, "fatima"))
    queue = desk.get("/console/at/voorbeeldstad/answers").text
    waits = re.findall(r"<bdi>.*?(?=</span></a></th>)", queue.replace("\n", ""))
    assert waits == ["<bdi>Kan het vandaag nog?</bdi> · <bdi>Vraag</bdi>"]
    assert f"{ROOM}/1/embed" in house.client.get("/voorbeeldstad/-/deel/paspoort/1").text, "it has a snippet"
    assert house.client.get(f"{ROOM}?group=1").status_code == 404
    settings["groups"] = [*GROUPS, {"key": "1", "label": "Spoed"}]
    house.write(widgets.change, placed, at=house.clock(), settings=settings)
    assert topics(house, "?group=1") == ["Kan het vandaag nog?"], "all that was asked in it came along"
    assert "Een groep van de organisatie" in house.client.get(f"{ROOM}/1").text
    ask(other, "Wat kost het met spoed?", group="1")
    for at in ("/1", "/1/embed", "/1.atom", "?group=1"):
        told = house.client.get(f"{ROOM}{at}").text
        assert ("Wat kost het met spoed?" in told, "Kan het vandaag nog?" in told) == (True, True), at
    assert "Een nieuwe groep: Spoed<" in house.client.get(f"{ROOM}/1.atom").text
    ask(other, "En zonder afspraak?", group="1")
    page, feed = (house.client.get(f"{ROOM}/1{end}").text for end in ("", ".atom"))
    assert [
        said for said in ("En zonder afspraak?", "Kan het vandaag nog?") if said not in page or said not in feed
    ] == []
    assert "Een groep van de organisatie" in page
    assert ("Spoed – Gemeente" in page, "Spoedaanvraag" in page) == (True, False), "it is called what staff call it"
    assert (
        ">Digitale wachtkamer: Paspoort aanvragen – Gemeente Voorbeeldstad · Spoed</title>"
        in house.client.get(f"{ROOM}.atom?group=1").text
    )


def test_me_too_without_script_is_one_step_that_says_of_what(house: House) -> None:
    room(house)
    ask(Person(house, ROOM), "Mag de bril op?")
    for page in (
        house.client.get(f"{ROOM}/do/me_too?target=%231"),
        house.client.post(f"{ROOM}/do/me_too", data={"_target": "#1", "_framed": "1"}),
    ):
        assert (page.status_code, "Vraag: Mag de bril op?" in page.text) == (200, True), page.text
        done = house.client.post(f"{ROOM}/do/me_too", data=hidden(page.text))
        assert "De organisatie ziet dat u dit ook hebt" in house.client.get(done.headers["location"]).text


def test_a_bsn_is_warned_of_and_looked_at_first_in_questions_and_answers(house: House) -> None:
    room(house)
    somebody = Person(house, ROOM)
    ask(somebody, "Mag de bril op?")
    asked = {"title": "Wat is er met 123456782?", "more": "", "kind": "question", "group": "stap-3"}
    answered = {"_target": "#1", "text": "Bel met nummer 111222333.", "sort": "answer", "quotes": ""}
    for action, fields in (("topic", asked), ("answer", answered), ("ask", {"text": "Klopt 123456782?"})):
        assert somebody.act(action, **fields).status_code == 400, action
        sent = somebody.act(action, **fields)
        assert "Iemand van de organisatie bekijkt het eerst." in sent.json()["html"], action
    pages = "".join(house.client.get(f"{ROOM}{end}").text for end in ("", "/1", ".json", "/1.json"))
    assert ("123456782" in pages, "111222333" in pages) == (False, False)


def test_each_step_has_its_own_part_in_every_way_out(house: House) -> None:
    of = room(house).organisation
    who = Person(house, ROOM)
    ask(who, "Waar is de balie?", group="stap-1")
    ask(who, "Mag de bril op?")
    ask(who, "De foto is te duur", kind="complaint")
    assert topics(house) == ["De foto is te duur", "Mag de bril op?", "Waar is de balie?"]
    assert topics(house, "?group=stap-3") == ["De foto is te duur", "Mag de bril op?"]
    assert topics(house, "?group=stap-3&kind=question", "/embed") == ["Mag de bril op?"]
    assert topics(house, "?kind=complaint&tag=unanswered") == ["De foto is te duur"]
    feed = house.client.get(f"{ROOM}.atom?group=stap-1").text
    assert ("Waar is de balie?" in feed, "Mag de bril op?" in feed) == (True, False)
    card = house.client.get("/oembed", params={"url": f"{house.url}{ROOM}?group=stap-3"}).json()
    assert "group=stap-3" in card["html"]
    assert card["title"] == "Digitale wachtkamer: Paspoort aanvragen · Stap 3: foto – Gemeente Voorbeeldstad"
    assert f"<title>{card['title']}</title>" in house.client.get(f"{ROOM}/embed?group=stap-3").text
    panel = house.client.get("/voorbeeldstad/-/deel/paspoort").text
    own = f"{house.url}/voorbeeldstad/-/deel/paspoort?group=stap-3"
    assert f'<a href="{own}" dir="auto">Stap 3: foto</a>' in panel
    boss = signed_in(house, hire(house, of, "joris"))
    snippets = "/console/at/voorbeeldstad/widgets/paspoort/snippets"
    assert f'<a href="{snippets}?group=stap-3" dir="auto">Stap 3: foto</a>' in boss.get(snippets).text
    for page in (house.client.get(own).text, boss.get(f"{snippets}?group=stap-3").text):
        assert "/paspoort/embed?group=stap-3" in page
        assert "paspoort.atom?group=stap-3" in page
        assert 'aria-current="true" dir="auto">Stap 3: foto</a>' in page
    assert boss.get(f"{snippets}?group=stap-9").status_code == 404
    for unknown in ("?group=stap-9", "?tag=oud", "?kind=answer", "?area=noord"):
        for path in (f"{ROOM}{unknown}", f"{ROOM}/embed{unknown}", f"{ROOM}.atom{unknown}"):
            assert house.client.get(path).status_code == 404, path
    narrowed = house.client.get(f"{ROOM}/embed?group=stap-3").text
    assert '<input type="hidden" name="group" value="stap-3">' in narrowed
    assert 'type="radio" id="md-topic-group' not in narrowed, "it is not asked what is known"
    sent = {
        **hidden(narrowed.partition("</form>")[0]),
        "title": "Hoe groot is de foto?",
        "kind": "question",
        "_alike": "1",
    }
    check = house.client.post(f"{ROOM}/do/topic", data=sent)
    done = house.client.post(f"{ROOM}/do/topic", data={**hidden(check.text), "_alike": "1"})
    assert done.status_code == 303, done.text
    assert f'{ROOM}/embed?group=stap-3"' in house.client.get(done.headers["location"]).text, "back to the same frame"


def test_what_most_people_have_comes_first(house: House) -> None:
    room(house)
    asker, *others = (Person(house, ROOM) for _ in range(3))
    for title in ("Eerste vraag", "Tweede vraag"):
        ask(asker, title)
    for one in others:
        one.act("me_too", _target="#1")
    assert topics(house, "?tag=most") == ["Eerste vraag", "Tweede vraag"]
    assert "Ik ook <span" in house.client.get(ROOM).text


def test_what_is_taken_back_takes_nothing_else_along(house: House) -> None:
    room(house)
    one = Person(house, ROOM)
    for title in ("Eerste vraag", "Tweede vraag"):
        ask(one, title)
    other = Person(house, ROOM)
    other.act("me_too", _target="#1")
    answer(other, 1, "Dat kan.")
    other.withdraw(_target="#1", _action="me_too")
    page = house.client.get(f"{ROOM}/1").text
    assert ("Dat kan." in page, "Ik ook <span" in page) == (True, False)
    one.withdraw(_number="2", _action="topic")
    assert topics(house) == ["Eerste vraag"]
    changed = one.act(
        "topic", title="Eerste vraag, beter gezegd", more="", kind="question", group="stap-3", _number="1"
    )
    assert changed.json()["number"] == 1
    assert topics(house) == ["Eerste vraag, beter gezegd"]
    other.act("topic", title="Niet van mij", more="", kind="question", group="stap-3", _number="1")
    assert topics(house) == ["Niet van mij", "Eerste vraag, beter gezegd"], "nobody changes what is another's"


def test_a_long_thread_goes_on_and_answers_are_not_answered(house: House) -> None:
    placed = room(house)
    who = Person(house, ROOM)
    ask(who, "Mag mijn kind zelf tekenen?")
    for number in range(2, 24):
        answer(Person(house, ROOM), 1, f"Antwoord nummer {number}.")
    first = house.client.get(f"{ROOM}/1").text
    assert "22 antwoorden, oudste eerst" in first
    assert ("Antwoord nummer 2." in first, "Antwoord nummer 22." in first) == (True, False)
    following = re.search(r'href="([^"]*)#md-answers">Verdere antwoorden', first)
    assert following
    assert "Antwoord nummer 22." in house.client.get(following[1]).text
    assert house.client.get(f"{ROOM}/1?after=1").status_code == 404
    assert house.client.get(f"{ROOM}/2?after=3").status_code == 404
    assert answer(who, 2, "Op een antwoord").status_code == 404
    house.write(contributions.remove, placed, 2, "spam", at=house.clock())
    assert "Weggehaald: door de organisatie" in house.client.get(f"{ROOM}/1").text


def test_search_engines_read_a_question_with_its_answers(house: House) -> None:
    placed = room(house)
    ask(Person(house, ROOM), "Mag mijn kind zelf tekenen?")
    assert '"@type": "DiscussionForumPosting"' in house.client.get(f"{ROOM}/1").text
    answer(Person(house, ROOM), 1, "Vanaf twaalf jaar wel.")
    reply(house, placed, official(house, placed.organisation), 1)
    page = house.client.get(f"{ROOM}/1").text
    assert all(said in page for said in ('"@type": "QAPage"', '"acceptedAnswer": {', '"answerCount": 2'))


def test_how_long_people_wait_is_told_from_ten_topics_on(house: House) -> None:
    placed = room(house)
    by = official(house, placed.organisation)
    for number in range(1, 14):
        ask(Person(house, ROOM), f"Vraag nummer {number}")
    house.clock.move(hours=40)  # type: ignore[attr-defined]
    reply(house, placed, by, *range(1, 7))
    assert "Meestal binnen" not in house.client.get(ROOM).text
    for double in (11, 12, 13):
        house.write(merging.merge, placed, double, 7, role="staff", at=house.clock())
    assert "Meestal binnen 2 dagen een antwoord van de organisatie." in house.client.get(ROOM).text
    house.write(contributions.remove, placed, 1, "spam", at=house.clock())
    assert "Meestal binnen" not in house.client.get(ROOM).text


def test_the_queue_goes_by_people_and_days(house: House) -> None:
    placed = room(house)
    ask(Person(house, ROOM), "Oud en van één mens")
    house.clock.move(days=2)  # type: ignore[attr-defined]
    ask(Person(house, ROOM), "Van drie mensen", group="stap-1")
    for _ in range(2):
        Person(house, ROOM).act("me_too", _target="#2")
    house.clock.move(days=2)  # type: ignore[attr-defined]
    ask(Person(house, ROOM), "Nieuw")
    ask(Person(house, ROOM), "Al beantwoord")
    reply(house, placed, official(house, placed.organisation), 4)
    desk = signed_in(house, hire(house, placed.organisation, "joost"))
    at = "/console/at/voorbeeldstad/widgets/paspoort/desk/queue"
    page = desk.get(at).text
    order = [page.index(title) for title in ("Van drie mensen", "Oud en van één mens", "Nieuw")]
    assert order == sorted(order)
    assert "Al beantwoord" not in page
    assert "/answers/paspoort/2" in page, "one click leads to the answer"
    assert "Oud en van één mens" not in desk.get(f"{at}?tag=stap-1").text


def test_what_was_answered_of_a_double_stands_with_the_one_that_remains(house: House) -> None:
    placed = room(house)
    codes = [ask(Person(house, ROOM), title)["receipt"] for title in ("Mag mijn bril?", "Moet mijn bril af?")]
    fatima, api = official(house, placed.organisation), f"/api/v1/widgets{ROOM}/contributions/1"
    reply(house, placed, fatima, 2, text="Hij mag op blijven.")
    decide(house, placed, fatima, 2, reason="Het staat nu op de site.")
    ids = re.findall("<id>([^<]*/(?:reply|outcome)/[^<]*)", house.client.get(f"{ROOM}.atom").text)
    assert len(ids) == 2
    house.write(merging.merge, placed, 2, 1, role="staff", at=house.clock())
    assert (topics(house, "?tag=unanswered"), "Antwoord van " in house.client.get(ROOM).text) == ([], True)
    assert not house.read(waiting.waits, placed.id, 1, What.ANSWER)
    page = house.client.get(f"{ROOM}/1").text
    said = ("Hij mag op blijven.", "Het staat nu op de site.", "Bij nummer 2", '"@type":"QAPage"')
    assert [one for one in said if one not in page.replace('": "', '":"')] == []
    assert [one for one in ids if one not in house.client.get(f"{ROOM}.atom").text] == [], "as readers had it"
    told = house.client.get(api).json()
    assert [one["saidOf"] for one in (*told["replies"], told["outcome"])] == [2, 2]
    trackers = [house.client.post("/voorbeeldstad/-/bijdrage", data={"_code": code}).text for code in codes]
    assert ["Hij mag op blijven." in one for one in trackers] == [True, True]
    assert ["Wat vindt u van de uitkomst?" in one for one in trackers] == [False, True], "it is of the double's author"
    reply(house, placed, fatima, 1, text="Ook een zonnebril mag.")
    double = house.client.post("/voorbeeldstad/-/bijdrage", data={"_code": codes[1]}).text
    assert (double.count("Hij mag op blijven."), double.count("Ook een zonnebril mag.")) == (1, 1)
    house.write(merging.undo, placed, 2, role="staff", at=house.clock())
    assert "Hij mag op blijven." not in house.client.get(f"{ROOM}/1").text
    assert topics(house, "?tag=unanswered") == []
    house.write(merging.merge, placed, 2, 1, role="staff", at=house.clock())
    house.write(contributions.remove, placed, 2, "spam", at=house.clock())
    gone = house.client.get(f"{ROOM}/1").text
    assert ("Hij mag op blijven." in gone, "Hiermee samengevoegd" in gone) == (False, False), (
        "it went with what it answered"
    )


def test_what_was_chosen_stands_in_words_with_what_was_written(house: House) -> None:
    placed = room(house)
    code = ask(Person(house, ROOM), "Mag mijn bril op de foto?", kind="idea")["receipt"]
    _colleague, staff = (hire(house, placed.organisation, name) for name in ("joris", "fatima"))
    desk, at = signed_in(house, staff), "/console/at/voorbeeldstad"
    one = f"{at}/answers/paspoort/1"
    pages = {path: desk.get(path).text for path in (one, f"{one}/merge", f"{one}/lay-before")}
    pages["tracker"] = house.client.post("/voorbeeldstad/-/bijdrage", data={"_code": code}).text
    for path, page in pages.items():
        written = re.search(r"<blockquote[^>]*>(.*?)</blockquote>", page, re.DOTALL)
        assert written is not None, path
        said = re.sub(r"<[^>]+>", " ", written[1]).split()
        assert said == ["Mag", "mijn", "bril", "op", "de", "foto?", "Idee", "Stap", "3:", "foto"], path
    for path in (at, f"{at}/answers"):
        pieces = "<bdi>Mag mijn bril op de foto?</bdi> · <bdi>Idee</bdi> · <bdi>Stap 3: foto</bdi>"
        assert pieces in desk.get(path).text, path


def test_doubles_keep_both_addresses_and_all_who_have_it(house: House) -> None:
    placed = room(house)
    asker, other, third = (Person(house, ROOM) for _ in range(3))
    ask(asker, "Mag mijn bril op de foto?")
    code = ask(other, "Moet ik mijn bril afzetten?")["receipt"]
    third.act("me_too", _target="#1")
    third.act("me_too", _target="#2")
    assert answer(third, 2, "Bij mij mocht hij op.").json()["number"] == 3
    house.write(merging.merge, placed, 2, 1, role="staff", at=house.clock())
    assert (
        topics(house) == topics(house, "?group=stap-3") == topics(house, "?tag=most") == ["Mag mijn bril op de foto?"]
    )
    assert "2 mensen hebben dit ook" in third.act("me_too", _target="#2").json()["html"], "from an old page"
    page, double = (house.client.get(f"{ROOM}/{number}").text for number in (1, 2))
    assert "Samengevoegd met:" in double
    assert "Moet ik mijn bril afzetten?" in double
    assert f'<link rel="canonical" href="{house.url}{ROOM}/1">' in double
    assert f'href="{house.url}{ROOM}/1"' in double
    assert "Bij mij mocht hij op." in double
    assert "do/me_too" not in double
    assert ("Bij mij mocht hij op." in page, "Bij nummer 2" in page, "Hiermee samengevoegd:" in page) == (True,) * 3
    assert answer(asker, 2, "Dank u wel.").json()["number"] == 4
    assert "Dank u wel." in house.client.get(f"{ROOM}/1").text, "what was written on an old page stands with the one"
    told = house.client.get("/oembed", params={"url": f"{house.url}{ROOM}/2"})
    assert (told.status_code, "Moet ik mijn bril afzetten?" in told.json()["title"]) == (200, True)
    assert house.client.get(f"/api/v1/widgets{ROOM}/contributions/2").json()["mergedWith"] == 1
    assert house.client.get("/voorbeeldstad/-/deel/paspoort/2").status_code == 200
    reply(house, placed, official(house, placed.organisation), 2, text="Hij mag op blijven.")
    for number in (1, 2):
        feed = house.client.get(f"{ROOM}/{number}.atom").text
        assert [said for said in ("Hij mag op blijven.", "Samengevoegd met:") if said not in feed] == [], number
    whole = house.client.get(f"{ROOM}.atom").text
    assert ("Vraag: Moet ik mijn bril afzetten?</title>" in whole, "Samengevoegd met:" in whole) == (False, True)
    tracker = house.client.post("/voorbeeldstad/-/bijdrage", data={"_code": code}).text
    assert ("De organisatie heeft dit samengevoegd" in tracker, f"{ROOM}/1" in tracker) == (True, True)
    house.write(merging.undo, placed, 2, role="staff", at=house.clock())
    assert topics(house) == ["Moet ik mijn bril afzetten?", "Mag mijn bril op de foto?"]
    assert "Samengevoegd" not in house.client.get(f"{ROOM}/2").text + house.client.get(f"{ROOM}/1").text
