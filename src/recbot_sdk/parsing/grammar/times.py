"""Years as people say them: "1994", "the 70s", "early nineties", "this year", "the last five years", "19th century"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ...catalog.text import Token
from ..pack import Pack

FIRST, LAST = 1500, 2100


@dataclass(frozen=True, slots=True)
class Years:
    """Tokens `start` to `end`, and the first and last year that they name."""

    start: int
    end: int
    low: int
    high: int
    sure: bool = True
    """False for a bare number, which may count something else."""


def years(tokens: Sequence[Token], pack: Pack, now: datetime) -> list[Years]:
    """Every span of years that starts at each token."""
    return [found for start in range(len(tokens)) for found in _at(tokens, start, pack, now)]


def _at(tokens: Sequence[Token], start: int, pack: Pack, now: datetime) -> list[Years]:
    found: list[Years] = []
    for phrase, low, high in (
        ("this_year", now.year, now.year),
        ("last_year", now.year - 1, now.year - 1),
        ("this_century", now.year // 100 * 100, now.year),
    ):
        found += [Years(start, end, low, high) for end in pack.spoken(tokens, start, phrase)]
    for end in pack.spoken(tokens, start, "last"):
        found += _last(tokens, start, end, pack, now)
    for part, (first, last) in {"early": (0, 4), "mid": (3, 6), "late": (5, 9)}.items():
        for end in pack.spoken(tokens, start, part):
            for decade in _decade(tokens, end, pack, now):
                found.append(Years(start, decade.end, decade.low + first, decade.low + last))
    found += _decade(tokens, start, pack, now)
    token = tokens[start]
    if token.kind == "number" and token.text.isdigit() and len(token.text) == 4 and FIRST <= int(token.text) <= LAST:
        found.append(Years(start, start + 1, int(token.text), int(token.text), sure=False))
    if (
        token.kind == "number"
        and token.text.isdigit()
        and 15 <= int(token.text) <= 21
        and start + 2 < len(tokens)
        and tokens[start + 1].gap == ""
    ):
        for end in pack.spoken(tokens, start + 2, "century"):
            high = int(token.text) * 100
            found.append(Years(start, end, high - 99, high))
    return found


def _last(tokens: Sequence[Token], start: int, at: int, pack: Pack, now: datetime) -> list[Years]:
    """As in "the last five years", "the past decade", "the last couple of years"."""
    count, end = 1.0, at
    if at < len(tokens) and (tokens[at].kind == "number" or tokens[at].text in pack.numbers):
        said = tokens[at].text
        count = float(said.replace(",", ".")) if tokens[at].kind == "number" else pack.numbers[said]
        end = at + 1
    if end >= len(tokens) or count > 200:
        return []
    unit = pack.units.get((tokens[end].text,))
    if unit == "year" and end > at:
        return [Years(start, end + 1, now.year - int(count), now.year)]
    for stop in pack.spoken(tokens, end, "decade"):
        if tokens[end].text != "s":
            return [Years(start, stop, now.year - 10 * int(count), now.year)]
    return []


def _decade(tokens: Sequence[Token], start: int, pack: Pack, now: datetime) -> list[Years]:
    """As in "70s", "1970s", "1970 s", "seventies", "nineteen seventies"."""
    token = tokens[start] if start < len(tokens) else None
    if token is None:
        return []
    if token.text in pack.decades:
        low = pack.decades[token.text]
        return [_ten(start, start + 1, low if low > 100 else _century(low, now))]
    if token.kind != "number" or not token.text.isdigit() or int(token.text) % 10:
        return []
    value = int(token.text)
    for end in pack.spoken(tokens, start + 1, "decade"):
        if len(token.text) == 2:
            return [_ten(start, end, _century(value, now))]
        if FIRST <= value <= LAST:
            return [_ten(start, end, value)]
    return []


def _century(two_digits: int, now: datetime) -> int:
    """The last decade of that name that has begun: "the 70s" is 1970, "the 20s" of 2024 is 2020."""
    here = now.year // 100 * 100
    return here + two_digits if here + two_digits <= now.year else here - 100 + two_digits


def _ten(start: int, end: int, low: int) -> Years:
    return Years(start, end, low, low + 9)
