"""Many names as runs of words: which of them a run of words spells, whichever way it is divided, and which hold a word."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ..types import Mask, Rows
from .text import fold
from .text import words as words_of

_PLAIN_APOSTROPHES = str.maketrans("’ʼ", "''")


class Spellings:
    """The folded words of names as codes, in a few arrays: some thirty bytes a name, and each distinct word once.

    Attributes:
        code: The code of each distinct word.
        codes: The words of all names, one name after the other.
        offsets: Where each name begins in `codes`.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self.code: dict[str, int] = _Codes()
        coded, lengths, hashes = array("i"), array("i"), array("q")
        for name in names:
            said = name_words(name)
            coded.extend(map(self.code.__getitem__, said))
            lengths.append(len(said))
            hashes.append(hash("".join(said)))
        self.codes: NDArray[np.int32] = np.array(coded, np.int32)
        self.offsets: NDArray[np.int32] = np.zeros(len(lengths) + 1, np.int32)
        np.cumsum(lengths, out=self.offsets[1:])
        by_letters = np.array(hashes, np.int64)
        self._owners = np.argsort(by_letters, kind="stable").astype(np.int32)
        self._hashes = by_letters[self._owners]

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @cached_property
    def words(self) -> list[str]:
        """The distinct words by their codes."""
        return list(self.code)

    def of(self, place: int) -> list[str]:
        """The words of a name."""
        return [self.words[code] for code in self.codes_of(place)]

    def codes_of(self, place: int) -> list[int]:
        """The words of a name as codes."""
        codes: list[int] = self.codes[self.offsets[place] : self.offsets[place + 1]].tolist()
        return codes

    def spelled(self, letters: Sequence[str]) -> Iterator[tuple[int, int]]:
        """(which of `letters`, place of a name) for the names of exactly these letters, blanks left out."""
        if not len(self):
            return
        wanted = np.fromiter(map(hash, letters), np.int64, len(letters))
        first = self._hashes.searchsorted(wanted)
        hit = self._hashes[np.minimum(first, len(self) - 1)] == wanted
        known: dict[str, list[int]] = {}
        for which in np.flatnonzero(hit).tolist():
            if (said := letters[which]) not in known:
                known[said] = [at for at in self._of_hash(int(first[which])) if "".join(self.of(at)) == said]
            for place in known[said]:
                yield which, place

    def _of_hash(self, first: int) -> Iterator[int]:
        at = first
        while at < len(self) and self._hashes[at] == self._hashes[first]:
            yield int(self._owners[at])
            at += 1

    def having(self, code: int) -> NDArray[np.int32]:
        """Where in `codes` a word stands, ascending."""
        order, starts = self._postings
        return order[starts[code] : starts[code + 1]]

    def places(self, positions: NDArray[np.int32]) -> Rows:
        """The names that positions in `codes` belong to."""
        return self.offsets.searchsorted(positions, side="right") - 1

    @cached_property
    def _postings(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        order = np.argsort(self.codes, kind="stable").astype(np.int32)
        starts = np.zeros(len(self.code) + 1, np.int32)
        np.cumsum(np.bincount(self.codes, minlength=len(self.code)), out=starts[1:])
        return order, starts

    def last(self) -> NDArray[np.int32]:
        """(n,) codes: the last word of each name that is neither very short nor a number; -1 where there is none."""
        full = np.array([len(word) > 2 and not word.isdigit() for word in self.code], bool)
        found = np.full(len(self), -1, np.int32)
        back = self.offsets[1:] - 1
        while (open_ := np.flatnonzero((found < 0) & (back >= self.offsets[:-1]))).size:
            codes = self.codes[back[open_]]
            found[open_] = np.where(full[codes], codes, -1)
            back[open_] -= 1
        return found

    def of_words(self, fits: Mask) -> Rows:
        """The names of several words all of which are among `fits`, a mask over the codes."""
        outside = np.concatenate(([0], np.cumsum(~fits[self.codes])))
        whole = outside[self.offsets[1:]] == outside[self.offsets[:-1]]
        return np.flatnonzero(whole & (np.diff(self.offsets) > 1))


class _Codes(dict[str, int]):
    """Gives a word that it does not hold the next code."""

    def __missing__(self, word: str) -> int:
        self[word] = code = len(self)
        return code


def name_words(name: str) -> Sequence[str]:
    """As `text.words`, many times faster on names that are plain but for accents."""
    if name.isascii():
        return words_of(name)
    plain = fold(name.translate(_PLAIN_APOSTROPHES))
    return words_of(plain if plain.isascii() else name)
