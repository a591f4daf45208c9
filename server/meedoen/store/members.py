# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who is what in which organisation. Each change is one line of the log, which names people by their `uid` alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Row, bindparam, delete, exists, insert, select, update

from meedoen.errors import NotFound
from meedoen.records import Organisation
from meedoen.records_staff import Account, Grant, Member, Profile, Role
from meedoen.store import accounts, answers, events, organisations, queue_feeds, sessions, staff_mail
from meedoen.store.schema import account, granted, membership, organisation
from meedoen.store.upsert import excluded, put
from meedoen.values import say

_OF_MEMBER = ("id", "uid", "name", "function", "department", "show_name", "created")
_ORGANISATION = [*(column.label(f"organisation_{column.name}") for column in organisation.c)]
_ORGANISATION.append(organisations.LOGO.label("organisation_logo"))
_READ = (
    select(*(membership.c[name] for name in _OF_MEMBER), *accounts.COLUMNS, *_ORGANISATION)
    .join(account, account.c.id == membership.c.account)
    .join(organisation, organisation.c.id == membership.c.organisation)
    .where(membership.c.ended.is_(None), account.c.disabled.is_(None))
    .order_by(organisation.c.title, membership.c.id)
)
_GRANTS = select(granted.c.membership, granted.c.role, granted.c.widget).join(
    membership, membership.c.id == granted.c.membership
)
_OF_ACCOUNT = membership.c.account == bindparam("of")
_OF_ORGANISATION = membership.c.organisation == bindparam("of")
_BY_ACCOUNT = (_READ.where(_OF_ACCOUNT), _GRANTS.where(_OF_ACCOUNT))
_BY_ID = (_READ.where(membership.c.id == bindparam("of")), _GRANTS.where(membership.c.id == bindparam("of")))
_BY_ORGANISATION = (_READ.where(_OF_ORGANISATION), _GRANTS.where(_OF_ORGANISATION))

_PROFILE = ("name", "function", "department", "show_name")
_JOIN = put(
    membership,
    keys=("account", "organisation"),
    change={**excluded(membership, *_PROFILE, "created"), "ended": None},
)
_CHANGE = update(membership).where(membership.c.id == bindparam("of"))
_GRANT = insert(granted)
_REVOKE = delete(granted).where(
    granted.c.membership == bindparam("of"),
    granted.c.role == bindparam("as"),
    granted.c.widget.is_not_distinct_from(bindparam("on", type_=granted.c.widget.type)),
)
_REVOKE_ALL = delete(granted).where(granted.c.membership == bindparam("of"))
_ADMINISTERED = select(
    exists(
        select(granted.c.id)
        .join(membership, membership.c.id == granted.c.membership)
        .join(account, account.c.id == membership.c.account)
        .where(
            granted.c.role == Role.ADMINISTRATOR.value,
            granted.c.widget.is_(None),
            membership.c.ended.is_(None),
            account.c.disabled.is_(None),
        )
    )
)


def join(
    conn: Connection, who: Account, of: Organisation, profile: Profile, grants: Iterable[Grant], *, at: datetime
) -> Member:
    """Somebody comes, or comes back. What he had before is forgotten."""
    values = {"uid": uuid4().hex, "account": who.id, "organisation": of.id, "created": at, "ended": None}
    conn.execute(_JOIN, values | asdict(profile))
    member = next(one for one in of_account(conn, who.id) if one.organisation.id == of.id)
    conn.execute(_REVOKE_ALL, {"of": member.id})
    for one in grants:
        conn.execute(_GRANT, {"membership": member.id, "role": one.role.value, "widget": one.widget})
    with events.done_by(conn, member.uid):
        _changed(conn, member, "joined", at)
    return by_uid(conn, of.id, member.uid)


def of_account(conn: Connection, account_id: int) -> list[Member]:
    """Where somebody is a member, by title of the organisation."""
    return _members(conn, _BY_ACCOUNT, account_id)


def of_organisation(conn: Connection, organisation_id: int) -> list[Member]:
    """Everybody in it, in the order in which they came."""
    return _members(conn, _BY_ORGANISATION, organisation_id)


def by_uid(conn: Connection, organisation_id: int, uid: str) -> Member:
    """One of an organisation's members. Raises `NotFound`."""
    for one in of_organisation(conn, organisation_id):
        if one.uid == uid:
            return one
    raise NotFound(say("There is nobody here by this address. Go back to the list of people."))


def by_id(conn: Connection, member_id: int) -> Member:
    """One who is a member still. Raises `NotFound`."""
    for one in _members(conn, _BY_ID, member_id):
        return one
    raise NotFound(say("You are no member of this organisation any more."))


def set_profile(conn: Connection, of: Member, profile: Profile, *, at: datetime) -> None:
    """How he is known from now on."""
    conn.execute(_CHANGE, {"of": of.id} | asdict(profile))
    answers.name_moved(conn, of.id)
    _changed(conn, of, "profile changed", at)


def grant(conn: Connection, of: Member, one: Grant, *, at: datetime) -> None:
    """A role more. One that he has already changes nothing."""
    if one in of.grants:
        return
    conn.execute(_GRANT, {"membership": of.id, "role": one.role.value, "widget": one.widget})
    sessions.outdate(conn, of.account.id)
    _changed(conn, of, "role given", at, one)


def revoke(conn: Connection, of: Member, one: Grant, *, at: datetime) -> None:
    """A role less."""
    conn.execute(_REVOKE, {"of": of.id, "as": one.role.value, "on": one.widget})
    sessions.outdate(conn, of.account.id)
    _changed(conn, of, "role taken", at, one)


def end(conn: Connection, of: Member, *, at: datetime) -> None:
    """He leaves. Who is a member nowhere any more cannot sign in."""
    conn.execute(_CHANGE, {"of": of.id, "ended": at})
    staff_mail.forget(conn, of.id)
    queue_feeds.end(conn, of.id)
    sessions.end_all(conn, of.account.id)
    if not of_account(conn, of.account.id):
        accounts.disable(conn, of.account, at)
    _changed(conn, of, "left", at)


def administered(conn: Connection) -> bool:
    """Whether there is an administrator in any organisation."""
    return bool(conn.execute(_ADMINISTERED).scalar_one())


def _members(conn: Connection, by: tuple[Any, Any], of: int) -> list[Member]:
    read, read_grants = by
    grants = defaultdict(set)
    for row in conn.execute(read_grants, {"of": of}):
        grants[row.membership].add(Grant(Role(row.role), row.widget))
    return [_record(row, frozenset(grants[row.id])) for row in conn.execute(read, {"of": of})]


def _record(row: Row[Any], grants: frozenset[Grant]) -> Member:
    told = {column.name: getattr(row, f"organisation_{column.name}") for column in organisation.c}
    profile = Profile(**{name: getattr(row, name) for name in _PROFILE})
    return Member(
        row.id,
        row.uid,
        accounts.record(row),
        Organisation(**told, logo=row.organisation_logo),
        profile,
        grants,
        row.created,
    )


def _changed(conn: Connection, of: Member, kind: str, at: datetime, one: Grant | None = None) -> None:
    data = {"member": of.uid} | ({"role": one.role.value} if one else {})
    widget = one.widget if one else None
    events.append(conn, kind, organisation=of.organisation.id, widget=widget, role=events.STAFF, at=at, data=data)
