"""What each built-in tool does to a page."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import recbot_sdk as rb
from recbot_sdk.errors import ArgumentError
from recbot_sdk.hosts import Sourcing, as_host
from recbot_sdk.preferences import About, Order, Similar, like
from recbot_sdk.testing.hosts import ListHost
from recbot_sdk.tools import (
    PRIMITIVES,
    Candidates,
    Chain,
    Origin,
    ToolContext,
    aggregate,
    boost,
    diversify,
    filter,
    retrieve,
    run_tool,
    suppress,
)
from recbot_sdk.tools.diversify import widest
from recbot_sdk.tools.spread import by_determinant, by_likeness, by_values

N = 600
RNG = np.random.default_rng(11)
COLOURS = ["red", "green", "blue", "black", "white", "pink", "grey", "gold"]
RECORDS = [
    {
        "id": i,
        "name": f"thing {i}",
        "colour": "red" if i < 200 else COLOURS[int(RNG.integers(8))],
        "uses": ["indoor"] if i < 200 else sorted({str(u) for u in RNG.choice(["indoor", "garden", "travel"], 2)}),
        "weight": None if i % 10 == 0 else float(RNG.integers(1, 500)),
        "maker": f"maker {i % 150}",
    }
    for i in range(N)
]
FIELDS = {
    "colour": rb.Field(kind="category"),
    "uses": rb.Field(kind="tags"),
    "weight": rb.Field(kind="number"),
    "maker": rb.Field(kind="category", role="person"),
}
CATALOG = rb.Catalog.from_records(RECORDS, id="id", title="name", fields=FIELDS)
VECTORS = rb.Catalog.from_records(
    RECORDS, id="id", title="name", fields=FIELDS, vectors=RNG.normal(size=(N, 8)).astype(np.float32)
)
CTX = ToolContext(catalog=CATALOG, call="c")
ALL = Candidates.ranked(np.arange(N))
BLUE = rb.field("colour") == "blue"


def colours(found: Candidates, seats: int = 20) -> list[str]:
    return [str(RECORDS[row]["colour"]) for row in found.rows[:seats].tolist()]


def test_the_built_in_tools_cover_every_stage_in_order() -> None:
    assert [t.stage for t in PRIMITIVES] == ["source", "constrain", "score", "score", "fuse", "arrange"]
    for built_in in PRIMITIVES:
        assert built_in.description.count(" ") > 5
        assert built_in.schema["type"] == "object"


def test_filter_keeps_or_removes_and_leaves_the_order() -> None:
    kept = filter(ALL, filter.bind(target=BLUE).arguments, CTX)
    assert set(colours(kept, N)) == {"blue"}
    assert (np.diff(kept.rows) > 0).all()
    rest = filter(ALL, filter.bind(target=BLUE, polarity="dislike").arguments, CTX)
    assert len(kept) + len(rest) == N


def test_an_unknown_value_fails_a_like_and_passes_a_dislike() -> None:
    heavy = rb.field("weight") > 250
    kept = filter(ALL, filter.bind(target=heavy).arguments, CTX)
    rest = filter(ALL, filter.bind(target=heavy, polarity="dislike").arguments, CTX)
    unknown = set(range(0, N, 10))
    assert not unknown.intersection(kept.rows.tolist())
    assert unknown <= set(rest.rows.tolist())


@pytest.mark.parametrize(("dose", "seats"), [(0.1, 2), (0.25, 5), (0.5, 10)])
def test_a_boost_wins_its_seats_and_a_suppression_loses_them(dose: float, seats: int) -> None:
    page = Chain([boost.bind(target=BLUE, dose=dose), aggregate])(ALL, CTX)
    assert colours(page).count("blue") == seats
    page = Chain([suppress.bind(target=rb.field("colour") == "red", dose=dose), aggregate])(ALL, CTX)
    assert colours(page).count("red") == 20 - seats
    assert all(c.effect.max() <= 0 for c in page.contributions.values())
    assert [s.met for s in page.solutions.values()] == [True]


def test_the_rest_of_the_page_keeps_the_hosts_order() -> None:
    page = Chain([boost.bind(target=BLUE, dose=0.25), aggregate])(ALL, CTX)
    others = [row for row in page.rows.tolist() if RECORDS[row]["colour"] != "blue"]
    assert others == sorted(others)


@pytest.mark.parametrize("target", [Similar(item=300), Similar(item=300, aspects=("colour",)), About(text="thing 42")])
def test_a_graded_target_counts_its_best_tenth_only(target: Similar | About) -> None:
    few = Candidates.ranked(np.arange(100, 500))
    said = boost(few, boost.bind(target=target).arguments, CTX).contributions["c"].values
    assert 0 < np.count_nonzero(said) <= 40
    assert said.min() >= 0
    assert said.max() <= 1
    full = CTX.match(target, few.rows)
    assert full[said > 0].min() >= full[said == 0].max()


def test_a_sort_goes_by_the_field_first_and_unknown_values_last() -> None:
    for direction, sign in (("up", -1), ("down", 1)):
        page = aggregate(ALL, aggregate.bind(order=Order(field="weight", direction=direction)).arguments, CTX)
        weights = CATALOG.numbers("weight", page.rows)
        known = weights[~np.isnan(weights)]
        assert np.isnan(weights[len(known) :]).all()
        assert (np.diff(sign * known) >= 0).all()
        ties = [row for row in page.rows.tolist() if RECORDS[row]["weight"] == known[0]]
        assert ties == sorted(ties)


def test_more_variety_shows_more_values_even_where_the_top_is_all_alike() -> None:
    before = len(set(colours(ALL)))
    page = run_tool(diversify, {}, ALL, CTX)
    assert page.breach is None
    assert before == 1
    assert len(set(colours(page.candidates))) == len(COLOURS)
    assert page.candidates.rows[0] == 0


def test_a_stronger_wish_for_variety_reaches_further() -> None:
    spread = [
        len(set(colours(diversify(ALL, diversify.bind(field="colour", strength=s).arguments, CTX))))
        for s in (0.1, 0.5, 1.0)
    ]
    assert spread == sorted(spread)
    assert spread[0] < spread[-1]


@settings(max_examples=40, deadline=None)
@given(quota=st.integers(1, 6), field=st.sampled_from(["colour", "uses", "maker"]), n=st.integers(2, 20))
def test_a_quota_holds_while_other_values_are_left(quota: int, field: str, n: int) -> None:
    outcome = run_tool(diversify, {"field": field, "quota": quota}, ALL, ToolContext(catalog=CATALOG, call="c", n=n))
    assert outcome.breach is None
    if field == "uses":
        return
    shown = [RECORDS[row][field] for row in outcome.candidates.rows[:n].tolist()]
    allowed = quota * len({r[field] for r in RECORDS})
    if n <= allowed:
        assert max(shown.count(v) for v in shown) <= quota


def test_the_field_to_spread_over_describes_and_is_no_person() -> None:
    assert widest(CATALOG) == "colour"


def test_vectors_are_spread_where_there_are_any() -> None:
    ctx = ToolContext(catalog=VECTORS, call="c")
    outcome = run_tool(diversify, {}, ALL, ctx)
    assert outcome.breach is None

    def likeness(found: Candidates) -> float:
        vectors = VECTORS.vectors[found.rows[:20]]  # type: ignore[index]
        unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return float(np.abs(unit @ unit.T).mean())

    assert likeness(outcome.candidates) < likeness(ALL)


def test_a_catalogue_of_numbers_alone_is_spread_by_likeness() -> None:
    numbers = rb.Catalog.from_records(
        [{"id": i, "name": f"n {i}", "size": float(i % 100 if i >= 30 else 0)} for i in range(N)], id="id", title="name"
    )
    page = run_tool(diversify, {}, ALL, ToolContext(catalog=numbers, call="c"))
    assert page.breach is None
    assert len(set(numbers.numbers("size", page.candidates.rows[:20]).tolist())) > 1


def test_a_field_that_has_no_values_is_refused() -> None:
    with pytest.raises(ArgumentError, match="Allowed: category, tags"):
        diversify(ALL, diversify.bind(field="weight").arguments, CTX)


@settings(max_examples=50, deadline=None)
@given(seed=st.integers(0, 1000), n=st.integers(1, 40), seats=st.integers(1, 20))
def test_every_spread_picks_distinct_places_best_first(seed: int, n: int, seats: int) -> None:
    rng = np.random.default_rng(seed)
    score = -np.log2(np.arange(1, n + 1))
    vectors = rng.normal(size=(n, 3)) * (rng.random((n, 1)) < 0.8)
    codes = rng.integers(0, 4, n)
    for picked in (
        by_values(score, codes, np.arange(n), seats, 8.0, None),
        by_likeness(score, lambda place: (codes == codes[place]).astype(float), seats, 8.0),
        by_determinant(score, vectors, seats, 8.0),
    ):
        assert len(set(picked.tolist())) == len(picked) == min(n, seats)
    assert by_values(score, codes, np.arange(n), seats, 8.0, None)[0] == 0


def test_retrieve_alone_finds_the_best_matches_of_a_target() -> None:
    found = retrieve(Candidates.ranked([]), retrieve.bind(target=BLUE, limit=7).arguments, CTX)
    assert colours(found) == ["blue"] * 7
    assert (found.origin == Origin.PRIOR).all()


def test_retrieve_adds_behind_what_is_there_and_never_repeats_it() -> None:
    start = Candidates.ranked([5, 250, 400]).contribute("earlier", np.array([1.0, 2.0, 3.0]))
    outcome = run_tool(retrieve, {"target": {"op": "in", "field": "colour", "values": ["blue"]}}, start, CTX)
    assert outcome.breach is None
    found = outcome.candidates
    assert found.rows[:3].tolist() == [5, 250, 400]
    assert len(set(found.rows.tolist())) == len(found)
    assert (np.diff(found.base) < 0).all()
    assert found.contributions["earlier"].values[:4].tolist() == [1.0, 2.0, 3.0, 0.0]


def test_retrieve_in_a_turn_is_the_host_and_adds_only_what_is_eligible() -> None:
    host = as_host(ListHost(list(range(30))))
    for eligible, added in ((None, 0), ("catalog", int((CATALOG.select(BLUE) >= 30).sum()))):
        ctx = ToolContext(
            catalog=CATALOG,
            call="c",
            sourcing=Sourcing(host=host, eligible=eligible, preferences=(like(BLUE, dose=0.1),)),  # type: ignore[arg-type]
        )
        found = retrieve(Candidates.ranked([]), retrieve.bind(target=BLUE).arguments, ctx)
        assert found.rows[:30].tolist() == list(range(30))
        assert np.isin(CATALOG.select(BLUE), found.rows).sum() >= added
        if eligible is None:
            assert len(found) == 30


def test_tools_take_a_predicate_where_they_take_a_target() -> None:
    one = boost.bind(target=BLUE)
    assert one == boost.bind(target={"kind": "where", "predicate": BLUE.model_dump()})
    assert one == boost.bind(target=BLUE.model_dump())


@pytest.mark.parametrize("rows", [[], [3], [3, 250]])
def test_tools_take_pages_of_none_one_or_two(rows: list[int]) -> None:
    chain = Chain(
        [
            filter.bind(target=BLUE, polarity="dislike"),
            boost.bind(target=BLUE),
            boost.bind(target=Similar(item=300)),
            suppress.bind(target=BLUE),
            aggregate.bind(order=Order(field="weight", direction="up")),
            diversify,
        ]
    )
    assert len(chain(Candidates.ranked(rows), CTX)) <= len(rows)
