# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What hangs on a contribution, table by table, and what becomes of it when the contribution is blanked.

Two blank one: `erasure`, because its author asks, and `retention`, because its time is over. Both go from this list;
a test sees to it that every table with the number of a contribution stands here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import Connection, Table, bindparam, delete

from meedoen.records_answers import What
from meedoen.store import holding, notices, posts, reports, states, subscriptions, waiting
from meedoen.store.schema import confirmation, receipt
from meedoen.store.schema_desk import note

Blank = Callable[[Connection, int, int], object]
"""Of a connection, a widget's id and a number."""


def _emptied(table: Table) -> Blank:
    emptying = delete(table).where(table.c.widget == bindparam("of"), table.c.number == bindparam("one"))
    return lambda conn, widget_id, number: conn.execute(emptying, {"of": widget_id, "one": number})


def _no_longer_waits(conn: Connection, widget_id: int, number: int) -> bool:
    return waiting.leave(conn, widget_id, number, What.APPEAL, What.ERASURE)


WORDS: Sequence[tuple[frozenset[str], Blank]] = (
    (frozenset({"written", "picture"}), posts.blank),
    (frozenset({"confirmation"}), _emptied(confirmation)),
    (frozenset({"note"}), _emptied(note)),
    (frozenset({"words_digest"}), holding.forget_words),
    (frozenset({"report", "appeal", "decision"}), reports.blank),
    (frozenset({"notice"}), notices.forget),
    (frozenset({"contribution_state"}), states.forget),
    (frozenset({"waiting"}), _no_longer_waits),
    (frozenset({"subscription"}), subscriptions.leave_author),
)
"""Words of its author, words that may repeat these, what waits for them, and where he is mailed about them: gone with
the contribution's own. Whoever else follows it stops that himself."""
PEOPLE: Sequence[tuple[frozenset[str], Blank]] = ((frozenset({"receipt"}), _emptied(receipt)),)
"""By which its author is known: gone at the end of the time, and his as long as he may ask for more."""
STAYS: Mapping[str, str] = {
    "contribution": "is what is blanked",
    "contribution_facet": "its place in the lists, which it leaves with them",
    "contribution_merged": "numbers of contributions",
    "contribution_order": "the same",
    "act": "keys of acts, gone in days, and with the widget's people",
    "alike": "follows the log, by itself",
    "change_contribution": "by which change it got an outcome, said by staff",
    "change_told": "goes with the subscription",
    "answer": "said by staff, in their own name",
    "answer_terms": "the same",
    "event": "refers, and repeats nothing",
    "first_answer": "a moment, for the figures",
    "held": "sentences of the server's own",
    "laid_before": "between colleagues",
    "narrowed_subscription": "of a widget, and goes with the subscription",
    "mail": "news that waits goes whenever a contribution leaves the view: `unsent`",
    "merged_mark": "marks, which stay; gone with the widget's people",
    "passed": "between organisations",
    "passed_outside": "between organisations",
    "searched": "follows the log, by itself",
    "shut_out": "ends by itself, and says why in words of staff",
    "task": "sentences of a type's own",
}
"""All other tables with its number, or that hang on one of those, and why nothing in them is blanked."""


def blank_words(conn: Connection, widget_id: int, number: int) -> None:
    """All that holds or may repeat its words."""
    for _tables, blank in WORDS:
        blank(conn, widget_id, number)


def forget_people(conn: Connection, widget_id: int, number: int) -> None:
    """All by which its author is known."""
    for _tables, blank in PEOPLE:
        blank(conn, widget_id, number)
