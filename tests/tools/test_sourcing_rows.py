"""What may be served, over every host of the zoo: complete, bounded in calls, and never what the host withheld."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import recbot_sdk as rb
from recbot_sdk.errors import ArgumentError, HostError, PolicyError
from recbot_sdk.hosts import Sourcing, as_host, normal_rows
from recbot_sdk.preferences import About, Order, Preference, Similar, dislike, like
from recbot_sdk.testing.hosts import (
    ZOO,
    FailingHost,
    ListHost,
    PersonalHost,
    RaggedHost,
    ShortHost,
    UnstableHost,
    WithholdingHost,
)
from recbot_sdk.tools import Candidates, Origin, ToolContext, source

N = 400
KINDS = ["tea", "coffee", "cocoa", "juice", "water"]
RECORDS = [
    {
        "id": f"d{i}",
        "name": f"drink {i}",
        "kind": KINDS[(i * i + i // 7) % 5],
        "price": (i * 37) % 100,
        "note": f"note {i % 9}",
    }
    for i in range(N)
]
CATALOG = rb.Catalog.from_records(
    RECORDS,
    id="id",
    title="name",
    fields={"kind": rb.Field(kind="category"), "price": rb.Field(kind="number"), "note": rb.Field(kind="text")},
)
IDS = [f"d{i}" for i in np.random.default_rng(3).permutation(N)]
TEA, CHEAP = rb.field("kind") == "tea", rb.field("price") < 20
RULES: list[Preference] = [
    like(TEA, hard=True),
    dislike(TEA, hard=True),
    like(CHEAP, hard=True),
    like(CHEAP & TEA, hard=True),
    dislike(CHEAP),
    like(TEA),
    like(rb.field("kind") == "cocoa", dose=0.5),
]


def run(host: object, *preferences: Preference, n: int = 20, user: str = "ann", **said: object) -> Candidates:
    sourcing = Sourcing(host=None if host is None else as_host(host), preferences=preferences, **said)  # type: ignore[arg-type]
    return source(sourcing, ToolContext(catalog=CATALOG, user=user, n=n, sourcing=sourcing, preferences=preferences))


def everything(host: ListHost, asked: list[int], user: str = "ann") -> set[int]:
    """All rows that a host returns when it is asked for so many."""
    rows: set[int] = set()
    for n in asked:
        rows |= set(normal_rows(as_host(host).ask(user, n), CATALOG).tolist())
    return rows


@settings(max_examples=60, deadline=None)
@given(kind=st.sampled_from(ZOO), rules=st.lists(st.sampled_from(RULES), min_size=1, max_size=3), n=st.integers(1, 60))
def test_a_page_is_as_full_as_host_and_rules_allow(kind: type[ListHost], rules: list[Preference], n: int) -> None:
    sourcing = Sourcing(preferences=tuple(rules))
    host = kind(IDS)
    found = run(host, *rules, n=n)
    fits = sourcing.allowed(CATALOG, found.rows).sum()
    could = np.array(sorted(everything(kind(IDS), [*host.asked, N])), dtype=np.int64)
    assert min(n, fits) == min(n, sourcing.allowed(CATALOG, could).sum())


@settings(max_examples=40, deadline=None)
@given(kind=st.sampled_from(ZOO), rules=st.lists(st.sampled_from(RULES), max_size=2))
def test_what_the_host_withheld_is_never_a_candidate(kind: type[ListHost], rules: list[Preference]) -> None:
    host = kind(IDS)
    served = run(host, *rules).rows.tolist()
    assert set(served) <= everything(kind(IDS), host.asked)


@settings(max_examples=40, deadline=None)
@given(kind=st.sampled_from(ZOO), rules=st.lists(st.sampled_from(RULES), max_size=3), n=st.integers(1, 40))
def test_the_host_is_asked_a_bounded_number_of_times(kind: type[ListHost], rules: list[Preference], n: int) -> None:
    host = kind(IDS)
    run(host, *rules, n=n)
    assert len(host.asked) <= 1 + math.ceil(math.log(N / 64, 4)) + 1
    assert max(host.asked) <= N
    assert host.asked == sorted(host.asked)


def test_rows_come_in_the_hosts_own_order_with_halvings_of_rank() -> None:
    found = run(ListHost(IDS), n=10)
    assert [CATALOG.ids[row] for row in found.rows[:10]] == IDS[:10]
    np.testing.assert_allclose(found.base[:4], [0, -1, -math.log2(3), -2])
    assert (found.origin == Origin.HOST).all()


def test_ranks_are_counted_before_anything_is_removed() -> None:
    first = CATALOG.rows(IDS[:3])
    found = run(ListHost(IDS), n=10, exclude=first)
    assert found.base[0] == -2.0
    assert not np.isin(first, found.rows).any()


def test_rows_that_break_a_rule_are_left_for_the_filter_to_drop() -> None:
    found = run(ListHost(IDS), like(TEA, hard=True))
    assert not Sourcing(preferences=(like(TEA, hard=True),)).allowed(CATALOG, found.rows).all()


def test_an_answer_of_another_order_replaces_the_old_one_and_nothing_seen_is_lost() -> None:
    host = UnstableHost(IDS)
    found = run(host, like(CHEAP & TEA, hard=True), n=40)
    newest = normal_rows(as_host(UnstableHost(IDS)).ask("ann", host.asked[-1]), CATALOG)
    assert found.rows[: len(newest)].tolist() == newest.tolist()
    seen = set().union(*(normal_rows(as_host(UnstableHost(IDS)).ask("ann", n), CATALOG).tolist() for n in host.asked))
    assert set(found.rows.tolist()) == seen


def test_bad_scores_repeats_and_unknown_ids_are_left_out() -> None:
    host = RaggedHost(IDS)
    found = run(host, n=20)
    served = [CATALOG.ids[row] for row in found.rows]
    assert served == host.served[: len(served)]


def test_a_host_that_is_known_to_end_is_not_asked_once_more() -> None:
    host, wrapped = ShortHost(IDS, 30), None
    wrapped = as_host(host)
    rule = like(TEA, hard=True)
    run(wrapped, rule)
    first = len(host.asked)
    run(wrapped, rule)
    assert len(host.asked) - first < first


def test_a_sort_sees_everything_the_host_has_in_one_call() -> None:
    host = ListHost(IDS)
    assert len(run(host, like(Order(field="price", direction="up")))) == N
    assert host.asked == [N]


@pytest.mark.parametrize("target", [Similar(item="d5"), About(text="note 3")])
def test_a_graded_wish_gets_a_pool_to_choose_from(target: Similar | About) -> None:
    assert len(run(ListHost(IDS), like(target))) == N


def test_max_ask_is_never_passed() -> None:
    host = ListHost(IDS)
    run(host, like(CHEAP & TEA, hard=True), n=40, max_ask=100)
    assert max(host.asked) == 100


def test_eligible_rows_follow_what_the_host_returned_in_the_order_of_its_scores() -> None:
    class Scorer(PersonalHost):
        def recommend(self, user: str, n: int) -> object:
            self.asked.append(n)
            return [item for item in self.answer(user, len(self.ids)) if int(str(item)[1:]) % 2][:n]

    host = Scorer(IDS[: N - 40])
    found = run(host, like(TEA, hard=True), n=60, eligible="catalog")
    origins = found.origin.tolist()
    assert origins == sorted(origins)
    assert set(origins) == {Origin.HOST, Origin.SCORED, Origin.PRIOR}
    scored = found.rows[found.origin == Origin.SCORED]
    scores = host.score("ann", [CATALOG.ids[row] for row in scored])
    assert (np.diff(scores) < 0).all()
    assert (np.diff(found.base) < 0).all()
    tea = CATALOG.select(TEA)
    assert set(tea.tolist()) <= set(found.rows.tolist())
    assert np.isin(found.rows[found.origin != Origin.HOST], tea).all()


def test_nothing_is_added_while_the_host_has_enough() -> None:
    found = run(WithholdingHost(IDS), like(TEA), eligible="catalog")
    assert (found.origin == Origin.HOST).all()


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 1000), n=st.integers(1, 60))
def test_only_eligible_rows_are_added(seed: int, n: int) -> None:
    mask = np.random.default_rng(seed).random(N) < 0.2
    ways = (mask, lambda rows: mask[rows])
    for eligible in ways:
        found = run(ShortHost(IDS, 10), n=n, eligible=eligible)
        added = found.rows[found.origin != Origin.HOST]
        assert mask[added].all()
        assert len(found) >= min(n, 10 + (mask & ~np.isin(np.arange(N), CATALOG.rows(IDS[:10]))).sum())
    assert np.isin(run(ShortHost(IDS, 10), n=N, eligible=TEA).rows[10:], CATALOG.select(TEA)).all()


def test_without_a_host_only_eligible_rows_remain() -> None:
    assert len(run(None)) == 0
    assert len(run(None, like(TEA, hard=True), eligible="catalog")) == len(CATALOG.select(TEA))


@pytest.mark.parametrize("eligible", [None, "catalog"])
def test_policy_exclusions_and_candidates_only_ever_remove(eligible: str | None) -> None:
    only, out = np.arange(0, N, 2), np.arange(0, N, 3)
    found = run(ShortHost(IDS, 50), eligible=eligible, only=only, exclude=out, policy=lambda rows: rows % 5 != 0, n=300)
    rows = found.rows
    assert np.isin(rows, only).all()
    assert not np.isin(rows, out).any()
    assert (rows % 5 != 0).all()


def test_a_failing_host_is_a_host_error_and_a_failing_policy_a_policy_error() -> None:
    with pytest.raises(HostError, match="the recommender is down"):
        run(FailingHost(IDS))
    with pytest.raises(PolicyError, match="Nothing is served"):
        run(ListHost(IDS), policy=lambda rows: 1 / 0)
    with pytest.raises(PolicyError, match="one bool a row"):
        run(ListHost(IDS), policy=lambda rows: np.ones(3, bool))


@pytest.mark.parametrize("eligible", [np.ones(3, bool), np.ones(N), "everything", 7])
def test_an_eligibility_that_cannot_be_read_says_what_is_allowed(eligible: object) -> None:
    with pytest.raises(ArgumentError, match="eligible"):
        run(ShortHost(IDS, 3), eligible=eligible)
