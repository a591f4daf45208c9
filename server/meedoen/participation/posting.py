# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What staff write in a widget: by the form of an action that is theirs, with what the server asks besides.

It is checked and decided on as every act is. What comes of it is a contribution with an author: at once, or at a moment
to come; or other words for one that stands.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from pydantic import BaseModel

from meedoen import limits
from meedoen.effects import Contribute, Effect
from meedoen.errors import Closed, Invalid
from meedoen.official import Picture
from meedoen.participation.forms import validate
from meedoen.participation.views import Placed
from meedoen.participation.write_path import decide, wakes
from meedoen.records import Deed, Scene
from meedoen.records_posts import PICTURE, Post, Signer
from meedoen.values import WHOLE, Assurance, State, say
from meedoen.widget import Action


@dataclass(frozen=True, slots=True)
class Composed:
    """What staff wrote: a contribution, and what comes with it."""

    kind: str
    data: Mapping[str, Any]
    further: Sequence[Effect] = ()
    """A reply, an outcome, a task or a notice about it."""


def contributed(
    placed: Placed,
    action: Action[BaseModel],
    fields: Mapping[str, str],
    moment: datetime,
    picture: Picture | None = None,
) -> Composed:
    """What these fields come to, with the image. Raises `Invalid` or `Conflict`."""
    form = validate(placed.form(action, WHOLE), fields, chars_max=limits.POST_TEXT_CHARS_MAX)
    found = decide(placed, action, WHOLE, form, Assurance.OIDC, moment)
    words = [one for one in found if isinstance(one, Contribute)]
    if len(words) != 1 or words[0].kind not in placed.installed.type.staff_kinds:
        name = f"{placed.installed.type.name}.{action.name}"
        raise RuntimeError(f"{name} is for staff, and contributes not exactly one of its type's staff_kinds")
    data = dict(words[0].data) | ({PICTURE: asdict(picture)} if picture else {})
    return Composed(words[0].kind, data, [one for one in found if not isinstance(one, Contribute)])


def deed(placed: Placed, action: str, by: Signer, key: str, moment: datetime, words: Composed | None = None) -> Deed:
    """These words as an act of who signs; or without any, those that waited under this key for the moment."""
    of = placed.widget
    scene = Scene(
        widget=of.id,
        target=WHOLE,
        participant=_participant(by),
        assurance=Assurance.OIDC,
        key=key,
        at=moment,
        day=moment.astimezone(of.organisation.zone).date().isoformat(),
    )
    post = Post(by, coming="" if words else key)
    effects = [Contribute(words.kind, words.data), *words.further] if words else []
    return Deed(scene, action, effects, post=post, wakes=wakes(placed))


def check_due(placed: Placed, due: datetime, moment: datetime) -> None:
    """Raises `Invalid` for a moment at which it cannot be said."""
    if due <= moment:
        raise Invalid(say("This moment has passed. Choose a later one, or leave it empty to place it at once."))
    if due > moment + timedelta(days=limits.POST_DAYS_AHEAD_MAX):
        raise Invalid(say("Choose a moment within %(days)s days.", days=limits.POST_DAYS_AHEAD_MAX))
    if placed.widget.phase.state(due) is not State.OPEN:
        raise Invalid(say("The widget will not be open then. Choose another moment, or change when it is open."))


def check_writable(placed: Placed, moment: datetime) -> None:
    """Before a form is shown. Raises `Closed`: an act itself is judged by the store."""
    if placed.widget.withdrawn is not None or placed.widget.phase.state(moment) is State.CLOSED:
        raise Closed(say("This has closed, so that nothing can be added. Open it again first."))


def _participant(by: Signer) -> bytes:
    """Who acts, for the keys of his acts alone: it is no participant's, and tells nothing that the log does not."""
    return hashlib.sha256(b"staff " + by.uid.encode()).digest()[:16]
