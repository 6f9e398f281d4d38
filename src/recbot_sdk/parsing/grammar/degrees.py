"""Words of degree: "shorter", "less expensive", "too long", "best", "high rating", "well reviewed", "newest first"."""

from __future__ import annotations

from dataclasses import replace

from ..pack import Cue
from .amounts import bound
from .edges import Edge
from .pointing import pointed
from .reader import Reader
from .reading import Mood, Said, SaidKind, opposite

_DEGREES = ("more", "less", "most", "least", "too", "high", "low")
_KINDS: dict[str, SaidKind] = {"more": "toward", "less": "toward", "most": "order", "least": "order"}


def degree(reader: Reader, at: int, edge: Edge, cue: Cue) -> int | None:
    """A word of degree before an adjective or the name of a field."""
    said = [name for name in _DEGREES if edge.cue(f"degree_{name}")]
    place = at + 1
    following = reader.edge(place)
    while following is not None and following.cue("degree_very"):
        place += 1
        following = reader.edge(place)
    if not said:
        return None
    if following is not None and (following.kind == "end" or following.cue("adjective") is not None):
        how = next((name for name in said if name in ("more", "less", "most", "least", "too")), None)
        return None if how is None else _adjective(reader, place, following, how, edge.start)
    how = next((name for name in said if name != "too"), None) or said[0]
    named = following if following is not None and following.kind == "field" else _named_before(reader, at)
    if named is None:
        return None
    place = place + 1 if named is following else at + 1
    start, end = min(edge.start, named.start), max(edge.end, named.end)
    fields = tuple(link.field for link in named.links)
    end_of = "high" if how in ("more", "most", "high") else "low"
    done = _than(reader, place, edge.start, fields, (), end_of, end_of)
    if done is not None:
        return done
    mood = replace(reader.soft(), polarity="like")
    kind = _KINDS.get(how, "grade")
    if how == "too":
        kind, end_of = "toward", "low"
    follow = _first(reader, place) if kind == "order" else None
    if follow is not None:
        return reader.put(Said(kind, mood, start, end, named, fields=fields, end_of=end_of, sign="first"), follow)
    return reader.put(Said(kind, mood, start, end, named, fields=fields, end_of=end_of), place)


def _named_before(reader: Reader, at: int) -> Edge | None:
    """The field that a word of degree stands glued behind, particles between them: "评分更高", "评分要高"."""
    named, place = reader.hint, at
    while named is not None and reader.tokens[reader.path[place].start].gap == "":
        place -= 1
        if reader.path[place] is named:
            reader.hint = None
            return named
        if reader.path[place].kind != "filler" and reader.path[place].cue("filler") is None:
            break
    return None


def _first(reader: Reader, at: int) -> int | None:
    """Where to go on behind "first", past particles and the noun for items; None where it does not follow."""
    place = reader.ahead(at)
    follow = reader.edge(place)
    return None if follow is None or follow.cue("first") is None else place + 1


def adjective(reader: Reader, at: int, edge: Edge, cue: Cue) -> int:
    """An adjective by itself: "short", "shorter", "shortest"."""
    return _adjective(reader, at, edge, "", edge.start)


def _adjective(reader: Reader, at: int, edge: Edge, how: str, start: int) -> int:
    cues = tuple(cue for cue in edge.cues if cue.kind == "adjective")
    fields = tuple(link.field for link in edge.links)
    end_of, own = cues[0].key, cues[0].degree
    negative = reader.uncarried().polarity == "dislike" and not reader.mood.bare
    led = reader.edge(at - 1)
    kind: SaidKind = "grade"
    if own == "more" or how in ("more", "less", "too") or (negative and led is not None and led.cue("polarity")):
        kind = "toward"
    elif own == "most" or how in ("most", "least"):
        kind = "order"
    flipped = how in ("less", "least", "too")
    beyond = opposite(end_of) if flipped else end_of
    mood = reader.soft()
    if negative and kind != "grade":
        flipped = flipped if how == "too" else not flipped
        mood = replace(mood, polarity="like")
    if flipped:
        end_of = opposite(end_of)
    stop = at + 1
    named = reader.edge(stop)
    if not fields and named is not None and named.kind == "field" and own != "plain":  # "longer range"
        fields, stop = tuple(link.field for link in named.links), stop + 1
    done = _than(reader, stop, start, fields, cues, end_of, beyond)
    if done is not None:
        return done
    if _remark(reader, at, cues) or (kind == "order" and _other_end(reader, start)):
        return stop
    if kind == "order" and (first := _first(reader, stop)) is not None:
        end = reader.path[first - 1].end
        said = Said("order", mood, start, end, edge, cues=cues, fields=fields, end_of=end_of, sign="first")
        return reader.put(said, first)
    return reader.put(Said(kind, mood, start, edge.end, edge, cues=cues, fields=fields, end_of=end_of), stop)


def _than(
    reader: Reader, at: int, start: int, fields: tuple[str, ...], cues: tuple[Cue, ...], end_of: str, beyond: str
) -> int | None:
    """As in "shorter than 90 minutes", "more power than the second one"; None where nothing is compared.

    `end_of` is the end that is wished for, `beyond` the one that the words name: "no longer than" dislikes longer.
    """
    than_at = reader.ahead(at, frozenset({"noun"}))
    than = reader.edge(than_at)
    if than is None or than.cue("than") is None:
        return None
    target = reader.ahead(than_at + 1)
    if reader.is_amount(target):
        reader.hint = None
        done = bound(reader, target, "<" if beyond == "low" else ">", cues, start)
        reader.said[-1].fields = fields
        return done
    found = pointed(reader, than_at + 1)
    if found is None:
        return None
    mood = Mood(scope=reader.mood.scope)
    said = Said(
        "toward", mood, start, found.end, found.edge, cues=cues, fields=fields, end_of=end_of, places=found.places
    )
    return reader.put(said, found.stop)


