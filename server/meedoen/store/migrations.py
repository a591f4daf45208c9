# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The steps from older tables to those of `schema`. Imported only when one is due; run in the caller's transaction.

A step is frozen once released: it names its own tables, and uses none of `schema`, which will have moved on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Connection,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Text,
    UniqueConstraint,
)

from meedoen.store import house
from meedoen.store.steps_alike import alike
from meedoen.store.steps_answers import answers
from meedoen.store.steps_change import change
from meedoen.store.steps_contract import contract
from meedoen.store.steps_desk import desk
from meedoen.store.steps_figures import figures
from meedoen.store.steps_follow import follow
from meedoen.store.steps_groups import groups
from meedoen.store.steps_known import known
from meedoen.store.steps_look import look
from meedoen.store.steps_mail import mail
from meedoen.store.steps_merge import merge
from meedoen.store.steps_moderation import moderation
from meedoen.store.steps_placing import placing
from meedoen.store.steps_removed import removed
from meedoen.store.steps_room import room
from meedoen.store.steps_status import status

Step = Callable[[Operations], None]


def _themes(operations: Operations) -> None:
    operations.create_table(
        "theme",
        Column("organisation", Integer, ForeignKey("organisation.id", name="fk_theme_organisation"), nullable=False),
        Column("upload", Text, nullable=False),
        Column("style", Text, nullable=False),
        PrimaryKeyConstraint("organisation", name="pk_theme"),
    )


def _subject_orders(operations: Operations) -> None:
    """Subjects get their place in the lists with the next act on each; what counts on all of them is counted here."""
    operations.create_table(
        "part_order",
        Column("widget", Integer, ForeignKey("widget.id", name="fk_part_order_widget"), nullable=False),
        Column("key", String(500), nullable=False),
        Column("name", String(63), nullable=False),
        Column("score", Float, nullable=False),
        PrimaryKeyConstraint("widget", "key", "name", name="pk_part_order"),
        ForeignKeyConstraint(["widget", "key"], ["part.widget", "part.key"], name="fk_part_order_widget_key"),
        sqlite_with_rowid=False,
    )
    operations.create_index("ix_part_order_widget_name_score_key", "part_order", ["widget", "name", "score", "key"])
    for table, keys in (("tally", "kind, value, assurance"), ("tally_day", "kind, day, value, assurance")):
        operations.execute(  # each of these names stands two lines above
            f"INSERT INTO {table} (widget, target, {keys}, count)"  # noqa: S608
            f" SELECT {table}.widget, '*', {keys}, sum(count) FROM {table}"
            f" JOIN part ON part.widget = {table}.widget AND part.key = {table}.target GROUP BY {table}.widget, {keys}"
        )


def _staff(operations: Operations) -> None:
    """All of it is new."""
    operations.create_table(
        "account",
        Column("id", Integer, nullable=False),
        Column("uid", String(32), nullable=False),
        Column("address", String(254), nullable=False),
        Column("password", Text, nullable=False),
        Column("language", String(35), nullable=False),
        Column("created", BigInteger, nullable=False),
        Column("disabled", BigInteger),
        PrimaryKeyConstraint("id", name="pk_account"),
        UniqueConstraint("uid", name="uq_account_uid"),
        UniqueConstraint("address", name="uq_account_address"),
    )
    operations.create_table(
        "membership",
        Column("id", Integer, nullable=False),
        Column("uid", String(32), nullable=False),
        _reference("membership", "account"),
        _reference("membership", "organisation"),
        *(Column(name, Text, nullable=False) for name in ("name", "function", "department")),
        Column("show_name", Boolean, nullable=False),
        Column("created", BigInteger, nullable=False),
        Column("ended", BigInteger),
        PrimaryKeyConstraint("id", name="pk_membership"),
        UniqueConstraint("uid", name="uq_membership_uid"),
        UniqueConstraint("account", "organisation", name="uq_membership_account_organisation"),
    )
    operations.create_index("ix_membership_organisation", "membership", ["organisation"])
    operations.create_table(
        "granted",
        Column("id", Integer, nullable=False),
        _reference("granted", "membership"),
        Column("role", String(63), nullable=False),
        _reference("granted", "widget", nullable=True),
        PrimaryKeyConstraint("id", name="pk_granted"),
    )
    operations.create_index("ix_granted_membership", "granted", ["membership"])
    _signing_in(operations)


def _signing_in(operations: Operations) -> None:
    operations.create_table(
        "session",
        Column("digest", LargeBinary, nullable=False),
        _reference("session", "account"),
        *(Column(name, BigInteger, nullable=False) for name in ("created", "seen")),
        *(Column(name, String(64), nullable=False) for name in ("device", "form")),
        Column("stale", Boolean, nullable=False),
        PrimaryKeyConstraint("digest", name="pk_session"),
    )
    operations.create_table(
        "invitation",
        Column("digest", LargeBinary, nullable=False),
        _reference("invitation", "organisation", nullable=True),
        Column("address", String(254), nullable=False),
        Column("grants", JSON, nullable=False),
        *(Column(name, BigInteger, nullable=False) for name in ("created", "expires")),
        Column("used", BigInteger),
        PrimaryKeyConstraint("digest", name="pk_invitation"),
    )
    operations.create_table(
        "sign_in_attempt",
        Column("who", LargeBinary, nullable=False),
        Column("device", String(64), nullable=False),
        Column("recent", JSON, nullable=False),
        Column("latest", BigInteger, nullable=False),
        PrimaryKeyConstraint("who", "device", name="pk_sign_in_attempt"),
    )
    for table, columns in (
        ("session", ["account"]),
        ("session", ["seen"]),
        ("invitation", ["organisation", "expires"]),
        ("sign_in_attempt", ["latest"]),
    ):
        operations.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns)


def _reference(table: str, to: str, *, nullable: bool = False) -> Column[int]:
    return Column(to, Integer, ForeignKey(f"{to}.id", name=f"fk_{table}_{to}"), nullable=nullable)


def _desk(operations: Operations) -> None:
    """What came with the rest of the organisation's desk."""
    look(operations)
    contract(operations)
    figures(operations)
    placing(operations)
    moderation(operations)
    status(operations)


def _more(operations: Operations) -> None:
    """What came after that."""
    known(operations)
    removed(operations)
    follow(operations)
    alike(operations)
    room(operations)


def _ninth(operations: Operations) -> None:
    """What came after the first waiting room."""
    merge(operations)
    groups(operations)
    change(operations)
    desk(operations)


STEPS: Mapping[int, Step] = {
    2: _themes,
    3: _subject_orders,
    4: _staff,
    5: mail,
    6: answers,
    7: _desk,
    8: _more,
    9: _ninth,
}
"""By the version that a step leads to."""


def migrate(conn: Connection, found: int, steps: Mapping[int, Step] = STEPS) -> None:
    """Take every step after version `found`, in order, and say which version it now is."""
    operations = Operations(MigrationContext.configure(conn))
    for version in sorted(version for version in steps if version > found):
        steps[version](operations)
        house.set_version(conn, version)
