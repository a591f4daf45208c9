# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Feeds over HTTP: what they tell and when, to whom, and what never changes in them."""

from __future__ import annotations

import json
import re
import shutil
from datetime import timedelta
from pathlib import Path

import feedparser
import httpx2 as httpx
import pytest

from meedoen.participation.schedule import STANDING, pack_standing
from meedoen.records import Phase, Widget
from meedoen.store import contributions, events, organisations, widgets
from meedoen.values import Tally
from tests.house import Clock, House, free_port, running
from tests.server.endpoints.acting import rate, withdraw, xml

FORMS = {"rss": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}
PAGE = "/voorbeeldstad/fietspad"
HOUR, WEEK = timedelta(hours=1), timedelta(days=7)
ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = 'Eén <script>alert("x")</script> & \x00\x0b\x1f\ufffe ]]> \u202e \U0001f6b2\r\nregel twee'


def titles(house: House, path: str = PAGE, query: str = "") -> list[str]:
    """The titles of the entries, newest first; the three formats agree."""
    told = [entry.title for entry in parsed(house.client.get(f"{path}.atom{query}")).entries]
    assert told == [entry.title for entry in parsed(house.client.get(f"{path}.rss{query}")).entries]
    assert told == [item["title"] for item in house.client.get(f"{path}.json{query}").json()["items"]]
    return told


def parsed(answer: httpx.Response) -> feedparser.FeedParserDict:
    """As a feed reader reads it, that finds no fault in it."""
    assert answer.status_code == 200, answer.text
    read = feedparser.parse(answer.content, response_headers=dict(answer.headers))
    assert not read.bozo, read.bozo_exception
    return read


def ids(house: House, path: str = PAGE) -> list[str]:
    """The ids of feed and entries; the three formats agree, and none holds a host."""
    feed = house.client.get(f"{path}.json").json()
    told = [item["id"] for item in feed["items"]]
    atom, rss = (xml(house.client.get(f"{path}.{form}").content) for form in ("atom", "rss"))
    assert told == [one.text for one in atom.iterfind(f"{ATOM}entry/{ATOM}id")]
    assert told == [one.text for one in rss.iterfind("channel/item/guid")]
    assert {one.get("isPermaLink") for one in rss.iterfind("channel/item/guid")} <= {"false"}
    own = atom.findtext(f"{ATOM}id")
    assert own
    for one in (own, *told):
        assert re.fullmatch(r"tag:meedoen,2026:[0-9a-f]{32}(/[A-Za-z0-9:.-]+)*", one)
        assert not re.search(r"127\.0\.0\.1|localhost|:\d{4,5}(/|$)|http", one.removeprefix("tag:meedoen,2026:"))
    return [own, *told]


def busy(house: House, clock: Clock) -> Widget:
    """A widget in which every kind of thing has happened."""
    of = house.organisation()
    placed = house.widget(of, opens_at=clock.now + HOUR, closes_at=clock.now + 2 * WEEK, show_reasons=True)
    clock.move(hours=2)
    rate(house, placed, 3, "Eindelijk veilig naar school.")
    rate(house, placed, 1, HOSTILE)
    clock.move(days=7)
    house.write(
        events.append,
        STANDING,
        organisation=of.id,
        widget=placed.id,
        role="server",
        at=clock.now,
        data=pack_standing({("", "score"): Tally({1: 1, 3: 1})}),
    )
    clock.move(days=8)
    house.write(widgets.reschedule, placed, Phase(placed.phase.opens_at, placed.phase.closes_at, "Dank."), at=clock.now)
    return placed


# --- what is told -----------------------------------------------------------------------------------------------------


