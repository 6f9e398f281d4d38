"""Questions: words that can be read in two ways are asked about before anything is remembered, and the answer goes on."""

from typing import Any

import pytest
from langgraph.checkpoint.memory import InMemorySaver

import recbot_sdk as rb

FILMS: list[dict[str, Any]] = [
    {"id": f"f{k}", "title": f"Film {k}", "director": director, "cast": cast, "genre": genre}
    for k, (director, cast, genre) in enumerate(
        [
            ("Ada Kim", ["Bo Lee"], "drama"),
            ("Jon Ray", ["Ada Kim", "Bo Lee"], "comedy"),
            ("Cy Vale", ["Di Kim"], "drama"),
            ("Bo Lee", ["Jon Ray"], "comedy"),
            ("Cy Vale", ["Eve Moss"], "war"),
            ("Eve Moss", ["Di Kim"], "war"),
        ]
    )
]
ALL = [film["id"] for film in FILMS]
WITHOUT_DI = ["f0", "f1", "f3", "f4"]
WITHOUT_ADA = ["f2", "f3", "f4", "f5"]


@pytest.fixture(scope="session")
def films() -> rb.Catalog:
    return rb.Catalog.from_records(
        FILMS,
        id="id",
        title="title",
        fields={
            "cast": rb.Field(kind="tags"),
            "director": rb.Field(kind="category"),
            "genre": rb.Field(kind="category"),
        },
    )


def cinema(user: str, n: int) -> list[str]:
    """A host that always has the same order."""
    return ALL[:n]


def asking(films: rb.Catalog, **options: Any) -> rb.RecBot:
    return rb.RecBot(
        films, cinema, questions=True, checkpointer=options.pop("checkpointer", None) or InMemorySaver(), **options
    )


@pytest.fixture
def bot(films: rb.Catalog) -> rb.RecBot:
    return asking(films)


def open_in(feed: rb.Feed) -> rb.Question:
    assert feed.question is not None
    return feed.question


def test_words_with_two_readings_are_asked_about_and_nothing_is_remembered_before_the_answer(bot: rb.RecBot) -> None:
    feed = bot.recommend("ann", "no Kim")
    question = open_in(feed)
    assert (question.text, question.words) == ("What is meant by “no Kim”?", "no Kim")
    assert [option.text for option in question.options] == ["no director/cast: Ada Kim", "no cast: Di Kim"]
    assert feed.ids == ALL
    assert feed.change is None
    assert bot.log("ann") == ()


@pytest.mark.parametrize(("option", "left"), [(0, WITHOUT_ADA), (1, WITHOUT_DI), (None, ALL)])
def test_the_reading_that_is_chosen_is_the_one_that_is_remembered_once(
    bot: rb.RecBot, option: int | None, left: list[str]
) -> None:
    feed = bot.answer("ann", open_in(bot.recommend("ann", "no Kim")).id, option)
    assert feed.ids == left
    assert feed.question is None
    assert bot.recommend("ann").ids == left
    assert len(bot.log("ann")) == (0 if option is None else 1)
