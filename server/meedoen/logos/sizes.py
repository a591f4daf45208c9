# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""How large a logo is shown, which its name holds; and what was wrong with a file, by line."""

from __future__ import annotations

import re
from collections.abc import Mapping

from meedoen.errors import Invalid
from meedoen.values import Message, say

_HEIGHT_PX = 44
_WIDTH_MAX_PX = 220
"""As much as fits beside the ways on at 320 px."""
_LONGEST = 16
"""How many times longer one side may be than the other."""
NAME = re.compile(r"logo-(\d{1,3})x(\d{1,3})\.[0-9a-f]{12}\.(?:svg|png)")


def size_of(name: str) -> tuple[int, int]:
    """Width and height in px at which the logo with this name is shown."""
    found = NAME.fullmatch(name)
    return (int(found[1]), int(found[2])) if found else (_HEIGHT_PX, _HEIGHT_PX)


def shown_at(width: float, height: float) -> tuple[int, int]:
    """The same of a drawing of this size. Raises `Invalid` for a thread."""
    if not 1 / _LONGEST <= width / height <= _LONGEST:
        raise refused({1: say("This is too long and too thin to be seen. Cut off the empty space around the logo.")})
    scale = min(_HEIGHT_PX / height, _WIDTH_MAX_PX / width)
    return max(1, round(width * scale)), max(1, round(height * scale))


def refused(faults: Mapping[int, Message]) -> Invalid:
    """All that was wrong, by line."""
    sentence = say("This logo cannot be used as it is. To correct: %(count)s.", count=len(faults))
    return Invalid(sentence, {str(line): faults[line] for line in sorted(faults)})
