# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""All the ways in which a request can fail, as one tree, each with its status.

MeedoenError
├── SetUpError            a faulty setting or widget type; the server does not start
├── InUse                 another server process has the data folder
├── Failure               something a request can be told; it has a status, a title and a sentence that says what to do
│   ├── Invalid           400  fields were not right; names each
│   ├── Unidentified      401  the token is empty, unreadable or too old
│   ├── Forbidden         403  another organisation's token; too little assurance
│   ├── NotFound          404
│   ├── NotAllowed        405
│   ├── Closed            409  not open yet, or no longer
│   ├── Conflict          409  what was asked cannot be done any more
│   ├── OnlyExample       409  an act on an example in the gallery, of which nothing is kept
│   ├── Gone              410  withdrawn; names the successor
│   ├── TooLarge          413
│   ├── WrongMedia        415
│   ├── TooMany           429  names the seconds to wait
│   ├── Fault             500  not what was asked, but the server, is wrong; the log has the rest
│   ├── NotFetched        502  what stands on another site could not be had
│   │   ├── AddressRefused  400  the server does not go there at all
│   │   ├── Unreachable     502  no connection, or no whole answer in time
│   │   └── AnswerRefused   502  an answer that is not what was asked for
│   ├── NotServed         501  a form of answer that is not made
│   └── Unavailable       503  the database cannot take it now; send it again with the same key
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from meedoen.values import N_, Message, say


class MeedoenError(Exception):
    """The root."""


class SetUpError(MeedoenError):
    """A setting or a widget type is faulty; the message names it and says what to do."""


class InUse(MeedoenError):
    """Another process holds the data folder."""


class Failure(MeedoenError):
    """Something that can be said to whoever asked, in the page's language."""

    status: ClassVar[int] = 400
    slug: ClassVar[str] = "failure"
    title: ClassVar[str] = ""

    def __init__(
        self, detail: Message, fields: Mapping[str, Message] | None = None, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(detail.msgid)
        self.detail = detail
        self.fields = dict(fields or {})
        self.headers = dict(headers or {})


class Invalid(Failure):
    """Input that does not fit."""

    status, slug, title = 400, "invalid", N_("There is something to correct")


class Overtaken(Invalid):
    """What would be changed was changed by somebody else, after this form was opened."""

    status, title = 409, N_("Somebody else changed this meanwhile")

    def __init__(self, detail: Message, fields: Mapping[str, Message] | None = None, *, was: str = "") -> None:
        super().__init__(detail, fields)
        self.was = was
        """What stands there now, for the form that is shown again; empty where that knows it otherwise."""


class Unidentified(Failure):
    """No usable token."""

    status, slug, title = 401, "unidentified", N_("Your session was not recognised")


class Forbidden(Failure):
    """A token, but not for this."""

    status, slug, title = 403, "forbidden", N_("This is not possible here")


class NotFound(Failure):
    """Nothing stands at this address."""

    status, slug, title = 404, "not-found", N_("This page does not exist")


class NotAllowed(Failure):
    """The address exists, the method does not."""

    status, slug, title = 405, "not-allowed", N_("This is not possible here")


class Closed(Failure):
    """The clock says no."""

    status, slug, title = 409, "closed", N_("This is not open")


class Conflict(Failure):
    """Too late for this, or already otherwise."""

    status, slug, title = 409, "conflict", N_("This can no longer be done")


class OnlyExample(Failure):
    """Nothing was done, and nothing can be."""

    status, slug, title = 409, "only-example", N_("This is an example")


class Gone(Failure):
    """Withdrawn."""

    status, slug, title = 410, "gone", N_("This has been withdrawn")


class Removed(Gone):
    """A contribution that staff took away, or its author."""

    title = N_("This contribution has been removed")


class TooLarge(Failure):
    """More than the server takes."""

    status, slug, title = 413, "too-large", N_("This is too much at once")


class WrongMedia(Failure):
    """Not a form."""

    status, slug, title = 415, "wrong-media", N_("This kind of input cannot be read")


class TooMany(Failure):
    """Slow down."""

    status, slug, title = 429, "too-many", N_("Too many at once")


class Fault(Failure):
    """Our own fault."""

    status, slug, title = 500, "fault", N_("Something went wrong")


class NotFetched(Failure):
    """What stands on another site could not be had: one of the three below."""

    status, slug, title = 502, "not-fetched", N_("This page could not be fetched")


class AddressRefused(NotFetched):
    """An address to which the server does not go, whoever asks."""

    status, slug, title = 400, "address-refused", N_("This address is not fetched")


class Unreachable(NotFetched):
    """No connection, or no whole answer in time. Later it may be there."""

    slug = "unreachable"


class AnswerRefused(NotFetched):
    """An answer, but another than was asked for: its status, its kind, its size."""

    slug = "answer-refused"


class NotServed(Failure):
    """A form of answer that is not made."""

    status, slug, title = 501, "not-served", N_("This form of answer is not made here")


class Unavailable(Failure):
    """The store cannot take it now."""

    status, slug, title = 503, "unavailable", N_("This could not be saved just now")


def unavailable() -> Unavailable:
    """The one sentence for a store that cannot answer; nothing was stored, and the same key may be sent again."""
    return Unavailable(
        say("Nothing was lost: what you typed is still here. Please send it again."), headers={"Retry-After": "2"}
    )
