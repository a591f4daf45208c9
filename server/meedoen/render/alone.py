# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""How high a frame is in which one contribution stands alone: what its type reserves, and what this one holds more.

Counted in lines of text, from its length: no browser is asked. A frame holds an image of at most so many px, and a long
text folded, so that it stays within bounds on somebody's page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import ceil

from meedoen import limits
from meedoen.participation.views import Placed
from meedoen.values import Item

LINE_PX, CHAR_PX, AROUND_PX = 24, 8.2, 32
BROKEN_CHARS = 5.5
"""At the end of a line, where a word no longer fits; measured."""
GAP_PX = 4
"""Behind a paragraph."""
FOLDED_PX = 52
CORRECTED_CHARS, CORRECTED_PX = 48, 12
"""The line that opens what it said before, which is folded too; and what is around it."""
PICTURE_PX = 188
"""With the space below; its height stands in `base.css`."""
LASTS, SOURCE = "–" * 100, "–" * 10
"""As long as the sentences about its last day and its source, in the language in which these are longest."""
OFFICIAL_PX, OFFICIAL_AROUND_PX = 148, 60
"""The line of who says it, its day and what is around them; and what its border takes from the width."""
MERGED_CHARS, MERGED_PX = 170, 40
"""What it was merged with and what that means, and what is around them."""
DOUBLE_CHARS = 90
"""What one is called that was merged with it, and the words before it."""


def room(placed: Placed, item: Item) -> Mapping[int, int]:
    """Height in px by width, as `WidgetType.reserve_item` has it, for this contribution."""
    declared = placed.installed.type.reserve_item(placed.settings)
    return {width: height + placed.ask_px + _more(item, width) for width, height in declared.items()}


def _more(item: Item, width: int) -> int:
    """What it holds that nobody reserved for."""
    within, narrower = width - AROUND_PX, width - OFFICIAL_AROUND_PX
    own = sum(_shown(text, within) for text in item.data.values() if isinstance(text, str))
    free = LINE_PX * _lines(limits.ALONE_FREE_CHARS, within)
    official = sum(OFFICIAL_PX + _whole(text, narrower) for text in _official(item))
    corrected = item.written is not None and item.written.corrected is not None
    before = CORRECTED_PX + LINE_PX * _lines(CORRECTED_CHARS, within) if corrected else 0
    merged = MERGED_PX + LINE_PX * _lines(MERGED_CHARS, narrower) if item.merged else 0
    doubles = LINE_PX * _lines(DOUBLE_CHARS * (len(item.doubles) + 1), within) if item.doubles else 0
    return max(0, own - free) + before + official + merged + doubles + (PICTURE_PX if item.picture else 0)


def _official(item: Item) -> Iterator[str]:
    """Each thing that the organisation says of it, in a box of its own."""
    for reply in item.replies:
        lasts = "" if reply.until is None else LASTS
        yield "\n".join(filter(None, (reply.text, lasts, reply.source and f"{SOURCE}{reply.source}")))
    if (outcome := item.outcome) is not None:
        yield "\n".join(filter(None, (outcome.reason, *outcome.links, outcome.remark)))


def _shown(text: str, width: int) -> int:
    """In px; where it is folded, the line that opens it."""
    return FOLDED_PX if len(text) > limits.ALONE_WHOLE_CHARS_MAX else _whole(text, width)


def _whole(text: str, width: int) -> int:
    """In px: each paragraph in whole lines."""
    return sum(LINE_PX * _lines(len(one), width) + GAP_PX for one in text.splitlines() if one.strip())


def _lines(chars: int, width: int) -> int:
    return ceil(chars / (width / CHAR_PX - BROKEN_CHARS))
