import pytest

from recbot_sdk.catalog.units import canonical, convert, dimension


@pytest.mark.parametrize(
    ("value", "source", "target", "expected"),
    [
        (2, "hours", "minute", 120),
        (90, "min", "h", 1.5),
        (10, "km", "miles", 6.2137),
        (2, "lbs", "kg", 0.9072),
        (12, "oz", "g", 340.19),
        (100, "hp", "kW", 74.57),
        (62, "mph", "km/h", 99.78),
        (1.5, "litres", "ml", 1500),
        (512, "GB", "TB", 0.512),
        (50, "%", "percent", 50),
        (200, "kcal", "kJ", 836.8),
    ],
)
def test_units_of_one_dimension_convert(value: float, source: str, target: str, expected: float) -> None:
    assert convert(value, source, target) == pytest.approx(expected, rel=1e-3)


@pytest.mark.parametrize(("source", "target"), [("USD", "EUR"), ("kg", "km"), ("parsec", "km"), ("minute", "percent")])
def test_what_does_not_convert_is_not_guessed(source: str, target: str) -> None:
    assert convert(1, source, target) is None


def test_money_is_one_dimension_of_many_currencies() -> None:
    assert dimension("$") == dimension("euros") == "money"
    assert canonical("bucks") == "USD"
    assert dimension("furlong") is None
