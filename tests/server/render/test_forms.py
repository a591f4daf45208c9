# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""From a model to the questions of a form."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

import pytest
from pydantic import BaseModel, Field

from meedoen.render.forms import FieldView, FormView, Option, form_view
from meedoen.render.words import Words
from meedoen.values import Control, say
from meedoen.widget import Action

WORDS = Words({}).translator("nl")


class Everything(BaseModel):
    """One field of each sort."""

    score: Annotated[str, Control(options=[("1", "No"), ("2", "Help")], icons={"2": "star"})] = Field(title="Ask")
    why: Annotated[str, Control(lines=3, optional=True)] = Field("", title="Help", max_length=1000)
    agree: bool = Field(False, title="Follow", description="Rules of play")
    name: str = Field("", title="Name of the street")
    price: Decimal = Decimal(3)


ACTION: Action[BaseModel] = Action("try", "Withdraw", form=lambda _settings, _target: Everything, reaction="try")


def form(**more: object) -> FormView:
    return form_view(ACTION, Everything, WORDS, url="/do/try", **more)  # type: ignore[arg-type]


def field(name: str, **more: object) -> FieldView:
    return next(one for one in form(**more).fields if one.name == name)


@pytest.mark.parametrize(
    ("name", "kind"),
    [("score", "radio"), ("why", "textarea"), ("agree", "checkbox"), ("name", "text"), ("price", "text")],
)
def test_each_sort_of_question(name: str, kind: str) -> None:
    """What nobody foresaw is asked in one line."""
    assert field(name).kind == kind


def test_the_types_words_are_translated_and_the_organisations_stay() -> None:
    assert form().label == "Trek in"
    assert field("score").label == "Vraag"
    assert field("score").options == (Option("1", "No"), Option("2", "Hulp", "star"))
    assert field("agree").help == "Spelregels"
    assert field("name").label == "Name of the street"
    assert field("price").label == "price"


def test_what_was_typed_is_given_back_with_what_was_wrong_with_it() -> None:
    typed = {"score": "9", "why": "<b>\n", "unknown": "x"}
    found = form(values=typed, errors={"score": say("Choose one of these.")})
    assert [one.error for one in found.errors] == ["Kies een van deze antwoorden."]
    assert {one.name: one.value for one in found.fields if one.value} == {
        "score": "9",
        "why": "<b>\n",
        "agree": "false",
        "price": "3",
    }


def test_limits_and_what_may_be_left_out() -> None:
    assert (field("why").chars_max, field("why").optional, field("why").lines) == (1000, True, 3)
    assert (field("name").chars_max, field("name").optional) == (None, False)


def test_the_error_summary_leads_to_the_first_choice_or_to_the_field() -> None:
    assert field("score").first_id == "md-try-score-1"
    assert field("why").first_id == "md-try-why"


def test_every_form_of_a_page_has_ids_of_its_own() -> None:
    assert form(target="#12").id == "try-12"
    assert field("why", target="#12").id == "md-try-12-why"


def test_a_step_of_a_scale_is_a_number_above_words() -> None:
    assert (Option("4", "4 – goed").step, Option("4", "4 – goed").words) == ("4", "goed")
    assert (Option("4", "goed – beter").step, Option("4", "goed – beter").words) == ("", "goed – beter")


def test_what_was_chosen_is_told_in_words_and_what_was_written_is_not() -> None:
    assert form(values={"score": "2", "why": "A long story."}).chosen == "Hulp"
    assert form().chosen == ""
