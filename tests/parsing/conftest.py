from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

import recbot_sdk as rb

NOW = datetime(2024, 6, 1, tzinfo=UTC)
COLUMNS = [
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
    "on_vinyl",
]
SHELF: list[dict[str, Any]] = [
    dict(zip(COLUMNS, (f"a{k}", *row), strict=True))
    for k, row in enumerate([
        ("Blue Harbour", ["Jazz"], ["Ada Lindqvist", "Tom Okafor"], ["Greta Voss"], "Sweden", "North Star", 1962, 41, 12.0, 91, 900, True),
        ("The Long Way Down", ["Rock", "Folk"], ["Milo Brandt"], ["Milo Brandt"], "Germany", "Redwood", 1974, 52, 9.5, 78, 2400, True),
        ("Paper Lanterns", ["Pop"], ["June Castellano"], ["Greta Voss"], "Italy", "Sunday", 1985, 38, 8.0, 64, 5100, False),
        ("Night Bus", ["Hip-Hop"], ["Dex Marlow", "Tom Okafor"], ["Dex Marlow"], "Canada", "Corner", 1996, 58, 14.0, 88, 4300, False),
        ("Wooden Ships", ["Folk"], ["Ada Lindqvist"], ["Per Holm"], "Sweden", "North Star", 1971, 44, 11.0, 83, 700, True),
        ("Static Bloom", ["Electronic", "Pop"], ["Nadia Petrova"], ["Nadia Petrova"], "France", "Sunday", 2004, 61, 15.5, 72, 1800, False),
        ("Carnival of Salt", ["Jazz", "Latin"], ["Rui Teixeira"], ["Greta Voss"], "Brazil", "Redwood", 1968, 36, 18.0, 95, 400, True),
        ("Glass Elevator", ["Rock"], ["Milo Brandt", "June Castellano"], ["Per Holm"], "Germany", "Corner", 1982, 47, 7.0, 55, 3900, False),
        ("Second Winter", ["Folk", "Electronic"], ["Nadia Petrova"], ["Per Holm"], "France", "North Star", 2011, 49, 16.0, 86, 1100, True),
        ("Hello Sunday", ["Pop"], ["June Castellano"], ["Greta Voss"], "Italy", "Sunday", 1990, 35, 6.0, 41, 6200, False),
        ("Low Tide", ["Jazz"], ["Tom Okafor"], ["Greta Voss"], "United States", "Corner", 1959, 39, 20.0, 97, 1500, True),
        ("Iron Garden", ["Rock", "Metal"], ["Vera Stone"], ["Dex Marlow"], "Finland", "Redwood", 2019, 66, 17.5, 69, 800, True),
    ])
]  # fmt: skip
FIELDS = {
    "style": rb.Field(kind="tags", synonyms={"Electronic": ("synths",)}),
    "artist": rb.Field(kind="tags", role="person", aliases=("singer", "played by")),
    "producer": rb.Field(kind="tags", role="person", aliases=("produced by",)),
    "country": rb.Field(kind="category", role="place"),
    "label": rb.Field(kind="category"),
    "minutes": rb.Field(role="duration", unit="minute", aliases=("length",)),
    "score": rb.Field(role="quality"),
    "sold": rb.Field(role="popularity"),
}
SCREEN = ("a1", "a3", "a5")


@pytest.fixture(scope="session")
def shelf() -> rb.Catalog:
    return rb.Catalog.from_records(SHELF, id="id", title="title", fields=FIELDS)


Say = Callable[..., rb.Feed]


@pytest.fixture
def say(shelf: rb.Catalog) -> Say:
    """Says commands to one user's bot, one after the other, and gives the last feed."""
    bot = rb.RecBot(shelf)

    def said(*commands: str, on_screen: Sequence[str] | None = SCREEN) -> rb.Feed:
        feed = bot.recommend("ann", n=5, now=NOW)
        for command in commands:
            feed = bot.recommend("ann", command, n=5, on_screen=on_screen, now=NOW)
        return feed

    return said


def wishes(feed: rb.Feed) -> list[str]:
    """What is remembered, in plain words."""
    return [str(preference) for preference in feed.memory]


def unread(feed: rb.Feed) -> list[str]:
    """The words that were reported as not understood."""
    assert feed.parse is not None
    return [doubt.span.text for doubt in feed.parse.doubts]
