# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Text that people typed, made fit to travel: what XML 1.0 forbids never breaks a feed, and line ends are one kind.

Every way out that is not a page uses these, so that the same words are the same in RSS, Atom, JSON and oEmbed.
"""

from __future__ import annotations

import re
from html import escape

# XML 1.0, production 2 (Char): the complement. Half a surrogate pair, U+FFFE and most control characters are no text.
_NO_CHAR = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def plain(text: str) -> str:
    """`text` without what is no character, and with line feeds alone."""
    return _NO_CHAR.sub("", text).replace("\r\n", "\n").replace("\r", "\n").strip()


def one_line(text: str) -> str:
    """`text` on one line, for a title, an attribute, a header of a mail."""
    return " ".join(plain(text).split())


def as_html(text: str) -> str:
    """Text as it stands in HTML, between tags or in an attribute, on a site that may run WordPress.

    There, words between square brackets would be read as commands (shortcodes), wherever they stand.
    """
    return escape(text).replace("[", "&#91;").replace("]", "&#93;")


def image(url: str, alt: str) -> str:
    """An image as HTML, with what is to be seen on it in words."""
    return f'<p><img src="{escape(url)}" alt="{escape(one_line(alt))}"></p>'


def paragraphs(text: str) -> str:
    """Plain text as HTML, a paragraph for each line. Nothing in it is markup."""
    return "".join(f"<p>{escape(line)}</p>" for line in map(str.strip, plain(text).split("\n")) if line)
