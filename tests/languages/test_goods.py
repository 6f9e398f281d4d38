"""Goods whose names say in English what they are are found by the words of other languages."""

from __future__ import annotations

import pytest

import recbot_sdk as rb

from .shelf import NOW

NAMES = (
    *("cheese pizza", "spinach pizza", "cheese sandwich", "chicken sandwich", "chicken salad", "spinach salad"),
    *("tomato soup", "chicken soup", "cheese burger", "chicken burger", "tomato salad", "spinach soup"),
)
"""Names that say what is in the dish, as on a menu."""
MENU = rb.Catalog.from_records(
    [{"id": f"d{k}", "name": name.title(), "price": 4.0 + k} for k, name in enumerate(NAMES)], id="id", title="name"
)


@pytest.mark.parametrize(
    ("language", "command", "wishes"),
    [
        ("de", "ohne Käse, unter 12", ["no name mentions “cheese”", "only price under 12"]),
        ("de", "eine Hühnersuppe", ["only name mentions “chicken”", "only name mentions “soup”"]),
        ("de", "irgendwas mit Spinat oder Tomaten", ["only name mentions “spinach” or name mentions “tomato”"]),
        ("fr", "sans fromage, moins de 12", ["no name mentions “cheese”", "only price under 12"]),
        ("fr", "une soupe de poulet", ["only name mentions “chicken”", "only name mentions “soup”"]),
    ],
)
def test_words_of_names_are_found_by_what_they_mean(language: str, command: str, wishes: list[str]) -> None:
    bot = rb.RecBot(MENU, parser=rb.GrammarParser(MENU, pack=language))
    feed = bot.recommend("ann", command, n=5, now=NOW)
    assert sorted(str(wish) for wish in feed.memory) == sorted(wishes)
