"""What items are about, by an embedder; the words of `TOPICS` are what the one in these tests understands."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from numpy.typing import NDArray

import recbot_sdk as rb
from recbot_sdk.catalog.embedding import text_of

TOPICS = {
    "sea": ("sea", "sailor", "voyages", "harbour"),
    "home": ("home", "kitchen", "garden"),
    "war": ("war", "soldier"),
}
BOOKS = [
    {"id": "b1", "title": "The Harbour", "genre": ["Drama"], "blurb": "A sailor comes back.", "author": "Ida Garden", "signed": True},
    {"id": "b2", "title": "Soup", "genre": ["Food"], "blurb": "A kitchen in winter.", "author": "Tom Sailor", "signed": False},
    {"id": "b3", "title": "Marching", "genre": ["War"], "blurb": "One soldier, two letters.", "author": "Eva Stern", "signed": False},
    {"id": "b4", "title": "Blank", "genre": ["Poetry"], "blurb": "", "author": "Eva Stern", "signed": True},
]  # fmt: skip


class Topics:
    """How many words of each topic a text has; `read` holds what was asked."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.read += texts
        words = [text.casefold().replace(".", " ").replace(",", " ").split() for text in texts]
        return np.array([[sum(w in own for w in said) for own in TOPICS.values()] for said in words], np.float32)


@pytest.fixture
def topics() -> Topics:
    return Topics()


@pytest.fixture
def books() -> rb.Catalog:
    fields = {
        "genre": rb.Field(kind="tags"),
        "blurb": rb.Field(kind="text"),
        "author": rb.Field(kind="category", role="person"),
    }
    return rb.Catalog.from_records(BOOKS, id="id", title="title", fields=fields)


def test_an_item_is_about_what_its_words_mean_not_only_what_they_are(books: rb.Catalog, topics: Topics) -> None:
    assert books.about("long voyages", np.arange(4)).tolist() == [0, 0, 0, 0]
    assert books.embedded(topics).about("long voyages", np.arange(4)).tolist() == [1, 0, 0, 0]


def test_a_text_or_an_item_that_says_nothing_is_like_none(books: rb.Catalog, topics: Topics) -> None:
    by_meaning = books.embedded(topics)
    assert by_meaning.about("qwerty", np.arange(4)).tolist() == [0, 0, 0, 0]
    assert by_meaning.about("war", np.array([3])).tolist() == [0]
    assert by_meaning.about("war", np.zeros(0, np.int64)).tolist() == []


def test_only_the_items_that_are_ranked_are_read_and_each_once(books: rb.Catalog, topics: Topics) -> None:
    by_meaning = books.embedded(topics)
    by_meaning.about("sea", np.array([2, 0, 2]))
    by_meaning.about("home", np.array([0, 1]))
    by_meaning.about("home", np.array([0, 1]))
    texts = [text_of(books, row) for row in range(4)]
    assert [text for text in topics.read if text in texts] == [texts[0], texts[2], texts[1]]
    assert topics.read.count("home") == 1


def test_what_is_read_of_an_item_is_its_title_texts_values_and_flags_but_no_names(books: rb.Catalog) -> None:
    assert text_of(books, 0) == "The Harbour. Drama. A sailor comes back.. signed"


def test_embedding_leaves_the_catalogue_itself_as_it_was(books: rb.Catalog, topics: Topics) -> None:
    other = books.embedded(topics)
    assert books.meaning is None
    assert (other.version, other.ids, other.fields) == (books.version, books.ids, books.fields)


def test_many_threads_get_what_one_gets(topics: Topics) -> None:
    records = [{"id": k, "title": f"{['sea', 'home', 'war'][k % 3]} {k}"} for k in range(400)]
    catalog = rb.Catalog.from_records(records, id="id", title="title")
    alone = catalog.embedded(topics).about("sea war", np.arange(400))
    shared = catalog.embedded(topics)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda k: shared.about("sea war", np.arange(k, 400)), range(0, 200, 10)))
    for start, values in zip(range(0, 200, 10), found, strict=True):
        np.testing.assert_array_equal(values, alone[start:])


