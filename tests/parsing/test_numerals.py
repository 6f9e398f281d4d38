"""Numbers and dates in a script without blanks, as Chinese writes them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from recbot_sdk.parsing.grammar.numbers import quantities
from recbot_sdk.parsing.grammar.times import years
from recbot_sdk.parsing.pack import load_pack

PACK = load_pack("zh")
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def number(text: str) -> tuple[float, str | None]:
    """The longest number from the beginning of a text."""
    found = max((q for q in quantities(PACK.tokens(text), PACK) if q.start == 0), key=lambda q: q.end)
    return found.value, found.unit


def span(text: str) -> tuple[int, int, str]:
    """The longest span of years from the beginning of a text, and what is finer than a year of it."""
    found = max((y for y in years(PACK.tokens(text), PACK, NOW) if y.start == 0), key=lambda y: y.end)
    return found.low, found.high, found.first


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("九", 9), ("十", 10), ("十五", 15), ("九十", 90), ("二十一", 21), ("一百", 100), ("一百零五", 105),
        ("一百二十", 120), ("一百五", 150),
        ("两千", 2000), ("两千三百", 2300), ("一万", 10_000), ("两万五", 25_000), ("三万零二十", 30_020), ("十二万三千", 123_000),
        ("一亿", 1e8),
        ("五千万", 5e7), ("两亿三千万", 2.3e8), ("5亿", 5e8), ("1.5万", 15_000), ("二〇一〇", 2010), ("一九九五", 1995),
    ],
)  # fmt: skip
def test_digits_and_scales_make_one_number(text: str, value: float) -> None:
    assert number(text) == (value, None)


@pytest.mark.parametrize(("text", "said"), [("两三", 2), ("三四十", 3)])
def test_two_digits_side_by_side_are_a_guess_and_no_number_written_out(text: str, said: float) -> None:
    assert number(text) == (said, None)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("两个小时", 120), ("一小时半", 90),
        ("一个半小时", 90), ("半小时", 30), ("半个小时", 30), ("1小时40分钟", 100), ("1小时40分", 100),
        ("九十分钟", 90), ("两个半小时", 150), ("2小时，8分", 120),
    ],
)  # fmt: skip
def test_measure_words_and_halves_belong_to_their_unit(text: str, minutes: float) -> None:
    value, unit = number(text)
    assert value * {"hour": 60, "minute": 1}[str(unit)] == pytest.approx(minutes)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("90年代", (1990, 1999, "")), ("九十年代", (1990, 1999, "")), ("90年代初", (1990, 1994, "")),
        ("八十年代末", (1985, 1989, "")),
        ("二十世纪七十年代", (1970, 1979, "")), ("19世纪", (1801, 1900, "")), ("2010年", (2010, 2010, "")), ("95年", (1995, 1995, "")),
        ("二〇一二年", (2012, 2012, "")),
        ("最近五年", (2021, 2026, "")), ("近二十年", (2006, 2026, "")), ("本世纪", (2000, 2026, "")),
        ("2010年3月", (2010, 2010, "2010-03")), ("2010年3月5日", (2010, 2010, "2010-03-05")), ("去年", (2025, 2025, "")),
    ],
)  # fmt: skip
def test_marks_behind_numbers_make_dates(text: str, said: tuple[int, int, str]) -> None:
    assert span(text) == said
