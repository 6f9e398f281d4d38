"""The rows under consideration in one turn, with what every tool added to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..errors import ArgumentError
from ..types import AnyArray, Floats, Rows

if TYPE_CHECKING:
    from ..catalog import Catalog


class Origin(IntEnum):
    """Who says that a row may be served, in the order of trust that the base score follows."""

    HOST = 0
    """The host returned it, in this order."""
    SCORED = 1
    """Eligible, and scored by the host when asked."""
    PRIOR = 2
    """Eligible, unknown to the host: ordered by the catalogue's prior."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """What the dose of one wish came to: the weight that was solved, and seats of the first page that match the wish."""

    call: str
    dose: float
    """Share of the page's seats to win (above 0) or to lose (below 0)."""
    weight: float
    """Halvings of rank that a full match is worth; 0 or less for a dose to lose."""
    before: int
    """Seats in base order, among the rows that pass every rule."""
    promised: int
    """Seats that the dose asks for, between none and the whole page."""
    reachable: int
    """`promised`, or what comes nearest to it with the rows that there are."""
    won: int
    """Seats under all the wishes together."""

    @property
    def met(self) -> bool:
        """Whether the promised seats were won (or lost), to within one; False as well where the page had none left."""
        step, moved = abs(self.promised - self.before), self.won - self.before
        return step > 0 and (moved if self.dose > 0 else -moved) >= max(1, step - 1)


@dataclass(frozen=True, slots=True, eq=False)
class Contribution:
    """What one call of a score tool says of each row: `values` (n,) float64, finite.

    Where `dose` is None the values are halvings of rank, added as they are. Otherwise they are a match in [0, 1] that
    `aggregate` turns into halvings with the one weight that wins (dose > 0) or loses (dose < 0) that share of the first
    page's seats; after `aggregate`, `weight` holds it, at most 0 for a dose to lose.
    """

    values: Floats
    dose: float | None = None
    weight: float | None = None

    @property
    def effect(self) -> Floats:
        """(n,) float64, halvings of rank; zero while a dose is not solved."""
        if self.dose is None:
            return self.values
        return self.values * (self.weight or 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Catalogue rows with base scores and contributions: arrays of one length, immutable, in the order of the feed to be.

    `rows` (n,) int64, unique; `base` (n,) float64, `-log2(1 + rank)` in the host's own order (0 for its first row);
    `origin` (n,) int8 of `Origin`; `contributions` by the id of the call that made them; `solutions` of the doses that
    `aggregate` solved, by the same ids.
    """

    rows: Rows
    base: Floats
    origin: NDArray[np.int8]
    contributions: Mapping[str, Contribution] = field(default_factory=lambda: MappingProxyType({}))
    solutions: Mapping[str, Solution] = field(default_factory=lambda: MappingProxyType({}))
    taken: tuple[Candidates, Rows] | None = field(default=None, init=False, repr=False)
    """What `take` took, and where: lets the runner check a law without comparing arrays. Gone after that check."""

    def __post_init__(self) -> None:
        if not len(self.rows) == len(self.base) == len(self.origin):
            raise ArgumentError(
                f"candidates of {len(self.rows)} rows, {len(self.base)} base scores and {len(self.origin)} origins: "
                "give arrays of one length."
            )
        arrays: tuple[AnyArray, ...] = (
            self.rows,
            self.base,
            self.origin,
            *(c.values for c in self.contributions.values()),
        )
        for array in arrays:
            array.flags.writeable = False

    @classmethod
    def ranked(cls, rows: Sequence[int] | Rows, origin: NDArray[np.int8] | None = None) -> Candidates:
        """Candidates in a ranking's order, best first; the base is `-log2(1 + rank)`, whatever the host's own scores were."""
        array = np.array(rows, dtype=np.int64)
        base = -np.log2(np.arange(1, len(array) + 1, dtype=np.float64))
        return cls(array, base, np.zeros(len(array), np.int8) if origin is None else np.array(origin, np.int8))

    @classmethod
    def of(cls, catalog: Catalog, ids: Sequence[object]) -> Candidates:
        """Candidates from a ranking of item ids, best first; ids that the catalogue lacks and repeats are left out."""
        rows = catalog.rows(ids)
        rows = rows[rows >= 0]
        _, first = np.unique(rows, return_index=True)
        return cls.ranked(rows[np.sort(first)])

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        return f"Candidates({len(self)} rows, contributions={list(self.contributions)})"

    @property
    def score(self) -> Floats:
        """(n,) float64: base plus every effect, in halvings of rank."""
        total = self.base.copy()
        for contribution in self.contributions.values():
            total += contribution.effect
        return total

    def take(self, index: NDArray[np.int64] | NDArray[np.bool_]) -> Candidates:
        """The rows at `index` (a boolean mask keeps, integers also permute), with all that was said of them."""
        places: Rows = np.flatnonzero(index) if index.dtype == bool else index.astype(np.int64, copy=False)
        contributions = {k: replace(c, values=c.values[places]) for k, c in self.contributions.items()}
        taken = replace(
            self,
            rows=self.rows[places],
            base=self.base[places],
            origin=self.origin[places],
            contributions=MappingProxyType(contributions),
        )
        object.__setattr__(taken, "taken", (self, places))
        return taken

    def contribute(self, key: str, values: Floats, dose: float | None = None) -> Candidates:
        """A copy with one more contribution; the arrays of the others are shared."""
        said = Contribution(np.array(values, dtype=np.float64), dose)
        return replace(self, contributions=MappingProxyType({**self.contributions, key: said}))

    def weigh(self, solutions: Mapping[str, Solution]) -> Candidates:
        """A copy in which the doses of `solutions` (by call) are solved."""
        weighed = {
            k: replace(c, weight=solutions[k].weight) if k in solutions else c for k, c in self.contributions.items()
        }
        return replace(
            self,
            contributions=MappingProxyType(weighed),
            solutions=MappingProxyType({**self.solutions, **solutions}),
        )
