# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The read API over HTTP: the list, its description, and how it says no."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx2 as httpx
import pytest
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import validate

from meedoen.store import widgets
from tests.house import Clock, House
from tests.server.endpoints.acting import rate, withdraw

WIDGETS = "/api/v1/widgets"
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


@pytest.mark.parametrize("path", ["/api/", "/api/v1", "/api/v2/widgets", f"{WIDGETS}/", f"{WIDGETS}/1", "/api/v1/x"])
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


def test_the_description_is_valid_and_true(standing: House) -> None:
    description = standing.client.get(DESCRIPTION).json()
    validate(description)
    assert description["openapi"].startswith("3.1")
    assert description["servers"] == [{"url": f"{standing.url}/api/v1"}]
    assert list(description["paths"]) == ["/widgets"]
    answers = description["paths"]["/widgets"]["get"]["responses"]
    assert answers["default"] == {"$ref": "#/components/responses/Problem"}
    problem = description["components"]["responses"]["Problem"]
    holds(description, answers["200"], standing.client.get(WIDGETS), wrong={"items": [{}]})
    holds(description, problem, standing.client.get("/api/v1/x"), wrong={})


def holds(description: dict[str, Any], declared: dict[str, Any], answer: httpx.Response, wrong: dict[str, Any]) -> None:
    """The answer is as it was declared, and the declaration demands something: `wrong` is not."""
    [(media, content)] = declared["content"].items()
    assert answer.headers["content-type"] == media
    assert {name.lower() for name in declared["headers"]} <= set(answer.headers)
    validator = OAS31Validator({**content["schema"], "components": description["components"]})
    assert not list(validator.iter_errors(answer.json()))
    assert list(validator.iter_errors(wrong))
