"""Wrap the recommender you already have and let its users steer the feed by talking to it.

One flat namespace, `import recbot_sdk as rb`. Names are loaded on first use: importing the package, and using the tools
alone, pulls in neither LangGraph nor LangChain, pandas or SQLAlchemy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import datasets, errors, evaluation, hosts, predicates, testing, tools
    from .bot import RecBot
    from .catalog import Catalog, Embedder, Field
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
        StaleAnswerError,
        StoreBusyError,
        ToolError,
    )
    from .feed import Feed, FeedEntry, Notice, Receipt, Suggestion
    from .graph import TurnRecord, build_graph
    from .hosts import Capabilities, Host, HostAnswer, HostRecommender
    from .models import Breaker, ChatCalls, Usage
    from .parsing import (
        Cascade,
        Command,
        Doubt,
        GrammarParser,
        Languages,
        Option,
        Parse,
        Parser,
        Proposal,
        Question,
        Span,
    )
    from .parsing.llm import LLMParser
    from .planning import Plan, Planner, RulePlanner, TimedPlanner, ToolCall
    from .planning.llm import LLMPlanner
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
        steps,
    )
    from .preferences.log import InProcessLog, PreferenceLog
    from .stores import SqlLog
    from .tools import Arguments, Candidates, Chain, Contribution, Origin, Solution, Tool, ToolContext, tool

__version__ = "0.1.0.dev0"

__all__ = [
    "About",
    "ArgumentError",
    "Arguments",
    "Breaker",
    "Candidates",
    "Capabilities",
    "Cascade",
    "Catalog",
    "CatalogError",
    "Chain",
    "ChatCalls",
    "Command",
    "Contribution",
    "Directive",
    "Dose",
    "Doubt",
    "Embedder",
    "Feed",
    "FeedEntry",
    "Field",
    "GrammarParser",
    "Host",
    "HostAnswer",
    "HostError",
    "HostRecommender",
    "InProcessLog",
    "Items",
    "LLMParser",
    "LLMPlanner",
    "Languages",
    "MemoryChange",
    "MemoryUnavailableError",
    "MissingExtraError",
    "Notice",
    "Option",
    "Order",
    "Origin",
    "Parse",
    "Parser",
    "Plan",
    "Planner",
    "PolicyError",
    "Predicate",
    "PredicateError",
    "Preference",
    "PreferenceLog",
    "PreferenceMemory",
    "Proposal",
    "Question",
    "RecBot",
    "RecBotError",
    "Receipt",
    "RequestConflictError",
    "RulePlanner",
    "Similar",
    "Solution",
    "Span",
    "SqlLog",
    "StaleAnswerError",
    "StoreBusyError",
    "Suggestion",
    "Target",
    "TimedPlanner",
    "Tool",
    "ToolCall",
    "ToolContext",
    "ToolError",
    "Toward",
    "TurnRecord",
    "Usage",
    "Where",
    "build_graph",
    "datasets",
    "dislike",
    "errors",
    "evaluation",
    "field",
    "hosts",
    "like",
    "predicates",
    "steps",
    "testing",
    "tool",
    "tools",
]

_MODULES = frozenset({"datasets", "errors", "evaluation", "hosts", "predicates", "testing", "tools"})
_NAMES = {
    "bot": "RecBot",
    "catalog": "Catalog Embedder Field",
    "errors": "ArgumentError CatalogError HostError MemoryUnavailableError MissingExtraError PolicyError PredicateError "
    "RecBotError RequestConflictError StaleAnswerError StoreBusyError ToolError",
    "feed": "Feed FeedEntry Notice Receipt Suggestion",
    "graph": "TurnRecord build_graph",
    "hosts": "Capabilities Host HostAnswer HostRecommender",
    "models": "Breaker ChatCalls Usage",
    "parsing": "Cascade Command Doubt GrammarParser Languages Option Parse Parser Proposal Question Span",
    "parsing.llm": "LLMParser",
    "planning": "Plan Planner RulePlanner TimedPlanner ToolCall",
    "planning.llm": "LLMPlanner",
    "predicates": "Predicate field",
    "preferences": "About Directive Dose Items MemoryChange Order Preference PreferenceMemory Similar Target Toward Where "
    "dislike like steps",
    "preferences.log": "InProcessLog PreferenceLog",
    "stores": "SqlLog",
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
