"""Wishes of one breath made one: choices by "or" (or of a field that has one value), and conjunctions under one cue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...predicates import AllOf, AnyOf, Between, Compare, In, Predicate, leaves
from ...preferences.preference import Target, Where
from ...types import Value
from ..protocol import Proposal
from .reading import Mood, Said

if TYPE_CHECKING:
    from ...catalog import Catalog


@dataclass(slots=True)
class Wish:
    """One wish on its way to a proposal."""

    target: Target
    said: Said
    mood: Mood
    evidence: str = "exact"
    cost: float = 0.0
    named: bool = True
    others: tuple[Target, ...] = ()
    old: Target | None = None
    """What it stands in the place of."""
    spans: list[tuple[int, int]] = field(default_factory=list)
    choice: bool = False
    """Its values are a choice, because no item has them all."""


def joined(entries: Sequence[Wish | Proposal], catalog: Catalog) -> list[Wish | Proposal]:
    """Wishes of one breath made one: a choice by "or" (or of a field that has one value), a conjunction under one cue."""
    out: list[Wish | Proposal] = []
    for entry in entries:
        last = out[-1] if out else None
        if isinstance(entry, Wish) and isinstance(last, Wish) and _alike(last, entry):
            if entry.said.joint == "or" and entry.mood.polarity == "like" and entry.mood.hard:
                _choose(out, entry)
                continue
            if (
                entry.said.joint == ""
                and not (entry.mood.hard and entry.mood.polarity == "like")
                and _one_cue(last, entry)
            ):
                _gather(out, entry)
                last.target = Where(predicate=_all(last.target, entry.target))
                _absorb(last, entry)
                continue
        if isinstance(entry, Wish) and _no_item_is_all(out, entry, catalog):
            _choose(out, entry)
            continue
        if (
            isinstance(entry, Wish)
            and (twin := _single(out, entry, catalog) or _beyond(out, entry, catalog)) is not None
        ):
            twin.target = Where(predicate=_either(twin.target, entry.target))
            _absorb(twin, entry)
            continue
        out.append(entry)
    return out


def _choose(out: list[Wish | Proposal], entry: Wish) -> None:
    """Make `entry` one choice with the wish before it, and with those that a comma joins to that on the same field."""
    run = [out.pop()]
    while (
        out
        and isinstance(run[0], Wish)
        and run[0].said.joint == "comma"
        and isinstance(out[-1], Wish)
        and _alike(out[-1], run[0])
        and fields(out[-1].target) & fields(run[0].target)
    ):
        run.insert(0, out.pop())
    whole = run[0]
    assert isinstance(whole, Wish)
    for other in (*run[1:], entry):
        assert isinstance(other, Wish)
        whole.target = Where(predicate=_either(whole.target, other.target))
        _absorb(whole, other)
    out.append(whole)


def _gather(out: list[Wish | Proposal], entry: Wish) -> None:
    """Make one choice of what stands side by side before what it is said of: "no red or blue jackets" bans no other red."""
    last = out[-1]
    while len(out) > 1 and isinstance(last, Wish) and last.said.joint in ("or", "comma"):
        before = out[-2]
        if not isinstance(before, Wish) or not _alike(before, last) or not _one_cue(before, last):
            return
        one, other, whole = fields(before.target), fields(last.target), fields(entry.target)
        if len(one) != 1 or one != other or one & whole:
            return
        joint = before.said.joint
        last.target = Where(predicate=_either(before.target, last.target))
        _absorb(last, before)
        last.said.joint = joint
        out.pop(-2)


def _single(out: Sequence[Wish | Proposal], entry: Wish, catalog: Catalog) -> Wish | None:
    """The wish of this command with which `entry` is a choice because an item has only one value of their field."""
    name = only_value(entry, catalog)
    if name is None:
        return None
    return next((e for e in out if isinstance(e, Wish) and only_value(e, catalog) == name and _alike(e, entry)), None)


def _no_item_is_all(out: Sequence[Wish | Proposal], entry: Wish, catalog: Catalog) -> bool:
    """Whether a list that ends here, "A, B and C", is a choice because no item has all of it."""
    run: list[Wish] = [entry]
    for before in reversed(out):
        joint = run[0].said.joint
        if not isinstance(before, Wish) or joint != ("and" if len(run) == 1 else "comma") or not _alike(before, run[0]):
            break
        run.insert(0, before)
    liked = entry.mood.polarity == "like" and entry.mood.hard
    shared = all(wish.said.kind == "value" and fields(wish.target) & fields(entry.target) for wish in run)
    if len(run) < 3 or not liked or not shared or any(wish.said.shift for wish in run):
        return False
    return not catalog.count(AllOf(of=tuple(_predicates(*(wish.target for wish in run)))))


def _beyond(out: Sequence[Wish | Proposal], entry: Wish, catalog: Catalog) -> Wish | None:
    """The wish before with which `entry` is a choice because no item is both: films of three directors."""
    last = out[-1] if out else None
    if not isinstance(last, Wish) or entry.said.joint not in ("and", "comma") or not _alike(last, entry):
        return None
    liked = entry.mood.polarity == "like" and entry.mood.hard and entry.said.kind == last.said.kind == "value"
    if not liked or not fields(last.target) & fields(entry.target) or last.said.shift or entry.said.shift:
        return None
    one, other = _predicates(last.target, entry.target)
    both = catalog.count(AllOf(of=(one, other)))
    last.choice = last.choice or not both
    return last if last.choice and catalog.count(one) and catalog.count(other) else None


def only_value(wish: Wish, catalog: Catalog) -> str | None:
    """The field of which an item has one value at most, where the wish is a rule on that field alone."""
    if wish.mood.polarity != "like" or not wish.mood.hard or not isinstance(wish.target, Where) or wish.said.action:
        return None
    predicate = wish.target.predicate
    names = {leaf.field for leaf in leaves(predicate)}
    if len(names) != 1 or isinstance(predicate, AllOf):
        return None
    name = next(iter(names))
    kind = catalog.fields[name].kind if name in catalog.fields else None
    if kind in ("category", "flag"):
        return name
    closed = all(
        isinstance(leaf, Between) or (isinstance(leaf, Compare) and leaf.sign == "==") for leaf in leaves(predicate)
    )
    return name if kind in ("number", "date") and closed else None


def _alike(one: Wish, other: Wish) -> bool:
    """Whether two wishes are conditions of one manner, neither of them a correction."""
    conditions = isinstance(one.target, Where) and isinstance(other.target, Where)
    kinds = one.said.kind in ("value", "bound") and other.said.kind in ("value", "bound")
    same = (one.mood.polarity, one.mood.hard) == (other.mood.polarity, other.mood.hard)
    return conditions and kinds and same and not other.said.action and one.old is None and other.old is None


def _one_cue(one: Wish, other: Wish) -> bool:
    return one.mood.span is not None and one.mood.span == other.mood.span and not one.said.action


def _absorb(one: Wish, other: Wish) -> None:
    one.spans += other.spans
    one.cost = max(one.cost, other.cost)
    one.others = ()


def fields(target: Target) -> set[str]:
    """The fields that a condition names; none for other targets."""
    return {leaf.field for leaf in leaves(target.predicate)} if isinstance(target, Where) else set()


def _predicates(*targets: Target) -> list[Predicate]:
    return [target.predicate for target in targets if isinstance(target, Where)]


def _all(one: Target, other: Target) -> Predicate:
    members = [m for p in _predicates(one, other) for m in (p.of if isinstance(p, AllOf) else (p,))]
    return AllOf(of=tuple(dict.fromkeys(members)))


def _either(one: Target, other: Target) -> Predicate:
    members = [m for p in _predicates(one, other) for m in (p.of if isinstance(p, AnyOf) else (p,))]
    values: dict[str, list[Value]] = {}
    for member in members:
        if isinstance(member, In):
            values.setdefault(member.field, []).extend(member.values)
    parts: list[Predicate] = [In(field=name, values=tuple(own)) for name, own in values.items()]
    parts += dict.fromkeys(m for m in members if not isinstance(m, In))
    return parts[0] if len(parts) == 1 else AnyOf(of=tuple(parts))
