# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The API's description: valid, by the NLGov REST API Design Rules, and true of the running server."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from openapi_spec_validator import validate
from schemathesis import checks
from schemathesis.core.result import Ok
from yaml import safe_load

from tests.house import House
from tests.server.people import WIDGET
from tests.tools import ROOT, nothing, text

DESCRIPTION = "/api/v1/openapi.json"
RULES = ROOT / "tests/server/endpoints/spectral.yaml"


@pytest.fixture(scope="module")
def description(busy: House) -> dict[str, Any]:
    return busy.client.get(DESCRIPTION).json()


def test_it_is_valid(description: dict[str, Any]) -> None:
    validate(description)
    assert description["openapi"].startswith("3.1")


def widgets(document: Any) -> Any:
    return document["paths"]["/widgets"]["get"]


def again(document: Any, path: str, of: str = "/widgets") -> None:
    document["paths"][path] = document["paths"][of]


BROKEN: Mapping[str, Callable[[Any], object]] = {
    "doc-openapi": lambda one: one.update(openapi="2.0"),
    "uri-version": lambda one: one["servers"][0].update(url="https://doemee.example/api"),
    "semver": lambda one: one["info"].update(version="1"),
    "version-header": lambda one: widgets(one)["responses"]["200"]["headers"].pop("API-Version"),
    "no-trailing-slash": lambda one: again(one, "/things/"),
    "path-segments-kebab-case": lambda one: again(one, "/someThings"),
    "query-keys-camel-case": lambda one: widgets(one)["parameters"][0].update(name="after_this"),
    "fields-camel-case": lambda one: one["components"]["schemas"]["WidgetItem"]["properties"].update(a_b={}),
    "http-methods": lambda one: one["paths"]["/widgets"].update(put=widgets(one)),
    "naming-collections": lambda one: again(one, "/thing/{organisation}", "/organisations/{organisation}"),
    "error-handling": lambda one: one["components"]["responses"]["Problem"].update(content={"application/json": {}}),
    "failures-are-described": lambda one: widgets(one)["responses"].pop("400"),
    "date-time-timezone": lambda one: one["components"]["schemas"]["WidgetDetail"]["properties"]["opensAt"]["anyOf"][
        0
    ].pop("format"),
}
"""By rule of ours: how to break it."""


def test_it_is_by_the_design_rules_and_each_rule_finds_something(tmp_path: Path, description: dict[str, Any]) -> None:
    """The description as it is, and broken: by what makes it another kind of document, and by all the rest."""
    rules = [name for name in safe_load(RULES.read_text())["rules"] if name.startswith("nlgov-")]
    assert {_short(name) for name in rules} == set(BROKEN)
    documents = {"served": description, "doc-openapi": deepcopy(description), "broken": deepcopy(description)}
    for rule, break_it in BROKEN.items():
        break_it(documents.get(rule, documents["broken"]))
    for name, document in documents.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(document))
    program = ROOT / "build/tools/node_modules/.bin/spectral"
    assert program.exists(), "Spectral is not there: `make test` brings it"
    command = [str(program), "lint", str(tmp_path / "*.json"), "--ruleset", str(RULES), "--format", "json", "--quiet"]
    found = json.loads(subprocess.run(command, check=False, capture_output=True, text=True).stdout)
    assert [one for one in found if Path(one["source"]).stem == "served"] == []
    assert {_short(one["code"]) for one in found} >= set(BROKEN)


def _short(rule: str) -> str:
    return rule.removeprefix("nlgov-").removeprefix("core-")


@pytest.mark.scale(test=8, long=400)
def test_the_server_does_as_it_says(description: dict[str, Any], count: int) -> None:
    """Schemathesis asks each operation what fits its description and what does not, by the names there are."""
    known = {"organisation": "voorbeeldstad", "name": WIDGET.rpartition("/")[2], "number": 1}
    told = deepcopy(description)
    for path in told["paths"].values():
        for one in path["get"].get("parameters", []):
            if one["in"] == "path":
                one["schema"] = {"enum": [known[one["name"]]]}
    schema = schemathesis.openapi.from_dict(told)
    schema.config.update(base_url=told["servers"][0]["url"])
    asked = 0
    for found in schema.get_all_operations():
        assert isinstance(found, Ok), found
        operation = found.ok()
        takes = told["paths"][operation.path]["get"].get("parameters")
        for mode in schemathesis.GenerationMode if takes else [schemathesis.GenerationMode.POSITIVE]:
            strategy = operation.as_strategy(generation_mode=mode)

            @given(strategy)
            @settings(max_examples=count, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
            def ask(case: Any) -> None:
                nonlocal asked
                asked += 1
                case.call_and_validate(timeout=60, excluded_checks=[checks.unsupported_method])

            ask()
    assert asked > 60


def test_the_page_shows_how_to_ask_for_each(description: dict[str, Any]) -> None:
    """Each example on it is an operation, and each operation has one."""
    shown = re.findall(r"curl \"?\$API(/[^\s\"?]+)", text(Path("server/docs/api.md")))
    patterns = {path: re.sub(r"\{\w+\}", "[a-z0-9-]+", path) for path in description["paths"]}
    nothing(path for path, pattern in patterns.items() if not any(re.fullmatch(pattern, one) for one in shown))
    nothing(one for one in shown if not any(re.fullmatch(pattern, one) for pattern in patterns.values()))
