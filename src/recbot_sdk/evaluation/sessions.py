"""The regression format: JSON lines, one session a line, each turn with what must come back. Read whole or refused, by line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ..catalog import Catalog
from ..errors import ArgumentError
from .conditions import Condition, Some, misfit_of_column

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

ASKED = 60
"""Items that are asked for in each turn."""
_PROBLEMS_SHOWN = 10


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Turn(_Frozen):
    """A command and what must be so after it; all that is given must hold. A turn without `must` also needs a full page."""

    say: Annotated[str, Field(min_length=1)]
    """The command."""
    must: Annotated[tuple[Condition, ...], Some] | None = None
    """Each of the first `k` items satisfies all of these, and `k` came back (fewer only where the catalogue has fewer)."""
    lift: Condition | None = None
    """It has more of the first 20 seats than before the turn, or still all of them."""
    drop: Condition | None = None
    """It has fewer of the first 20 seats than before the turn, or still none."""
    flat: Condition | None = None
    """It has no more of the first 20 seats than before the turn."""
    open: Condition | None = None
    """It did not become a rule: some of the first 40 items do not satisfy it."""
    same: Literal[True] | None = None
    """The feed is what it was before the turn."""
    absent: Annotated[tuple[str, ...], Some] | None = None
    """Titles that are not among the first 40 items."""
    diverse: str | None = None
    """A column of which the first 20 items have more distinct values than before the turn."""
    memory: tuple[str, ...] | None = None
    """All that is remembered after the turn, as `str(preference)`, in any order; `[]`: nothing."""
    unknown: tuple[str, ...] | None = None
    """Words that were reported as not understood, perhaps among others; `[]`: none were."""
    k: Annotated[int, Field(ge=1, le=ASKED)] = 10
    """How deep `must` looks; `lift`, `drop` and `flat` look as deep where it is more than 20."""

    def misfits(self, catalog: Catalog) -> Iterator[str]:
        """What cannot be decided on a catalogue."""
        conditions = (*(self.must or ()), self.lift, self.drop, self.flat, self.open)
        found = [condition.misfit(catalog) for condition in conditions if condition is not None]
        if self.diverse is not None:
            found.append(misfit_of_column(self.diverse, catalog))
        yield from (odd for odd in found if odd is not None)


class Session(_Frozen):
    """What one fresh user says, turn by turn."""

    id: Annotated[str, Field(min_length=1)]
    """What reports call it; unique in its file."""
    turns: Annotated[tuple[Turn, ...], Some]


def read_sessions(path: str | PathLike[str], catalog: Catalog) -> tuple[Session, ...]:
    """The sessions of a file, validated, and held against the catalogue that they will be run on.

    Args:
        path: JSON lines: `{"id": "a1", "turns": [{"say": "no horror", "must": [["Genre", "none", ["Horror"]]]}]}`.
        catalog: It has the columns, values and titles that the file names.

    Raises:
        ArgumentError: For a file that cannot be read, is empty, or breaks the format; each problem with its line.
    """
    try:
        lines = Path(path).read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ArgumentError(f"{path} cannot be read: {error}. Give a file of JSON lines, in UTF-8.") from error
    sessions: dict[str, tuple[int, Session]] = {}
    problems: list[str] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            session = Session.model_validate_json(line)
        except ValidationError as error:
            problems += [f"line {number}{_problem(one)}" for one in error.errors(include_url=False)]
            continue
        first, _ = sessions.setdefault(session.id, (number, session))
        if first != number:
            problems.append(f"line {number}: id {session.id!r} is that of line {first}. Give each session its own.")
    titles = (
        set(catalog.titles) if any(turn.absent for _, session in sessions.values() for turn in session.turns) else ()
    )
    for number, session in sessions.values():
        for place, turn in enumerate(session.turns, start=1):
            lost = [f"no item is called {title!r}." for title in turn.absent or () if title not in titles]
            problems += [f"line {number}, turn {place}: {odd}" for odd in (*turn.misfits(catalog), *lost)]
    if problems:
        raise ArgumentError("\n  ".join([f"{path} is not what a regression file may be:", *_first(problems)]))
    if not sessions:
        raise ArgumentError(f'{path} holds no session. Write one a line: {{"id": "a1", "turns": [{{"say": ...}}]}}.')
    return tuple(session for _, session in sessions.values())


def _problem(error: ErrorDetails) -> str:
    """One error of pydantic's with its place and, for an unknown key, those that are allowed."""
    where = list(error["loc"])
    in_turn = where[:1] == ["turns"] and len(where) > 1
    key = where[2 if in_turn else 0 :][:1]
    place = f", turn {int(where[1]) + 1}" if in_turn else ""
    if error["type"] == "extra_forbidden":
        allowed = Turn.model_fields if in_turn else Session.model_fields
        return f"{place}: {key[0]!r} is no key. Allowed: {', '.join(allowed)}."
    return f"{place}{''.join(f', {name}' for name in key)}: {error['msg'].removeprefix('Value error, ')}"


def _first(problems: Iterable[str]) -> list[str]:
    every = list(problems)
    left = len(every) - _PROBLEMS_SHOWN
    return [*every[:_PROBLEMS_SHOWN], *([f"and {left} more"] if left > 0 else [])]
