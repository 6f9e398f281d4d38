"""What a recommender must do to be wrapped: answer a user with a ranking. Everything else it may declare."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from numpy.typing import NDArray

from ..types import ItemId, JsonValue, UserId


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
    ) -> tuple[Sequence[ItemId], Sequence[float] | NDArray[Any]] | Sequence[ItemId]:
        """The best `n` items for `user`, best first, with scores or without."""
        ...


@dataclass(frozen=True, slots=True)
class HostAnswer:
    """One raw answer, untouched: the same objects that the host returned."""

    ids: Sequence[ItemId]
    scores: Sequence[float] | NDArray[Any] | None = None

    @classmethod
    def of(cls, answer: object) -> HostAnswer:
        """Reads `(ids, scores)` or `ids`; raises `HostError` for anything else."""
        raise NotImplementedError


__all__ = ["Capabilities", "Collection", "HostAnswer", "HostRecommender", "JsonValue", "Mapping"]
