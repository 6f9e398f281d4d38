"""While nothing steers, the feed is the host's own: one call, exactly n, the very ids and scores."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import recbot_sdk as rb
from recbot_sdk.preferences.steps import Add, Step, Wipe

from .worlds import (
    CountingHost,
    Table,
    World,
    absent,
    bot_of,
    leaves,
    preferences,
    promise,
    records,
    steps,
    worlds,
)

NAN, LEAST = float("nan"), float(np.finfo(np.float32).min)


class Raw:
    """Answers what it is given, whatever that is, and keeps what it answered and the numbers it was asked for."""

    def __init__(self, shape: str, ids: list[Any], scores: list[float]) -> None:
        self.shape, self.ids, self.scores = shape, ids, scores
        self.asked: list[int] = []
        self.gave: tuple[Any, Any] = ([], None)

    def recommend(self, user: str, n: int) -> Any:
        self.asked.append(n)
        ids, scores = self.ids[:n], self.scores[:n]
        match self.shape:
            case "lists":
                self.gave = (ids, scores)
            case "arrays":
                self.gave = (np.array(ids), np.array(scores, np.float32))
            case "objects":
                self.gave = (np.array(ids, object), np.array(scores, np.float64))
            case "ids":
                self.gave = (tuple(ids), None)
                return self.gave[0]
            case "generator":
                self.gave = (ids, None)
                return (item for item in ids)
            case "pairs":
                self.gave = (ids, scores)
                return list(zip(ids, scores, strict=True))
        return self.gave


answers = st.lists(
    st.tuples(
        st.integers(0, 45).map(lambda k: f"i{k}") | st.just("an item that nobody has"),
        st.sampled_from([3.5, 1.0, 0.0, -2.0, NAN, float("inf"), LEAST]),
    ),
    max_size=15,
)
shapes = st.sampled_from(["lists", "arrays", "objects", "ids", "generator", "pairs"])


@promise
@given(records, shapes, answers, st.integers(1, 20), st.sampled_from([None, "catalog"]), st.lists(absent, max_size=2))
def test_the_host_is_asked_once_for_exactly_n_and_its_answer_is_untouched(
    table: Table, shape: str, answer: list[tuple[str, float]], n: int, eligible: Any, dormant: list[rb.Predicate]
) -> None:
    host = Raw(shape, [item for item, _ in answer], [score for _, score in answer])
    bot = bot_of(table, host, eligible=eligible)
    bot.apply("u", [rb.dislike(p, hard=True) for p in dormant])
    host.asked.clear()
    feed = bot.recommend("u", n=n)
    ids, scores = host.gave
    assert host.asked == [n]
    assert not feed.steered
    assert not feed.degraded
    if shape in ("generator", "pairs"):  # drawn to its end, or taken apart
        assert all(one is other for one, other in zip(feed.ids, ids, strict=True))
        assert feed.scores is None or all(one is other for one, other in zip(feed.scores, scores, strict=True))
    else:
        assert (id(feed.ids), id(feed.scores)) == (id(ids), id(scores))
    if isinstance(feed.scores, np.ndarray):
        assert feed.scores.tobytes() == np.array(host.scores[:n], feed.scores.dtype).tobytes()
        assert feed.scores.flags.writeable
    assert [entry.id for entry in feed] == list(ids)
    assert len(feed.plan) == 0
    assert json.loads(json.dumps(feed.to_json(), allow_nan=False)) == feed.to_json()


@pytest.mark.parametrize("kind", [np.int32, np.int64, np.uint8])
def test_numpy_ids_are_given_back_as_they_came(kind: Any) -> None:
    catalog = rb.Catalog.from_records(
        [{"id": k, "name": f"Jar {k}", "size": k} for k in range(9)], id="id", title="name"
    )
    ids = np.array([7, 7, 200, 3], kind)
    given: Any = ids
    feed = rb.RecBot(catalog, lambda user, n: given).recommend("u", n=4)
    assert feed.ids is given
    assert [entry.title for entry in feed] == ["Jar 7", "Jar 7", None, "Jar 3"]


@promise
@given(worlds(), st.lists(steps, max_size=4), st.integers(1, 12), st.sampled_from([None, "catalog"]))
def test_only_an_applied_preference_steers(world: World, script: list[Step], n: int, eligible: Any) -> None:
    table, host = world
    bot = bot_of(table, host, eligible=eligible)
    for step in script:
        bot.apply("u", step, n=n)
    host.asked.clear()
    feed = bot.recommend("u", n=n)
    assert feed.steered is any(p.id not in feed.plan.dormant for p in feed.memory)
    if not feed.steered:
        assert_own(feed, host, n)


@promise
@given(worlds(), st.lists(steps, min_size=1, max_size=5))
def test_a_wipe_gives_the_hosts_feed_back(world: World, script: list[Step]) -> None:
    table, host = world
    bot = bot_of(table, host)
    for step in script:
        bot.apply("u", step)
    bot.apply("u", Wipe())
    host.asked.clear()
    assert_own(bot.recommend("u", n=5), host, 5)


@promise
@given(worlds(), st.lists(preferences(leaves).map(lambda p: Add(preference=p)), max_size=3), st.integers(1, 12))
def test_words_without_a_wish_leave_the_feed_as_it_was(world: World, script: list[Step], n: int) -> None:
    table, host = world
    bot = bot_of(table, host)
    for step in script:
        bot.apply("u", step, n=n)
    before, written = bot.recommend("u", n=n), len(bot.log("u"))
    host.asked.clear()
    feed = bot.recommend("u", "ok, thank you very much", n=n)
    assert feed.change is None
    assert len(bot.log("u")) == written
    assert feed.steered is before.steered
    assert list(feed.ids) == list(before.ids)
    if not feed.steered:
        assert_own(feed, host, n)


@promise
@given(worlds(), st.integers(1, 12), st.sampled_from(["policy", "exclude", "candidates"]))
def test_policy_exclude_and_candidates_steer_even_where_they_remove_nothing(world: World, n: int, by: str) -> None:
    table, host = world
    everything = [row["id"] for row in table]
    options: dict[str, Any] = {"exclude": {"exclude": ["nothing"]}, "candidates": {"candidates": everything}}.get(
        by, {}
    )
    policy = (lambda user, context: np.ones(len(table), bool)) if by == "policy" else None
    feed = bot_of(table, host, policy=policy).recommend("u", n=n, **options)
    assert feed.steered
    assert feed.ids == host.order[:n]  # in normal form: known, each once


def assert_own(feed: rb.Feed, host: CountingHost, n: int) -> None:
    """The feed is the last answer of the host, which was asked once."""
    assert host.last is not None
    assert host.asked == [n]
    assert not feed.steered
    assert feed.ids is host.last[0]
    assert feed.scores is host.last[1]
