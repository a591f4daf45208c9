# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Staff who write in a widget, by the rules and the store, without their console."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from meedoen.participation import posting
from meedoen.participation.views import Placed
from meedoen.records import Widget
from meedoen.records_staff import Member
from meedoen.store import coming, posts
from tests.house import House
from tests.server.people import new_key

UPDATE = "update"


def placed(house: House, of: Widget) -> Placed:
    """With its type and settings."""
    installed = house.types[of.type]
    return Placed(of, installed, installed.settings(of.settings))


def written(house: House, of: Widget, by: Member, text: str, **more: str) -> int:
    """It stands there; answers its number."""
    words = posting.Composed(UPDATE, {"text": text, **more})
    deed = posting.deed(placed(house, of), "post", by.signer, new_key(), house.clock(), words)
    number = house.run(house.store.act(deed)).number
    assert number is not None
    return number


def planned(house: House, of: Widget, by: Member, text: str, key: str, due: datetime | None = None) -> None:
    """It is to come; tomorrow, if nothing else is said."""
    at = house.clock()
    add = partial(coming.add, due=due or at + timedelta(days=1), at=at, key=key)
    house.write(add, of, "post", UPDATE, {"text": text}, by.signer)


def corrected(house: House, of: Widget, by: Member, number: int, text: str) -> None:
    """Other words."""
    house.write(posts.correct, of, number, {"text": text}, by.signer, at=house.clock())
