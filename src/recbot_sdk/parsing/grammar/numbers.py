"""Numbers as people write them: "2.5 hours", "an hour and a half", "1h30", "2k", "$40", "ninety minutes"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from ...catalog.text import Token, ideograph
from ...catalog.units import convert, dimension
from ..pack import Pack
from .numerals import numeral

_THOUSANDS = re.compile(r"\d{1,3}\.\d{3}")
CLOCK = "clock"
"""The unit of "3:30"."""
_LONGEST = 5
"""Words of a number below a hundred, and one more: "quatre vingt dix neuf"."""
_MOST = 1e15
"""No catalogue counts further, and beyond it numbers are no longer exact."""


class Quantity(NamedTuple):
    """Tokens `start` to `end` and the number that they say; `unit` is canonical, None where none was said."""

    start: int
    end: int
    value: float
    unit: str | None = None


def quantities(tokens: Sequence[Token], pack: Pack) -> list[Quantity]:
    """Every quantity that starts at each token, longest reading first."""
    return [
        found for start in range(len(tokens)) if not _coded(tokens, start, pack) for found in _at(tokens, start, pack)
    ]


def _coded(tokens: Sequence[Token], at: int, pack: Pack) -> bool:
    """Whether a number is a part of a code, glued to letters that mean nothing by themselves: "v8s", "a4"."""
    before = tokens[at - 1] if at else None
    if before is None or before.kind != "word" or tokens[at].gap or tokens[at].kind != "number":
        return False
    known = ideograph(before.text) or (before.text in pack.words and len(before.text) > 2)
    return not known and (before.text,) not in pack.units


def _at(tokens: Sequence[Token], start: int, pack: Pack) -> list[Quantity]:
    if (
        tokens[start].text == "-"
        and start + 1 < len(tokens)
        and tokens[start + 1].gap == ""
        and not _ranges(tokens, start)
    ):
        return [q._replace(start=start, value=-q.value) for q in _at(tokens, start + 1, pack)]
    at, unit = start, None
    before = _unit(tokens, at, pack)
    if before is not None and dimension(before[1]) == "money" and tokens[at].kind == "sign":
        at, unit = before
    number = number_at(tokens, at, pack)
    if number is None:
        return _one(tokens, start, pack)
    value, end = number
    clock = _clock(tokens, start)
    if clock is not None:
        return [clock]
    if unit is not None and _THOUSANDS.fullmatch(tokens[at].text):  # "€1.500"
        value *= 1000
    found = [*_one(tokens, start, pack), Quantity(start, end, value, unit)]
    after = _unit(tokens, end, pack) or _of(tokens, end, pack)
    if unit is None and after is not None:
        end, unit = after
        found.append(Quantity(start, end, value, unit))
        small = _smaller(tokens, end, unit, pack)
        if small is not None:
            found.append(Quantity(start, small[0], value + small[1], unit))
        half = _fraction(tokens, end, pack)
        if half is not None:
            found.append(Quantity(start, half[0], value + half[1], unit))
    return found[::-1]


def _of(tokens: Sequence[Token], at: int, pack: Pack) -> tuple[int, str] | None:
    """The unit behind a large number word and "of": the "de dólares" of "500 millones de dólares"."""
    large = pack.numbers.get(tokens[at - 1].text, 0) >= 1000 and at < len(tokens) and tokens[at].text in pack.by
    return _unit(tokens, at + 1, pack) if large else None


def _ranges(tokens: Sequence[Token], at: int) -> bool:
    """Whether a hyphen stands between two numbers."""
    return at > 0 and tokens[at].gap == "" and tokens[at - 1].kind != "sign"


def _clock(tokens: Sequence[Token], at: int) -> Quantity | None:
    """As in "3:30": minutes and seconds, or hours and minutes; which of them only a field can tell."""
    if at + 1 >= len(tokens) or tokens[at + 1].gap != ":" or tokens[at + 1].kind != "number":
        return None
    whole, part = tokens[at].text, tokens[at + 1].text
    if not (whole.isdecimal() and part.isdecimal() and len(whole) <= 3 and len(part) == 2 and int(part) < 60):
        return None
    return Quantity(at, at + 2, int(whole) + int(part) / 60, CLOCK)


def _one(tokens: Sequence[Token], start: int, pack: Pack) -> list[Quantity]:
    """As in "an hour", "an hour and a half", "half an hour": a unit that stands for one of it."""
    fraction = _fraction(tokens, start, pack)
    at, size = fraction if fraction is not None else (start, 1.0)
    if fraction is not None and at < len(tokens) and tokens[at].text in pack.by:  # "three quarters of an hour"
        at += 1
    if at < len(tokens) and tokens[at].text in pack.indefinite:
        at += 1
    elif fraction is None:
        return _and_a_half(tokens, start, pack)
    found = _unit(tokens, at, pack)
    if found is None or tokens[at].kind != "word" or (len(tokens[at].text) < 3 and not ideograph(tokens[at].text)):
        return []
    end, unit = found
    small = _smaller(tokens, end, unit, pack) if fraction is None else None
    if small is not None:  # "an hour and forty minutes"
        return [Quantity(start, small[0], 1 + small[1], unit), Quantity(start, end, size, unit)]
    more = _fraction(tokens, end, pack) if fraction is None else None
    once = Quantity(start, end, size, unit)
    return [once] if more is None else [Quantity(start, more[0], size + more[1], unit), once]


def _and_a_half(tokens: Sequence[Token], start: int, pack: Pack) -> list[Quantity]:
    """As in "hora y media": a unit that stands for one of it by itself, with a part of it behind."""
    whole = _unit(tokens, start, pack)
    joined = whole is not None and whole[0] < len(tokens) and tokens[whole[0]].text in pack.joins
    more = _fraction(tokens, whole[0], pack) if whole is not None and joined else None
    return [Quantity(start, more[0], 1 + more[1], whole[1])] if whole is not None and more is not None else []


def number_at(tokens: Sequence[Token], at: int, pack: Pack) -> tuple[float, int] | None:
    """The number that begins at a token, in digits or in words, without a unit; and where it ends."""
    if at >= len(tokens):
        return None
    token = tokens[at]
    if token.kind == "number":
        value, end = written(token.text), at + 1
        priced = at > 0 and tokens[at - 1].kind == "sign" and _unit(tokens, at - 1, pack) is not None
        while end < len(tokens) and tokens[end].gap == " " and _thousand(tokens, end, pack, priced=priced):
            value, end = value * 1000 + float(tokens[end].text), end + 1
        if value > _MOST:
            return None
    elif (found := numeral(tokens, at, pack)) is not None:
        value, end = found
    elif (scaled := _scaled(tokens, at, pack)) is not None:
        return scaled
    elif token.text in pack.alone:
        value, end = 1.0, at
    elif (small := _below_hundred(tokens, at, pack)) is not None:
        value, end = small
    else:
        return None
    while (
        end < len(tokens)
        and pack.numbers.get(tokens[end].text, 0) >= 100
        and (tokens[end].text not in ("m",) or tokens[end].gap == "")
    ):
        scale, end = pack.numbers[tokens[end].text], end + 1
        value *= scale
        rest = (
            number_at(tokens, end, pack) if tokens[end - 1].kind == "word" and len(tokens[end - 1].text) > 2 else None
        )
        if rest is not None and rest[0] < scale and tokens[end].kind == "word" and tokens[end].gap == " ":
            value, end = value + rest[0], rest[1]  # "one thousand two hundred"
    fraction = _fraction(tokens, end, pack)
    return (value, end) if fraction is None else (value + fraction[1], fraction[0])


def _below_hundred(tokens: Sequence[Token], at: int, pack: Pack) -> tuple[float, int] | None:
    """As in "twelve", "twenty one", "soixante et onze"; a word for one only where it counts."""
    said = [token.text for token in tokens[at : at + _LONGEST]]
    found = next(
        (found for found in pack.number_phrases.get(said[0], ()) if tuple(said[: len(found[0])]) == found[0]), None
    )
    if found is None:
        value, size = pack.numbers.get(said[0], 100.0), 1
        if value >= 100 or (said[0] in pack.words_of_one and not _one_counts(tokens, at, pack)):
            return None
    else:
        value, size = found[1], len(found[0])
    if size < len(said) and value >= 20 and value % 10 == 0 and 0 < pack.numbers.get(said[size], 0) < 10:
        return value + pack.numbers[said[size]], at + size + 1
    return value, at + size


def _one_counts(tokens: Sequence[Token], at: int, pack: Pack) -> bool:
    """As in "one thousand", "under one hour", and not as in "the second one"."""
    if at + 1 < len(tokens) and pack.numbers.get(tokens[at + 1].text, 0) >= 100:
        return True
    measured = _unit(tokens, at + 1, pack) is not None or _fraction(tokens, at + 1, pack) is not None
    return measured and any(at in pack.spoken(tokens, start, "compare") for start in range(max(0, at - _LONGEST), at))


def _thousand(tokens: Sequence[Token], at: int, pack: Pack, *, priced: bool) -> bool:
    """Whether three digits go on a number before a blank: "180 000", "€1 200", "1 200 euros"."""
    text = tokens[at].text
    if not (text.isdecimal() and len(text) == 3):
        return False
    after = _unit(tokens, at + 1, pack)
    return text == "000" or priced or (after is not None and dimension(after[1]) == "money")


def _scaled(tokens: Sequence[Token], at: int, pack: Pack) -> tuple[float, int] | None:
    """As in "a thousand", "half a million", "a quarter million"."""
    part = _fraction(tokens, at, pack)
    end, share = part if part is not None else (at, 1.0)
    if end < len(tokens) and part is not None and tokens[end].text in pack.by:
        end += 1
    if end < len(tokens) and tokens[end].text in pack.indefinite:
        end += 1
    scale = pack.numbers.get(tokens[end].text, 0) if end < len(tokens) and len(tokens[end].text) > 2 else 0
    return (share * scale, end + 1) if scale >= 100 and end > at else None


def written(text: str) -> float:
    """A number as it is written: "1,000" is a thousand, "12,5" and "12.5" are twelve and a half."""
    head, comma, tail = text.rpartition(",")
    if comma and len(tail) != 3:
        return float(f"{head}.{tail}")
    return float(text.replace(",", ""))


def _fraction(tokens: Sequence[Token], at: int, pack: Pack) -> tuple[int, float] | None:
    """As in "and a half", "a quarter"."""
    if at >= len(tokens) or tokens[at].text not in pack.measuring:
        return None
    for skip in (1, 0):
        if skip and (at >= len(tokens) or tokens[at].text not in pack.joins):
            continue
        for size in (3, 2, 1):
            words = tuple(token.text for token in tokens[at + skip : at + skip + size])
            if len(words) == size and words in pack.fractions:
                return at + skip + size, pack.fractions[words]
    return None


def _unit(tokens: Sequence[Token], at: int, pack: Pack) -> tuple[int, str] | None:
    if at >= len(tokens) or tokens[at].text not in pack.measuring:
        return None
    for size in (3, 2, 1):
        words = tuple(token.text for token in tokens[at : at + size])
        near = all(token.gap in ("", " ", "/") for token in tokens[at + (at == 0) : at + size])
        if len(words) == size and words in pack.units and near:
            return at + size, pack.units[words]
    return None


def _smaller(tokens: Sequence[Token], at: int, unit: str, pack: Pack) -> tuple[int, float] | None:
    """What follows a whole unit: the "30" of "1h30", the "and 10 minutes" of "2 hours and 10 minutes"."""
    joined = at < len(tokens) and tokens[at].text in pack.joins
    number = number_at(tokens, at + joined, pack)
    if number is None:
        return None
    said = _unit(tokens, number[1], pack)
    minutes = tokens[at - 1].text in pack.minutes_behind and 10 <= number[0] < 60
    if said is None and (joined or (tokens[at].gap != "" and not minutes)):
        return None
    usual = "minute" if dimension(unit) == "time" else "inch"
    other = (
        said is not None and dimension(said[1]) is None and tokens[at].gap == ""
    )  # "1小时40分", where "分" is a point as well
    part = convert(number[0], said[1] if said and not other else usual, unit)
    return None if part is None or part >= 1 else (said[0] if said else number[1], part)
