# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The sentences the server makes of a policy or a phase."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from meedoen.records import Phase
from meedoen.render.sentences import counting_rule, phase_line
from meedoen.render.words import Words
from meedoen.values import EVERY, Assurance, State

WORDS = Words({})
OPENS, CLOSES = datetime(2026, 4, 24, 7, tzinfo=UTC), datetime(2026, 5, 3, 15, tzinfo=UTC)


def line(phase: Phase, moment: datetime, language: str = "nl") -> str:
    return phase_line(
        WORDS.translator(language),
        phase.state(moment),
        phase.opens_at,
        phase.closes_at,
        zone=ZoneInfo("Europe/Amsterdam"),
        moment=moment,
    )


@pytest.mark.parametrize(
    ("moment", "in_dutch", "in_english"),
    [
        (datetime(2026, 4, 20, tzinfo=UTC), "opent op 24 april 9.00 uur", "opens on 24 April, 9:00 am"),
        (datetime(2026, 4, 25, tzinfo=UTC), "open tot 3 mei 17.00 uur", "open until 3 May, 5:00 pm"),
        (CLOSES, "gesloten op 3 mei 2026 17.00 uur", "closed on 3 May 2026, 5:00 pm"),
    ],
)
def test_a_phase_in_words(moment: datetime, in_dutch: str, in_english: str) -> None:
    phase = Phase(OPENS, CLOSES)
    assert line(phase, moment) == in_dutch
    assert line(phase, moment, "en") == in_english


def test_without_an_end_it_is_open() -> None:
    assert line(Phase(), OPENS) == "open"


def test_the_rule_says_how_many_who_and_how_often() -> None:
    assert counting_rule(WORDS.translator("nl"), Assurance.STORED, 1204) == (
        "1.204 mensen; niet representatief."
        " Iedereen kan meedoen, zonder account, als de browser deze website onthoudt."
        " Per browser en per website telt één stem; we controleren niet of iemand vaker meedoet."
    )
    assert counting_rule(WORDS.translator("en"), Assurance.MAIL, 1) == (
        "1 person; not representative."
        " Only people who confirmed their e-mail address count. One vote counts for each e-mail address."
    )


@pytest.mark.parametrize("language", WORDS.languages)
def test_every_policy_has_a_rule_of_its_own_and_none_claims_too_much(language: str) -> None:
    policies = set(Assurance) - {Assurance.ENTERED}  # which none asks for
    rules = {counting_rule(WORDS.translator(language), least, 312) for least in policies}
    assert len(rules) == len(policies)
    assert not [rule for rule in rules if "per persoon" in rule.lower() or "per person" in rule.lower()]


def test_of_many_targets_together_it_counts_ratings() -> None:
    in_dutch = WORDS.translator("nl")
    assert counting_rule(in_dutch, Assurance.FORM, 815, EVERY).startswith("815 meningen; niet representatief. ")
    assert counting_rule(in_dutch, Assurance.FORM, 1, EVERY).startswith("1 mening; niet representatief. ")
    assert counting_rule(in_dutch, Assurance.FORM, 815, "/a").startswith("815 mensen; niet representatief. ")


def test_of_nobody_it_counts_nobody() -> None:
    assert counting_rule(WORDS.translator("nl"), Assurance.FORM, 0).startswith("Iedereen kan meedoen")


def test_a_closed_widget_without_a_date_says_nothing_wrong() -> None:
    zone = ZoneInfo("Europe/Amsterdam")
    assert phase_line(WORDS.translator("nl"), State.OPEN, OPENS, None, zone=zone, moment=CLOSES) == "open"
