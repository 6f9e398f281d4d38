"""Every feed obeys every hard rule and leaves no seat empty that an allowed item could take."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

import recbot_sdk as rb
from recbot_sdk.preferences import Preference
from recbot_sdk.preferences.steps import Step
from recbot_sdk.testing import ZOO, ListHost, UnstableHost

from .rows import broken
from .worlds import START, CountingHost, Table, World, bot_of, leaves, offered, promise, records, steps, wanted, worlds

pauses = st.sampled_from([timedelta(minutes=1), timedelta(hours=5), timedelta(days=3)])


def judge(feed: rb.Feed, table: Table, servable: Collection[str], n: int) -> None:
    """No served item breaks a hard rule, none was withheld, and the feed is complete."""
    records = {r["id"]: r for r in table}
    assert not feed.degraded
    assert len(set(feed.ids)) == len(feed.ids)
    for item in feed.ids:
        assert item in servable
        assert not broken(feed.memory, feed.plan.dormant, records[item])
    allowed = [item for item in servable if not broken(feed.memory, feed.plan.dormant, records[item])]
    assert len(feed.ids) == min(n, len(allowed))
    assert (len(feed.ids) == n) or any(notice.code == "short" for notice in feed.notices)


@promise
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


@promise
@given(records, st.sampled_from(ZOO), st.lists(steps, min_size=1, max_size=4), st.integers(1, 12))
def test_hosts_that_misbehave_are_steered_all_the_same(
    table: Table, kind: type[ListHost], script: list[Step], n: int
) -> None:
    host = kind([row["id"] for row in table])
    bot = bot_of(table, host)
    for step in script:
        host.asked.clear()
        feed = bot.apply("u", step, n=n)
        if feed.steered:
            asked = set(host.asked) if kind is UnstableHost else {len(table)}  # without one answer, what it gave counts
            judge(feed, table, {item for many in asked for item in offered(host, table, many)}, n)


@promise
@given(worlds(), st.lists(steps, max_size=4), st.integers(1, 12))
def test_with_an_eligible_catalogue_every_allowed_item_can_be_served(world: World, script: list[Step], n: int) -> None:
    table, host = world
    bot = bot_of(table, host, eligible="catalog")
    for step in script:
        feed = bot.apply("u", step, n=n)
        if feed.steered:
            judge(feed, table, {r["id"] for r in table}, n)


def walked(feed: rb.Feed) -> Iterable[rb.Feed]:
    """The feed and every page behind it."""
    page: rb.Feed | None = feed
    while page is not None:
        yield page
        page = page.next()


@promise
@given(worlds(), st.lists(steps, max_size=3), wanted, st.none() | wanted, st.none() | leaves, st.integers(1, 6))
def test_the_pages_together_hold_every_allowed_item_once_whatever_the_request_removes(
    world: World, script: list[Step], exclude: list[str], only: list[str] | None, policy: Any, n: int
) -> None:
    table, host = world
    bot = bot_of(table, host, policy=policy)
    for step in script:
        bot.apply("u", step, n=n, now=START)
    first = bot.recommend("u", n=n, exclude=exclude, candidates=only, now=START)
    if not first.steered:
        return
    pages = list(walked(first))
    assert all(len(page) == n for page in pages[:-1])
    served = [item for page in pages for item in page.ids]
    records = {r["id"]: r for r in table}
    law: Iterable[Preference] = () if policy is None else (rb.like(policy, hard=True),)
    allowed = {
        item
        for item in host.order
        if item not in exclude
        and (only is None or item in only)
        and not broken(law, (), records[item])
        and not broken(first.memory, first.plan.dormant, records[item])
    }
    assert len(served) == len(set(served))
    assert set(served) == allowed


@promise
@given(worlds(), st.lists(steps, min_size=1, max_size=5))
def test_a_row_that_stood_before_another_and_was_raised_as_much_still_does(world: World, script: list[Step]) -> None:
    table, host = world
    bot = bot_of(table, host)
    for step in script:
        feed = bot.apply("u", step, n=12)
    if any(isinstance(p.target, rb.Order | rb.Directive) for p in feed.memory):
        return  # asked to sort or to vary, the feed is in another order than its scores
    if not feed.steered:
        return
    stood = [entry.host_position or 0 for entry in feed]
    raised = [(entry.score or 0.0) + math.log2(place) for entry, place in zip(feed, stood, strict=True)]
    for after in range(len(feed)):
        for before in range(after):
            assert stood[before] < stood[after] or raised[before] > raised[after] - 1e-9


def test_the_host_of_these_worlds_withholds_and_repeats_itself() -> None:
    host = CountingHost(["i1", "i0"], junk=True)
    assert offered(host, [{"id": "i0"}, {"id": "i1"}, {"id": "i2"}], 3) == ["i1", "i0"]
