# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The step to the tables of `schema_follow`. Frozen once released: it uses none of them."""

from __future__ import annotations

from alembic.operations import Operations
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    UniqueConstraint,
)


def follow(operations: Operations) -> None:
    """Both are new."""
    operations.create_table(
        "staff_mail",
        Column("id", Integer, nullable=False),
        Column("code", String(32), nullable=False),
        Column("membership", Integer, ForeignKey("membership.id", name="fk_staff_mail_membership"), nullable=False),
        Column("place", String(40), nullable=False),
        Column("widget", Integer, ForeignKey("widget.id", name="fk_staff_mail_widget")),
        Column("wanted", Boolean, nullable=False),
        *(Column(name, BigInteger, nullable=False) for name in ("told", "due")),
        PrimaryKeyConstraint("id", name="pk_staff_mail"),
        UniqueConstraint("code", name="uq_staff_mail_code"),
        UniqueConstraint("membership", "place", name="uq_staff_mail_membership_place"),
    )
    operations.create_index("ix_staff_mail_due", "staff_mail", ["due"])
    operations.create_table(
        "queue_feed",
        Column("membership", Integer, ForeignKey("membership.id", name="fk_queue_feed_membership"), nullable=False),
        Column("digest", LargeBinary, nullable=False),
        Column("created", BigInteger, nullable=False),
        PrimaryKeyConstraint("membership", name="pk_queue_feed"),
        UniqueConstraint("digest", name="uq_queue_feed_digest"),
    )
