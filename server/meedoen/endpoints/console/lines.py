# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What waits, over several widgets, as lines of a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from meedoen.records import Widget
from meedoen.records_answers import Waiting
from meedoen.render.console_answers import QueueLine, queue_line
from meedoen.render.own_words import words_of
from meedoen.site import Site


def queue_lines(
    site: Site,
    found: Sequence[Waiting],
    by_id: Mapping[int, Widget],
    base: str,
    has_it: Mapping[tuple[int, int], Sequence[str]] | None = None,
) -> list[QueueLine]:
    """`has_it`: by widget and number the names of those before whom it lies."""
    served = {id_: site.directory.served(by_id[id_]) for id_ in {one.widget for one in found}}
    said = [words_of(site.composer, served[one.widget], one) for one in found]
    has_it = has_it or {}
    return [
        queue_line(one, by_id[one.widget], words, base, has_it.get((one.widget, one.number), ()))
        for one, words in zip(found, said, strict=True)
    ]
