"""The senses in which a catalogue has its values: of "orange" the colour, where the other values are colours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ...catalog.called import MOST_KINDS, flag_words
from ...catalog.text import words as words_of
from ..lexicon import Lexicon
from ..pack import Pack

if TYPE_CHECKING:
    from ...catalog import Catalog

PLURAL = 0.1
"""The most that another form of a word may cost."""
_STEPS_DOWN, _COMPANY = 3, 4
"""Steps up from a value to the words that are wider, and to what values have in common."""
_ORDINARY = 0.5
"""At least such a part of a field's values are words of the language where it holds words at all, not names."""
_OF_ONE_KIND = 0.5
"""Where such a part of a field's values are of one kind, a sense that is not of that kind is not meant."""
_SHARED = 0.6
"""A sense that has so much less company than another is not meant."""


class Value(NamedTuple):
    """A value of a field, or a flag that is set."""

    field: str
    value: str | bool


class Senses:
    """Values of a catalogue by their senses. People, makers and large vocabularies are names, and left out.

    Attributes:
        at: The values of each sense.
        below: The values that are kinds of each sense.
        values: All values of the fields that hold words, and the flags.
    """

    def __init__(self, catalog: Catalog, pack: Pack, lexicon: Lexicon) -> None:
        self._pack, self._lexicon = pack, lexicon
        self.at: dict[int, list[Value]] = {}
        self.below: dict[int, list[Value]] = {}
        self.values: list[Value] = []
        flags = [name for name, field in catalog.fields.items() if field.kind == "flag"]
        fields = [self._of_field(name, catalog.values(name)) for name in _of_words(catalog)]
        for senses in (*fields, {Value(name, True): self._of(flag_words(name))[:1] for name in flags}):
            self.values += senses
            for value, chosen in senses.items():
                for sense in chosen:
                    self.at.setdefault(sense, []).append(value)
                for above in {sense for level in self.rising(chosen, _STEPS_DOWN) for sense in level}:
                    self.below.setdefault(above, []).append(value)

    def forms(self, said: Sequence[str]) -> Iterator[tuple[list[int], float]]:
        """The senses of a phrase, and of those that it may be the plural of, each with a cost."""
        if len(said) > 1 and not self._lexicon.begins(" ".join((*said[:-1], ""))):
            return
        yield self._lexicon.senses(" ".join(said)), 0.0
        for other, cost in self._pack.inflections(said[-1]) if said else ():
            if cost <= PLURAL:
                yield self._lexicon.senses(" ".join((*said[:-1], other))), cost

    def rising(self, senses: Sequence[int], steps: int) -> Iterator[list[int]]:
        """What stands one step above senses, two steps above..."""
        for _ in range(steps):
            senses = list(dict.fromkeys(other for sense in senses for other in self._lexicon.above(sense)))
            if not senses:
                return
            yield senses

    def _of(self, said: Sequence[str]) -> list[int]:
        return list(dict.fromkeys(sense for senses, _ in self.forms(said) for sense in senses))

    def _of_field(self, name: str, values: Iterable[str]) -> dict[Value, list[int]]:
        """The senses of each value that it has most in common with the others in; none where most values are no words."""
        found = {Value(name, value): self._of(words_of(value)) for value in values}
        if not len(self._lexicon):  # a language without one: by an embedder any value may be meant
            return found
        if sum(map(bool, found.values())) < _ORDINARY * len(found):
            return {}
        votes = Counter(above for senses in found.values() for above in {a for s in senses for a in self._company(s)})
        alike = max(votes.values(), default=0)
        least = _SHARED * alike if alike >= _OF_ONE_KIND * len(found) else 0
        chosen = {}
        for value, senses in found.items():
            support = [max((votes[above] for above in self._company(sense)), default=0) for sense in senses]
            enough = max(least, _SHARED * max(support, default=0))
            chosen[value] = [sense for sense, held in zip(senses, support, strict=True) if held >= enough]
        return chosen

    def _company(self, sense: int) -> set[int]:
        found = {other for level in self.rising([sense], _COMPANY) for other in level}
        if not found:  # adjectives stand below nothing
            beside = self._lexicon.beside(sense)
            found = {*beside, *(above for other in beside for above in self._lexicon.above(other))}
        return found


def _of_words(catalog: Catalog) -> Iterator[str]:
    for name, field in catalog.fields.items():
        size = len(catalog.values(name)) if field.kind in ("category", "tags") else 0
        if 0 < size <= MOST_KINDS and field.role not in ("person", "maker"):
            yield name
