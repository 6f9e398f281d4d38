"""A remote MCP tool is a tool of the graph: it adds rows or gives numbers, whatever else its server says."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from mcp import StdioServerParameters
from mcp.shared.memory import create_connected_server_and_client_session

import recbot_sdk as rb
from recbot_sdk.hosts import Sourcing
from recbot_sdk.testing import ListHost, check_tool
from recbot_sdk.tools import McpServer, from_mcp, run_tool
from recbot_sdk.tools.mcp.server import MOST_LATE

from . import stock_server

LAMPS = rb.Catalog.from_records(
    [
        {"id": f"lamp-{k}", "name": f"Lamp {k}", "colour": ["red", "white", "brass"][k % 3], "price": 15 + k}
        for k in range(30)
    ],
    id="id",
    title="name",
)
ALL = rb.Candidates.of(LAMPS, LAMPS.ids)
CTX = rb.ToolContext(catalog=LAMPS, call="remote")
SOON = rb.like(rb.Directive(tool="delivery", arguments={"days": 2}))


class Days(rb.Arguments):
    """How soon."""

    days: int = 7


class How(rb.Arguments):
    """How to answer."""

    how: str


@pytest.fixture(scope="module")
def stock() -> Iterator[McpServer]:
    with McpServer(lambda: create_connected_server_and_client_session(stock_server.server)) as server:
        yield server


@pytest.fixture
def command() -> Iterator[McpServer]:
    where = StdioServerParameters(command=sys.executable, args=[str(Path(stock_server.__file__))])
    with McpServer(where, seconds=60) as server:
        yield server


def delivery(server: McpServer, **kwargs: Any) -> rb.Tool[Any]:
    return from_mcp(server, "delivery", description="Whether it can be delivered.", arguments=Days, **kwargs)


def odd(server: McpServer, how: str) -> rb.Candidates | str:
    tool = from_mcp(server, "odd", description="Odd.", arguments=How, dose=None)
    outcome = run_tool(tool, {"how": how}, ALL, CTX, timeout=10)
    return outcome.candidates if outcome.breach is None else outcome.breach


def test_a_remote_tool_keeps_the_law_of_its_stage(stock: McpServer) -> None:
    report = check_tool(delivery(stock), CTX, [{}, {"days": 2}], pages=8, timeout=10)
    assert report.ok, str(report)


def test_the_number_of_each_item_is_a_match_with_a_dose_or_halvings_of_rank(stock: McpServer) -> None:
    soon = np.arange(30) % 7 < 2
    for dose in (0.5, None):
        said = run_tool(delivery(stock, dose=dose), {"days": 2}, ALL, CTX, timeout=10).candidates.contributions[
            "remote"
        ]
        assert (said.values == soon).all()
        assert said.dose == dose


def test_in_a_feed_it_wins_seats_and_no_rule_bends(stock: McpServer) -> None:
    bot = rb.RecBot(LAMPS, tools=[delivery(stock, dose=0.5)], tool_timeout=10)
    rule = rb.dislike(rb.field("colour") == "red", hard=True)
    feed = bot.apply("ann", [SOON, rule], n=8)
    rows = LAMPS.rows(feed.ids)
    assert (rows % 3 != 0).all()
    assert (rows % 7 < 2).sum() >= 5
    assert any(receipt.tool == "delivery" for entry in feed for receipt in entry.receipts)


@pytest.mark.parametrize("how", stock_server.ODD)
def test_an_answer_without_a_number_changes_nothing(stock: McpServer, how: str) -> None:
    assert isinstance(odd(stock, how), str)


@pytest.mark.parametrize("how", stock_server.MIXED)
def test_of_a_mixed_answer_finite_numbers_of_known_items_count(stock: McpServer, how: str) -> None:
    after = odd(stock, how)
    assert isinstance(after, rb.Candidates)
    assert np.flatnonzero(after.contributions["remote"].values).tolist() == [1]


def test_a_source_adds_what_may_be_served_and_nothing_else(stock: McpServer) -> None:
    tool = from_mcp(stock, "new_in", stage="source", description="What came in today.")
    rule = rb.dislike(rb.field("price") == 15 + 28, hard=True)

    def added(**kwargs: Any) -> list[int]:
        ctx = rb.ToolContext(catalog=LAMPS, sourcing=Sourcing(**kwargs))
        rows: list[int] = run_tool(tool, {}, rb.Candidates.ranked([1, 2]), ctx, timeout=10).candidates.rows.tolist()
        assert rows[:2] == [1, 2]
        return rows[2:]

    assert added() == []  # nothing beyond the host's own may be served
    assert added(eligible="catalog") == [29, 28, 0, 27]
    assert added(eligible="catalog", preferences=(rule,)) == [29, 0, 27]
    assert added(eligible=rb.field("price") > 40, policy=lambda rows: rows != 29) == [28, 27]
    assert added(eligible="catalog", exclude=np.array([29]), only=np.array([27, 29])) == [27]


def test_in_a_feed_what_a_source_adds_is_marked(stock: McpServer) -> None:
    tool = from_mcp(stock, "new_in", stage="source", description="What came in today.")
    bot = rb.RecBot(
        LAMPS, host=ListHost(["lamp-3", "lamp-4"]), tools=[tool], tool_timeout=10, eligible=rb.field("price") > 43
    )
    feed = bot.apply("ann", [rb.like(rb.Directive(tool="new_in"))], n=5)
    assert [(entry.id, entry.origin) for entry in feed] == [
        ("lamp-3", "host"),
        ("lamp-4", "host"),
        ("lamp-29", "prior"),
    ]


def test_alone_a_source_adds_rows_behind_in_the_order_of_the_answer(stock: McpServer) -> None:
    tool = from_mcp(stock, "new_in", stage="source", description="What came in today.")
    after = run_tool(tool, {}, rb.Candidates.ranked([0, 1]), CTX, timeout=10).candidates
    assert after.rows.tolist() == [0, 1, 29, 28, 27]


def test_the_user_and_the_context_are_sent_only_where_they_are_named(stock: McpServer) -> None:
    def facts(ctx: rb.ToolContext) -> dict[str, Any]:
        return {"user": ctx.user, "shop": ctx.context["shop"]}

    ctx = rb.ToolContext(catalog=LAMPS, call="remote", user="ann", context={"shop": "north"})
    told = from_mcp(stock, "whoever", description="Knows.", facts=facts)
    assert run_tool(told, {}, ALL, ctx, timeout=10).candidates.contributions["remote"].values.all()
    untold = from_mcp(stock, "whoever", description="Knows.")
    assert run_tool(untold, {}, ALL, ctx, timeout=10).breach is not None


def test_no_more_keys_are_sent_than_said(stock: McpServer) -> None:
    said = run_tool(delivery(stock, most=3), {"days": 6}, ALL, CTX, timeout=10).candidates.contributions["remote"]
    assert np.flatnonzero(said.values).tolist() == [0, 1, 2]


@pytest.mark.parametrize("remote", ["fails", "missing"])
def test_a_tool_that_fails_is_left_out_with_a_notice(stock: McpServer, remote: str) -> None:
    bot = rb.RecBot(LAMPS, tools=[from_mcp(stock, remote, description="Broken.")], tool_timeout=10)
    feed = bot.apply("ann", [rb.like(rb.Directive(tool=remote))], n=5)
    assert [n.code for n in feed.notices].count("tool_failed") == 1
    assert len(feed) == 5


def test_a_slow_tool_is_left_out_in_time() -> None:
    with McpServer(lambda: create_connected_server_and_client_session(stock_server.server)) as server:
        began = time.monotonic()
        outcome = run_tool(from_mcp(server, "slow", description="Slow."), {}, ALL, CTX, timeout=0.2)
        assert outcome.breach is not None
        assert "no answer within 200 ms" in outcome.breach
        assert time.monotonic() - began < 5


def test_a_server_that_is_a_command_is_started_and_once_dead_is_started_again(command: McpServer) -> None:
    dies = from_mcp(command, "dies", description="Dies.")
    tool = delivery(command)
    for _ in range(2):
        assert run_tool(tool, {"days": 2}, ALL, CTX, timeout=60).breach is None
        assert run_tool(dies, {}, ALL, CTX, timeout=60).breach is not None


def test_a_command_is_started_where_standard_error_is_no_file(
    command: McpServer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_tool(delivery(command), {"days": 2}, ALL, CTX, timeout=60).breach is None


def test_a_connection_on_which_nothing_is_answered_is_opened_again() -> None:
    opened: list[None] = []

    def connect() -> Any:
        opened.append(None)
        return create_connected_server_and_client_session(stock_server.server)

    with McpServer(connect, seconds=0.3) as server:
        for _ in range(MOST_LATE):
            with pytest.raises(TimeoutError):
                server.ask("slow", {"items": []})
        server.ask("delivery", {"items": []})
    assert len(opened) == 2


def test_a_server_that_is_not_there_costs_its_tool_alone() -> None:
    with McpServer(StdioServerParameters(command="no-such-command")) as server:
        outcome = run_tool(delivery(server), {}, ALL, CTX, timeout=10)
        assert outcome.candidates is ALL
        assert outcome.breach is not None
        assert "could not be reached" in outcome.breach


def test_without_the_extra_the_error_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mcp", None)
    with pytest.raises(rb.MissingExtraError, match=r"recbot-sdk\[mcp\]"):
        McpServer("http://localhost").ask("delivery", {})


def test_what_a_remote_tool_may_not_be_is_said_at_once(stock: McpServer) -> None:
    with pytest.raises(rb.ToolError, match="Allowed for a remote tool"):
        from_mcp(stock, "delivery", stage="constrain", description="")  # type: ignore[arg-type]
    with pytest.raises(rb.ToolError, match="is no name for a tool"):
        from_mcp(stock, "Check-Stock", description="")
    with pytest.raises(rb.ToolError, match="dose=3"):
        from_mcp(stock, "delivery", dose=3.0, description="")
