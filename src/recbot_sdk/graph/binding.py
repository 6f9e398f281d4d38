"""What is bound when the graph is built: neither state nor context, so that any parent graph can embed it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

from ..errors import PolicyError
from ..parsing import Cascade, GrammarParser, Languages
from ..planning import Planner, RulePlanner, TimedPlanner
from ..predicates import PREDICATES, Predicate
from ..recent import Recent
from ..types import STAGES, ItemKey, JsonValue, Mask, Rows, UserId
from ..waiting import within

if TYPE_CHECKING:
    from ..catalog import Catalog
    from ..feed import Feed
    from ..hosts import Host
    from ..hosts.sourcing import Eligible
    from ..models import Usage
    from ..parsing.protocol import Command, Parse, Parser
    from ..planning import Plan
    from ..preferences import PreferenceMemory
    from ..preferences.log import PreferenceLog
    from ..preferences.steps import MemoryChange
    from ..tools import Tool

Policy: TypeAlias = Predicate | Callable[[UserId, Mapping[str, JsonValue]], "Predicate | Mask | None"]
"""What may be served at all: a predicate, or a callable of user and context that gives one (or a mask of the catalogue)."""
RESERVED = frozenset({"recall", "parse", "ask", "consolidate", "plan", "compose"})
"""Nodes of the graph besides the tools: no tool may have their names."""


@dataclass(frozen=True, slots=True)
class TurnRecord:
    """One turn in numbers, for `on_turn=` and the log line: no words of the user, no titles."""

    user: UserId
    session: str
    seq: int
    """Of the newest change in the user's log."""
    n: int
    """Seats asked for."""
    served: int
    """Seats filled."""
    steered: bool
    """False where the feed is the host's own, byte for byte."""
    degraded: bool
    changed: bool
    """Whether this turn wrote to the log."""
    calls: tuple[str, ...]
    """Tools called, in order."""
    notices: tuple[str, ...]
    """Codes of the notices."""
    usage: Usage | None
    """What chat models cost; None where none was asked."""
    milliseconds: float
    """The whole turn, the host's time included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """Everything that a turn needs besides its input."""

    catalog: Catalog
    host: Host
    log: PreferenceLog
    parser: Parser
    planner: Planner
    tools: tuple[Tool[Any], ...]
    """Every registered tool, built in or custom, as registered."""
    namespace: str = "default"
    policy: Policy | None = None
    eligible: Eligible | None = None
    on_turn: Callable[[TurnRecord, Feed], None] | None = None
    on_memory_unavailable: Literal["refuse", "host"] = "refuse"
    session_ttl: timedelta = timedelta(days=1)
    max_characters: int = 2_000
    max_preferences: int = 200
    max_ask: int | None = None
    tool_timeout: float = 0.05
    questions: bool = False
    """Whether the user is asked where readings of a command would lead to different memories."""
    model_seconds: float = 2.0
    """What parsing and planning may take of a turn together, where they are not embedded."""
    screens: Recent[tuple[ItemKey, ...]] = field(default_factory=Recent)
    """The last page served to (user, session): what "the second one" means when the client does not say."""
    logs: Recent[tuple[MemoryChange, ...]] = field(default_factory=Recent)
    """The log of each user as last read or written here: what still holds while the log cannot be read."""

    @property
    def chain(self) -> tuple[Tool[Any], ...]:
        """The tools in the order of their nodes: by stage, within a stage as registered."""
        return tuple(sorted(self.tools, key=lambda tool: STAGES.index(tool.stage)))

    def read(self, command: Command, memory: PreferenceMemory) -> Parse:
        """Parse; a parser that is not of the library has the turn's time for models."""
        if isinstance(self.parser, GrammarParser | Languages | Cascade):
            return self.parser.parse(command, memory)
        return within(self.model_seconds, lambda: self.parser.parse(command, memory), "parser")

    async def aread(self, command: Command, memory: PreferenceMemory) -> Parse:
        """`read`, awaited where the parser can be, else in a thread."""
        aparse: Callable[..., Awaitable[Parse]] | None = getattr(self.parser, "aparse", None)
        if aparse is None:
            return await asyncio.to_thread(self.read, command, memory)
        if isinstance(self.parser, Cascade):
            return await aparse(command, memory)
        async with asyncio.timeout(self.model_seconds):
            return await aparse(command, memory)

    def arrange(self, memory: PreferenceMemory, seconds: float) -> Plan:
        """Plan, within what is left of the turn's time for models where the planner is not the rule planner."""
        if isinstance(self.planner, RulePlanner):
            return self.planner.plan(memory)
        if isinstance(self.planner, TimedPlanner):
            return self.planner.plan(memory, seconds)
        return within(seconds, lambda: self.planner.plan(memory), "planner")

    async def aarrange(self, memory: PreferenceMemory, seconds: float) -> Plan:
        """`arrange`, awaited where the planner can be, else in a thread."""
        if isinstance(self.planner, RulePlanner):
            return self.planner.plan(memory)
        if isinstance(self.planner, TimedPlanner):
            return await self.planner.aplan(memory, seconds)
        return await asyncio.to_thread(self.arrange, memory, seconds)

    def permitted(self, user: UserId, context: Mapping[str, JsonValue]) -> Callable[[Rows], Mask] | None:
        """The policy as a function of rows; None where there is none. Raises `PolicyError` if the policy itself fails."""
        if self.policy is None:
            return None
        try:
            rule = self.policy if isinstance(self.policy, PREDICATES) else self.policy(user, context)
        except Exception as error:
            raise PolicyError(
                f"policy({user!r}, context) raised {error!r}: nothing is served. Mend the policy."
            ) from error
        if rule is None:
            return None

        def judge(rows: Rows) -> Mask:
            if isinstance(rule, PREDICATES):
                return self.catalog.truth(rule, rows).is_true
            mask = np.asarray(rule)
            if mask.dtype != bool or mask.shape != (len(self.catalog),):
                raise PolicyError(
                    f"the policy gave {mask.dtype} of shape {mask.shape}: nothing is served. Give a predicate, None, or one "
                    f"bool for each of the {len(self.catalog)} items."
                )
            chosen: Mask = mask[rows]
            return chosen

        return judge
