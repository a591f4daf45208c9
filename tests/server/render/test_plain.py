# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Text that people typed, on its way out."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from meedoen.render.plain import as_html, one_line, paragraphs, plain
from tests.server.endpoints.acting import Tags

ANYTHING = st.text(st.characters(exclude_categories=[]))
"""Half surrogate pairs too."""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("gewoon", "gewoon"),
        ("\x00a\x0bb\x1f\ufffe\uffff\ud800c", "abc"),
        ("een\r\ntwee\rdrie\n", "een\ntwee\ndrie"),
        ("  \t tab\tbinnenin  ", "tab\tbinnenin"),
        ("\U0001f6b2 é \u202e שלום", "\U0001f6b2 é \u202e שלום"),
        ("", ""),
    ],
)
def test_plain(text: str, expected: str) -> None:
    assert plain(text) == expected


def test_one_line() -> None:
    assert one_line(" een\r\n\ttwee \x00 drie\n") == "een twee drie"


@given(ANYTHING)
def test_anything_is_xml_and_comes_back(text: str) -> None:
    element = ET.Element("a")
    element.text = plain(text)
    back = ET.fromstring(ET.tostring(element, encoding="utf-8"))  # noqa: S314  (made here)
    assert (back.text or "") == plain(text)


@given(ANYTHING)
@example("<p>een</p><script>alert(1)</script>\n</i>\"'&amp;")
@example("[gallery]")
def test_anything_is_text_in_html(text: str) -> None:
    assert [tag for tag, _ in Tags(paragraphs(text)).tags] == ["p"] * paragraphs(text).count("<p>")
    assert not {"[", "]"} & set(as_html(text)), "WordPress would read a command"
    shown = Tags(f'<i title="{as_html(one_line(text))}">{as_html(one_line(text))}</i>')
    assert shown.tags == [("i", {"title": one_line(text)})]
    assert shown.text == one_line(text)
