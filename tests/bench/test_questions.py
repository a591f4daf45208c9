# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""That the questions with which a search is measured are what their README says they are."""

from __future__ import annotations

import csv
import re
from collections import Counter
from hashlib import sha256
from pathlib import Path

QUESTIONS = Path(__file__).parent / "questions"
SERVICES = {"parkeervergunning", "paspoort-en-rijbewijs", "afval", "bijstand-en-toeslagen"}
SAME = {"overlap", "compound", "inflection", "spelling", "synonym"}

PERSONAL = {
    "a telephone, account or citizen's number": r"\d(?:[ -]?\d){4,}",
    "a postcode": r"\b\d{4} ?[A-Z]{2}\b",
    "a mail or web address": r"@|://|\bwww\.",
    "an address": r"\b\w+(?:straat|laan|weg|plein|kade|gracht) \d",
    "a number plate": r"\b(?:[A-Z]{1,3}|\d{1,3})-(?:[A-Z]{2,3}|\d{2,3})-(?:[A-Z]{1,2}|\d{1,2})\b",
    "somebody's name": r"\b(?:[Mm]evrouw|[Mm]eneer|[Dd]hr\.?|[Mm]evr\.?|[Mm]rs?\.?) [A-Z]",
}


def read(name: str) -> list[dict[str, str]]:
    with (QUESTIONS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


TOPICS = {row["id"]: row for row in read("topics.csv")}
PAIRS = read("pairs.csv")
BY_QUESTION: dict[str, list[dict[str, str]]] = {}
for _pair in PAIRS:
    BY_QUESTION.setdefault(_pair["id"][:-1], []).append(_pair)


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def service(pair: dict[str, str]) -> str:
    return TOPICS[pair["topic"]]["service"]


def test_there_are_enough_topics_and_enough_that_nobody_asks_for() -> None:
    assert len(TOPICS) == len(read("topics.csv"))
    every = Counter(topic["service"] for topic in TOPICS.values())
    asked_for = Counter(TOPICS[topic]["service"] for topic in {pair["topic"] for pair in PAIRS})
    assert every.keys() == SERVICES
    assert all(count >= 60 and asked_for[name] <= 0.75 * count for name, count in every.items())


def test_topics_are_short_and_differ() -> None:
    assert len({" ".join(words(topic["title"])) for topic in TOPICS.values()}) == len(TOPICS)
    for topic in TOPICS.values():
        assert 0 < len(topic["title"]) <= 120, topic
        assert len(re.findall(r"[.?!]+(?:\s|$)", topic["body"])) <= 3, topic


def test_there_are_enough_pairs_of_every_kind() -> None:
    kinds = Counter(pair["kind"] for pair in PAIRS)
    same = sum(kinds[kind] for kind in SAME)
    assert len(PAIRS) >= 200
    assert same >= 160
    assert kinds["synonym"] <= 0.15 * same
    assert {(service(pair), pair["kind"]) for pair in PAIRS} == {
        (name, kind) for name in SERVICES for kind in {*SAME, "near"}
    }
    assert all(pair["same"] == ("yes" if pair["kind"] in SAME else "no") for pair in PAIRS)
    readme = (QUESTIONS / "README.md").read_text("utf-8")
    assert all(f"| `{kind}` | {count} |" in readme for kind, count in kinds.items())


def test_every_question_has_its_topic_and_is_asked_once() -> None:
    assert len({pair["id"] for pair in PAIRS}) == len(PAIRS)
    assert len({(pair["question"], pair["topic"]) for pair in PAIRS}) == len(PAIRS)
    assert len({" ".join(words(rows[0]["question"])) for rows in BY_QUESTION.values()}) == len(BY_QUESTION)
    for rows in BY_QUESTION.values():
        assert rows[0]["same"] == "yes", rows
        assert len({row["question"] for row in rows}) == len({row["split"] for row in rows}) == 1, rows
        assert len({service(row) for row in rows}) == 1, rows


def test_a_question_is_typed_in_words_of_its_own() -> None:
    for pair in PAIRS:
        topic = TOPICS[pair["topic"]]
        assert 2 <= len(pair["question"].split()) <= 15, pair
        assert words(pair["question"]) != words(topic["title"]), pair
        if pair["kind"] == "synonym":
            shared = {*words(pair["question"])} & {*words(topic["title"]), *words(topic["body"])}
            assert all(len(word) <= 3 for word in shared), (pair, shared)


def test_the_halves_are_as_the_hash_has_them() -> None:
    def place(question: str) -> tuple[str, str, str]:
        first = BY_QUESTION[question][0]
        return service(first), first["kind"], sha256(question.encode()).hexdigest()

    for index, question in enumerate(sorted(BY_QUESTION, key=place)):
        assert {row["split"] for row in BY_QUESTION[question]} == {("tune", "keep")[index % 2]}, question


def test_nobody_is_in_it() -> None:
    texts = [f"{topic['title']} {topic['body']}" for topic in TOPICS.values()] + [pair["question"] for pair in PAIRS]
    for what, pattern in PERSONAL.items():
        assert not [text for text in texts if re.search(pattern, text)], what
