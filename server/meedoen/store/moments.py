# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""How a moment is kept: as whole microseconds, which every database sorts and compares exactly."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Dialect, TypeDecorator

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def micros(at: datetime) -> int:
    """A moment as whole microseconds since 1970 in UTC: what the tables hold, and what sorts."""
    return (at - _EPOCH) // _MICROSECOND


def moment(at: int) -> datetime:
    """The inverse of `micros`, exactly."""
    return _EPOCH + at * _MICROSECOND


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept by `micros`."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """To the table."""
        return None if value is None else micros(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """From the table."""
        return None if value is None else moment(value)
