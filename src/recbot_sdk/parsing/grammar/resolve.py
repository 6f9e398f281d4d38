"""Placeholder."""
from __future__ import annotations

from typing import Any

from ..protocol import Parse


def resolve(reading: Any, said: Any, catalog: Any, pack: Any, command: Any, memory: Any) -> Parse:
    """."""
    return Parse(text=command.text)
