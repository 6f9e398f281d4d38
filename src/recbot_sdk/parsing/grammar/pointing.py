"""Items that are pointed at: by title, by position on the screen, or by "that one"."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..pack import Cue
from .edges import Edge
from .reader import Reader
from .reading import NOWHERE, Mood, Said, SaidKind

_FILLERS = frozenset({"filler"})
_NOTHING = frozenset({"filler", "filler_phrase"})
_SCREEN = tuple(range(20))
_ENDS = frozenset(",.;:?!")


@dataclass(frozen=True, slots=True)
class Pointed:
    """What words point at: a title (`edge`) or places on the screen; tokens `start` to `end`, and where to go on."""

    edge: Edge | None
    places: tuple[int, ...]
    start: int
    end: int
    stop: int


def pointed(reader: Reader, at: int) -> Pointed | None:
    """The items that the words from a place of the path point at."""
    at = reader.ahead(at, frozenset({"filler", "noun"}))
    edge = reader.edge(at)
    if edge is None:
        return None
    if edge.kind == "title":
        return Pointed(edge, (), edge.start, edge.end, at + 1)
    ordinal = edge.cue("ordinal")
    if ordinal is not None:
        return _ordinals(reader, at, int(ordinal.value))
    if (several := counted(reader, at)) is not None:
        return several
    after = reader.edge(at + 1)
    ends = after is None or after.kind == "filler" or after.cue("and", "or", "but", "one", "filler") is not None
    if edge.kind == "number" and ends and (place := _position(edge)) is not None:
        return Pointed(None, (place - 1,), edge.start, edge.end, at + 1)
    number = reader.edge(at + 1)
    if edge.cue("number") is not None and number is not None and number.cue("one") is not None:
        return Pointed(None, (0,), edge.start, number.end, at + 2)
    if (
        edge.cue("number") is not None
        and number is not None
        and number.quantity is not None
        and number.quantity.unit is None
    ):
        return Pointed(None, (int(min(number.quantity.value, NOWHERE)) - 1,), edge.start, number.end, at + 2)
    return None


def _position(edge: Edge) -> int | None:
    """A bare number as a seat on the screen."""
    quantity = edge.quantity
    fits = quantity is not None and quantity.unit is None and quantity.value.is_integer() and 1 <= quantity.value <= 50
    return int(quantity.value) if quantity is not None and fits else None


def _ordinals(reader: Reader, at: int, place: int) -> Pointed:
    """As in "the second one", "the first two", "the second and the third"."""
    start = reader.path[at].start
    places, stop = [place - 1 if place > 0 else place], at + 1
    if many := _count(reader.edge(stop)):
        places, stop = _several(place, many) or places, stop + 1
    while (more := reader.edge(stop)) is not None and more.cue("and", "or") is not None:
        then = reader.ahead(stop + 1, _FILLERS)
        other = reader.edge(then)
        ordinal = None if other is None else other.cue("ordinal")
        if ordinal is None:
            break
        places.append(int(ordinal.value) - 1 if ordinal.value > 0 else int(ordinal.value))
        stop = then + 1
    noun = reader.edge(stop)
    if noun is not None and noun.cue("one", "noun") is not None:
        stop += 1
    return Pointed(None, tuple(places), start, reader.path[stop - 1].end, stop)


def counted(reader: Reader, at: int) -> Pointed | None:
    """As in "the two first", "las dos primeras": a count before the ordinal."""
    edge, many = reader.path[at], _count(reader.edge(at))
    after = reader.edge(at + 1)
    ordinal = None if after is None or not many else after.cue("ordinal")
    places = None if ordinal is None else _several(int(ordinal.value), many)
    if places is None or after is None:
        return None
    noun = reader.edge(at + 2)
    stop = at + 3 if noun is not None and noun.cue("one", "noun") is not None else at + 2
    return Pointed(None, tuple(places), edge.start, reader.path[stop - 1].end, stop)


def _count(edge: Edge | None) -> int:
    """A small number of items; 0 where none is said."""
    quantity = None if edge is None else edge.quantity
    return int(quantity.value) if quantity is not None and quantity.unit is None and 1 <= quantity.value < 20 else 0


def _several(place: int, many: int) -> list[int] | None:
    """The first or the last few places of the screen; None for a place in between."""
    return list(range(many)) if place == 1 else list(range(-many, 0)) if place < 0 else None


def like_this(reader: Reader, at: int, edge: Edge, cue: Cue) -> int | None:
    """As in "和第二部差不多的": more like what stands right before it."""
    last = reader.last("similar", "item")
    if last is not None and last.end == edge.start:
        last.shift = ""  # the word for "with" before it adds nothing to what is there
        last.spans.append((edge.start, edge.end))
        return at + 1
    last = next((said for said in reversed(reader.said) if said.kind in ("similar", "item")), None)
    source, places = (None, reader.pointed) if last is None or reader.pointed else (last.edge, last.places)
    mood = reader.soft()
    if mood.polarity == "dislike" or (source is None and not places):
        return None
    return reader.put(Said("similar", mood, edge.start, edge.end, source, places=places), at + 1)


def similar(reader: Reader, at: int, edge: Edge, cue: Cue) -> int | None:
    """As in "more like the second one", "less like that"."""
    mood = Mood(
        "like" if cue.kind == "similar" else "dislike",
        False,
        scope=reader.mood.scope,
        bare=False,
        span=(edge.start, edge.end),
    )
    found = pointed(reader, at + 1)
    if found is not None:
        return reader.put(Said("similar", mood, found.start, found.end, found.edge, places=found.places), found.stop)
    place = reader.ahead(at + 1, _FILLERS)
    following = reader.edge(place)
    if following is None:
        return None
    if following.cue("this") is not None:
        last = reader.last("value", "item", "similar")
        if last is not None:  # "westerns are fine, more of them even": what was named before, in another mood
            said = replace(last, mood=mood, action="", shift="", spans=[])
            reader.action = ""
            return reader.put(said, place + 1)
        if reader.pointed or edge.cue("polarity") is None:
            places = reader.pointed or (NOWHERE,)
            return reader.put(Said("similar", mood, edge.start, following.end, places=places), place + 1)
    elif following.kind in ("value", "field", "unknown") and edge.cue("polarity") is None:
        reader.mood = mood
        return at + 1
    return None


def seen(reader: Reader, at: int, edge: Edge, cue: Cue) -> int | None:
    """As in "I have seen the first two", "seen it": these very items go."""
    mood = Mood("dislike", True, scope=reader.mood.scope, bare=False, span=(edge.start, edge.end))
    found = pointed(reader, at + 1)
    if found is not None:
        return reader.put(Said("item", mood, found.start, found.end, found.edge, places=found.places), found.stop)
    if edge.start in reader.told and edge.end == edge.start + 1:
        return None  # "my whole family has seen these"
    last = reader.last("similar", "item")
    if last is not None and (not reader.fresh or edge.end - edge.start > 1):
        last.kind, last.mood = "item", mood
        last.spans.append((edge.start, edge.end))
        return at + 1
    place = reader.ahead(at + 1, _FILLERS)
    following = reader.edge(place)
    if following is not None and following.cue("all") is not None:
        return reader.put(Said("item", mood, edge.start, following.end, places=_SCREEN), place + 1)
    return None


def _owned(reader: Reader, found: Pointed) -> int | None:
    """As in "第二部的导演": what an item that was just pointed at has of the field behind it."""
    whose, field = reader.edge(found.stop), reader.edge(found.stop + 1)
    if whose is None or field is None or whose.cue("possessive") is None or field.kind != "field":
        return None
    fields = tuple(link.field for link in field.links)
    said = Said("aspect", reader.mood, found.start, field.end, found.edge, fields=fields, places=found.places)
    return reader.put(said, found.stop + 2)


def ordinal(reader: Reader, at: int, edge: Edge, cue: Cue) -> int | None:
    """As in "not the second one", "the first two I have seen", "las dos primeras no"."""
    found = _ordinals(reader, at, int(cue.value)) if cue.kind == "ordinal" else counted(reader, at)
    if found is None:
        return None
    if (done := _owned(reader, found)) is not None:
        return done
    after_at = reader.ahead(found.stop, _FILLERS)
    after = reader.edge(after_at)
    if after is not None and (after.cue("seen") is not None or _refused(reader, after_at, after)):
        mood = Mood("dislike", True, bare=False, span=(edge.start, edge.end))
        return reader.put(Said("item", mood, found.start, after.end, places=found.places), after_at + 1)
    meant = (
        reader.path[found.stop - 1].cue("one") is not None or len(found.places) > 1 or reader.mood.polarity == "dislike"
    )
    if not meant or reader.mood.bare:
        reader.pointed = found.places
        return None if cue.kind == "ordinal" else found.stop
    kind: SaidKind = "item" if reader.mood.polarity == "dislike" else "similar"
    mood = reader.mood if kind == "item" else replace(reader.mood, hard=False)
    return reader.put(Said(kind, mood, found.start, found.end, places=found.places), found.stop)


def _refused(reader: Reader, at: int, edge: Edge) -> bool:
    """Whether a word that denies what is around it, "no", ends the clause."""
    sides = {cue.side for cue in edge.cues if cue.kind == "polarity" and cue.polarity == "dislike" and cue.hard}
    following = reader.edge(reader.ahead(at + 1, _NOTHING))
    return "after" in sides and (following is None or reader.tokens[following.start].gap in _ENDS)


def this(reader: Reader, at: int, edge: Edge, cue: Cue) -> int | None:
    """As in "not that one": the item that was pointed at before; where none was, nobody can know which."""
    if reader.mood.bare or reader.mood.polarity != "dislike":
        return None
    last = reader.last("item", "similar")
    if last is not None and last.places:
        return reader.put(Said("item", reader.mood, edge.start, edge.end, last.edge, places=last.places), at + 1)
    if reader.pointed:
        return reader.put(Said("item", reader.mood, edge.start, edge.end, places=reader.pointed), at + 1)
    if edge.cue("all") is not None and reader.edge(reader.ahead(at + 1)) is None:
        return reader.put(Said("item", reader.mood, edge.start, edge.end, places=_SCREEN), at + 1)
    if reader.edge(reader.ahead(at + 1)) is None and not reader.said:
        return reader.put(Said("item", reader.mood, edge.start, edge.end, places=(NOWHERE,)), at + 1)
    return None


def aspect_of(reader: Reader, at: int, edge: Edge, cue: Cue) -> int | None:
    """As in "the director of the second one", "same genre as that film": what an item has of a field."""
    after, before = reader.edge(at + 1), reader.edge(at - 1)
    found = pointed(reader, at + 2) if after is not None and after.cue("as", "by", "similar") is not None else None
    if found is None:
        return None
    start = before.start if before is not None and before.cue("same") is not None else edge.start
    fields = tuple(link.field for link in edge.links)
    said = Said("aspect", reader.mood, start, found.end, found.edge, fields=fields, places=found.places)
    return reader.put(said, found.stop)


def aspect(reader: Reader, at: int, edge: Edge, cue: Cue) -> int | None:
    """As in "from that director", of the item that was named before."""
    field, last = reader.edge(at + 1), reader.last("item", "similar")
    if field is None or field.kind != "field":
        return None
    done = aspect_of(reader, at + 1, field, cue)
    if done is not None:
        return done
    if last is None and not reader.pointed:
        return None
    source, places = (last.edge, last.places) if last is not None else (None, reader.pointed)
    mood = Mood() if last is not None and reader.mood.span == last.mood.span else reader.mood
    fields = tuple(link.field for link in field.links)
    return reader.put(Said("aspect", mood, edge.start, field.end, source, fields=fields, places=places), at + 2)


def theirs(reader: Reader, at: int, edge: Edge, cue: Cue) -> int | None:
    """As in "I adored Ada Byron. Could I see her films?": the one who was named is asked for now."""
    noun, last = reader.edge(at + 1), reader.last("value")
    if noun is None or noun.cue("noun") is None or last is None or last.mood.polarity != reader.mood.polarity:
        return None
    last.mood = reader.mood
    last.spans.append((edge.start, noun.end))
    return at + 2


def numbered(reader: Reader, at: int, edge: Edge, cue: Cue) -> int | None:
    """As in "number two I have seen", "not number 3"."""
    found = pointed(reader, at)
    if found is None or not found.places:
        return None
    after_at = reader.ahead(found.stop, _FILLERS)
    after = reader.edge(after_at)
    if after is not None and after.cue("seen") is not None:
        mood = Mood("dislike", True, bare=False, span=(edge.start, edge.end))
        return reader.put(Said("item", mood, found.start, after.end, places=found.places), after_at + 1)
    if reader.mood.bare:
        reader.pointed = found.places
        return found.stop
    kind: SaidKind = "item" if reader.mood.polarity == "dislike" else "similar"
    mood = reader.mood if kind == "item" else replace(reader.mood, hard=False)
    return reader.put(Said(kind, mood, found.start, found.end, places=found.places), found.stop)
