"""Which words name which fields, values and titles of a catalogue. Built when a command first asks for it."""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ..types import ItemKey, Rows
from .names import name_words
from .text import words as words_of

if TYPE_CHECKING:
    from .catalog import Catalog

Inflect: TypeAlias = Callable[[str], Iterable[tuple[str, float]]]
"""From a word to its other forms, each with what the change costs: a language pack has one."""
_LONGEST = 8
_LONGEST_TITLE = 12
_COMPACT = 0.1
_SURNAME, _OTHER_NAME, _PART = 0.7, 1.6, 1.8
_EDIT = 0.6
_PLURAL = 0.1
"""The most that an inflection of a part of a name may cost: names of people take no other."""
_KNOWN, _STRANGER = 4, 0.5
"""A person of fewer items is hardly meant by a surname alone."""
_MOST_LOOKED_AT = 200
_MOST_OF_A_NAME = 8
"""People of one surname beyond which the name alone says nothing."""


@dataclass(frozen=True, slots=True)
class Link:
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
    """exact, inflected, synonym, abbreviation, partial, fuzzy."""


@dataclass(frozen=True, slots=True)
class _Form:
    field: str
    value: str | bool | None
    cost: float
    evidence: str


class Vocabulary:
    """Surface forms of a catalogue's fields, values and titles. Everything is looked up by whole words, folded."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._lock = threading.RLock()

    def links(self, words: Sequence[str], inflect: Inflect = lambda word: ()) -> list[Link]:
        """Every name that a run of `words` spells: itself, inflected, by a synonym, or by a part of a longer name."""
        found: dict[tuple[int, int, str, object], Link] = {}
        inflected = [list(inflect(word)) for word in words]
        for start in range(len(words)):
            for end in range(start + 1, min(len(words), start + _LONGEST) + 1):
                for key, cost in _spelled(words[start:end], inflected[end - 1]):
                    how = "inflected" if cost else ""
                    for form in self._named(key):
                        _keep(found, start, end, form, form.cost + cost, how or form.evidence)
                    if end == start + 1 and cost <= _PLURAL and len(key) <= len(words[start]):
                        for form in self._part(key, plural=cost > 0):
                            _keep(found, start, end, form, form.cost + cost, "partial")
                for form in self._clipped(words[start:end]):
                    _keep(found, start, end, form, form.cost, "abbreviation")
        return list(found.values())

    def _clipped(self, run: Sequence[str]) -> Iterator[_Form]:
        """Values that are the beginnings of all words of `run`: "Sci-Fi" of "science fiction"."""
        for said, form in self._clips.get(tuple(word[:2] for word in run), ()):
            if said != tuple(run) and all(len(word) > 3 for word in run) and all(map(str.startswith, run, said)):
                yield form

    def count(self, link: Link) -> int:
        """How many items have the value that a link names."""
        values = self._catalog.values(link.field)
        place = bisect_left(values, str(link.value))
        known = place < len(values) and values[place] == str(link.value)
        return int(self._catalog.counts(link.field)[place]) if known else 0

    def titles(self, words: Sequence[str]) -> list[Link]:
        """Every item whose title a run of `words` spells: whole, without a leading article, or up to its colon."""
        hashes, rows, costs = self._titles
        found = []
        for start in range(len(words)):
            for end in range(start + 1, min(len(words), start + _LONGEST_TITLE) + 1):
                key = " ".join(words[start:end])
                at = np.searchsorted(hashes, hash(key))
                if at == len(hashes) or hashes[at] != hash(key):
                    continue
                row = int(rows[at])
                if key in set(_title_forms(str(self._catalog.titles[row]), self._articles)):
                    found.append(Link(start, end, "title", "", self._catalog.key(row), float(costs[at]), "exact"))
        return found

    def near(self, words: Sequence[str], unknown: Iterable[int], inflect: Inflect = lambda word: ()) -> list[Link]:
        """What `words` name if those at `unknown` hold a slip of the keyboard: one edit, in long words two.

        A name of several words must be there as a whole: one that the catalogue lacks is not taken for its neighbour.
        """
        found: list[Link] = []
        corrected = {at: self._corrected(words[at], inflect) for at in unknown}
        for at, guesses in corrected.items():
            for word, edits in guesses:
                found += self._mended(words, {at: word}, edits, inflect)
                for other, more in corrected.get(at + 1, ())[:3]:
                    found += self._mended(words, {at: word, at + 1: other}, edits + more, inflect)
        return found

    def _mended(self, words: Sequence[str], slips: dict[int, str], edits: int, inflect: Inflect) -> Iterator[Link]:
        low, high = max(0, min(slips) - _LONGEST + 1), min(len(words), max(slips) + _LONGEST)
        said = [slips.get(at, words[at]) for at in range(low, high)]
        for link in self.links(said, inflect):
            start, end = link.start + low, link.end + low
            if all(start <= at < end for at in slips) and link.evidence != "partial":
                yield Link(start, end, link.kind, link.field, link.value, link.cost + _EDIT * edits, "fuzzy")

    def knows(self, word: str) -> bool:
        """Whether a word is part of any name of a value."""
        return word in self._words

    # -- what is built -------------------------------------------------------------------------------------------------

    def _named(self, key: str) -> Iterator[_Form]:
        """The fields and values that `key` is a whole name of."""
        yield from self._said.get(key, ())
        names = self._fields
        for field, place in self._values.get(key, ()):
            value = self._catalog.values(names[field])[place]
            yield _Form(names[field], value, 0.0 if " ".join(words_of(value)) == key else _COMPACT, "exact")

    def _part(self, word: str, plural: bool) -> list[_Form]:
        """Longer names that `word` is a part of: of people those whose last name it is, of other values the only one.

        The name of a person has no plural.
        """
        if len(word) < 3 or word.isdigit():
            return []
        found: list[_Form] = []
        for name in self._fields:
            person = self._catalog.fields[name].role == "person"
            if person and plural:
                continue
            places = self._catalog.words(name).having(word)
            if not 0 < len(places) <= _MOST_LOOKED_AT:
                continue
            values, counts = self._catalog.values(name), self._catalog.counts(name)
            forms: list[_Form] = []
            for place in map(int, places):
                said = [w for w in words_of(values[place]) if len(w) > 2 and not w.isdigit()]
                if word not in said or len(words_of(values[place])) < 2:
                    continue
                cost = (_SURNAME if word == said[-1] else _OTHER_NAME) if person else _PART
                cost += _STRANGER if person and counts[place] < _KNOWN else 0.0
                forms.append(_Form(name, values[place], cost, "partial"))
            least = min((form.cost for form in forms), default=0.0)
            best = [form for form in forms if form.cost == least]
            if len(best) <= (_MOST_OF_A_NAME if person else 1):
                found += best
        return found

    @cached_property
    def _fields(self) -> tuple[str, ...]:
        return tuple(name for name, field in self._catalog.fields.items() if field.kind in ("category", "tags"))

    @cached_property
    def _values(self) -> dict[str, tuple[tuple[int, int], ...]]:
        """Folded spelling of a value -> (which field, which of its values)."""
        with self._lock:
            found: dict[str, tuple[tuple[int, int], ...]] = {}
            for field, name in enumerate(self._fields):
                for place, value in enumerate(self._catalog.values(name)):
                    said = words_of(value)
                    keys = [" ".join(said)] if said else []
                    if 1 < len(said) <= 3 and len(joined := "".join(said)) <= 12:
                        keys.append(joined)
                    for key in keys:
                        found[key] = (*found.get(key, ()), (field, place))
            return found

    @cached_property
    def _said(self) -> dict[str, list[_Form]]:
        """Names of fields and flags, and what the fields' own synonyms stand for."""
        said: dict[str, list[_Form]] = {}

        def add(key: str, form: _Form) -> None:
            there = said.setdefault(key, [])
            if not any(f.field == form.field and f.value == form.value for f in there):
                there.append(form)

        for name, field in self._catalog.fields.items():
            for called in (*(" ".join(words_of(alias)) for alias in field.aliases), " ".join(name_words(name))):
                add(called, _Form(name, None, 0.0, "exact"))
            if field.kind == "flag":
                for called in (
                    " ".join(_flag_words(name)),
                    *(" ".join(words_of(w)) for w in field.synonyms.get("True", ())),
                ):
                    add(called, _Form(name, True, 0.0, "exact"))
            if name in self._fields and field.synonyms:
                known = set(self._catalog.values(name))
                for value, synonyms in field.synonyms.items():
                    for synonym in synonyms if value in known else ():
                        add(" ".join(words_of(synonym)), _Form(name, value, 0.0, "synonym"))
        return said

    @cached_property
    def _clips(self) -> dict[tuple[str, ...], list[tuple[tuple[str, ...], _Form]]]:
        """Values of several clipped words, by the first two letters of each."""
        clips: dict[tuple[str, ...], list[tuple[tuple[str, ...], _Form]]] = {}
        for name, field in self._catalog.fields.items():
            for value in (
                self._catalog.values(name) if field.kind in ("category", "tags") and field.role != "person" else ()
            ):
                said = words_of(value)
                if len(said) > 1 and all(2 <= len(word) <= 4 and word.isalpha() for word in said):
                    form = _Form(name, value, _COMPACT, "abbreviation")
                    clips.setdefault(tuple(word[:2] for word in said), []).append((said, form))
        return clips

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(word for key in (*self._said, *self._values) for word in key.split())

    @cached_property
    def _blocks(self) -> dict[str, list[str]]:
        """The longer words by their first letter: a slip hardly ever hits that."""
        blocks: dict[str, list[str]] = {}
        for word in self._words:
            if len(word) >= 4 and not word.isdigit():
                blocks.setdefault(word[0], []).append(word)
        return blocks

    def _corrected(self, word: str, inflect: Inflect) -> list[tuple[str, int]]:
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        most = 0 if len(word) < 4 or any(c.isdigit() for c in word) else 1 if len(word) < 8 else 2
        if not most:
            return []
        found: dict[str, int] = {}
        for form, _ in ((word, 0.0), *inflect(word)):
            first = (form[0], form[1]) if form == word else (form[0],)
            for block in dict.fromkeys(first):
                near = process.extract(
                    form, self._blocks.get(block, ()), scorer=OSA.distance, score_cutoff=most, limit=8
                )
                for other, edits, _ in near:
                    if edits and (block == form[0] or sorted(other[:2]) == sorted(form[:2])):
                        found[other] = min(int(edits), found.get(other, 9))
        return sorted(found.items(), key=lambda pair: pair[1])[:8]

    @cached_property
    def _articles(self) -> frozenset[str]:
        """Short words with which more than one title in a hundred begins."""
        counts: dict[str, int] = {}
        titles = self._catalog.titles
        for row in range(0, len(titles), max(1, len(titles) // 5000)):
            first, _, rest = str(titles[row]).casefold().partition(" ")
            if rest and first.isalpha() and len(first) <= 3:
                counts[first] = counts.get(first, 0) + 1
        sample = min(len(titles), 5000)
        return frozenset(word for word, count in counts.items() if count > max(3, 0.01 * sample))

    @cached_property
    def _titles(self) -> tuple[NDArray[np.int64], Rows, NDArray[np.float32]]:
        """(hashes ascending, the row of each, its cost); of items with one title the first by the catalogue's prior."""
        with self._lock:
            hashes: list[int] = []
            rows: list[int] = []
            costs: list[float] = []
            for row, title in enumerate(self._catalog.titles):
                for place, form in enumerate(_title_forms(str(title), self._articles)):
                    hashes.append(hash(form))
                    rows.append(row)
                    costs.append(0.2 * place)
            keys, owners = np.array(hashes, np.int64), np.array(rows, np.int64)
            price = np.array(costs, np.float32)
            order = np.lexsort((-self._catalog.prior()[owners], price, keys)) if len(keys) else np.empty(0, np.int64)
            keys = keys[order]
            first = np.ones(len(keys), bool)
            first[1:] = keys[1:] != keys[:-1]
            order = order[first]
            return keys[first], owners[order], price[order]


def _spelled(run: Sequence[str], inflected: Iterable[tuple[str, float]]) -> Iterator[tuple[str, float]]:
    """The key of a run of words, then with each other form of its last word."""
    yield " ".join(run), 0.0
    before = " ".join(run[:-1])
    for other, cost in inflected:
        yield f"{before} {other}" if before else other, cost


def _keep(
    found: dict[tuple[int, int, str, object], Link], start: int, end: int, form: _Form, cost: float, how: str
) -> None:
    at = (start, end, form.field, form.value)
    kind: Literal["value", "field"] = "field" if form.value is None else "value"
    if at not in found or cost < found[at].cost:
        found[at] = Link(start, end, kind, form.field, form.value, cost, how)


def _flag_words(name: str) -> list[str]:
    said = name_words(name)
    return said[1:] if len(said) > 1 and said[0] in ("is", "has") else said


def _title_forms(title: str, articles: frozenset[str]) -> Iterator[str]:
    """How people call an item: its title, that without an article, and what stands before a colon, dash or bracket."""
    said = words_of(title)
    if not said:
        return
    yield " ".join(said)
    if len(said) > 1 and said[0] in articles:
        yield " ".join(said[1:])
    for mark in (":", " - ", " – ", "("):
        head, found, _ = title.partition(mark)
        short = words_of(head)
        if found and len(short) > 1:
            yield " ".join(short)