@pytest.mark.parametrize("given", ["fast", 7, object()])
def test_what_is_no_embedder_is_refused(books: rb.Catalog, given: object) -> None:
    with pytest.raises(rb.ArgumentError, match=r'Allowed: "static"'):
        books.embedded(given)  # type: ignore[arg-type]


class Broken(Topics):
    """Gives what is no vector for each text."""

    def __init__(self, answer: object) -> None:
        super().__init__()
        self.answer = answer

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer  # type: ignore[return-value]


@pytest.mark.parametrize(
    "answer", [np.zeros(3, np.float32), np.zeros((5, 3), np.float32), np.full((1, 3), np.nan), [["a"]]]
)
def test_an_embedder_that_gives_no_vectors_is_named(books: rb.Catalog, answer: object) -> None:
    with pytest.raises(rb.ArgumentError, match="the embedder gave"):
        books.embedded(Broken(answer)).about("sea", np.arange(4))


def test_an_embedder_that_fails_costs_the_wish_and_not_the_feed(books: rb.Catalog) -> None:
    bot = rb.RecBot(books, embedder=Broken(RuntimeError("down")))
    feed = bot.recommend("ann", "more about lighthouses, no food", n=3)
    assert "b2" not in feed.ids
    assert len(feed) == 3
    assert "tool_failed" in [notice.code for notice in feed.notices]


def test_a_feed_says_whether_it_compares_by_meaning_or_by_words(books: rb.Catalog, topics: Topics) -> None:
    told = [
        next(n.text for n in bot.recommend("ann", "more about voyages", n=2).notices if n.code == "compared")
        for bot in (rb.RecBot(books, embedder=topics), rb.RecBot(books))
    ]
    assert told == ["Items are compared with “voyages” by meaning.", "Items are compared with “voyages” by words."]


def test_a_bot_with_an_embedder_raises_what_is_about_the_words(topics: Topics) -> None:
    filler = [{"id": f"f{k}", "title": f"Number {k}", "blurb": "Nothing much happens here."} for k in range(40)]
    books = rb.Catalog.from_records([*filler, *({k: b[k] for k in ("id", "title", "blurb")} for b in BOOKS)], id="id",
                                    title="title", fields={"blurb": rb.Field(kind="text")})  # fmt: skip
    feed = rb.RecBot(books, embedder=topics).recommend("ann", "a lot more about long voyages", n=5)
    assert "b1" in feed.ids
    assert "b1" not in rb.RecBot(books).recommend("ann", "a lot more about long voyages", n=5).ids


def test_the_vectors_extra_knows_what_words_have_to_do_with_each_other() -> None:
    pytest.importorskip("wordllama")
    level = logging.getLogger().level, list(logging.getLogger().handlers)
    titles = ["Ships on the ocean", "Baking bread at home", "Basketball for beginners", "A history of the piano"]
    catalog = rb.Catalog.from_records([{"id": k, "title": t} for k, t in enumerate(titles)], id="id", title="title")
    by_meaning = catalog.embedded("static")
    assert (logging.getLogger().level, list(logging.getLogger().handlers)) == level
    asked = ("sailing boats", "pastry and cakes", "hoops and dribbling", "classical music")
    assert [int(by_meaning.about(text, np.arange(4)).argmax()) for text in asked] == [0, 1, 2, 3]
    assert by_meaning.meaning is not None
    assert by_meaning.meaning.units(["", " ", "a \ud800 b"]).shape == (3, 256)


def test_a_missing_extra_is_named(books: rb.Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "wordllama", None)
    with pytest.raises(rb.MissingExtraError, match=r"recbot-sdk\[vectors\]"):
        rb.RecBot(books, embedder="static")
