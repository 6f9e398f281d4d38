"""What ordinary words mean on a catalogue: the ways from the senses of a word to those of its values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from ...catalog.once import Once
from ...catalog.text import Token
from ...catalog.vocabulary import Link
from ..lexicon import Lexicon
from ..pack import Pack
from .edges import LONG, PER_EDGE, Edge
from .senses import Senses, Value

if TYPE_CHECKING:
    from ...catalog import Catalog

SYNONYM, RELATED, BELOW, ABOVE = 0.3, 0.5, 0.6, 0.7
"""Cost of a value that a word is another word for, is derived from, is wider than, or is a kind of."""
RARER, FURTHER = 0.15, 0.1
"""More for each sense of the word that is more usual, and for each step up from it."""
MOST = 0.95
"""The most that a word may cost to be read at all; `RELATED` where it is a part of a name."""
_SENSES, _STEPS_UP, _LONGEST = 3, 3, 3
_TIED = 2
"""More values of one field that are as near are a riddle, no reading."""


_SHORTEST = 3
"""Letters of a word that says what it means: two are an abbreviation of many things."""


class Meanings:
    """The words of one catalogue's values, and of a lexicon; both are read when a word that nothing else reads is said."""

    def __init__(self, catalog: Catalog, pack: Pack, lexicon: Callable[[], Lexicon]) -> None:
        self._catalog, self._pack = catalog, pack
        self._lexicon = Once(lexicon)
        self._senses = Once(lambda: Senses(catalog, pack, self._lexicon()))

    def edges(self, tokens: Sequence[Token], path: Sequence[Edge]) -> list[Edge]:
        """Readings of the words that a path leaves unread, or reads as a part of a name. What a wish is about is free text."""
        found = []
        words = [token.text for token in tokens]
        unread, lonely = unread_in(path)
        for start, end in _runs(tokens, unread | lonely):
            if end == start + 1 and (words[start] in self._pack.words or words[start] in self._pack.ordinary):
                continue
            links = self.links(words, start, end)
            most = RELATED if unread.isdisjoint(range(start, end)) else MOST
            if links and links[0].cost <= most:
                cost = PER_EDGE + links[0].cost - LONG * (end - start - 1)
                found.append(Edge(start, end, "value", cost, links=tuple(links)))
        return found

    def values(self) -> list[Value]:
        """The values that words may mean: those of fields that hold words of the language, and the flags."""
        return self._senses().values

    def knows(self, word: str) -> bool:
        """Whether a word is one of the language, in the singular or the plural: no slip of the keyboard."""
        return (word,) in self._pack.means or any(senses for senses, _ in self._senses().forms([word]))

    def links(self, words: Sequence[str], start: int, end: int) -> list[Link]:
        """The values that a run of words means, at the least cost that reaches any of them."""
        found: dict[Value, tuple[float, str]] = {}
        if end == start + 1 and len(words[start]) < _SHORTEST:
            return []
        for senses, extra in self._senses().forms(words[start:end]):
            for place, sense in enumerate(senses[:_SENSES]):
                for value, cost, how in self._reached(sense, place):
                    if value not in found or cost + extra < found[value][0]:
                        found[value] = cost + extra, how
        least = min((cost for cost, _ in found.values()), default=0.0)
        best = {value: how for value, (cost, how) in found.items() if cost <= least + 1e-9}
        tied = Counter(value.field for value in best)
        return [
            Link(start, end, "value", value.field, value.value, least, "related" if how == "below" else how)
            for value, how in best.items()
            if (self._tells(value.field, tied[value.field]) if how == "below" else tied[value.field] <= _TIED)
        ]

    def _tells(self, field: str, count: int) -> bool:
        """Whether a word that is wider than so many values of a field tells them from the others."""
        return 1 < count <= len(self._catalog.values(field)) / 2

    def _reached(self, sense: int, place: int) -> Iterator[tuple[Value, float, str]]:
        """(value, cost, how) of the values near a word's sense, which is the most usual one at place 0."""
        values, rarer = self._senses(), RARER * place
        for value in values.at.get(sense, ()):
            yield value, SYNONYM + rarer, "synonym"
        for other in self._lexicon().beside(sense):
            for value in values.at.get(other, ()):
                yield value, RELATED + rarer, "related"
        for value in values.below.get(sense, ()) if place < 2 else ():
            yield value, BELOW, "below"
        for steps, others in enumerate(values.rising([sense], _STEPS_UP)):
            for other in others:
                for value in values.at.get(other, ()):
                    yield value, ABOVE + FURTHER * steps + rarer, "broader"


def unread_in(path: Sequence[Edge]) -> tuple[set[int], set[int]]:
    """Tokens that nothing reads, and those that only a part of a longer name does; but for what a wish is about."""
    unread: set[int] = set()
    lonely: set[int] = set()
    free = False
    for edge in path:
        free = edge.cue("about") is not None or (free and edge.cue("polarity", "but", "action") is None)
        if edge.kind == "unknown" and not free:
            unread.update(range(edge.start, edge.end))
        elif edge.kind == "value" and not free and all(link.evidence == "partial" for link in edge.links):
            lonely.update(range(edge.start, edge.end))
    return unread, lonely


def _runs(tokens: Sequence[Token], wanted: set[int]) -> Iterator[tuple[int, int]]:
    """The runs of up to three words, without a mark between them, that hold any of those `wanted`."""
    for start in range(len(tokens)):
        for end in range(start + 1, min(len(tokens), start + _LONGEST) + 1):
            if tokens[end - 1].kind != "word" or (end > start + 1 and tokens[end - 1].gap.strip()):
                break
            if not wanted.isdisjoint(range(start, end)):
                yield start, end
