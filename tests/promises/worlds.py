"""Small random worlds: a table with missing values, a host with ways of its own, and sequences of what users do."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

import recbot_sdk as rb
from recbot_sdk.predicates import AllOf, AnyOf, Between, Compare, In, Predicate
from recbot_sdk.preferences import Preference, Target
from recbot_sdk.preferences.steps import Add, Extend, Free, Narrow, Redo, Retract, Step, Undo, Wipe

Table = list[dict[str, Any]]
promise = settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
"""As many worlds as a promise of the feed is tried on."""
GENRES = ["noir", "farce", "epic", "opera"]
START = datetime(2030, 1, 1, tzinfo=UTC)
"""When every script begins."""
MAKERS = ["ada", "bo", "cy"]
FIELDS = {
    "genre": rb.Field(kind="tags"),
    "maker": rb.Field(kind="category"),
    "year": rb.Field(kind="number"),
    "len": rb.Field(kind="number"),
}

records = st.lists(
    st.fixed_dictionaries(
        {
            "genre": st.lists(st.sampled_from(GENRES), max_size=3, unique=True),
            "maker": st.none() | st.sampled_from(MAKERS),
            "year": st.none() | st.integers(1990, 2000),
            "len": st.none() | st.integers(1, 9),
        }
    ),
    min_size=1,
    max_size=40,
).map(lambda rows: [{"id": f"i{k}", **row} for k, row in enumerate(rows)])

leaves: st.SearchStrategy[Predicate] = st.one_of(
    st.lists(st.sampled_from(GENRES), min_size=1, max_size=2, unique=True).map(
        lambda v: In(field="genre", values=tuple(v))
    ),
    st.sampled_from(MAKERS).map(lambda v: In(field="maker", values=(v,))),
    st.builds(
        lambda s, v: Compare(field="year", sign=s, value=v),
        st.sampled_from(["<", "<=", ">", ">=", "=="]),
        st.integers(1990, 2000),
    ),
    st.builds(lambda a, b: Between(field="len", low=min(a, b), high=max(a, b)), st.integers(1, 9), st.integers(1, 9)),
)
absent: st.SearchStrategy[Predicate] = st.sampled_from(
    [
        In(field="maker", values=("nobody",)),
        Compare(field="gone", sign="<", value=3),
        In(field="genre", values=("lost",)),
    ]
)
predicates: st.SearchStrategy[Predicate] = (
    leaves
    | absent
    | st.one_of(
        st.lists(leaves, min_size=2, max_size=3).map(lambda of: AllOf(of=tuple(of))),
        st.lists(leaves, min_size=2, max_size=3).map(lambda of: AnyOf(of=tuple(of))),
    )
)


ITEMS = st.integers(0, 41).map(lambda k: f"i{k}")  # some of them no table has
wanted = st.lists(ITEMS, max_size=30)
"""Ids that a request may name."""
WAYS = st.sampled_from(["up", "down"])
others: st.SearchStrategy[Target] = st.one_of(
    st.lists(ITEMS, min_size=1, max_size=3, unique=True).map(lambda items: rb.Items(items=tuple(items))),
    ITEMS.map(lambda item: rb.Similar(item=item)),
    st.builds(lambda way, value: rb.Toward(field="len", direction=way, reference=value), WAYS, st.integers(1, 9)),
    st.builds(lambda way: rb.Order(field="year", direction=way), WAYS),
    st.just(rb.Directive(tool="diversify")),
)
"""What is no predicate: these very items, items like one, beyond a value, sorted, more varied."""


def preferences(
    predicate: st.SearchStrategy[Predicate] = predicates, others: st.SearchStrategy[Target] | None = None
) -> st.SearchStrategy[Preference]:
    """Likes and dislikes, rules and wishes, of every scope."""
    wheres: st.SearchStrategy[Target] = predicate.map(lambda p: rb.Where(predicate=p))
    return st.builds(
        Preference,
        polarity=st.sampled_from(["like", "dislike"]),
        target=wheres if others is None else wheres | wheres | others,
        hard=st.booleans(),
        dose=st.sampled_from([0.1, 0.25, 0.5]),
        scope=st.sampled_from(["session", "standing", "turn"]),
        words=st.just("said"),
        expires_at=st.none() | st.sampled_from([START + timedelta(hours=h) for h in (1, 12, 100)]),
    )


steps: st.SearchStrategy[Step] = st.one_of(
    preferences(others=others).map(lambda p: Add(preference=p)),
    preferences(leaves).map(lambda p: Narrow(preference=p)),
    preferences(leaves).map(lambda p: Extend(preference=p)),
    st.sampled_from(["genre", "maker", "year", "len"]).map(lambda f: Free(field=f)),
    leaves.map(lambda p: Retract(target=rb.Where(predicate=p))),
    st.just(Wipe()),
    st.just(Undo()),
    st.just(Redo()),
)


@dataclass
class CountingHost:
    """Serves some of the ids in an order of its own, may answer short and with junk, and counts what it was asked."""

    order: list[str]
    junk: bool = False
    asked: list[int] = field(default_factory=list)
    last: tuple[Sequence[Any], Any] | None = None

    def recommend(self, user: str, n: int) -> tuple[Sequence[Any], Any]:
        self.asked.append(n)
        ids: list[Any] = list(self.order[:n])
        if self.junk and ids:
            ids = [*ids[:1], "unknown", *ids]  # an id that the catalogue lacks, and a repeat
        self.last = (ids, np.linspace(3.5, -1.0, len(ids), dtype=np.float32))
        return self.last


World = tuple[Table, CountingHost]


def offered(host: Any, table: Table, n: int, user: str = "u") -> list[str]:
    """The items that a host's answer for `n` offers: known, each once, none with a score that is no score."""
    known, raw = {row["id"] for row in table}, host.recommend(user, n)
    pairs = (
        list(zip(*raw, strict=True)) if isinstance(raw, tuple) else [p if isinstance(p, tuple) else (p, 0) for p in raw]
    )
    return list(dict.fromkeys(item for item, score in pairs if item in known and -1e37 < score < math.inf))


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """A table and a host that withholds some of its items."""
    table = draw(records)
    order = draw(st.permutations([str(r["id"]) for r in table]))
    return table, CountingHost(list(order[: draw(st.integers(0, len(order)))]), junk=draw(st.booleans()))


def bot_of(table: Table, host: object, **options: Any) -> rb.RecBot:
    """A bot over the table, with the kinds said (a random table may have nothing to infer them from)."""
    return rb.RecBot(rb.Catalog.from_records(table, id="id", fields=FIELDS), host, **options)