def test_a_moved_clock_alone_tells_of_opening_and_closing(house: House, clock: Clock) -> None:
    opens, closes = clock.now + HOUR, clock.now + 2 * HOUR
    house.widget(house.organisation(), opens_at=opens, closes_at=closes, closing_text="Het college beslist in juni.")
    assert titles(house) == []
    clock.now = opens
    assert titles(house) == ["Open: Wat vindt u van dit plan?"]
    clock.now = closes - timedelta(microseconds=1)
    assert len(titles(house)) == 1
    clock.now = closes
    assert titles(house) == ["Gesloten: Wat vindt u van dit plan?", "Open: Wat vindt u van dit plan?"]
    newest = house.client.get(f"{PAGE}.json").json()["items"][0]
    assert newest["content_text"] == "Het college beslist in juni."
    assert newest["date_published"] == closes.isoformat()


def test_what_opens_again_tells_of_each_time(house: House, clock: Clock) -> None:
    placed = house.widget(house.organisation())
    clock.move(hours=1)
    placed = house.write(widgets.close, placed, at=clock.now, closing_text="Dank u wel.")
    before = ids(house)
    clock.move(hours=1)
    house.write(widgets.reschedule, placed, Phase(None, clock.now + HOUR), at=clock.now)
    assert [title.partition(":")[0] for title in titles(house)] == ["Open", "Gesloten", "Open"]
    clock.move(hours=1)
    assert [title.partition(":")[0] for title in titles(house)] == ["Gesloten", "Open", "Gesloten", "Open"]
    after = ids(house)
    assert after[-2:] == before[-2:], "what was told keeps its id"
    assert len(set(after)) == 5


def test_a_new_text_after_closing_changes_the_entry_and_not_its_id(house: House, clock: Clock) -> None:
    placed = house.widget(house.organisation(), closes_at=clock.now + HOUR)
    clock.move(hours=2)
    before = house.client.get(f"{PAGE}.json").json()["items"][0]
    clock.move(days=1)
    house.write(widgets.reschedule, placed, Phase(None, placed.phase.closes_at, "Het plan gaat door."), at=clock.now)
    after = house.client.get(f"{PAGE}.json").json()["items"][0]
    assert (after["id"], after["date_published"]) == (before["id"], before["date_published"])
    assert after["content_text"] == "Het plan gaat door."
    assert after["date_modified"] == clock.now.isoformat()
    assert len(ids(house)) == 3


def test_a_reason_is_told_where_reasons_are_public_and_until_it_is_removed(house: House, clock: Clock) -> None:
    of = house.organisation()
    shown, kept = house.widget(of, show_reasons=True), house.widget(of, "stil")
    number = rate(house, shown, 3, "Eindelijk!")
    rate(house, kept, 3, "Dit is voor de organisatie alleen.")
    assert len(titles(house)) == 2
    item = house.client.get(f"{PAGE}.json").json()["items"][0]
    assert (item["title"], item["content_text"]) == ("Een reden bij “Goed”", "Eindelijk!")
    assert item["authors"] == [{"name": "Een deelnemer"}]
    assert item["url"] == f"{house.url}{PAGE}/{number}"
    assert house.client.get(item["url"]).status_code == 200
    assert len(titles(house, "/voorbeeldstad/stil")) == 1
    assert "organisatie alleen" not in house.client.get("/voorbeeldstad.atom").text
    house.write(contributions.remove, shown, number, "spam", at=clock.now)
    assert len(titles(house)) == 1


def test_a_vote_alone_is_never_told(house: House) -> None:
    placed = house.widget(house.organisation())
    before = house.client.get(f"{PAGE}.atom")
    for _ in range(20):
        rate(house, placed, 2)
    assert house.client.get(f"{PAGE}.atom").content == before.content


def test_a_changed_score_shows_beside_its_reason(house: House, clock: Clock) -> None:
    placed = house.widget(house.organisation(), show_reasons=True)
    rate(house, placed, 3, "Eerst wel.", by=b"0123456789abcdef")
    assert titles(house)[0] == "Een reden bij “Goed”"
    rate(house, placed, 1, by=b"0123456789abcdef")
    clock.move(seconds=1)
    assert titles(house)[0] == "Een reden bij “Slecht”"


