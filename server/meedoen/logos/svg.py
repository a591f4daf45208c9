# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""A drawing, read as a tree of shapes and written anew: what is not on the lists below is never served.

What could do or load something is refused, all of it at once, each with its line: scripts, events, links, pictures,
text, styles that load, entities. What is not seen (descriptions, an editor's own notes) is left out.
SVG 1.1 (https://www.w3.org/TR/SVG11/), read by defusedxml.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler, feature_namespaces
from xml.sax.xmlreader import InputSource, Locator

from defusedxml import DefusedXmlException
from defusedxml.sax import make_parser

from meedoen import limits
from meedoen.logos import paint
from meedoen.logos.shapes import SVG, Rules, Shape, document
from meedoen.logos.sizes import refused
from meedoen.values import Message, say

XLINK, XHTML = "http://www.w3.org/1999/xlink", "http://www.w3.org/1999/xhtml"
_SHAPES = frozenset({"path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "use"})
_AROUND = frozenset({"svg", "g", "defs", "clipPath", "linearGradient", "radialGradient", "stop"})
_UNSEEN = frozenset({"metadata", "title", "desc"})
_REFERRING = frozenset({"use", "linearGradient", "radialGradient"})
_WITHIN = re.compile(rf"#{paint.ID.pattern}")
_WHY = {
    "script": say("Scripts are not taken. Leave this out."),
    "foreignObject": say("Only shapes are taken, no pages inside them. Leave this out."),
    "image": say("Pictures inside the drawing are not taken. Draw them as shapes, or save the logo as PNG."),
    "text": say("Letters look different on each device. Turn the text into paths, and save it again."),
}
_NO_SHAPE = say("“%(name)s” is no shape, so it is not taken. Leave it out, or turn it into a path.")
_EVENT = say("“%(name)s” would run a script. Leave it out.")
_ELSEWHERE = say("“%(name)s” refers to something outside this file. Leave it out.")
_LOADS = say("“%(name)s” holds what is not taken. Give colours and numbers alone, and nothing that is loaded.")
_SHEET = say("A stylesheet in a logo may hold colours and lines for classes alone. Save it with attributes instead.")
_ENTITIES = say("Entities and other declarations are not taken. Save it as plain SVG.")
_NAMED = re.compile(rb'<!DOCTYPE\s+svg\s+PUBLIC\s+"-//W3C//DTD SVG [^"<>\[\]]*"\s+"[^"<>\[\]]*"\s*>')
"""The name of the standard, with which drawing programs begin a file (SVG 1.1, 1.3). It declares nothing itself."""
_BROKEN = say("This is no XML that can be read. Save the logo anew as SVG.")
_DEEP = say("This is nested too deep. Ungroup the shapes.")
_COPIES = say("There are too many copies (“use”) in it. Turn them into paths.")
_EMPTY = say("There is nothing drawn in it.")


def read(raw: bytes) -> tuple[bytes, float, float]:
    """The drawing as it is served, its width and its height in its own units. Raises `Invalid`."""
    reading = _Reading()
    parser = make_parser()
    parser.setFeature(feature_namespaces, True)
    parser.setContentHandler(reading)
    source = InputSource()
    source.setByteStream(io.BytesIO(_NAMED.sub(_lines_alone, raw, count=1)))
    try:
        parser.parse(source)
    except DefusedXmlException:
        reading.fault(_ENTITIES)
    except SAXParseException as error:
        reading.faults.setdefault(error.getLineNumber() or 1, _BROKEN)
    except (SAXException, ValueError, LookupError):  # the last of encodings that are not known
        reading.fault(_BROKEN)
    root = reading.root
    if not reading.faults and (root is None or not reading.drawn):
        reading.faults[1] = _EMPTY
    if root is None or reading.faults:
        raise refused(reading.faults)
    return document(root, reading.said, reading.rules)


def _lines_alone(left_out: re.Match[bytes]) -> bytes:
    """So that what comes behind keeps its line."""
    return b"\n" * left_out[0].count(b"\n")


class _Reading(ContentHandler):
    """Goes through a drawing, and gathers shapes and faults."""

    def __init__(self) -> None:
        super().__init__()
        self.root: Shape | None = None
        self.said: Mapping[str, str] = {}
        """All that the outermost element says."""
        self.drawn = 0
        self.rules: Rules = []
        self.faults: dict[int, Message] = {}
        self._path: list[Shape] = []
        self._unseen = 0
        """How deep inside what is left out."""
        self._sheet: list[str] | None = None
        self._uses = 0
        self._where: Locator | None = None

    def setDocumentLocator(self, locator: Locator) -> None:  # noqa: N802
        self._where = locator

    def fault(self, why: Message) -> None:
        """Something is wrong where we are."""
        line = (self._where.getLineNumber() if self._where else None) or 1
        if len(self.faults) < limits.LOGO_FAULTS_MAX:
            self.faults.setdefault(line, why)

    def processingInstruction(self, target: str, _data: str) -> None:  # noqa: N802  (so SAX calls it)
        if target == "xml-stylesheet":
            self.fault(say(_ELSEWHERE.msgid, name=target))

    def characters(self, content: str) -> None:
        if self._sheet is not None:
            self._sheet.append(content)

    def startElementNS(self, name: tuple[str | None, str], _qname: str | None, attrs: object) -> None:  # noqa: N802
        space, local = name
        given = dict(attrs.items())  # type: ignore[attr-defined]
        if self._unseen or self._is_unseen(space, local):
            self._unseen += 1
            self._attributes(local, given)
            return
        if space == SVG and local == "style" and self._path:
            self._sheet = []
            return
        if (local not in _SHAPES | _AROUND) or space not in (SVG, None) or (local == "svg") == bool(self._path):
            self.fault(_WHY.get(local) or say(_NO_SHAPE.msgid, name=local))
        self._uses += local == "use"
        if self._uses > limits.LOGO_USES_MAX:
            self.fault(_COPIES)
        if len(self._path) >= limits.LOGO_DEPTH_MAX:
            self.fault(_DEEP)
        self._open(local, given)

    def _open(self, local: str, given: dict[tuple[str | None, str], str]) -> None:
        node = self._attributes(local, given)
        if self._path:
            self._path[-1].inside.append(node)
        else:
            self.root, self.said = node, {name: one for (space, name), one in given.items() if space is None}
        self._path.append(node)
        self.drawn += local in _SHAPES

    def endElementNS(self, _name: tuple[str | None, str], _qname: str | None) -> None:  # noqa: N802
        if self._unseen:
            self._unseen -= 1
        elif self._sheet is not None:
            try:
                self.rules += paint.sheet("".join(self._sheet))
            except paint.Refused:
                self.fault(_SHEET)
            self._sheet = None
        else:
            self._path.pop()

    def _is_unseen(self, space: str | None, local: str) -> bool:
        """Another vocabulary's, or for who reads the file alone; a page's own is refused instead."""
        if not self._path:
            return False
        return local in _UNSEEN if space in (SVG, None) else space != XHTML

    def _attributes(self, local: str, given: Mapping[tuple[str | None, str], str]) -> Shape:
        """What is kept of them; what is not taken is told."""
        node = Shape(local, {}, [], {})
        for (space, name), said in given.items():
            if name.lower().startswith("on"):
                self.fault(say(_EVENT.msgid, name=name))
            elif name == "href" and space in (None, XLINK):
                if not _WITHIN.fullmatch(said) or local not in _REFERRING | {"svg"}:
                    self.fault(say(_ELSEWHERE.msgid, name=name))
                node.attributes["href"] = said
            elif space is None and name == "class":
                node.classes = said.split()
            elif space is None and name == "id" and paint.ID.fullmatch(said):
                node.attributes["id"] = said
            elif space is None and (name == "style" or name in paint.GEOMETRY | paint.PAINT):
                self._value(node, name, said)
        return node

    def _value(self, node: Shape, name: str, said: str) -> None:
        try:
            if name == "style":
                node.style = paint.style(said)
            else:
                node.attributes[name] = paint.value(said)
        except paint.Refused:
            self.fault(say(_LOADS.msgid, name=name))
