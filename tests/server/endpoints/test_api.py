# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The read API over HTTP: the list, its description, and how it says no."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from meedoen.store import contributions, organisations, widgets
from tests.house import Clock, House
from tests.server.endpoints.acting import rate, withdraw
from tests.server.people import Person

WIDGETS = "/api/v1/widgets"
ORGANISATIONS = "/api/v1/organisations"
DESCRIPTION = "/api/v1/openapi.json"


def items(house: House) -> list[dict[str, Any]]:
    answer = house.client.get(WIDGETS)
    assert answer.status_code == 200
    assert set(answer.json()) == {"items"}
    return answer.json()["items"]


def test_an_item_says_what_it_is_and_where(standing: House) -> None:
    [item] = items(standing)
    page = f"{standing.url}/voorbeeldstad/fietspad"
    assert item == {
        "organisation": "voorbeeldstad",
        "name": "fietspad",
        "type": "rating",
        "title": "Nieuw fietspad langs de Vliet",
        "state": "open",
        "url": page,
        "embedUrl": f"{page}/embed",
        "oembedUrl": item["oembedUrl"],
        "feeds": {"rss": f"{page}.rss", "atom": f"{page}.atom", "json": f"{page}.json"},
    }
    for address in (item["url"], item["embedUrl"], item["oembedUrl"], *item["feeds"].values()):
        assert standing.client.get(address).status_code == 200, address


def test_headers(standing: House) -> None:
    for path in (WIDGETS, DESCRIPTION):
        answer = standing.client.get(path)
        assert answer.headers["content-type"] == "application/json"
        assert answer.headers["api-version"] == "1.0.0"
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.headers["access-control-expose-headers"] == "*", "or no script elsewhere could read Link"
        again = standing.client.get(path, headers={"if-none-match": answer.headers["etag"]})
        assert (again.status_code, again.headers["api-version"]) == (304, "1.0.0")


def test_state_follows_the_clock_alone(house: House, clock: Clock) -> None:
    of = house.organisation()
    opens, closes = clock.now + timedelta(hours=1), clock.now + timedelta(hours=2)
    house.widget(of, opens_at=opens, closes_at=closes)
    house.widget(of, "later", opens_at=closes)
    states = {}
    for moment in (clock.now, opens, closes - timedelta(microseconds=1), closes):
        clock.now = moment
        states[moment] = [item["state"] for item in items(house)]
    assert list(states.values()) == [
        ["planned", "planned"],
        ["open", "planned"],
        ["open", "planned"],
        ["closed", "open"],
    ]


def test_withdrawn_renamed_and_new_show_at_once_and_votes_change_nothing(house: House, clock: Clock) -> None:
    of = house.organisation()
    first = house.widget(of)
    before = house.client.get(WIDGETS).headers["etag"]
    rate(house, first, 3, "Ja.")
    assert house.client.get(WIDGETS).headers["etag"] == before
    second = house.widget(of, "tweede")
    house.write(widgets.rename, first, "eerste", at=clock.now)
    assert [item["name"] for item in items(house)] == ["eerste", "tweede"]
    withdraw(house, second)
    assert [item["name"] for item in items(house)] == ["eerste"]


OF_NO_WIDGET = [f"{WIDGETS}/", f"{WIDGETS}/x", f"{WIDGETS}/voorbeeldstad/fietspad/x"]


@pytest.mark.parametrize("path", ["/api/", "/api/v1", "/api/v2/widgets", *OF_NO_WIDGET, "/api/v1/x"])
def test_unknown_addresses_are_told_as_problems(standing: House, path: str) -> None:
    answer = standing.client.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.json()["status"] == 404
    assert answer.json()["detail"]


def test_other_methods_are_refused_by_name(standing: House) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        answer = standing.client.request(method, WIDGETS)
        assert answer.status_code == 405
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["api-version"] == "1.0.0"
        assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD"}


# --- lists ------------------------------------------------------------------------------------------------------------


