"""The words of a language pack, and nothing of what they mean: enough to tell a language by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from ..catalog.text import words as words_of
from ..catalog.units import spellings as unit_spellings
from .packs.reading import read_pack
from .packs.schema import PackData, Times, Words
from .phrases import spellings
from .segment import Segmentation, segmentation_of, tails_of

_MARKS = re.compile(r"[\[\]()|/]")
_ENDED = re.compile(r"(?:[^\s\[\]()|*]*(?:\*|\[[^\s\[\]()]*\]|\([^\s\[\]()]*\)))+[^\s\[\]()|*]*")
"""A word with its endings: "movie(s)", "dan[és|esa]", "neu*"."""
_STEM = 3
"""Letters that are left of a word without its ending, at least."""


@dataclass(frozen=True)
class PackWords:
    """Every word that a pack knows, in the forms that it has."""

    words: frozenset[str]
    tokens: Segmentation
    endings: Mapping[str, Sequence[str]]
    """Ending -> what may stand in its place."""
    names: frozenset[str]
    """What catalogues call values, "Sci-Fi": it is said in many languages, and tells nothing."""
    ruling: frozenset[str]
    """Those that rule a clause."""

    def split(self, text: str) -> list[str]:
        """The words of a text as the language cuts it, without numbers and signs."""
        return [t.text for t in self.tokens(text) if t.kind == "word" and (len(t.text) > 1 or not t.text.isascii())]

    def knows(self, word: str) -> bool:
        """Whether a word, or another form of it, is one of the pack's."""
        return word in self.words or any(
            word[:at] + other in self.words
            for at in range(_STEM, len(word) + 1)
            for other in self.endings.get(word[at:], ())
        )


@cache
def pack_words(name: str = "en") -> PackWords:
    """The words of a pack, without compiling it. Raises `ArgumentError` as `read_pack`."""
    data = read_pack(name)
    cut, declension = segmentation_of(data), ("", *data.declension)

    def words(phrases: Iterable[str]) -> frozenset[str]:
        written = _ENDED.sub(lambda ended: " ".join(spellings(ended.group(), declension)), " ".join(phrases))
        return frozenset(token.text for token in cut(_MARKS.sub(" ", written)) if token.kind == "word")

    own = (*data.synonyms, *data.regions, *(place for places in data.demonyms.values() for place in places))
    names = frozenset(word for value in own for word in words_of(value))
    known = words((*_said(data), *(unit for unit in unit_spellings() if len(unit) > 1)))
    endings: dict[str, list[str]] = {}
    for ending, other in (pair.split("/") for section in data.ending for pair in section.pairs):
        endings.setdefault(ending, []).append(other)
    return PackWords(known, replace(cut, tails=tails_of(data), whole=known), endings, names, words(_ruling(data)))


def _ruling(data: PackData) -> Iterator[str]:
    """Phrases that rule a clause: words of the language itself."""
    lists: list[Words] = [data.about.phrases, data.define.phrases, data.indefinite]
    lists += [*(words.phrases for words in data.polarity), *(words.phrases for words in data.action)]
    lists += [words.phrases for words in data.comparator]
    for table in (data.dose, data.scopes, data.connect, data.range, data.degree, data.order):
        lists += table.values()
    for phrases in lists:
        yield from phrases


def _said(data: PackData) -> Iterator[str]:
    """Every phrase of a pack."""
    yield from _ruling(data)
    lists: list[Words] = [words.phrases for words in data.evaluative]
    lists += [data.telling.words, data.telling.owners, data.telling.subjects]
    lists += [phrases for adjective in data.adjective for phrases in (adjective.low, adjective.high)]
    lists += [getattr(data.times, name) for name in Times.model_fields if name not in ("decades", "months")]
    for table in (
        data.lasting,
        data.units,
        data.roles_called,
        data.items,
        data.fillers,
        data.regions,
        data.fields_called,
    ):
        lists += table.values()
    loans = data.synonyms.keys()  # "western" for "western" tells nothing of the language
    lists += [tuple(phrase for phrase in phrases if phrase not in loans) for phrases in data.synonyms.values()]
    for phrases in lists:
        yield from phrases
    for keys in (data.numbers, data.fractions, data.ordinals, data.demonyms, data.times.decades, data.times.months):
        yield from keys
