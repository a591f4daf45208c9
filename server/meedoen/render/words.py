# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The words people read, in their language: translations, numbers, dates, and the sentences made from a policy.

Catalogues are the `.po` files themselves, read once at start; a language is there when the server's folder has it.
A widget type's own catalogue is asked first, then the server's, and at last the English msgid stands for itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, tzinfo
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, get_group_symbol

from meedoen.values import Message

SOURCE_LANGUAGE = "en"
"""The language of the msgids: it needs no catalogue."""
SERVER_CATALOGUES = Path(__file__).parent.parent / "locale"
_LOCALES = {"en": "en_GB"}
"""English is written as in Europe: 3 May, not May 3."""


class Translator:
    """One language, as one widget type (or the server alone) speaks it."""

    def __init__(self, language: str, catalogue: NullTranslations) -> None:
        self.language = language
        self.locale = Locale.parse(_LOCALES.get(language, language))
        self.direction = self.locale.text_direction
        self._catalogue = catalogue
        self._between_thousands = get_group_symbol(self.locale)

    def gettext(self, msgid: str) -> str:
        """`msgid` in this language; the empty one is empty."""
        return self._catalogue.gettext(msgid) if msgid else ""

    def ngettext(self, one: str, many: str, n: int) -> str:
        """The form of the msgid that fits `n`."""
        return self._catalogue.ngettext(one, many, n)

    def text(self, what: Message | str) -> str:
        """A message with its values filled in. Whole numbers are written as counts, others with one
        decimal; a year is passed as a string."""
        if isinstance(what, str):
            return self.gettext(what)
        return self.gettext(what.msgid) % {name: self._value(value) for name, value in what.values.items()}

    def said(self, what: Message | str | Sequence[Message]) -> str:
        """What a type says; a plain string is somebody's own words, which are never translated."""
        if isinstance(what, str):
            return what
        return self.text(what) if isinstance(what, Message) else "\n".join(map(self.text, what))

    def _value(self, value: object) -> str:
        if isinstance(value, Message):
            return self.text(value)
        if isinstance(value, int) and not isinstance(value, bool):
            return self.number(value)
        if isinstance(value, float):
            return self.number(value, 1)
        if isinstance(value, date) and not isinstance(value, datetime):
            return format_date(value, "d MMMM y", locale=self.locale)
        return str(value)

    def number(self, value: float, decimals: int = 0) -> str:
        """1204 as 1.204 in Dutch; with `decimals`, exactly that many."""
        if isinstance(value, int) and not decimals:  # as below, in a tenth of the time
            return f"{value:,}".replace(",", self._between_thousands)
        return format_decimal(value, format="#,##0" + ("." + "0" * decimals if decimals else ""), locale=self.locale)

    def day(self, at: datetime, zone: tzinfo) -> str:
        """A date that has been, always with its year: 12 november 2026."""
        return format_date(at.astimezone(zone), "d MMMM y", locale=self.locale)

    def when(self, at: datetime, zone: tzinfo, moment: datetime) -> str:
        """A date and time. The year is left out only of what is still to come within the year of `moment`.

        So a text that was made earlier never becomes wrong by standing too long.
        """
        local, now = at.astimezone(zone), moment.astimezone(zone)
        # Patterns as Unicode's CLDR has them; translators put in their own order and words.
        short, full = self.gettext("d MMMM, h:mm a"), self.gettext("d MMMM y, h:mm a")
        pattern = short if at > moment and local.year == now.year else full
        return format_datetime(local, pattern, locale=self.locale)

    def machine(self, at: datetime) -> str:
        """A time for the `datetime` attribute."""
        return at.isoformat(timespec="minutes")


class Words:
    """Every language of the server, with the catalogues of the installed types."""

    def __init__(self, types: Mapping[str, Path], server: Path = SERVER_CATALOGUES) -> None:
        found = {path.parent.parent.name: _read(path) for path in sorted(server.glob("*/LC_MESSAGES/messages.po"))}
        self._server: dict[str, NullTranslations] = {SOURCE_LANGUAGE: NullTranslations(), **found}
        self._translators: dict[tuple[str | None, str], Translator] = {
            (None, language): Translator(language, one) for language, one in self._server.items()
        }
        for name, folder in types.items():
            for language, fallback in self._server.items():
                self._translators[(name, language)] = Translator(language, _own(folder, language, fallback))

    @property
    def languages(self) -> list[str]:
        """The languages the server speaks."""
        return sorted(self._server)

    def translator(self, language: str, type_name: str | None = None) -> Translator:
        """How `type_name`, or the server itself, speaks `language`. Raises `KeyError` for one it does not speak."""
        return self._translators[(type_name, language)]


def _own(folder: Path, language: str, fallback: NullTranslations) -> NullTranslations:
    path = folder / "locale" / language / "LC_MESSAGES" / "messages.po"
    if not path.is_file():
        return fallback
    own = _read(path)
    own.add_fallback(fallback)
    return own


def _read(path: Path) -> GNUTranslations:
    return GNUTranslations(BytesIO(_compiled(path, path.stat().st_mtime_ns)))


@cache
def _compiled(path: Path, _changed_ns: int) -> bytes:
    """A catalogue as gettext reads it: made once of a file as it stands, since that takes half of a server's start."""
    with path.open("rb") as source:
        catalogue = read_po(source, locale=path.parent.parent.name)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    return compiled.getvalue()