def turned(house: House, path: str) -> list[list[Any]]:
    """Each page, from the first to the last, by following `next`; which the header says too."""
    pages: list[list[Any]] = []
    address: str | None = path
    while address:
        answer = house.client.get(address)
        assert answer.status_code == 200, answer.text
        pages.append(answer.json()["items"])
        address = answer.json().get("next")
        assert answer.headers.get("link") == (f'<{address}>; rel="next"' if address else None)
    return pages


def named(pages: list[list[Any]], by: str = "name") -> list[list[Any]]:
    return [[one[by] for one in page] for page in pages]


def test_widgets_go_on_behind_the_last(house: House, clock: Clock) -> None:
    town, other = house.organisation(), house.organisation("buurt", "Buurt")
    hour = timedelta(hours=1)
    for name, of, opens, closes in [
        ("a", town, None, None),
        ("b", other, clock.now + hour, None),
        ("c", town, None, clock.now),
        ("d", other, None, None),
        ("e", town, None, clock.now + hour),
    ]:
        house.widget(of, name, opens_at=opens, closes_at=closes)
    assert named(turned(house, f"{WIDGETS}?limit=2")) == [["a", "b"], ["c", "d"], ["e"]]
    assert named(turned(house, f"{WIDGETS}?limit=2&organisation=voorbeeldstad")) == [["a", "c"], ["e"]]
    assert named(turned(house, f"{WIDGETS}?state=open&limit=2")) == [["a", "d"], ["e"]]
    assert named(turned(house, f"{WIDGETS}?state=planned")) == [["b"]]
    assert named(turned(house, f"{WIDGETS}?type=rating&limit=4")) == [["a", "b", "c", "d"], ["e"]]
    assert turned(house, f"{WIDGETS}?type=nothing") == [[]]
    clock.move(hours=1)
    assert named(turned(house, f"{WIDGETS}?state=open")) == [["a", "b", "d"]], "the clock opened one and closed one"


def test_organisations(house: House, clock: Clock) -> None:
    for name in ("b", "a", "c"):
        house.organisation(name, f"Gemeente {name}", intro="Welkom.", time_zone="Europe/Amsterdam")
    assert named(turned(house, f"{ORGANISATIONS}?limit=2")) == [["b", "a"], ["c"]]
    one = house.client.get(f"{ORGANISATIONS}/a").json()
    assert one == named_of(turned(house, ORGANISATIONS), "a")
    assert (one["title"], one["intro"], one["language"]) == ("Gemeente a", "Welkom.", "nl")
    addresses = [value for name, value in one.items() if name.endswith(("url", "Url"))]
    assert len(addresses) == 7
    for address in (*addresses, *one["feeds"].values()):
        assert house.client.get(address).status_code == 200, address


def named_of(pages: list[list[Any]], name: str) -> Any:
    return next(one for page in pages for one in page if one["name"] == name)


def test_what_was_renamed_leads_on(house: House, clock: Clock) -> None:
    """Also for one whose name stands in the address of every other."""
    of = house.organisation("organisations", "Gemeente")
    placed = house.widget(of, "widgets")
    house.write(organisations.rename, of, "stad", at=clock.now)
    house.write(widgets.rename, placed, "fiets", at=clock.now)
    for path, where in [
        (f"{ORGANISATIONS}/organisations", f"{ORGANISATIONS}/stad"),
        (f"{WIDGETS}/organisations/widgets", f"{WIDGETS}/stad/fiets"),
        (f"{WIDGETS}/organisations/widgets/figures?lang=en", f"{WIDGETS}/stad/fiets/figures?lang=en"),
        (f"{WIDGETS}/stad/widgets/contributions/1", f"{WIDGETS}/stad/fiets/contributions/1"),
    ]:
        answer = house.client.get(path)
        assert (answer.status_code, answer.headers["location"]) == (301, where)
        assert answer.headers["access-control-allow-origin"] == "*"


# --- one widget -------------------------------------------------------------------------------------------------------

PLACED = f"{WIDGETS}/voorbeeldstad/fietspad"


