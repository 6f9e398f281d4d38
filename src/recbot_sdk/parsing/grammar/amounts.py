"""Amounts in a clause: what stands before them, ranges, and signs behind them."""

from __future__ import annotations

from dataclasses import replace

from ..pack import Cue
from .lattice import Edge
from .reader import Reader
from .reading import Said


def amount(reader: Reader, at: int, edge: Edge, cue: Cue) -> int:
    """A number or a year by itself, or with a sign behind it."""
    return bound(reader, at)


def between(reader: Reader, at: int, edge: Edge, cue: Cue) -> int | None:
    """As in "between 90 and 120", "from 1945 to 1955"."""
    first = reader.ahead(at + 1)
    to = reader.edge(first + 1)
    if reader.is_amount(first) and to is not None and to.cue("to") and reader.is_amount(first + 2):
        return bound(reader, first, start=edge.start)
    return None


def compare(reader: Reader, at: int, edge: Edge, cue: Cue) -> int | None:
    """As in "under 90", "at least 4": a sign before its amount."""
    cues = tuple(c for c in edge.cues if c.kind == "compare" and c.side == "before")
    following = reader.ahead(at + 1)
    if cues and reader.is_amount(following):
        return bound(reader, following, cues[0].sign, cues, edge.start)
    return None


def bound(reader: Reader, at: int, sign: str = "", cues: tuple[Cue, ...] = (), start: int | None = None) -> int:
    """An amount with what stands before it (`sign`), as one end of a range, or with a sign behind it."""
    edge = reader.path[at]
    amounts: tuple[Edge, ...] = (edge,)
    stop = at + 1
    to = reader.edge(stop)
    if to is not None and to.cue("to") and reader.is_amount(stop + 1) and sign == "":
        amounts, sign, stop = (edge, reader.path[stop + 1]), "range", stop + 2
    elif to is not None and sign in ("", ">=") and (after := _behind(to)) is not None:
        sign, cues, stop = after.sign, (after,), stop + 1
    mood = reader.uncarried()
    if mood.bare:
        mood = replace(mood, hard=True)
    first = edge.start if start is None else start
    if reader.hint is not None:
        first = min(first, reader.hint.start)
    said = Said(
        "bound",
        mood,
        first,
        reader.path[stop - 1].end,
        edge,
        fields=reader.hinted(),
        sign=sign,
        amounts=amounts,
        cues=cues,
    )
    return reader.put(said, stop)


def _behind(edge: Edge) -> Cue | None:
    return next((cue for cue in edge.cues if cue.kind == "compare" and cue.side == "after"), None)
