"""Whatever fails in a turn, no rule of the user and no law of the integrator is lost with it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

import recbot_sdk as rb
from recbot_sdk.preferences.matching import dormant
from recbot_sdk.preferences.steps import Add, Step
from recbot_sdk.tools import Candidates, ToolContext

from .rows import broken
from .test_feed_promises import judge
from .worlds import START, Table, World, bot_of, leaves, promise, steps, wanted, worlds


class Nothing(rb.Arguments):
    """No arguments."""


@rb.tool(stage="constrain")
def greedy(candidates: Candidates, args: Nothing, ctx: ToolContext) -> Candidates:
    """Brings in every row of the catalogue and one more, where it may only drop some."""
    return Candidates.ranked(np.arange(len(ctx.catalog) + 1))


@rb.tool(stage="score")
def raising(candidates: Candidates, args: Nothing, ctx: ToolContext) -> Candidates:
    """Always raises."""
    raise ZeroDivisionError


@rb.tool(stage="score")
def unsure(candidates: Candidates, args: Nothing, ctx: ToolContext) -> Candidates:
    """Gives what is no number."""
    return candidates.contribute(ctx.call, np.full(len(candidates), np.nan))


@rb.tool(stage="arrange")
def thief(candidates: Candidates, args: Nothing, ctx: ToolContext) -> Candidates:
    """Drops every second row, where it may only permute."""
    return candidates.take(np.arange(0, len(candidates), 2))


ROGUES = (greedy, raising, unsure, thief)
rogue_steps = st.sampled_from(ROGUES).map(lambda tool: Add(preference=rb.like(rb.Directive(tool=tool.name))))


class Down:
    """A parser and a planner of a bad day."""

    def parse(self, command: rb.Command, memory: rb.PreferenceMemory) -> rb.Parse:
        raise RuntimeError("no words today")

    def plan(self, memory: rb.PreferenceMemory) -> rb.Plan:
        raise RuntimeError("no plan today")


class Planless:
    """A planner that calls no tool at all."""

    def plan(self, memory: rb.PreferenceMemory) -> rb.Plan:
        return rb.Plan()


@promise
@given(worlds(), st.lists(steps | rogue_steps, min_size=1, max_size=5), rogue_steps, st.integers(1, 12))
def test_tools_that_break_their_law_cost_no_rule_and_no_seat(
    world: World, script: list[Step], rogue: Step, n: int
) -> None:
    table, host = world
    bot = bot_of(table, host, tools=ROGUES)
    for step in (*script, rogue):
        feed = bot.apply("u", step, n=n)
        if feed.steered:
            judge(feed, table, set(host.order), n)
    if len(feed) > 1:  # of one row nothing can be stolen
        assert "tool_failed" in [notice.code for notice in feed.notices]


@promise
@given(worlds(), st.lists(steps, min_size=1, max_size=4), st.integers(1, 12), st.sampled_from([Down, Planless]))
def test_a_planner_that_fails_or_does_nothing_costs_no_rule_and_no_seat(
    world: World, script: list[Step], n: int, planner: Any
) -> None:
    table, host = world
    bot = bot_of(table, host, planner=planner())
    for step in script:
        feed = bot.apply("u", step, n=n)
        if feed.steered and planner is Down:
            judge(feed, table, set(host.order), n)
        elif feed.steered:
            asleep = {p.id for p in feed.memory if dormant(bot.catalog, p) is not None}  # which no plan says here
            assert_lawful(feed, table, set(host.order), asleep)


@promise
@given(worlds(), st.lists(steps, max_size=3), st.integers(1, 12))
def test_a_parser_that_fails_leaves_the_feed_as_it_was(world: World, script: list[Step], n: int) -> None:
    table, host = world
    bot = bot_of(table, host, parser=Down())
    for step in script:
        bot.apply("u", step, n=n)
    before, host.asked[:] = bot.recommend("u", n=n), []
    feed = bot.recommend("u", "no noir at all", n=n)
    assert "parser_failed" in [notice.code for notice in feed.notices]
    assert (list(feed.ids), feed.memory, feed.steered) == (list(before.ids), before.memory, before.steered)
    assert feed.steered or host.asked == [n]


@promise
@given(
    worlds(),
    st.lists(steps, min_size=1, max_size=4),
    st.none() | leaves,
    wanted,
    st.sampled_from([None, "catalog"]),
    st.integers(0, 4),
)
def test_a_host_that_fails_costs_no_rule_and_brings_in_nothing_that_it_withheld(
    world: World, script: list[Step], policy: Any, exclude: list[str], eligible: Any, calls: int
) -> None:
    table, host = world

    def failing(user: str, n: int) -> Any:
        if len(host.asked) >= calls:
            raise ConnectionError("the recommender is down")
        return host.recommend(user, n)

    bot = bot_of(table, failing, policy=policy, eligible=eligible)
    law = () if policy is None else (rb.like(policy, hard=True),)
    servable = set(host.order) if eligible is None else {row["id"] for row in table}
    for step in script:
        feed = bot.apply("u", step, n=8, exclude=exclude, now=START)
        if not feed.steered:
            continue
        assert_lawful(feed, table, servable - set(exclude))
        assert not [i for i in feed.ids if broken(law, (), {row["id"]: row for row in table}[i])]
        assert feed.degraded == ("host_failed" in [notice.code for notice in feed.notices])


def assert_lawful(feed: rb.Feed, table: Table, servable: set[str], asleep: Iterable[str] = ()) -> None:
    """Each item is served once, may be served, and breaks no rule."""
    records = {row["id"]: row for row in table}
    assert len(set(feed.ids)) == len(feed.ids)
    assert set(feed.ids) <= servable
    assert not [item for item in feed.ids if broken(feed.memory, {*feed.plan.dormant, *asleep}, records[item])]
