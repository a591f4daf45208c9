# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What staff enter for somebody who did not do it here: which way it came, and who entered it."""

from __future__ import annotations

from sqlalchemy import Connection, insert

from meedoen.records import Deed, Entry
from meedoen.store import events, members, widgets
from meedoen.store.schema import entered

_ADD = insert(entered)


def add(conn: Connection, deed: Deed, entry: Entry, number: int | None) -> None:
    """Beside the act itself. The log says who entered it; of a contribution also that it was made."""
    scene, by, of = deed.scene, members.by_id(conn, entry.by), widgets.by_id(conn, deed.scene.widget)
    conn.execute(
        _ADD,
        {
            "widget": scene.widget,
            "participant": scene.participant,
            "via": entry.came.via.value,
            "day": entry.came.on.isoformat(),
            "membership": entry.by,
            "at": scene.at,
        },
    )
    with events.done_by(conn, by.uid):
        events.append(
            conn,
            "entered",
            organisation=of.organisation.id,
            widget=scene.widget,
            role=events.STAFF,
            at=scene.at,
            number=number,
            data={"via": entry.came.via.value, "action": deed.action},
        )
