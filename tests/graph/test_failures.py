"""What fails costs its own part of the feed, is said, and never costs a rule."""

from __future__ import annotations

import time
from typing import Any

import pytest

import recbot_sdk as rb
from recbot_sdk.preferences import MemoryChange

from .conftest import ORDER, codes, genres, no, shop


class Cable:
    """A log behind a cable that can be pulled: before reading, before writing, or before the answer to a write."""

    def __init__(self) -> None:
        self.log = rb.InProcessLog()
        self.pulled: set[str] = set()

    def _through(self, what: str) -> None:
        if what in self.pulled:
            raise OSError(f"no connection to {what}")

    def read(self, namespace: str, user: str) -> tuple[MemoryChange, ...]:
        self._through("read")
        return self.log.read(namespace, user)

    def append(self, namespace: str, user: str, change: MemoryChange, expected_seq: int) -> MemoryChange:
        self._through("append")
        recorded = self.log.append(namespace, user, change, expected_seq)
        self._through("answer")
        return recorded

    def find(self, namespace: str, user: str, request_id: str) -> MemoryChange | None:
        self._through("find")
        return self.log.find(namespace, user, request_id)

    def forget(self, namespace: str, user: str) -> None:
        self.log.forget(namespace, user)


@pytest.fixture
def cable() -> Cable:
    return Cable()


@pytest.fixture
def wired(shelf: rb.Catalog, cable: Cable) -> rb.RecBot:
    return rb.RecBot(shelf, shop, store=cable)


def test_a_log_that_cannot_be_read_leaves_the_last_known_wishes_in_force(wired: rb.RecBot, cable: Cable) -> None:
    wired.apply("ann", no("crime"))
    cable.pulled = {"read"}
    feed = wired.recommend("ann")
    assert "crime" not in genres(feed)
    assert feed.memory.stale
    assert "memory_stale" in codes(feed)
    assert not feed.degraded


def test_without_any_known_wish_nothing_is_served(wired: rb.RecBot, cable: Cable) -> None:
    cable.pulled = {"read"}
    with pytest.raises(rb.MemoryUnavailableError, match="on_memory_unavailable"):
        wired.recommend("stranger")


def test_or_the_hosts_feed_where_the_integrator_chose_that(shelf: rb.Catalog, cable: Cable) -> None:
    bot = rb.RecBot(shelf, shop, store=cable, on_memory_unavailable="host", policy=rb.field("pages") < 600)
    cable.pulled = {"read"}
    feed = bot.apply("stranger", no("crime"))
    assert feed.degraded
    assert set(codes(feed)) >= {"memory_unavailable", "not_saved"}
    assert "b3" not in feed.ids  # the policy holds all the same


def test_a_write_that_was_refused_holds_for_this_feed_and_is_said(wired: rb.RecBot, cable: Cable) -> None:
    wired.recommend("ann")
    cable.pulled = {"append"}
    feed = wired.apply("ann", no("crime"))
    assert "crime" not in genres(feed)
    assert "not_saved" in codes(feed)
    cable.pulled = set()
    assert "crime" in genres(wired.recommend("ann"))


def test_a_write_whose_answer_was_lost_is_looked_up(wired: rb.RecBot, cable: Cable) -> None:
    cable.pulled = {"answer"}
    feed = wired.apply("ann", no("crime"))
    assert "crime" not in genres(feed)
    assert not {"not_saved", "maybe_saved"} & set(codes(feed))
    assert len(wired.log("ann")) == 1


def test_where_nothing_can_be_looked_up_it_may_be_saved(wired: rb.RecBot, cable: Cable) -> None:
    cable.pulled = {"answer", "find"}
    feed = wired.apply("ann", no("crime"))
    assert "crime" not in genres(feed)
    assert "maybe_saved" in codes(feed)


def test_a_host_that_fails_leaves_the_last_page_and_what_is_eligible(shelf: rb.Catalog) -> None:
    down: list[bool] = []

    def host(user: str, n: int) -> list[str]:
        if down:
            raise TimeoutError
        return ORDER[:n]

    bot = rb.RecBot(shelf, host, eligible=rb.field("genre") == "travel", policy=rb.field("price") < 20)
    assert bot.recommend("ann", n=3).ids == ORDER[:3]
    down.append(True)
    feed = bot.apply("ann", no("crime"), n=5)
    assert feed.degraded
    assert "host_failed" in codes(feed)
    assert set(feed.ids) == {"b0", "b4", "b5"}  # of the last page and of what is eligible, what is not crime


class Nothing(rb.Arguments):
    """No arguments."""


def chain_with(tool: Any, catalog: rb.Catalog) -> rb.RecBot:
    return rb.RecBot(catalog, shop, tools=[tool])


def use(name: str) -> rb.Preference:
    return rb.like(rb.Directive(tool=name))


