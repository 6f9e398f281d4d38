"""What ordinary words mean on this catalogue: a lexicon's senses of its values, and the ways from a word's senses to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ...catalog.called import flag_words
from ...catalog.text import Token
from ...catalog.text import words as words_of
from ...catalog.vocabulary import Link
from ..lexicon import Lexicon
from ..pack import Pack
from .lattice import LONG, PER_EDGE, Edge

if TYPE_CHECKING:
    from ...catalog import Catalog

SYNONYM, RELATED, BELOW, ABOVE = 0.3, 0.5, 0.6, 0.7
"""Cost of a value that a word is another word for, is derived from, is wider than, or is a kind of."""
MOST = 0.95
"""The most that a word may cost to be read at all; `RELATED` where it is a part of a name."""
RARER, FURTHER = 0.15, 0.1
"""More for each sense of the word that is more usual, and for each step up from it."""
_SENSES, _STEPS_UP, _STEPS_DOWN, _COMPANY_UP = 3, 3, 3, 4
_LONGEST = 3
_LARGE = 300
"""Fields of more values hold names rather than words."""
_ORDINARY = 0.5
"""At least such a part of a field's values are words of the language where it holds words at all, not names."""
_OF_ONE_KIND = 0.5
"""Where such a part of a field's values are of one kind, a sense that is not of that kind is not meant."""
_SHARED = 0.5
"""A sense that has so much less company than another is not meant."""
_TIED = 2
"""More values of one field that are as near are a riddle, no reading."""
_PLURAL = 0.1
"""The most that another form of a word may cost."""


@dataclass(frozen=True, slots=True)
class _Value:
    """A value of a field, and the sense in which the field has it."""

    field: str
    value: str | bool


