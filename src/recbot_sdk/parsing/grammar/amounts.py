"""Amounts in a clause: what stands before them, ranges, and signs behind them."""

from __future__ import annotations

from dataclasses import replace

from ...catalog.units import dimension
from ..pack import Cue
from .edges import Edge
from .reader import Reader
from .reading import Mood, Said


def amount(reader: Reader, at: int, edge: Edge, cue: Cue) -> int:
    """A number or a year by itself, or with a sign behind it; "in 30 minutes" is no longer than that."""
    before = reader.edge(at - 1)
    spent = edge.quantity is not None and edge.quantity.unit is not None and dimension(edge.quantity.unit) == "time"
    own = edge.cue("compare")
    if own is not None:
        return bound(reader, at, own.sign, (own,))  # "20+ euros"
    if before is not None and before.cue("than") is not None:  # "taller than a metre", where nothing is known of tall
        return reader.put(Said("unknown", reader.mood, before.start, edge.end), at + 1)
    within = spent and before is not None and before.cue("at") is not None and before.cue("by") is None
    return bound(reader, at, "<=" if within else "")


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
    else:
        named = to if to is not None and to.kind == "field" and reader.hint is None else None
        behind = reader.edge(stop + 1) if named is not None else to  # "60 miles range or more"
        at_end = stop + (named is not None)
        if behind is not None and sign in ("", ">=") and (after := _behind(reader, at_end, behind)) is not None:
            sign, cues, stop = after.sign, (after,), at_end + 1
            reader.hint = named or reader.hint
    mood = reader.mood if reader.joint == "or" else reader.uncarried()  # "no A, B or over 20"
    last = reader.said[-1] if reader.said else None
    joined = reader.joint in ("and", "comma") and last is not None and last.mood.span == mood.span
    if sign and joined and not mood.bare:
        mood = Mood(scope=mood.scope)  # "more folk, under 40 minutes": the sign asks anew
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


def _behind(reader: Reader, at: int, edge: Edge) -> Cue | None:
    """A sign that bounds the amount before it, and not the one behind it or beyond a comma."""
    if edge.kind != "cue":
        return None
    following = reader.ahead(at + 1)
    leads = any(cue.kind == "compare" and cue.side == "before" for cue in edge.cues) and reader.is_amount(following)
    if leads and reader.tokens[reader.path[following].start].gap == ",":
        leads = False  # "150k max, 2 doors"
    if leads or reader.tokens[edge.start].gap in (",", ".", ";"):
        return None
    return next((cue for cue in edge.cues if cue.kind == "compare" and cue.side == "after"), None)
