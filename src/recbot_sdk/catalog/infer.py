"""What a column is, from its name and its values: kind, delimiter, unit, role."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from numbers import Real
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .cells import DELIMITERS, month_first, read_day, read_flag, read_measure, split
from .field import Field, Kind
from .names import name_words, unit_of_name, word_set
from .roles import infer_role, named_role
from .units import canonical

SAMPLE = 5000
"""Rows that are looked at: spread evenly over the table."""


def infer(name: str, values: NDArray[Any] | Sequence[object], said: Field) -> Field:
    """The field with everything that was not said filled in. `values` are clean cells: None is unknown."""
    step = max(1, len(values) // SAMPLE)
    cells = [value for value in values[::step] if value is not None]
    kind, delimiter = said.kind, said.delimiter
    if kind is None:
        kind, found = infer_kind(name, values, cells)
        delimiter = delimiter or found
    elif kind == "tags" and delimiter is None:
        delimiter = find_delimiter(cells, sure=True)
    unit = (canonical(said.unit) or said.unit) if said.unit else (infer_unit(name, cells) if kind == "number" else None)
    field = said.model_copy(update={"kind": kind, "delimiter": delimiter if kind == "tags" else None, "unit": unit})
    return field if said.role else field.model_copy(update={"role": infer_role(name, field, cells)})


def infer_kind(name: str, values: NDArray[Any] | Sequence[object], cells: Sequence[object]) -> tuple[Kind, str | None]:
    """The kind of a column and, for joined strings, the delimiter."""
    if isinstance(values, np.ndarray) and values.dtype.kind in "iufbM":
        kinds: dict[str, Kind] = {"b": "flag", "M": "date"}
        if values.dtype.kind in kinds:
            return kinds[values.dtype.kind], None
        return _kind_of_numbers(name, values[~np.isnan(values)] if values.dtype.kind == "f" else values), None
    if not cells:
        return "text", None
    if any(isinstance(cell, list | tuple | set | frozenset) for cell in cells):
        return "tags", find_delimiter([c for c in cells if isinstance(c, str)], sure=True)
    if all(isinstance(cell, bool | np.bool_) for cell in cells):
        return "flag", None
    if all(isinstance(cell, Real | Decimal) for cell in cells):
        return _kind_of_numbers(name, np.array(cells, float)), None
    if all(isinstance(cell, timedelta) for cell in cells):
        return "number", None
    if all(isinstance(cell, date) for cell in cells):
        return "date", None
    return _kind_of_strings(name, values, [str(cell) for cell in cells])


_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
_IDENTIFIERS = word_set("id ids uuid guid sku isbn ean upc gtin asin barcode url link image")
_YES_NO = word_set(
    "is has in can available active organic vegan vegetarian halal kosher explicit discontinued sale stock free "
    "included allowed friendly live adult refurbished"
)


def _kind_of_numbers(name: str, numbers: NDArray[Any]) -> Kind:
    words = name_words(name)
    if (
        len(numbers)
        and np.isin(numbers, (0, 1)).all()
        and ((words[:1] and words[0] in _YES_NO) or (words and words[-1] in _YES_NO))
    ):
        return "flag"
    return "text" if is_identifier(name) else "number"


def is_identifier(name: str) -> bool:
    """Whether a column's name says that it holds ids or addresses, which nobody asks for by value."""
    words = name_words(name)
    return bool(words) and words[-1] in _IDENTIFIERS


def _kind_of_strings(name: str, values: NDArray[Any] | Sequence[object], texts: list[str]) -> tuple[Kind, str | None]:
    distinct = Counter(texts)
    if is_identifier(name):
        return "text", None
    if len({text.casefold() for text in distinct}) <= 2 and all(read_flag(text) is not None for text in distinct):
        return "flag", None
    american = month_first(texts)
    numbers = _share(texts, lambda text: read_measure(text) is not None)
    days = _share(texts, lambda text: read_day(text, american) is not None)
    if max(numbers, days) >= 0.95:
        return ("number" if numbers >= days else "date"), None  # years alone are numbers, years among dates are dates
    delimiter = find_delimiter(texts, people=named_role(name) == "person")
    if delimiter is not None:
        return "tags", delimiter
    lengths = sorted(map(len, texts))
    long = lengths[len(lengths) * 9 // 10] > 40 or np.mean([text.count(" ") + 1 for text in texts]) > 5
    clock = _share(texts, lambda text: _CLOCK.fullmatch(text) is not None) > 0.9
    if long or (clock and len(distinct) > 50):
        return "text", None
    if len(distinct) <= 50 or len(distinct) <= 0.6 * len(texts):
        return "category", None
    known = [
        value for value in values if value is not None
    ]  # what is rare in a sample may still come back in the table
    return ("category" if len(set(known)) <= 0.6 * len(known) else "text"), None


def _share(texts: list[str], test: Callable[[str], bool]) -> float:
    return sum(map(test, texts)) / len(texts)


def find_delimiter(texts: Sequence[object], sure: bool = False, people: bool = False) -> str | None:
    """What joins the values of a tags column; None where nothing does. `sure` where the column is known to be tags.

    Values come back beside other neighbours and are short; the pieces of a sentence are long and do not come back. `people`:
    the name of the column says that it holds names, which come back less often.
    """
    wholes = list(dict.fromkeys(text for text in texts if isinstance(text, str)))
    for delimiter in DELIMITERS:
        pieces = [[part for part in map(str.strip, split(whole, delimiter)) if part] for whole in wholes]
        joined = [parts for parts in pieces if len(parts) > 1]
        if joined and (sure or _are_values(pieces, joined, delimiter, people)):
            return delimiter
    return None


def _are_values(pieces: list[list[str]], joined: list[list[str]], delimiter: str, people: bool) -> bool:
    """Whether the pieces of joined strings are values: short, not numbers or turned names, and back in other rows."""
    flat = [part for parts in joined for part in parts]
    if len(joined) < max(2, (0.02 if people else 0.1) * len(pieces)):
        return False
    if np.mean([len(part) <= 40 and part.count(" ") <= 4 for part in flat]) < 0.97:
        return False
    if delimiter == ",":
        numbers = np.mean([part.replace(".", "").isdigit() for part in flat])  # decimal commas
        turned = np.mean([len(parts) == 2 and " " not in parts[0] for parts in joined]) if people else 0  # "Byron, Ada"
        if max(numbers, turned) > 0.5:
            return False
    held = Counter(part for parts in pieces for part in dict.fromkeys(parts))
    again = np.mean([held[part] > 1 for part in flat])
    return bool(again >= (0.2 if people else 0.6 if delimiter == "," else 0.3))  # a sentence hardly ever has a bar


def infer_unit(name: str, cells: Sequence[object]) -> str | None:
    """The unit of a number column: what stands beside most of its numbers, else what its name says."""
    beside = Counter(
        unit for cell in cells if isinstance(cell, str) and (found := read_measure(cell)) and (unit := found[1])
    )
    if beside:
        return beside.most_common(1)[0][0]
    if any(isinstance(cell, timedelta) for cell in cells):
        return "second"
    unit = unit_of_name(name)
    if unit is None and {"runtime", "running"} & set(name_words(name)):
        numbers = [float(str(cell)) for cell in cells if isinstance(cell, Real)]
        unit = "minute" if numbers and 15 <= np.nanmedian(numbers) <= 400 else None  # as every listing writes it
    return unit
