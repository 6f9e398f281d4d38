"""Words that a slip of the keyboard may have come from: those within a few edits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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
        entries = _keys(words, int(lengths.sum()) + len(words))
        entries |= np.repeat(np.arange(len(words), dtype=np.uint64), lengths + 1)
        entries.sort()
        self._entries = entries
        self._signatures = Once(lambda: Signatures(words))

    def near(self, said: Sequence[str], most: int) -> list[list[tuple[int, int]]]:
        """For each word of `said`, (place of a word, edits) of all others within `most` edits, nearest first.

        Two neighbours that changed places are one edit.
        """
        from rapidfuzz.distance import OSA

        words, distance, near = self._words, OSA.distance, []
        shared = self._one_edit(said) if most == 1 else [self._signatures().near(word, most) for word in said]
        for word, places in zip(said, shared, strict=True):
            found = [(edits, len(words[at]), at) for at in places if 0 < (edits := distance(word, words[at])) <= most]
            near.append([(place, edits) for edits, _, place in sorted(found)])
        return near

    def _one_edit(self, said: Sequence[str]) -> Sequence[Iterable[int]]:
        """For each word the places of all words within one edit, and of a few others."""
        entries, found = self._entries, [set[int]() for _ in said]
        if not len(entries) or not said:
            return found
        owners = [places for places, word in zip(found, said, strict=True) for _ in range(len(word) + 1)]
        keys = _keys(said, len(owners))
        starts = entries.searchsorted(keys)
        there = np.flatnonzero((entries.take(starts, mode="clip") ^ keys) <= _PLACES)
        firsts, lasts = starts[there].tolist(), (keys[there] | _PLACES).tolist()
        for which, at, last in zip(there.tolist(), firsts, lasts, strict=True):
            while at < len(entries) and (entry := entries.item(at)) <= last:
                owners[which].add(entry & int(_PLACES))
                at += 1
        return found


def _keys(words: Iterable[str], size: int) -> NDArray[np.uint64]:
    """Of each word, and of what is left of it without each of its letters."""
    left = (hash(word[:at] + word[at + 1 :]) for word in words for at in range(len(word), -1, -1))
    return np.fromiter(left, np.int64, size).view(np.uint64) << _PLACE
