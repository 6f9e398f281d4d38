"""Let a chat model call a tool that lives on somebody else's MCP server, because its description does what the user asks.

Shows `McpServer` and `from_mcp`, `RecBot(llm=)` with the planner that it brings, and that a server which goes away costs its own
tool and nothing else. Needs `pip install 'recbot-sdk[mcp]'`. The server is this very file, run as a command, and the chat model
is scripted, so that this runs offline.
"""

import json
import sys
from collections.abc import Sequence
from typing import Any

import rich
from langchain_core.messages import BaseMessage
from mcp import StdioServerParameters
from mcp.server.fastmcp import FastMCP

import recbot_sdk as rb
from recbot_sdk.testing import ScriptedChatModel
from recbot_sdk.tools import McpServer, from_mcp

CATALOG = rb.Catalog.from_records(
    [
        {"id": f"lamp-{k}", "name": f"Lamp {k}", "colour": ["red", "white", "brass"][k % 3], "price": 15 + k % 60}
        for k in range(90)
    ],
    id="id",
    title="name",
)
shop = FastMCP("shop", log_level="ERROR")


@shop.tool()
def delivery(items: list[str], days: int) -> dict[str, float]:
    """1 for each item that can be delivered within so many days, else 0."""
    return {item: float(int(item.partition("-")[2]) * 7 % 10 < days) for item in items}


class Days(rb.Arguments):
    """How soon."""

    days: int = 7


def choose(messages: Sequence[BaseMessage]) -> dict[str, Any]:
    """What the chat model says: the one tool that it was shown does what the open wish asks for."""
    wishes = json.loads(str(messages[-1].content).removeprefix("WISHES\n"))
    return {"calls": [{"tool": "delivery", "serves": list(wishes["open"]), "arguments": '{"days": 2}'}]}


def main() -> None:
    where = StdioServerParameters(command=sys.executable, args=[__file__, "--serve"])
    with McpServer(where, seconds=30) as server:
        tool = from_mcp(
            server, "delivery", description="Raise what can be delivered within some days.", arguments=Days, dose=0.5
        )
        bot = rb.RecBot(CATALOG, tools=[tool], llm=ScriptedChatModel(choose), tool_timeout=30.0)
        rule = rb.dislike(rb.field("colour") == "red", hard=True)
        feed = bot.apply("ann", [rule, rb.like(rb.About(text="needed the day after tomorrow"))], n=8)
        rich.print(feed)
        rich.print("\n[bold]What the model asked for[/bold]", feed.plan.of("delivery"))
        rich.print("[bold]What it cost[/bold]", feed.usage)
        rich.print("\n[bold]The next page asks the model nothing[/bold]", bot.recommend("ann", n=8).usage)


if __name__ == "__main__":
    shop.run("stdio") if "--serve" in sys.argv else main()
