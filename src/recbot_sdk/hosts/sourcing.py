"""What decides which rows may be served in a turn: the host, its eligibility, and all that only ever removes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from ..errors import ArgumentError, PolicyError
from ..predicates import AllOf, AnyOf, Between, Compare, Contains, In, Predicate
from ..preferences.matching import allowed
from ..preferences.preference import About, Items, Order, Preference, Similar, Toward, Where
from ..types import Mask, Rows
from .host import Host

if TYPE_CHECKING:
    from ..catalog import Catalog

Eligible: TypeAlias = Literal["catalog"] | Predicate | Mask | Callable[[Rows], Mask] | None
"""Rows beyond the host's own that may be served: all, where a predicate is true, where a mask (one flag a catalogue
row) is set, where a function of rows says so, or none."""


def _none() -> Rows:
    return np.empty(0, np.int64)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Sourcing:
    """The sources of one turn. Everything but `host` and `eligible` only ever removes."""

    host: Host | None = None
    """None where the host failed: only eligible rows remain."""
    preferences: tuple[Preference, ...] = ()
    """The preferences applied, rules and wishes; dormant ones are left out by the caller."""
    policy: Callable[[Rows], Mask] | None = None
    """The integrator's own law, bound to user and context: (n,) int64 rows to (n,) bool, True where it allows."""
    exclude: Rows = field(default_factory=_none)
    only: Rows | None = None
    """The rows of `candidates=`; None where none were given."""
    eligible: Eligible = None
    max_ask: int | None = None
    """The most items that the host is asked for; None: as many as the catalogue holds."""

    def __repr__(self) -> str:
        return f"Sourcing({self.host}, {len(self.preferences)} preferences)"

    @property
    def wishes(self) -> tuple[Preference, ...]:
        """The soft preferences with a dose."""
        aimed = (Where, Items, Similar, About, Toward)
        return tuple(p for p in self.preferences if not p.hard and isinstance(p.target, aimed))

    @property
    def sorts(self) -> bool:
        """Whether a preference sorts what is left, so that everything the host has must be seen."""
        return any(isinstance(p.target, Order) for p in self.preferences)

    @property
    def narrows(self) -> bool:
        """Whether the request or the policy removes rows."""
        return self.policy is not None or self.only is not None or len(self.exclude) > 0

    def permitted(self, rows: Rows) -> Mask:
        """(n,) bool: which rows pass the policy, `exclude` and `only`. Raises `PolicyError` where the policy fails."""
        mask = np.ones(len(rows), bool)
        if len(self.exclude):
            mask &= ~np.isin(rows, self.exclude)
        if self.only is not None:
            mask &= np.isin(rows, self.only)
        if self.policy is not None:
            mask &= self._decided(rows)
        return mask

    def allowed(self, catalog: Catalog, rows: Rows) -> Mask:
        """(n,) bool: which rows are permitted and pass every rule of the user as well."""
        return self.permitted(rows) & allowed(catalog, self.preferences, rows)

    def eligible_rows(self, catalog: Catalog) -> Rows:
        """(m,) int64, sorted: rows that may be served beyond the host's own, before any rule. Unknown is not eligible."""
        match self.eligible:
            case None:
                return _none()
            case np.ndarray() as mask:
                if mask.dtype != bool or mask.shape != (len(catalog),):
                    raise ArgumentError(
                        f"eligible is an array of {mask.dtype} of shape {mask.shape}. Give one bool for each of the {len(catalog)} items."
                    )
                return np.flatnonzero(mask)
            case "catalog":
                return np.arange(len(catalog), dtype=np.int64)
            case In() | Between() | Compare() | Contains() | AllOf() | AnyOf() as predicate:
                rows = catalog.select(predicate, "like")
                sure: Rows = rows[catalog.is_true(predicate, rows)]
                return sure
            case function if callable(function):
                rows = np.arange(len(catalog), dtype=np.int64)
                try:
                    said = np.asarray(function(rows))
                except Exception as error:
                    raise ArgumentError(
                        f"eligible failed: {type(error).__name__}: {error}. Mend the function."
                    ) from error
                if said.dtype != bool or said.shape != rows.shape:
                    raise ArgumentError(f"eligible gave {said.dtype} of shape {said.shape}. Give one bool a row.")
                return rows[said]
            case other:
                raise ArgumentError(
                    f"eligible={other!r}. Allowed: 'catalog', a predicate, a bool mask, a callable, or None."
                )

    def _decided(self, rows: Rows) -> Mask:
        assert self.policy is not None
        try:
            mask = np.asarray(self.policy(rows), dtype=bool)
        except PolicyError:
            raise
        except Exception as error:
            raise PolicyError(f"the policy failed: {type(error).__name__}: {error}. Nothing is served.") from error
        if mask.shape != rows.shape:
            raise PolicyError(f"the policy gave shape {mask.shape} for {len(rows)} rows. Give one bool a row.")
        return mask
