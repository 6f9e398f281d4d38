"""Years and dates as people say them: "1994", "the 70s", "last five years", "19th century", "since March 2024"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ...catalog.dates import day_span
from ...catalog.text import Token
from ..pack import Pack
from .marked import marked, whole
from .numbers import number_at, written
from .numerals import numeral

FIRST, LAST = 1500, 2100
_DAYS = {"day": 1.0, "week": 7.0, "month": 30.4}


@dataclass(frozen=True, slots=True)
class Years:
    """Tokens `start` to `end`, and the first and last year that they name; of months and days also their ISO form."""

    start: int
    end: int
    low: int
    high: int
    sure: bool = True
    """False for a bare number, which may count something else."""
    first: str = ""
    """"2024-03" or "2024-03-31", where the words are finer than years."""
    last: str = ""


def years(tokens: Sequence[Token], pack: Pack, now: datetime) -> list[Years]:
    """Every span of years that starts at each token."""
    return [found for start in range(len(tokens)) for found in _at(tokens, start, pack, now)]


def _at(tokens: Sequence[Token], start: int, pack: Pack, now: datetime) -> list[Years]:
    found: list[Years] = []
    if tokens[start].kind != "number" and tokens[start].text not in pack.dated:
        return found
    for phrase, low, high in (
        ("this_year", now.year, now.year),
        ("last_year", now.year - 1, now.year - 1),
        ("this_century", now.year // 100 * 100, now.year),
    ):
        found += [Years(start, end, low, high) for end in pack.spoken(tokens, start, phrase)]
    for end in pack.spoken(tokens, start, "last"):
        count, at = _count(tokens, end, pack) or (1.0, end)
        found += _last(tokens, start, at, count, pack, now)
    if counted := _count(tokens, start, pack):  # "les cinq dernières années"
        for end in pack.spoken(tokens, counted[1], "last"):
            found += _last(tokens, start, end, counted[0], pack, now)
    for part, (first, last) in {"early": (0, 4), "mid": (3, 6), "late": (5, 9)}.items():
        for end in pack.spoken(tokens, start, part):
            for decade in _decade(tokens, end, pack, now):
                found.append(Years(start, decade.end, decade.low + first, decade.low + last))
        for decade in _decade(tokens, start, pack, now):  # "90年代初"
            for end in pack.spoken(tokens, decade.end, part):
                if tokens[decade.end].gap == "":
                    found.append(Years(start, end, decade.low + first, decade.low + last))
    for end in pack.spoken(tokens, start, "years"):
        if (
            end < len(tokens)
            and tokens[end].kind == "number"
            and len(tokens[end].text) == 2
            and tokens[end].text[1] == "0"
        ):
            found.append(_ten(start, end + 1, _century(int(tokens[end].text), now)))
    found += _decade(tokens, start, pack, now)
    found += _iso(tokens, start)
    found += _month(tokens, start, pack, now)
    found += [_dated(start, end, text) for end, text in marked(tokens, start, pack) if FIRST <= int(text[:4]) <= LAST]
    token = tokens[start]
    if token.kind == "number" and token.text.isdecimal() and len(token.text) == 4 and FIRST <= int(token.text) <= LAST:
        found.append(Years(start, start + 1, int(token.text), int(token.text), sure=False))
    if (
        token.kind == "number"
        and token.text.isdecimal()
        and 15 <= int(token.text) <= 21
        and start + 2 < len(tokens)
        and tokens[start + 1].gap == ""
    ):
        for end in pack.spoken(tokens, start + 2, "century"):
            high = int(token.text) * 100
            found.append(Years(start, end, high - 99, high))
    number = whole(tokens, start, pack)
    if number is not None and 15 <= number[0] <= 21:
        for end in (end for end in pack.spoken(tokens, number[1], "century") if tokens[number[1]].gap == ""):
            first = number[0] * 100 - 100
            found.append(Years(start, end, first + 1, first + 100))
            found += [replace(decade, start=start) for decade in _decade(tokens, end, pack, now, first)]
    return found


def _count(tokens: Sequence[Token], at: int, pack: Pack) -> tuple[float, int] | None:
    """A number of one word or in digits, and where it ends."""
    if (found := numeral(tokens, at, pack)) is not None:
        return found
    if at >= len(tokens) or (tokens[at].kind != "number" and tokens[at].text not in pack.numbers):
        return None
    said = tokens[at].text
    return written(said) if tokens[at].kind == "number" else pack.numbers[said], at + 1


def _last(tokens: Sequence[Token], start: int, end: int, count: float, pack: Pack, now: datetime) -> list[Years]:
    """As in "the last five years", "the past decade", of which `end` is where the unit stands."""
    if end >= len(tokens) or count > 200:
        return []
    texts = [token.text for token in tokens[end : end + 3]]
    size = next((size for size in range(len(texts), 0, -1) if tuple(texts[:size]) in pack.units), 0)
    unit = pack.units.get(tuple(texts[:size]))
    if unit == "year":
        return [Years(start, end + size, now.year - int(count), now.year)]
    if unit in _DAYS:
        first = now - timedelta(days=count * _DAYS[unit])
        return [Years(start, end + size, first.year, now.year, first=f"{first:%Y-%m-%d}", last=f"{now:%Y-%m-%d}")]
    for stop in pack.spoken(tokens, end, "decade"):
        if tokens[end].text != "s":
            return [Years(start, stop, now.year - 10 * int(count), now.year)]
    return []


def _decade(tokens: Sequence[Token], start: int, pack: Pack, now: datetime, century: int | None = None) -> list[Years]:
    """As in "70s", "1970s", "1970 s", "seventies", "nineteen seventies", "années 70", "années soixante-dix"."""
    token = tokens[start] if start < len(tokens) else None
    if token is None:
        return []
    for named in pack.spoken(tokens, start, "decade_of"):
        if (number := number_at(tokens, named, pack)) is not None and number[0] % 10 == 0:
            value, end = int(number[0]), number[1]
            if 10 <= value < 100 or FIRST <= value <= LAST:
                return [_ten(start, end, value if value > 100 else _century(value, now))]
    if token.text in pack.decades:
        low = pack.decades[token.text]
        return [_ten(start, start + 1, low if low > 100 else _century(low, now))]
    number = whole(tokens, start, pack)
    if number is None or number[0] % 10:
        return []
    value = number[0]
    for end in pack.spoken(tokens, number[1], "decade"):
        if 10 <= value < 100 or token.text == "00":
            return [_ten(start, end, _century(value, now) if century is None else century + value)]
        if FIRST <= value <= LAST:
            return [_ten(start, end, value)]
    return []


def _iso(tokens: Sequence[Token], start: int) -> list[Years]:
    """As in "2024-03-31", "2024-03"."""
    texts = [token.text for token in tokens[start : start + 5]]
    found: list[Years] = []
    if len(texts) >= 3 and texts[1] == "-" and len(texts[0]) == 4 and len(texts[2]) == 2:
        found += _said(start, start + 3, f"{texts[0]}-{texts[2]}")
        if len(texts) == 5 and texts[3] == "-" and len(texts[4]) == 2:
            found += _said(start, start + 5, f"{texts[0]}-{texts[2]}-{texts[4]}")
    return found


def _month(tokens: Sequence[Token], start: int, pack: Pack, now: datetime) -> list[Years]:
    """As in "March 2024", "31 March 2024", "March 31, 2024", "31 de marzo de 2024"; alone it is the last one that has begun."""
    day = _day(tokens, start)
    named = _past_of(tokens, start + 1, pack) if day else start
    if named >= len(tokens) or tokens[named].text not in pack.months:
        return []
    month, end = pack.months[tokens[named].text], named + 1
    if not day and (day := _day(tokens, end)):
        end += 1
    at = _past_of(tokens, end, pack)
    said = tokens[at].text if at < len(tokens) else ""
    if len(said) == 4 and said.isdecimal() and FIRST <= int(said) <= LAST:
        return _said(start, at + 1, f"{said}-{month:02d}" + (f"-{day:02d}" if day else ""))
    year = now.year if month <= now.month else now.year - 1
    sure = len(tokens[start].text) > 3 or bool(day)  # "may", "mar" and "sun" are more than months
    return [replace(y, sure=sure) for y in _said(start, end, f"{year}-{month:02d}" + (f"-{day:02d}" if day else ""))]


def _past_of(tokens: Sequence[Token], at: int, pack: Pack) -> int:
    """The place behind "of", where that stands at a place; else the place itself."""
    return at + 1 if at < len(tokens) and tokens[at].text in pack.by else at


def _day(tokens: Sequence[Token], at: int) -> int:
    text = tokens[at].text if at < len(tokens) else ""
    return int(text) if text.isdecimal() and len(text) <= 2 and 1 <= int(text) <= 31 else 0


def _dated(start: int, end: int, text: str) -> Years:
    """A year, month or day that its marks make sure."""
    year, iso = int(text[:4]), text if len(text) > 4 and day_span(text) is not None else ""
    return Years(start, end, year, year, first=iso, last=iso)


def _said(start: int, end: int, iso: str) -> list[Years]:
    if day_span(iso) is None or not FIRST <= int(iso[:4]) <= LAST:
        return []
    return [Years(start, end, int(iso[:4]), int(iso[:4]), first=iso, last=iso)]


def _century(two_digits: int, now: datetime) -> int:
    """The last decade of that name that has begun: "the 70s" is 1970, "the 20s" of 2024 is 2020."""
    here = now.year // 100 * 100
    return here + two_digits if here + two_digits <= now.year else here - 100 + two_digits


def _ten(start: int, end: int, low: int) -> Years:
    return Years(start, end, low, low + 9)
