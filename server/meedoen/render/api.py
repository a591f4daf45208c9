# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the API answers, as models (what it is asked: `asking.py`); its description is made of both (`openapi.py`).

It follows the NLGov REST API Design Rules: camelCase, absolute addresses, the version in a header, problem+json.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from meedoen import limits
from meedoen.official import OutcomeState, Via
from meedoen.values import Reveal, State

VERSION = "1.0.0"
ROOT = "/api/v1"
ORGANISATIONS = f"{ROOT}/organisations"
WIDGETS = f"{ROOT}/widgets"
DESCRIPTION = f"{ROOT}/openapi.json"


Uri = Annotated[str, Field(json_schema_extra={"format": "uri"})]


class Model(BaseModel):
    """Names are camelCase outside."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid", frozen=True)


class FeedAddresses(Model):
    """One feed, in three formats."""

    rss: Uri
    atom: Uri
    json_feed: Uri = Field(alias="json", description="JSON Feed 1.1")


class OrganisationItem(Model):
    """An organisation that asks people to take part."""

    name: str = Field(description="Its name in addresses. After a rename the old one leads to the new one.")
    title: str
    language: str = Field(description="BCP 47")
    time_zone: str = Field(description="The IANA name of the time zone in which its days are counted.")
    intro: str = Field(description="What its page begins with; empty is the server's own text.")
    url: Uri = Field(description="The page.")
    embed_url: Uri = Field(description="What an iframe holds.")
    contact_url: Uri
    privacy_url: Uri
    rules_url: Uri = Field(description="The rules of play.")
    feeds: FeedAddresses
    opml_url: Uri = Field(description="All its feeds as one list.")
    widgets_url: Uri = Field(description="Its widgets in this API.")


class WidgetItem(Model):
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


class PartItem(Model):
    """A thing inside the widget that people act on."""

    key: str = Field(description="What `part` takes.")
    label: str


class CoverageItem(Model):
    """What was done with all that people put in."""

    contributions: int = Field(description="How many public ones stand.")
    with_outcome: int = Field(description="Of how many of these the outcome is settled.")


class WidgetDetail(WidgetItem):
    """All that is public of a widget itself."""

    kind: str = Field(description="What this type is called.")
    language: str = Field(description="BCP 47, of the words of the organisation.")
    opens_at: datetime | None = Field(description="Null: open from the start.")
    closes_at: datetime | None = Field(description="Null: without end.")
    expectation: str = Field(description="What is asked, who decides, when one hears back.")
    closing_text: str = Field(description="What was done with it, once it has closed.")
    reveal: Reveal = Field(description="When figures are told. `on-request` is a nudge and no secret.")
    counting_rule: str = Field(description="Who can take part and what counts as one: tell it beside every figure.")
    parts: list[PartItem]
    contribution_kinds: list[str] = Field(description="The kinds of contribution that are public.")
    coverage: CoverageItem
    share_url: Uri = Field(description="How to place it elsewhere.")
    figures_url: Uri
    contributions_url: Uri
    changes_url: Uri = Field(description="What the organisation changed because of what people wrote.")


class ValueCount(Model):
    """How often one value was given."""

    value: int
    count: int


class DayCounts(Model):
    """The counts of one day."""

    day: date = Field(description="In the organisation's time zone.")
    counts: list[ValueCount]


class TallyItem(Model):
    """The counts of one kind of reaction on one target."""

    target: str = Field(
        description="Empty: the widget as a whole; `*`: all subjects together; else a part or a subject."
    )
    kind: str
    n: int = Field(
        description="How many people, as far as the widget's `countingRule` tells them apart; of `*`, how many ratings."
    )
    entered: int = Field(description="How many of `n` the organisation entered, from paper, telephone or counter.")
    enough: bool = Field(description=f"False below {limits.LOW_N}: tell counts alone then, no percentages and no mean.")
    counts: list[ValueCount]
    days: list[DayCounts] = Field(description=f"The last {limits.API_DAYS_MAX} days on which somebody took part.")


class Figures(Model):
    """How it stands."""

    withheld: bool = Field(description="True: the figures are secret until the widget closes, and none are here.")
    note: str = Field(description="A sentence to tell beside the figures.")
    tallies: list[TallyItem]


class KindCount(Model):
    """The counts of one kind of reaction."""

    kind: str
    counts: list[ValueCount]
    entered: int = Field(description="How many of these the organisation entered, from paper, telephone or counter.")


_SAID_OF = "The number of the double of the contribution of which it was said; null: it was said of itself."


class EarlierReply(Model):
    """The words of a reply before they were corrected."""

    text: str
    speaker: str
    at: datetime
    valid_until: date | None = Field(description="The last day, as it was then.")


class ReplyItem(Model):
    """An official reply: by staff, in their role."""

    text: str
    speaker: str = Field(description="Name and department; the function where the name is not to be known.")
    organisation: str = Field(description="In whose name.")
    at: datetime = Field(description="When it was first given.")
    corrected_at: datetime | None
    earlier: list[EarlierReply] = Field(description="What it said before, oldest first.")
    label: str = Field(description="Who speaks, in words: to be shown with it.")
    valid_until: date | None = Field(description="The last day on which it holds; null: there is none.")
    expired: bool = Field(description="That day is over: it may be different by now.")
    validity: str = Field(description="The same in words, to be shown with it; empty where there is no last day.")
    source: str = Field(description="The address at which it can be read where it comes from; empty: none is given.")
    said_of: int | None = Field(description=_SAID_OF)


class DecisionItem(Model):
    """What was done with a contribution."""

    state: OutcomeState = Field(description="The first two say that it is under way, the others settle it.")
    reason: str
    speaker: str = Field(description="Who decided: name and department, or the function.")
    organisation: str = Field(description="In whose name.")
    decided_at: datetime
    links: list[Uri]
    passed_on_to: str = Field(description="To whom it was passed on, by name; empty: to nobody who is named.")
    label: str = Field(description="The state, in words.")
    change: int | None = Field(description="The number of the change that it is part of; null: it stands by itself.")


class OutcomeItem(DecisionItem):
    """What was done with a contribution, as it now stands."""

    said_of: int | None = Field(description=_SAID_OF)
    earlier: list[DecisionItem] = Field(description="What was decided before, oldest first.")
    author_agrees: bool | None = Field(description="What its author says of it; null: nothing.")
    author_remark: str


class EnteredItem(Model):
    """That the organisation entered it for its author."""

    via: Via
    on: date = Field(description="When it came.")
    label: str = Field(description="All of it in words: to be shown with it.")


class EarlierWording(Model):
    """What staff wrote before it was corrected."""

    title: str
    text: str
    author: str
    at: datetime


class AuthorItem(Model):
    """Who wrote a contribution in the name of the organisation, and what it said before."""

    name: str = Field(description="Name and department; the function where the name is not to be known.")
    organisation: str = Field(description="In whose name.")
    corrected_at: datetime | None
    earlier: list[EarlierWording] = Field(description="What it said before, oldest first.")


class ImageItem(Model):
    """An image that goes with a contribution."""

    url: Uri
    alt: str = Field(description="What is to be seen on it.")
    width: int = Field(description="In px.")
    height: int


class ContributionItem(Model):
    """What somebody put in, as feeds tell it; of one that was removed it says that it was there, and why."""

    number: int = Field(description="Never given twice within a widget.")
    kind: str
    target: str = Field(description="What it is about; empty: the widget as a whole.")
    title: str
    text: str = Field(description="Plain text, in whatever language it was written.")
    created_at: datetime
    edited_at: datetime | None
    removed: str | None = Field(description="Why it was removed; null: it was not.")
    entered: EnteredItem | None = Field(description="Null: its author sent it himself.")
    author: AuthorItem | None = Field(description="Who wrote it, where that is staff in their role; else null.")
    image: ImageItem | None
    reactions: list[KindCount] = Field(description="What others did with it, where that is not withheld.")
    replies: list[ReplyItem] = Field(description="What the organisation replied, oldest first.")
    outcome: OutcomeItem | None = Field(description="What was done with it; null: nothing was said of that yet.")
    merged_with: int | None = Field(
        description="The number of the one that it was merged with, as a double: there its reactions count. Else null."
    )
    state: str = Field(description="One of those its type knows, such as solved; empty: none.")
    url: Uri


class Problem(BaseModel):
    """RFC 9457."""

    type: Uri
    title: str
    status: int
    detail: str
    errors: dict[str, str] | None = Field(None, description="By parameter, what is wrong with it.")
