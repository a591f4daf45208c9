# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Two who answer the same: who comes last reads what a colleague said, before he says something beside it.

A form takes along, unseen, what was said last when it was opened, of each contribution that it answers. What one said
oneself one knows, so that a second press of the button is no news.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from meedoen.endpoints.console import meanwhile
from meedoen.endpoints.console.base import Desk
from meedoen.endpoints.console.here import Here
from meedoen.errors import Failure, Overtaken
from meedoen.records import Widget
from meedoen.records_answers import Line
from meedoen.store import answers
from meedoen.store.alone import alone

SAID = "_said"


async def goes_along(
    desk: Desk, here: Here, of: Widget, numbers: Sequence[int], failure: Failure | None
) -> tuple[str, str]:
    """The hidden field: as it was when the form was opened; or as it is, for who has been told so."""
    if isinstance(failure, Overtaken):
        return SAID, failure.was
    opened = (here.own or {}).get(SAID, "") if failure else ""
    return SAID, opened or _was(await desk.read(answers.by_others, of.id, numbers, here.member.id), numbers)


def since(conn: Any, here: Here, of: Widget, numbers: Sequence[int]) -> tuple[Mapping[int, Line], str]:
    """What colleagues said last of those on which they spoke after the form was opened; and the field as it is now.

    Nobody else of the organisation speaks until the transaction ends.
    """
    alone(conn, here.base)
    last = answers.by_others(conn, of.id, numbers, here.member.id)
    changed = meanwhile.overtaken((here.own or {}).get(SAID, ""), _signed(last, numbers), {})
    return {one: line for one, line in last.items() if str(one) in changed}, _was(last, numbers)


def _was(last: Mapping[int, Line], numbers: Sequence[int]) -> str:
    return meanwhile.was(_signed(last, numbers))


def _signed(last: Mapping[int, Line], numbers: Sequence[int]) -> Mapping[str, str]:
    return {str(one): str(last[one].id if one in last else 0) for one in numbers}
