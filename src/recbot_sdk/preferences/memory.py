"""Preference memory: an immutable value, the fold of the live changes, and the one thing parser and planner share."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict

from .preference import Preference


class PreferenceMemory(BaseModel):
    """What a user wants at one moment in one session, oldest wish first."""

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
