"""Dates as days since 1970-01-01."""

from __future__ import annotations

import re
from datetime import date, datetime

EPOCH = date(1970, 1, 1).toordinal()
_ISO = re.compile(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2})(?:[T ].*)?)?)?")


def day(value: date | datetime) -> int:
    """Days since 1970-01-01.

    >>> day(date(1970, 1, 2))
    1
    """
    return value.toordinal() - EPOCH


def day_span(value: object) -> tuple[int, int] | None:
    """First and last day of an ISO date, month or year; None for anything else.

    >>> day_span("1970-01"), day_span(1970), day_span("soon")
    ((0, 30), (0, 364), None)
    """
    if isinstance(value, date):
        return day(value), day(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    found = _ISO.fullmatch(str(value).strip())
    if found is None or isinstance(value, bool):
        return None
    year, month, number = (int(part) if part else None for part in found.groups())
    try:
        assert year is not None
        first = date(year, month or 1, number or 1)
        if number is not None:
            return day(first), day(first)
        if month is not None:
            after = date(year + month // 12, month % 12 + 1, 1) if year < 9999 or month < 12 else date(9999, 12, 31)
            return day(first), day(after) - 1
        return day(first), day(date(year, 12, 31))
    except ValueError:
        return None


def iso(days: int) -> str:
    """The ISO date of a day number.

    >>> iso(0)
    '1970-01-01'
    """
    return date.fromordinal(days + EPOCH).isoformat()
