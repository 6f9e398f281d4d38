"""What amounts, years and grades mean on this catalogue: conditions on its fields."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ...catalog.field import Role
from ...catalog.units import convert, dimension
from ...predicates import AllOf, Between, Compare, Predicate, Sign
from ...types import Value
from ..pack import Cue, Pack
from .edges import Edge
from .numbers import CLOCK, Quantity
from .reading import Said, opposite
from .shifting import OPPOSITE
from .times import FIRST, LAST, Years

if TYPE_CHECKING:
    from ...catalog import Catalog

ABOUT = 0.1
"""What "around" allows on either side, as a share of the number."""
GRADE, SUPERLATIVE = 0.8, 0.95
"""The quantiles from which something is high: "good", "best"."""
SCORES = ("star", "point")
"""Units of the pack that count what people think: they bound a field of role `quality`."""
STARS = 5.0
COUNTED = 40
"""A whole number without a sign is meant exactly in fields of at most so many distinct values, else roughly."""
_JUDGED: tuple[Role, ...] = ("quality", "popularity")


class Targets:
    """Grounds amounts and words of degree in one catalogue."""

    def __init__(self, catalog: Catalog, pack: Pack) -> None:
        self.catalog, self.pack = catalog, pack

    # -- amounts -------------------------------------------------------------------------------------------------------

    def bound(self, said: Said, last: Sequence[str], now: datetime) -> Predicate | None:
        """A bound or range; None where no field can be meant. `last` are the fields bounded before, newest first."""
        first = said.amounts[0]
        of_years = (
            not said.fields or self._dated(said.fields) or not self._numeric(said.fields) or self._known(first.years)
        )
        if first.years is not None and of_years and not self._counts(said, first.years):
            return self._years(said)
        if (age := self._age(said, now)) is not None:
            return age
        if first.years is not None and not of_years:
            years = first.years  # "mpg in the twenties"
            low, high = float(years.low % 100), float(years.high % 100)
            return self._range(self._numeric(said.fields)[0], "range" if low < high else said.sign, [low, high])
        amounts = [self._in_money(amount_of(edge)) for edge in said.amounts]
        if len(amounts) == 2 and amounts[0].unit is None:
            amounts[0] = Quantity(amounts[0].start, amounts[0].end, amounts[0].value, amounts[1].unit)
        name = self._measured(said, amounts[-1], last)
        if name is None:
            return self._short_years(said, amounts)
        if name in said.fields and self.catalog.fields[name].unit is None:
            amounts = [amount._replace(unit=None) for amount in amounts]  # "sugar < 5g" where nobody said in what
        if len(amounts) == 2 and amounts[0].value * 100 < amounts[1].value and not self._plausible(name, amounts[0]):
            amounts[0] = amounts[0]._replace(value=amounts[0].value * 1000)  # "120 to 160k"
        loose = said.sign in ("", "==", "~") or not said.cues
        if not said.fields and loose and not all(self._plausible(name, a) for a in amounts):
            return None  # "thirty years" where films run for hours
        numbers = [self.on(name, amount) for amount in amounts]
        if any(number is None for number in numbers):
            return None
        return self._range(name, said.sign, [float(number) for number in numbers if number is not None])

    def _known(self, years: Years | None) -> bool:
        """Whether there are items of these years."""
        names = self._numeric(self.catalog.by_role("recency"))
        return years is not None and any(self._among(name, years.low, years.high) for name in names)

    def _among(self, name: str, low: float, high: float | None = None) -> bool:
        """Whether a number, or some of a range, lies between the least and the most of a field."""
        least, most = self.catalog.quantile(name, 0.0), self.catalog.quantile(name, 1.0)
        return least <= (low if high is None else high) and low <= most

    def _in_money(self, amount: Quantity) -> Quantity:
        """Pounds are money where prices are in them and nothing is weighed in them."""
        units = {field.unit for field in self.catalog.fields.values()}
        pounds = amount.unit == "pound" and "GBP" in units and "pound" not in units
        return amount._replace(unit="GBP") if pounds else amount

    def _short_years(self, said: Said, amounts: Sequence[Quantity]) -> Predicate | None:
        """As in "77 to 79", where years are written out and nothing else can be meant."""
        whole = all(a.unit is None and a.value.is_integer() and 10 <= a.value < 100 for a in amounts)
        name = next((n for n in self._numeric(self.catalog.by_role("recency")) if not self._of_two_digits(n)), None)
        if name is None or not whole or said.fields or said.sign != "range":
            return None
        years = [amount._replace(value=1900 + amount.value) for amount in amounts]
        known = all(self._among(name, year.value) for year in years)
        return self._range(name, said.sign, [year.value for year in years]) if known else None

    def rescaled(self, name: str, edge: Edge) -> Edge:
        """A number as it is meant beside a larger one: "make it 180" of "under 150k"."""
        amount = edge.quantity
        if amount is None or amount.unit is not None or not self._numeric([name]) or self._plausible(name, amount):
            return edge
        larger = amount._replace(value=amount.value * 1000)
        return edge._replace(quantity=larger) if self._plausible(name, larger) else edge

    def _counts(self, said: Said, years: Years) -> bool:
        """Whether a bare number that could be a year is none: of another field, or of a size that only prices have."""
        if years.sure or any(cue.roles for cue in said.cues):
            return False
        if said.fields:
            return not self._dated(said.fields)
        amount = Quantity(years.start, years.end, float(years.low))
        recent = [name for name in self.catalog.by_role("recency") if self.catalog.fields[name].kind == "number"]
        priced = [name for name in self._numeric(self.catalog.by_role("price")) if self._plausible(name, amount)]
        within = any(self._among(name, years.low) for name in self._numeric(recent))
        return bool(said.sign) and bool(priced) and not within

    def _age(self, said: Said, now: datetime) -> Predicate | None:
        """As in "older than 5 years", "newer than 6 months": counted back from now."""
        amount = said.amounts[0].quantity
        if amount is None or amount.unit is None or dimension(amount.unit) != "time":
            return None
        if said.sign not in OPPOSITE or not any(cue.roles == ("recency",) for cue in said.cues):
            return None
        name = next((name for name in self.catalog.by_role("recency") if self._measures(name)), None)
        days = convert(amount.value, amount.unit, "day")
        if name is None or days is None or days > 365 * 1000:
            return None
        then = now - timedelta(days=days)
        value: Value = f"{then:%Y-%m-%d}" if self.catalog.fields[name].kind == "date" else then.year
        return Compare(field=name, sign=_sign(said.sign), value=value)

    def costs(self, amount: Quantity) -> bool:
        """Whether a number is a likely price here."""
        return any(self._among(name, amount.value) for name in self._numeric(self.catalog.by_role("price")))

    def _dated(self, fields: Iterable[str]) -> bool:
        return any(
            self.catalog.fields[name].kind == "date" or self.catalog.fields[name].role == "recency" for name in fields
        )

    def _numeric(self, names: Iterable[str]) -> list[str]:
        return [name for name in names if self.catalog.fields[name].kind == "number" and self._measures(name)]

    def _measured(self, said: Said, amount: Quantity, last: Sequence[str]) -> str | None:
        """The number field that an amount bounds: by name, by what its words measure, by its unit, by what was bounded last."""
        named = self._numeric(said.fields)
        bare = [name for name in named if self.catalog.fields[name].unit is None]
        if bare and self._plausible(bare[0], amount._replace(unit=None)):
            return bare[0]
        if amount.unit in SCORES:
            named = named or self._numeric(self.catalog.by_role("quality"))
        if named:
            return self._likeliest(named, amount)
        if said.fields and said.sign in ("", "==", "~"):
            return None  # what is named has no numbers
        roles = self._numeric(name for cue in said.cues for role in cue.roles for name in self.catalog.by_role(role))
        if not roles and any(cue.kind == "adjective" for cue in said.cues):
            return None  # "cheaper than $40" where nothing has a price
        if amount.unit is not None and amount.unit not in SCORES:
            what = "time" if amount.unit == CLOCK else dimension(amount.unit) or ""
            fits = [name for name in self._numeric(self.catalog.fields) if self.on(name, amount) is not None]
            usual = [name for role in self.pack.roles_of.get(what, ()) for name in self.catalog.by_role(role)]
            same = [name for name in fits if self.catalog.fields[name].unit == amount.unit]
            first = [name for name in (*roles, *last, *usual, *same, *fits) if name in fits]
            return self._likeliest(first, amount)
        if roles:
            return self._likeliest(roles, amount)
        short = [name for name in self._numeric(self.catalog.by_role("recency")) if self._of_two_digits(name)]
        if short and amount.value.is_integer() and not last and self._plausible(short[0], amount):
            return short[0]
        if said.sign in ("", "==") and not last:
            return None  # a bare number bounds nothing that anybody could name
        for names in (last, self.catalog.by_role("price"), self.catalog.fields):
            within = [name for name in self._numeric(names) if self._plausible(name, amount)]
            if within and (names is not self.catalog.fields or len(within) == 1):
                return within[0]
        return None

    def _of_two_digits(self, name: str) -> bool:
        return self.catalog.fields[name].role == "recency" and 0 < self.catalog.quantile(name, 1.0) < 100

    def _likeliest(self, names: Sequence[str], amount: Quantity) -> str | None:
        """The first field that has numbers of that size; the first one where none has."""
        return next((name for name in names if self._plausible(name, amount)), next(iter(names), None))

    def _plausible(self, name: str, amount: Quantity) -> bool:
        number = self.on(name, amount)
        low, high = self.catalog.quantile(name, 0.0), self.catalog.quantile(name, 1.0)
        return number is not None and low - 0.5 * abs(low) <= number <= high + 0.5 * abs(high)

    def on(self, name: str, amount: Quantity) -> float | None:
        """An amount on the scale of a field; None where its unit measures something else."""
        field = self.catalog.fields[name]
        if amount.unit in SCORES:
            top = self.catalog.quantile(name, 1.0)
            return (
                amount.value * top / STARS
                if amount.unit == "star" and top > 2 * STARS >= 2 * amount.value
                else amount.value
            )
        if amount.unit is None:
            return amount.value
        if amount.unit == CLOCK:
            read = [convert(amount.value, unit, field.unit or "") for unit in ("hour", "minute")]
            return next((number for number in read if number is not None and self._among(name, number)), read[-1])
        if field.unit is None:
            usual = self.pack.roles_of.get(dimension(amount.unit) or "", ())
            fits = self.catalog.quantile(name, 0.0) <= amount.value <= 2 * self.catalog.quantile(name, 1.0)
            return amount.value if field.role in usual and fits else None
        return convert(amount.value, amount.unit, field.unit)

    def _range(self, name: str, sign: str, numbers: list[float]) -> Predicate:
        if sign == "range":
            low, high = sorted(numbers)
            return Between(field=name, low=plain(low), high=plain(high))
        number = numbers[0]
        if sign == "":
            counted = number.is_integer() and self.catalog.fields[name].unit is None
            sign = "==" if counted and self.catalog.ranking(name).distinct <= COUNTED else "~"
        if sign == "~":
            width = abs(number) * ABOUT
            return Between(field=name, low=plain(number - width), high=plain(number + width))
        return Compare(field=name, sign=_sign(sign), value=plain(number))

    def _years(self, said: Said) -> Predicate | None:
        named = [name for name in said.fields if self._dated([name])]
        fields = named or [
            n for n in self.catalog.by_role("recency") if self.catalog.fields[n].kind in ("number", "date")
        ]
        fields = fields or [name for name, field in self.catalog.fields.items() if field.kind == "date"]
        spans = [years_of(edge) for edge in said.amounts]
        dated = bool(fields) and self.catalog.fields[fields[0]].kind == "date"
        if not dated and any(span is not None and span.first and span.low == span.high for span in spans):
            return None  # "last month" where only the year is known
        if not fields or any(span is None for span in spans):
            return None
        name, sign = fields[0], said.sign
        known = [span for span in spans if span is not None]
        low, high = min(known, key=lambda y: (y.low, y.first)), max(known, key=lambda y: (y.high, y.last))
        if not dated and self._of_two_digits(name):
            low, high = replace(low, low=low.low % 100), replace(high, high=high.high % 100)
        first: Value = (low.first or f"{low.low:04d}") if dated else low.low
        last: Value = (high.last or f"{high.high:04d}") if dated else high.high
        match sign:
            case "<" | ">=":
                return Compare(field=name, sign=_sign(sign), value=first)
            case ">" | "<=":
                return Compare(field=name, sign=_sign(sign), value=last)
            case "~" if low.low == high.high and not low.first:
                first, last = (f"{low.low - 2:04d}", f"{high.high + 2:04d}") if dated else (low.low - 2, high.high + 2)
        if first == last and not dated:
            return Compare(field=name, sign="==", value=first)
        return Between(field=name, low=first, high=last)

    # -- grades and directions -----------------------------------------------------------------------------------------

    def directed(self, said: Said) -> tuple[str | None, str]:
        """The field that a word of degree is about (named, or of its first role that the catalogue has), and its end."""
        named = next((name for name in said.fields if self._measures(name)), None)
        if named is not None:
            return named, said.end_of
        for cue in said.cues:
            for name in (name for role in cue.roles for name in self.catalog.by_role(role)):
                if self._measures(name):  # "fast" is high in speed and low in time
                    turned = cue.key != said.cues[0].key and bool(said.end_of)
                    return name, opposite(said.end_of) if turned else said.end_of
        return None, said.end_of

    def _measures(self, name: str) -> bool:
        return self.catalog.fields[name].kind in ("number", "date") and self.catalog.unknown(name) < len(self.catalog)

    def grades(self, said: Said) -> Predicate | None:
        """As in "well reviewed", "cheap", "underrated": beyond a quantile of the fields that the words are about."""
        evaluative = [cue for cue in said.cues if cue.kind == "evaluative"]
        if not evaluative:
            name, end_of = self.directed(said)
            return None if name is None else self._beyond(name, end_of, GRADE)
        return next((found for cue in evaluative if (found := self._evaluated(cue)) is not None), None)

    def _evaluated(self, cue: Cue) -> Predicate | None:
        """What a phrase that grades means by the roles that the catalogue has."""
        parts: list[Predicate] = []
        for role, end in cue.where:
            names = [name for name in self.catalog.by_role(role) if self._measures(name)]
            if names:
                parts.append(self._beyond(names[0], end, GRADE if len(cue.where) == 1 else 0.65))
        return None if not parts else parts[0] if len(parts) == 1 else AllOf(of=tuple(parts))

    def superlative(self, name: str, end_of: str) -> Predicate | None:
        """As in "best", "most popular": the top of what people judge. None for what is measured: that is sorted."""
        if self.catalog.fields[name].role not in _JUDGED:
            return None
        return self._beyond(name, end_of, SUPERLATIVE)

    def _beyond(self, name: str, end_of: str, share: float) -> Predicate:
        edge = self.catalog.quantile(name, share if end_of == "high" else 1 - share)
        value = self.catalog.from_number(name, edge)
        assert isinstance(value, str | int | float)
        shown = plain(float(f"{value:.4g}")) if isinstance(value, float) else value
        most = edge == self.catalog.quantile(name, 0.0 if end_of == "high" else 1.0)  # no award, as most have
        sign = _sign((">" if end_of == "high" else "<") + ("" if most else "="))
        return Compare(field=name, sign=sign, value=shown)


def amount_of(edge: Edge) -> Quantity:
    """The number that an edge says; of a year, the year."""
    if edge.quantity is not None:
        return edge.quantity
    assert edge.years is not None
    return Quantity(edge.start, edge.end, float(edge.years.low))


def years_of(edge: Edge) -> Years | None:
    """The years that an edge says, a bare number among them."""
    if edge.years is not None:
        return edge.years
    assert edge.quantity is not None
    year = edge.quantity.value
    if edge.quantity.unit is not None or not year.is_integer() or not FIRST <= year <= LAST:
        return None
    return Years(edge.start, edge.end, int(year), int(year), sure=False)


def _sign(sign: str) -> Sign:
    assert sign in ("<", "<=", ">", ">=", "==")
    return sign  # type: ignore[return-value]


def plain(number: float) -> int | float:
    """A number as people would say it: whole where it is whole, without digits that nobody measures."""
    rounded = round(number, 6) if abs(number) < 1000 else round(number, 2)
    return int(rounded) if rounded.is_integer() else rounded
