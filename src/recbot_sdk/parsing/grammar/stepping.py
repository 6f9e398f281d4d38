"""From a wish to the step that memory takes: added, moved, swapped, joined to what is there, or made a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...predicates import Compare, leaves
from ...preferences.inherit import touched
from ...preferences.memory import PreferenceMemory
from ...preferences.preference import Preference, Where
from ...preferences.steps import Add, Extend, Harden, Move, Narrow, Soften, Step, Swap
from .joining import Wish, fields, only_value
from .shifting import OPPOSITE

if TYPE_CHECKING:
    from ...catalog import Catalog


def step_of(wish: Wish, preference: Preference, memory: PreferenceMemory, catalog: Catalog) -> Step:
    """An add, unless the words correct something, or join it to what is there."""
    said = wish.said
    if wish.old is not None:
        return Swap(preference=preference, old=wish.old)
    if said.action == "move" and said.shift != "extend":
        return Move(preference=preference)
    if said.shift in ("soften", "harden"):
        hard = said.shift == "harden"
        correction = Harden(target=wish.target) if hard else Soften(target=wish.target)
        if touched(correction, memory.preferences):
            return correction
        return Add(preference=preference.model_copy(update={"hard": hard}))
    if said.shift == "extend" and said.sign and _at_the_end_of(wish, memory):
        return Add(preference=preference)  # "nothing after 1965", then "up to 1970 is fine too"
    if said.shift == "extend" and (against := _dislikes_beside(wish, memory)):
        model = against[0]
        update = {"polarity": "dislike", "hard": model.hard, "dose": model.dose}
        return Add(preference=preference.model_copy(update=update))
    if said.shift == "extend":
        return Extend(preference=preference)
    if said.shift == "narrow" and preference.polarity == "like" and not _bounded_again(wish, memory):
        return Extend(preference=preference) if only_value(wish, catalog) else Narrow(preference=preference)
    return Add(preference=preference)


def _bounded_again(wish: Wish, memory: PreferenceMemory) -> bool:
    """Whether a wish sets an end of a range that memory sets already: "and 17 at most" moves it."""
    held = [leaf for p in memory if p.hard and isinstance(p.target, Where) for leaf in leaves(p.target.predicate)]
    ends = {(leaf.field, leaf.bound) for leaf in held if isinstance(leaf, Compare) and leaf.bound is not None}
    target = wish.target.predicate if isinstance(wish.target, Where) else None
    return isinstance(target, Compare) and (target.field, target.bound) in ends


def _at_the_end_of(wish: Wish, memory: PreferenceMemory) -> bool:
    """Whether a bound is on the same side as one in memory that was disliked beyond."""
    beyond = [
        leaf
        for p in memory
        if p.polarity == "dislike" and isinstance(p.target, Where)
        for leaf in leaves(p.target.predicate)
    ]
    ends = {
        (leaf.field, OPPOSITE[leaf.sign][0]) for leaf in beyond if isinstance(leaf, Compare) and leaf.sign in OPPOSITE
    }
    target = wish.target.predicate if isinstance(wish.target, Where) else None
    return isinstance(target, Compare) and (target.field, target.sign[0]) in ends


def _dislikes_beside(wish: Wish, memory: PreferenceMemory) -> list[Preference]:
    """What was said last against values of the same field: "no crime", then "or horror"."""
    if not wish.mood.bare:
        return []
    return [p for p in memory.newest if p.polarity == "dislike" and fields(p.target) & fields(wish.target)]
