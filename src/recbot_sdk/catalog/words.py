"""Words of many texts, folded, with the texts that each stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np

from ..types import Floats, Mask, Rows
from .text import fold

_WORD = re.compile(r"[^\W_]+")
_WORD_OR_END = re.compile(r"[^\W_]+|\x00")
_CHUNK = 10_000
_APOSTROPHES = str.maketrans("", "", "'’ʼ`")


def words_of(text: str) -> list[str]:
    """The folded words of a text, in order.

    >>> words_of("Côte d'Azur, 1st-class")
    ['cote', 'dazur', '1st', 'class']
    """
    return _WORD.findall(_plain(text))


def _plain(text: str) -> str:
    return fold(text).translate(_APOSTROPHES)


class Words:
    """An inverted index over `texts`, built when it is first needed."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts

    @cached_property
    def _index(self) -> tuple[dict[str, int], Rows, Rows]:
        """(code of each word, offsets by code, texts by code in ascending order)."""
        code: dict[str, int] = {"\0": 0}
        texts = list(self.texts)
        entries: list[Rows] = [np.zeros(0, np.int64)]
        for start in range(0, len(texts), _CHUNK):  # one long text is folded many times faster than many short ones
            chunk = [text.replace("\0", " ") for text in texts[start : start + _CHUNK]]
            found = _WORD_OR_END.findall(_plain("\0".join(chunk)))
            codes = np.array([code.setdefault(word, len(code)) for word in found], np.int64)
            places = start + np.cumsum(codes == 0)
            entries.append(np.unique((codes * len(texts) + places)[codes > 0]))
        codes, places = np.divmod(np.sort(np.concatenate(entries)), max(1, len(texts)))
        offsets = np.zeros(len(code) + 1, np.int64)
        np.cumsum(np.bincount(codes, minlength=len(code)), out=offsets[1:])
        return code, offsets, places

    def __contains__(self, word: str) -> bool:
        """Whether any text holds a folded word."""
        return word in self._index[0]

    def counts(self) -> Iterator[tuple[str, int]]:
        """Each word, and how many texts hold it."""
        code, offsets, _ = self._index
        held = np.diff(offsets).tolist()
        return ((word, held[at]) for word, at in code.items() if at)

    def having(self, word: str) -> Rows:
        """The texts that hold a folded word, ascending int64."""
        code, offsets, owners = self._index
        at = code.get(word)
        return owners[:0] if at is None else owners[offsets[at] : offsets[at + 1]]

    def rarity(self, word: str) -> float:
        """`log(1 + n / df)`, 0 where no text holds the word (the idf of Sparck Jones, 1972)."""
        held = len(self.having(word))
        return float(np.log1p(len(self.texts) / held)) if held else 0.0

    def bound(self, text: str) -> int:
        """At most so many texts hold `text`: the number that hold its rarest word."""
        return min((len(self.having(word)) for word in words_of(text)), default=0)

    def places(self, text: str) -> Rows:
        """The texts that hold the words of `text` next to each other, whole and in order, ascending; none where it has no word."""
        wanted = words_of(text)
        if not wanted:
            return np.zeros(0, np.int64)
        held = sorted((self.having(word) for word in wanted), key=len)
        found = held[0]
        for others in held[1:]:
            found = found[_member(found, others)]
        if len(wanted) == 1:
            return found
        kept: Rows = found[np.array([self._holds(int(place), wanted) for place in found], bool)]
        return kept

    def phrase(self, text: str, rows: Rows | None = None) -> Mask:
        """(n,) bool: which of `rows` (all texts where None) hold `text` as `places` finds it."""
        if rows is None:
            mask = np.zeros(len(self.texts), bool)
            mask[self.places(text)] = True
            return mask
        if "_index" not in self.__dict__ and len(rows) * 8 < len(self.texts):
            wanted = words_of(text)
            return np.array([bool(wanted) and self._holds(int(row), wanted) for row in rows], bool)
        return _member(rows, self.places(text))

    def _holds(self, place: int, wanted: list[str]) -> bool:
        return f" {' '.join(wanted)} " in f" {' '.join(words_of(self.texts[place]))} "

    def shared(self, weights: dict[str, float], rows: Rows) -> Floats:
        """(n,) float64: the summed weight of those words that each text of `rows` holds."""
        total = np.zeros(len(rows))
        for word, weight in weights.items():
            total += weight * _member(rows, self.having(word))
        return total


def _member(rows: Rows, ascending: Rows) -> Mask:
    """(n,) bool: which of `rows` are in an ascending array; `len(rows) * log(len(ascending))` steps."""
    if not len(ascending):
        return np.zeros(len(rows), bool)
    at = np.minimum(np.searchsorted(ascending, rows), len(ascending) - 1)
    return np.asarray(ascending[at] == rows)
