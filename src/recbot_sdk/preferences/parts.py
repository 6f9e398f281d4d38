"""Parts of a target: what is left when a value is taken out, put in, or a slot is taken away. Pure, on names alone."""

from __future__ import annotations

from collections.abc import Callable, Set
from typing import TypeAlias

from ..predicates import AllOf, AnyOf, Between, Compare, Contains, In, Leaf, Predicate
from ..types import Polarity, Value
from .preference import Items, Similar, Target, Where
from .slots import Slot, leaf_slots, set_by, slots

Atom: TypeAlias = tuple[object, ...]
"""One value that a target names: equal atoms are one value."""


def atoms(target: Target, polarity: Polarity) -> frozenset[Atom]:
    """The values that `target` names. Half-open ranges count by the bound that they set under `polarity`."""
    match target:
        case Where(predicate=predicate):
            return _atoms(predicate, polarity)
        case Items(items=items):
            return frozenset(("item", item) for item in items)
        case Similar(item=item):
            return frozenset((("similar", item),))
        case _:
            return frozenset(("slot", *slot) for slot in slots(target, polarity))


def same(one: Target, other: Target) -> bool:
    """Whether two targets are equal; the common case is decided without comparing models field by field."""
    if isinstance(one, Where) and isinstance(other, Where):
        a, b = one.predicate, other.predicate
        if isinstance(a, In) and isinstance(b, In):
            return a.field == b.field and a.values == b.values
        return type(a) is type(b) and a == b
    return type(one) is type(other) and one == other


def without(target: Target, gone: Set[Atom], polarity: Polarity, *, whole: bool = False) -> Target | None:
    """`target` less the values `gone`; None where nothing is left, the same object where it names none of them.

    A conjunction that is disliked cannot lose a part without forbidding more: it goes when one part goes, or with
    `whole` only when all of them do.
    """
    match target:
        case Where(predicate=predicate):
            left = _without(predicate, gone, polarity, whole)
            return target if left is predicate else None if left is None else Where(predicate=left)
        case Items(items=items):
            kept = tuple(item for item in items if ("item", item) not in gone)
            return target if len(kept) == len(items) else Items(items=kept) if kept else None
        case _:
            return None if atoms(target, polarity) & gone else target


def substitute(target: Target, gone: Set[Atom], new: Target, polarity: Polarity) -> Target | None:
    """`target` with `new` in the place of the values `gone`; None where `new` cannot stand inside it."""
    if isinstance(target, Where) and isinstance(new, Where):
        return Where(predicate=_substitute(target.predicate, gone, new.predicate, polarity))
    if isinstance(target, Items) and isinstance(new, Items):
        items = [i for item in target.items for i in (new.items if ("item", item) in gone else (item,))]
        return Items(items=tuple(dict.fromkeys(items)))
    return new if without(target, gone, polarity) is None else None


def trim(target: Target, gone: Callable[[Slot], bool], polarity: Polarity) -> Target | None:
    """`target` less what lives in the slots that are `gone`; None where that takes all of it.

    A liked range that loses one bound keeps the other, a liked conjunction keeps its other members; anything else that
    lives in several slots goes as a whole.
    """
    if isinstance(target, Where):
        left = _trim(target.predicate, gone, polarity)
        return target if left is target.predicate else None if left is None else Where(predicate=left)
    return None if any(map(gone, slots(target, polarity))) else target


def either(one: Predicate, other: Predicate) -> Predicate:
    """One or the other, with the values of one field in one list and the looser of two like bounds."""
    members: list[Predicate] = []
    for new in (*_members(one, AnyOf), *_members(other, AnyOf)):
        for i, old in enumerate(members):
            joined = _joined(old, new)
            if joined is not None:
                members[i] = joined
                break
        else:
            members.append(new)
    return members[0] if len(members) == 1 else AnyOf(of=tuple(members))


def both(predicates: list[Predicate]) -> Predicate:
    """All of them, without a wrapper around a single one."""
    members = tuple(dict.fromkeys(m for p in predicates for m in _members(p, AllOf)))
    return members[0] if len(members) == 1 else AllOf(of=members)


def implied(wish: Predicate, rule: Predicate) -> bool:
    """Whether every item of `rule` is one of `wish`: then the wish says nothing that the rule does not."""
    if wish == rule:
        return True
    if isinstance(rule, AllOf):
        return any(implied(wish, member) for member in rule.of)
    if isinstance(wish, AnyOf):
        return any(implied(member, rule) for member in wish.of)
    return (
        isinstance(wish, In)
        and isinstance(rule, In)
        and wish.field == rule.field
        and set(rule.values) <= set(wish.values)
    )


