"""Calls of a chat model under a budget: time, tries, tokens and a rest after failures. Any LangChain chat model will do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..lazy import attach

if TYPE_CHECKING:
    from .breaker import Breaker
    from .calls import ChatCalls
    from .failure import FailureKind, ModelFailure
    from .retrying import retry_after, transient
    from .usage import Usage

__all__ = ["Breaker", "ChatCalls", "FailureKind", "ModelFailure", "Usage", "retry_after", "transient"]

_NAMES = {
    "breaker": "Breaker",
    "calls": "ChatCalls",
    "failure": "FailureKind ModelFailure",
    "retrying": "retry_after transient",
    "usage": "Usage",
}

__getattr__, __dir__ = attach(__name__, _NAMES)
