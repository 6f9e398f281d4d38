"""Words that change memory or ask about it: undo, start over, take back, any, I mean it, just for tonight, make it."""

from __future__ import annotations

from typing import Literal

from ..pack import Cue
from .edges import Edge
from .reader import Reader
from .reading import Mood, Said

_TAKEN_BACK = ("value", "field", "bound", "item", "similar", "name")


def action(reader: Reader, at: int, edge: Edge, cue: Cue) -> int | None:
    """The first meaning of a phrase of action that fits here."""
    meanings = sorted(
        (cue for cue in edge.cues if cue.kind == "action"), key=lambda cue: cue.do not in ("retract", "free")
    )
    for meaning in meanings:  # "never mind the comedy" is about the comedy
        done = _acted(reader, at, edge, meaning)
        if done is not None:
            return done
    return None


def _acted(reader: Reader, at: int, edge: Edge, cue: Cue) -> int | None:
    following = reader.edge(reader.ahead(at + 1))
    match cue.do, cue.side:
        case (("undo" | "redo" | "wipe" | "unsort"), _):
            return _alone(reader, at, edge, cue)
        case "diversify", _:
            names_kind = edge.end - edge.start == 1 and following is not None and following.kind == "value"
            return None if names_kind else _spread(reader, at, edge, cue, following)
        case "ask", _:
            reader.asks = True
            return at + 1
        case (("harden" | "soften"), _):
            return _strength(reader, at, edge, cue, following)
        case "lend", _:
            reader.scope = cue.scope
            rest = [e for e in reader.path if e is not edge and e.kind != "filler" and e.cue("filler") is None]
            return at + 1 if rest else _alone(reader, at, edge, cue)
        case (("raise" | "lower"), _):
            return _by(reader, at, cue.do)
        case "further", _ if reader.pointed:  # "the third one please, more of that"
            mood = Mood(hard=False, scope=reader.mood.scope, bare=False)
            said = Said("similar", mood, edge.start, edge.end, places=reader.pointed)
            return reader.put(said, at + 1)
        case "not_now", _:
            return None if reader.said else _alone(reader, at, edge, cue)
        case (("deny" | "further" | "both"), _):
            return _alone(reader, at, edge, cue) if not reader.said and following is None else None
        case "free", "before":
            return _await(reader, "free", at, _names_a_field(reader, at))
        case "retract", "before":
            named = following is not None and following.kind in ("value", "field", "title", "number", "years")
            return _await(
                reader, "retract", at, named or (following is not None and following.cue("compare") is not None)
            )
        case (("free" | "retract"), _):
            return _onto(reader, cue.do, edge, at)
        case "swap", _:
            return _await(reader, "old", at, following is not None and following.kind in ("value", "title"))
        case "move", "before":
            target = reader.ahead(at + 1)
            moved = reader.edge(target)
            bounded = reader.is_amount(target) or (moved is not None and moved.cue("compare") is not None)
            return _await(reader, "move", at, bounded)
        case "move", _:
            last = reader.last("bound")
            if last is not None and last.sign == "":
                last.action = "move"
                return at + 1
    return None


def _names_a_field(reader: Reader, at: int) -> bool:
    """Whether a field follows by itself, as in "any genre": in "all that director X made" it names what follows it."""
    place = reader.ahead(at + 1)
    field, beyond = reader.edge(place), reader.edge(place + 1)
    led = beyond is not None and beyond.kind in ("value", "unknown") and reader.tokens[beyond.start].gap in ("", " ")
    return field is not None and field.kind == "field" and not led


def _alone(reader: Reader, at: int, edge: Edge, cue: Cue) -> int:
    return reader.put(Said("action", reader.mood, edge.start, edge.end, edge, cues=(cue,), action=cue.do), at + 1)