def test_a_widget_by_itself(house: House, clock: Clock) -> None:
    closes = clock.now + timedelta(hours=1)
    house.widget(house.organisation(), expectation="De raad beslist.", closes_at=closes, show_reasons=True)
    one = house.client.get(PLACED).json()
    [listed] = items(house)
    assert {name: one[name] for name in listed} == listed
    assert (one["kind"], one["language"], one["reveal"]) == ("Waardering", "nl", "on-request")
    assert (one["opensAt"], one["closesAt"]) == (None, closes.isoformat().replace("+00:00", "Z"))
    assert one["expectation"] == "De raad beslist."
    assert one["countingRule"].startswith("Iedereen kan meedoen, zonder account.")
    assert one["contributionKinds"] == ["reason", "question"]
    assert one["parts"] == []
    for name in ("shareUrl", "figuresUrl", "contributionsUrl"):
        assert house.client.get(one[name]).status_code == 200, name
    assert house.client.get(f"{PLACED}?lang=en").json()["kind"] == "Rating"
    clock.now = closes
    assert house.client.get(PLACED).json()["state"] == "closed"


def test_withdrawn_it_is_gone(house: House) -> None:
    withdraw(house, house.widget(house.organisation()))
    for behind in ("", "/figures", "/contributions", "/contributions/1"):
        answer = house.client.get(f"{PLACED}{behind}")
        assert (answer.status_code, answer.headers["content-type"]) == (410, "application/problem+json")


def test_figures_are_counts_in_all_and_by_day(house: House, clock: Clock) -> None:
    placed = house.widget(house.organisation(), scale="stars")
    for score in (5, 5, 3, 1, 5, 5, 5, 5, 5):
        rate(house, placed, score)
    told = house.client.get(f"{PLACED}/figures").json()
    [tally] = told["tallies"]
    assert (told["withheld"], tally["n"], tally["enough"]) == (False, 9, False)
    assert tally["counts"] == [{"value": 1, "count": 1}, {"value": 3, "count": 1}, {"value": 5, "count": 7}]
    assert told["note"].startswith("9 mensen; niet representatief.")
    clock.move(days=1)
    rate(house, placed, 4)
    [tally] = house.client.get(f"{PLACED}/figures").json()["tallies"]
    assert (tally["target"], tally["kind"], tally["n"], tally["enough"]) == ("", "score", 10, True)
    assert [(one["day"], sum(count["count"] for count in one["counts"])) for one in tally["days"]] == [
        ("2026-05-01", 9),
        ("2026-05-02", 1),
    ]


def test_figures_of_a_subject(house: House) -> None:
    page = "https://www.voorbeeldstad.example/"
    placed = house.widget(house.organisation(), subjects=(page,))
    rate(house, placed, 2, on=f"{page}a")
    [tally] = house.client.get(f"{PLACED}/figures", params={"over": f"{page}a"}).json()["tallies"]
    assert (tally["target"], tally["n"]) == (f"{page}a", 1)
    assert house.client.get(f"{PLACED}/figures", params={"over": "https://elders.example/"}).status_code == 404
    assert house.client.get(f"{PLACED}/figures?part=x").status_code == 404


def test_what_is_counted_over_many_targets_are_ratings_and_not_people(house: House) -> None:
    of = house.organisation()
    pages = house.widget(of, subjects=("/",))
    things = house.widget(of, "lijst", things=[{"key": key, "label": key} for key in ("balie", "site")])
    who = b"0123456789abcdef"
    for placed, targets in ((pages, ("/a", "/b")), (things, ("balie", "site"))):
        for target in targets:
            rate(house, placed, 2, on=target, by=who)
    told = house.client.get(f"{PLACED}/figures").json()
    assert told["note"].startswith("2 meningen; niet representatief."), told["note"]
    assert [(one["target"], one["n"]) for one in told["tallies"]] == [("*", 2)]
    listed = PLACED.replace("fietspad", "lijst")
    assert house.client.get(f"{listed}/figures").json()["note"].startswith("2 meningen;")
    assert house.client.get(f"{listed}/figures?part=site").json()["note"].startswith("1 mens;")
    assert house.client.get(f"{PLACED}/figures?over=/a").json()["note"].startswith("1 mens;")