def _members(predicate: Predicate, kind: type[AllOf] | type[AnyOf]) -> tuple[Predicate, ...]:
    return predicate.of if isinstance(predicate, kind) else (predicate,)


def _value(value: Value) -> Atom:
    return (isinstance(value, bool), value)  # True is no 1


def _leaf_atoms(leaf: Leaf, polarity: Polarity) -> frozenset[Atom]:
    match leaf:
        case In(field=name, values=values):
            return frozenset(("in", name, *_value(value)) for value in values)
        case Contains(field=name, text=text):
            return frozenset((("contains", name, text.casefold()),))
        case Between(field=name, low=low, high=high):
            return frozenset((("range", name, low, high),))
        case Compare(field=name, value=value):
            end = set_by(leaf, polarity)
            return frozenset((("range", name, value, value) if end is None else (end, name, value),))


def _atoms(predicate: Predicate, polarity: Polarity) -> frozenset[Atom]:
    if isinstance(predicate, AllOf | AnyOf):
        return frozenset().union(*(_atoms(member, polarity) for member in predicate.of))
    return _leaf_atoms(predicate, polarity)


def _without(predicate: Predicate, gone: Set[Atom], polarity: Polarity, whole: bool) -> Predicate | None:
    if isinstance(predicate, In):
        left = tuple(v for v in predicate.values if ("in", predicate.field, *_value(v)) not in gone)
        if len(left) == len(predicate.values):
            return predicate
        return In(field=predicate.field, values=left) if left else None
    if isinstance(predicate, AllOf | AnyOf):
        members = [_without(member, gone, polarity, whole) for member in predicate.of]
        if all(m is old for m, old in zip(members, predicate.of, strict=True)):
            return predicate
        if isinstance(predicate, AllOf) and polarity == "dislike":
            return predicate if whole and any(m is not None for m in members) else None
        return _rebuilt(predicate, members)
    return None if _leaf_atoms(predicate, polarity) & gone else predicate


def _rebuilt(predicate: AllOf | AnyOf, members: list[Predicate | None]) -> Predicate | None:
    left = tuple(m for m in members if m is not None)
    if not left:
        return None
    return left[0] if len(left) == 1 else type(predicate)(of=left)


def _substitute(predicate: Predicate, gone: Set[Atom], new: Predicate, polarity: Polarity) -> Predicate:
    if isinstance(predicate, AllOf | AnyOf):
        members = [_substitute(member, gone, new, polarity) for member in predicate.of]
        return type(predicate)(of=tuple(dict.fromkeys(members))) if len(set(members)) > 1 else members[0]
    if not _leaf_atoms(predicate, polarity) & gone:
        return predicate
    if not isinstance(predicate, In):
        return new
    if isinstance(new, In) and new.field == predicate.field:
        hit = [("in", predicate.field, *_value(v)) in gone for v in predicate.values]
        values = [v for old, h in zip(predicate.values, hit, strict=True) for v in (new.values if h else (old,))]
        return In(field=predicate.field, values=tuple(values))
    left = _without(predicate, gone, polarity, whole=False)
    return new if left is None else either(left, new)


def _trim(predicate: Predicate, gone: Callable[[Slot], bool], polarity: Polarity) -> Predicate | None:
    if isinstance(predicate, AllOf) and polarity == "like":
        members = [_trim(member, gone, polarity) for member in predicate.of]
        same = all(m is old for m, old in zip(members, predicate.of, strict=True))
        return predicate if same else _rebuilt(predicate, members)
    if isinstance(predicate, AllOf | AnyOf):
        return None if any(map(gone, slots(Where(predicate=predicate), polarity))) else predicate
    lost = [slot.kind for slot in leaf_slots(predicate, polarity) if gone(slot)]
    if not lost:
        return predicate
    if isinstance(predicate, Between) and polarity == "like" and len(lost) == 1:
        if lost == ["high"]:
            return Compare(field=predicate.field, sign=">=", value=predicate.low)
        return Compare(field=predicate.field, sign="<=", value=predicate.high)
    return None


def _joined(old: Predicate, new: Predicate) -> Predicate | None:
    if old == new:
        return old
    if isinstance(old, In) and isinstance(new, In) and old.field == new.field:
        return In(field=old.field, values=(*old.values, *new.values))
    if (
        isinstance(old, Compare)
        and isinstance(new, Compare)
        and (old.field, old.bound) == (new.field, new.bound)
        and old.bound is not None
        and isinstance(old.value, str) == isinstance(new.value, str)
    ):
        if old.value == new.value:
            return old if "=" in old.sign else new
        wider = (new.value > old.value) == (old.bound == "high")  # type: ignore[operator]
        return new if wider else old
    return None