def _by(reader: Reader, at: int, do: str) -> int | None:
    """As in "raise it by 20", "lower the price to 40": what stands between is the field, or words that say nothing."""
    place = at + 1
    while (edge := reader.edge(place)) is not None and not reader.is_amount(place):
        if edge.kind == "field":
            reader.hint = edge
        elif edge.kind != "filler" and edge.cue("filler", "this", "to", "by", "noun", "compare") is None:
            return None
        place += 1
    before = reader.edge(place - 1)
    if edge is None or before is None or place == at + 1:
        return None
    if before.cue("to") is None and before.cue("by") is None:
        return None
    action = do if before.cue("to") is None else "move"
    said = Said(
        "bound", reader.uncarried(), edge.start, edge.end, edge, fields=reader.hinted(), amounts=(edge,), action=action
    )
    return reader.put(said, place + 1)


def _spread(reader: Reader, at: int, edge: Edge, cue: Cue, following: Edge | None) -> int:
    """As in "more variety", "a better mix of restaurants"."""
    named = following is not None and following.kind == "field"
    fields = tuple(link.field for link in following.links) if following is not None and named else ()
    stop = reader.ahead(at + 1) + 1 if named else at + 1
    said = Said("action", reader.mood, edge.start, edge.end, edge, cues=(cue,), action=cue.do, fields=fields)
    return reader.put(said, stop)


def _await(reader: Reader, action: str, at: int, fits: bool) -> int | None:
    if not fits:
        return None
    reader.action = action
    return at + 1


def _strength(reader: Reader, at: int, edge: Edge, cue: Cue, following: Edge | None) -> int:
    """As in "no horror, I mean it": of what was just said, of what follows, else of the newest wishes in memory."""
    shift: Literal["harden", "soften"] = "harden" if cue.do == "harden" else "soften"
    last = reader.last("value", "bound", "grade")
    if last is not None:
        last.shift = shift
    elif following is not None and following.kind == "value":
        reader.shift = shift
    else:
        return _alone(reader, at, edge, cue)
    return at + 1


def _onto(reader: Reader, action: str, edge: Edge, at: int) -> int | None:
    """As in "horror is fine again": what stands before it, with all that is joined to that, is taken back."""
    if reader.said and reader.said[-1].kind == "toward" and not reader.said[-1].places:
        reader.said[-1].action = "relax"  # "a bit longer is fine"
        reader.said[-1].spans.append((edge.start, edge.end))
        return at + 1
    if action == "free" and reader.said and reader.said[-1].joint == "or":
        return at + 1  # "French or Italian, it does not matter": either of them
    if not reader.said or reader.said[-1].action or reader.said[-1].kind not in _TAKEN_BACK:
        return None
    if action == "free" and edge.cue("too") is not None and reader.said[-1].kind != "field":
        return None  # "A or B will do"
    if reader.said[-1].mood.polarity == "dislike":
        return None  # "all but war is fine": nothing of it is fine
    if reader.said[-1].kind == "bound" and reader.said[-1].sign:
        return at + 1  # "up to 150 is fine" says the bound itself
    for said in reversed(reader.said):
        said.action = action
        if action == "retract":  # what is fine was banned; what does not matter may have been wished
            said.shift = said.shift or "allow"
        said.spans.append((edge.start, edge.end))
        if said.joint == "":
            break
    return at + 1


def instead_of(reader: Reader, at: int, edge: Edge, cue: Cue) -> int | None:
    """As in "crime instead of war": what follows is what goes."""
    following = reader.edge(reader.ahead(at + 1))
    if edge.cue("polarity") is not None or following is None or following.kind not in ("value", "title"):
        return None
    reader.action, reader.joint = "old", ""
    return at + 1


def into(reader: Reader, at: int, edge: Edge, cue: Cue) -> int | None:
    """As in "把喜剧换成剧情片": what stands before it goes, and what follows comes."""
    following, old = reader.edge(reader.ahead(at + 1)), reader.last("value")
    if old is None or reader.fresh or old.action or following is None or following.kind != "value":
        return None
    if old.mood.polarity == "dislike" or reader.tokens[edge.start].gap == ",":
        return None
    old.action = "old"
    return at + 1


def not_only(reader: Reader, at: int, edge: Edge, cue: Cue) -> int | None:
    """As in "not only comedies": a wish, no rule."""
    following = reader.edge(reader.ahead(at + 1))
    if following is None or following.kind != "value":
        return None
    reader.shift = "soften"
    return at + 1
