# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Rules of play (*spelregels*) to begin with: texts that an organisation takes over and makes its own."""

from __future__ import annotations

from dataclasses import dataclass

from meedoen.values import N_


@dataclass(frozen=True, slots=True)
class Preset:
    """A set of rules: a paragraph a line."""

    title: str
    rules: str


PRESETS = {
    "ez": Preset(
        N_("EZ: nothing is removed but spam"),
        N_(
            "With each question we say what we ask, who decides, and when you hear more.\n"
            "Every contribution counts and is visible. We answer with arguments; we do not remove an opinion.\n"
            "We remove spam and nothing else. Spam is advertising, and text that is sent again and again"
            " or has nothing to do with the question. Who keeps sending it is shut out.\n"
            "Who works for us says so, with name or function. What others write is not our opinion.\n"
            "Whoever writes something is responsible for it. We are responsible for the question, and for what"
            " we do with the answers."
        ),
    ),
}
"""By a short name. EZ's own (Ministry of Economic Affairs) had one rule about removing: only spam."""
