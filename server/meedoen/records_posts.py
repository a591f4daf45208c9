# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The records about what staff write in widgets, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from meedoen.official import Picture

PICTURE = "_picture"
"""Where in the data of a contribution its image stands; a field of a type's own cannot begin so."""


FILES = "/files/-/"
"""Where images are served, under their names."""


@dataclass(frozen=True, slots=True)
class Signer:
    """A member of staff as far as his words need him, also when he has left: `member` is the id, `uid` for the log."""

    member: int
    uid: str
    function: str
    department: str


@dataclass(frozen=True, slots=True)
class Post:
    """What an act of staff has, besides what every act has."""

    by: Signer
    coming: str = ""
    """It was written before this moment: the `uid` under which it waited, and from which its words are taken."""


@dataclass(frozen=True, slots=True)
class Coming:
    """What staff wrote for a later moment."""

    uid: str
    widget: int
    action: str
    kind: str
    data: Mapping[str, Any]
    by: Signer
    who: str
    """By whom, as people will read it."""
    due: datetime


@dataclass(frozen=True, slots=True)
class Stands:
    """What was placed before, or is to come."""

    data: Mapping[str, Any]
    number: int = 0
    uid: str = ""
    """Of what is to come."""
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Shot:
    """An image as it is kept: without anything but what is to be seen."""

    body: bytes
    media: str
    """`image/png` or `image/jpeg`."""
    width: int
    height: int


def picture_of(data: Mapping[str, Any]) -> Picture | None:
    """The image in the data of a contribution."""
    return Picture(**data[PICTURE]) if data.get(PICTURE) else None


def readable(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """All that somebody reads or hears of it."""
    shown = picture_of(data)
    return {**words_in(data), **({PICTURE: shown.alt} if shown else {})}


def words_in(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """The rest of it."""
    return {name: value for name, value in data.items() if name != PICTURE}
