# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The kinds of job there are. Those of mail send something elsewhere; each of the others is one unit of work."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from ssl import SSLContext
from types import MappingProxyType
from typing import Any

from meedoen import limits
from meedoen.mailing import SEND_MAIL, TELL_MODERATORS, TELL_STAFF, TELL_SUBSCRIBERS, TELL_WEEK, smtp_server
from meedoen.outward.clockwork import Clockwork
from meedoen.outward.mail import Post
from meedoen.outward.moderators import Moderators
from meedoen.outward.publishing import Publishing
from meedoen.outward.sending import Sending
from meedoen.outward.staff import Staff
from meedoen.outward.subscribers import Subscribers
from meedoen.outward.weekly import Weekly
from meedoen.outward.worker import Kind, Unit, Worker
from meedoen.participation.schedule import (
    DUE,
    FORGET_NETWORKS,
    FORGET_PEOPLE,
    STANDING,
    forget_people_at,
    next_standing,
    pack_standing,
    standing_kinds,
    tells_standing,
)
from meedoen.participation.views import Placed
from meedoen.records_log import Job
from meedoen.registry import Registry
from meedoen.site import Site
from meedoen.store import (
    Store,
    acts,
    confirming,
    events,
    holding,
    invitations,
    jobs,
    known,
    network_keys,
    pictures,
    retention,
    search_index,
    sessions,
    sign_ins,
    views,
    widgets,
)
from meedoen.store import framing as refused_frames
from meedoen.store.coming import PUBLISH
from meedoen.store.following import FORGET_ERASED, FORGET_WORDS
from meedoen.store.pulse import words_moved
from meedoen.values import Reads

FORGET_KEYS = "forget_keys"
"""Daily, for the whole house: drop old idempotency keys, network keys that came after a widget's own job, what signing
in left behind, and images without words."""

PEOPLE_FORGOTTEN = "people_forgotten"
"""The line of the log that it was erased who said what."""


def worker(
    store: Store, registry: Registry, clock: Callable[[], datetime], mail: Mapping[str, Kind] = MappingProxyType({})
) -> Worker:
    """The worker with every kind of job there is; `mail` are those of `mail_kinds`, without which mail waits."""
    ours = {
        **_MAIL_WAITS,
        **kinds(registry),
        FORGET_WORDS: _forgetting_words(store),
        FORGET_ERASED: _forgetting_words(store),
    }
    ours |= {PUBLISH: Publishing(store, registry).job, DUE: Clockwork(store, registry).job}
    return Worker(store, {**ours, **mail}, clock, first=[FORGET_KEYS, *mail])


def mail_kinds(site: Site, trusted: SSLContext | None = None) -> Mapping[str, Kind]:
    """How mail is sent, by the settings; and how subscribers are told. `trusted`: see `Post`."""
    settings = site.settings
    post = Post(smtp_server(settings.smtp_url), settings.mail_from, trusted) if settings.smtp_url else None
    sending = Sending(site.store, post, site.clock)
    telling = {TELL_SUBSCRIBERS: Subscribers(site).job, TELL_MODERATORS: Moderators(site).job}
    telling |= {TELL_WEEK: Weekly(site).job}
    return {SEND_MAIL: sending.job, TELL_STAFF: Staff(site).job, **telling}


def kinds(registry: Registry) -> Mapping[str, Kind]:
    """How jobs are done, by their kind."""
    return {
        STANDING: _in_one_unit(lambda conn, job, now: _standing(conn, job, now, registry)),
        FORGET_NETWORKS: _in_one_unit(_forget_networks),
        FORGET_PEOPLE: _in_one_unit(_forget_people),
        FORGET_KEYS: _in_one_unit(_forget_keys),
    }


