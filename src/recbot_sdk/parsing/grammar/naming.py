"""What names mean on this catalogue: values, in every field that people may mean, and names that it lacks today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...catalog.called import pieces
from ...catalog.vocabulary import Link
from ...predicates import AnyOf, Contains, In, Predicate
from .reading import Said
from .wording import Wording

if TYPE_CHECKING:
    from ...catalog import Catalog

SAME_NAME = 0.3
"""Fields in which one name costs at most so much more than in the best are meant together."""
NAMED = 1.0
"""A field that is named beside a value is meant, if the value costs at most so much more in it than in the best."""
RARE = 0.02
"""A field in which so few items have a value, by those that have it elsewhere, is not meant."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """A condition, how well the words name it (cost 0: by itself), and what else they may mean."""

    predicate: Predicate
    cost: float = 0.0
    evidence: str = "exact"
    others: tuple[Predicate, ...] = ()


class Names:
    """Grounds names in one catalogue."""

    def __init__(self, catalog: Catalog, wording: Wording) -> None:
        self.catalog, self.wording = catalog, wording

    def value(self, said: Said) -> Meaning:
        """The value that words name, in every field that has it: "an actor and a director of one name"."""
        assert said.edge is not None
        links = list(said.edge.links)
        best = min(link.cost for link in links)
        named = [link for link in links if link.field in said.fields and link.cost <= best + NAMED]
        links = named or self._led(self._common([link for link in links if link.cost <= best + SAME_NAME]), said.led)
        if all(link.evidence == "partial" for link in links) and not self._kinds(links):
            counts: dict[object, float] = {}
            for link in links:
                counts[link.value] = counts.get(link.value, 0) + self._fame(link)
            known = sorted(counts, key=lambda value: -counts[value])
            others = tuple(_any([link for link in links if link.value == value]) for value in known[1:4])
            links = [link for link in links if link.value == known[0]]
            return Meaning(_any(links), best, "partial", others)
        return Meaning(_any(links), best, min(links, key=lambda link: link.cost).evidence)

    def _kinds(self, links: Sequence[Link]) -> bool:
        """Whether values are kinds of one thing, "Xbox One" and "Xbox Series X", and neither people nor joined names."""
        people = any(self.catalog.fields[link.field].role == "person" for link in links)
        return not people and not any(pieces(str(link.value)) for link in links)

    def _led(self, links: list[Link], led: str) -> list[Link]:
        """Of the people of one name, "by" means those of whom an item has few, "with" those of whom it has many."""
        people = {link.field for link in links if self.catalog.fields[link.field].role == "person"}
        if len(people) < 2 or not led:
            return links
        many = {name: float(self.catalog.counts(name).sum()) for name in people}
        wanted = min(people, key=many.__getitem__) if led == "by" else max(people, key=many.__getitem__)
        held = {name: max(self._count(link) for link in links if link.field == name) for name in people}
        if 2 * held[wanted] < max(held.values()):
            return links  # better known for the other: "with" may well mean that
        return [link for link in links if link.field not in people or link.field == wanted]

    def _common(self, links: list[Link]) -> list[Link]:
        """Without the fields in which hardly any item has the value: people mean the genre, not the one label of its name."""
        if len(links) == 1:
            return links
        counts = [self._count(link) for link in links]
        least = RARE * max(counts)
        fields = self.catalog.fields
        return [
            link
            for link, count in zip(links, counts, strict=True)
            if count >= least or fields[link.field].role == "person"
        ]

    def _fame(self, link: Link) -> float:
        """How much people have to do with a value: the popularity of its items, else their number."""
        known = [name for name in self.catalog.by_role("popularity") if self.catalog.fields[name].kind == "number"]
        if not known:
            return self._count(link)
        rows = self.catalog.select(In(field=link.field, values=(str(link.value),)))
        return float(np.nansum(self.catalog.numbers(known[0], rows)))

    def _count(self, link: Link) -> int:
        return self.catalog.vocabulary.count(link)

    def mentioned(self, words: Sequence[str]) -> Predicate | None:
        """A condition on words that titles hold side by side; None where none does."""
        phrase = self.wording.phrase(words) if any(map(self.wording.tells, words)) else None
        return None if phrase is None or self.wording.field is None else Contains(field=self.wording.field, text=phrase)

    def stranger(self, said: Said, text: str) -> Predicate | None:
        """A condition on a name that the catalogue lacks today, in the fields where such a name would stand."""
        people = self.catalog.by_role("person") if said.led else ()
        fields = said.fields or people or self.catalog.fields
        own = [name for name in fields if self.catalog.fields[name].kind in ("category", "tags")]
        return _one_of([In(field=name, values=(text,)) for name in own]) if own else None


def _any(links: Sequence[Link]) -> Predicate:
    return _one_of([_condition(link) for link in links if link.value is not None])


def _condition(link: Link) -> Predicate:
    if link.evidence == "title":
        return Contains(field=link.field, text=str(link.value))
    assert link.value is not None
    return In(field=link.field, values=(link.value,))


def _one_of(conditions: Sequence[Predicate]) -> Predicate:
    unique = list(dict.fromkeys(conditions))
    return unique[0] if len(unique) == 1 else AnyOf(of=tuple(unique))
