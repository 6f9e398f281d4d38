from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from recbot_sdk.preferences.consolidate import Consolidation, consolidate
from recbot_sdk.preferences.fold import fold
from recbot_sdk.preferences.log import InProcessLog, commit
from recbot_sdk.preferences.memory import PreferenceMemory
from recbot_sdk.preferences.steps import MemoryChange


@dataclass
class Words:
    text: str


@dataclass
class Asked:
    """A proposal as a parser makes it."""

    step: Any
    spans: tuple[Words, ...] = (Words("some words"),)
    scope_said: bool = False
    named: bool = True


@dataclass
class Person:
    """One user who talks: each `say` is one command."""

    log: InProcessLog = field(default_factory=InProcessLog)
    now: datetime = datetime(2026, 5, 1, 12, tzinfo=UTC)
    said: int = 0
    turn: int | None = None
    session: str | None = None
    last: Consolidation = field(default_factory=Consolidation)

    def say(self, *steps: Any, **manner: Any) -> Person:
        """Proposals with words; `manner` is what the words name (`scope_said`, `named`, `spans`)."""
        return self._commit([s if isinstance(s, Asked) else Asked(s, **manner) for s in steps])

    def edit(self, *steps: Any) -> Person:
        """Bare steps, as a UI makes them."""
        return self._commit(steps)

    def _commit(self, proposals: Any) -> Person:
        self.said += 1
        request = f"r{self.said}"

        def propose(changes: tuple[MemoryChange, ...]) -> MemoryChange:
            memory = fold(changes, self.now, self.session)
            self.last = consolidate(memory, proposals, now=self.now, changes=changes, session=self.session)
            steps = self.last.steps
            return MemoryChange(request_id=request, session=memory.session, at=self.now, words=request, steps=steps)

        change = commit(self.log, "", "ann", propose, request, words=request)
        self.turn = change.seq if change else None
        return self

    @property
    def memory(self) -> PreferenceMemory:
        return fold(self.log.read("", "ann"), self.now, self.session)

    @property
    def this_turn(self) -> list[str]:
        return [str(p) for p in fold(self.log.read("", "ann"), self.now, self.session, turn=self.turn)]

    @property
    def wants(self) -> list[str]:
        return [str(p) for p in self.memory]

    @property
    def remarks(self) -> list[str]:
        return [r.reason for r in self.last.remarks]

    def wait(self, **time: float) -> Person:
        self.now += timedelta(**time)
        return self


@pytest.fixture
def ann() -> Person:
    return Person()
