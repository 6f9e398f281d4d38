"""A host from a trained model of the `implicit` library. Seen items stay out, whatever the library pads its tail with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import HostError
from ..types import Floats, ItemId, UserId
from .host import Host
from .normal import SENTINEL
from .protocol import Capabilities


def from_implicit(
    model: Any, user_items: Any, item_ids: Sequence[ItemId], user_ids: Sequence[UserId] | None = None
) -> Host:
    """A host from any model of `implicit` (ALS, BPR, LMF, nearest neighbours).

    Args:
        model: Fitted, with `recommend(userid, user_items, N=...)`.
        user_items: (users, items) sparse matrix of interactions; a user's own row is left out of the ranking.
        item_ids: The catalogue id of each column.
        user_ids: The id of each row; without it a user id is the row's number.

    A user who is unknown, or has no interactions, gets an empty answer. Scores come in the model's own unit and only
    order. Raises `HostError` where the shapes disagree.
    """
    return Host(_Implicit(model, user_items, item_ids, user_ids))


class _Implicit:
    def __init__(
        self, model: Any, user_items: Any, item_ids: Sequence[ItemId], user_ids: Sequence[UserId] | None
    ) -> None:
        if not hasattr(user_items, "tocsr"):
            raise HostError(f"user_items is {type(user_items).__name__}. Give a scipy sparse matrix of (users, items).")
        self._matrix = user_items.tocsr()
        users, items = self._matrix.shape
        if len(item_ids) != items:
            raise HostError(f"{len(item_ids)} item ids for {items} columns of user_items. Give one id a column.")
        if user_ids is not None and len(user_ids) != users:
            raise HostError(f"{len(user_ids)} user ids for {users} rows of user_items. Give one id a row.")
        self._model = model
        self._ids: list[ItemId] = [_plain(item) for item in item_ids]
        self._columns = {item: column for column, item in enumerate(self._ids)}
        self._users = None if user_ids is None else {str(_plain(user)): row for row, user in enumerate(user_ids)}
        vectors = _factors(model, "item_factors", items)
        self.capabilities = Capabilities(score=True, vectors=vectors is not None, personal=True)
        self.__name__ = f"implicit {type(model).__name__}"

    def recommend(self, user: UserId, n: int) -> tuple[list[ItemId], NDArray[Any]]:
        row = self._row(user)
        asked = min(n, len(self._ids))
        if row is None or asked < 1:
            return [], np.empty(0, np.float32)
        columns, scores = self._model.recommend(row, self._matrix[row], N=asked, filter_already_liked_items=True)
        # past the last unseen item factor models return the seen ones with the smallest float, neighbour models with 0
        seen = self._matrix.indices[self._matrix.indptr[row] : self._matrix.indptr[row + 1]]
        keep = np.isfinite(scores) & (scores > SENTINEL) & (columns >= 0) & ~np.isin(columns, seen)
        return [self._ids[column] for column in columns[keep].tolist()], scores[keep]

    def score(self, user: UserId, ids: Sequence[ItemId]) -> Floats:
        scores = np.full(len(ids), np.nan)
        row = self._row(user)
        columns = np.array([self._columns.get(_plain(item), -1) for item in ids], dtype=np.int64)
        known = np.flatnonzero(columns >= 0)
        if row is None or not len(known):
            return scores
        vectors, users = _factors(self._model, "item_factors", len(self._ids)), _factors(self._model, "user_factors")
        if vectors is not None and users is not None:
            scores[known] = vectors[columns[known]] @ users[row]
            return scores
        found, values = self._model.recommend(
            row, self._matrix[row], N=len(known), items=np.unique(columns[known]), filter_already_liked_items=False
        )
        by_column = np.full(len(self._ids), np.nan)
        real = (found >= 0) & np.isfinite(values) & (values > SENTINEL)
        by_column[found[real]] = values[real]
        scores[known] = by_column[columns[known]]
        return scores

    def item_vectors(self, ids: Sequence[ItemId]) -> NDArray[Any]:
        vectors = _factors(self._model, "item_factors", len(self._ids))
        assert vectors is not None
        known = np.array([self._columns.get(_plain(item), -1) for item in ids], dtype=np.int64)
        found = vectors[known].astype(np.float64)
        found[known < 0] = np.nan
        return found

    def _row(self, user: UserId) -> int | None:
        if self._users is not None:
            row = self._users.get(str(_plain(user)))
        else:
            text = str(user)
            row = int(text) if text.isdecimal() and int(text) < self._matrix.shape[0] else None
        if row is None or self._matrix.indptr[row] == self._matrix.indptr[row + 1]:
            return None  # an empty row would score zero everywhere and look like an answer
        return row


def _factors(model: Any, name: str, length: int | None = None) -> NDArray[Any] | None:
    factors = getattr(model, name, None)
    if factors is None:
        return None
    array = factors.to_numpy() if hasattr(factors, "to_numpy") else np.asarray(factors)
    return array if array.ndim == 2 and length in (None, len(array)) else None


def _plain(value: Any) -> Any:
    """A numpy scalar as the Python value that it stands for: catalogues and logs hold those."""
    return value.item() if isinstance(value, np.generic) else value
