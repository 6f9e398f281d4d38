"""Which words name which fields, values and titles of a catalogue. Built when a command first asks for it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from ..types import ItemKey
from .called import Form
from .mending import Inflect, Mender
from .once import Once
from .surfaces import Surfaces
from .text import words as words_of
from .titles import Titles

if TYPE_CHECKING:
    from .catalog import Catalog

_LONGEST = 8
_PLURAL = 0.1
"""The most that an inflection of a part of a name may cost: names of people take no other."""


class Link(NamedTuple):
    """Words `start` to `end` of a command, and what they name."""

    start: int
    end: int
    kind: Literal["value", "title", "field"]
    field: str
    """The field's name; empty for a title."""
    value: str | bool | ItemKey | None
    """The catalogue's own spelling of the value; the item's key for a title; None for a field."""
    cost: float
    """0 where the words are the name itself."""
    evidence: str
    """exact, inflected, synonym, abbreviation, partial, fuzzy, title (a word within titles)."""


class Vocabulary:
    """Surface forms of a catalogue's fields, values and titles. Everything is looked up by whole words, folded."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._surfaces = Once(lambda: Surfaces(catalog))
        self._mender = Once(lambda: Mender(self._surfaces().names, self._surfaces().glued))
        self._titles = Once(lambda: Titles(catalog.titles, catalog.prior()))

    def links(
        self, words: Sequence[str], inflect: Inflect = lambda word: (), in_part: Iterable[int] | None = None
    ) -> list[Link]:
        """Every name that a run of `words` spells: itself, inflected, by a synonym, or by a part of a longer name.

        Only the words at `in_part`, all where it is None, are looked for among the parts of longer names.
        """
        surfaces = self._surfaces()
        found: dict[tuple[int, int, str, object], Link] = {}
        spelled, part = cache(surfaces.forms), cache(surfaces.part)  # long commands repeat their words
        code, glued = surfaces.names.code, surfaces.glued
        forms = [
            [(word, 0.0), *[form for form in inflect(word) if form[0] in code or form[0] in glued]] for word in words
        ]
        for start, end, last, cost, place in _spelled(surfaces, words, forms):
            for form in spelled(place, (*words[start : end - 1], last)):
                _keep(found, start, end, form, form.cost + cost, "inflected" if cost else form.evidence)
        for at in range(len(words)) if in_part is None else in_part:
            for other, cost in forms[at]:
                if cost <= _PLURAL and len(other) <= len(words[at]):
                    for form in part(other, cost > 0):
                        start, end = _widened(words, at, other, form)
                        _keep(found, start, end, form, form.cost + cost, "partial")
        for start, end, form in surfaces.clipped(words):
            _keep(found, start, end, form, form.cost, "abbreviation")
        return list(found.values())

    def near(self, words: Sequence[str], unknown: Iterable[int], inflect: Inflect = lambda word: ()) -> list[Link]:
        """What `words` name if those at `unknown` hold a slip of the keyboard: one edit, in long words two.

        A name of several words must be there as a whole: one that the catalogue lacks is not taken for its neighbour.
        """
        surfaces = self._surfaces()
        return [
            Link(name.start, name.end, _kind(form), form.field, form.value, form.cost + name.cost, "fuzzy")
            for name in self._mender().near(words, unknown, inflect)
            for form in surfaces.forms(name.place, name.said)
            if form.evidence != "abbreviation"
        ]

    def titles(self, words: Sequence[str]) -> list[Link]:
        """Every item whose title a run of `words` spells: whole, without a leading article, or up to its colon."""
        return [
            Link(start, end, "title", "", self._catalog.key(row), cost, "exact")
            for start, end, row, cost in self._titles().spelled(words)
        ]

    def count(self, link: Link) -> int:
        """How many items have the value that a link names."""
        values = self._catalog.values(link.field)
        place = bisect_left(values, str(link.value))
        known = place < len(values) and values[place] == str(link.value)
        return int(self._catalog.counts(link.field)[place]) if known else 0

    def knows(self, word: str) -> bool:
        """Whether a word is part of any name of a value."""
        return self._surfaces().knows(word)


def _spelled(
    surfaces: Surfaces, words: Sequence[str], forms: Sequence[Sequence[tuple[str, float]]]
) -> Iterator[tuple[int, int, str, float, int]]:
    """(start, end, last word, cost, place) of the names that runs of `words` spell, the last word in any of its forms."""
    runs: list[tuple[int, int, str, float]] = []
    letters: list[str] = []
    for start in range(len(words)):
        before = ""
        for end in range(start + 1, min(len(words), start + _LONGEST) + 1):
            for last, cost in forms[end - 1]:
                runs.append((start, end, last, cost))
                letters.append(before + last)
            before += words[end - 1]
    for which, place in surfaces.names.spelled(letters):
        yield *runs[which], place


def _widened(words: Sequence[str], at: int, part: str, form: Form) -> tuple[int, int]:
    """The words around a part of a name that are the name's too: the "de" of "de la Cruz"."""
    name = words_of(str(form.value))
    place = name.index(part) if part in name else -1
    start, end = at, at + 1
    while place - (at - start) > 0 and start and words[start - 1] == name[place - (at - start) - 1]:
        start -= 1
    while place >= 0 and place + end - at < len(name) and end < len(words) and words[end] == name[place + end - at]:
        end += 1
    return start, end


def _kind(form: Form) -> Literal["value", "field"]:
    return "field" if form.value is None else "value"


def _keep(
    found: dict[tuple[int, int, str, object], Link], start: int, end: int, form: Form, cost: float, how: str
) -> None:
    at = (start, end, form.field, form.value)
    if at not in found or cost < found[at].cost:
        found[at] = Link(start, end, _kind(form), form.field, form.value, cost, how)
