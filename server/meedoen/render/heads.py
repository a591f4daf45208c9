# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What stands in the head of a document: its title, its addresses, and the files it loads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from meedoen.addresses import Place
from meedoen.records import Organisation
from meedoen.render.assets import Manifest, Styled
from meedoen.render.context import Head, feeds


class Heads:
    """Makes heads. Knows the files by their hashed names."""

    def __init__(self, manifest: Manifest, styled: Styled) -> None:
        self._manifest = manifest
        self._styled = styled

    def head(
        self,
        title: str,
        canonical: str,
        *,
        css: str,
        of: Organisation | None = None,
        script: str = "",
        place: Place | None = None,
        description: str = "",
        json_ld: Mapping[str, object] | None = None,
        noindex: bool = False,
        languages: Sequence[tuple[str, str, str]] = (),
    ) -> Head:
        """`<head>`, with the files under their hashed names; in the house style of the organisation it is `of`."""
        parts = urlsplit(canonical)
        return Head(
            title=title,
            canonical=canonical,
            css=self._styled.path(css, of.style_of or of.name, of.style) if of else self._manifest[css],
            script=self._manifest[script] if script else "",
            description=description,
            image=f"{parts.scheme}://{parts.netloc}{self._manifest['card.png']}",
            icon=self._manifest["icon.svg"],
            oembed_json=place.oembed("json") if place else "",
            oembed_xml=place.oembed("xml") if place else "",
            feeds=feeds(place) if place else None,
            json_ld=json_ld,
            noindex=noindex,
            languages=tuple(languages),
        )
