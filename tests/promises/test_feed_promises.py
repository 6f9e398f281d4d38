"""The promises of the feed, over random tables, hosts and sequences of what users do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import recbot_sdk as rb
from recbot_sdk.preferences.steps import Step

from .rows import passes
from .worlds import START, CountingHost, bot_of, steps, worlds

pauses = st.sampled_from([timedelta(minutes=1), timedelta(hours=5), timedelta(days=3)])
World = tuple[list[dict[str, Any]], CountingHost]
relaxed = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def judge(feed: rb.Feed, table: list[dict[str, Any]], servable: set[str], n: int) -> None:
    """No served item breaks a hard rule, none was withheld, and the feed is complete."""
    records = {r["id"]: r for r in table}
    rules = [p for p in feed.memory if p.id not in feed.plan.dormant]
    assert len(set(feed.ids)) == len(feed.ids)
    for item in feed.ids:
        assert item in servable
        assert all(passes(p, records[item]) for p in rules)
    allowed = [item for item in servable if all(passes(p, records[item]) for p in rules)]
    assert len(feed.ids) == min(n, len(allowed))
    assert (len(feed.ids) == n) or any(notice.code == "short" for notice in feed.notices)


@relaxed
@given(worlds(), st.lists(st.tuples(steps, pauses), max_size=6), st.integers(1, 12))
def test_no_served_item_breaks_a_hard_rule_and_no_allowed_seat_stays_empty(
    world: World, script: list[tuple[Step, timedelta]], n: int
) -> None:
    table, host = world
    bot = bot_of(table, host)
    now = START
    for step, pause in script:
        now += pause
        said = bot.apply("u", step, n=n, now=now)
        later = bot.recommend("u", n=n, now=now + pause)
        for feed in (said, later):
            if feed.steered:
                judge(feed, table, set(host.order), n)


@relaxed
@given(worlds(), st.lists(steps, max_size=4), st.integers(1, 12))
def test_with_an_eligible_catalogue_every_allowed_item_can_be_served(world: World, script: list[Step], n: int) -> None:
    table, host = world
    bot = bot_of(table, host, eligible="catalog")
    for step in script:
        feed = bot.apply("u", step, n=n)
        if feed.steered:
            judge(feed, table, {r["id"] for r in table}, n)


@relaxed
@given(worlds(), st.lists(steps, max_size=4), st.integers(1, 12), st.sampled_from([None, "catalog"]))
def test_while_nothing_steers_the_feed_is_the_hosts_own_object(
    world: World, script: list[Step], n: int, eligible: Any
) -> None:
    table, host = world
    bot = bot_of(table, host, eligible=eligible)
    for step in script:
        bot.apply("u", step, n=n)
    steered = [p for p in bot.memory("u") if p.scope != "turn"]
    host.asked.clear()
    feed = bot.recommend("u", n=n)
    asleep = set(feed.plan.dormant)
    if all(p.id in asleep for p in feed.memory):
        assert not [p for p in steered if p.id not in asleep]
        assert host.asked == [n]
        assert host.last is not None
        assert feed.ids is host.last[0]
        assert feed.scores is host.last[1]
        assert not feed.steered


@relaxed
@given(worlds(), st.lists(steps, min_size=1, max_size=5))
def test_a_wipe_gives_the_hosts_feed_back(world: World, script: list[Step]) -> None:
    table, host = world
    bot = bot_of(table, host)
    for step in script:
        bot.apply("u", step)
    bot.apply("u", rb.preferences.steps.Wipe())
    host.asked.clear()
    feed = bot.recommend("u", n=5)
    assert host.last is not None
    assert feed.ids is host.last[0]
    assert host.asked == [5]
