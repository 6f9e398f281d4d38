"""Which item's title a run of words spells."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence

import numpy as np

from ..types import Floats
from .text import words as words_of

_LONGEST = 12
_SHORTER = 0.2
"""More for each way of calling an item that is further from its title."""
_SAMPLE = 5000


class Titles:
    """Titles as people say them: whole, without a leading article, or up to a colon. Of items of one title the first by `prior`."""

    def __init__(self, titles: Sequence[str], prior: Floats) -> None:
        self._titles = titles
        self._articles = _articles(titles)
        hashes, rows, costs = array("q"), array("i"), array("f")
        for row, title in enumerate(titles):
            for place, form in enumerate(_forms(str(title), self._articles)):
                hashes.append(hash(form))
                rows.append(row)
                costs.append(_SHORTER * place)
        keys, owners, price = np.array(hashes, np.int64), np.array(rows, np.int32), np.array(costs, np.float32)
        order = np.lexsort((-prior[owners], price, keys))
        first = np.ones(len(order), bool)
        first[1:] = keys[order[1:]] != keys[order[:-1]]
        order = order[first]
        self._hashes, self._rows, self._costs = keys[order], owners[order], price[order]

    def spelled(self, words: Sequence[str]) -> Iterator[tuple[int, int, int, float]]:
        """(start, end, row, cost) for each run of words that is a title."""
        runs: list[tuple[int, int]] = []
        said: list[str] = []
        for start in range(len(words) if len(self._hashes) else 0):
            run = ""
            for end in range(start + 1, min(len(words), start + _LONGEST) + 1):
                run = f"{run} {words[end - 1]}" if run else words[end - 1]
                runs.append((start, end))
                said.append(run)
        if not runs:
            return
        wanted = np.fromiter(map(hash, said), np.int64, len(said))
        at = np.minimum(self._hashes.searchsorted(wanted), len(self._hashes) - 1)
        for which in np.flatnonzero(self._hashes[at] == wanted).tolist():
            row = int(self._rows[at[which]])
            if said[which] in set(_forms(str(self._titles[row]), self._articles)):
                yield *runs[which], row, float(self._costs[at[which]])


def _articles(titles: Sequence[str]) -> frozenset[str]:
    """Short words with which more than one title in a hundred begins."""
    counts: dict[str, int] = {}
    for row in range(0, len(titles), max(1, len(titles) // _SAMPLE)):
        first, _, rest = str(titles[row]).casefold().partition(" ")
        if rest and first.isalpha() and len(first) <= 3:
            counts[first] = counts.get(first, 0) + 1
    return frozenset(word for word, count in counts.items() if count > max(3, 0.01 * min(len(titles), _SAMPLE)))


def _forms(title: str, articles: frozenset[str]) -> Iterator[str]:
    """How people call an item: its title, that without an article, and what stands before a colon, dash or bracket."""
    said = words_of(title)
    if not said:
        return
    yield " ".join(said)
    if len(said) > 1 and said[0] in articles:
        yield " ".join(said[1:])
    for mark in (":", " - ", " – ", "("):
        if mark in title:
            short = words_of(title.partition(mark)[0])
            if len(short) > 1:
                yield " ".join(short)
