"""A dose wins the seats that it promises, by the smallest weight, whatever the other wishes do."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recbot_sdk.tools import Solution
from recbot_sdk.tools.dose import CAP, Wish, contenders, solve
from recbot_sdk.types import Floats

DOSES = (0.1, 0.25, 0.5, -0.1, -0.25, -0.5)


def base(n: int) -> Floats:
    return -np.log2(np.arange(1, n + 1))


def seats(x: Floats, match: Floats, depth: int) -> int:
    return int(np.count_nonzero(match[np.argsort(-x, kind="stable")[:depth]]))


def brute_force(x: Floats, match: Floats, dose: float, reachable: int, depth: int) -> float:
    """The smallest weight at which the seats are right, by trying every weight at which two rows change places."""
    sign = 1.0 if dose > 0 else -1.0
    own, rivals = np.flatnonzero(match), np.flatnonzero(match == 0)
    crossings = [sign * (x[r] - x[o]) / match[o] for o in own for r in rivals]
    for weight in [0.0, *(w + 1e-9 for w in sorted(crossings) if w >= 0)]:
        now = seats(x + sign * weight * match, match, depth)
        if sign * (now - reachable) >= 0:
            return float(weight)
    return float("inf")


matches = st.lists(st.sampled_from([0.0, 0.0, 1.0]), min_size=1, max_size=60).map(np.array)
graded = st.lists(st.sampled_from([0.0, 0.0, 0.25, 0.5, 1.0]), min_size=1, max_size=40).map(np.array)


@settings(max_examples=150, deadline=None)
@given(match=matches | graded, dose=st.sampled_from(DOSES), depth=st.integers(1, 20))
def test_one_wish_is_solved_exactly_and_by_the_smallest_weight(match: Floats, dose: float, depth: int) -> None:
    x = base(len(match))
    (solved,) = solve(x, None, [Wish("w", match, dose)], depth)
    depth = min(depth, len(match))
    best = brute_force(x, match, dose, solved.reachable, depth)
    assert abs(solved.weight) == pytest.approx(min(CAP, best), abs=1e-7)
    assert solved.won == seats(x + solved.weight * match, match, depth)
    if best < CAP:
        assert solved.won >= solved.reachable if dose > 0 else solved.won <= solved.reachable
    if np.isin(match, [0.0, 1.0]).all() and solved.weight != 0:
        assert solved.won == solved.reachable


@settings(max_examples=100, deadline=None)
@given(match=matches, dose=st.sampled_from(DOSES), depth=st.integers(1, 20))
def test_the_promise_is_the_dose_of_the_page_as_far_as_page_and_items_go(
    match: Floats, dose: float, depth: int
) -> None:
    (solved,) = solve(base(len(match)), None, [Wish("w", match, dose)], depth)
    page = min(depth, len(match))
    step = max(1, round(page * abs(dose)))
    before = int(match[:page].sum())
    assert solved.before == before
    if dose > 0:
        assert solved.promised == min(page, before + step)
        assert solved.reachable == min(solved.promised, int(match.sum()))
    else:
        assert solved.promised == max(0, before - step)
        assert solved.reachable == max(solved.promised, page - int((match == 0).sum()))


@settings(max_examples=60, deadline=None)
@given(data=st.data(), n=st.integers(150, 400), k=st.integers(2, 3))
def test_wishes_together_each_get_their_seats_where_some_page_can_hold_them(
    data: st.DataObject, n: int, k: int
) -> None:
    rng = np.random.default_rng(data.draw(st.integers(0, 2**32 - 1)))
    doses = data.draw(st.lists(st.sampled_from([0.1, 0.25, -0.1, -0.25]), min_size=k, max_size=k))
    shares = data.draw(st.lists(st.sampled_from([0.05, 0.2, 0.5]), min_size=k, max_size=k))
    wishes = [
        Wish(str(j), (rng.random(n) < share).astype(float), dose)
        for j, (share, dose) in enumerate(zip(shares, doses, strict=True))
    ]
    solved = solve(base(n), None, wishes, 20)
    if not some_page_holds([w.match for w in wishes], solved):
        return
    for one in solved:
        lacking = (one.reachable - one.won) * (1 if one.dose > 0 else -1)
        assert lacking <= 1, solved
        assert lacking >= -1 or one.weight == 0, solved


def some_page_holds(matches: list[Floats], solved: tuple[Solution, ...], depth: int = 20) -> bool:
    """Whether twenty items exist that give every wish its seats exactly: a search over how many of each combination."""
    kinds, counts = np.unique(np.array(matches).T, axis=0, return_counts=True)
    goals = np.array([s.reachable for s in solved])
    ways = {(0, *([0] * len(goals)))}
    for kind, count in zip(kinds.astype(int), counts, strict=True):
        ways = {
            (way[0] + take, *(np.array(way[1:]) + take * kind))
            for way in ways
            for take in range(min(int(count), depth - way[0]) + 1)
        }
        ways = {way for way in ways if (np.array(way[1:]) <= goals + 1).all()}
    return any(way[0] == depth and (np.abs(np.array(way[1:]) - goals) == 0).all() for way in ways)


def test_wishes_that_exclude_each_other_give_way_evenly() -> None:
    odd = (np.arange(200) % 2).astype(float)
    more_odd, more_even = solve(base(200), None, [Wish("odd", odd, 0.5), Wish("even", 1 - odd, 0.5)], 20)
    assert abs(more_odd.won - more_even.won) <= 2
    assert not more_odd.met


def test_a_wish_for_what_only_another_wish_forbids_keeps_both_within_the_cap() -> None:
    match = np.zeros(100)
    match[30:60] = 1.0
    solved = solve(base(100), None, [Wish("more", match, 0.25), Wish("less", match, -0.25)], 20)
    assert all(abs(s.weight) <= CAP for s in solved)


def test_a_page_that_is_already_full_needs_no_weight() -> None:
    (solved,) = solve(base(50), None, [Wish("w", np.ones(50), 0.25)], 20)
    assert (solved.weight, solved.won, solved.met) == (0.0, 20, False)


def test_all_that_exist_are_won_where_fewer_exist_than_promised() -> None:
    match = np.zeros(500)
    match[[300, 400]] = 1.0
    (solved,) = solve(base(500), None, [Wish("w", match, 0.5)], 20)
    assert (solved.promised, solved.reachable, solved.won, solved.met) == (10, 2, 2, False)


def test_a_fixed_effect_of_another_tool_is_seen() -> None:
    match = np.zeros(100)
    match[50:] = 1.0
    fixed = np.where(np.arange(100) < 20, 3.0, 0.0)
    (alone,) = solve(base(100), None, [Wish("w", match, 0.25)], 20)
    (against,) = solve(base(100), fixed, [Wish("w", match, 0.25)], 20)
    assert against.weight == pytest.approx(alone.weight + 3.0, abs=1e-6)
    assert against.won == 5


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), k=st.integers(1, 3), depth=st.integers(1, 8))
def test_only_contenders_can_reach_the_page(seed: int, k: int, depth: int) -> None:
    rng = np.random.default_rng(seed)
    found = [(rng.random(80) < 0.3).astype(float) for _ in range(k)]
    start = base(80) + rng.choice([0.0, 1.5], 80)
    places = set(contenders(start, found, depth).tolist())
    for chosen in combinations(rng.uniform(-16, 16, 6), k):
        page = np.argsort(-(start + np.array(chosen) @ np.array(found)), kind="stable")[:depth]
        assert places.issuperset(page.tolist())
