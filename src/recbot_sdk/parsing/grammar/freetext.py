"""Free text: what a wish says in words that name nothing of the catalogue."""

from __future__ import annotations

from itertools import pairwise

from ..pack import Cue
from .edges import Edge
from .reader import Reader
from .reading import Said

_ENDS = frozenset(".;?!,")


def about(reader: Reader, at: int, edge: Edge, cue: Cue) -> int | None:
    """As in "about found family": the words to the end of the clause, where one of them names nothing."""
    stop, unknown = at + 1, 0
    while stop < len(reader.path):
        here = reader.path[stop]
        if reader.tokens[here.start].gap in _ENDS or here.cue("polarity", "but", "action", "compare") is not None:
            break
        if here.kind == "value" and here.end - here.start > 1 and here.links[0].evidence == "exact":
            return None  # "in which Ada Byron appears" names her
        unknown += here.kind == "unknown" or (here.kind == "value" and here.links[0].evidence == "title")
        stop += 1
    if not unknown:
        return None
    return reader.put(Said("about", reader.soft(), reader.path[at + 1].start, reader.path[stop - 1].end), stop)


def define(reader: Reader, at: int, edge: Edge, cue: Cue) -> int | None:
    """As in "what does noir mean?": a question about one word, and no wish."""
    if reader.said or not reader.mood.bare:
        return None
    named = reader.edge(reader.ahead(at + 1))
    rest = reader.path[reader.ahead(at + 1) + 1 :]
    asked = named is not None and named.kind in ("value", "title", "unknown", "field")
    sentence = _sentence(reader, at)
    if _questions(reader, at, sentence):
        return sentence.stop
    if edge.cue("filler") is not None:  # "is X too scary for a child?"
        about = named is not None and named.kind == "title" and reader.ahead(at + 1) == at + 1
        return sentence.stop if about else None
    light = all(e.kind == "filler" or e.cue("filler", "filler_phrase") for e in rest)
    return len(reader.path) if asked and light else None


def _sentence(reader: Reader, at: int) -> range:
    """The places of the path from here to the end of the sentence."""
    stops = (k for k in range(at + 1, len(reader.path)) if reader.tokens[reader.path[k].start].gap in ".;?!")
    return range(at, next(stops, len(reader.path)))


def _questions(reader: Reader, at: int, sentence: range) -> bool:
    """Whether a sentence asks about what is there: "how long is the first one?", "is the sauna free?"."""
    rest = [reader.path[place] for place in sentence[1:]]
    wished = any(edge.cue("similar", "dissimilar", "seen", "compare") for edge in rest)
    if wished or any(c.kind == "polarity" and c.side == "before" for edge in rest for c in edge.cues):
        return False
    pointed = any(edge.cue("ordinal") and after.cue("one") for edge, after in pairwise(rest))
    if pointed or (len(rest) > 1 and rest[0].cue("this") is not None):
        return True
    named = [place for place in sentence[1:] if reader.path[place].kind == "value"]
    plain = reader.path[at].cue("filler") is not None and len(named) == 1 and named[0] < sentence.stop - 1
    behind = [reader.path[place] for place in range(named[0] + 1, sentence.stop)] if plain else []
    return (
        bool(behind)
        and all(e.kind == "filler" or e.cue("filler", "adjective", "polarity") for e in behind)
        and named[0] <= at + 2
    )
