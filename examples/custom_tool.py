"""Write a tool, and reach it in plain words: its phrase asks for it, and its arguments are read from the words around.

Shows `@rb.tool`, `rb.testing.check_tool`, the tool as a node of `bot.graph`, and its receipt in the feed.
"""

from typing import Literal

import numpy as np
import rich

import recbot_sdk as rb
from recbot_sdk.testing import check_tool

CATALOG = rb.Catalog.from_records(
    [
        {"id": f"lamp-{k}", "name": f"Lamp {k}", "colour": ["red", "white", "brass"][k % 3], "price": 15 + k % 60}
        for k in range(90)
    ],
    id="id",
    title="name",
    fields={"price": rb.Field(role="price", unit="EUR")},
)
DAYS = {shop: np.random.default_rng(seed).integers(0, 10, len(CATALOG)) for seed, shop in enumerate(("north", "south"))}
"""Days until each lamp can be had in each shop: a service of yours would know."""


class InStock(rb.Arguments):
    """Where, and how soon."""

    shop: Literal["north", "south"] = "north"
    days: int = 2


@rb.tool(stage="score", phrases=["in stock", "available"])
def in_stock(candidates: rb.Candidates, args: InStock, ctx: rb.ToolContext) -> rb.Candidates:
    """Raise what can be had in a shop within some days."""
    soon = DAYS[args.shop][candidates.rows] <= args.days
    return candidates.contribute(ctx.call, soon.astype(float), dose=0.5)  # half of the first page's seats


def main() -> None:
    rich.print("[bold]Before a bot has it: does it keep the law of its stage?[/bold]")
    rich.print(str(check_tool(in_stock, rb.ToolContext(catalog=CATALOG), [{}, {"shop": "south", "days": 5}])))

    bot = rb.RecBot(CATALOG, tools=[in_stock])
    nodes = [name for name in bot.graph.get_graph().nodes if not name.startswith("__")]
    rich.print("\n[bold]It is a node of the graph[/bold]", " → ".join(nodes))

    for command in ("no brass, under 60 euros", "in stock in the south within 1 day"):
        rich.print(f"\n[bold]“{command}”[/bold]")
        feed = bot.recommend("ann", command, n=8)
        rich.print(feed)

    call = feed.plan.of("in_stock")[0]
    rich.print("\n[bold]What was read from the words[/bold]", call.arguments)
    receipt = next(r for entry in feed for r in entry.receipts if r.tool == "in_stock")
    rich.print("[bold]Its receipt[/bold]", receipt)


if __name__ == "__main__":
    main()
