"""A custom tool is reachable by its phrases; its arguments are read from the words by their types."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pytest

import recbot_sdk as rb

from .conftest import NOW


class Delivery(rb.Arguments):
    within_days: int = 7
    express: bool = False
    carrier: Literal["bike", "van"] | None = None
    country: str | None = None


@rb.tool(stage="score", phrases=["delivered", "can be delivered"])
def delivery(candidates: rb.Candidates, args: Delivery, ctx: rb.ToolContext) -> rb.Candidates:
    """Raise what arrives in time."""
    return candidates.contribute(ctx.call, np.where(candidates.rows % 2 == 1, 4.0, 0.0))


class Nothing(rb.Arguments):
    pass


@rb.tool(stage="constrain", phrases=["signed copies"])
def signed(candidates: rb.Candidates, args: Nothing, ctx: rb.ToolContext) -> rb.Candidates:
    """Keep signed copies."""
    return candidates.take(np.flatnonzero(candidates.rows % 3 == 0))


class Nearby(rb.Arguments):
    miles: float


@rb.tool(stage="score", phrases=["pick up"])
def pick_up(candidates: rb.Candidates, args: Nearby, ctx: rb.ToolContext) -> rb.Candidates:
    """Raise what can be collected."""
    return candidates.contribute(ctx.call, np.zeros(len(candidates)))


@pytest.fixture
def bot(shelf: rb.Catalog) -> rb.RecBot:
    return rb.RecBot(shelf, tools=[delivery, signed, pick_up])


def arguments(feed: rb.Feed) -> list[object]:
    return [p.target.arguments for p in feed.memory if isinstance(p.target, rb.Directive)]


@pytest.mark.parametrize(
    ("command", "read"),
    [
        ("can be delivered", {}),
        ("delivered in 3 days", {"within_days": 3}),
        ("express, delivered by van", {"express": True, "carrier": "van"}),
        ("delivered to Sweden", {"country": "Sweden"}),
    ],
)
def test_arguments_are_read_from_the_words(bot: rb.RecBot, command: str, read: dict[str, object]) -> None:
    feed = bot.recommend("ann", command, now=NOW)
    assert arguments(feed) == [read]
    assert [p.hard for p in feed.memory] == [False]


def test_the_tool_runs_and_leaves_a_receipt(bot: rb.RecBot) -> None:
    feed = bot.recommend("ann", "delivered in 3 days", now=NOW)
    moved = [entry for entry in feed if any(receipt.tool == "delivery" for receipt in entry.receipts)]
    assert {int(str(entry.id)[1:]) % 2 for entry in moved} == {1}
    assert moved[0].receipts[0].words == "delivered 3 days"


def test_a_constrain_tool_is_a_rule(bot: rb.RecBot) -> None:
    feed = bot.recommend("ann", "signed copies", now=NOW)
    assert [p.hard for p in feed.memory] == [True]
    assert {int(str(item)[1:]) % 3 for item in feed.ids} == {0}


def test_a_tool_stands_beside_other_wishes(bot: rb.RecBot) -> None:
    feed = bot.recommend("ann", "no pop, delivered in 2 days", now=NOW)
    assert sorted(map(str, feed.memory)) == ["delivery (within days 2)", "no style: Pop"]


def test_a_missing_argument_is_said(bot: rb.RecBot) -> None:
    feed = bot.recommend("ann", "pick up", now=NOW)
    assert not len(feed.memory)
    assert feed.parse is not None
    assert [(doubt.span.text, doubt.reason) for doubt in feed.parse.doubts] == [("pick up", "unsupported")]
    assert arguments(bot.recommend("ann", "pick up within 3 miles", now=NOW)) == [{"miles": 3}]


def test_a_tool_is_taken_back_by_name(bot: rb.RecBot) -> None:
    bot.recommend("ann", "signed copies", now=NOW)
    feed = bot.recommend("ann", "undo", now=NOW)
    assert not len(feed.memory)
