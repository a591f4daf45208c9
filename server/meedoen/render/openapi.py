# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The description of the API, OpenAPI 3.1, made of its models (`api.py`), so that it cannot lie."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from meedoen import limits
from meedoen.addresses import NAME
from meedoen.render import api, api_lists, asking
from meedoen.render.api_changes import ChangeList

_NAME = {"type": "string", "pattern": f"^{NAME}$", "maxLength": limits.NAME_CHARS_MAX}
_PATH = {
    "organisation": ("The name of the organisation in addresses.", _NAME),
    "name": ("The name of the widget in addresses.", _NAME),
    "number": ("The number of the contribution.", {"type": "integer", "minimum": 1, "maximum": 999_999_999}),
}
_TAGS = {
    "organisations": "Who asks people to take part.",
    "widgets": "Modules in which people take part.",
    "description": "This document.",
}


@dataclass(frozen=True, slots=True)
class Operation:
    """One address, which is only read."""

    path: str
    id: str
    tag: str
    summary: str
    answer: type[BaseModel]
    asked: type[BaseModel] = asking.Nothing
    about: str = ""


_WIDGET = "/widgets/{organisation}/{name}"
OPERATIONS: Sequence[Operation] = (
    Operation(
        "/organisations",
        "listOrganisations",
        "organisations",
        "Organisations",
        api_lists.OrganisationList,
        asking.Paging,
    ),
    Operation(
        "/organisations/{organisation}", "getOrganisation", "organisations", "One organisation", api.OrganisationItem
    ),
    Operation(
        "/widgets",
        "listWidgets",
        "widgets",
        "Public widgets",
        api_lists.WidgetList,
        asking.WidgetsAsked,
        "Widgets that were withdrawn are left out. `state` is that of the moment.",
    ),
    Operation(_WIDGET, "getWidget", "widgets", "One widget", api.WidgetDetail, asking.Spoken),
    Operation(
        f"{_WIDGET}/figures",
        "getFigures",
        "widgets",
        "How it stands",
        api.Figures,
        asking.Narrowed,
        "Counts by kind of reaction, in all and by day. While they are secret it says so, and tells none.",
    ),
    Operation(
        f"{_WIDGET}/changes",
        "listChanges",
        "widgets",
        "What was changed because of what people wrote",
        ChangeList,
        asking.ChangesAsked,
        "One outcome for a set of contributions. Each of these has it as its own outcome too.",
    ),
    Operation(
        f"{_WIDGET}/contributions",
        "listContributions",
        "widgets",
        "What people put in",
        api_lists.ContributionList,
        asking.ContributionsAsked,
        "Contributions that the organisation keeps to itself are not here.",
    ),
    Operation(
        f"{_WIDGET}/contributions/{{number}}",
        "getContribution",
        "widgets",
        "One contribution",
        api.ContributionItem,
        asking.Spoken,
    ),
)


def openapi(origin: str) -> Mapping[str, Any]:
    """The document."""
    answers: list[type[BaseModel]] = [*(operation.answer for operation in OPERATIONS), api.Problem]
    _, schemas = models_json_schema(
        [(answer, "serialization") for answer in answers], ref_template="#/components/schemas/{model}"
    )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Meedoen",
            "version": api.VERSION,
            "description": "What one can take part in here, where it is, and how it stands. Public and read-only.",
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
            "contact": {"name": "Meedoen", "url": origin},
        },
        "servers": [{"url": origin + api.ROOT}],
        "tags": [{"name": name, "description": about} for name, about in _TAGS.items()],
        "paths": {operation.path: {"get": _operation(operation)} for operation in OPERATIONS}
        | {api.DESCRIPTION.removeprefix(api.ROOT): {"get": _description()}},
        "components": {
            "headers": {
                "API-Version": _header("The full version of the API.", required=True),
                "ETag": _header("Lets the next request be answered 304.", required=True),
                "Link": _header('Where a list goes on, as `rel="next"` (RFC 8288).', required=False),
            },
            "responses": {
                "Problem": {
                    "description": "What went wrong, and what to do (RFC 9457).",
                    "headers": _headers("API-Version"),
                    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
                }
            },
            "schemas": schemas["$defs"],
        },
    }


def _operation(of: Operation) -> dict[str, Any]:
    problem = {"$ref": "#/components/responses/Problem"}
    in_path = [name for name in _PATH if f"{{{name}}}" in of.path]
    asks, listed = bool(of.asked.model_fields), "next" in of.answer.model_fields
    return {
        "operationId": of.id,
        "tags": [of.tag],
        "summary": of.summary,
        "description": of.about or (of.answer.__doc__ or "").strip(),
        "parameters": [*map(_in_path, in_path), *_in_query(of.asked)],
        "responses": {
            "200": _answer(_schema(of.answer), *(["Link"] if listed else [])),
            "304": {"description": "Nothing changed.", "headers": _headers("API-Version", "ETag")},
            **({"400": problem} if asks else {}),
            **({"404": problem} if in_path or asks else {}),
            **({"410": problem} if "name" in in_path else {}),
            "default": problem,
        },
    }


def _description() -> dict[str, Any]:
    return {
        "operationId": "getDescription",
        "tags": ["description"],
        "summary": "This document",
        "description": "OpenAPI 3.1.",
        "responses": {"200": _answer({"type": "object"}), "default": {"$ref": "#/components/responses/Problem"}},
    }


def _answer(schema: Mapping[str, Any], *headers: str) -> dict[str, Any]:
    return {
        "description": "As asked. Its ETag lets the next request be a 304.",
        "headers": _headers("API-Version", "ETag", *headers),
        "content": {"application/json": {"schema": schema}},
    }


def _schema(model: type[BaseModel]) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{model.__name__}"}


def _in_path(name: str) -> dict[str, Any]:
    about, schema = _PATH[name]
    return {"name": name, "in": "path", "required": True, "description": about, "schema": schema}


def _in_query(asked: type[BaseModel]) -> list[dict[str, Any]]:
    """The fields of a model as parameters; an empty default is none."""
    properties: Mapping[str, dict[str, Any]] = asked.model_json_schema().get("properties", {})
    parameters = []
    for name, field in properties.items():
        schema = {key: value for key, value in field.items() if key not in ("title", "description")}
        if not schema.get("default"):
            schema.pop("default", None)
        about = {"description": field["description"], "schema": schema}
        parameters.append({"name": name, "in": "query", "required": False, **about})
    return parameters


def _header(about: str, *, required: bool) -> dict[str, Any]:
    return {"description": about, "required": required, "schema": {"type": "string"}}


def _headers(*names: str) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}
