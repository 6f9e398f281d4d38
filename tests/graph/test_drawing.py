"""The drawn graph: every tool is a node in the order of the stages, from `plan` on it is a line, and the docs show it as it is."""

import re
from pathlib import Path
from typing import Any

import pytest

import recbot_sdk as rb

from .conftest import shop

PAGE = Path(__file__).parents[2] / "docs" / "graph.md"


class InStock(rb.Arguments):
    """No arguments."""


@rb.tool(stage="score", phrases=["in stock"])
def in_stock(candidates: rb.Candidates, args: InStock, ctx: rb.ToolContext) -> rb.Candidates:
    """Raise what can be sent today."""
    return candidates


@rb.tool(stage="constrain")
def posted(candidates: rb.Candidates, args: InStock, ctx: rb.ToolContext) -> rb.Candidates:
    """Keep what fits a letter."""
    return candidates


def line_from(bot: rb.RecBot, node: str) -> list[str]:
    """The nodes from `node` to the end; fails where an edge is conditional or a node has two ways out."""
    edges = bot.graph.get_graph().edges
    line = [node]
    while line[-1] != "__end__":
        (edge,) = (edge for edge in edges if edge.source == line[-1])
        assert not edge.conditional
        line.append(edge.target)
    return line


def test_the_page_draws_what_the_code_draws(shelf: rb.Catalog) -> None:
    drawn = rb.RecBot(shelf, shop, tools=[in_stock]).graph.get_graph().draw_mermaid()
    shown = re.findall(r"```mermaid\n(.*?)\n```", PAGE.read_text("utf8"), re.DOTALL)
    assert shown == [drawn.strip()]


@pytest.mark.parametrize("tools", [[], [in_stock], [in_stock, posted]], ids=len)
def test_from_plan_on_it_is_a_line_in_the_order_of_the_stages(shelf: rb.Catalog, tools: list[rb.Tool[Any]]) -> None:
    names = [tool.name for tool in tools]
    assert line_from(rb.RecBot(shelf, shop, tools=tools), "plan") == [
        "plan",
        "retrieve",
        "filter",
        *(["posted"] if "posted" in names else []),
        "boost",
        "suppress",
        *(["in_stock"] if "in_stock" in names else []),
        "aggregate",
        "diversify",
        "compose",
        "__end__",
    ]


def test_what_is_said_goes_by_way_of_memory(bot: rb.RecBot) -> None:
    edges = {(edge.source, edge.target): edge.data for edge in bot.graph.get_graph().edges}
    assert edges["recall", "parse"] == "something said"
    assert edges["recall", "plan"] == "nothing said"
    assert line_from(bot, "parse")[:3] == ["parse", "consolidate", "plan"]
