"""What is measured: bounds, words of degree, orders, counts."""

from __future__ import annotations

from dataclasses import replace

from ...predicates import Compare, leaves
from ...preferences.preference import Dose, Order, Toward, Where
from .edges import Edge
from .grounding import Grounding
from .reading import Mood, Said
from .shifting import OPPOSITE, bounds, relaxed, shifted
from .targets import plain

_LOWEST_FIRST = ("price", "duration", "distance", "weight")
"""Roles by which people sort from the low end when they do not say which."""


def bound(g: Grounding, said: Said) -> None:
    """A bound or a range; a bare number moves the newest bound of its field."""
    moved = said.action == "move"
    last = [name for name, _ in g.bounded]
    bare = all(edge.quantity is not None and edge.quantity.unit is None for edge in said.amounts)
    if moved and last and bare and not said.fields and not said.cues:
        said.amounts = tuple(g.targets.rescaled(last[0], edge) for edge in said.amounts)
        said.fields = (last[0],)
    predicate = None if _nameless(g, said) else g.targets.bound(said, last, g.command.now)
    if predicate is None:
        g.doubt(said, "unsupported")
        return
    name = next(leaves(predicate)).field
    sign = g.signs.get(name)
    liked = said.mood.polarity == "like"
    if liked and said.sign == "" and sign in OPPOSITE and len(said.amounts) == 1 and not _spans(said.amounts[0]):
        exact = g.targets.bound(replace(said, sign=sign), [name], g.command.now)
        if exact is not None:
            predicate, moved = exact, True
    if said.sign and name not in g.signs:
        moved = False  # "short ones, say under 10 hours"
    if isinstance(predicate, Compare):
        g.bounded.insert(0, (name, predicate.sign))
    said.action = "move" if moved else said.action
    g.wish(said, Where(predicate=predicate), evidence="memory" if moved else "exact")


def _nameless(g: Grounding, said: Said) -> bool:
    """Whether an unknown word right before a bare number says what it counts: "serves at least 4"."""
    before, _ = g.beside(said)
    quantity = said.amounts[-1].quantity
    if said.sign in ("<", "<=", "range") and quantity is not None and g.targets.costs(quantity):
        return False  # "homes under 200k"
    bare = quantity is not None and quantity.unit is None and not said.fields and not any(c.roles for c in said.cues)
    return (
        bare
        and before is not None
        and before.kind in ("unknown", "name")
        and said.joint == ""
        and before.end == said.start
    )


def toward(g: Grounding, said: Said) -> None:
    """As in "shorter"; compared with an item, a bound at what that has."""
    name, end_of = g.targets.directed(said)
    if name is None:
        g.doubt(said, "unsupported")
        return
    if said.action == "relax":
        _give_way(g, said, name, end_of)
        return
    direction = "up" if end_of == "high" else "down"
    if (said.edge is not None and said.edge.kind == "title") or said.places:
        keys = g.pointed(said)
        value = g.value_of(name, keys)
        if value is None or isinstance(value, list):
            g.doubt(said, "no_screen" if not keys else "unsupported")
            return
        predicate = Compare(field=name, sign=">" if direction == "up" else "<", value=value)
        g.wish(said, Where(predicate=predicate), evidence="screen", mood=replace(said.mood, hard=True))
        return
    g.wish(said, Toward(field=name, direction=direction), evidence="role", named=False)


def _give_way(g: Grounding, said: Said, name: str, end_of: str) -> None:
    """As in "a bit longer is fine": the bound that keeps such items out gives way; where none does, nothing is wished."""
    predicate = relaxed(g.memory, {name}, end_of, said.mood.dose, plain)
    if predicate is None:
        g.doubt(said, "unsupported")
        return
    said.action = "move"
    g.wish(said, Where(predicate=predicate), evidence="memory", mood=Mood(scope=said.mood.scope))


def shift(g: Grounding, said: Said) -> None:
    """As in "raise it by 20": of the newest bound of the field, or of all."""
    edge = said.amounts[0]
    bound = next((b for b in bounds(g.memory) if not said.fields or b.field in said.fields), None)
    by = None if bound is None or edge.quantity is None else g.targets.on(bound.field, edge.quantity)
    sign = -1 if said.action == "lower" else 1
    predicate = None if bound is None or by is None else shifted(bound, sign * by, plain)
    if predicate is None:
        g.doubt(said, "unsupported")
        return
    said.action = "move"
    g.wish(said, Where(predicate=predicate), evidence="memory")


def order(g: Grounding, said: Said) -> None:
    """As in "newest first", "the best"; what people judge is asked for, what is measured is sorted."""
    name, end_of = g.targets.directed(said)
    if name is None and said.sign == "way":
        sorted_by = next((p.target for p in reversed(tuple(g.memory)) if isinstance(p.target, Order)), None)
        name = None if sorted_by is None else sorted_by.field
        if sorted_by is not None and not end_of:  # "the other way round"
            end_of = "low" if sorted_by.direction == "up" else "high"
    if name is None:
        g.doubt(said, "unsupported")
        return
    end_of = end_of or next((cue.key for cue in said.cues if cue.kind == "adjective"), "")
    if not end_of:
        end_of = "low" if g.catalog.fields[name].role in _LOWEST_FIRST else "high"
    top = g.targets.superlative(name, end_of) if said.sign == "" else None
    if top is not None:
        g.judged(said, top, replace(said.mood, dose=Dose.LOT.value))
        return
    mood = replace(said.mood, polarity="like", hard=False)
    g.wish(said, Order(field=name, direction="up" if end_of == "high" else "down"), evidence="role", mood=mood)


def has(g: Grounding, said: Said) -> None:
    """At least one of what a field counts: "with a balcony". A field that counts nothing says nothing by itself."""
    counts = [name for name in said.fields if g.catalog.fields[name].kind == "number"]
    if counts and g.catalog.quantile(counts[0], 0.0) == 0:
        g.wish(said, Where(predicate=Compare(field=counts[0], sign=">", value=0)))


def _spans(edge: Edge) -> bool:
    """Whether an amount is a stretch of time, "the 90s", which bounds by itself."""
    return edge.years is not None and edge.years.low != edge.years.high
