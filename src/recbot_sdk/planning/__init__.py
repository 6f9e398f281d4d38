"""Planning: from preference memory to the tool calls of a turn."""

from .plan import Plan, ToolCall
from .protocol import Planner, TimedPlanner
from .rules import RulePlanner

__all__ = ["Plan", "Planner", "RulePlanner", "TimedPlanner", "ToolCall"]
