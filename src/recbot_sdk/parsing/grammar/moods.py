"""How a clause is wished: polarity, dose and scope, and the words that join one wish to the next."""

from __future__ import annotations

from dataclasses import replace

from ...preferences.preference import Dose
from ..pack import Cue
from .edges import Edge
from .reader import Reader
from .reading import Mood, Said

_PARTICLES = frozenset({"filler", "filler_phrase", "possessive", "action"})
DOSES = {"bit": Dose.BIT.value, "lot": Dose.LOT.value}


def polarity(reader: Reader, at: int, edge: Edge, cue: Cue) -> int | None:
    """A word that opens a wish holds until the next one, or the end of the sentence."""
    if cue.side == "after":
        done = _behind(reader, at, edge, cue)
        ahead = next((c for c in edge.cues if c.kind == "polarity" and c.side == "before"), None)
        if done is not None or ahead is None:
            return done
        cue = ahead  # written on both sides, and nothing stands before it
    following = reader.edge(at + 1)
    last = reader.edge(_past_particles(reader, at + 1))
    ends = last is None or reader.tokens[last.start].gap in (",", ".", ";", "?", "!")
    behind = next((c for c in edge.cues if c.kind == "polarity" and c.side == "after"), None)
    if ends and behind is not None and (done := _behind(reader, at, edge, behind)) is not None:
        return done
    if edge.end - edge.start == 1 and following is not None and reader.tokens[following.start].gap == ",":
        return at + 1  # "no, I meant horror": an answer
    only = cue.polarity == "like" and cue.hard and not cue.weak
    inside = only and reader.mood.polarity == "dislike" and not reader.fresh and reader.joint == ""
    anew = reader.carried and reader.mood.polarity == "dislike" and reader.tokens[edge.start].gap == ","
    if inside or (cue.weak and not reader.mood.bare and not anew):  # "less crime and show me westerns": it yields
        return at + 1
    assert cue.polarity is not None
    dose = DOSES.get(cue.dose or "", Dose.MORE.value)
    if reader.dose is not None and not cue.hard:
        dose, reader.dose = reader.dose, None
    span = None if cue.weak else (edge.start, edge.end)
    reader.mood = Mood(cue.polarity, cue.hard, dose, cue.scope, bare=cue.weak, span=span)
    reader.once = cue.key == "once"  # "-drama comedy" wants a comedy
    if reader.action != "old":
        reader.action = ""
    reader.carried = False
    if reader.joint == "" and reader.said:
        reader.joint = "comma"
    return at + 1


def _past_particles(reader: Reader, at: int) -> int:
    """The next place that is neither politeness nor a word without a meaning glued to the one before it: "不要了吧"."""
    while (edge := reader.edge(at)) is not None:
        idle = edge.kind == "filler" or (
            edge.cue("filler") is not None and {cue.kind for cue in edge.cues} <= _PARTICLES
        )
        if edge.cue("filler_phrase") is None and (reader.tokens[edge.start].gap != "" or not idle):
            break
        at += 1
    return at


def _behind(reader: Reader, at: int, edge: Edge, cue: Cue) -> int | None:
    """As in "egg-free", "desserts are out": of what was just named, with all that is joined to it."""
    last = reader.last("value", "bound", "name", "unknown", "item", "similar")
    gaps = ("", " ", ",", ":") if reader.ahead(at + 1) == len(reader.path) else ("", " ")
    if last is None or reader.tokens[edge.start].gap not in gaps:
        return None
    assert cue.polarity is not None
    span = (edge.start, edge.end)
    dose, reader.dose = DOSES.get(cue.dose or "") or reader.dose, None
    for said in reversed(reader.said):
        refused = said.mood.polarity == "dislike"  # "no horror, if possible" is no wish for it
        polarity = "dislike" if refused else cue.polarity
        said.mood = Mood(polarity, cue.hard, dose or said.mood.dose, cue.scope, bare=False, span=span)
        said.spans.append(span)
        said.kind = "name" if said.kind == "unknown" else said.kind
        if said.joint not in ("and", "or"):
            break
    return at + 1


def rather(reader: Reader, at: int, edge: Edge, cue: Cue) -> int | None:
    """As in "I prefer A to B", "A over B": less of the second."""
    following = reader.edge(reader.ahead(at + 1))
    wished = reader.last("value")
    if wished is None or wished.mood.bare or wished.mood.hard or following is None or following.kind != "value":
        return None
    reader.mood = replace(reader.mood, polarity="dislike", hard=False)
    return at + 1


def unless(reader: Reader, at: int, edge: Edge, cue: Cue) -> int:
    """An exception to a rule cannot be kept: the words are reported."""
    stop = next(
        (k for k in range(at + 1, len(reader.path)) if reader.tokens[reader.path[k].start].gap in ".;?!"),
        len(reader.path),
    )
    return reader.put(Said("unknown", reader.mood, edge.start, reader.path[stop - 1].end), stop)


