"""How a pack writes several phrases as one: "[go|come] (back)", "neu*"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import product

from ..catalog.text import Token, tokens
from .packs.schema import Words

_SIGNS = frozenset("-~")
"""Signs that are words only beside a number: as phrases they are themselves."""
_PARTS = re.compile(r"[\[\]()|]|[^\[\]()|]+")


def expand(phrase: str, cut: Callable[[str], Sequence[Token]] = tokens, declension: Words = ("",)) -> Iterator[Words]:
    """All spellings of a phrase: "(so) [good|bad]" -> so good, so bad, good, bad; a * stands for any ending of `declension`.

    >>> sorted(expand("not (a) [fan|friend]"))
    [('not', 'a', 'fan'), ('not', 'a', 'friend'), ('not', 'fan'), ('not', 'friend')]
    """
    for text in spellings(phrase, declension):
        spelling = (text,) if text in _SIGNS else tuple(t.text for t in cut(text))
        if spelling:
            yield spelling


def spellings(phrase: str, declension: Words = ("",)) -> Iterator[str]:
    """All spellings of a phrase, as they are written; groups may stand in groups.

    >>> list(spellings("[go|come] (back (home))"))
    ['go ', 'go back ', 'go back home', 'come ', 'come back ', 'come back home']
    """
    for spelling in _choices(iter(_PARTS.findall(phrase)), outermost=True):
        first, *stems = spelling.split("*")
        for endings in product(declension, repeat=len(stems)):
            yield "".join((first, *(ending + stem for ending, stem in zip(endings, stems, strict=True))))


def _choices(parts: Iterator[str], *, outermost: bool = False) -> list[str]:
    """All that a group may stand for, up to where it closes."""
    done: list[str] = []
    said = [""]
    for part in parts:
        if part in "([":
            inner = ["", *_choices(parts)] if part == "(" else _choices(parts)
            said = [before + after for before in said for after in inner]
        elif part == "|" and not outermost:
            done, said = done + said, [""]
        elif part in ")]":
            break
        else:
            said = [before + part for before in said]
    return done + said
