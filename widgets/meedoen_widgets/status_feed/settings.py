# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an organisation decides of a status feed, and what its staff fill in for an update."""

from __future__ import annotations

from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from meedoen.widget import N_, Control, Message, say
from meedoen_widgets.status_feed.rhythm import RHYTHMS, Name

RUNNING = "running"
COURSES = {
    RUNNING: N_("It goes on"),
    "paused": N_("Paused"),
    "cancelled": N_("Cancelled"),
}
TEXT_CHARS_MAX = 280
MORE_CHARS_MAX = 4000
LINK_CHARS_MAX = 500


class Settings(BaseModel):
    """What an organisation decides."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    rhythm: Annotated[Name, Control(options=[(name, one.label) for name, one in RHYTHMS.items()])] = Field(
        "none",
        title=N_("How often do you promise an update?"),
        description=N_("People read it. Past it the widget says for how many weeks it has been silent."),
    )
    course: Annotated[Literal["running", "paused", "cancelled"], Control(options=list(COURSES.items()))] = Field(
        "running",
        title=N_("How does it stand?"),
        description=N_(
            "Paused or cancelled stands above the updates, with the reason. Who follows is told of each change."
        ),
    )
    reason: Annotated[str, Control(lines=3, optional=True)] = Field(
        "",
        title=N_("Why is it paused or cancelled?"),
        description=N_("Needed where it does not go on."),
        max_length=TEXT_CHARS_MAX,
        validate_default=True,
    )
    shown: int = Field(
        1,
        title=N_("Updates in a frame"),
        description=N_("On another site so many are shown; the others stand on the full page."),
        ge=1,
        le=5,
    )
    useful: bool = Field(
        True,
        title=N_("People can say that an update is useful"),
        description=N_("With one button, without an account."),
    )

    @field_validator("reason")
    @classmethod
    def _said_why(cls, reason: str, info: ValidationInfo) -> str:
        if info.data.get("course", RUNNING) != RUNNING and not reason:
            raise ValueError(N_("Say why it is paused or cancelled."))
        return reason


def tells(old: Settings, new: Settings) -> Message | None:
    """That it is paused or cancelled, and why; another reason; or that it goes on."""
    if new.course == RUNNING:
        return say("It goes on again.") if old.course != RUNNING else None
    if (old.course, old.reason) == (new.course, new.reason):
        return None
    if new.course == "paused":
        return say("Paused. %(reason)s", reason=new.reason)
    return say("Cancelled. %(reason)s", reason=new.reason)


class Update(BaseModel):
    """An update, as staff fill it in."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    text: Annotated[str, Control(lines=4)] = Field(
        title=N_("What is new?"),
        description=N_("At most 280 characters."),
        min_length=1,
        max_length=TEXT_CHARS_MAX,
    )
    more: Annotated[str, Control(lines=4, optional=True)] = Field(
        "",
        title=N_("More about it"),
        description=N_("Plain text; an empty line makes a new paragraph."),
        max_length=MORE_CHARS_MAX,
    )
    link: Annotated[str, Control(optional=True)] = Field(
        "",
        title=N_("Link"),
        description=N_("To a page with more, such as https://www.example.org/."),
        max_length=LINK_CHARS_MAX,
    )

    @field_validator("link")
    @classmethod
    def _leads_somewhere(cls, link: str) -> str:
        parts = urlsplit(link)
        if link and (parts.scheme not in ("http", "https") or not parts.hostname or len(link.split()) > 1):
            raise ValueError(N_("Fill in a whole address, such as https://www.example.org/."))
        return link
