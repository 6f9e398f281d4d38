"""A catalogue from a file, as a data frame of it would give: .csv, .jsonl, .parquet, or the directory of a saved catalogue."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any

from ..catalog import Catalog, Field
from ..errors import CatalogError, MissingExtraError

_NOTHING = frozenset({"", "NA", "NaN", "nan", "None", "NULL"})
"""What stands for no value in files that R, Python or a database wrote; the catalogue itself knows more."""
_NUMBERS: tuple[tuple[Callable[[str], float], re.Pattern[str]], ...] = (
    (int, re.compile(r"[-+]?(?:0|[1-9]\d{0,17})")),  # "007" is a code, and longer ones are ids
    (float, re.compile(r"[-+]?(?:(?:0|[1-9]\d{0,17})(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d{1,3})?")),
)


def read_catalog(
    path: str | PathLike[str],
    *,
    id: str = "id",
    title: str | None = None,
    fields: Mapping[str, Field] | None = None,
) -> Catalog:
    """The catalogue of a file, by the file's ending, or what `Catalog.save` wrote where `path` is a directory.

    Args:
        path: A .csv with a header, a .jsonl with an object a line, a .parquet (extra `arrow`), or a directory.
        id: The column that holds ids; without meaning for a directory, as are the others.
        title: The column that holds titles; None: ids are titles.
        fields: What inference should not guess, by column.

    Raises:
        CatalogError: For a file that cannot be read or used; it names the lines or the column.
        MissingExtraError: For a .parquet without pyarrow.
    """
    file = Path(path)
    if file.is_dir():
        return Catalog.open(file)
    if file.suffix == ".parquet":
        return Catalog.from_arrow(_parquet(file), id=id, title=title, fields=fields)
    readers: dict[str, Callable[[Path], list[dict[str, Any]]]] = {".csv": _csv, ".jsonl": _jsonl}
    if file.suffix not in readers:
        raise CatalogError(
            f"{file} is no table that can be read. Allowed: .csv, .jsonl, .parquet, or the directory of a saved catalogue."
        )
    try:
        records = readers[file.suffix](file)
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogError(f"{file} cannot be read: {error}. Give a file in UTF-8.") from error
    return Catalog.from_records(records, id=id, title=title, fields=fields)


def _parquet(file: Path) -> Any:
    try:
        import pyarrow as pa  # type: ignore[import-untyped]
        import pyarrow.parquet as pq  # type: ignore[import-untyped]
    except ImportError:
        raise MissingExtraError("pyarrow", "arrow") from None
    try:
        return pq.read_table(file)
    except (OSError, pa.ArrowException) as error:
        raise CatalogError(f"{file} cannot be read: {error}.") from error


def _jsonl(file: Path) -> list[dict[str, Any]]:
    records = []
    for number, line in enumerate(file.read_text("utf-8-sig").split("\n"), start=1):
        if line.strip():
            try:
                records.append(json.loads(line))
            except ValueError as error:
                raise CatalogError(f"{file} line {number} is no JSON: {error}. Allowed: one object a line.") from None
    return records


def _csv(file: Path) -> list[dict[str, Any]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        reader = csv.reader(opened, strict=True)
        try:
            header = next(reader, [])
            rows = []
            for row in filter(None, reader):
                if len(row) > len(header):
                    raise CatalogError(
                        f"{file} line {reader.line_num} has {len(row)} cells under {len(header)} names. Quote cells with commas."
                    )
                rows.append(row + [""] * (len(header) - len(row)))
        except csv.Error as error:
            raise CatalogError(f"{file} line {reader.line_num} is no CSV: {error}.") from error
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        raise CatalogError(f"column {twice[0]!r} is there twice. Every column needs a name of its own.")
    columns = [_typed(cells) for cells in zip(*rows, strict=True)]
    return [dict(zip(header, row, strict=True)) for row in zip(*columns, strict=True)]


def _typed(cells: Sequence[str]) -> list[Any]:
    """Cells of a column in which all that is there are numbers as numbers, of any other column as they stand."""
    there = [None if cell.strip() in _NOTHING else cell.strip() for cell in cells]
    known = [cell for cell in there if cell is not None]
    for read, pattern in _NUMBERS:
        if known and all(map(pattern.fullmatch, known)):
            return [None if cell is None else read(cell) for cell in there]
    return there
