"""Texts as vectors: what an embedder is, and what the items of a catalogue are about by one."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from ..errors import ArgumentError
from ..types import Floats, Rows
from .columns import CategoryColumn, FlagColumn, TagsColumn, TextColumn
from .names import name_words

if TYPE_CHECKING:
    from .catalog import Catalog

_BATCH, _MOST_ASKED = 1024, 256
_LEFT_OUT = ("title", "person", "maker", "language", "audience")
_LONGEST = 2_000
"""Characters of an item's text that are read."""


class Embedder(Protocol):
    """Anything that makes vectors of texts: near ones of texts that mean alike. Used from several threads."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, d): a vector for each text, of any length; zeros for a text that says nothing."""
        ...


def embedder_of(given: Embedder | Literal["static"]) -> Embedder:
    """The embedder that was given, by itself or by name.

    Raises:
        ArgumentError: It is none.
        MissingExtraError: The extra that the name stands for is not installed.
    """
    if given == "static":
        from .static import StaticEmbedder

        return StaticEmbedder()
    if isinstance(given, str) or not callable(getattr(given, "embed", None)):
        raise ArgumentError(
            f'embedder={given!r} is not allowed. Allowed: "static" (the extra recbot-sdk[vectors]), or an object with '
            "embed(texts) -> (n, d) array."
        )
    return given


class Meaning:
    """What items are about. Vectors of items are made when they are first ranked, and kept in half precision."""

    def __init__(self, catalog: Catalog, embedder: Embedder) -> None:
        self._catalog, self._embedder = catalog, embedder
        self._lock = threading.Lock()
        self._asked: dict[str, NDArray[np.float32]] = {}
        self._vectors: NDArray[np.float16] | None = None
        self._known = np.zeros(len(catalog), bool)

    def units(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, d) float32: vectors of texts, of length 1, or 0 for a text that says nothing.

        Raises `ArgumentError` where the embedder gives something else than a finite vector for each.
        """
        if not texts:
            return np.zeros((0, 0), np.float32)
        found: NDArray[Any] = np.asarray(self._embedder.embed(texts))
        if found.ndim != 2 or len(found) != len(texts) or found.dtype.kind != "f" or not np.isfinite(found).all():
            raise ArgumentError(
                f"the embedder gave {found.dtype} of shape {found.shape} for {len(texts)} texts. Allowed: finite numbers of "
                "shape (texts, width)."
            )
        vectors = found.astype(np.float32)
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        units: NDArray[np.float32] = np.divide(vectors, norms, out=np.zeros_like(vectors), where=norms > 0)
        return units

    def about(self, text: str, rows: Rows) -> Floats:
        """(n,) float64 in [0, 1]: the cosine of the vectors of `text` and of each row, negative ones as 0."""
        if not len(rows):
            return np.zeros(0)
        wanted = self._asked.get(text)
        if wanted is None:
            if len(self._asked) >= _MOST_ASKED:
                self._asked.clear()
            wanted = self._asked[text] = self.units([text])[0]
        own = self._of(rows, len(wanted))
        near = np.concatenate([own[at : at + _BATCH].astype(np.float32) @ wanted for at in range(0, len(rows), _BATCH)])
        return np.clip(near.astype(np.float64), 0.0, 1.0)

    def _of(self, rows: Rows, width: int) -> NDArray[np.float16]:
        """(n, d) float16: the vectors of rows; those that are not known yet are made first."""
        with self._lock:
            if self._vectors is None:
                self._vectors = np.zeros((len(self._catalog), width), np.float16)
            missing = np.unique(rows[~self._known[rows]])
            for at in range(0, len(missing), _BATCH):
                batch = missing[at : at + _BATCH]
                self._vectors[batch] = self.units([text_of(self._catalog, int(row)) for row in batch])
                self._known[batch] = True
            return self._vectors[rows]


def text_of(catalog: Catalog, row: int) -> str:
    """What is written of an item: its title, its texts and its values, but for names of people and what most items share."""
    said = [str(catalog.titles[row])]
    for name, field in catalog.fields.items():
        column = catalog.column(name)
        if field.role in _LEFT_OUT:
            continue
        value = column.value(row)
        if isinstance(column, TextColumn | CategoryColumn | TagsColumn) and value:
            said.append(", ".join(value) if isinstance(value, list) else str(value))
        elif isinstance(column, FlagColumn) and value is True:
            said.append(" ".join(name_words(name)))
    return ". ".join(said)[:_LONGEST]
