"""Words that nothing reads, and the value of the catalogue that they are nearest to in meaning, by its embedder."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING

from ...catalog.called import flag_words
from ...catalog.once import Once
from ...catalog.text import Token
from ...catalog.vocabulary import Link
from .edges import PER_EDGE, Edge
from .senses import Value

if TYPE_CHECKING:
    from ...catalog.embedding import Meaning

logger = logging.getLogger(__name__)

NEAR, AHEAD = 0.5, 0.15
"""Least cosine of a word and the value that it is taken for, and by how much that is nearer than the second."""
_COST = 1.1
"""More than anything that a lexicon knows."""
_SHORTEST = 4
_ALIKE = (2, 3)
"""Beginnings of so many letters make words near that have nothing else in common; of more, they are often of one root."""


class Nearest:
    """The values of one catalogue as vectors, made when a word is first compared with them."""

    def __init__(self, meaning: Meaning, values: Callable[[], list[Value]]) -> None:
        self._meaning = meaning
        self._values = values
        self._vectors = Once(lambda: meaning.units([_said(value) for value in self._values()]))

    def edges(self, tokens: Sequence[Token], unread: Sequence[int]) -> list[Edge]:
        """A reading of each token of `unread` that means much what one value means; none where the embedder fails."""
        wanted = [at for at in unread if tokens[at].kind == "word" and len(tokens[at].text) >= _SHORTEST]
        if not wanted or not self._values():
            return []
        said = [tokens[at].text for at in wanted]
        try:
            near = self._meaning.units(said) @ self._vectors().T
        except Exception as error:
            logger.warning("the embedder failed: %r", error)
            return []
        found = [(at, self._nearest(word, row.tolist())) for at, word, row in zip(wanted, said, near, strict=True)]
        return [
            Edge(at, at + 1, "value", PER_EDGE + _COST, links=(Link(at, at + 1, "value", *value, _COST, "meaning"),))
            for at, value in found
            if value is not None
        ]

    def _nearest(self, word: str, near: list[float]) -> Value | None:
        """The value that is near enough and well ahead; not one that only begins like the word: "trumpet" is no "trousers"."""
        values = self._values()
        best = max(range(len(values)), key=near.__getitem__)
        second = max((c for value, c in zip(values, near, strict=True) if value != values[best]), default=0.0)
        alike = _begun_alike(word, _said(values[best])) in _ALIKE
        return None if near[best] < NEAR or near[best] - second < AHEAD or alike else values[best]


def _said(value: Value) -> str:
    return value.value.casefold() if isinstance(value.value, str) else " ".join(flag_words(value.field))


def _begun_alike(one: str, other: str) -> int:
    """With how many letters both begin."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
