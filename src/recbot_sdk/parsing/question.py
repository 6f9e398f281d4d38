"""A question back to the user: words that can be read in several ways, and what each way would do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from ..preferences.steps import Step
from ..rendering import asked, asked_html
from .protocol import Span

if TYPE_CHECKING:
    from rich.table import Table


class Option(BaseModel):
    """One reading of the words: its place in `Question.options` is what an answer names."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    """The reading in plain words: "no director: Ann Lee"."""
    steps: tuple[Step, ...]
    """What the reading asks of memory."""


class Question(BaseModel):
    """What a command left open. Nothing of the command is remembered before `RecBot.answer`. JSON-plain when dumped."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    """Of this question alone: give it back with the answer."""
    text: str
    """The question in plain words."""
    words: str
    """The words of the command that it is about."""
    spans: tuple[Span, ...] = ()
    """Where they stand in the command."""
    options: tuple[Option, ...]
    """The readings, likeliest first; an answer may also be none of them."""

    def __rich__(self) -> Table:
        return asked(self)

    def _repr_html_(self) -> str:
        return asked_html(self)
