# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Programs that others wrote read our provider and our feeds, as they are."""

from __future__ import annotations

import feedparser
import micawber
import pytest
from micawber.exceptions import ProviderException
from oembed import OEmbedEndpoint, OEmbedError, OEmbedResponse

from tests.house import House

PAGE = "/voorbeeldstad/fietspad"


def test_python_oembed_reads_the_json_answer(busy: House) -> None:
    raw = busy.client.get("/oembed", params={"url": busy.url + PAGE}).text
    told = OEmbedResponse.newFromJSON(raw)
    assert told["type"] == "rich"
    assert told["version"] == "1.0"
    assert told["title"] == "Waardering: Nieuw fietspad langs de Vliet – Gemeente Voorbeeldstad"
    assert told["html"].count("<iframe ") == 1
    broken = busy.client.get("/oembed", params={"url": busy.url}).text
    with pytest.raises(OEmbedError):
        OEmbedResponse.newFromJSON(broken)


def test_python_oembed_asks_by_itself(busy: House) -> None:
    endpoint = OEmbedEndpoint(f"{busy.url}/oembed", [f"{busy.url}/*"])
    assert endpoint.get(busy.url + PAGE, format="json", maxwidth=320)["width"] == 320


def test_micawber_asks_and_puts_the_widget_in_a_text(busy: House) -> None:
    providers = micawber.ProviderRegistry()
    providers.register(rf"{busy.url}/\S+", micawber.Provider(f"{busy.url}/oembed"))
    told = providers.request(busy.url + PAGE, maxwidth=320, maxheight=240)
    assert (told["width"], told["height"]) == (320, 240)
    text = micawber.parse_text(f"Kijk eens:\n{busy.url}{PAGE}\nDoe mee.", providers)
    assert "<blockquote><a href=" in text
    assert f'<iframe src="{busy.url}{PAGE}/embed"' in text
    with pytest.raises(ProviderException):
        providers.request(f"{busy.url}/voorbeeldstad/nergens")


@pytest.mark.parametrize(("form", "version"), [("rss", "rss20"), ("atom", "atom10")])
def test_feedparser_finds_no_fault(busy: House, form: str, version: str) -> None:
    answer = busy.client.get(f"{PAGE}.{form}")
    read = feedparser.parse(answer.content, response_headers=dict(answer.headers))
    assert not read.bozo, read.get("bozo_exception")
    assert read.version == version
    assert read.feed.title == "Waardering: Nieuw fietspad langs de Vliet – Gemeente Voorbeeldstad"
    assert read.feed.link == busy.url + PAGE
    kinds = [entry.id.split("/")[2] for entry in read.entries]
    assert kinds == ["closed", "contribution", "contribution", "contribution", "opened"]
    assert all(entry.link.startswith(busy.url + PAGE) for entry in read.entries)


def test_feedparser_fetches_by_itself_and_is_told_when_nothing_changed(busy: House) -> None:
    first = feedparser.parse(f"{busy.url}{PAGE}.atom")
    assert (first.status, first.bozo, len(first.entries)) == (200, False, 5)
    again = feedparser.parse(f"{busy.url}{PAGE}.atom", etag=first.etag)
    assert (again.status, len(again.entries)) == (304, 0)
