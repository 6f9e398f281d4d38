"""How like one item others are, and how much a text is about them, from the catalogue alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..types import Floats, Rows
from .columns import CategoryColumn, TagsColumn, TextColumn
from .truth import has_code
from .words import words_of

if TYPE_CHECKING:
    from .catalog import Catalog

_NOT_DESCRIBING = frozenset({"popularity", "quality", "title"})


def similarity(catalog: Catalog, row: int, rows: Rows, aspects: tuple[str, ...]) -> Floats:
    """(n,) float64 in [0, 1]: cosine of the vectors, or the mean likeness over the fields that describe an item.

    Values count by rarity, `log(1 + n / items)` (Sparck Jones, 1972), as a cosine of the two items' weighted values, so a
    field of many values counts no more than one of few. Numbers count `1 - distance / interquartile range`. Unknown is 0.
    """
    if catalog.vectors is not None and not aspects:
        return cosine(catalog.vectors, row, rows)
    names = [n for n in aspects if n in catalog.fields] or [
        n for n, f in catalog.fields.items() if f.role not in _NOT_DESCRIBING
    ]
    parts = [_field(catalog, name, row, rows) for name in names]
    return unit(np.mean(parts, axis=0)) if parts else np.zeros(len(rows))


def unit(values: Floats) -> Floats:
    """Values moved into [0, 1], NaN to 0."""
    clipped: Floats = np.clip(np.nan_to_num(values), 0.0, 1.0)
    return clipped


def cosine(vectors: NDArray[np.float32], row: int, rows: Rows) -> Floats:
    """(n,) float64: cosine of the vectors of `rows` with that of `row`, negative ones as 0."""
    own, others = vectors[row], vectors[rows]
    norms = np.linalg.norm(others, axis=1) * np.linalg.norm(own)
    product = (others @ own).astype(np.float64)
    return unit(np.divide(product, norms, out=np.zeros(len(rows)), where=norms > 0))


def _field(catalog: Catalog, name: str, row: int, rows: Rows) -> Floats:
    column = catalog.column(name)
    if isinstance(column, CategoryColumn | TagsColumn):
        return _overlap(catalog, name, column, row, rows)
    if isinstance(column, TextColumn):
        weights = {word: catalog.words(name).rarity(word) for word in dict.fromkeys(words_of(column.texts[row]))}
        total = sum(weights.values())
        return catalog.words(name).shared(weights, rows) / total if total else np.zeros(len(rows))
    numbers, own = column.numbers(rows), column.numbers(np.array([row]))[0]
    spread = catalog.quantile(name, 0.75) - catalog.quantile(name, 0.25)
    with np.errstate(invalid="ignore", over="ignore"):
        near = 1.0 - np.abs(numbers - own) / spread if spread > 0 else (numbers == own).astype(np.float64)
    return unit(near)


def _overlap(catalog: Catalog, name: str, column: CategoryColumn | TagsColumn, row: int, rows: Rows) -> Floats:
    squares = np.log1p(len(catalog) / np.maximum(catalog.counts(name), 1)) ** 2
    squares = np.append(squares, 0.0)
    own = (
        column.codes[row : row + 1]
        if isinstance(column, CategoryColumn)
        else column.codes[column.offsets[row] : column.offsets[row + 1]]
    )
    if not len(own) or own[0] < 0:
        return np.zeros(len(rows))
    shared = np.zeros(len(squares))
    shared[own] = squares[own]
    if isinstance(column, CategoryColumn):
        same: Floats = np.equal(column.codes[rows], own[0]).astype(np.float64)
        return same
    flat, owners = column.segments(rows)
    common = np.bincount(owners, weights=shared[flat], minlength=len(rows))
    norms = np.sqrt(np.bincount(owners, weights=squares[flat], minlength=len(rows)) * shared.sum())
    return unit(np.divide(common, norms, out=np.zeros(len(rows)), where=norms > 0))


def about(catalog: Catalog, text: str, rows: Rows) -> Floats:
    """(n,) float64 in [0, 1]: of the words of `text` that the catalogue knows, the share by rarity that each row holds.

    A row holds a word, in the singular or the plural, by its title, its texts or its values; half, where it is a part of a
    person's name.
    """
    held = np.zeros(len(rows))
    total = 0.0
    for word in dict.fromkeys(words_of(text)):
        strength, known = np.zeros(len(rows)), 0
        for form in forms(word):
            more, count = _holds(catalog, form, rows)
            strength, known = np.maximum(strength, more), known + count
        if known:
            weight = float(np.log1p(len(catalog) / known))
            held += weight * strength
            total += weight
    return unit(held / total) if total else held


def forms(word: str) -> tuple[str, ...]:
    """A folded word with its English singular or plural; words of other languages keep at least their own form.

    >>> forms("aliens"), forms("story")
    (('aliens', 'alien'), ('story', 'storys', 'stories'))
    """
    if len(word) < 4 or word.isdigit():
        return (word,)
    if word.endswith("ies"):
        return word, f"{word[:-3]}y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word, word[:-2]
    if word.endswith("s"):
        return (word,) if word.endswith(("ss", "us", "is")) else (word, word[:-1])
    plural = f"{word[:-1]}ies" if word.endswith("y") else f"{word}es" if word.endswith(("ch", "sh", "x")) else ""
    return (word, f"{word}s", plural) if plural else (word, f"{word}s")


def _holds(catalog: Catalog, word: str, rows: Rows) -> tuple[Floats, int]:
    """How much each of `rows` holds a folded word, and about how many items of the catalogue do."""
    strength = catalog.title_words.phrase(word, rows).astype(np.float64)
    known = len(catalog.title_words.having(word))
    for name, field in catalog.fields.items():
        column = catalog.column(name)
        if field.role == "title":
            continue
        if isinstance(column, TextColumn):
            np.maximum(strength, catalog.words(name).phrase(word, rows), out=strength)
            known += len(catalog.words(name).having(word))
        elif isinstance(column, CategoryColumn | TagsColumn):
            codes = catalog.words(name).having(word).tolist()
            whole = [
                code for code in codes if field.role != "person" or len(words_of(column.vocabulary.decoded[code])) == 1
            ]
            if codes:
                np.maximum(strength, 0.5 * has_code(catalog, name, codes, rows), out=strength)
                np.maximum(strength, has_code(catalog, name, whole, rows), out=strength)
                known += int(catalog.counts(name)[codes].sum())
    return strength, known