def test_a_standing_is_told_and_is_a_secret_while_counts_are(house: House, clock: Clock) -> None:
    of = house.organisation()
    closes = clock.now + 2 * WEEK
    placed = house.widget(of, figures="after-closing", closes_at=closes, show_reasons=True)
    rate(house, placed, 3, "Zeker doen.")
    line = {"organisation": of.id, "widget": placed.id, "role": "server", "at": clock.now}
    data = pack_standing({("", "score"): Tally({1: 4, 3: 8})})
    house.write(events.append, STANDING, **line, data=data)
    assert titles(house) == ["Een reden", "Open: Wat vindt u van dit plan?"], "neither counts nor a mark"
    clock.now = closes
    assert titles(house)[1:] == [
        "De stand: 12 mensen",
        "Een reden bij “Goed”",
        "Open: Wat vindt u van dit plan?",
    ]
    text = house.client.get(f"{PAGE}.json").json()["items"][1]["content_text"]
    assert text.splitlines() == ["Goed: 8", "Gaat wel: 0", "Slecht: 4"]


def test_no_more_than_fifty_and_the_newest(house: House) -> None:
    placed = house.widget(house.organisation(), show_reasons=True)
    for number in range(60):
        rate(house, placed, 3, f"Reden {number}")
    items = house.client.get(f"{PAGE}.json").json()["items"]
    assert len(items) == 50
    assert items[0]["content_text"] == "Reden 59"


def test_narrowed_to_a_subject(house: House) -> None:
    placed = house.widget(house.organisation(), show_reasons=True, subjects=["/paspoort", "/afval"])
    rate(house, placed, 1, "Te lang.", on="/paspoort/aanvragen")
    rate(house, placed, 3, "Duidelijk.", on="/afval")
    texts = [item["content_text"] for item in house.client.get(f"{PAGE}.json?over=/afval").json()["items"]]
    assert texts == ["Duidelijk.", ""]
    assert len(titles(house)) == 3, "without narrowing, all subjects"
    narrowed = house.client.get(f"{PAGE}.json?over=/afval&utm_source=x").json()
    assert narrowed["feed_url"] == f"{house.url}{PAGE}.json?over=%2Fafval"
    assert narrowed["home_page_url"] == f"{house.url}{PAGE}?over=%2Fafval"
    assert {item["id"] for item in narrowed["items"]} < set(ids(house)), "an entry is the same in both"
    atom = [
        parsed(house.client.get(f"{PAGE}.atom{query}")).feed.id for query in ("", "?over=/afval", "?over=/paspoort")
    ]
    assert len(set(atom)) == 3
    assert house.client.get(f"{PAGE}.rss?over=/belasting").status_code == 404


def test_in_the_language_asked_for(house: House) -> None:
    placed = house.widget(house.organisation(), show_reasons=True)
    rate(house, placed, 3, "No")
    assert titles(house, query="?lang=en") == ["A reason with “Good”", "Open: Wat vindt u van dit plan?"]
    feed = house.client.get(f"{PAGE}.json?lang=en").json()
    assert feed["language"] == "en"
    dutch = house.client.get(f"{PAGE}.json").json()["items"][0]
    assert dutch["content_text"] == "No", "what somebody said is never translated, also when it is a word of ours"
    assert [item["id"] for item in feed["items"]] == ids(house)[1:]
    assert parsed(house.client.get(f"{PAGE}.rss?lang=xx")).feed.language == "nl"


def test_an_organisation_tells_of_all_its_widgets(house: House, clock: Clock) -> None:
    of = house.organisation()
    bike = house.widget(of, show_reasons=True)
    house.widget(of, "gone", title="Ingetrokken")
    withdraw(house, house.widget(of, "gone2", title="Ook ingetrokken"))
    other = house.organisation("buurt", "De buurt")
    house.widget(other, "feest", title="Buurtfeest")
    clock.move(hours=1)
    rate(house, bike, 3, "Ja")
    told = titles(house, "/voorbeeldstad")
    assert told[0] == "Nieuw fietspad langs de Vliet · Een reden bij “Goed”"
    assert len(told) == 3
    assert set(ids(house)[1:]) < set(ids(house, "/voorbeeldstad")), "one thing has one id"
    assert not any("feest" in title.lower() or "Ook" in title for title in told)


