# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Words as a search knows them: what is typed, what is kept and what is marked are compared so."""

from __future__ import annotations

import re
import unicodedata

from meedoen import limits

WORD = re.compile(r"[^\W_]+")
"""Letters and digits; everything else parts words."""


def folded(word: str) -> str:
    """Without accents and capitals."""
    parts = unicodedata.normalize("NFKD", word.lower())
    return "".join(one for one in parts if not unicodedata.combining(one))


def words_of(asked: str) -> list[str]:
    """The words to search for in what somebody typed; so many as are taken at once."""
    return list(dict.fromkeys(WORD.findall(folded(asked))))[: limits.SEARCH_WORDS_MAX]
