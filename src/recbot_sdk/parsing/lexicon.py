"""A lexicon: the senses of the ordinary words of a language, and how senses are related. That of English is made of WordNet.

The file is text, compressed: a line for each word, sorted, with its senses, the most usual first; an empty line; then a line
for each sense, in the order of their numbers, with the senses right above it (a poodle is a dog) and those beside it (what
is French comes from France). `scripts/lexicon.py` writes it.
"""

from __future__ import annotations

import gzip
from bisect import bisect_left
from functools import lru_cache
from importlib.resources import files


class Lexicon:
    """Looks words and senses up.

    Args:
        text: The lines of a lexicon's file; none: a lexicon that knows no word.
    """

    def __init__(self, text: str) -> None:
        words, _, senses = text.partition("\n\n")
        self._words, self._senses = words.splitlines(), senses.split("\n")

    def __len__(self) -> int:
        return len(self._words)

    def senses(self, word: str) -> list[int]:
        """What a folded word or phrase may mean, the most usual first."""
        at = bisect_left(self._words, f"{word}\t")
        if at == len(self._words):
            return []
        found, _, senses = self._words[at].partition("\t")
        return list(map(int, senses.split())) if found == word else []

    def begins(self, start: str) -> bool:
        """Whether a word or phrase begins so."""
        at = bisect_left(self._words, start)
        return at < len(self._words) and self._words[at].startswith(start)

    def above(self, sense: int) -> list[int]:
        """The senses right above one: what it is a kind of."""
        return list(map(int, self._senses[sense].partition("\t")[0].split()))

    def beside(self, sense: int) -> list[int]:
        """The senses that one is derived from, or that are derived from it, or much like it."""
        return list(map(int, self._senses[sense].partition("\t")[2].split()))


@lru_cache(maxsize=8)
def load_lexicon(name: str = "en") -> Lexicon:
    """The lexicon of a language pack; one that knows no word where the pack has none."""
    file = files("recbot_sdk.parsing") / "packs" / f"{name}.lexicon.gz"
    return Lexicon(gzip.decompress(file.read_bytes()).decode() if file.is_file() else "")