# --- how it is told ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [PAGE, "/voorbeeldstad"])
def test_readers_find_no_fault_whatever_people_typed(house: House, clock: Clock, path: str) -> None:
    busy(house, clock)
    assert len(ids(house, path)) == 6
    assert len(titles(house, path)) == 5
    for form in ("rss", "atom"):
        said = next(e for e in parsed(house.client.get(f"{path}.{form}")).entries if "regel twee" in str(e))
        value = said.content[0].value if form == "atom" else said.summary
        assert '&lt;script&gt;alert("x")&lt;/script&gt; &amp;' in value.replace("&quot;", '"')
        assert "<script" not in value
    plain = next(i for i in house.client.get(f"{path}.json").json()["items"] if "regel twee" in i["content_text"])
    assert plain["content_text"] == 'Eén <script>alert("x")</script> &  ]]> \u202e \U0001f6b2\nregel twee'


def test_json_feed_has_what_version_1_1_demands(house: House, clock: Clock) -> None:
    busy(house, clock)
    feed = house.client.get(f"{PAGE}.json").json()
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert set(feed) == {
        *("version", "title", "home_page_url", "feed_url", "description", "language", "authors", "items"),
    }
    assert feed["feed_url"] == f"{house.url}{PAGE}.json"
    assert feed["title"] == "Waardering: Nieuw fietspad langs de Vliet – Gemeente Voorbeeldstad"
    for item in feed["items"]:
        assert {"id", "url", "title", "content_text", "date_published", "date_modified"} <= set(item)
        assert set(item) - {"id", "url", "title", "content_text", "date_published", "date_modified"} <= {"authors"}
        assert all(isinstance(item[name], str) for name in set(item) - {"authors"})
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", item["date_published"])


