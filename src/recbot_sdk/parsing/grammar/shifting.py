"""Bounds of memory moved by what they are now: "raise it by 20", "a bit longer is fine"."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from ...predicates import Between, Compare, Predicate, Sign, leaves
from ...preferences.memory import PreferenceMemory
from ...preferences.preference import Dose, Where
from ...types import Polarity

OPPOSITE: dict[str, Sign] = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
RELAXED = {Dose.BIT.value: 0.1, Dose.MORE.value: 0.25, Dose.LOT.value: 0.5}
"""How far a bound gives way, as a share of it, by dose."""
Plain = Callable[[float], int | float]


def measured(memory: PreferenceMemory) -> Iterator[tuple[Polarity, Compare | Between]]:
    """The bounds and ranges in memory with the polarity of their wish, newest first; half-open bounds as likes."""
    for preference in sorted(memory, key=lambda p: -p.seq):
        for leaf in leaves(preference.target.predicate) if isinstance(preference.target, Where) else ():
            if isinstance(leaf, Compare) and leaf.sign in OPPOSITE and preference.polarity == "dislike":
                yield "like", leaf.model_copy(update={"sign": OPPOSITE[leaf.sign]})
            elif isinstance(leaf, Compare | Between):
                yield preference.polarity, leaf


def bounds(memory: PreferenceMemory) -> Iterator[Compare]:
    """The half-open bounds of numbers in memory, as likes, newest first; of a range its two ends."""
    for polarity, leaf in measured(memory):
        if isinstance(leaf, Between):
            if polarity == "like":
                yield Compare(field=leaf.field, sign="<=", value=leaf.high)
                yield Compare(field=leaf.field, sign=">=", value=leaf.low)
        elif leaf.sign in OPPOSITE:
            yield leaf


def shifted(bound: Compare, by: float, plain: Plain) -> Predicate | None:
    """A bound moved by a number of its field's own unit; None for a date."""
    if isinstance(bound.value, str):
        return None
    return bound.model_copy(update={"value": plain(float(bound.value) + by)})


def relaxed(
    memory: PreferenceMemory, names: Collection[str], end_of: str, dose: float, plain: Plain
) -> Predicate | None:
    """The bound that keeps items from one end (`low` or `high`) of a field, moved towards it; None where nothing does."""
    kept = ("<", "<=") if end_of == "high" else (">", ">=")
    bound = next(
        (b for b in bounds(memory) if b.field in names and b.sign in kept and not isinstance(b.value, str)), None
    )
    if bound is None:
        return None
    share = RELAXED.get(dose, RELAXED[Dose.MORE.value])
    return shifted(bound, (1 if end_of == "high" else -1) * share * abs(float(bound.value)), plain)
