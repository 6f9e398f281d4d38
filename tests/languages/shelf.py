"""A shelf of twelve records whose columns and values are English, and somebody who hears what is said about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

import recbot_sdk as rb
from recbot_sdk.predicates import In, leaves
from recbot_sdk.preferences import Preference, PreferenceMemory, Where
from recbot_sdk.preferences.consolidate import consolidate
from recbot_sdk.preferences.fold import fold
from recbot_sdk.preferences.steps import MemoryChange

NOW = datetime(2024, 6, 1, tzinfo=UTC)
SCREEN = ("a1", "a3", "a5")
COLUMNS = (
    "id",
    "title",
    "style",
    "artist",
    "producer",
    "country",
    "label",
    "year",
    "minutes",
    "price_usd",
    "score",
    "sold",
    "vinyl",
)
ROWS: list[tuple[Any, ...]] = [
    ("Blue Harbour", ["Jazz"], ["Ada Lindqvist", "Tom Okafor"], "Greta Voss", "Sweden", "North Star", 1962, 41, 12.0, 91, 900, True),
    ("Long Way Down", ["Rock", "Folk"], ["Milo Brandt"], "Per Holm", "Germany", "Redwood", 1974, 52, 9.5, 78, 2400, True),
    ("Paper Lanterns", ["Pop"], ["June Castellano"], "Greta Voss", "Italy", "Sunday", 1985, 38, 8.0, 64, 5100, False),
    ("Night Bus", ["Pop", "Electronic"], ["Dex Marlow", "Tom Okafor"], "Noa Ruiz", "Canada", "Corner", 1996, 58, 14.0, 88, 4300, False),
    ("Wooden Ships", ["Folk"], ["Ada Lindqvist"], "Per Holm", "Sweden", "North Star", 1971, 44, 11.0, 83, 700, True),
    ("Static Bloom", ["Electronic", "Pop"], ["Nadia Petrova"], "Noa Ruiz", "France", "Sunday", 2004, 61, 15.5, 72, 1800, False),
    ("Carnival of Salt", ["Jazz", "Folk"], ["Rui Teixeira"], "Greta Voss", "Brazil", "Redwood", 1968, 36, 18.0, 95, 400, True),
    ("Glass Elevator", ["Rock"], ["Milo Brandt", "June Castellano"], "Per Holm", "Germany", "Corner", 1982, 47, 7.0, 55, 3900, False),
    ("Second Winter", ["Folk", "Electronic"], ["Nadia Petrova"], "Per Holm", "France", "North Star", 2011, 49, 16.0, 86, 1100, True),
    ("Hello Sunday", ["Pop"], ["June Castellano"], "Greta Voss", "Italy", "Sunday", 1990, 35, 6.0, 41, 6200, False),
    ("Low Tide", ["Jazz"], ["Tom Okafor"], "Greta Voss", "Finland", "Corner", 1959, 39, 20.0, 97, 1500, True),
    ("Iron Garden", ["Rock", "Metal"], ["Vera Stone"], "Noa Ruiz", "Finland", "Redwood", 2019, 66, 17.5, 69, 800, True),
]  # fmt: skip
FIELDS = {
    "style": rb.Field(kind="tags"),
    "artist": rb.Field(kind="tags", role="person"),
    "producer": rb.Field(kind="category", role="person"),
    "country": rb.Field(kind="category", role="place"),
    "label": rb.Field(kind="category"),
    "minutes": rb.Field(role="duration", unit="minute"),
    "score": rb.Field(role="quality"),
    "sold": rb.Field(role="popularity"),
}

Outcome = list[tuple[str, bool, str, float]]


@dataclass(frozen=True, eq=False)
class Listener:
    """Reads commands of one language one after the other, and remembers them; nothing is ranked."""

    parser: rb.GrammarParser

    def hear(self, *commands: str) -> PreferenceMemory:
        log: list[MemoryChange] = []
        memory = PreferenceMemory()
        for seq, text in enumerate(commands, start=1):
            parse = self.parser.parse(rb.Command(text=text, now=NOW, on_screen=SCREEN), memory)
            steps = consolidate(memory, parse.proposals, now=NOW, changes=log).steps
            if steps:
                log.append(MemoryChange(seq=seq, request_id=str(seq), session="s", at=NOW, steps=steps))
            memory = fold(log, NOW, "s", turn=seq)
        return memory

    def outcome(self, *commands: str) -> Outcome:
        """What is remembered, whatever its order."""
        return outcome(self.hear(*commands))


@cache
def listener(language: str) -> Listener:
    records = [dict(zip(COLUMNS, (f"a{k}", *row), strict=True)) for k, row in enumerate(ROWS)]
    catalog = rb.Catalog.from_records(records, id="id", title="title", fields=FIELDS)
    return Listener(rb.GrammarParser(catalog, pack=language))


def outcome(memory: Iterable[Preference]) -> Outcome:
    return sorted((str(p), p.hard, p.scope, 0.0 if p.hard else p.dose) for p in memory)


def fields_of(p: Preference) -> set[str]:
    """The fields that a wish is about."""
    if isinstance(p.target, Where):
        return {leaf.field for leaf in leaves(p.target.predicate)}
    name = getattr(p.target, "field", None)
    return set() if name is None else {name}


def liked(memory: PreferenceMemory) -> set[object]:
    """The values that are wished for."""
    likes = [p.target for p in memory if p.polarity == "like" and isinstance(p.target, Where)]
    found = (leaf for target in likes for leaf in leaves(target.predicate) if isinstance(leaf, In))
    return {value for leaf in found for value in leaf.values}


def but(memory: PreferenceMemory, names: set[str]) -> Outcome:
    """The wishes that are about none of these fields."""
    return outcome(p for p in memory if not names & fields_of(p))
