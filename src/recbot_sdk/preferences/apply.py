"""One step on the preferences so far: what each word of the closed list does. Pure; the fold calls it in order.

A step that finds its place empty adds, or does nothing where it only takes away or alters.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from ..predicates import AllOf
from ..types import Scope
from .bounds import emptied_by, ends
from .parts import atoms, both, either, implied, same, substitute, trim, without
from .preference import About, Directive, Items, Order, Preference, Similar, Target, Toward, Where
from .slots import Slot, slots_of
from .steps import (
    Add,
    Extend,
    Free,
    Harden,
    Lend,
    MemoryChange,
    Move,
    Narrow,
    Retract,
    Soften,
    Step,
    Swap,
    Wipe,
)

Preferences: TypeAlias = tuple[Preference, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where and when a log is folded."""

    session: str
    now: datetime
    turn: int | None = None
    session_ttl: timedelta = timedelta(hours=24)

    def reaches(self, scope: Scope, change: MemoryChange) -> bool:
        """Whether what `change` said for `scope` holds here."""
        if scope == "standing":
            return True
        if change.session != self.session:
            return False
        if scope == "turn":
            return change.seq == self.turn
        return self.now < change.at + self.session_ttl


@dataclass(frozen=True, slots=True)
class Applied:
    """The preferences after a step, and those (as they were) that it lifted by the other polarity."""

    preferences: Preferences
    lifted: Preferences = ()


def apply(preferences: Preferences, step: Step, change: MemoryChange, k: int, place: Place) -> Applied:
    """The preferences after step number `k` of `change`."""
    match step:
        case Wipe(only=only):
            return Applied(tuple(p for p in preferences if not _wiped(p, only)))
        case Add() | Move() | Extend() | Narrow() | Swap():
            name = f"p{change.seq}.{k}" if k else f"p{change.seq}"
            said = step.preference.model_copy(update={"id": name, "seq": change.seq})
            lifted: Preferences = ()
            if step.named:
                preferences, lifted = _lift(preferences, said)
            return Applied(_wish(preferences, step, said), lifted)
        case _:
            return Applied(_correct(preferences, step, change, place))


def about(preference: Preference, target: Target) -> bool:
    """Whether `preference` names `target` or a value of it."""
    return _left(preference, target) is not preference


def _wiped(preference: Preference, only: str) -> bool:
    return only == "all" or only == preference.polarity or only == ("hard" if preference.hard else "soft")


# --- wishes -----------------------------------------------------------------------------------------------------------


def _wish(preferences: Preferences, step: Add | Move | Extend | Narrow | Swap, said: Preference) -> Preferences:
    rule = said.hard and said.polarity == "like"
    match step:
        case Swap(old=old):
            return _swap(preferences, old, said)
        case Move():
            return _add(_cleared(preferences, said, lambda p: True), said)
        case Extend() if rule and isinstance(said.target, Where | Items):
            return _extend(preferences, said)
        case Narrow():
            return _put(preferences, said)
        case _:
            return _add(preferences, said)


def _add(preferences: Preferences, said: Preference) -> Preferences:
    if isinstance(said.target, Toward | Order | Directive):  # one of each per field or tool
        gone = frozenset(slots_of(said))
        return (*(p for p in preferences if not gone.intersection(slots_of(p))), said)
    if said.hard and (said.polarity == "like" or ends(said)):
        preferences = _cleared(preferences, said, lambda p: p.hard and p.seq < said.seq)
        preferences = _unclashed(preferences, said)
    return _put(preferences, said)


def _cleared(preferences: Preferences, said: Preference, takes: Callable[[Preference], bool]) -> Preferences:
    """The preferences less what lives in the slots of `said`, among those that it `takes`."""
    gone = frozenset(slots_of(said))
    return _trimmed(preferences, lambda p: gone if takes(p) else frozenset())


def _unclashed(preferences: Preferences, said: Preference) -> Preferences:
    """The preferences less the bounds beyond which `said` would leave nothing."""
    return _trimmed(preferences, lambda p: emptied_by(said, p) if p.hard and p.seq < said.seq else frozenset())


def _trimmed(preferences: Preferences, gone: Callable[[Preference], frozenset[Slot]]) -> Preferences:
    left = []
    for preference in preferences:
        taken = gone(preference)
        target = trim(preference.target, taken.__contains__, preference.polarity) if taken else preference.target
        if target is not None:
            left.append(_with(preference, target))
    return tuple(left)


def _put(preferences: Preferences, said: Preference) -> Preferences:
    """`said` beside the others: once, with doses on one target added, and no wish for what is a rule already."""
    twins = [p for p in preferences if p.polarity == said.polarity and same(p.target, said.target)]
    if said.hard:
        dropped = {id(p) for p in twins}
        return (*(p for p in preferences if id(p) not in dropped), said)
    if _ruled(preferences, said):
        return preferences
    dose = min(1.0, said.dose + sum(p.dose for p in twins))
    return (*(p for p in preferences if not any(p is s for s in twins)), said.model_copy(update={"dose": dose}))


def _ruled(preferences: Preferences, said: Preference) -> bool:
    for p in preferences:
        if p.hard and p.polarity == said.polarity:
            if same(p.target, said.target):
                return True
            if isinstance(p.target, Where) and isinstance(said.target, Where):
                rule, wish = p.target.predicate, said.target.predicate
                if implied(wish, rule) if p.polarity == "like" else implied(rule, wish):
                    return True
    return False


