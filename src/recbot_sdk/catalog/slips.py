"""Words that a slip of the keyboard may have come from: those within a few edits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from .once import Once
from .signatures import Signatures

_PLACE = np.uint64(32)
_PLACES = np.uint64(2**32 - 1)
"""The bits of an entry that hold the place of a word; above them stands the hash of what is left of it."""


class Slips:
    """Distinct words by what is left of them without one of their letters: two words one edit apart share some of it.

    Each word has an entry of eight bytes a letter, so that a look takes microseconds among a million. Two edits, which
    are believed in long words alone, are looked for by signatures, at the cost of a pass over the words.
    """

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words
        lengths = np.fromiter(map(len, words), np.int64, len(words))
        entries = _keys((left for word in words for left in _left(word)), int(lengths.sum()) + len(words))
        entries |= np.repeat(np.arange(len(words), dtype=np.uint64), lengths + 1)
        entries.sort()
        self._entries = entries
        self._signatures = Once(lambda: Signatures(words))

    def near(self, word: str, most: int) -> list[tuple[int, int]]:
        """(place of a word, edits) for each other word within `most` edits, a swap of neighbours being one; nearest first."""
        from rapidfuzz.distance import OSA

        places = self._one_edit(word) if most == 1 else self._signatures().near(word, most)
        words = self._words
        found = [(OSA.distance(word, words[place], score_cutoff=most), len(words[place]), place) for place in places]
        return [(place, edits) for edits, _, place in sorted(found) if 0 < edits <= most]

    def _one_edit(self, word: str) -> set[int]:
        """Places of all words within one edit, and of the few others whose hashes are the same."""
        keys = _keys(_left(word), len(word) + 1)
        starts = self._entries.searchsorted(keys).tolist()
        ends = self._entries.searchsorted(keys | _PLACES, side="right").tolist()
        places: set[int] = set()
        for start, end in zip(starts, ends, strict=True):
            if start < end:
                places.update((self._entries[start:end] & _PLACES).tolist())
        return places


def _left(word: str) -> Iterator[str]:
    """A word, and what is left of it without each of its letters."""
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


def _keys(texts: Iterator[str], size: int) -> NDArray[np.uint64]:
    return np.fromiter(map(hash, texts), np.int64, size).view(np.uint64) << _PLACE
