"""Where a preference lives: the places that a later change replaces, moves, frees or adds to."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

from ..predicates import Between, Bound, Compare, Leaf, leaves
from ..types import ItemKey, Polarity
from .preference import About, Directive, Items, Order, Preference, Similar, Target, Toward, Where

SlotKind: TypeAlias = Literal["where", "low", "high", "range", "item", "about", "toward", "order", "tool"]


class Slot(NamedTuple):
    """One place. `polarity` counts for values only: the two ends of a range are shared by likes and dislikes.

    `name` is the field, the item's key, the words of an `About`, or the tool.
    """

    kind: SlotKind
    name: ItemKey
    polarity: Polarity | None = None

    @property
    def on_field(self) -> bool:
        """Whether `name` is a field."""
        return self.kind in ("where", "low", "high", "range", "toward", "order")


def slots(target: Target, polarity: Polarity) -> tuple[Slot, ...]:
    """The slots of a preference, each once, in the order in which its words name them.

    A predicate over several fields lives in a slot of each: a value that actors and directors share, for one.
    """
    match target:
        case Where(predicate=predicate):
            return tuple(dict.fromkeys(s for leaf in leaves(predicate) for s in leaf_slots(leaf, polarity)))
        case Items(items=items):
            return tuple(Slot("item", item) for item in dict.fromkeys(items))
        case Similar(item=item):
            return (Slot("item", item),)
        case About(text=text):
            return (Slot("about", text.casefold()),)
        case Toward(field=name):
            return (Slot("toward", name),)
        case Order(field=name):
            return (Slot("order", name),)
        case Directive(tool=tool):
            return (Slot("tool", tool),)


def slots_of(preference: Preference) -> tuple[Slot, ...]:
    """The slots of a preference."""
    return slots(preference.target, preference.polarity)


def leaf_slots(leaf: Leaf, polarity: Polarity) -> tuple[Slot, ...]:
    """The slots of one condition.

    A half-open range lives in the slot of the bound that it sets: a dislike of `> 120` in the high one. A liked closed
    range (or `==`) takes both bounds; a disliked one bounds nothing and lives beside others of its kind.
    """
    if isinstance(leaf, Compare | Between):
        end = set_by(leaf, polarity)
        if end is not None:
            return (Slot(end, leaf.field),)
        if polarity == "dislike":
            return (Slot("range", leaf.field, "dislike"),)
        return (Slot("low", leaf.field), Slot("high", leaf.field))
    return (Slot("where", leaf.field, polarity),)


def set_by(leaf: Compare | Between, polarity: Polarity) -> Bound | None:
    """The bound that a half-open range sets under `polarity`; None for a closed one."""
    end = leaf.bound if isinstance(leaf, Compare) else None
    if end is None or polarity == "like":
        return end
    return "low" if end == "high" else "high"
