"""The LangGraph state machine of a turn: thin nodes over the pure functions of the layers below."""

from .binding import TurnRecord
from .build import TurnGraph, build_graph
from .state import TurnInput, TurnOutput

__all__ = ["TurnGraph", "TurnInput", "TurnOutput", "TurnRecord", "build_graph"]
