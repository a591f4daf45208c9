# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Deeds: acts with words, or with several effects. One at a time, on the queue of the marks.

They share the checks of the marks, and their reactions are booked as marks are; the words, their number, their receipt,
the line in the log and the act's key are written in the same transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from meedoen.effects import Contribute, React, Task
from meedoen.errors import Conflict, Failure, Forbidden, NotFound
from meedoen.records import Deed, Mark, Scene, Stored
from meedoen.records_answers import What
from meedoen.records_moderation import HELD
from meedoen.records_posts import Post
from meedoen.store import (
    authors,
    coming,
    entries,
    events,
    holding,
    jobs,
    members,
    posts,
    shut_outs,
    standing,
    waiting,
    widgets,
)
from meedoen.store.admission import Admission, admit, item_number
from meedoen.store.effects import Further, bring_about
from meedoen.store.pulse import words_moved
from meedoen.store.reactions import book, counts, remember
from meedoen.store.schema import act, contribution, receipt, widget
from meedoen.store.scores import score_new
from meedoen.store.upsert import put
from meedoen.store.work import Work
from meedoen.values import say

_NUMBER = (
    update(widget)
    .where(widget.c.id == bindparam("of"))
    .values(last_number=widget.c.last_number + 1)
    .returning(widget.c.last_number, widget.c.organisation)
)
_ADD = insert(contribution)
_STANDS = (
    select(contribution.c.number, contribution.c.data, contribution.c.created, contribution.c.removed)
    .where(
        contribution.c.widget == bindparam("of"),
        contribution.c.kind == bindparam("of_kind"),
        contribution.c.target == bindparam("on"),
        contribution.c.once == bindparam("by"),
    )
    .with_for_update()
)
_HIS = (
    select(contribution.c.number, contribution.c.data, contribution.c.created, contribution.c.removed)
    .where(
        contribution.c.widget == bindparam("of"),
        contribution.c.number == bindparam("one"),
        contribution.c.kind == bindparam("of_kind"),
        contribution.c.participant == bindparam("by"),
        contribution.c.removed.is_(None) | (contribution.c.removed == HELD),
    )
    .with_for_update()
)
_EDIT = (
    update(contribution)
    .where(contribution.c.widget == bindparam("of"), contribution.c.number == bindparam("one"))
    .values(data=bindparam("words"), edited=bindparam("moment"))
)
_RECEIPT = put(receipt)
_ORGANISATION = select(widget.c.organisation).where(widget.c.id == bindparam("of"))
_FORGET = delete(act).where(act.c.at < bindparam("before"))


def perform(work: Work, deed: Deed) -> Stored | Failure:
    """Store a deed, or answer why not. An exception means that nothing of it may stay."""
    admission = admit(work, [deed.scene])
    if admission.refused:
        return admission.refused[0]
    deed = _led_on(deed, admission)
    scene = deed.scene
    if admission.repeated:
        now = counts(work, {(scene.widget, scene.target)}, admission)
        number = admission.repeated[0]
        held = number is not None and holding.is_held(work.conn, scene.widget, number)
        return Stored(True, number, now.get((scene.widget, scene.target), {}), held)
    if refusal := _refusal(work.conn, deed, admission):
        return refusal
    number, effects = None, deed.effects
    if deed.post is not None and deed.post.coming:
        taken = coming.take(work.conn, scene.widget, deed.post.coming)
        if taken is None:
            return Conflict(say("This is not to come any more."))
        effects = [taken]
    for effect in effects:
        if isinstance(effect, Contribute):
            number = _contribute(work, deed, effect, admission)
    remember(work.sets, [scene], deed.action, number)
    book(
        work,
        [Mark(scene, effect.kind, effect.value) for effect in effects if isinstance(effect, React)],
        admission,
    )
    if number is not None and deed.code_hash is not None:
        work.conn.execute(_RECEIPT, {"code_hash": deed.code_hash, "widget": scene.widget, "number": number})
    if deed.wakes and number is not None:
        jobs.put(work.conn, deed.wakes, due=scene.at, widget=scene.widget)
    held = number is not None and holding.is_held(work.conn, scene.widget, number)
    if not held:  # else nobody hears of it yet; once it is shown it waits for an answer, and is news
        _further(work.conn, deed, number)
    if deed.entry is not None:
        entries.add(work.conn, deed, deed.entry, number)
    now = counts(work, {(scene.widget, scene.target)}, admission)
    return Stored(number=number, tallies=now.get((scene.widget, scene.target), {}), held=held)


def _led_on(deed: Deed, admission: Admission) -> Deed:
    """What is done on a double is done on the one that remains; but its author speaks of the double itself."""
    return deed if deed.by_author else replace(deed, scene=admission.scene(deed.scene))


def _refusal(conn: Connection, deed: Deed, admission: Admission) -> Failure | None:
    """Why it cannot be done on this, or not by this participant."""
    scene = deed.scene
    number = item_number(scene.target)
    if number is not None and deed.on and admission.items[scene.widget, number].kind not in deed.on:
        return NotFound(say("This cannot be done on this contribution. Go back to the page it stands on."))
    if deed.by_author and not _wrote(conn, scene):
        return Forbidden(
            say("Only who wrote this can do that. Fill in the receipt code you got, or do it where you wrote it.")
        )
    speaks = deed.post is None and any(isinstance(effect, Contribute) and effect.data for effect in deed.effects)
    return shut_outs.refusal(conn, scene.widget, scene.participant, scene.at) if speaks else None


