# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Why a contribution is not on view: a state in the table, a sentence everywhere else.

So a sentence can be put in other words without a row that says something else from then on.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Dialect, Text, TypeDecorator

from meedoen.records_moderation import ERASED, GROUNDS, HELD, OVER, WITHDRAWN

_SENTENCES = {"held": HELD, "withdrawn": WITHDRAWN, "erased": ERASED, "over": OVER}
_SENTENCES |= {f"ground {ground.value}": sentence for ground, sentence in GROUNDS.items()}
_STATES = {sentence: state for state, sentence in _SENTENCES.items()}
_SAID = "said "
"""Before words of somebody's own, who removed it by a command."""


class WhyRemoved(TypeDecorator[str]):
    """One of the sentences there are, kept as its state; or somebody's own words."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """To the table."""
        return None if value is None else _STATES.get(value, _SAID + value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """From the table."""
        return None if value is None else _SENTENCES.get(value, str(value).removeprefix(_SAID))