def test_secret_figures_are_said_to_be_withheld(house: House, clock: Clock) -> None:
    placed = house.widget(house.organisation(), figures="after-closing", closes_at=clock.now + timedelta(hours=1))
    rate(house, placed, 3)
    told = house.client.get(f"{PLACED}/figures").json()
    assert told == {"withheld": True, "note": "De uitslag blijft bewaard tot dit is gesloten.", "tallies": []}
    clock.move(hours=1)
    assert house.client.get(f"{PLACED}/figures").json()["tallies"][0]["n"] == 1


def test_contributions_newest_first_with_tombstones(house: House, clock: Clock) -> None:
    placed = house.widget(house.organisation(), show_reasons=True)
    for score, why in ((3, "Mooi."), (1, "Lelijk."), (2, "Zozo.")):
        rate(house, placed, score, why)
    house.write(contributions.remove, placed, 2, "spam", at=clock.now)
    pages = turned(house, f"{PLACED}/contributions?limit=2")
    assert named(pages, "number") == [[3, 2], [1]]
    newest, gone = pages[0]
    assert (newest["title"], newest["text"], newest["removed"]) == ("Een reden bij “Gaat wel”", "Zozo.", None)
    assert (gone["title"], gone["text"], gone["removed"]) == ("", "", "door de organisatie op 1 mei 2026: spam")
    assert house.client.get(f"{PLACED}/contributions").json()["total"] == 2
    for one in (newest, gone):
        assert house.client.get(f"{PLACED}/contributions/{one['number']}").json() == one
        assert house.client.get(one["url"]).status_code == 200
    assert house.client.get(f"{PLACED}/contributions?after=99").status_code == 404


def test_contributions_that_are_the_organisations_alone_are_not_there(house: House) -> None:
    rate(house, house.widget(house.organisation()), 3, "Mooi.")
    assert house.client.get(f"{PLACED}/contributions").json() == {"kind": "question", "total": 0, "items": []}
    for path in ("/contributions/1", "/contributions?kind=reason", "/contributions/2"):
        assert house.client.get(f"{PLACED}{path}").status_code == 404


def test_what_others_did_with_a_contribution(tips_house: House) -> None:
    topics = [{"key": "fiets", "label": "Fietsen"}]
    tips_house.widget(tips_house.organisation(), "tips", "tips", "Tips", question="Wat is uw tip?", topics=topics)
    at, tips = "/voorbeeldstad/tips", f"{WIDGETS}/voorbeeldstad/tips"
    Person(tips_house, at).act("tip", tip="Neem de fiets", _target="fiets")
    Person(tips_house, at).act("tip", tip="Neem de bus")
    Person(tips_house, at).act("support", _target="#1")
    assert tips_house.client.get(tips).json()["parts"] == topics
    [one] = tips_house.client.get(f"{tips}/contributions?part=fiets").json()["items"]
    assert (one["number"], one["target"], one["title"]) == (1, "fiets", "Een tip over Fietsen")
    assert one["reactions"] == [{"kind": "support", "counts": [{"value": 1, "count": 1}], "entered": 0}]
    assert tips_house.client.get(f"{tips}/contributions/1").json() == one


# --- how it says no ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=", "limit"),
        ("limit=01", "limit"),
        ("after=-1", "after"),
        ("after=1_0", "after"),
        ("state=ajar", "state"),
        ("organisation=No%20Name", "organisation"),
        ("type=%00", "type"),
        ("limit=1&limit=2", "limit"),
    ],
)
def test_a_parameter_that_does_not_fit_is_named(standing: House, query: str, wrong: str) -> None:
    answer = standing.client.get(f"{WIDGETS}?{query}")
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert list(answer.json()["errors"]) == [wrong]
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("query", ["x" * 17_000, "limit=%ff", "&".join("a=b" for _ in range(500))])
def test_a_query_that_cannot_be_read_is_refused(standing: House, query: str) -> None:
    assert standing.client.get(f"{WIDGETS}?{query}").status_code == 400


def test_what_it_does_not_know_is_dropped(standing: House) -> None:
    assert standing.client.get(f"{WIDGETS}?colour=red").json() == standing.client.get(WIDGETS).json()
