# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Frequent questions, many at once: from a table or a feed, looked at first, placed once, corrected by the next."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from meedoen.records import Organisation
from meedoen.records_answers import What
from meedoen.records_staff import Role
from meedoen.store import organisations, waiting
from tests.house import TEXTS, Clock, House, running
from tests.server.console.desk import Desk, hire, signed_in
from tests.server.people import Person

GROUPS = [{"key": "stap-3", "label": "Stap 3: foto"}]
BASE = "/console/at/voorbeeldstad/widgets"
TABLE = (
    "De vraag;Het antwoord;Waar het op uw site staat;Waar gaat het over?\n"
    "Mag mijn bril op de foto?;Ja, als uw ogen te zien zijn.;https://stad.example/foto;Stap 3: foto\n"
    '"Wat kost een paspoort?";"Een paspoort kost € 88,50.\nU betaalt aan de balie.";;\n'
)
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Vragen</title><id>x</id><updated>2026-01-01T00:00:00Z</updated>
<entry><id>tag:stad.example,2026:1</id><title>Hoe lang duurt het?</title><link href="https://stad.example/duur"/>
<content type="html">&lt;p&gt;Vijf werkdagen.&lt;/p&gt;&lt;script&gt;1&lt;/script&gt;
&lt;p&gt;Spoed: twee.&lt;/p&gt;</content></entry></feed>"""
BOMB = '<!DOCTYPE x [<!ENTITY a "b">]><rss><channel><item><title>&a;</title></item></channel></rss>'


class Elsewhere(BaseHTTPRequestHandler):
    """The site of a town, with feeds."""

    answers: ClassVar = {
        "/atom": ("application/atom+xml", ATOM),
        "/later": ("application/atom+xml", ATOM.replace("Hoe lang duurt het?", "Hoe lang moet ik wachten?")),
        "/bomb": ("application/rss+xml", BOMB),
        "/json": (
            "application/feed+json",
            json.dumps(
                {"items": [{"id": 7, "title": "Waar kan ik parkeren?", "content_text": "Achter het stadhuis."}]}
            ),
        ),
        "/none": ("application/json", "[1, 2]"),
    }

    def do_GET(self) -> None:
        media, body = self.answers[self.path]
        self.send_response(200)
        self.send_header("content-type", media)
        self.send_header("content-length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_args: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, site: str) -> Iterator[House]:
    """One for all; each test has a room of its own."""
    with running(tmp_path_factory.mktemp("tabling"), Clock(), fetch_also=site) as one:
        one.organisation(**TEXTS)
        yield one


@pytest.fixture(scope="module")
def town(house: House) -> Organisation:
    return house.read(organisations.every)[0]


@pytest.fixture(scope="module")
def desk(house: House, town: Organisation) -> Desk:
    return signed_in(house, hire(house, town, "fatima", [Role.SPOKESPERSON]))


def looked(desk: Desk, at: str, **fields: str) -> str:
    answer = desk.fill(at, _preview="1", **fields)
    assert answer.status_code == 200, answer.text
    return answer.text


def test_a_table_fills_an_empty_room_and_the_next_one_corrects_it(house: House, town: Organisation, desk: Desk) -> None:
    of = house.widget(town, "paspoort", "waiting_room", "Paspoort aanvragen", groups=GROUPS)
    Person(house, "/voorbeeldstad/paspoort").act(
        "topic", title="Moet de bril af op de foto?", more="", kind="question", group="stap-3"
    )
    at = f"{BASE}/paspoort/do/frequent/table"
    assert f'href="{at}"' in desk.get(f"{BASE}/paspoort").text
    seen = looked(desk, at, table=TABLE)
    assert "Nieuw: 2." in seen
    assert "Deze kolommen worden niet gebruikt" not in seen
    more = "question;answer;Bron <x>\nMag het wel?;Ja;hier\n"
    assert "Deze kolommen worden niet gebruikt: Bron &lt;x&gt;. " in looked(desk, at, table=more)
    assert 'Mensen vroegen dit al: <a href="/voorbeeldstad/paspoort/1"' in seen
    assert "Veelgestelde vraag" not in house.client.get("/voorbeeldstad/paspoort").text, "nothing was placed yet"
    for ends in ("\n", "\r\n"):
        assert desk.fill(at, table=TABLE.replace("\n", ends)).status_code == 303
    assert "Gecorrigeerd: 0. Zoals het was: 2." in looked(desk, at, table=TABLE.replace("\n", "\r\n")), (
        "as browsers send it"
    )
    page = house.client.get("/voorbeeldstad/paspoort").text
    assert page.count("Veelgestelde vraag van Gemeente Voorbeeldstad") == 2
    assert "Mag mijn bril" in house.client.get("/voorbeeldstad/paspoort?group=stap-3").text
    assert "Wat kost een" not in house.client.get("/voorbeeldstad/paspoort?group=stap-3").text
    one = house.client.get("/voorbeeldstad/paspoort/2").text
    assert "Ja, als uw ogen te zien zijn." in one
    assert '"@type": "FAQPage"' in one.replace('"@type":"', '"@type": "')
    assert 'href="https://stad.example/foto"' in one
    for feed in (".json", ".atom", ".rss"):
        assert (
            "Veelgestelde vraag van Gemeente Voorbeeldstad: Mag mijn bril"
            in house.client.get(f"/voorbeeldstad/paspoort{feed}").text
        )
    told = house.client.get("/api/v1/widgets/voorbeeldstad/paspoort/contributions?kind=frequent").json()
    assert told["total"] == 2, told
    assert house.read(waiting.waits, of.id, 1, What.ANSWER)
    assert not house.read(waiting.waits, of.id, 2, What.ANSWER), "nobody waits for it"
    typing = Person(house, "/voorbeeldstad/paspoort").post("topic/alike", {"title": "Wat kost een paspoort nu?"}).json()
    assert "Wat kost een paspoort?" in typing["html"], "it is found while somebody asks"
    later = TABLE.replace("88,50", "90,00").replace("Mag mijn bril op", "MAG mijn bril op")
    assert "Nieuw: 0. Gecorrigeerd: 2. Zoals het was: 0." in looked(desk, at, table=later)
    assert desk.fill(at, table=later).status_code == 303
    one = house.client.get("/voorbeeldstad/paspoort/3").text
    assert ("90,00" in one, "88,50" in one, "Gecorrigeerd op" in one) == (True, True, True)
    assert house.client.get("/voorbeeldstad/paspoort").text.count("Veelgestelde vraag van Gemeente Voorbeeldstad") == 2


FAULTY = [
    ("vraag zonder kolommen", "Er is geen kolom “De vraag”. Maak van de eerste regel: De vraag;Het antwoord;"),
    ("question;answer", "Er staat niets onder de eerste regel"),
    ("question,answer\nMag het?,Ja\nKort,", "De vraag: Gebruik minstens 5 tekens."),
    ("question,answer\nMag het wel?,\n", "Het antwoord: Vul dit in."),
    ("question,answer\nMag het wel?,Ja.\nmag het wel,Nee.\n", "Hetzelfde staat in een regel hierboven."),
    ("question;answer\nMag het wel?;Ja; soms\n", "Deze regel heeft meer kolommen dan de eerste"),
    ("question;answer;group\nMag het wel?;Ja;stap-9\n", "Kies een van deze antwoorden."),
    ("question;answer;source\nMag het wel?;Ja;javascript:alert(1)\n", "Dit past niet."),
]


def test_what_is_wrong_is_told_by_line_and_nothing_is_placed_or_lost(
    house: House, town: Organisation, desk: Desk
) -> None:
    house.widget(town, "fouten", "waiting_room", "Paspoort aanvragen", groups=GROUPS)
    at = f"{BASE}/fouten/do/frequent/table"
    for table, told in FAULTY:
        answer = desk.fill(at, table=table)
        assert answer.status_code == 400, table
        assert told in answer.text, (table, answer.text)
        assert table.partition("\n")[0] in answer.text, "what was pasted stands there again"
    assert "Veelgestelde" not in house.client.get("/voorbeeldstad/fouten").text
    uploaded = desk.upload(at, "question;answer\nMag ik één foto?;Ja".encode("cp1252"), "x.csv")
    assert (uploaded.status_code, "Mag ik één foto?;Ja</textarea>" in uploaded.text) == (200, True)
    assert "Veelgestelde" not in house.client.get("/voorbeeldstad/fouten").text, "nobody saw it yet"


def test_a_feed_is_fetched_looked_at_and_known_again_by_its_ids(
    house: House, town: Organisation, desk: Desk, site: str
) -> None:
    house.widget(town, "feed", "waiting_room", "Paspoort aanvragen")
    at = f"{BASE}/feed/do/frequent/table"
    seen = desk.fill(at, url=f"http://{site}/atom")
    assert seen.status_code == 200
    assert "Vijf werkdagen." in seen.text
    table = seen.text.partition('name="table"')[2].partition(">")[2].partition("</textarea>")[0].strip()
    table = table.replace("&#34;", '"')
    assert desk.fill(at, table=table).status_code == 303
    page = house.client.get("/voorbeeldstad/feed/1").text
    assert ("<p>Vijf werkdagen.</p>" in page, "Spoed: twee." in page, "<script>1" in page) == (True, True, False)
    assert "Gecorrigeerd: 1." in looked(desk, at, url=f"http://{site}/later"), "its id is the same"
    assert "Achter het stadhuis." in looked(desk, at, url=f"http://{site}/json")
    for path, told in (("bomb", "definities"), ("none", "geen feed met vragen")):
        answer = desk.fill(at, url=f"http://{site}/{path}")
        assert (answer.status_code, told in answer.text) == (400, True), answer.text


def test_before_it_opens_what_is_placed_is_there_when_it_does(house: House, town: Organisation, desk: Desk) -> None:
    opens = house.clock().replace(year=2027)
    house.widget(town, "straks", "waiting_room", "Paspoort aanvragen", opens_at=opens)
    at = f"{BASE}/straks/do/frequent/table"
    assert "Het opent op" in desk.get(at).text
    table = "question;answer\nMag het wel?;Ja\n"
    assert desk.fill(at, table=table).status_code == 303
    assert "Zoals het was: 1." in looked(desk, at, table=table)
    assert desk.fill(at, table=table.replace("Ja", "Nee")).status_code == 303
    posts = desk.get(f"{BASE}/straks/posts").text
    assert ("Mag het wel? Nee" in posts, "Mag het wel? Ja" in posts) == (True, False), posts
