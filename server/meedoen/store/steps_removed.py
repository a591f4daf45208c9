# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The step from sentences to states in why a contribution is not on view. Frozen once released."""

from __future__ import annotations

from alembic.operations import Operations
from sqlalchemy import Text, column, literal, table, update

_STATES = {
    "by its author": "withdrawn",
    "at the request of its author": "erased",
    "at the end of the time for which it was kept": "over",
    "spam or advertising": "ground spam",
    "abuse or threats": "ground abuse",
    "obscenity": "ground obscenity",
    "personal details": "ground personal",
    "it is about something else": "ground other-subject",
    "against the law": "ground unlawful",
}
_KEPT = "held"


def removed(operations: Operations) -> None:
    """What is none of these sentences was said by somebody, and stands behind a word that says so."""
    contribution = table("contribution", column("removed", Text))
    why = contribution.c.removed
    own = why.is_not(None) & why.not_in([*_STATES, _KEPT])
    operations.execute(update(contribution).where(own).values(removed=literal("said ").concat(why)))
    for sentence, state in _STATES.items():
        operations.execute(update(contribution).where(why == sentence).values(removed=state))
