"""Everything that the values and fields of a catalogue are called: their spellings, and what each of them stands for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate, chain
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ..types import Rows
from .called import MOST_KINDS, Called, Form, called
from .spellings import Spellings

if TYPE_CHECKING:
    from .catalog import Catalog

Clipped: TypeAlias = dict[str, list[tuple[list[str], Form]]]
_COMPACT = 0.1
_PIECE, _DIVIDED = 3, 7
"""Letters that each piece of one word needs, and all together: "super hero", but not "no ir"."""
_KNOWN, _STRANGER = 4, 0.5
"""A person of fewer items is hardly meant by a surname alone."""
_GRADES = (0.7, 0.7 + _STRANGER, 1.6, 1.6 + _STRANGER, 1.8)
"""What it costs to mean a name by one of its words: by the surname of a person, another of their names, any other word."""
_SURNAME, _OTHER_NAME, _PART, _WHOLE = 0, 2, 4, 5
"""Places in `_GRADES`; a name of one word has no part."""
_MOST_LOOKED_AT = 200
_MOST_OF_A_NAME = 8
"""People of one surname beyond which the name alone says nothing."""
_MOST_OF_A_KIND = 4
"""Kinds of one word that are meant together, in a field of kinds: "Xbox One", "Xbox Series X"."""
_GLUED = 12
"""The most letters of a name that people write as one word."""


class Surfaces:
    """Names by places: the values of all fields of few values, field by field, then what else these are called.

    Attributes:
        names: The spelling of each place.
    """

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._fields = [name for name, field in catalog.fields.items() if field.kind in ("category", "tags")]
        self._of_people = {name for name in self._fields if catalog.fields[name].role == "person"}
        self._called: Called = called(catalog)
        self._keys = list(self._called)
        values = [catalog.values(name) for name in self._fields]
        self._starts = [0, *accumulate(map(len, values))]
        self.names = Spellings(chain(*values, self._keys))
        self._bounds = self.names.offsets[self._starts]

    def knows(self, word: str) -> bool:
        """Whether a word is part of any name, or a whole one written as one word."""
        return word in self.names.code or word in self.glued

    def forms(self, place: int, said: Sequence[str]) -> list[Form]:
        """What a place stands for, where `said` are the letters of its name: none where they may not be so divided."""
        name = self.names.of(place)
        extra = 0.0
        if list(said) != name:
            if not _may_be_divided(said, name):
                return []
            extra = _COMPACT
        if place >= self._starts[-1]:
            forms = self._called[self._keys[place - self._starts[-1]]]
            return [Form(f.field, f.value, f.cost + extra, f.evidence) for f in forms] if extra else forms
        field = bisect_right(self._starts, place) - 1
        value = self._catalog.values(self._fields[field])[place - self._starts[field]]
        return [Form(self._fields[field], value, extra, "exact")]

    def part(self, word: str, plural: bool) -> list[Form]:
        """Longer names that `word` is a part of: of people those whose last name it is, of other values the only one, or a few.

        The name of a person has no plural.
        """
        code = self.names.code.get(word)
        if code is None or len(word) < 3 or word.isdigit():
            return []
        found: list[Form] = []
        held = self.names.having(code)
        bounds = held.searchsorted(self._bounds).tolist()
        for field, (name, start, end) in enumerate(zip(self._fields, bounds, bounds[1:], strict=False)):
            if not 0 < end - start <= _MOST_LOOKED_AT or (plural and name in self._of_people):
                continue
            grades: list[int] = self._grades[held[start:end]].tolist()
            least = min(grades)
            few = name not in self._of_people and len(self._catalog.values(name)) <= MOST_KINDS
            most = _MOST_OF_A_NAME if name in self._of_people else _MOST_OF_A_KIND if few else 1
            if least < _WHOLE and grades.count(least) <= most:
                values = self._catalog.values(name)
                best = [at for at, grade in enumerate(grades, start) if grade == least]
                places: list[int] = self.names.places(held[best]).tolist()
                if few and len(places) > 1 and any(self.names.of(place)[0] != word for place in places):
                    continue
                for place in places:
                    found.append(Form(name, values[place - self._starts[field]], _GRADES[least], "partial"))
        return found

    @cached_property
    def _grades(self) -> NDArray[np.int8]:
        """How well each word of each name stands for the whole of it: a place in `_GRADES`."""
        names = self.names
        sizes = np.diff(names.offsets)
        grades = np.full(len(names.codes), _PART, np.int8)
        for at, field in enumerate(self._fields):
            if field not in self._of_people:
                continue
            places = slice(self._starts[at], self._starts[at + 1])
            words = slice(*self._bounds[at : at + 2])
            last = names.codes[words] == np.repeat(names.last()[places], sizes[places])
            stranger = np.repeat(self._catalog.counts(field) < _KNOWN, sizes[places])
            grades[words] = np.where(last, _SURNAME, _OTHER_NAME) + stranger
        grades[np.repeat(sizes == 1, sizes)] = _WHOLE
        return grades

    def clipped(self, words: Sequence[str]) -> Iterator[tuple[int, int, Form]]:
        """(start, end, value) where a value is the beginnings of all words of a run: "Sci-Fi" of "science fiction"."""
        for start, word in enumerate(words if self.clips else ()):
            for said, form in self.clips.get(word[:2], ()):
                run = words[start : start + len(said)]
                if len(run) == len(said) and all(
                    len(w) > 3 and w.startswith(s) for w, s in zip(run, said, strict=True)
                ):
                    yield start, start + len(said), form

    def _impersonal(self, places: Rows) -> Iterator[tuple[int, str, str]]:
        """(place, field, value) of those places that hold values, people left out."""
        for place in map(int, places):
            field = bisect_right(self._starts, place) - 1
            if field < len(self._fields) and self._catalog.fields[name := self._fields[field]].role != "person":
                yield place, name, self._catalog.values(name)[place - self._starts[field]]

    @cached_property
    def clips(self) -> Clipped:
        """Values of several clipped words, "Sci-Fi", by the first two letters."""
        clips: Clipped = {}
        short = np.array([2 <= len(word) <= 4 and word.isalpha() for word in self.names.code], bool)
        for place, field, value in self._impersonal(self.names.of_words(short)):
            said = self.names.of(place)
            form = Form(field, value, _COMPACT, "abbreviation")
            clips.setdefault(said[0][:2], []).append((said, form))
        return clips

    @cached_property
    def glued(self) -> frozenset[str]:
        """Short names of two or three words, written as one word; not those of people."""
        sizes = np.diff(self.names.offsets)
        several = np.flatnonzero((sizes > 1) & (sizes <= 3))
        joined = ("".join(self.names.of(place)) for place, _, _ in self._impersonal(several))
        return frozenset(word for word in joined if len(word) <= _GLUED)


def _may_be_divided(said: Sequence[str], name: Sequence[str]) -> bool:
    """Whether one may be the other with blanks where there were none: "ronald mc donald", "tomhanks", "super hero"."""
    letters = sum(map(len, said))
    if len(name) == 1:
        return letters >= _DIVIDED and all(len(piece) >= _PIECE for piece in said)
    return len(said) == 1 or letters >= _DIVIDED
