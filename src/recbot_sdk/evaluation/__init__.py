"""Proof that a bot does what is said: commands with what must come back, run on your own catalogue. Names load on first use."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

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

_NAMES = {
    "conditions": "Condition",
    "regression": "CommandReport Verdict check_commands",
    "sessions": "Session Turn read_sessions",
    "tables": "read_catalog",
}
_HOME = {name: module for module, names in _NAMES.items() for name in names.split()}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f".{_HOME[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*__all__, *globals()})
