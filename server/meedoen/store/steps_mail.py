# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The step to the tables of `schema_mail`. Frozen once released: it uses none of them."""

from __future__ import annotations

from alembic.operations import Operations
from sqlalchemy import BigInteger, Column, ForeignKey, Integer, PrimaryKeyConstraint, SmallInteger, String, Text
from sqlalchemy import UniqueConstraint as Unique


def mail(operations: Operations) -> None:
    """Mail that waits, and subscriptions."""
    operations.create_table(
        "subscription",
        Column("id", Integer, nullable=False),
        Column("code", String(32), nullable=False),
        _refers("subscription", "organisation", nullable=False),
        _refers("subscription", "widget"),
        Column("number", Integer),
        Column("place", String(40), nullable=False),
        Column("address", Text, nullable=False),
        Column("pace", String(15), nullable=False),
        Column("language", String(35), nullable=False),
        Column("created", BigInteger, nullable=False),
        Column("confirmed", BigInteger),
        *(Column(name, BigInteger, nullable=False) for name in ("told", "due")),
        PrimaryKeyConstraint("id", name="pk_subscription"),
        Unique("code", name="uq_subscription_code"),
        Unique("organisation", "place", "address", name="uq_subscription_organisation_place_address"),
    )
    operations.create_index("ix_subscription_due", "subscription", ["due"])
    operations.create_table(
        "mail",
        Column("id", Integer, nullable=False),
        Column("uid", String(32), nullable=False),
        Column("state", String(15), nullable=False),
        Column("about", String(63), nullable=False),
        _refers("mail", "organisation"),
        _refers("mail", "subscription"),
        *(Column(name, Text, nullable=False) for name in ("address", "sender", "subject", "text", "unsubscribe")),
        Column("language", String(35), nullable=False),
        *(Column(name, BigInteger, nullable=False) for name in ("created", "due")),
        Column("tries", Integer, nullable=False),
        *(Column(name, BigInteger) for name in ("leased_until", "settled")),
        Column("answer", SmallInteger),
        PrimaryKeyConstraint("id", name="pk_mail"),
        Unique("uid", name="uq_mail_uid"),
    )
    operations.create_index("ix_mail_subscription", "mail", ["subscription"])
    operations.create_index("ix_mail_state_due", "mail", ["state", "due"])


def _refers(table: str, to: str, *, nullable: bool = True) -> Column[int]:
    return Column(to, Integer, ForeignKey(f"{to}.id", name=f"fk_{table}_{to}"), nullable=nullable)
