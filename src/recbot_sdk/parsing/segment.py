"""Cuts that a language makes within words: "d'horreur" is d + horreur, "Horrorfilme" is horror + filme."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass, replace

from ..catalog.text import Token, fold, tokens

_APOSTROPHE = re.compile("['’ʼ`]")
_SHORTEST = 3
"""Letters of what stands before a tail, at least."""


@dataclass(frozen=True, slots=True)
class Segmentation:
    """How one language cuts words beyond blanks and marks; both sets hold folded words."""

    elisions: frozenset[str] = frozenset()
    """What is cut off before an apostrophe: the "d" of "d'horreur"."""
    tails: tuple[str, ...] = ()
    """Nouns that are cut off the end of compounds, longest first: the "filme" of "Horrorfilme"."""
    whole: Container[str] = frozenset()
    """Words that are never cut, though they end in a tail: those of the language itself."""

    def __call__(self, text: str) -> tuple[Token, ...]:
        """The tokens of a text, each with its place in it."""
        said = tokens(text)
        if not self.tails and not (self.elisions and _APOSTROPHE.search(text)):
            return said
        return tuple(piece for token in said for piece in self._cut(token, text))

    def _cut(self, token: Token, text: str) -> Iterator[Token]:
        if token.kind != "word":
            yield token
            return
        raw = text[token.start : token.end]
        if self.elisions and (mark := _APOSTROPHE.search(raw)) and fold(raw[: mark.start()]) in self.elisions:
            head, rest = fold(raw[: mark.start()]), raw[mark.end() :]
            if rest:
                yield replace(token, text=head, end=token.start + mark.start(), owner="")
                token = Token(_plain(rest), token.start + mark.end(), token.end, "word", "")
                raw = rest
        yield from self._compound(token, raw)

    def _compound(self, token: Token, raw: str) -> Iterator[Token]:
        if token.text not in self.whole:
            for tail in self.tails:
                if len(token.text) >= len(tail) + _SHORTEST and token.text.endswith(tail):
                    at = next((i for i in range(len(raw) - 1, 0, -1) if fold(raw[i:]) == tail), None)
                    if at is not None:
                        middle = token.start + at
                        yield replace(token, text=token.text[: -len(tail)], end=middle, owner="")
                        yield Token(tail, middle, token.end, "word", "")
                        return
        yield token


def _plain(raw: str) -> str:
    return _APOSTROPHE.sub("", fold(raw))
