"""The working values of one turn, from `plan` on: made from the JSON state, held by reference, never stored."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from ..feed import Notice
from ..types import ItemKey, Mask, Rows, UserId

if TYPE_CHECKING:
    from ..hosts import HostAnswer, Sourcing
    from ..planning import Plan
    from ..preferences import Preference, PreferenceMemory
    from ..tools import Candidates, ToolContext
    from .binding import Binding
    from .request import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One turn between `plan` and `compose`. `answer` is set while nothing steers, `candidates` otherwise."""

    request: Request
    user: UserId
    now: datetime
    memory: PreferenceMemory
    applied: tuple[Preference, ...]
    """The preferences in force that name something which the catalogue has today."""
    plan: Plan
    seen: tuple[ItemKey, ...]
    """Keys served on earlier pages."""
    sourcing: Sourcing
    steers: bool
    answer: HostAnswer | None = None
    pool: Candidates | None = None
    """What was sourced, before any tool dropped a row."""
    candidates: Candidates | None = None
    arranged: tuple[tuple[str, Rows], ...] = ()
    """For each call of an arrange tool, the rows in the order that it found."""
    notices: tuple[Notice, ...] = field(default=())
    degraded: bool = False

    def say(self, *notices: Notice) -> Turn:
        """The turn with more notices."""
        return replace(self, notices=(*self.notices, *notices))

    def servable(self, binding: Binding, rows: Rows, without: Preference | None = None) -> Mask:
        """(n,) bool: the final word on rows, from memory, policy and the request alone (`without` asks "what if")."""
        sourcing = self.sourcing
        if without is not None:
            sourcing = replace(sourcing, preferences=tuple(p for p in self.applied if p is not without))
        return sourcing.allowed(binding.catalog, rows)

    def context(self, binding: Binding, call: str = "", serves: tuple[str, ...] = ()) -> ToolContext:
        """What tools may know of this turn."""
        from ..tools import ToolContext

        return ToolContext(
            catalog=binding.catalog,
            user=self.user,
            n=self.request.n,
            now=self.now,
            context=self.request.context,
            preferences=self.applied,
            call=call,
            serves=serves,
            sourcing=self.sourcing,
        )
