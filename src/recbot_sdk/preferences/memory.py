"""Preference memory: an immutable value, the fold of the live changes, and the one thing parser and planner share."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from .preference import Preference

if TYPE_CHECKING:
    from rich.table import Table

_COLUMNS = ("what", "strength", "lasts", "your words", "until")


class PreferenceMemory(BaseModel):
    """What a user wants at one moment in one session, oldest wish first. Immutable; iterates over its preferences."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    preferences: tuple[Preference, ...] = ()
    seq: int = 0
    """Sequence number of the newest change in the log, live or not: what an append compares with."""
    session: str = ""
    stale: bool = False
    """The log could not be read: this is the last memory that the process knows."""

    def __iter__(self) -> Iterator[Preference]:  # type: ignore[override]
        return iter(self.preferences)

    def __len__(self) -> int:
        return len(self.preferences)

    def __getitem__(self, index: int) -> Preference:
        return self.preferences[index]

    @property
    def newest(self) -> tuple[Preference, ...]:
        """What is left of the newest change that has left anything."""
        last = max((p.seq for p in self.preferences), default=0)
        return tuple(p for p in self.preferences if p.seq == last)

    @property
    def hard(self) -> tuple[Preference, ...]:
        """The rules."""
        return tuple(p for p in self.preferences if p.hard)

    @property
    def soft(self) -> tuple[Preference, ...]:
        """The wishes with a dose."""
        return tuple(p for p in self.preferences if not p.hard)

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{name}</th>" for name in _COLUMNS)
        rows = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in _cells(p))}</tr>" for p in self)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"

    def __rich__(self) -> Table:
        from rich.table import Table
        from rich.text import Text

        table = Table(*_COLUMNS, title="Remembered" if self.preferences else "Nothing is remembered yet")
        for preference in self:
            table.add_row(*map(Text, _cells(preference)))
        return table


def _cells(p: Preference) -> tuple[str, ...]:
    strength = "rule" if p.hard else f"{p.dose:.0%} of the seats"
    until = "" if p.expires_at is None else f"{p.expires_at:%Y-%m-%d %H:%M} UTC"
    return str(p), strength, p.scope, p.words, until
