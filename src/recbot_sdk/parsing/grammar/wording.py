"""Words within titles, where titles describe what an item is: "with spinach" on a menu, "diesels" among cars."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from ...catalog.once import Once
from ...catalog.slips import Slips
from ...catalog.vocabulary import Link
from ...catalog.words import Words, words_of
from ..pack import Pack

if TYPE_CHECKING:
    from ...catalog import Catalog
    from ...catalog.text import Token

DESCRIPTIVE = 0.5
"""The share of the words in titles that many titles have, beyond which titles describe: .15 for films, .8 and more in shops."""
MANY, MANY_OF = 3, 0.002
"""Titles, and the share of all titles, that have a word which many have."""
_SAMPLE = 5_000
_LONGEST = 4
_USUAL = 0.5
"""The share of titles beyond which a word says nothing of an item: "home" among homes."""
_COST, _SLIP = 1.0, 0.5
_LONG = 5
"""Letters of a word in which a slip can be seen."""
_SEVERAL, _MANY = 2, 200
"""Titles that begin with the name of a series, at least; titles that are looked at, at most."""
_ITEM = 0.1
"""Less for the whole title of a single item than for the words that it shares."""


class Wording:
    """The words of one catalogue's titles."""

    def __init__(self, catalog: Catalog, pack: Pack) -> None:
        self._catalog, self._pack = catalog, pack
        self.field = next(iter(catalog.by_role("title")), None)
        """The field of titles; None where ids are titles."""
        self._words = Once(lambda: [word for word, _ in catalog.title_words.counts() if len(word) >= _LONG])
        self._slips = Once(lambda: Slips(self._words()))
        self._descriptive = Once(lambda: self.field is not None and descriptive(catalog.titles, pack.fillers))

    @property
    def describes(self) -> bool:
        """Whether titles describe items, as those of goods do, and do not only name them, as those of films do."""
        return self._descriptive()

    def links(self, tokens: Sequence[Token], taken: Sequence[bool]) -> Iterator[Link]:
        """Runs of words that titles hold side by side, none of them `taken` by a name of the catalogue."""
        if self.field is None or not self.describes:
            return
        for start in range(len(tokens)):
            for end in range(start + 1, min(len(tokens), start + _LONGEST) + 1):
                if (
                    taken[end - 1]
                    or tokens[end - 1].kind == "sign"
                    or (end - start > 1 and tokens[end - 1].gap not in ("", " "))
                ):
                    break
                words = [token.text for token in tokens[start:end]]
                if (
                    (len(words[0]) > 4 or self.tells(words[0]))
                    and self.tells(words[-1])
                    and (text := self.phrase(words)) is not None
                ):
                    yield Link(start, end, "value", self.field, text, _COST, "title")

    def link(self, start: int, end: int, words: Sequence[str]) -> Link | None:
        """The words that titles hold, as what a run of other words means; None where titles do not describe or lack them."""
        if self.field is None or not self.describes or not self.tells(words[-1]):
            return None
        text = self.phrase(words)
        return None if text is None else Link(start, end, "value", self.field, text, _COST, "title")

    def near(self, words: Sequence[str], places: Sequence[int]) -> Iterator[Link]:
        """Words of titles with one slip of the keyboard in them, long ones with two."""
        if self.field is None or not self.describes:
            return
        for at in (at for at in places if len(words[at]) >= _LONG and words[at].isalpha()):
            for most in (1, 2) if len(words[at]) > _LONG + 1 else (1,):
                found = self._slips().near([words[at]], most)[0]
                if found:
                    place, edits = found[0]
                    yield Link(at, at + 1, "value", self.field, self._words()[place], _COST + _SLIP * edits, "title")
                    break

    def series(self, tokens: Sequence[Token], taken: Sequence[bool]) -> Iterator[Link]:
        """Words with which several titles begin: what people call a series by."""
        if self.field is None or self.describes:
            return
        for start in range(len(tokens) - 1):
            if taken[start] or not self.tells(tokens[start].text):
                continue
            for end in range(start + 2, min(len(tokens), start + _LONGEST) + 1):
                words = [token.text for token in tokens[start:end]]
                if taken[end - 1] or tokens[end - 1].gap not in ("", " ") or words[-1] in self._pack.fillers:
                    break
                phrase = " ".join(words)
                rows = self._catalog.title_words.places(phrase).tolist()[:_MANY]
                if sum(self._begun(row, words) for row in rows) >= _SEVERAL:
                    yield Link(start, end, "value", self.field, phrase, _COST, "title")

    def _begun(self, row: int, words: Sequence[str]) -> bool:
        """Whether a title begins with these words, behind its article."""
        own = words_of(self._catalog.titles[row])
        return own[: len(words)] == words or (own[0] in self._pack.fillers and own[1 : len(words) + 1] == words)

    def titled(self, tokens: Sequence[Token]) -> Iterator[Link]:
        """Words that are said to stand in titles: "with love in the title"."""
        if self.field is None:
            return
        for at in range(1, len(tokens)):
            for end in self._pack.spoken(tokens, at, "in_title"):
                for start in range(max(0, at - _LONGEST), at):
                    text = self.phrase([token.text for token in tokens[start:at]])
                    if text is not None and all(token.gap in ("", " ") for token in tokens[start + 1 : at]):
                        yield Link(start, end, "value", self.field, text, 0.0, "title")

    def tells(self, word: str) -> bool:
        """Whether a word by itself says something about an item."""
        known = word in self._pack.words or word in self._pack.ordinary or (word,) in self._pack.units
        return len(word) >= 3 and not word.isdecimal() and not known

    def phrase(self, words: Sequence[str]) -> str | None:
        """The words as most titles have them side by side, the last one in the singular or the plural; None: no title does."""
        *first, last = words
        titles = self._catalog.title_words
        if any(_absent(word, titles) for word in first):
            return None
        forms = [last, *(other for other, cost in self._pack.inflections(last) if cost <= _ITEM)]
        said = [" ".join((*first, form)) for form in forms if not _absent(form, titles)]
        held = {text: len(titles.places(text)) for text in said}
        held = {text: count for text, count in held.items() if 0 < count <= _USUAL * len(titles.texts)}
        itself = " ".join(words)
        return itself if itself in held else max(held, key=held.__getitem__, default=None)


def _absent(word: str, titles: Words) -> bool:
    """Whether no title holds a word; False for what titles may hold in pieces."""
    return word.isascii() and word.isalnum() and word not in titles


def descriptive(titles: Sequence[str], fillers: frozenset[str]) -> bool:
    """Whether most words of titles stand in many of them."""
    words = Words([titles[row] for row in range(0, len(titles), max(1, len(titles) // _SAMPLE))])
    held = np.array(
        [count for word, count in words.counts() if word not in fillers and not word.isdecimal() and len(word) > 1]
    )
    many = held >= max(MANY, MANY_OF * len(words.texts))
    return bool(len(held)) and float(held[many].sum()) >= DESCRIPTIVE * float(held.sum())
