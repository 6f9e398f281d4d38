"""Proof that a bot does what is said: commands with what must come back, run on your own catalogue. Names load on first use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..lazy import attach

if TYPE_CHECKING:
    from .conditions import Condition
    from .regression import CommandReport, Verdict, check_commands
    from .sessions import Session, Turn, read_sessions
    from .tables import read_catalog

__all__ = [
    "CommandReport",
    "Condition",
    "Session",
    "Turn",
    "Verdict",
    "check_commands",
    "read_catalog",
    "read_sessions",
]

__getattr__, __dir__ = attach(
    __name__,
    {
        "conditions": "Condition",
        "regression": "CommandReport Verdict check_commands",
        "sessions": "Session Turn read_sessions",
        "tables": "read_catalog",
    },
)
