"""What a planner is: a pure function of memory, made when the bot is built."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from ..preferences.memory import PreferenceMemory
from .plan import Plan


class Planner(Protocol):
    """Turns what is remembered into tool calls. It decides no hard rule: `compose` does, from memory."""

    def plan(self, memory: PreferenceMemory) -> Plan:
        """The calls that apply `memory` to the catalogue and tools that the planner was built with."""
        ...


@runtime_checkable
class TimedPlanner(Protocol):
    """A planner that waits for something, and keeps to the seconds that are left of the turn's time for models."""

    def plan(self, memory: PreferenceMemory, seconds: float | None = None) -> Plan:
        """As `Planner.plan`, within `seconds`; None: within its own budget."""
        ...

    async def aplan(self, memory: PreferenceMemory, seconds: float | None = None) -> Plan:
        """`plan`, awaited: cancelled where the turn is."""
        ...
