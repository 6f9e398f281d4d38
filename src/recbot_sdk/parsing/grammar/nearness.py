"""Words that nothing reads, and the value of the catalogue that they are nearest to in meaning, by its embedder."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ...catalog.called import flag_words
from ...catalog.once import Once
from ...catalog.text import Token
from ...catalog.vocabulary import Link
from .lattice import PER_EDGE, Edge
from .senses import Value

if TYPE_CHECKING:
    from ...catalog.embedding import Meaning

logger = logging.getLogger(__name__)

NEAR, AHEAD = 0.4, 0.1
"""Least cosine of a word and the value that it is taken for, and by how much that is nearer than the second."""
_COST = 1.1
"""More than anything that a lexicon knows."""
_SHORTEST = 4


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
        try:
            near = self._meaning.units([tokens[at].text for at in wanted]) @ self._vectors().T
        except Exception as error:
            logger.warning("the embedder failed: %r", error)
            return []
        return [edge for at, row in zip(wanted, near, strict=True) for edge in self._edge(at, row)]

    def _edge(self, at: int, near: NDArray[np.float32]) -> Iterable[Edge]:
        values = self._values()
        best = int(near.argmax())
        others = [cosine for value, cosine in zip(values, near.tolist(), strict=True) if value != values[best]]
        if near[best] >= NEAR and near[best] - max(others, default=0.0) >= AHEAD:
            field, value = values[best]
            yield Edge(
                at, at + 1, "value", PER_EDGE + _COST, links=(Link(at, at + 1, "value", field, value, _COST, "meaning"),)
            )


def _said(value: Value) -> str:
    return value.value.casefold() if isinstance(value.value, str) else " ".join(flag_words(value.field))
