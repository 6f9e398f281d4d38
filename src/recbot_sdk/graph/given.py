"""From what a caller gives in Python to the JSON-plain input of a turn; a bad argument is said before anything runs."""

from __future__ import annotations

import operator
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, get_args

from pydantic import BaseModel

from ..errors import ArgumentError
from ..preferences.preference import Preference
from ..preferences.steps import Add, Step
from ..types import ItemId, ItemKey
from .request import Request, aware, request_of

if TYPE_CHECKING:
    from ..catalog import Catalog

_OPTIONS = frozenset(Request.model_fields) - {"steps"}
_IDS = ("on_screen", "exclude", "candidates")


def input_of(catalog: Catalog, given: Mapping[str, Any]) -> dict[str, Any]:
    """The input of the graph: what is not given stays out of it. Raises `ArgumentError` for what is not allowed."""
    unknown = set(given) - _OPTIONS
    if unknown:
        raise ArgumentError(f"{sorted(unknown)} are not options. Allowed: {sorted(_OPTIONS)}.")
    plain = {key: value for key, value in given.items() if value is not None}
    for name, kind in (("command", str), ("context", Mapping), ("now", datetime)):
        if name in plain and not isinstance(plain[name], kind):
            said = type(plain[name]).__name__
            raise ArgumentError(f"{name}={plain[name]!r} is a {said}. Give a {kind.__name__.lower()}, or None.")
    for name in _IDS:
        if name in plain:
            if isinstance(plain[name], str | bytes) or not isinstance(plain[name], Iterable):
                raise ArgumentError(f"{name}={plain[name]!r} is no list of item ids. Give one.")
            plain[name] = keys_of(catalog, plain[name])
    if "n" in plain:
        plain["n"] = _count(plain["n"])
    if "context" in plain:
        plain["context"] = dict(plain["context"])
    if "now" in plain:
        plain["now"] = aware(plain["now"]).isoformat()
    request_of(plain)
    return plain


def says_something(given: Mapping[str, Any]) -> bool:
    """Whether the input of a turn holds a command or steps."""
    return given.get("command") is not None or bool(given.get("steps"))


def unsaid(given: Mapping[str, Any]) -> dict[str, Any]:
    """The input of the turn that serves the feed as it stands, as if nothing had been said."""
    if not says_something(given):
        raise ArgumentError(
            "this turn was stopped by an interrupt before its feed was made, and nothing here can resume it. Let a planner of your "
            "own not interrupt, or run bot.graph with a checkpointer and resume it there."
        )
    return {key: value for key, value in given.items() if key not in ("command", "steps", "request_id")}


def keys_of(catalog: Catalog, ids: Collection[ItemId]) -> list[ItemKey]:
    """JSON-plain ids; those that the catalogue lacks as they are written."""
    given = list(ids)
    return [
        catalog.key(row) if row >= 0 else (item if type(item) in (int, str) else str(item))  # type: ignore[misc]
        for item, row in zip(given, catalog.rows(given).tolist(), strict=True)
    ]


def steps_of(changes: Iterable[Preference | Step] | Preference | Step) -> list[Step]:
    """Changes made in code as steps: a preference is added. Raises `ArgumentError` for anything else."""
    if isinstance(changes, str):
        raise ArgumentError(
            f"{changes!r} is no change. Words go to recommend; give preferences (rb.like, rb.dislike) or steps."
        )
    given = list(changes) if isinstance(changes, Iterable) and not isinstance(changes, BaseModel) else [changes]
    steps: list[Step] = []
    for change in given:
        if not isinstance(change, (Preference, *get_args(get_args(Step)[0]))):
            raise ArgumentError(
                f"{change!r} is no change. Give preferences (rb.like, rb.dislike) or steps of rb.steps."
            )
        steps.append(Add(preference=change) if isinstance(change, Preference) else change)
    return steps


def _count(n: Any) -> int:
    try:
        return operator.index(n)
    except TypeError:
        raise ArgumentError(f"n={n!r} is not a number of seats. Give an integer from 1 to 10,000.") from None
