"""Words that may be within two edits of another, by which letters and which pairs of letters they have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from ..types import Rows

Bits: TypeAlias = NDArray[np.uint32] | NDArray[np.uint64]
_LETTERS_AN_EDIT, _PAIRS_AN_EDIT = 2, 6
"""Bits of a signature that one edit changes at most: two neighbours that changed places are in three pairs of letters."""


class Signatures:
    """Words by length, with two signatures each.

    A signature that differs in more bits than so many edits can change is passed over: a few words in ten thousand are left.
    """

    def __init__(self, words: Sequence[str]) -> None:
        lengths = np.fromiter(map(len, words), np.int64, len(words))
        self._order = np.argsort(lengths, kind="stable").astype(np.int32)
        self._starts = np.searchsorted(lengths[self._order], np.arange(int(lengths.max(initial=0)) + 2))
        letters, pairs = _signatures("".join(words), lengths)
        self._letters, self._pairs = letters[self._order], pairs[self._order]

    def near(self, word: str, most: int) -> list[int]:
        """Places of all words within `most` edits, and of a few others; shorter words first."""
        longest = len(self._starts) - 2
        low = self._starts[min(max(len(word) - most, 0), longest + 1)]
        high = self._starts[min(len(word) + most, longest) + 1]
        letters, pairs = _signatures(word, np.array([len(word)]))
        left = low + _within(self._letters[low:high] ^ letters[0], _LETTERS_AN_EDIT * most)
        left = left[_within(self._pairs[left] ^ pairs[0], _PAIRS_AN_EDIT * most)]
        places: list[int] = self._order[left].tolist()
        return places


def _signatures(text: str, lengths: NDArray[np.int64]) -> tuple[NDArray[np.uint32], NDArray[np.uint64]]:
    """Of words that stand in `text` one after the other, each of at least one letter."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    if not len(points):
        return np.zeros(len(lengths), np.uint32), np.zeros(len(lengths), np.uint64)
    starts = np.cumsum(lengths) - lengths
    pairs = np.zeros(len(points), np.uint64)
    pairs[:-1] = np.uint64(1) << (((points[:-1] * 29 + points[1:]) * np.uint32(2654435761)) >> np.uint32(26)).astype(
        np.uint64
    )
    pairs[starts + lengths - 1] = 0  # the last letter of a word has no neighbour
    letters = np.uint32(1) << (points & np.uint32(31))
    return np.bitwise_or.reduceat(letters, starts), np.bitwise_or.reduceat(pairs, starts)


def _within(bits: Bits, most: int) -> Rows:
    """Places of those of `bits` of which at most so many are set."""
    lower = np.empty_like(bits)
    for _ in range(most):  # each round clears the lowest bit
        np.subtract(bits, 1, out=lower)
        np.bitwise_and(bits, lower, out=bits)
    return np.flatnonzero(bits == 0)