def test_a_tool_that_raises_is_left_out(shelf: rb.Catalog) -> None:
    @rb.tool(stage="score", name="broken")
    def broken(candidates: rb.Candidates, args: Nothing, ctx: rb.ToolContext) -> rb.Candidates:
        """Always raises."""
        raise ZeroDivisionError

    feed = chain_with(broken, shelf).apply("ann", [use("broken"), no("crime")])
    assert "tool_failed" in codes(feed)
    assert feed.ids == [i for i in ORDER if i not in ("b1", "b2", "b6", "b9")]


def test_a_tool_that_breaks_the_law_of_its_stage_is_left_out(shelf: rb.Catalog) -> None:
    @rb.tool(stage="arrange", name="thief")
    def thief(candidates: rb.Candidates, args: Nothing, ctx: rb.ToolContext) -> rb.Candidates:
        """Drops rows where it may only reorder."""
        return candidates.take(candidates.rows % 2 == 0)

    feed = chain_with(thief, shelf).apply("ann", use("thief"))
    assert "tool_failed" in codes(feed)
    assert feed.ids == ORDER


def test_a_tool_that_waits_too_long_is_left_out(shelf: rb.Catalog) -> None:
    @rb.tool(stage="score", name="slow", cost="io")
    def slow(candidates: rb.Candidates, args: Nothing, ctx: rb.ToolContext) -> rb.Candidates:
        """Waits for a service that does not answer."""
        time.sleep(5)
        return candidates

    started = time.perf_counter()
    feed = chain_with(slow, shelf).apply("ann", use("slow"))
    assert "tool_failed" in codes(feed)
    assert time.perf_counter() - started < 4


def test_what_a_constrain_tool_removes_is_said(shelf: rb.Catalog) -> None:
    @rb.tool(stage="constrain", name="light")
    def light(candidates: rb.Candidates, args: Nothing, ctx: rb.ToolContext) -> rb.Candidates:
        """Only what fits a pocket."""
        return candidates.take(ctx.catalog.numbers("pages", candidates.rows) < 300)

    feed = chain_with(light, shelf).apply("ann", use("light"))
    assert feed.ids == ["b0", "b4", "b5", "b6", "b7"]
    assert "dropped_by_tool" in codes(feed)


class Broken:
    """Parser and planner of a bad day."""

    def parse(self, command: rb.Command, memory: rb.PreferenceMemory) -> rb.Parse:
        raise RuntimeError("no words today")

    def plan(self, memory: rb.PreferenceMemory) -> rb.Plan:
        raise RuntimeError("no plan today")


def test_a_parser_that_fails_leaves_the_feed_as_it_was(shelf: rb.Catalog) -> None:
    feed = rb.RecBot(shelf, shop, parser=Broken()).recommend("ann", "no crime")
    assert feed.ids == ORDER
    assert "parser_failed" in codes(feed)


def test_a_planner_that_fails_costs_wishes_and_no_rule(shelf: rb.Catalog) -> None:
    bot = rb.RecBot(shelf, shop, planner=Broken())
    feed = bot.apply("ann", [no("crime"), rb.like(rb.field("genre") == "travel")], n=5)
    assert "planner_failed" in codes(feed)
    assert feed.ids == ["b0", "b3", "b4", "b5", "b7"]


def test_a_command_that_is_too_long_is_said(bot: rb.RecBot) -> None:
    feed = bot.recommend("ann", "no crime " * 1000)
    assert "not_understood" in codes(feed)
    assert feed.ids == ORDER


@pytest.mark.parametrize(
    "options",
    [{"n": 0}, {"n": 10**9}, {"n": "ten"}, {"on_screen": "b1"}, {"exclude": "b1"}, {"now": "today"}, {"context": 3}],
)
def test_a_bad_argument_is_said_before_anything_runs(bot: rb.RecBot, options: dict[str, Any]) -> None:
    with pytest.raises(rb.ArgumentError):
        bot.recommend("ann", "no crime", **options)
    assert bot.log("ann") == ()


@pytest.mark.parametrize("user", ["", None, 7])
def test_a_user_id_is_a_non_empty_string(bot: rb.RecBot, user: Any) -> None:
    with pytest.raises(rb.ArgumentError, match="user"):
        bot.recommend(user)


def test_a_command_that_is_no_string_is_refused(bot: rb.RecBot) -> None:
    with pytest.raises(rb.ArgumentError, match="command"):
        bot.recommend("ann", 7)  # type: ignore[arg-type]


@pytest.mark.parametrize("changes", [3, ["no crime"], [None], "no crime"])
def test_what_is_no_change_is_refused(bot: rb.RecBot, changes: Any) -> None:
    with pytest.raises(rb.ArgumentError):
        bot.apply("ann", changes)


def test_two_tools_of_one_name_are_refused(shelf: rb.Catalog) -> None:
    for name in ("boost", "recall"):

        @rb.tool(stage="score", name=name)
        def twin(candidates: rb.Candidates, args: Nothing, ctx: rb.ToolContext) -> rb.Candidates:
            """Has a name that is taken."""
            return candidates

        with pytest.raises(rb.ToolError, match="taken"):
            rb.RecBot(shelf, tools=[twin])
