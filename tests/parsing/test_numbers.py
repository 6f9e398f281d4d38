"""Numbers, units and years as people write them."""

from __future__ import annotations

import pytest

from recbot_sdk.catalog.text import tokens
from recbot_sdk.parsing.grammar.numbers import quantities
from recbot_sdk.parsing.grammar.times import years
from recbot_sdk.parsing.pack import load_pack

from .conftest import NOW, Say, wishes

PACK = load_pack("en")
AMOUNTS = {
    "90": (90, None),
    "90 minutes": (90, "minute"),
    "ninety minutes": (90, "minute"),
    "twenty five": (25, None),
    "an hour": (1, "hour"),
    "half an hour": (0.5, "hour"),
    "three quarters of an hour": (0.75, "hour"),
    "an hour and a half": (1.5, "hour"),
    "2.5 hours": (2.5, "hour"),
    "2,5 hours": (2.5, "hour"),
    "two and a half hours": (2.5, "hour"),
    "1h30": (1.5, "hour"),
    "2 hours and 15 minutes": (2.25, "hour"),
    "1,000": (1000, None),
    "2k": (2000, None),
    "3 million": (3_000_000, None),
    "$40": (40, "USD"),
    "40 dollars": (40, "USD"),
    "€12.50": (12.5, "EUR"),
    "4 stars": (4, "star"),
    "80%": (80, "percent"),
    "1.5 kg": (1.5, "kg"),
}
SPANS = {
    "1994": (1994, 1994),
    "the 70s": (1970, 1979),
    "1980s": (1980, 1989),
    "1960 s": (1960, 1969),
    "nineties": (1990, 1999),
    "early nineties": (1990, 1994),
    "late 1990s": (1995, 1999),
    "the 20s": (2020, 2029),
    "this year": (2024, 2024),
    "last year": (2023, 2023),
    "the last five years": (2019, 2024),
    "the past decade": (2014, 2024),
    "19th century": (1801, 1900),
}


DATES = {
    "2024-03-31": ("2024-03-31", "2024-03-31"),
    "2024-03": ("2024-03", "2024-03"),
    "March 2024": ("2024-03", "2024-03"),
    "31 march 2023": ("2023-03-31", "2023-03-31"),
    "March 31, 2023": ("2023-03-31", "2023-03-31"),
    "april": ("2024-04", "2024-04"),
    "december": ("2023-12", "2023-12"),
    "the last 10 days": ("2024-05-22", "2024-06-01"),
    "past week": ("2024-05-25", "2024-06-01"),
}


@pytest.mark.parametrize("text", DATES)
def test_dates_are_read_whole(text: str) -> None:
    said = tokens(text)
    assert DATES[text] in [(y.first, y.last) for y in years(said, PACK, NOW) if y.end == len(said)]


@pytest.mark.parametrize("text", AMOUNTS)
def test_an_amount_is_read_whole(text: str) -> None:
    said = tokens(text)
    whole = [q for q in quantities(said, PACK) if q.end == len(said) and q.start == 0]
    assert (whole[0].value, whole[0].unit) == AMOUNTS[text]


@pytest.mark.parametrize("text", SPANS)
def test_years_are_read_whole(text: str) -> None:
    said = tokens(text)
    whole = [(y.low, y.high) for y in years(said, PACK, NOW) if y.end == len(said)]
    assert SPANS[text] in whole


@pytest.mark.parametrize("text", ["9" * 400, "0", "1e999", "-5 minutes", "12:30", "1,2,3,4", "½", "٣", "1.2.3.4"])
def test_odd_numbers_are_no_error(text: str) -> None:
    said = tokens(text)
    assert all(0 <= q.start < q.end <= len(said) and abs(q.value) < 1e18 for q in quantities(said, PACK))
    assert all(0 <= y.start < y.end <= len(said) and y.low <= y.high for y in years(said, PACK, NOW))


def test_a_wave_before_a_number_is_about_it(say: Say) -> None:
    assert wishes(say("~80 score")) == wishes(say("around 80 score")) == ["only score 72 to 88"]
