"""Single cells as people write them: numbers with units, dates in words, flags, joined values."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from numbers import Real

import numpy as np

from .dates import day, day_span
from .keys import is_null
from .units import canonical, convert, dimension

_HUGE = 1e300
"""Numbers beyond this are infinite in all but name: they are unknown."""
BLANK = frozenset({"", "nan", "n/a", "#n/a", "null", "<na>", "nat"})
"""Strings, casefolded, that stand for no value."""
FLAGS = {"yes": 1, "y": 1, "true": 1, "t": 1, "no": 0, "n": 0, "false": 0, "f": 0}
"""Strings, casefolded, that a flag may be written as."""
SUFFIXES = r"(?:Jr|Sr|I{2,3}|IV|PhD|Ph\.D|M\.?D|Esq|Inc|Ltd|LLC|L\.L\.C|Co|Corp|GmbH|S\.A|S\.p\.A|B\.V|plc)\b"
"""What may follow a comma inside one name: "Robert Downey, Jr."."""
DELIMITERS = ("|", ";", ",", " / ")
_COMMA = re.compile(rf"\s*,(?!\s*{SUFFIXES})\s*")
_NUMBER = re.compile(
    r"""(?P<before>[^\d\s.+-]{0,4})\s*
        (?P<number>[-+]?(?:\d{1,3}(?:[,\u202f\xa0\ ]\d{3})+|\d+)(?:\.\d+)?(?:[eE][-+]?\d+)?|[-+]?\d+,\d{1,2}(?!\d)|[-+]?\.\d+)\s*
        (?P<after>\D{0,16})""",
    re.VERBOSE,
)
_MONTH_FIRST = re.compile(r"\d{1,2}/(?:1[3-9]|2\d|3[01])/\d{4}")
_DAYS = ("%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%b %d %Y", "%d-%b-%Y", "%d.%m.%Y", "%d/%m/%Y")


def clean(value: object) -> object:
    """A cell, with None for everything that means no value, strings without outer blanks."""
    if isinstance(value, str):
        text = value.strip()
        if text[:1] == "[" and text[-1:] == "]":
            return _read_list(text)
        return None if text.casefold() in BLANK else text
    if isinstance(value, list | tuple | set | frozenset):
        return value
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, np.generic):
        value = (value.astype("datetime64[D]") if isinstance(value, np.datetime64) else value).item()
    if is_null(value) or (isinstance(value, int | float | Decimal) and not -_HUGE < value < _HUGE):
        return None
    return value


def _read_list(text: str) -> object:
    """A list that a file wrote as text: "['Jazz', 'Blues']"; the text itself where it is something else."""
    try:
        found = ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return text
    flat = isinstance(found, list) and all(isinstance(part, str | int | float) for part in found)
    return found if flat else text


def read_number(value: object, unit: str | None = None) -> float | None:
    """A cell as a number of `unit`; None where it is none. "$12.50", "1,234", "1 h 52 min", "45%" are read."""
    if isinstance(value, Real | Decimal):
        return float(value)
    if isinstance(value, timedelta):
        return convert(value.total_seconds(), "second", unit or "second")
    text = str(value)
    if unit is not None and canonical(unit) is None:  # a unit that only the integrator knows: "331 Wh"
        text = re.sub(rf"\s*{re.escape(unit)}\s*$", "", text, flags=re.IGNORECASE)
    measured = read_measure(text)
    if measured is None:
        return None
    number, written = measured
    if written is None or unit is None or canonical(written) == canonical(unit):
        return number
    return convert(number, written, unit)


def read_measure(text: str) -> tuple[float, str | None] | None:
    """A number and the unit beside it: ("120 min") -> (120.0, "minute"); None where the text is something else."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        return _read_sum(text)
    written = found["number"]
    if re.fullmatch(r"[-+]?\d+,\d{1,2}", written):
        written = written.replace(",", ".")  # a decimal comma
    digits = re.sub(r"[,\s]", "", written)
    if re.match(r"[-+]?0\d", digits):  # "00417" is a code
        return None
    before, after = found["before"].strip(), found["after"].strip()
    if before and after:
        return None
    beside = before or after
    unit = canonical(beside) if beside else None
    if before and dimension(before) != "money":  # "L200" names a model; only money says its unit first
        return None
    return None if beside and unit is None else (float(digits), unit)


def _read_sum(text: str) -> tuple[float, str | None] | None:
    """Reads "1 h 52 min" as minutes: several numbers, each with a unit of the first's dimension, in the last one's unit."""
    parts = re.findall(r"(\d+(?:\.\d+)?)\s*([A-Za-z]+)\.?\s*", text)
    if len(parts) < 2 or re.sub(r"(\d+(?:\.\d+)?)\s*([A-Za-z]+)\.?\s*", "", text).strip():
        return None
    unit = canonical(parts[-1][1])
    if unit is None:
        return None
    amounts = [convert(float(number), written, unit) for number, written in parts]
    return None if any(a is None for a in amounts) else (math.fsum(a for a in amounts if a is not None), unit)


def month_first(cells: Iterable[object]) -> bool:
    """Whether dates like 01/31/2004 stand among the cells: then 01/02/2004 beside them is in January."""
    return any(isinstance(cell, str) and _MONTH_FIRST.fullmatch(cell) for cell in cells)


def read_day(value: object, american: bool = False) -> int | None:
    """A cell as days since 1970-01-01: dates, ISO strings, "12 Jan 2004", "31/01/2004"; None where it is none."""
    if isinstance(value, date):
        return day(value)
    text = str(value)
    span = day_span(text)
    if span is not None:
        return span[0]
    if not 8 <= len(text) <= 24 or not text[-4:].isdigit():
        return None
    for pattern in (*_DAYS[:-1], "%m/%d/%Y" if american else _DAYS[-1]):
        try:
            return day(datetime.strptime(text, pattern))
        except ValueError:
            continue
    return None


def read_flag(value: object) -> int | None:
    """A cell as 1 or 0; None where it is neither."""
    if isinstance(value, Real) and value in (0, 1):
        return int(float(value))
    return FLAGS.get(str(value).casefold())


def split(text: str, delimiter: str | None) -> list[str]:
    """A joined string as its parts; a comma inside one name does not split it.

    >>> split("Robert Downey, Jr., Jude Law", ",")
    ['Robert Downey, Jr.', 'Jude Law']
    """
    if delimiter is None:
        return [text]
    return _COMMA.split(text) if delimiter == "," else text.split(delimiter)


def parts_of(cell: object, delimiter: str | None) -> Iterable[object]:
    """The parts of a tags cell, as they are written: of a list its items, of a string what `delimiter` joins."""
    if isinstance(cell, str):
        return split(cell, delimiter)
    return cell if isinstance(cell, list | tuple | set | frozenset) else (cell,)
