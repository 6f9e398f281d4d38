"""Clauses in which people tell of themselves: "I was at the dentist, and they had an old one on" wishes for no dentist."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...catalog.text import Token
from ..pack import Pack

_ENDS = frozenset(",.;:?!(")
_LIGHT = frozenset({"filler", "noun", "this", "filler_phrase"})


def told(tokens: Sequence[Token], pack: Pack) -> frozenset[int]:
    """The tokens of clauses with a word of telling ("was", "my", "they") that belongs to no phrase of a wish."""
    places = [at for at, token in enumerate(tokens) if token.text in pack.telling]
    if not places:
        return frozenset()
    covered = {at for start in range(len(tokens)) for at in _wished(tokens, start, pack)}
    found: set[int] = set()
    for clause in _clauses(tokens):
        if any(at in clause and at not in covered for at in places):
            found.update(clause)
    return frozenset(found)


def _wished(tokens: Sequence[Token], start: int, pack: Pack) -> range:
    """The tokens of the longest phrase that says more than nothing, from `start`."""
    for end, cues in pack.cues(tokens, start):
        if any(cue.kind not in _LIGHT for cue in cues):
            return range(start, end)
    return range(0)


def _clauses(tokens: Sequence[Token]) -> Iterator[range]:
    start = 0
    for at, token in enumerate(tokens):
        if at and token.gap in _ENDS:
            yield range(start, at)
            start = at
    yield range(start, len(tokens))
