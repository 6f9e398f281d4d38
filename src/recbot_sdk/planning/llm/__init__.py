"""The planner that asks a chat model which of the integrator's own tools do what free words ask for."""

from .planner import LLMPlanner

__all__ = ["LLMPlanner"]
