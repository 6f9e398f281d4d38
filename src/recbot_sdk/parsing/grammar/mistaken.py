"""Slips in a script without blanks: one character of a word for another, "恐布" for "恐怖"."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from ...catalog.text import Token, ideograph
from ..pack import Pack

_SURE = 3
"""Characters of a word that one of them cannot change; a word of two needs the noun for items behind it."""


def mistaken(tokens: Sequence[Token], unknown: Container[int], pack: Pack) -> Iterator[tuple[int, str]]:
    """(place, character) of what may have been meant at `unknown` places by other words for values."""
    for at, token in enumerate(tokens):
        if at not in unknown or not ideograph(token.text):
            continue
        for start in range(max(0, at - pack.longest_meant + 1), at + 1):
            for end in range(max(at + 1, start + 2), min(len(tokens), start + pack.longest_meant) + 1):
                run = [token.text for token in tokens[start:end]]
                known = tuple(run) in pack.means
                run[at - start] = ""
                if known:
                    continue
                if end - start >= _SURE or pack.spoken(tokens, end, "noun"):
                    yield from ((at, meant) for meant in pack.mistakable.get(tuple(run), ()))
