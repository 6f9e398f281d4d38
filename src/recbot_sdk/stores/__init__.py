"""Preference logs that outlive the process. SQLAlchemy is imported when one is made."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .sql import SqlLog

__all__ = ["SqlLog"]


def __getattr__(name: str) -> object:
    if name == "SqlLog":
        return import_module(".sql", __name__).SqlLog
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
