"""Hypothesis strategies for targets, preferences, steps and whole logs, over field names and values that you give.

`values` maps a field's name to the values that it may be asked for: numbers make bounds, anything else makes choices.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

from ..predicates import AllOf, AnyOf, Between, Compare, In, Predicate
from ..preferences.preference import (
    About,
    Directive,
    Dose,
    Items,
    Order,
    Preference,
    Similar,
    Target,
    Toward,
    Where,
)
from ..preferences.steps import (
    Add,
    Extend,
    Free,
    Harden,
    Lend,
    MemoryChange,
    Move,
    Narrow,
    Redo,
    Retract,
    Soften,
    Step,
    Swap,
    Undo,
    Wipe,
)
from ..types import ItemKey, Scope, Value

try:
    from hypothesis import strategies as st
except ImportError as error:  # pragma: no cover
    from ..errors import MissingExtraError

    raise MissingExtraError("hypothesis", "testing") from error

Values: TypeAlias = Mapping[str, Sequence[Value]]
VALUES: Values = {
    "genre": ("Comedy", "Drama", "Western"),
    "cast": ("Ada Hall", "Bo Reed"),
    "director": ("Ada Hall", "Cy Moss"),
    "minutes": (60, 90, 120),
    "price": (5.0, 9.5),
}
"""A small table's worth: one person is in two fields, two fields are numbers."""
START = datetime(2026, 3, 1, 9, tzinfo=UTC)
"""When the logs begin."""


def _predicates(values: Values = VALUES) -> st.SearchStrategy[Predicate]:
    """Choices, bounds and ranges, and now and then two of them joined by and or or."""
    leaf = st.sampled_from(sorted(values)).flatmap(lambda name: _leaves(name, values[name]))
    pair = st.lists(leaf, min_size=2, max_size=2, unique_by=repr).map(tuple)
    return st.one_of(leaf, leaf, leaf, pair.map(lambda of: AllOf(of=of)), pair.map(lambda of: AnyOf(of=of)))


def targets(values: Values = VALUES, items: Sequence[ItemKey] = (1, 2, "x")) -> st.SearchStrategy[Target]:
    """Targets of every kind; three in five are predicates."""
    numbers = _numbers(values)
    where = _predicates(values).map(lambda predicate: Where(predicate=predicate))
    others: list[st.SearchStrategy[Target]] = [
        st.lists(st.sampled_from(items), min_size=1, max_size=2).map(lambda some: Items(items=tuple(some))),
        st.sampled_from(items).map(lambda item: Similar(item=item)),
        st.sampled_from(("space", "the sea")).map(lambda text: About(text=text)),
        st.sampled_from(("vary", "surprise")).map(lambda tool: Directive(tool=tool, arguments={"much": 1})),
    ]
    if numbers:
        ways = st.sampled_from(("up", "down"))
        reference = st.sampled_from(numbers).flatmap(
            lambda f: st.tuples(st.just(f), st.sampled_from((None, *values[f])))
        )
        others += [
            st.builds(lambda at, way: Toward(field=at[0], direction=way, reference=at[1]), reference, ways),
            st.builds(lambda name, way: Order(field=name, direction=way), st.sampled_from(numbers), ways),
        ]
    return st.one_of(where, where, where, st.one_of(others))


def preferences(
    values: Values = VALUES, *, scopes: Sequence[Scope] = ("session", "standing", "turn"), hard: bool | None = None
) -> st.SearchStrategy[Preference]:
    """Preferences; hard ones only of targets that can be decided."""
    from ..preferences.apply import decidable

    built = st.builds(
        Preference,
        polarity=st.sampled_from(("like", "dislike")),
        target=targets(values),
        hard=st.booleans() if hard is None else st.just(hard),
        dose=st.sampled_from([dose.value for dose in Dose]),
        scope=st.sampled_from(scopes),
        expires_at=st.sampled_from((None, None, None, START + timedelta(hours=3), START + timedelta(days=2))),
        words=st.sampled_from(("", "that please")),
    )
    return built.filter(lambda p: not p.hard or decidable(p.target))


