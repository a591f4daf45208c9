# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Rules of play (*spelregels*) and a privacy statement to begin with: an organisation takes them over as its own."""

from __future__ import annotations

from dataclasses import dataclass

from meedoen.render.words import Translator
from meedoen.values import N_


@dataclass(frozen=True, slots=True)
class Preset:
    """A text: a paragraph a line."""

    title: str
    text: tuple[str, ...]
    """Messages, each of one paragraph or more."""
    field: str = "rules"
    """Of the organisation's texts."""

    def said(self, words: Translator) -> str:
        """In a language."""
        return "\n".join(map(words.gettext, self.text))


PRESETS = {
    "ez": Preset(
        N_("EZ: nothing is removed but spam"),
        (
            N_(
                "With each question we say what we ask, who decides, and when you hear more.\n"
                "Every contribution counts and is visible. We answer with arguments; we do not remove an"
                " opinion.\n"
                "We remove spam and nothing else. Spam is advertising, and text that is sent again and again"
                " or has nothing to do with the question. Who keeps sending it is shut out.\n"
                "Who works for us says so, with name or function. What others write is not our opinion.\n"
                "Whoever writes something is responsible for it. We are responsible for the question, and for what"
                " we do with the answers."
            ),
        ),
    ),
    "rules": Preset(
        N_("those of this server"),
        (
            N_("What you may expect of us"),
            N_("With each question we say what we ask, who decides and when you hear more."),
            N_("Every contribution counts and is visible, unless it says beside the form that it is not."),
            N_("We tell what was done with the contributions, and why. Also when the answer is no."),
            N_("Our staff say who they are and for whom they speak. What others write is not our opinion."),
            N_("What we ask of you"),
            N_("Write about the subject, and in your own words."),
            N_("You may disagree sharply. Keep it about the matter, not about the person."),
            N_(
                "Do not write personal details of yourself or of others: no telephone numbers, no citizen"
                " service numbers, nobody’s home address."
            ),
            N_("Take part once in each question. We count honestly, and say beside each result how we count."),
            N_("What is removed"),
            N_(
                "We would rather answer than remove. Removed is only: spam and advertising, abuse and"
                " threats, obscenity, personal details, and what is plainly about something else. A different"
                " opinion is never a reason."
            ),
            N_("Where something was removed, it says so, with the reason. Whoever keeps sending spam can be shut out."),
            N_("Who is responsible"),
        ),
    ),
    "privacy": Preset(
        N_("what this server keeps and does not keep"),
        (
            N_("You take part without an account and without cookies. We know no more of you than is needed."),
            N_("What we keep"),
            N_("Your answer"),
            N_(
                "What you choose and write. It says beside the form whether it is shown. Writing something is"
                " never an obligation."
            ),
            N_("A random number"),
            N_(
                "Your browser remembers it, so that you can change your answer and it counts once. It says"
                " nothing about who you are. It differs for each website on which you take part, and you can"
                " erase it in your browser."
            ),
            N_("A code made of your internet address"),
            N_(
                "To notice abuse, we make a code of your internet address. The address itself is kept"
                " nowhere. The key with which the code is made is destroyed seven days after closing. After"
                " that, nobody can trace the code to an address. By law, this code is personal data under a"
                " pseudonym."
            ),
            N_("A hash of your receipt code"),
            N_("The code itself is only with you. With it you can withdraw what you wrote, or have it erased."),
            N_("What we do not do"),
            N_("No cookies for people who take part, and no following across websites."),
            N_("Nothing is loaded from other companies, and they learn nothing of your visit."),
            N_("The website on which you see a question does not receive your answer."),
            N_("Why we may do this"),
            N_(
                "A public body asks these questions as part of its public task. Other organisations have a"
                " legitimate interest in hearing what people think. We use what you write for the question"
                " you answered, and for nothing else."
            ),
            N_("How long we keep it"),
            N_(
                "Answers stay as long as they are needed for the decision, and after that as long as the law"
                " on archives asks. You can have your words erased before that."
            ),
            N_("Your rights"),
            N_(
                "You can also complain to the data protection authority of your country. In the Netherlands"
                " that is the Autoriteit Persoonsgegevens."
            ),
        ),
        "privacy",
    ),
}
"""By a short name. EZ's own (Ministry of Economic Affairs) had one rule about removing: only spam."""