def _wrote(conn: Connection, scene: Scene) -> bool:
    number = item_number(scene.target)
    return number is not None and authors.person(conn, scene.widget, number) == scene.participant


def _further(conn: Connection, deed: Deed, made: int | None) -> None:
    """What it brings about besides: about the contribution it made, else the one it was done on."""
    effects = [effect for effect in deed.effects if isinstance(effect, Further)]
    if effects:
        of, by = (
            widgets.by_id(conn, deed.scene.widget),
            None if deed.post is None else members.by_id(conn, deed.post.by.member),
        )
        with events.done_by(conn, by.uid) if by else nullcontext():
            about = made if made is not None else item_number(deed.scene.target)
            bring_about(conn, of, about, effects, by, at=deed.scene.at)


def _contribute(work: Work, deed: Deed, effect: Contribute, admission: Admission) -> int | None:
    """The number of the contribution that was made, changed, or left as it is; None when there is none."""
    scene = deed.scene
    if deed.post is not None:
        return _post(work, deed, deed.post, effect, admission)
    if deed.clock:
        return _add(work, deed, effect, admission, events.SERVER)
    if not effect.once:
        return _change(work, deed, effect) or _add(work, deed, effect, admission)
    where = {"of": scene.widget, "of_kind": effect.kind, "on": scene.target, "by": scene.participant}
    stands = work.conn.execute(_STANDS, where).one_or_none()
    if stands is None:
        return _add(work, deed, effect, admission) if effect.data else None
    if effect.data and effect.data != stands.data:
        _edit(work.conn, deed, effect, stands)
    return int(stands.number)


def _post(work: Work, deed: Deed, post: Post, effect: Contribute, admission: Admission) -> int:
    """The number of what staff wrote, in their name: nobody has to answer it."""
    with events.done_by(work.conn, post.by.uid):
        number = _add(work, deed, effect, admission, events.STAFF)
    posts.sign(work.conn, deed.scene.widget, number, effect.data, post.by, at=deed.scene.at)
    return number


def _change(work: Work, deed: Deed, effect: Contribute) -> int | None:
    """The number of the contribution that the deed changes; None when it changes none of his that stands."""
    where = {"of": deed.scene.widget, "one": deed.number, "of_kind": effect.kind, "by": deed.scene.participant}
    stands = work.conn.execute(_HIS, where).one_or_none() if deed.number is not None else None
    if stands is not None and effect.data != stands.data:
        _edit(work.conn, deed, effect, stands)
    return int(stands.number) if stands is not None else None


def _add(work: Work, deed: Deed, effect: Contribute, admission: Admission, role: str = events.PARTICIPANT) -> int:
    scene = deed.scene
    number, organisation = work.conn.execute(_NUMBER, {"of": scene.widget}).one()
    work.conn.execute(
        _ADD,
        {
            "widget": scene.widget,
            "number": number,
            "kind": effect.kind,
            "target": scene.target,
            "participant": scene.participant,
            "once": scene.participant if effect.once else None,
            "data": dict(effect.data),
            "assurance": scene.assurance,
            "tag": scene.tag,
            "created": scene.at,
        },
    )
    _log(work.conn, scene, "contributed", organisation, number, {"kind": effect.kind}, role)
    looked_at = deed.words.get(effect.kind)
    if role == events.PARTICIPANT and (reasons := holding.why(work.conn, scene, number, organisation, looked_at)):
        holding.hold(work.conn, scene, number, organisation, reasons, stands=None)
        return int(number)
    standing.count(work.conn, scene.widget, effect.kind, scene.target, 1)
    score_new(work, scene, number, effect.kind, admission.places[scene.widget].type)
    tasks = any(isinstance(one, Task) for one in deed.effects)  # that is what waits then
    among_people = work.ranks(admission.places[scene.widget].type).among_people
    if role == events.PARTICIPANT and not tasks and effect.kind not in among_people:
        waiting.add(work.conn, scene.widget, number, What.ANSWER, organisation=organisation, since=scene.at)
    return int(number)


def _edit(conn: Connection, deed: Deed, effect: Contribute, was: Any) -> None:
    scene, number = deed.scene, int(was.number)
    if deed.edit_until is not None and was.created < deed.edit_until:
        raise Conflict(
            say(
                "The words can be changed for 15 minutes after sending."
                " Leave them as they are to change only the rest, or withdraw and send anew."
            )
        )
    conn.execute(_EDIT, {"of": scene.widget, "one": number, "words": dict(effect.data), "moment": scene.at})
    organisation = conn.execute(_ORGANISATION, {"of": scene.widget}).scalar_one()
    _log(conn, scene, "edited", organisation, number, {})
    if reasons := holding.why(conn, scene, number, organisation, deed.words.get(effect.kind)):
        stands = effect.kind if was.removed is None else None
        holding.hold(conn, scene, number, organisation, reasons, stands=stands)


def _log(
    conn: Connection,
    scene: Scene,
    kind: str,
    organisation: int,
    number: int,
    data: Mapping[str, Any],
    role: str = events.PARTICIPANT,
) -> None:
    events.append(
        conn,
        kind,
        organisation=organisation,
        widget=scene.widget,
        role=role,
        at=scene.at,
        number=number,
        data=data,
    )
    words_moved(conn, scene.widget)


def forget(conn: Connection, before: datetime) -> int:
    """Drop the keys of acts from before this moment; answers how many."""
    return conn.execute(_FORGET, {"before": before}).rowcount
