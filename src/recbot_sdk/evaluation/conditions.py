"""Conditions of a regression file, decided on one item's plain values. They check the catalogue's own truth: they never ask it."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Literal, TypeAlias, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from rapidfuzz import process

from ..catalog import Catalog
from ..catalog.columns import PlainValue, value_text
from ..types import Value

T = TypeVar("T")
Cells: TypeAlias = Callable[[str], PlainValue]
"""One item: from a column's name to its value in plain Python, None where unknown."""
TITLE = "title"
"""The column of titles, in a catalogue that has no field of that name."""
_SIGNS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
}
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
"""A year, a month or a day."""
_NAMES_SHOWN = 12


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def _some(given: tuple[T, ...]) -> tuple[T, ...]:
    if not given:
        raise ValueError("it is empty. Give at least one, or leave it out.")
    return given


Some = AfterValidator(_some)  # not `min_length`, which is also told of what was refused for another reason


def _a_list(given: object) -> object:
    if isinstance(given, list) and given and all(isinstance(value, str | int | float) for value in given):
        return given
    raise ValueError(f"{given!r} is no list of values. Allowed with any and none: [value, ...].")


def _a_text(given: object) -> object:
    if isinstance(given, str) and given:
        return given
    raise ValueError(f"{given!r} is no text. Allowed with contains and lacks: letters to look for.")


def _a_bound(given: object) -> object:
    if (isinstance(given, int | float) and not isinstance(given, bool)) or _DATE.fullmatch(str(given)):
        return given
    raise ValueError(f"{given!r} is no bound. Allowed: a number, or a date such as 2004-01-31, 2004-01 or 2004.")


class _OnColumn(_Frozen):
    column: str

    def misfit(self, catalog: Catalog) -> str | None:
        """Why this cannot be decided on a catalogue; None where it can."""
        return misfit_of_column(self.column, catalog)


class Holds(_OnColumn):
    """`any`: at least one of these values, whole and as the catalogue writes it. `none`: none of them."""

    op: Literal["any", "none"]
    value: Annotated[tuple[Value, ...], BeforeValidator(_a_list)]

    def __str__(self) -> str:
        return f"{self.column} {self.op} {', '.join(map(value_text, self.value))}"

    def holds(self, cells: Cells) -> bool:
        """Whether an item is so."""
        wanted = {value_text(value) for value in self.value}
        found = any(value_text(value) in wanted for value in _values(cells(self.column)))
        return found == (self.op == "any")

    def misfit(self, catalog: Catalog) -> str | None:
        """Also a value that the catalogue does not have is a misfit: it would pass or fail for nothing."""
        odd = super().misfit(catalog)
        known = catalog.values(self.column) if odd is None and self.column in catalog.fields else ()
        missing = [text for text in map(value_text, self.value) if text not in known] if known else []
        if not missing:
            return odd
        near = [text for text, _, _ in process.extract(missing[0], known, processor=str.casefold, score_cutoff=60)]
        return f"{self.column} has no value {missing[0]!r}. Allowed: {_shown(near or known)}."


class Mentions(_OnColumn):
    """`contains`: the letters stand somewhere in the text or in one of the values, whatever their case. `lacks`: they do not."""

    op: Literal["contains", "lacks"]
    value: Annotated[str, BeforeValidator(_a_text)]

    def __str__(self) -> str:
        return f"{self.column} {self.op} “{self.value}”"

    def holds(self, cells: Cells) -> bool:
        """Whether an item is so."""
        wanted = self.value.casefold()
        found = any(wanted in value_text(value).casefold() for value in _values(cells(self.column)))
        return found == (self.op == "contains")


class Compares(_OnColumn):
    """A number beside a number of the field's unit, or a date beside a day, a month or a year. Unknown is not so."""

    op: Literal["<", "<=", ">", ">=", "=="]
    value: Annotated[Value, BeforeValidator(_a_bound)]

    def __str__(self) -> str:
        return f"{self.column} {self.op} {self.value}"

    def holds(self, cells: Cells) -> bool:
        """Whether an item is so."""
        found = cells(self.column)
        if isinstance(found, str):  # an ISO date, cut to a year where the bound is a year
            bound = value_text(self.value)
            return _SIGNS[self.op](found[: len(bound)], bound)
        return found is not None and _SIGNS[self.op](found, self.value)

    def misfit(self, catalog: Catalog) -> str | None:
        """Also a column without numbers is a misfit, and a date beside numbers."""
        odd = super().misfit(catalog)
        if odd is not None:
            return odd
        kind = catalog.fields[self.column].kind if self.column in catalog.fields else "text"
        if kind not in ("number", "date"):
            return f"{self.column} is of kind {kind}, which has no order. Allowed with {self.op}: number, date."
        if isinstance(self.value, str) if kind == "number" else not _DATE.fullmatch(value_text(self.value)):
            return f"{self.column} is of kind {kind} and cannot be compared with {self.value!r}."
        return None


class Joined(_Frozen):
    """`or`: at least one of several conditions; `and`: all of them."""

    op: Literal["or", "and"]
    of: Annotated[tuple[Condition, ...], Some]

    def __str__(self) -> str:
        return f"({f' {self.op} '.join(map(str, self.of))})"

    def holds(self, cells: Cells) -> bool:
        """Whether an item is so."""
        return (any if self.op == "or" else all)(member.holds(cells) for member in self.of)

    def misfit(self, catalog: Catalog) -> str | None:
        """The first misfit of its members."""
        return next((odd for member in self.of if (odd := member.misfit(catalog))), None)


_OPS = ("any", "none", "contains", "lacks", *_SIGNS)


def _spelt(given: object) -> object:
    """A condition as files write it, a list, as the model that it stands for."""
    if isinstance(given, BaseModel):
        return given
    if isinstance(given, list) and given[:1] in (["or"], ["and"]):
        return {"op": given[0], "of": given[1:]}
    if not isinstance(given, list) or len(given) != 3:
        raise ValueError(
            f'{given!r} is no condition. Allowed: [column, op, value], ["or", condition...], ["and", condition...].'
        )
    column, op, value = given
    if op not in _OPS:
        raise ValueError(f"{op!r} is no operator. Allowed: {', '.join(_OPS)}.")
    return {"column": column, "op": op, "value": value}


Condition: TypeAlias = Annotated[
    Holds | Mentions | Compares | Joined, Field(discriminator="op"), BeforeValidator(_spelt)
]
Joined.model_rebuild()


def misfit_of_column(column: str, catalog: Catalog) -> str | None:
    """Why a column cannot be asked; None where it can."""
    if column in catalog.fields or column == TITLE:
        return None
    return f"column {column!r} is not in the catalogue. Allowed: {_shown([*catalog.fields, TITLE])}."


def cells_of(catalog: Catalog, row: int) -> Cells:
    """The values of one row; all unknown for an item that the catalogue lacks (row -1)."""

    def cell(column: str) -> PlainValue:
        if row < 0:
            return None
        return catalog.value_of(column, row) if column in catalog.fields else str(catalog.titles[row])

    return cell


def _values(cell: PlainValue) -> list[Any]:
    return cell if isinstance(cell, list) else [] if cell is None else [cell]


def _shown(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_NAMES_SHOWN])
    return f"{shown} and {len(names) - _NAMES_SHOWN} more" if len(names) > _NAMES_SHOWN else shown