class Meanings:
    """Values of one catalogue by the senses of their names; made when a word is first looked for."""

    def __init__(self, catalog: Catalog, pack: Pack, lexicon: Callable[[], Lexicon]) -> None:
        self._catalog, self._pack, self._load = catalog, pack, lexicon

    @cached_property
    def _lexicon(self) -> Lexicon:
        return self._load()

    def edges(self, tokens: Sequence[Token], path: Sequence[Edge]) -> list[Edge]:
        """Readings of the words that a path leaves unread, or reads as one word of a longer name.

        Not in what a wish is about: that is free text.
        """
        found = []
        words = [token.text for token in tokens]
        unread, lonely = _unread(path)
        for start, end in _runs(tokens, unread | lonely):
            if end == start + 1 and (words[start] in self._pack.words or words[start] in self._pack.ordinary):
                continue
            links = self.links(words, start, end)
            most = MOST if not unread.isdisjoint(range(start, end)) else RELATED
            if links and links[0].cost <= most:
                cost = PER_EDGE + links[0].cost - LONG * (end - start - 1)
                found.append(Edge(start, end, "value", cost, links=tuple(links)))
        return found

    def knows(self, word: str) -> bool:
        """Whether a word is one of the language, in the singular or the plural: no slip of the keyboard."""
        return any(self._lexicon.senses(form) for form, _ in self._forms([word], _PLURAL))

    def links(self, words: Sequence[str], start: int, end: int) -> list[Link]:
        """The values that a run of words means, at the least cost that reaches any of them."""
        found: dict[_Value, tuple[float, str]] = {}
        for said, extra in self._forms(words[start:end], _PLURAL):
            for place, sense in enumerate(self._lexicon.senses(said)[:_SENSES]):
                for value, cost, evidence in self._reached(sense, place):
                    cost += extra
                    if value not in found or cost < found[value][0]:
                        found[value] = cost, evidence
        least = min((cost for cost, _ in found.values()), default=0.0)
        best = {value: how for value, (cost, how) in found.items() if cost <= least + 1e-9}
        fields = Counter(value.field for value in best)
        return [
            Link(start, end, "value", value.field, value.value, least, "related" if how == "below" else how)
            for value, how in best.items()
            if (self._some(value.field, fields[value.field]) if how == "below" else fields[value.field] <= _TIED)
        ]

    def _some(self, field: str, count: int) -> bool:
        """Whether a word that is wider than so many values of a field tells them from the others."""
        return 1 < count <= len(self._catalog.values(field)) / 2

    def _reached(self, sense: int, place: int) -> Iterator[tuple[_Value, float, str]]:
        """(value, cost, evidence) of the values that are a few steps from a word's sense, the most usual of which is place 0."""
        at, below = self._index
        rarer = RARER * place
        for value in at.get(sense, ()):
            yield value, SYNONYM + rarer, "synonym"
        for other in self._lexicon.beside(sense):
            for value in at.get(other, ()):
                yield value, RELATED + rarer, "related"
        for value in below.get(sense, ()) if place < 2 else ():
            yield value, BELOW, "below"
        for steps, others in enumerate(self._rising([sense], _STEPS_UP)):
            for other in others:
                for value in at.get(other, ()):
                    yield value, ABOVE + FURTHER * steps + rarer, "broader"

    def _rising(self, senses: Sequence[int], steps: int) -> Iterator[list[int]]:
        """The senses one step up, two steps up..."""
        for _ in range(steps):
            senses = list(dict.fromkeys(other for sense in senses for other in self._lexicon.above(sense)))
            if not senses:
                return
            yield senses

    def _forms(self, said: Sequence[str], most: float) -> Iterator[tuple[str, float]]:
        """A phrase, and those that its last word may be a form of."""
        yield " ".join(said), 0.0
        for other, cost in self._pack.inflections(said[-1]) if said else ():
            if cost <= most:
                yield " ".join((*said[:-1], other)), cost

    @cached_property
    def _index(self) -> tuple[dict[int, list[_Value]], dict[int, list[_Value]]]:
        """Values by the senses that they have, and by those that stand above them."""
        at: dict[int, list[_Value]] = {}
        below: dict[int, list[_Value]] = {}
        for senses in (*map(self._of_field, self._fields()), self._of_flags()):
            for value, chosen in senses.items():
                for sense in chosen:
                    at.setdefault(sense, []).append(value)
                for above in {s for level in self._rising(chosen, _STEPS_DOWN) for s in level}:
                    below.setdefault(above, []).append(value)
        return at, below

    def _fields(self) -> Iterator[str]:
        for name, field in self._catalog.fields.items():
            values = self._catalog.values(name) if field.kind in ("category", "tags") else ()
            if 0 < len(values) <= _LARGE and field.role not in ("person", "maker"):
                yield name

    def _of_flags(self) -> dict[_Value, list[int]]:
        flags = [name for name, field in self._catalog.fields.items() if field.kind == "flag"]
        found = {_Value(name, True): self._senses(flag_words(name)) for name in flags}
        return {value: senses[:1] for value, senses in found.items()}

    def _of_field(self, name: str) -> dict[_Value, list[int]]:
        """The sense of each value that fits the others best: "orange" among colours, "rock" among kinds of music."""
        found = {_Value(name, value): self._senses(words_of(value)) for value in self._catalog.values(name)}
        if sum(map(bool, found.values())) < _ORDINARY * len(found):
            return {}
        votes = Counter(above for senses in found.values() for above in {a for s in senses for a in self._company(s)})
        alike = max(votes.values(), default=0)
        least = _SHARED * alike if alike >= _OF_ONE_KIND * len(found) else 0
        chosen = {}
        for value, senses in found.items():
            support = [max((votes[a] for a in self._company(sense)), default=0) for sense in senses]
            enough = max(least, _SHARED * max(support, default=0))
            chosen[value] = [sense for sense, held in zip(senses, support, strict=True) if held >= enough]
        return chosen

    def _senses(self, said: Sequence[str]) -> list[int]:
        return list(dict.fromkeys(s for form, _ in self._forms(said, _PLURAL) for s in self._lexicon.senses(form)))

    def _company(self, sense: int) -> set[int]:
        """What stands above a sense: where many values of a field have that in common, they are meant so."""
        found = {s for level in self._rising([sense], _COMPANY_UP) for s in level}
        if not found:  # adjectives stand below nothing
            found = {s for other in self._lexicon.beside(sense) for s in (other, *self._lexicon.above(other))}
        return found


def _unread(path: Sequence[Edge]) -> tuple[set[int], set[int]]:
    """Tokens that nothing reads, and those that only a part of a longer name does; but for what a wish is about."""
    unread: set[int] = set()
    lonely: set[int] = set()
    free = False
    for edge in path:
        free = edge.cue("about") is not None or (free and edge.cue("polarity", "but", "action") is None)
        if edge.kind == "unknown" and not free:
            unread.add(edge.start)
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