def compared(reader: Reader, at: int, edge: Edge, cue: Cue) -> int | None:
    """As in "比第二部短": what is compared with stands before the adjective."""
    target = reader.ahead(at + 1)
    found = None if reader.is_amount(target) else pointed(reader, at + 1)
    place = target + 1 if found is None else found.stop
    word = reader.edge(place)
    while word is not None and word.cue("degree_more", "degree_very") is not None and word.cue("adjective") is None:
        place += 1
        word = reader.edge(place)
    cues = () if word is None else tuple(c for c in word.cues if c.kind == "adjective")
    if not cues or (found is None and not reader.is_amount(target)):
        return None
    end_of = cues[0].key
    if found is None:
        bound(reader, target, "<" if end_of == "low" else ">", cues, edge.start)
        return place + 1
    mood = Mood(scope=reader.mood.scope)
    said = Said("toward", mood, edge.start, found.end, found.edge, cues=cues, end_of=end_of, places=found.places)
    return reader.put(said, place + 1)


def _other_end(reader: Reader, start: int) -> bool:
    """As in "from the newest to the oldest": the end to which an order leads says nothing more."""
    before = next((edge for edge in reversed(reader.path) if edge.end <= start and edge.kind != "filler"), None)
    return before is not None and before.cue("to") is not None and reader.last("order") is not None


def _remark(reader: Reader, at: int, cues: tuple[Cue, ...]) -> bool:
    """As in "these look great", "great, thanks": praise or blame of what is there is no wish."""
    if not any("quality" in cue.roles for cue in cues):
        return False
    before = at - 1
    while (edge := reader.edge(before)) is not None and (
        edge.kind == "filler" or edge.cue("filler", "degree_very", "and")
    ):
        if edge.cue("this", "it_is") is not None:
            return True
        before -= 1
    if edge is not None:
        after = reader.edge(at + 1)
        ends = after is None or reader.tokens[after.start].gap in (",", ".", ";", "?", "!")
        told = reader.last("item") is not None and reader.tokens[reader.path[before + 1].start].gap == ","
        return (told and ends) or edge.cue("this", "it_is") is not None
    rest = [e for k, e in enumerate(reader.path) if k != at]
    return all(
        e.kind == "filler" or (e.cue("filler", "filler_phrase") is not None and not e.cue("noun", "one")) for e in rest
    )


def evaluative(reader: Reader, at: int, edge: Edge, cue: Cue) -> int:
    """A phrase that grades: "well reviewed", "underrated"."""
    cues = tuple(cue for cue in edge.cues if cue.kind == "evaluative")
    follow = reader.edge(at + 1)
    if follow is not None and follow.cue("first") is not None and len(cues[0].where) == 1:
        role, end_of = cues[0].where[0]
        ordered = (Cue("adjective", roles=(role,), key=end_of),)
        said = Said("order", reader.soft(), edge.start, follow.end, edge, cues=ordered, end_of=end_of, sign="first")
        return reader.put(said, at + 2)
    return reader.put(Said("grade", reader.soft(), edge.start, edge.end, edge, cues=cues), at + 1)


def sort(reader: Reader, at: int, edge: Edge, cue: Cue) -> int | None:
    """As in "sort by price", "order by year, descending", "sort all of Rome by price"."""
    target = reader.ahead(at + 1)
    while (unread := reader.edge(target)) is not None and unread.kind == "unknown":  # "sort by guest rating"
        target = reader.ahead(target + 1)
    by = reader.edge(target)
    if by is None or not (by.kind in ("field", "end") or by.cue("adjective")):
        reader.sorting = edge
        return None
    return _sorted(reader, edge, target)


def _sorted(reader: Reader, edge: Edge, target: int) -> int:
    by = reader.path[target]
    follow = reader.edge(target + 1)
    way = "" if follow is None else "low" if follow.cue("up") else "high" if follow.cue("down") else ""
    stop = target + (2 if way else 1)
    fields = tuple(link.field for link in by.links)
    cues = tuple(cue for cue in by.cues if cue.kind == "adjective")
    end = reader.path[stop - 1].end
    said = Said("order", reader.soft(), edge.start, end, by, cues=cues, fields=fields, end_of=way, sign="sort")
    return reader.put(said, stop)


def way(reader: Reader, at: int, edge: Edge, cue: Cue) -> int | None:
    """As in "highest first", of what is sorted already; or "the other way round"."""
    end_of = {"up": "low", "down": "high"}.get(cue.kind, "")
    return reader.put(
        Said("order", reader.soft(), edge.start, edge.end, edge, fields=reader.hinted(), end_of=end_of, sign="way"),
        at + 1,
    )


def by_field(reader: Reader, at: int, edge: Edge, cue: Cue) -> int | None:
    """As in "by price", where something else stands between that and "sort"."""
    field = reader.edge(at + 1)
    if reader.sorting is None or field is None or field.kind != "field":
        return None
    begun, reader.sorting = reader.sorting, None
    return _sorted(reader, begun, at + 1)
