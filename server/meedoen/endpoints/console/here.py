# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""A request at the console: who asks, and where; and what is taken along from a page to the sign-in and back."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.requests import Request

from meedoen import limits
from meedoen.endpoints.console.host import FRONT
from meedoen.endpoints.input import Posted
from meedoen.participation.views import Placed
from meedoen.records import Organisation, Widget
from meedoen.records_staff import Account, Member, Session

SIGN_IN = f"{FRONT}/sign-in"
_ALONG = frozenset({"_preset", "_preview", "_back", "_was", "_said", "_check", "_target", "_via", "_on"}) | {
    "_ready",
    "_fill",
}
"""They say what a press of a button was for, so they go along where it is to be sent again."""
OWN = _ALONG | {"_form", "_next", "_kept", "_code"}
"""The server's own fields in forms of the console."""
_OWN_PATH = re.compile(rf"{FRONT}(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*(?:\?[A-Za-z0-9._~=&%-]*)?")


@dataclass(frozen=True, slots=True)
class Here:
    """A request, and who asks: nobody yet, somebody who is signed in, or a member of the organisation named."""

    request: Request
    origin: str
    lang: str
    session: Session | None = None
    joined: Sequence[Member] = ()
    """What he is, in each of his organisations."""
    at: Member | None = None
    """What he is in the organisation that the address names."""
    placed: Placed | None = None
    """The widget that the address names."""
    own: Mapping[str, str] | None = None
    """The server's own fields of what was posted."""
    files: Mapping[str, bytes] | None = None
    """What was uploaded, by field."""

    @property
    def account(self) -> Account:
        """Who is signed in; where the line of the table needs one."""
        assert self.session is not None  # noqa: S101
        return self.session.account

    @property
    def member(self) -> Member:
        """Who asks, in this organisation; where the line of the table needs a member."""
        assert self.at is not None  # noqa: S101
        return self.at

    @property
    def organisation(self) -> Organisation:
        """The one that the address names."""
        return self.member.organisation

    @property
    def base(self) -> str:
        """Where the console of this organisation begins."""
        return f"{FRONT}/at/{self.organisation.name}"

    @property
    def widget(self) -> Widget:
        """The one that the address names."""
        assert self.placed is not None  # noqa: S101
        return self.placed.widget

    @property
    def widget_base(self) -> str:
        """Where the pages about that widget begin."""
        return f"{self.base}/widgets/{self.widget.name}"

    @property
    def path(self) -> str:
        """What was asked for."""
        return str(self.request.scope["path"])


def again(posted: Posted) -> Mapping[str, str]:
    """What was posted, to be sent once more: as it was, less what is secret."""
    fields = {name: value for name, value in posted.fields.items() if not name.startswith("password")}
    return fields | {name: value for name, value in posted.own.items() if name in _ALONG}


def kept(path: str, posted: Posted) -> str:
    """The same, to be taken along through the sign-in."""
    return json.dumps({"path": path, "fields": dict(again(posted))})


def unkept(value: str) -> tuple[str, Mapping[str, str]] | None:
    """The inverse; none of what is not of that shape, or leads out of the console."""
    try:
        raw = json.loads(value)
        path, fields = str(raw["path"]), {str(name): str(one) for name, one in raw["fields"].items()}
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    return (path, fields) if own_path(path) == path else None


def own_path(where: str) -> str:
    """Where to go on, if it is an address of the console; else its front."""
    return where if _OWN_PATH.fullmatch(where) and len(where) <= limits.QUERY_CHARS_MAX else FRONT