def _forgetting_words(store: Store) -> Kind:
    """Many short units, between which others write; then the words leave what stands beside the file as well.

    Where somebody reads for long it is done again, until they have.
    """

    async def kind(job: Job, now: datetime) -> Unit:
        goes_on = await store.write(partial(search_index.forget, begin=True))
        while goes_on:
            goes_on = await store.write(partial(search_index.forget, begin=False))
        if await store.settle():
            return lambda conn: _wait(conn, job, now)
        again = now + timedelta(seconds=limits.WORDS_SETTLE_S)
        return lambda conn: jobs.put(conn, job.kind, due=again)

    return kind


def _in_one_unit(do: Callable[[Any, Job, datetime], None]) -> Kind:
    async def kind(job: Job, now: datetime) -> Unit:
        return lambda conn: do(conn, job, now)

    return kind


def _wait(_conn: Any, _job: Job, _now: datetime) -> None:
    """The mails stay where they are, and the job is put again when there can be one."""


_MAIL_WAITS = dict.fromkeys((SEND_MAIL, TELL_STAFF, TELL_SUBSCRIBERS, TELL_MODERATORS, TELL_WEEK), _in_one_unit(_wait))


def _standing(conn: Any, job: Job, now: datetime, registry: Registry) -> None:
    widget = widgets.by_id(conn, job.widget or 0)
    installed = registry[widget.type]
    placed = Placed(widget, installed, installed.settings(widget.settings))
    if tells_standing(placed, now):
        tallies = views.read(conn, widget, Reads(tallies=standing_kinds(placed))).tallies
        if any(tally.n for tally in tallies.values()):
            events.append(
                conn,
                STANDING,
                organisation=widget.organisation.id,
                widget=widget.id,
                role=events.SERVER,
                at=now,
                data=pack_standing(tallies),
            )
            words_moved(conn, widget.id)
    due = next_standing(placed, now)
    if due is not None:
        jobs.put(conn, STANDING, due=due, widget=widget.id)


def _forget_networks(conn: Any, job: Job, now: datetime) -> None:  # noqa: ARG001  (each kind is given its job)
    network_keys.destroy(conn, now - timedelta(days=limits.NETWORK_KEY_DAYS))


def _forget_people(conn: Any, job: Job, now: datetime) -> None:
    """A set of them; the next set is a job of its own, so that nobody waits long for the database."""
    of = widgets.held(conn, widgets.by_id(conn, job.widget or 0))
    due = forget_people_at(of)
    if due is None or due > now:
        return
    before, upto = job.data.get("n", 0), retention.Upto()
    if before:
        upto = retention.Upto(job.data["number"], bytes.fromhex(job.data["participant"]))
    done, upto = retention.blank(conn, of, limits.BLANKED_TOGETHER_MAX, upto, at=now)
    if done:
        far = {"n": before + done, "number": upto.number, "participant": upto.participant.hex()}
        jobs.put(conn, FORGET_PEOPLE, due=now, widget=of.id, data=far)
    elif before:
        told: dict[str, Any] = {"organisation": of.organisation.id, "widget": of.id, "role": events.SERVER, "at": now}
        events.append(conn, PEOPLE_FORGOTTEN, **told, data={"n": before})


def _forget_keys(conn: Any, job: Job, now: datetime) -> None:
    acts.forget(conn, now - timedelta(days=limits.ACT_KEY_DAYS))
    holding.forget(conn, now)
    _forget_networks(conn, job, now)
    confirming.forget(conn, now - timedelta(seconds=limits.MAIL_CONFIRM_S))
    known.forget(conn, now)
    sessions.forget(conn, now - timedelta(seconds=limits.SESSION_IDLE_S))
    sign_ins.forget(conn, now - timedelta(seconds=limits.SIGN_IN_WINDOW_S))
    invitations.forget(conn, now)
    refused_frames.forget(conn, (now - timedelta(days=limits.REFUSED_FRAMES_DAYS)).date().isoformat())
    pictures.forget(conn, now - timedelta(seconds=limits.PICTURE_KEPT_S))
    jobs.put(conn, FORGET_KEYS, due=now + timedelta(days=1))
