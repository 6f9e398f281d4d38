"""What a user wants: polarity x strength x target, with scope, expiry and the words that asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from enum import Enum
from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter

from ..predicates import Predicate, describe
from ..types import ItemKey, JsonValue, Polarity, Scope, Value


def utc(moment: datetime) -> datetime:
    """The same moment in UTC; one without a zone is read as UTC."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _plain(text: object) -> object:
    # half a surrogate pair can be typed and pasted, but neither UTF-8 nor a database can hold it
    return text.encode("utf-8", "replace").decode("utf-8") if isinstance(text, str) else text


Moment: TypeAlias = Annotated[datetime, AfterValidator(utc)]
Naming: TypeAlias = Callable[[ItemKey], str]
"""From an item's key to what people call it: `Catalog.name_of`, for one."""
Words: TypeAlias = Annotated[str, BeforeValidator(_plain)]
"""Text as people type it; what UTF-8 cannot hold becomes "?"."""


class Dose(float, Enum):
    """What a soft wish should win or lose, as a share of the first page's seats: "a bit more", "more", "a lot more"."""

    BIT = 0.1
    MORE = 0.25
    LOT = 0.5


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Where(_Frozen):
    """Items for which a predicate holds."""

    kind: Literal["where"] = "where"
    predicate: Predicate


class Items(_Frozen):
    """These very items, by `Catalog.key`: seen, hidden, "not that one"."""

    kind: Literal["items"] = "items"
    items: tuple[ItemKey, ...] = Field(min_length=1)


class Similar(_Frozen):
    """Items like `item`, which is itself excluded; `aspects` are the fields that count (none: all that describe an item)."""

    kind: Literal["similar"] = "similar"
    item: ItemKey
    aspects: tuple[str, ...] = ()


class About(_Frozen):
    """Items that hold the rare words of this text, the more the better (`Catalog.about`)."""

    kind: Literal["about"] = "about"
    text: Words = Field(min_length=1)


class Toward(_Frozen):
    """Beyond `reference` along a number or date field: "cheaper", "newer".

    `reference` is in the field's unit, or an ISO date. Left out, it becomes the median of what is on the screen when it is
    said; where that is not known, it is the catalogue's median.
    """

    kind: Literal["toward"] = "toward"
    field: str
    direction: Literal["up", "down"]
    reference: Value | None = None


class Order(_Frozen):
    """Sort what is left by a number or date field: "newest first". Unknown values come last."""

    kind: Literal["order"] = "order"
    field: str
    direction: Literal["up", "down"]


class Directive(_Frozen):
    """Run a registered tool with these JSON arguments: "more variety", or an integrator's own tool."""

    kind: Literal["directive"] = "directive"
    tool: str
    arguments: dict[str, JsonValue] = Field(default_factory=dict)

    def __hash__(self) -> int:
        return hash((self.kind, self.tool))  # a dict has no hash; equality still reads the arguments


Target: TypeAlias = Annotated[Where | Items | Similar | About | Toward | Order | Directive, Field(discriminator="kind")]
TARGET: TypeAdapter[Target] = TypeAdapter(Target)


class Preference(_Frozen):
    """One wish: a rule (`hard`), or one with a dose. `id` and `seq` are issued by the fold, never by a parser or a model."""

    polarity: Polarity
    target: Target
    hard: bool = False
    dose: float = Field(default=Dose.MORE.value, gt=0, le=1)
    """Share of the first page's seats that a soft wish should win or lose; without meaning where `hard`."""
    scope: Scope = "session"
    expires_at: Moment | None = None
    words: Words = ""
    """The user's own words that asked for it."""
    id: str = ""
    seq: int = 0
    """Sequence number of the change that it came from."""

    def __str__(self) -> str:
        return self.says()

    def says(self, name: Naming = str) -> str:
        """The wish in plain words; `name` gives items their titles."""
        what = describe_target(self.target, name)
        return what if isinstance(self.target, Order | Directive) else f"{self.verb} {what}"

    @property
    def verb(self) -> str:
        """How it is shown: only / no / more / less."""
        if self.hard:
            return "only" if self.polarity == "like" else "no"
        return "more" if self.polarity == "like" else "less"


def describe_target(target: Target, name: Naming = str) -> str:
    """A target in plain words; `name` gives items their titles."""
    match target:
        case Where(predicate=predicate):
            return describe(predicate)
        case Items(items=items):
            return f"item {', '.join(map(name, items))}"
        case Similar(item=item, aspects=aspects):
            return f"like {name(item)}" + (f" in {', '.join(aspects)}" if aspects else "")
        case About(text=text):
            return f"about “{text}”"
        case Toward(field=field, direction=direction, reference=reference):
            return f"{field} {'above' if direction == 'up' else 'below'} {reference if reference is not None else 'the usual'}"
        case Order(field=field, direction=direction):
            return f"{field} {'highest' if direction == 'up' else 'lowest'} first"
        case Directive(tool=tool, arguments=arguments):
            told = ", ".join(f"{key.replace('_', ' ')} {value}" for key, value in arguments.items())
            return tool.replace("_", " ") + (f" ({told})" if told else "")


def _target(wanted: Predicate | Target) -> Target:
    return (
        wanted
        if isinstance(wanted, Where | Items | Similar | About | Toward | Order | Directive)
        else Where(predicate=wanted)
    )


def like(
    target: Predicate | Target, *, hard: bool = False, dose: float = Dose.MORE, scope: Scope = "standing"
) -> Preference:
    """A like, for `RecBot.apply`: edits made in code or in a UI stand until they are changed.

    Args:
        target: A predicate (`rb.field("price") < 40`) or any other target.
        hard: Serve nothing else; otherwise it wins seats.
        dose: Share of the first page's seats to win, above 0 to 1; without meaning where `hard`.
        scope: How long it lasts: "standing", "session" or "turn".

    >>> str(like(Toward(field="price", direction="down", reference=40)))
    'more price below 40'
    """
    return Preference(polarity="like", target=_target(target), hard=hard, dose=float(dose), scope=scope)


def dislike(
    target: Predicate | Target, *, hard: bool = False, dose: float = Dose.MORE, scope: Scope = "standing"
) -> Preference:
    """A dislike, for `RecBot.apply`. Takes the arguments of `like`: `hard` removes, otherwise it loses seats.

    >>> from recbot_sdk.predicates import field
    >>> str(dislike(field("genre") == "noir", hard=True))
    'no genre: noir'
    """
    return Preference(polarity="dislike", target=_target(target), hard=hard, dose=float(dose), scope=scope)
