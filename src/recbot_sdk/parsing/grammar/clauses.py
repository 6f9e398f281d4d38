"""From the best path to what is said: which handler reads which cue, and in what order its meanings are tried."""

from __future__ import annotations

from collections.abc import Sequence

from ...catalog.text import Token
from . import amounts, corrections, degrees, freetext, moods, pointing
from .edges import Edge
from .reader import Handler, Reader
from .reading import Reading

HANDLERS: tuple[tuple[tuple[str, ...], Handler], ...] = (
    (("edge:number",), pointing.ordinal),
    (("edge:number", "edge:years"), amounts.amount),
    (("edge:field",), pointing.aspect_of),
    (("edge:end",), degrees.adjective),
    (("define",), freetext.define),
    (("dose",), moods.dose_of_next),
    (("filler_phrase",), moods.pleasantry),
    (("into",), corrections.into),
    (("action",), corrections.action),
    (("between",), amounts.between),
    (("compare",), amounts.compare),
    (("not_only",), corrections.not_only),
    (("like_this",), pointing.like_this),
    (("similar",), pointing.similar),
    (("dissimilar",), pointing.similar),
    (("seen",), pointing.seen),
    (tuple(f"degree_{name}" for name in ("more", "less", "most", "least", "too", "high", "low")), degrees.degree),
    (("sort",), degrees.sort),
    (("up", "down", "turned"), degrees.way),
    (("by",), degrees.by_field),
    (("compared",), degrees.compared),
    (("evaluative",), degrees.evaluative),
    (("adjective",), degrees.adjective),
    (("to", "instead_of", "than"), moods.rather),
    (("instead_of",), corrections.instead_of),
    (("unless",), moods.unless),
    (("polarity",), moods.polarity),
    (("ordinal",), pointing.ordinal),
    (("same",), pointing.aspect),
    (("theirs",), pointing.theirs),
    (("number",), pointing.numbered),
    (("this",), pointing.this),
    (("dose",), moods.dose),
    (("scope",), moods.scope),
    (("lasting",), moods.lasting),
    (("audience",), moods.audience),
    (("about",), freetext.about),
    (("but",), moods.but),
    (("nor",), moods.nor),
    (("contrast",), moods.contrast),
    (("or",), moods.either),
    (("and",), moods.both),
    (("also",), moods.also),
    (("too",), moods.too),
)
"""Kinds of cues (of edges, where it says so) with their handlers, likeliest meaning first."""


def read(path: Sequence[Edge], tokens: Sequence[Token], told: frozenset[int] = frozenset()) -> Reading:
    """What a path says; `told` are the tokens of clauses in which people only tell."""
    return Reader(path, tokens, HANDLERS, told).read()
