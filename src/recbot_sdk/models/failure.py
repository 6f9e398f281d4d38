"""Why a model's answer cannot be used."""

from __future__ import annotations

from typing import Literal, TypeAlias

from .usage import Usage

FailureKind: TypeAlias = Literal["slow", "down", "limited", "refused", "malformed", "truncated", "prose", "resting"]
"""No answer in time; no answer at all; too many requests; it would not; it does not fit the schema; it was cut at the
token bound; it is plain text; it was not asked, because it failed a moment ago."""


class ModelFailure(Exception):
    """A model gave no usable answer. Internal: parser and planner go on without the model, and the feed says so."""

    def __init__(self, kind: FailureKind, detail: str = "", usage: Usage | None = None) -> None:
        super().__init__(f"{kind}: {detail}" if detail else kind)
        self.kind: FailureKind = kind
        self.detail = detail
        """For the log: what was raised, or what does not fit. No words of a user."""
        self.usage = usage if usage is not None else Usage()
        """What was spent all the same."""