def test_an_atom_entry_has_one_alternate_link_with_its_type(house: House, clock: Clock) -> None:
    busy(house, clock)
    root = xml(house.client.get(f"{PAGE}.atom").content)
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) == 5
    for entry in entries:
        links = [dict(link.attrib) for link in entry.findall(f"{ATOM}link")]
        assert [(link["rel"], link["type"]) for link in links] == [("alternate", "text/html")]
        assert links[0]["href"].startswith(f"{house.url}{PAGE}")
    own = {link.get("rel"): link.attrib for link in root.findall(f"{ATOM}link")}
    assert own["self"]["href"] == f"{house.url}{PAGE}.atom"
    assert own["alternate"]["href"] == f"{house.url}{PAGE}"


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("path", [PAGE, "/voorbeeldstad"])
def test_headers(house: House, form: str, path: str) -> None:
    house.widget(house.organisation())
    answer = house.client.get(f"{path}.{form}")
    assert answer.headers["content-type"].partition(";")[0] == FORMS[form]
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cache-control"].startswith("public, max-age=")
    links = answer.headers["link"]
    assert f'<{house.url}{path}.{form}>; rel="self"; type="{FORMS[form]}"' in links
    assert f'<{house.url}{path}>; rel="alternate"; type="text/html"' in links
    again = house.client.get(f"{path}.{form}", headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["access-control-allow-origin"] == "*"
    head = house.client.head(f"{path}.{form}")
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", answer.headers["etag"])
    assert house.client.post(f"{path}.{form}").status_code == 405


def test_opml_lists_the_feeds_that_are_there(house: House) -> None:
    of = house.organisation(title="Gemeente <Voorbeeldstad> & co")
    house.widget(of, title='Het "plan"')
    withdraw(house, house.widget(of, "weg"))
    answer = house.client.get("/voorbeeldstad.opml")
    assert answer.headers["content-type"] == "text/x-opml; charset=utf-8"
    root = xml(answer.content)
    assert (root.tag, root.get("version")) == ("opml", "2.0")
    assert root.findtext("head/title") == "Gemeente <Voorbeeldstad> & co"
    lines = [dict(line.attrib) for line in root.iterfind("body/outline")]
    assert [line["text"] for line in lines][1:] == ['Waardering: Het "plan" – Gemeente <Voorbeeldstad> & co']
    for line in lines:
        assert line["type"] == "rss"
        assert parsed(house.client.get(line["xmlUrl"])).version == "rss20"
        assert house.client.get(line["htmlUrl"]).status_code == 200


# --- what stays -------------------------------------------------------------------------------------------------------


def test_the_same_bytes_after_a_restart(tmp_path: Path, clock: Clock) -> None:
    paths = [f"{path}.{form}" for path in (PAGE, "/voorbeeldstad") for form in FORMS] + ["/voorbeeldstad.opml"]
    port = free_port()
    with running(tmp_path, clock, port=port) as house:
        busy(house, clock)
        before = {path: house.client.get(path) for path in paths}
    clock.move(hours=3)
    with running(tmp_path, clock, port=port) as house:
        for path in paths:
            after = house.client.get(path)
            assert after.content == before[path].content, path
            etag = before[path].headers["etag"]
            assert house.client.get(path, headers={"if-none-match": etag}).status_code == 304


def test_the_same_ids_from_a_backup_on_another_host_and_port(tmp_path: Path, clock: Clock) -> None:
    with running(tmp_path / "here", clock) as house:
        busy(house, clock)
        before = {path: ids(house, path) for path in (PAGE, "/voorbeeldstad")}
        house.run(house.store.backup(tmp_path / "copy.sqlite3"))
    (tmp_path / "there").mkdir()
    shutil.copy(tmp_path / "copy.sqlite3", tmp_path / "there/meedoen.sqlite3")
    with running(tmp_path / "there", clock, also_at="http://doemee.localhost:{port}") as house:
        host = house.url.replace("127.0.0.1", "doemee.localhost").removeprefix("http://")
        assert f"http://{host}{PAGE}" in house.client.get(f"{PAGE}.atom", headers={"host": host}).text
        assert {path: ids(house, path) for path in before} == before


def test_an_old_name_leads_to_the_feed(house: House, clock: Clock) -> None:
    of = house.organisation()
    placed = house.widget(of)
    before = ids(house)
    house.write(widgets.rename, placed, "fietsen", at=clock.now)
    house.write(organisations.rename, of, "stad", at=clock.now)
    for form in FORMS:
        answer = house.client.get(f"{PAGE}.{form}?over=x")
        assert (answer.status_code, answer.headers["location"]) == (301, f"/stad/fietsen.{form}?over=x")
        assert house.client.get(f"/voorbeeldstad.{form}").headers["location"] == f"/stad.{form}"
    assert house.client.get("/voorbeeldstad.opml").headers["location"] == "/stad.opml"
    assert ids(house, "/stad/fietsen") == before


def test_a_withdrawn_widget_says_so(house: House) -> None:
    withdraw(house, house.widget(house.organisation()))
    for form in FORMS:
        assert house.client.get(f"{PAGE}.{form}").status_code == 410


@pytest.mark.parametrize("path", ["/nergens.rss", "/voorbeeldstad/nergens.atom", "/voorbeeldstad.xml", "/oembed.rss"])
def test_nothing_there(house: House, path: str) -> None:
    house.organisation()
    assert house.client.get(path).status_code == 404


def test_what_is_read_is_valid_utf8_json(house: House, clock: Clock) -> None:
    busy(house, clock)
    assert json.loads(house.client.get(f"{PAGE}.json").content.decode("utf-8"))


# --- of one contribution ----------------------------------------------------------------------------------------------


def test_a_contribution_is_told_as_in_the_feed_of_its_widget(house: House, clock: Clock) -> None:
    placed = house.widget(house.organisation(), show_reasons=True)
    rate(house, placed, 3, "Eindelijk!", by=b"0123456789abcdef")
    rate(house, placed, 1, HOSTILE)
    assert titles(house, f"{PAGE}/1") == ["Een reden bij “Goed”"]
    feeds = [house.client.get(f"{path}.json").json() for path in (PAGE, f"{PAGE}/1")]
    assert feeds[0]["items"][1] == feeds[1]["items"][0]
    assert feeds[1]["title"] == "Waardering: Een reden bij “Goed”: Eindelijk! – Gemeente Voorbeeldstad"
    assert feeds[1]["home_page_url"] == feeds[1]["items"][0]["url"] == f"{house.url}{PAGE}/1"
    assert len({*ids(house), *ids(house, f"{PAGE}/1"), *ids(house, f"{PAGE}/2")}) == 6, "each feed has its own id"
    made = feeds[1]["items"][0]["date_published"]
    clock.move(minutes=5)
    rate(house, placed, 3, "Eindelijk, dank!", by=b"0123456789abcdef")
    [item] = house.client.get(f"{PAGE}/1.json?after=1&over=x").json()["items"]
    assert (item["content_text"], item["date_published"]) == ("Eindelijk, dank!", made)
    assert item["date_modified"] == clock.now.isoformat()
    assert titles(house, f"{PAGE}/1", "?lang=en") == ["A reason with “Good”"]


def test_of_a_removed_contribution_the_feed_stays_and_is_empty(house: House, clock: Clock) -> None:
    placed = house.widget(house.organisation(), show_reasons=True)
    rate(house, placed, 3, "Niet voor ieders oog.")
    own = ids(house, f"{PAGE}/1")[0]
    house.write(contributions.remove, placed, 1, "spam", at=clock.now)
    assert titles(house, f"{PAGE}/1") == []
    assert ids(house, f"{PAGE}/1") == [own]
    feed = parsed(house.client.get(f"{PAGE}/1.rss")).feed
    assert feed.title == "Waardering: Bijdrage 1 – Nieuw fietspad langs de Vliet – Gemeente Voorbeeldstad"


def test_a_mark_that_is_withheld_is_not_told_of_one_contribution_either(house: House, clock: Clock) -> None:
    closes = clock.now + HOUR
    placed = house.widget(house.organisation(), figures="after-closing", closes_at=closes, show_reasons=True)
    rate(house, placed, 3, "Zeker doen.")
    assert titles(house, f"{PAGE}/1") == ["Een reden"]
    clock.now = closes
    assert titles(house, f"{PAGE}/1") == ["Een reden bij “Goed”"]


def test_a_contribution_that_is_not_public_has_no_feed(house: House) -> None:
    of = house.organisation()
    placed, kept = house.widget(of, show_reasons=True), house.widget(of, "stil")
    for each in (placed, kept):
        rate(house, each, 3, "Dit is voor de organisatie.")
    for form in FORMS:
        assert house.client.get(f"{PAGE}/1.{form}").status_code == 200
        for path in (f"{PAGE}/2", f"{PAGE}/01", "/voorbeeldstad/stil/1"):
            assert house.client.get(f"{path}.{form}").status_code == 404, path
    withdraw(house, placed)
    for form in FORMS:
        assert house.client.get(f"{PAGE}/1.{form}").status_code == 410


def test_the_page_of_a_contribution_names_its_feeds(house: House, clock: Clock) -> None:
    of = house.organisation()
    placed = house.widget(of, show_reasons=True)
    rate(house, placed, 3, "Ja")
    for behind in ("", "/embed"):
        head = house.client.get(f"{PAGE}/1{behind}").text.partition("</head>")[0]
        for form, media in FORMS.items():
            assert f'<link rel="alternate" type="{media}" href="{house.url}{PAGE}/1.{form}"' in head
    house.write(widgets.rename, placed, "fietsen", at=clock.now)
    assert house.client.get(f"{PAGE}/1.atom").headers["location"] == "/voorbeeldstad/fietsen/1.atom"