def _extend(preferences: Preferences, said: Preference) -> Preferences:
    """One preference: all that the slots hold, or this."""
    wanted = frozenset(_both_ends(slots_of(said)))
    if isinstance(said.target, Items):
        there = [p for p in preferences if _rule(p) and isinstance(p.target, Items)]
        items = [i for p in there for i in p.target.items]  # type: ignore[union-attr]
        target: Target = Items(items=tuple(dict.fromkeys((*items, *said.target.items))))
    else:
        there = [p for p in preferences if _rule(p) and isinstance(p.target, Where) and wanted & set(slots_of(p))]
        earlier = [p.target.predicate for p in there]  # type: ignore[union-attr]
        new = said.target.predicate  # type: ignore[union-attr]
        target = Where(predicate=either(both(earlier), new) if earlier else new)
    taken = {p.id for p in there}
    return _put(tuple(p for p in preferences if p.id not in taken), _with(said, target))


def _rule(preference: Preference) -> bool:
    return preference.hard and preference.polarity == "like"


def _both_ends(some: tuple[Slot, ...]) -> tuple[Slot, ...]:
    fields = [s.name for s in some if s.kind in ("low", "high")]
    return (*some, *(Slot("low", f) for f in fields), *(Slot("high", f) for f in fields))


def _swap(preferences: Preferences, old: Target, said: Preference) -> Preferences:
    there = [p for p in preferences if p.target == old] or [p for p in preferences if about(p, old)]
    there = [p for p in there if p.polarity == said.polarity] or there
    if not there:
        return _add(preferences, said)
    taken = {p.id for p in there}
    kept = tuple(p for p in preferences if p.id not in taken)
    for p in there:
        target = substitute(p.target, _named(old, p), said.target, p.polarity) if p.polarity == said.polarity else None
        if target is None:
            rest = _left(p, old)
            kept = (*kept, rest) if rest is not None else kept
            target = said.target
        kept = _put(kept, _with(said, target))
    return kept


# --- corrections ------------------------------------------------------------------------------------------------------


def _correct(preferences: Preferences, step: Step, change: MemoryChange, place: Place) -> Preferences:
    here = change.session == place.session

    def after(p: Preference) -> Preference | None:
        if not here and p.scope != "standing":
            return p  # another session's own wishes are out of reach
        match step:
            case Harden(target=target) if about(p, target) and decidable(p.target):
                return p.model_copy(update={"hard": True})
            case Soften(target=target, dose=dose) if about(p, target):
                return p.model_copy(update={"hard": False, "dose": dose})
            case Retract():
                return _retracted(p, step)
            case Free(field=name):
                left = trim(p.target, lambda slot: slot.on_field and slot.name == name, p.polarity)
                return None if left is None else _with(p, left)
            case Lend() if _lent(p, step):
                return _lend(p, step, change, place)
            case _:
                return p

    return tuple(q for q in map(after, preferences) if q is not None)


def decidable(target: Target) -> bool:
    """Whether a rule on `target` can be decided row by row; graded and sorting targets cannot be rules."""
    if isinstance(target, Toward):
        return target.reference is not None
    return not isinstance(target, Similar | About | Order)


def _retracted(p: Preference, step: Retract) -> Preference | None:
    if step.polarity not in (None, p.polarity):
        return p
    if step.id is not None and step.id == p.id:
        return None
    return p if step.target is None else _left(p, step.target)


def _lent(p: Preference, step: Lend) -> bool:
    if step.id is not None:
        return step.id == p.id
    return step.target is None or about(p, step.target)


def _lend(p: Preference, step: Lend, change: MemoryChange, place: Place) -> Preference | None:
    if step.expires_at is not None and step.expires_at <= place.now:
        return None
    if step.scope is not None and not place.reaches(step.scope, change):
        return None
    said = {"expires_at": step.expires_at, "scope": step.scope}
    return p.model_copy(update={name: value for name, value in said.items() if value is not None})


# --- the other polarity -----------------------------------------------------------------------------------------------


def _lift(preferences: Preferences, said: Preference) -> tuple[Preferences, Preferences]:
    """The earlier preferences less the values on which `said` has the other polarity; and those that lost by it."""
    if isinstance(said.target, Similar | About):
        return preferences, ()
    left: list[Preference] = []
    lifted: list[Preference] = []
    for p in preferences:
        after: Preference | None = p
        if p.polarity != said.polarity and p.seq < said.seq:
            after = _contradicted(p, said)
        if after is not None:
            left.append(after)
        if after is not p:
            lifted.append(p)
    return tuple(left), tuple(lifted)


def _contradicted(p: Preference, said: Preference) -> Preference | None:
    target = said.target
    if p.target == target:
        return None
    if isinstance(target, Where) and isinstance(target.predicate, AllOf) and said.polarity == "dislike":
        return p  # "no French horror" takes nothing from "horror"
    left = without(p.target, atoms(target, p.polarity), p.polarity, whole=True)
    return None if left is None else _with(p, left)


def _named(target: Target, p: Preference) -> frozenset[tuple[object, ...]]:
    # "nothing over 120" is taken back as "> 120" and as "at most 120"
    return atoms(target, p.polarity) | atoms(target, "like")


def _left(p: Preference, target: Target) -> Preference | None:
    """What of `p` is left when `target` is taken back."""
    if p.target == target:
        return None
    left = without(p.target, _named(target, p), p.polarity)
    return None if left is None else _with(p, left)


def _with(p: Preference, target: Target) -> Preference:
    return p if target is p.target else p.model_copy(update={"target": target})