def dose(reader: Reader, at: int, edge: Edge, cue: Cue) -> int:
    """As in "a bit more", "a lot": of the cue that follows, of the one before, or of what was just said."""
    said = DOSES[cue.key]
    following, before = reader.edge(at + 1), reader.edge(at - 1)
    graded = ("polarity", "adjective", "degree_more", "degree_less", "degree_too")
    if following is not None and (following.cue(*graded) or following.kind == "end"):
        reader.dose = said
    elif before is not None and before.cue("polarity") is not None and not reader.mood.hard:
        reader.mood = replace(reader.mood, dose=said)
    elif reader.said and not reader.said[-1].mood.hard and following is None:
        reader.said[-1].mood = replace(reader.said[-1].mood, dose=said)
    return at + 1


def dose_of_next(reader: Reader, at: int, edge: Edge, cue: Cue) -> int | None:
    """As in "far cheaper", "so much more": right before a comparative, words that also mean something else are a dose."""
    following = reader.edge(at + 1)
    if following is None or reader.tokens[following.start].gap not in ("", " "):
        return None
    compared = any(c.kind == "adjective" and c.degree == "more" for c in following.cues)
    return dose(reader, at, edge, cue) if compared or following.cue("degree_more", "degree_less") else None


def scope(reader: Reader, at: int, edge: Edge, cue: Cue) -> int | None:
    """As in "for tonight", "from now on": of the whole command."""
    if edge.cue("polarity") is not None:
        return None
    reader.scope = cue.key  # type: ignore[assignment]
    return at + 1


def but(reader: Reader, at: int, edge: Edge, cue: Cue) -> int:
    """A contrast ends the mood."""
    reader.mood, reader.joint, reader.fresh, reader.carried = Mood(), "", True, False
    return at + 1


def contrast(reader: Reader, at: int, edge: Edge, cue: Cue) -> int | None:
    """As in "no comedy, drama it is", where the word for it opens the clause."""
    denied = reader.mood.polarity == "dislike" and reader.tokens[edge.start].gap == ","
    return but(reader, at, edge, cue) if denied else None


def either(reader: Reader, at: int, edge: Edge, cue: Cue) -> int:
    """As in "A or B"; at the beginning of a command it extends what is there."""
    if not reader.said and edge.end - edge.start == 1 and at == 0:
        reader.shift = "extend"
    reader.joint = "or"
    return at + 1


def nor(reader: Reader, at: int, edge: Edge, cue: Cue) -> int | None:
    """As in "neither A nor B", where the word of "nor" may mean something else elsewhere."""
    if reader.mood.polarity != "dislike" or not reader.said:
        return None
    reader.joint = "or"
    return at + 1


def both(reader: Reader, at: int, edge: Edge, cue: Cue) -> int:
    """As in "A and B"; at the beginning of a command it narrows what is there."""
    if not reader.said and at == 0:
        reader.shift = "narrow"
    reader.joint = "and"
    return at + 1


def also(reader: Reader, at: int, edge: Edge, cue: Cue) -> int | None:
    """As in "also funny", "funny as well": adds to what is there. A word that means "too" as well does so behind what is named."""
    if reader.said and edge.cue("too") is not None:
        return None
    if not reader.said:
        reader.shift = "narrow"
    elif all(rest.kind in ("filler", "field") or rest.cue("filler") for rest in reader.path[at + 1 :]):
        for said in reader.said:
            said.shift = said.shift or "narrow"
    return at + 1


def too(reader: Reader, at: int, edge: Edge, cue: Cue) -> int | None:
    """As in "westerns too", at the end: what is there, or this; "with X too" asks for both."""
    if edge.cue("degree_too") is not None and at < len(reader.path) - 1:
        return None
    last = reader.last("value", "bound")
    rest = reader.path[at + 1 :]
    if last is not None and last.mood.polarity == "like" and all(e.kind == "filler" or e.cue("filler") for e in rest):
        others = any(said is not last and said.kind == "value" for said in reader.said)
        both = last.led == "with" or (edge.cue("also") is not None and last.kind == "value" and last.shift == "narrow")
        last.shift = "narrow" if both else "" if others else "extend"
    return at + 1


def lasting(reader: Reader, at: int, edge: Edge, cue: Cue) -> int:
    """As in "no meat this week": how long the wishes of the command are meant to last."""
    reader.days = int(cue.value)
    rest = [e for e in reader.path if e is not edge and e.kind != "filler" and e.cue("filler") is None]
    return (
        at + 1 if rest else reader.put(Said("action", reader.mood, edge.start, edge.end, edge, action="lend"), at + 1)
    )


def audience(reader: Reader, at: int, edge: Edge, cue: Cue) -> int | None:
    """As in "nothing scary for my kids": whom the items are for is wished, not denied."""
    following, last = reader.edge(reader.ahead(at + 1)), reader.last("value")
    if following is None or following.kind != "value" or last is None or last.mood.polarity != "dislike":
        return None
    reader.mood = Mood(scope=reader.mood.scope)
    return at + 1


def pleasantry(reader: Reader, at: int, edge: Edge, cue: Cue) -> int | None:
    """Words without a wish; "no thanks" and "that is fine" behind something are about that."""
    about = edge.cue("polarity") is not None or any(c.kind == "action" and c.side == "after" for c in edge.cues)
    return None if reader.said and about else at + 1
