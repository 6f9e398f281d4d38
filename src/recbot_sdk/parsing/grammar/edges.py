"""One reading of some tokens: what the lattice is made of and a path leads over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from ...catalog.vocabulary import Link
from ..pack import Cue
from .numbers import Quantity
from .times import Years

if TYPE_CHECKING:
    from ...tools import Tool

EdgeKind = Literal["cue", "value", "title", "field", "number", "years", "end", "tool", "filler", "unknown"]
PER_EDGE = 0.8
"""Cost of any reading of a word: fewer, longer readings win."""
FILLER, UNKNOWN = 1.1, 2.7
LONG = 0.04
"""Less for each further word of a reading."""


class Edge(NamedTuple):
    """One reading of tokens `start` to `end`."""

    start: int
    end: int
    kind: EdgeKind
    cost: float
    cues: tuple[Cue, ...] = ()
    links: tuple[Link, ...] = ()
    quantity: Quantity | None = None
    years: Years | None = None
    tool: Tool[Any] | None = None

    def cue(self, *kinds: str) -> Cue | None:
        """The meaning of one of these kinds, if the edge has it."""
        for cue in self.cues:
            if cue.kind in kinds:
                return cue
        return None


def linked(links: Sequence[Link], cost: float) -> Iterator[Edge]:
    """The reading that links of one run of words are, the best link first."""
    start, end, kind = links[0].start, links[0].end, links[0].kind
    yield Edge(start, end, kind, cost, links=tuple(sorted(links, key=lambda link: link.cost)))