def steps(values: Values = VALUES, *, last: int = 0) -> st.SearchStrategy[Step]:
    """Steps of the whole closed list; undo, redo and ids point at changes up to number `last`."""
    wish, target = preferences(values), targets(values)
    scope = st.sampled_from((None, None, "session", "standing", "turn"))
    name = st.integers(1, max(1, last)).map(lambda seq: f"p{seq}")
    expires = st.sampled_from((None, START + timedelta(hours=5)))
    named = st.booleans()
    every: list[st.SearchStrategy[Step]] = [
        st.builds(Add, preference=wish, named=named),
        st.builds(Move, preference=wish),
        st.builds(Extend, preference=wish),
        st.builds(Narrow, preference=wish),
        st.builds(Swap, old=target, preference=wish),
        st.builds(Harden, target=target, scope=scope),
        st.builds(Soften, target=target, dose=st.sampled_from((0.1, 0.5)), scope=scope),
        st.builds(Retract, target=target, polarity=st.sampled_from((None, "like", "dislike")), scope=scope),
        st.builds(Retract, id=name),
        st.builds(Free, field=st.sampled_from(sorted(values)), scope=scope),
        st.builds(Lend, target=st.one_of(st.none(), target), scope=scope, expires_at=expires),
        st.builds(Wipe, only=st.sampled_from(("all", "like", "dislike", "hard", "soft"))),
    ]
    adds = [every[0]] * 8  # a log of corrections alone would correct nothing
    if not last:
        return st.one_of(*adds, *every)
    back = [st.builds(kind, seq=st.integers(1, last)) for kind in (Undo, Redo)]
    return st.one_of(*adds, *every, *back, back[0])


def change_logs(values: Values = VALUES, *, max_size: int = 8) -> st.SearchStrategy[tuple[MemoryChange, ...]]:
    """Logs of up to `max_size` changes, in order, as a store would hold them: of two sessions, over two days."""
    row = st.tuples(
        st.sampled_from((1, 1, 30, 300)),  # minutes since the change before
        st.sampled_from(("desk", "desk", "phone")),
        st.sampled_from((None, None, None, None, START + timedelta(hours=6))),
        st.lists(steps(values, last=max_size), min_size=1, max_size=2),
    )
    return st.lists(row, max_size=max_size).map(_numbered)


def _numbered(rows: Sequence[tuple[int, str, datetime | None, list[Step]]]) -> tuple[MemoryChange, ...]:
    at, changes = START, []
    for seq, (minutes, session, expires, some) in enumerate(rows, start=1):
        at += timedelta(minutes=minutes)
        back = [s.model_copy(update={"seq": 1 + (s.seq or 0) % seq}) if isinstance(s, Undo | Redo) else s for s in some]
        said = tuple(s for s in back if not isinstance(s, Undo | Redo) or (s.seq or 0) < seq)
        changes.append(
            MemoryChange(
                seq=seq,
                request_id=f"r{seq}",
                session=session,
                at=at,
                expires_at=expires,
                words=f"words {seq}",
                steps=said or (Wipe(only="soft"),),
            )
        )
    return tuple(changes)


def moments() -> st.SearchStrategy[datetime]:
    """Moments before, within and after a log of `change_logs`."""
    return st.integers(0, 72).map(lambda hours: START + timedelta(hours=hours))


def _numbers(values: Values) -> list[str]:
    return [name for name, some in sorted(values.items()) if all(_is_number(v) for v in some)]


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _leaves(name: str, some: Sequence[Value]) -> st.SearchStrategy[Predicate]:
    if not all(map(_is_number, some)):
        chosen = st.lists(st.sampled_from(some), min_size=1, max_size=2, unique=True)
        return chosen.map(lambda values: In(field=name, values=tuple(values)))
    ends = st.tuples(st.sampled_from(some), st.sampled_from(some)).map(sorted)
    return st.one_of(
        st.builds(
            Compare,
            field=st.just(name),
            sign=st.sampled_from(("<", "<=", ">", ">=", "==")),
            value=st.sampled_from(some),
        ),
        ends.map(lambda pair: Between(field=name, low=pair[0], high=pair[1])),
    )
