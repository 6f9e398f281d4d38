"""What a recommender must do to be wrapped: answer a user with a ranking. Everything else it may declare."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence, Sized
from dataclasses import dataclass
from itertools import islice
from numbers import Real
from typing import Any, Protocol, cast, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from ..errors import HostError
from ..types import ItemId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """What a host can do beyond a ranking; what it cannot do is declared, never imitated."""

    score: bool = False
    """Has `score(user, ids)`: an array with one score each, higher is better, NaN for items it does not know."""
    vectors: bool = False
    """Has `item_vectors(ids)`: an (n, d) array."""
    exclude: bool = False
    """Honours `exclude=` in `recommend`."""
    context: bool = False
    """Takes `context=` in `recommend`."""
    thread_safe: bool = True
    """May be called from several threads at once; otherwise calls are serialised."""
    personal: bool | None = None
    """Whether answers depend on the user; None where it is not known."""


@runtime_checkable
class HostRecommender(Protocol):
    """The one required method. `recommend(user, n)` returns `(ids, scores)`, or ids alone, best first.

    It may answer short, with ids that the catalogue lacks, with repeats or NaN: the normal form is made on our side.
    An object may have a `capabilities` attribute (`Capabilities`), and the methods that those declare.
    """

    def recommend(
        self, user: UserId, n: int
    ) -> tuple[Sequence[ItemId], Sequence[float] | NDArray[Any]] | Sequence[ItemId] | HostAnswer:
        """The best `n` items for `user`, best first, with scores or without."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class HostAnswer:
    """One raw answer, untouched: the same objects that the host returned."""

    ids: Sequence[ItemId]
    scores: Sequence[float] | NDArray[Any] | None = None

    def __len__(self) -> int:
        return len(self.ids)

    @classmethod
    def of(cls, answer: object) -> HostAnswer:
        """Reads `(ids, scores)`, ids alone, or a list of `(id, score)` pairs; iterators are drawn to their end.

        A tuple of two sequences of one length, the second of numbers, is `(ids, scores)`. Ids that are themselves pairs
        with a number in second place must come as `(ids, scores)`. Raises `HostError` for anything else.
        """
        if isinstance(answer, HostAnswer):
            return answer
        if isinstance(answer, tuple) and len(answer) == 2 and _is_column(answer[0]):
            ids, scores = answer
            if scores is None:
                return cls(_column(ids))
            if _is_column(scores) and not isinstance(ids, str):
                ids, scores = _column(ids), _column(scores)
                if _numeric(scores):
                    if len(ids) != len(scores):
                        raise HostError(
                            f"the host returned {len(ids)} ids and {len(scores)} scores. Give one score an id, or ids alone."
                        )
                    return cls(ids, None if len(scores) and all(score is None for score in scores) else scores)
        if not _is_column(answer):
            raise HostError(
                f"the host returned {_shown(answer)}. Allowed: (ids, scores), ids alone, or a list of (id, score) pairs, best first."
            )
        items = _column(cast("Iterable[Any]", answer))
        if len(items) and all(_is_pair(item) for item in items):
            return cls([item[0] for item in items], [item[1] for item in items])
        if len(items) and not isinstance(items[0], Hashable):
            raise HostError(
                f"the host returned {_shown(items[0])} as an item id. Ids are hashable values, as in the catalogue."
            )
        return cls(items)


def _is_column(value: object) -> bool:
    """Whether a value may hold ids in an order: not text, not a mapping or a set, which have none."""
    return isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping | set | frozenset)


def _column(values: Iterable[Any]) -> Any:
    """The same object where it can be indexed, a list of what an iterator gives."""
    dimensions = getattr(values, "ndim", 1)
    if dimensions != 1:
        raise HostError(f"the host returned an array of {dimensions} dimensions. Give ids and scores of one dimension.")
    as_array = getattr(values, "to_numpy", None)
    if callable(as_array):  # a column of a table is indexed by its labels: read it by position
        return as_array()
    return values if isinstance(values, Sized) and hasattr(values, "__getitem__") else list(values)


def _numeric(scores: Sequence[Any] | NDArray[Any]) -> bool:
    if isinstance(scores, np.ndarray):
        return scores.dtype.kind in "fiu" or (scores.dtype == object and _numeric(scores.tolist()))
    return all(
        value is None or (isinstance(value, Real) and not isinstance(value, bool)) for value in islice(scores, 64)
    )


def _is_pair(item: object) -> bool:
    return isinstance(item, tuple) and len(item) == 2 and isinstance(item[1], Real) and not isinstance(item[1], bool)


def _shown(value: object) -> str:
    text = repr(value)
    return f"{type(value).__name__} {text if len(text) <= 60 else text[:57] + '...'}"


__all__ = ["Capabilities", "HostAnswer", "HostRecommender"]
