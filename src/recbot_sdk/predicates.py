"""The closed language of conditions on fields: pydantic, JSON round-trip, names and values only.

A predicate is in normal form: nothing in it negates, because negation is the polarity of the preference that holds it.
What a predicate is worth on a table is decided by `Catalog.truth`, never here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, Literal, TypeAlias, TypeVar, cast

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    field_validator,
    model_validator,
)

from .errors import PredicateError
from .types import Value

Sign: TypeAlias = Literal["<", "<=", ">", ">=", "=="]
_HUGE = 1e300
"""Numbers beyond this are infinite in all but name."""
Bound: TypeAlias = Literal["low", "high"]


class _Node(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    def __and__(self, other: Predicate) -> AllOf:
        return AllOf(of=(*_members(self, AllOf), *_members(other, AllOf)))

    def __or__(self, other: Predicate) -> AnyOf:
        return AnyOf(of=(*_members(self, AnyOf), *_members(other, AnyOf)))

    def __invert__(self) -> None:
        raise PredicateError("a predicate holds no negation. Say rb.dislike(predicate, hard=True) instead.")


def _finite(value: Value) -> Value:
    if not isinstance(value, str) and not -_HUGE < value < _HUGE:
        raise PredicateError(f"{value!r} bounds nothing. Give a finite number.")
    return value


class In(_Node):
    """The item has at least one of `values` in a category, tags or flag field."""

    op: Literal["in"] = "in"
    field: str
    values: tuple[Value, ...] = Field(min_length=1)

    @field_validator("values")
    @classmethod
    def _unique(cls, values: tuple[Value, ...]) -> tuple[Value, ...]:
        return tuple(dict.fromkeys(values))


class Between(_Node):
    """`low <= value <= high`, both ends included, in a number or date field."""

    op: Literal["between"] = "between"
    field: str
    low: Annotated[Value, AfterValidator(_finite)]
    high: Annotated[Value, AfterValidator(_finite)]

    @model_validator(mode="after")
    def _ordered(self) -> Between:
        if isinstance(self.low, str) != isinstance(self.high, str) or self.low > self.high:  # type: ignore[operator]
            raise PredicateError(
                f"between({self.low!r}, {self.high!r}) holds nothing. Give two values of one type, low first."
            )
        return self


class Compare(_Node):
    """`value sign bound` in a number or date field."""

    op: Literal["compare"] = "compare"
    field: str
    sign: Sign
    value: Annotated[Value, AfterValidator(_finite)]

    @property
    def bound(self) -> Bound | None:
        """The end of the range that this sets; None for `==`, which sets both."""
        return {"<": "high", "<=": "high", ">": "low", ">=": "low", "==": None}[self.sign]


class Contains(_Node):
    """The text field (or any value of a tags field) contains `text` as whole words, case and accents folded."""

    op: Literal["contains"] = "contains"
    field: str
    text: str = Field(min_length=1)


class AllOf(_Node):
    """Every member holds."""

    op: Literal["all"] = "all"
    of: tuple[Predicate, ...] = Field(min_length=1)


class AnyOf(_Node):
    """At least one member holds."""

    op: Literal["any"] = "any"
    of: tuple[Predicate, ...] = Field(min_length=1)


Predicate: TypeAlias = Annotated[In | Between | Compare | Contains | AllOf | AnyOf, Field(discriminator="op")]
Leaf: TypeAlias = In | Between | Compare | Contains
AllOf.model_rebuild()
AnyOf.model_rebuild()
PREDICATE: TypeAdapter[Predicate] = TypeAdapter(Predicate)
"""Validates and writes predicates: `PREDICATE.validate_python(...)`, `PREDICATE.dump_json(...)`."""


PREDICATES = (In, Between, Compare, Contains, AllOf, AnyOf)
"""The kinds of predicates, for `isinstance`."""


def _members(node: object, kind: type[AllOf] | type[AnyOf]) -> tuple[Predicate, ...]:
    return node.of if isinstance(node, kind) else (cast(Predicate, node),)


def leaves(predicate: Predicate) -> Iterator[Leaf]:
    """The conditions at the leaves, from left to right."""
    if isinstance(predicate, AllOf | AnyOf):
        for member in predicate.of:
            yield from leaves(member)
    else:
        yield predicate


def fields_of(predicate: Predicate) -> tuple[str, ...]:
    """The fields that a predicate names, each once, in order of first mention."""
    return tuple(dict.fromkeys(leaf.field for leaf in leaves(predicate)))


N = TypeVar("N", bound=_Node)


def _make(kind: type[N], name: str, **said: object) -> N:
    """A leaf from code. Raises `PredicateError`, saying what was given, where it is none."""
    try:
        return kind.model_validate({"field": name, **said})
    except ValidationError as error:
        given = ", ".join(f"{key}={value!r}" for key, value in said.items())
        reason = "; ".join(problem["msg"].removeprefix("Value error, ") for problem in error.errors())
        raise PredicateError(f"field({name!r}) cannot be asked for {given}: {reason}.") from None


def _plain(value: object) -> object:
    """A value as predicates hold it: dates as ISO strings, numpy's numbers as Python's."""
    for method in ("isoformat", "item"):
        if hasattr(value, method):
            return getattr(value, method)()
    return value


class FieldRef:
    """A field by name, for writing predicates in code: `rb.field("Runtime") <= 120`.

    Values are strings, numbers, booleans, dates. Raises `PredicateError` for anything else, for a negation, for an empty
    choice or text, and for a range that holds nothing.
    """

    __slots__ = ("name",)
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, name: str) -> None:
        self.name = name

    def __eq__(self, value: object) -> Predicate:  # type: ignore[override]
        plain = _plain(value)
        if isinstance(plain, str | bool):
            return _make(In, self.name, values=(plain,))
        return _make(Compare, self.name, sign="==", value=plain)

    def __ne__(self, value: object) -> Predicate:  # type: ignore[override]
        raise PredicateError(
            f"field({self.name!r}) != {value!r} is a negation. Say rb.dislike(rb.field({self.name!r}) == {value!r}, hard=True)."
        )

    def __lt__(self, value: object) -> Predicate:
        return _make(Compare, self.name, sign="<", value=_plain(value))

    def __le__(self, value: object) -> Predicate:
        return _make(Compare, self.name, sign="<=", value=_plain(value))

    def __gt__(self, value: object) -> Predicate:
        return _make(Compare, self.name, sign=">", value=_plain(value))

    def __ge__(self, value: object) -> Predicate:
        return _make(Compare, self.name, sign=">=", value=_plain(value))

    def isin(self, values: Iterable[object]) -> Predicate:
        """The item has at least one of `values`."""
        return _make(In, self.name, values=tuple(_plain(value) for value in values))

    def between(self, low: object, high: object) -> Predicate:
        """`low <= value <= high`, both ends included."""
        return _make(Between, self.name, low=_plain(low), high=_plain(high))

    def contains(self, text: str) -> Predicate:
        """The text holds `text` as whole words."""
        return _make(Contains, self.name, text=text)

    def __repr__(self) -> str:
        return f"field({self.name!r})"


def field(name: str) -> FieldRef:
    """A field by name, for writing predicates in code.

    >>> field("Runtime") <= 120
    Compare(op='compare', field='Runtime', sign='<=', value=120)
    """
    return FieldRef(name)


def describe(predicate: Predicate) -> str:
    """A predicate in plain words, for chips and receipts: "Runtime at most 120", "Genre: Comedy or Drama"."""
    match predicate:
        case In(field=name, values=values):
            return f"{name}: {' or '.join(str(v) for v in values)}"
        case Between(field=name, low=low, high=high):
            return f"{name} {low}" if low == high else f"{name} {low} to {high}"
        case Compare(field=name, sign=sign, value=value):
            words = {"<": "under", "<=": "at most", ">": "over", ">=": "at least", "==": "exactly"}
            return f"{name} {words[sign]} {value}"
        case Contains(field=name, text=text):
            return f"{name} mentions “{text}”"
        case AllOf(of=members):
            return " and ".join(describe(m) for m in members)
        case AnyOf(of=members):
            names = {leaf.values for leaf in members if isinstance(leaf, In)}
            if len(names) == 1 and all(isinstance(m, In) for m in members):  # one value that several fields share
                return f"{'/'.join(fields_of(predicate))}: {' or '.join(str(v) for v in names.pop())}"
            return " or ".join(describe(m) for m in members)
