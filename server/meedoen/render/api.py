# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the API answers, as models; its description (OpenAPI 3.1) is made from the same models, so that it cannot lie.

It follows the NLGov REST API Design Rules: camelCase, absolute addresses, the version in a header, problem+json.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel
from pydantic.json_schema import models_json_schema

from meedoen.addresses import Place
from meedoen.records import Widget
from meedoen.values import State

VERSION = "1.0.0"
ROOT = "/api/v1"
WIDGETS = f"{ROOT}/widgets"
DESCRIPTION = f"{ROOT}/openapi.json"
Uri = Annotated[str, Field(json_schema_extra={"format": "uri"})]


class _Model(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid")


class FeedAddresses(_Model):
    """One feed, in three formats."""

    rss: Uri
    atom: Uri
    json_feed: Uri = Field(alias="json", description="JSON Feed 1.1")


class WidgetItem(_Model):
    """A widget that is public."""

    organisation: str = Field(description="The name of the organisation in addresses.")
    name: str = Field(description="The name of the widget in addresses, unique within the organisation.")
    type: str = Field(description="The installed kind of module.")
    title: str
    state: State = Field(description="Whether people can act now.")
    url: Uri = Field(description="The page.")
    embed_url: Uri = Field(description="What an iframe holds.")
    oembed_url: Uri = Field(description="The oEmbed answer.")
    feeds: FeedAddresses


class WidgetList(_Model):
    """Every public widget, in the order they were placed."""

    items: list[WidgetItem]


class Problem(BaseModel):
    """RFC 9457."""

    type: Uri
    title: str
    status: int
    detail: str
    errors: dict[str, str] | None = Field(None, description="By parameter, what is wrong with it.")


def widget_list(widgets: Iterable[Widget], origin: str, moment: datetime) -> WidgetList:
    """The answer at `moment`."""
    return WidgetList(items=[_item(widget, origin, moment) for widget in widgets])


def _item(widget: Widget, origin: str, moment: datetime) -> WidgetItem:
    place = Place(origin, widget.organisation.name, widget.name)
    return WidgetItem(
        organisation=widget.organisation.name,
        name=widget.name,
        type=widget.type,
        title=widget.title,
        state=widget.phase.state(moment),
        url=place.page,
        embed_url=place.embed,
        oembed_url=place.oembed("json"),
        feeds=FeedAddresses(rss=place.feed("rss"), atom=place.feed("atom"), json_feed=place.feed("json")),
    )


def openapi(origin: str) -> Mapping[str, Any]:
    """The description of the API, OpenAPI 3.1."""
    _, schemas = models_json_schema(
        [(WidgetList, "serialization"), (Problem, "serialization")], ref_template="#/components/schemas/{model}"
    )
    version = {"description": "The full version of the API.", "schema": {"type": "string", "example": VERSION}}
    headers = {"API-Version": {"$ref": "#/components/headers/API-Version"}}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Meedoen",
            "version": VERSION,
            "description": "What one can take part in here, and where it is. All of it is public and read-only.",
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "servers": [{"url": origin + ROOT}],
        "tags": [{"name": "widgets", "description": "Modules in which people take part."}],
        "paths": {
            WIDGETS.removeprefix(ROOT): {
                "get": {
                    "operationId": "listWidgets",
                    "tags": ["widgets"],
                    "summary": "Every public widget",
                    "description": "Widgets that were withdrawn are left out. `state` is that of the moment.",
                    "responses": {
                        "200": {
                            "description": "The list. Its ETag lets the next request be a 304.",
                            "headers": {**headers, "ETag": {"schema": {"type": "string"}}},
                            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/WidgetList"}}},
                        },
                        "304": {"description": "Nothing changed.", "headers": headers},
                        "default": {"$ref": "#/components/responses/Problem"},
                    },
                }
            }
        },
        "components": {
            "headers": {"API-Version": version},
            "responses": {
                "Problem": {
                    "description": "What went wrong, and what to do.",
                    "headers": headers,
                    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
                }
            },
            "schemas": schemas["$defs"],
        },
    }
