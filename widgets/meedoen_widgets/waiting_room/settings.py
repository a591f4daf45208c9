# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an organisation decides of a waiting room, and what of that is locked once people have asked something."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from meedoen.widget import N_, Refusal, say

KINDS: Mapping[str, str] = {
    "question": N_("Question"),
    "complaint": N_("Complaint"),
    "idea": N_("Idea"),
    "tip": N_("Tip"),
    "praise": N_("Praise"),
}
"""What a topic can be, with its label."""


class Group(BaseModel):
    """A service, or a step of a form, that has its own part of the room."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str = Field(title=N_("Short name"), pattern="^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)
    label: str = Field(title=N_("What people read"), min_length=1, max_length=80)


class Settings(BaseModel):
    """What an organisation decides."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    groups: tuple[Group, ...] = Field(
        (),
        title=N_("Groups"),
        description=N_(
            "One for each service or step of a form. Each can stand beside its own form, by its own snippet."
        ),
        max_length=30,
    )
    complaints: bool = Field(
        True, title=N_("People can complain"), description=N_("A topic is a question, or one of the kinds you tick.")
    )
    ideas: bool = Field(True, title=N_("People can bring ideas"), description=N_("A kind of topic of its own."))
    tips: bool = Field(True, title=N_("People can give tips"), description=N_("From one citizen to the others."))
    praise: bool = Field(
        False, title=N_("People can give praise"), description=N_("What went well is worth knowing too.")
    )
    invitation: str = Field(
        "",
        title=N_("The first question"),
        description=N_("One concrete question that stands in the room while it is empty. What do people get stuck on?"),
        max_length=160,
    )
    shown: int = Field(
        3,
        title=N_("Topics in a frame"),
        description=N_("On another site so many are shown; the others stand on the full page."),
        ge=1,
        le=10,
    )

    @model_validator(mode="after")
    def _differ(self) -> Self:
        if len({group.key for group in self.groups}) < len(self.groups):
            raise ValueError(N_("Two groups have the same short name."))
        return self

    @property
    def kinds(self) -> Mapping[str, str]:
        """The kinds of topic that people can choose, with their labels."""
        offered = {"complaint": self.complaints, "idea": self.ideas, "tip": self.tips, "praise": self.praise}
        return {kind: label for kind, label in KINDS.items() if offered.get(kind, True)}

    @property
    def labels(self) -> Mapping[str, str]:
        """The groups by key."""
        return {group.key: group.label for group in self.groups}


def check(old: Settings, new: Settings, acts: int) -> Sequence[Refusal]:
    """A group in which people may have asked something stays: its snippets and its topics lead there."""
    if acts and not set(old.labels) <= set(new.labels):
        return [Refusal(say("People may have asked something in these groups. Groups can be added alone."), "groups")]
    return ()
