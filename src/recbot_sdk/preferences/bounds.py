"""The ends of ranges that a rule sets, and whether two of them leave nothing between."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..predicates import AllOf, Between, Bound, Compare, Predicate
from ..types import Polarity, Value
from .preference import Preference, Where
from .slots import Slot, set_by


class End(NamedTuple):
    """One end of a range: `strict` where the value itself is outside."""

    slot: Slot
    value: Value
    strict: bool


def ends(preference: Preference) -> tuple[End, ...]:
    """The ends that a preference sets for certain: by itself or as a member of a liked conjunction."""
    target = preference.target
    return tuple(_ends(target.predicate, preference.polarity)) if isinstance(target, Where) else ()


def emptied_by(new: Preference, old: Preference) -> frozenset[Slot]:
    """The bounds of `old` beyond which `new` leaves nothing."""
    return frozenset(o.slot for o in ends(old) for n in ends(new) if _nothing_between(n, o))


def _ends(predicate: Predicate, polarity: Polarity) -> Iterator[End]:
    match predicate:
        case Compare(field=name, sign=sign, value=value):
            end = set_by(predicate, polarity)
            if end is not None:  # what "> 120" forbids is allowed up to 120 itself
                yield End(Slot(end, name), value, ("=" in sign) == (polarity == "dislike"))
            elif polarity == "like":
                yield from (End(Slot("low", name), value, False), End(Slot("high", name), value, False))
        case Between(field=name, low=low, high=high) if polarity == "like":
            yield from (End(Slot("low", name), low, False), End(Slot("high", name), high, False))
        case AllOf(of=members) if polarity == "like":
            for member in members:
                yield from _ends(member, polarity)
        case _:
            return


def _nothing_between(one: End, other: End) -> bool:
    kinds: set[Bound | str] = {one.slot.kind, other.slot.kind}
    if one.slot.name != other.slot.name or kinds != {"low", "high"}:
        return False
    low, high = (one, other) if one.slot.kind == "low" else (other, one)
    if isinstance(low.value, str) != isinstance(high.value, str):
        return False
    return low.value > high.value or (low.value == high.value and (low.strict or high.strict))  # type: ignore[operator]
