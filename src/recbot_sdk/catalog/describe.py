"""What was inferred of a table, shown to people."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import numpy as np

from .columns import CategoryColumn, DateColumn, FlagColumn, NumberColumn, TagsColumn

if TYPE_CHECKING:
    from rich.table import Table

    from .catalog import Catalog

HEADS = ("field", "kind", "role", "unit", "distinct", "unknown", "examples")


def summary(catalog: Catalog) -> list[tuple[str, ...]]:
    """One row a field, as `HEADS` names them."""
    rows: list[tuple[str, ...]] = []
    for name, field in catalog.fields.items():
        kind = f"{field.kind} by “{field.delimiter.strip()}”" if field.delimiter else str(field.kind)
        unknown = f"{catalog.unknown(name) / len(catalog):.0%}"
        rows.append(
            (
                name,
                kind,
                field.role or "",
                field.unit or "",
                _distinct(catalog, name),
                unknown,
                _examples(catalog, name),
            )
        )
    return rows


def _distinct(catalog: Catalog, name: str) -> str:
    column = catalog.column(name)
    if isinstance(column, CategoryColumn | TagsColumn):
        return f"{len(catalog.values(name)):,}"
    if isinstance(column, NumberColumn | DateColumn):
        return f"{len(np.unique(column.stored[column.known()])):,}"
    return ""


def _examples(catalog: Catalog, name: str) -> str:
    """The commonest values, or the two ends of a range, or a first text."""
    column = catalog.column(name)
    if isinstance(column, CategoryColumn | TagsColumn):
        values, counts = catalog.values(name), catalog.counts(name)
        shown = ", ".join(values[int(code)] for code in np.argsort(-counts, kind="stable")[:3])
    elif isinstance(column, NumberColumn | DateColumn):
        ends = [column.plain(catalog.quantile(name, q)) for q in (0.0, 1.0)]
        shown = " to ".join(f"{end:.6g}" if isinstance(end, float) else str(end) for end in ends if end is not None)
    elif isinstance(column, FlagColumn):
        counts = catalog.counts(name)
        shown = f"{counts[1] / counts.sum():.0%} yes" if counts.sum() else ""
    else:
        known = np.flatnonzero(column.known())[:1]
        shown = str(column.value(int(known[0]))) if len(known) else ""
    return shown if len(shown) <= 60 else f"{shown[:59]}…"


def describe(catalog: Catalog) -> Table:
    """The summary as a rich table."""
    from rich.table import Table
    from rich.text import Text

    table = Table(title=f"{len(catalog):,} items")
    for head in HEADS:
        table.add_column(head, justify="right" if head in ("distinct", "unknown") else "left")
    for row in summary(catalog):
        table.add_row(*map(Text, row))  # values are data, never markup
    return table


def describe_html(catalog: Catalog) -> str:
    """The summary as an HTML table, escaped."""
    heads = "".join(f"<th>{head}</th>" for head in HEADS)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in summary(catalog))
    return f"<table><caption>{len(catalog):,} items</caption><tr>{heads}</tr>{body}</table>"
