# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a receipt code opens, read at one moment: a contribution, also a private or a removed one, and its answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from meedoen.records import Receipt, Widget
from meedoen.records_answers import What
from meedoen.records_moderation import Decided
from meedoen.store import answered, contributions, moderation, waiting, widgets
from meedoen.values import Item


@dataclass(frozen=True, slots=True)
class Tracked:
    """A contribution, for who holds its code."""

    widget: Widget
    receipt: Receipt
    item: Item
    """Of a removed one too with its words, as long as they are kept, and with what was answered."""
    marks: Mapping[str, int]
    """The author's own reactions on the same target, by kind."""
    asked: bool
    """Whether its author asked that it be erased."""
    decided: Sequence[Decided] = ()
    """What moderators decided of it, the oldest first."""


def by_code(conn: Connection, organisation_id: int, code_hash: bytes) -> Tracked | None:
    """What this code opens in this organisation, or None: no more is said of a wrong one."""
    receipt = contributions.by_receipt(conn, code_hash)
    if receipt is None:
        return None
    of, number = widgets.by_id(conn, receipt.widget), receipt.number
    if of.organisation.id != organisation_id:
        return None
    item = answered_item(conn, of.id, number)
    own = contributions.own(conn, of.id, receipt.target, receipt.participant)
    asked = waiting.waits(conn, of.id, number, What.ERASURE)
    return Tracked(of, receipt, item, own.marks, asked, moderation.decided(conn, of.id, number))


def answered_item(conn: Connection, widget_id: int, number: int) -> Item:
    """A contribution as its author may see it, with what was answered; of a double also what else was answered of the
    one that remains. Raises `NotFound`."""
    item = contributions.his(conn, widget_id, number)
    replies, outcome = answered.together(conn, widget_id, [number]).get(number, answered.NOTHING)
    [item] = contributions.with_into(conn, widget_id, [replace(item, replies=replies, outcome=outcome)])
    if item.into is None or item.into.removed is not None:
        return item
    more, last = answered.together(conn, widget_id, [item.merged]).get(item.merged, answered.NOTHING)
    elsewhere = [one for one in more if one.number != number]
    decided = last if last is not None and last.number != number else None
    return replace(item, into=replace(item.into, replies=elsewhere, outcome=decided))
