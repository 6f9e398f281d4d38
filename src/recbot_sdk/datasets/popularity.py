"""A host that needs no training: everyone's favourites first. It knows nothing of the user, and says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from ..catalog import Catalog
from ..errors import ArgumentError
from ..hosts import Capabilities
from ..types import Floats, ItemId, UserId


class Popularity:
    """Ranks every item by one number field, highest first; ties keep the catalogue's order, unknown values come last."""

    capabilities = Capabilities(score=True, personal=False)

    def __init__(self, catalog: Catalog, field: str) -> None:
        if field not in catalog.fields or catalog.fields[field].kind != "number":
            numbers = [name for name, said in catalog.fields.items() if said.kind == "number"]
            raise ArgumentError(f"field {field!r} cannot rank the items. Allowed: a number field, one of {numbers}.")
        self._catalog = catalog
        self._scores = np.nan_to_num(catalog.numbers(field), nan=-np.inf)
        self._order = np.argsort(-self._scores, kind="stable")

    def recommend(self, user: UserId, n: int) -> tuple[list[ItemId], Floats]:
        """The first `n` items with their numbers; the same for every user."""
        rows = self._order[:n]
        return [self._catalog.ids[row] for row in rows], self._scores[rows]

    def score(self, user: UserId, ids: Sequence[ItemId] | Iterable[ItemId]) -> Floats:
        """(len(ids),) float64: the items' numbers, NaN for those that the catalogue lacks."""
        rows = self._catalog.rows(ids)
        return np.where(rows >= 0, self._scores[rows], np.nan)


def film_popularity(catalog: Catalog) -> Popularity:
    """The default host of the film catalogue: the films with most reviews by critics first.

    Args:
        catalog: `films()`, or a part of it.
    """
    return Popularity(catalog, "Reviews")
