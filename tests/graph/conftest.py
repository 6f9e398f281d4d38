from typing import Any

import pytest

import recbot_sdk as rb

from .cinema import asking, film_catalog

SHELF: list[dict[str, Any]] = [
    {"id": f"b{k}", "title": f"Volume {k}", "genre": genre, "pages": pages, "price": price}
    for k, (genre, pages, price) in enumerate(
        [
            (["poetry"], 80, 9.0),
            (["crime"], 320, 12.0),
            (["crime", "history"], 510, 18.0),
            (["history"], 640, None),
            (["travel"], 210, 15.0),
            (["poetry", "travel"], 95, 7.5),
            (["crime"], 280, 11.0),
            ([], 150, 10.0),
            (["history"], 450, 22.0),
            (["crime"], 360, 14.0),
        ]
    )
]
ORDER: list[str] = [row["id"] for row in SHELF]


@pytest.fixture(scope="session")
def shelf() -> rb.Catalog:
    return rb.Catalog.from_records(SHELF, id="id", title="title", fields={"genre": rb.Field(kind="tags")})


def shop(user: str, n: int) -> list[str]:
    """A host that always has the same order."""
    return ORDER[:n]


@pytest.fixture
def bot(shelf: rb.Catalog) -> rb.RecBot:
    return rb.RecBot(shelf, shop)


@pytest.fixture(scope="session")
def films() -> rb.Catalog:
    return film_catalog()


@pytest.fixture
def asker(films: rb.Catalog) -> rb.RecBot:
    return asking(films)


def no(value: str) -> rb.Preference:
    return rb.dislike(rb.field("genre") == value, hard=True)


def codes(feed: rb.Feed) -> list[str]:
    return [notice.code for notice in feed.notices]


def genres(feed: rb.Feed) -> set[str]:
    by_id = {row["id"]: row["genre"] for row in SHELF}
    return {genre for item in feed.ids for genre in by_id[str(item)]}
