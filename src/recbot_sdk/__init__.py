"""Wrap the recommender you already have and let its users steer the feed by talking to it.

One flat namespace, `import recbot_sdk as rb`. Names are loaded on first use: importing the package, and using the tools
alone, pulls in neither LangGraph nor LangChain, pandas or SQLAlchemy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import errors, hosts, predicates, tools
    from .catalog import Catalog, Field
    from .errors import (
        ArgumentError,
        CatalogError,
        HostError,
        MemoryUnavailableError,
        MissingExtraError,
        PolicyError,
        PredicateError,
        RecBotError,
        RequestConflictError,
        StoreBusyError,
        ToolError,
    )
    from .feed import Feed, FeedEntry, Notice, Receipt, Suggestion
    from .hosts import Capabilities, Host, HostAnswer, HostRecommender
    from .planning import Plan, Planner, ToolCall
    from .predicates import Predicate, field
    from .preferences import (
        About,
        Directive,
        Dose,
        Items,
        MemoryChange,
        Order,
        Preference,
        PreferenceMemory,
        Similar,
        Target,
        Toward,
        Where,
        dislike,
        like,
    )
    from .tools import Arguments, Candidates, Chain, Contribution, Origin, Solution, Tool, ToolContext, tool

__version__ = "0.1.0.dev0"

__all__ = [
    "About",
    "ArgumentError",
    "Arguments",
    "Candidates",
    "Capabilities",
    "Catalog",
    "CatalogError",
    "Chain",
    "Contribution",
    "Directive",
    "Dose",
    "Feed",
    "FeedEntry",
    "Field",
    "Host",
    "HostAnswer",
    "HostError",
    "HostRecommender",
    "Items",
    "MemoryChange",
    "MemoryUnavailableError",
    "MissingExtraError",
    "Notice",
    "Order",
    "Origin",
    "Plan",
    "Planner",
    "PolicyError",
    "Predicate",
    "PredicateError",
    "Preference",
    "PreferenceMemory",
    "RecBotError",
    "Receipt",
    "RequestConflictError",
    "Similar",
    "Solution",
    "StoreBusyError",
    "Suggestion",
    "Target",
    "Tool",
    "ToolCall",
    "ToolContext",
    "ToolError",
    "Toward",
    "Where",
    "dislike",
    "errors",
    "field",
    "hosts",
    "like",
    "predicates",
    "tool",
    "tools",
]

_MODULES = frozenset({"errors", "hosts", "predicates", "tools"})
_NAMES = {
    "catalog": "Catalog Field",
    "errors": "ArgumentError CatalogError HostError MemoryUnavailableError MissingExtraError PolicyError PredicateError "
    "RecBotError RequestConflictError StoreBusyError ToolError",
    "feed": "Feed FeedEntry Notice Receipt Suggestion",
    "hosts": "Capabilities Host HostAnswer HostRecommender",
    "planning": "Plan Planner ToolCall",
    "predicates": "Predicate field",
    "preferences": "About Directive Dose Items MemoryChange Order Preference PreferenceMemory Similar Target Toward Where "
    "dislike like",
    "tools": "Arguments Candidates Chain Contribution Origin Solution Tool ToolContext tool",
}
_HOME = {name: module for module, names in _NAMES.items() for name in names.split()}


def __getattr__(name: str) -> object:
    if name in _MODULES:
        return import_module(f".{name}", __name__)
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f".{_HOME[name]}", __name__), name)
    globals()[name] = value  # a submodule of the same name as a public name never comes between
    return value


def __dir__() -> list[str]:
    return sorted({*__all__, *globals()})
