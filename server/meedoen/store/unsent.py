# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""News that waits to be sent when something in it may be told no longer: it is dropped, and written anew without that.

Which contributions a mail tells of stands nowhere, so all go that may. From when on one told is where the one before it
ended; of that one nothing is left after `MAIL_KEPT_DAYS`, and the first was from the confirmation on.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, bindparam, delete, func, or_, select, update

from meedoen import limits
from meedoen.mailing import NEWS
from meedoen.store import changes_told
from meedoen.store.mails import WAITING
from meedoen.store.schema import mail, subscription, widget

_S = subscription.c
_EARLIER = mail.alias("earlier")
_BEFORE = (
    select(func.max(_EARLIER.c.created))
    .where(_EARLIER.c.subscription == mail.c.subscription, _EARLIER.c.about == NEWS, _EARLIER.c.id < mail.c.id)
    .correlate(mail)
    .scalar_subquery()
)
_WITHIN = select(widget.c.organisation).where(widget.c.id == bindparam("of")).scalar_subquery()
_UNSENT = (
    select(mail.c.id, mail.c.subscription, mail.c.created, _S.confirmed, _BEFORE.label("before"))
    .join(subscription, _S.id == mail.c.subscription)
    .where(mail.c.state == WAITING, mail.c.about == NEWS)
    .where(or_(_S.widget == bindparam("of"), and_(_S.widget.is_(None), _S.organisation == _WITHIN)))
    .order_by(mail.c.id)
)
_DROP = delete(mail).where(mail.c.id == bindparam("one"))
_ANEW = update(subscription).where(_S.id == bindparam("of")).values(told=bindparam("since"), due=bindparam("since"))
_SETTLED = timedelta(seconds=limits.TELL_SETTLED_S)
_KEPT = timedelta(days=limits.MAIL_KEPT_DAYS - limits.MAIL_TRY_DAYS)


def write_anew(conn: Connection, widget_id: int) -> None:
    """What waits for who follows this widget, its organisation or something in it; the job writes it again at once."""
    unsent = conn.execute(_UNSENT, {"of": widget_id}).all()
    if not unsent:
        return
    since: dict[int, datetime] = {}
    for row in unsent:
        begun = row.before - _SETTLED if row.before else max(row.confirmed, row.created - _KEPT)
        since.setdefault(row.subscription, begun)
    conn.execute(_DROP, [{"one": row.id} for row in unsent])
    for subscription_id in since:
        changes_told.take_back(conn, subscription_id)
    conn.execute(_ANEW, [{"of": one, "since": moment} for one, moment in since.items()])
