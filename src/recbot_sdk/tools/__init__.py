"""Tools: typed functions over candidates, one primitive a page; usable alone, in a `Chain`, or as nodes of the graph."""

from typing import TYPE_CHECKING, Any

from ..lazy import attach
from .aggregate import aggregate
from .boost import boost
from .candidates import Candidates, Contribution, Origin, Solution
from .chain import Chain
from .context import ToolContext
from .diversify import diversify
from .filter import filter
from .retrieve import retrieve
from .runner import Outcome, run_tool
from .source import source
from .suppress import suppress
from .tool import Arguments, BoundTool, Tool, tool

if TYPE_CHECKING:
    from .mcp import McpServer, from_mcp

PRIMITIVES: tuple[Tool[Any], ...] = (retrieve, filter, boost, suppress, aggregate, diversify)
"""The built-in tools, in stage order: what every bot has."""

__all__ = [
    "PRIMITIVES",
    "Arguments",
    "BoundTool",
    "Candidates",
    "Chain",
    "Contribution",
    "McpServer",
    "Origin",
    "Outcome",
    "Solution",
    "Tool",
    "ToolContext",
    "aggregate",
    "boost",
    "diversify",
    "filter",
    "from_mcp",
    "retrieve",
    "run_tool",
    "source",
    "suppress",
    "tool",
]

__getattr__, __dir__ = attach(__name__, {"mcp": "McpServer from_mcp"})
