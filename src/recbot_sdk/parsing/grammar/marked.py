"""Dates whose parts are marked by a word behind each: "2010年", "九五年", "2010年3月5日"."""

from __future__ import annotations

from collections.abc import Sequence

from ...catalog.text import Token
from ..pack import Pack
from .numerals import numeral

_MOST = 31
_SHORT = (40, 99)
"""Two digits that are a year: fewer are more often a span, "20年"."""


def marked(tokens: Sequence[Token], start: int, pack: Pack) -> list[tuple[int, str]]:
    """(end, text) of the year, month or day that marks make of the numbers from a token on: "1995", "2010-03", "2010-03-05"."""
    found: list[tuple[int, str]] = []
    text, at = "", start
    for mark in ("year_mark", "month_mark", "day_mark"):
        number = whole(tokens, at, pack)
        ends = pack.spoken(tokens, number[1], mark) if number is not None else []
        part = "" if number is None else _year(number[0]) if not text else _part(number[0])
        if not ends or not part:
            break
        text, at = text + part, ends[0]
        found.append((at, text))
    return found


def _year(value: int) -> str:
    return f"19{value}" if _SHORT[0] <= value <= _SHORT[1] else str(value) if 1000 <= value <= 9999 else ""


def _part(value: int) -> str:
    return f"-{value:02d}" if 1 <= value <= _MOST else ""


def whole(tokens: Sequence[Token], at: int, pack: Pack) -> tuple[int, int] | None:
    """A whole number in digits or numerals, and where it ends."""
    if at >= len(tokens):
        return None
    if tokens[at].kind == "number":
        return (int(tokens[at].text), at + 1) if tokens[at].text.isdecimal() else None
    found = numeral(tokens, at, pack)
    return None if found is None or not found[0].is_integer() else (int(found[0]), found[1])
