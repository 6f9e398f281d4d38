"""What planners, policies, tools, hosts and callers may get wrong, and what still holds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

import recbot_sdk as rb
from recbot_sdk.preferences import PreferenceMemory

from .conftest import ORDER, codes, genres, no, shop


class Sleepy:
    """A planner that calls every wish dormant."""

    def plan(self, memory: PreferenceMemory) -> rb.Plan:
        return rb.Plan(dormant=tuple(p.id for p in memory))


class Mute:
    """A planner that returns something else."""

    def plan(self, memory: PreferenceMemory) -> Any:
        return None


def test_a_planner_cannot_put_a_rule_to_sleep(shelf: rb.Catalog) -> None:
    bot = rb.RecBot(shelf, shop, planner=Sleepy())
    assert "crime" not in genres(bot.recommend("ann", "no crime"))


def test_a_planner_that_returns_no_plan_costs_the_wishes_and_no_rule(shelf: rb.Catalog) -> None:
    feed = rb.RecBot(shelf, shop, planner=Mute()).recommend("ann", "no crime")
    assert "planner_failed" in codes(feed)
    assert "crime" not in genres(feed)


def test_the_next_page_of_a_preview_obeys_what_the_preview_said(bot: rb.RecBot) -> None:
    first = bot.recommend("ann", "no crime", n=3, commit=False)
    second = first.next()
    assert second is not None
    assert "crime" not in genres(first) | genres(second)
    assert not len(bot.memory("ann"))


def test_what_was_said_this_time_holds_for_every_page_of_its_turn(bot: rb.RecBot) -> None:
    first = bot.recommend("ann", "no crime this time", n=3)
    later = bot.recommend("ann", n=3, cursor=first.cursor)
    assert "crime" not in genres(later)
    assert "crime" in genres(bot.recommend("ann", n=3))


@pytest.mark.parametrize("mask", [np.array(["no"] * 10), np.full(10, 2), np.ones(99, bool), np.arange(10)])
def test_a_policy_that_gives_no_mask_serves_nothing(shelf: rb.Catalog, mask: np.ndarray[Any, Any]) -> None:
    bot = rb.RecBot(shelf, shop, policy=lambda user, context: mask)
    with pytest.raises(rb.PolicyError, match="nothing is served"):
        bot.recommend("ann")


@pytest.mark.parametrize(
    "options",
    [
        {"policy": rb.field("colour") == "red"},
        {"policy": "pages > 3"},
        {"eligible": "all"},
        {"eligible": np.ones(3, bool)},
        {"eligible": rb.field("colour") == "red"},
    ],
)
def test_a_rule_that_could_never_decide_is_refused_when_the_bot_is_made(
    shelf: rb.Catalog, options: Mapping[str, Any]
) -> None:
    with pytest.raises(rb.ArgumentError, match=next(iter(options))):
        rb.RecBot(shelf, shop, **options)


def test_an_edit_under_a_used_request_id_must_ask_for_the_same(bot: rb.RecBot) -> None:
    bot.apply("ann", no("crime"), request_id="r")
    bot.apply("ann", no("crime"), request_id="r")
    with pytest.raises(rb.RequestConflictError):
        bot.apply("ann", no("travel"), request_id="r")
    assert len(bot.log("ann")) == 1


def test_a_user_is_not_merged_into_itself(bot: rb.RecBot) -> None:
    bot.apply("ann", no("crime"))
    with pytest.raises(rb.ArgumentError, match="itself"):
        bot.merge("ann", "ann")
    assert len(bot.log("ann")) == 1


@pytest.mark.parametrize("bound", [float("inf"), float("nan"), 10**400])
def test_a_bound_is_a_finite_number(bound: float) -> None:
    with pytest.raises(rb.PredicateError, match="finite"):
        _ = rb.field("price") < bound


def test_asking_why_leaves_the_screen_as_it_is(shelf: rb.Catalog) -> None:
    turns: list[rb.TurnRecord] = []
    bot = rb.RecBot(shelf, shop, on_turn=lambda record, feed: turns.append(record))
    page = bot.recommend("ann", n=3).next()
    assert page is not None
    bot.explain("ann", "b9")
    assert len(turns) == 2
    assert page.ids[0] not in bot.recommend("ann", "hide the first one", n=10).ids


def test_ids_that_are_pairs_stay_whole_without_a_host() -> None:
    records = [{"id": ("shop", i), "title": f"Item {i}", "kind": "cd" if i % 2 else "lp"} for i in range(8)]
    bot = rb.RecBot(
        rb.Catalog.from_records(records, id="id", title="title", fields={"kind": rb.Field(kind="category")})
    )
    assert bot.recommend("ann", n=3).ids == [("shop", 0), ("shop", 1), ("shop", 2)]
    assert bot.recommend("ann", "no cd", n=2).ids == [("shop", 0), ("shop", 2)]


def test_a_host_of_another_catalogue_is_named_and_not_silently_empty(shelf: rb.Catalog) -> None:
    bot = rb.RecBot(shelf, lambda user, n: [1, 2, 3][:n])
    feed = bot.recommend("ann", "no crime")
    assert feed.degraded
    assert "host_failed" in codes(feed)


class Empty(rb.Arguments):
    pass


@rb.tool(stage="arrange", phrases=["shuffle"])
def meddler(candidates: rb.Candidates, args: Empty, ctx: rb.ToolContext) -> rb.Candidates:
    """Contribute where only order may change."""
    return candidates.contribute("alien", np.zeros(len(candidates)))


def test_a_tool_that_contributes_at_the_wrong_stage_is_left_out(shelf: rb.Catalog) -> None:
    feed = rb.RecBot(shelf, shop, tools=[meddler]).recommend("ann", "shuffle")
    assert "tool_failed" in codes(feed)
    assert feed.ids == ORDER


def test_a_tool_may_not_take_the_words_of_the_language(shelf: rb.Catalog) -> None:
    grabbing = rb.tool(stage="score", phrases=["no"])(meddler.function)
    with pytest.raises(rb.ArgumentError, match="words of its own"):
        rb.RecBot(shelf, shop, tools=[grabbing])


def test_what_is_taken_back_is_said(bot: rb.RecBot) -> None:
    bot.recommend("ann", "no crime")
    feed = bot.recommend("ann", "start over")
    assert [n.text for n in feed.notices if n.code == "cleared"] == ["No longer: no genre: crime."]


def test_a_dormant_wish_is_said_once(bot: rb.RecBot) -> None:
    assert "dormant" in codes(bot.recommend("ann", "no gardening"))
    assert "dormant" not in codes(bot.recommend("ann"))


def test_a_feed_is_json_whatever_the_host_scores(shelf: rb.Catalog) -> None:
    def host(user: str, n: int) -> tuple[list[str], list[Any]]:
        return ORDER[:n], [10**400, float("nan"), *range(8)][:n]

    told = json.loads(json.dumps(rb.RecBot(shelf, host).recommend("ann").to_json(), allow_nan=False))
    assert [item["id"] for item in told["items"]] == ORDER
