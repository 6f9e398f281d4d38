"""What a planner is: a pure function of memory, made when the bot is built."""

from __future__ import annotations

from typing import Protocol

from ..preferences.memory import PreferenceMemory
from .plan import Plan


class Planner(Protocol):
    """Turns what is remembered into tool calls. It decides no hard rule: `compose` does, from memory."""

    def plan(self, memory: PreferenceMemory) -> Plan:
        """The calls that apply `memory` to the catalogue and tools that the planner was built with."""
        ...
