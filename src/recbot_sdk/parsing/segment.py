"""Cuts that a language makes within words: "d'horreur" is d + horreur, "Horrorfilme" is horror + filme."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from ..catalog.text import Token, fold, tokens
from .glued import GluedNumbers
from .packs.schema import PackData, Words
from .phrases import spellings
from .seams import Seams

_APOSTROPHE = re.compile("['’ʼ`]")
_SHORTEST = 3
"""Letters of what stands before a tail, at least."""


@dataclass(frozen=True)
class Segmentation:
    """How one language cuts words beyond blanks and marks; words are folded where nothing else is said."""

    elisions: frozenset[str] = frozenset()
    """What is cut off before an apostrophe: the "d" of "d'horreur"."""
    tails: tuple[str, ...] = ()
    """Nouns that are cut off the end of compounds, longest first: the "filme" of "Horrorfilme"."""
    whole: frozenset[str] = frozenset()
    """The words of the language itself: they are never cut, though they end in a tail; none: nothing is cut."""
    digraphs: dict[str, str] = field(default_factory=dict)
    """What an accented letter is written as where keyboards lack it: "ae" for "ä"."""
    accented: frozenset[str] = frozenset()
    """Words as they are written, in lower case, that only their accents tell from others: "länger", "langer"."""
    seams: Seams = field(default_factory=Seams)
    """What is held together across blanks and marks."""
    thousands: str = ""
    """The mark between thousands, where it is no comma."""
    glued: GluedNumbers = field(default_factory=GluedNumbers)
    """Number words written as one."""

    def __call__(self, text: str) -> tuple[Token, ...]:
        """The tokens of a text, each with its place in it."""
        said = tokens(self._grouped.sub(",", text) if self.thousands else text)
        if self._plain and not (self.elisions and _APOSTROPHE.search(text)):
            return said
        pieces = tuple(piece for token in said for piece in self._cut(token, text))
        return self.seams(pieces, text) if self.seams else pieces

    @cached_property
    def _plain(self) -> bool:
        """Whether no word is cut but before an apostrophe."""
        return not (self.tails or self.digraphs or self.accented or self.seams or self.glued)

    @cached_property
    def _grouped(self) -> re.Pattern[str]:
        return re.compile(rf"(?<=\d){re.escape(self.thousands)}(?=\d{{3}}(?!\d))")

    @cached_property
    def _letters(self) -> dict[str, str]:
        """Digraph -> the letter that it stands for, folded."""
        return {digraph: fold(letter) for letter, digraph in self.digraphs.items()}

    def _cut(self, token: Token, text: str) -> Iterator[Token]:
        if token.kind != "word":
            yield token
            return
        raw = text[token.start : token.end]
        if self.elisions and (mark := _APOSTROPHE.search(raw)) and fold(raw[: mark.start()]) in self.elisions:
            head, rest = fold(raw[: mark.start()]), raw[mark.end() :]
            if rest:
                yield replace(token, text=head, end=token.start + mark.start(), owner="")
                token = Token(_unmarked(rest), token.start + mark.end(), token.end, "word", "")
                raw = rest
        if self.accented and raw.lower() in self.accented:
            token = replace(token, text="".join(self.digraphs.get(c, fold(c)) for c in raw.lower()))
        yield from self._pieces(token, raw)

    def _pieces(self, token: Token, raw: str) -> Iterator[Token]:
        if not self.whole or token.text in self.whole:
            yield token
            return
        plain = self._contracted(token.text)
        for spelling in dict.fromkeys((token.text, plain)):
            if spelling in self.whole:
                yield replace(token, text=spelling)
                return
            if (number := self.glued.value(spelling)) is not None:
                yield replace(token, text=f"{number:.15g}", kind="number")
                return
            if (pieces := self._compound(replace(token, text=spelling), raw)) is not None:
                yield from pieces
                return
        yield token

    def _contracted(self, word: str) -> str:
        """A word with single letters for its digraphs."""
        for digraph, letter in self._letters.items():
            word = word.replace(digraph, letter)
        return word

    def _compound(self, token: Token, raw: str) -> tuple[Token, Token] | None:
        for tail in self.tails:
            if len(token.text) >= len(tail) + _SHORTEST and token.text.endswith(tail):
                ends = ((i, fold(raw[i:])) for i in range(len(raw) - 1, 0, -1))
                at = next((i for i, end in ends if tail in (end, self._contracted(end))), None)
                if at is not None:
                    middle = token.start + at
                    head = replace(token, text=token.text[: -len(tail)], end=middle, owner="")
                    return head, Token(tail, middle, token.end, "word", "")
        return None


def _unmarked(raw: str) -> str:
    return _APOSTROPHE.sub("", fold(raw))


def segmentation_of(data: PackData) -> Segmentation:
    """How phrases of a pack are cut: as commands are, but for compounds, seams and numbers."""
    accented = frozenset(word for text in data.accented for word in spellings(text, ("", *data.declension)))
    return Segmentation(frozenset(data.elisions), digraphs=data.digraphs, accented=accented, thousands=data.thousands)


def tails_of(data: PackData) -> Words:
    """The nouns that a pack cuts off compounds, longest first."""
    return tuple(sorted(map(fold, data.tails), key=len, reverse=True))
