"""Small random worlds: a table with missing values, a host with ways of its own, and sequences of what users do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from hypothesis import strategies as st

import recbot_sdk as rb
from recbot_sdk.predicates import AllOf, AnyOf, Between, Compare, In, Predicate
from recbot_sdk.preferences import Preference
from recbot_sdk.preferences.steps import Add, Extend, Free, Narrow, Redo, Retract, Step, Undo, Wipe

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


def preferences(predicate: st.SearchStrategy[Predicate] = predicates) -> st.SearchStrategy[Preference]:
    """Likes and dislikes, rules and wishes, of every scope."""
    return st.builds(
        Preference,
        polarity=st.sampled_from(["like", "dislike"]),
        target=predicate.map(lambda p: rb.Where(predicate=p)),
        hard=st.booleans(),
        dose=st.sampled_from([0.1, 0.25, 0.5]),
        scope=st.sampled_from(["session", "standing", "turn"]),
        words=st.just("said"),
        expires_at=st.none() | st.sampled_from([START + timedelta(hours=h) for h in (1, 12, 100)]),
    )


steps: st.SearchStrategy[Step] = st.one_of(
    preferences().map(lambda p: Add(preference=p)),
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


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[dict[str, Any]], CountingHost]:
    """A table and a host that withholds some of its items."""
    table = draw(records)
    order = draw(st.permutations([str(r["id"]) for r in table]))
    return table, CountingHost(list(order[: draw(st.integers(0, len(order)))]), junk=draw(st.booleans()))


def bot_of(table: list[dict[str, Any]], host: CountingHost, **options: Any) -> rb.RecBot:
    """A bot over the table, with the kinds said (a random table may have nothing to infer them from)."""
    return rb.RecBot(rb.Catalog.from_records(table, id="id", fields=FIELDS), host, **options)
