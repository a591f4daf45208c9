# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""How much room a waiting room needs in a frame, in px by width; measured."""

from __future__ import annotations

from collections.abc import Mapping

from meedoen.widget import Ask
from meedoen_widgets.waiting_room.settings import Settings

WIDTHS = (320, 480, 640)
_FORM = {320: 985, 480: 840, 640: 795}
"""While one writes: all around the form, what it asks in words, and what is alike."""
_KINDS = {320: 145, 480: 85, 640: 85}
_GROUPS = {320: 30, 480: 30, 640: 30}
"""The question about the group; each row of groups comes besides."""
_GROUP_ROW = 60
_FOLDED = 6
"""More groups than this fold out, and take one row."""
_LIST = {320: 600, 480: 460, 640: 420}
"""Before one writes: what stands around the topics, the first question included."""
_TOPIC = {320: 240, 480: 190, 640: 150}
ITEM = {320: 1300, 480: 1130, 640: 1080}
"""One topic with some answers, and the form for one more."""


def reserve(settings: Settings) -> Mapping[int, int]:
    """Room for the topics that a frame shows, or for the form, which takes their place while one writes."""
    form = while_writing(settings, Ask())
    return {width: max(_LIST[width] + settings.shown * _TOPIC[width], form[width]) for width in WIDTHS}


def while_writing(settings: Settings, ask: Ask) -> Mapping[int, int]:
    """Room for the form; in one group it does not ask about which."""
    return {width: _form(settings, 0 if ask.group else len(settings.groups), width) for width in WIDTHS}


def _form(settings: Settings, groups: int, width: int) -> int:
    found = _FORM[width]
    if len(settings.kinds) > 1:
        found += _KINDS[width]
    if groups:
        found += _GROUPS[width] + (1 if groups > _FOLDED else (groups + 1) // 2) * _GROUP_ROW
    return found
