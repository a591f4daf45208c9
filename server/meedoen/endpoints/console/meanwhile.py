# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Two who change the same: who saves last is told what the other saved, before it is gone.

A form that is opened takes along, unseen, what stood in it then. What differs when it comes back was changed meanwhile:
then nothing is saved, the form comes back with both, and sent again it holds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from meedoen.endpoints.console.form import WRONG
from meedoen.endpoints.console.here import Here
from meedoen.errors import Failure, Overtaken
from meedoen.values import N_, Message, say

WAS = "_was"
MEANWHILE = N_("Meanwhile somebody else saved here: %(now)s. Save again to put yours in its place, or take it over.")


def was(standing: Mapping[str, str]) -> str:
    """What stood in a form when it was opened, for its hidden field: by name, so much of a hash that a change shows."""
    return " ".join(f"{name}={_sign(value)}" for name, value in standing.items())


def opened(here: Here) -> str:
    """The same, of the form that was sent; empty where it was not opened before."""
    return (here.own or {}).get(WAS, "")


def overtaken(opened: str, standing: Mapping[str, str], sent: Mapping[str, str]) -> list[str]:
    """The fields that were changed after the form was `opened`, and that what was sent would change again."""
    before = dict(part.partition("=")[::2] for part in opened.split())
    return [
        name
        for name, value in standing.items()
        if name in before and before[name] != _sign(value) and sent.get(name, "") != value
    ]


def check(opened: str, standing: Mapping[str, str], sent: Mapping[str, str], told: Mapping[str, str]) -> None:
    """Raises `Overtaken` that says beside each such field what another made of it, as it is `told` to people."""
    if names := overtaken(opened, standing, sent):
        raise Overtaken(WRONG, {name: saved(told[name]) for name in names}, was=was(standing))


def saved(now: str) -> Message:
    """What another made of a field."""
    return say(MEANWHILE, now=now or "–")


def goes_along(here: Here, standing: Mapping[str, str], failure: Failure | None) -> str:
    """What the form takes along that is shown now: as it was opened; or as it stands, for who has been told so."""
    if isinstance(failure, Overtaken) and failure.was:
        return failure.was
    return opened(here) or was(standing)


def _sign(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()[:8]
