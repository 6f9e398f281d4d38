"""What a turn gives back: ranked entries with receipts, the memory, the change, the plan and the notices."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from .preferences.memory import PreferenceMemory
from .preferences.steps import MemoryChange, Step
from .types import ItemId, ItemKey, JsonValue

if TYPE_CHECKING:
    from .models import Usage
    from .parsing.protocol import Parse
    from .parsing.question import Question
    from .planning.plan import Plan

NoticeCode: TypeAlias = Literal[
    "not_understood",  # words of the command that no reading covers
    "ambiguous",  # words with two readings, the likelier taken
    "scope",  # how long what was said will last
    "compared",  # whether free text is compared with the items by meaning or by words
    "lifted",  # a newer wish switched a hard rule off
    "refused",  # a wish that memory could not take, and why
    "known",  # a wish that is there already
    "dormant",  # kept, but the catalogue lacks what it names today
    "left_out",  # soft wishes beyond the calls of a plan
    "short",  # fewer items than asked for, with what would fill the feed
    "dose_unmet",  # a soft wish won fewer seats than its dose
    "dose_full",  # a soft wish had nothing left to win
    "dropped_by_tool",  # rows that a custom constrain tool removed
    "tool_failed",  # a tool was left out of the turn
    "parser_failed",  # the command could not be read
    "model_left_out",  # a language model was asked and is left out of the turn
    "planner_failed",  # soft wishes were left out of the turn
    "host_failed",  # the recommender failed; the feed comes from elsewhere
    "memory_stale",  # the log could not be read; last known memory
    "memory_unavailable",  # nothing is known of the user; the host's own feed
    "maybe_saved",  # the log did not say whether the change was kept
    "not_saved",  # the change holds for this feed only
    "cleared",  # wishes that were taken back
    "memory",  # the user asked what is remembered
    "undone",
    "redone",
    "nothing_to_undo",
    "nothing_to_redo",
]


class Suggestion(BaseModel):
    """A one-tap change that a notice offers: give its `steps` to `RecBot.apply`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    steps: tuple[Step, ...]
    adds: int | None = None
    """How many more items it would let in, where that is known."""


class Notice(BaseModel):
    """Something that the user or the integrator should know of this feed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: NoticeCode
    """What it is, for code; `text` says it to people."""
    text: str
    words: tuple[str, ...] = ()
    """The words of the command that it is about."""
    preferences: tuple[str, ...] = ()
    """Ids of the preferences that it is about."""
    suggestions: tuple[Suggestion, ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """What one tool call did to one item."""

    tool: str
    effect: float
    """Halvings of host rank: +1 is worth standing at half the rank. 0 for a rule that the item passed."""
    reason: str
    """The wish in plain words: "more Genre: Comedy"."""
    words: str = ""
    """The user's own words that asked for it."""
    preferences: tuple[str, ...] = ()
    """Ids of the preferences that it serves."""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One seat of the feed."""

    id: ItemId
    key: ItemKey | None
    """The JSON-plain form of the id; None where the catalogue lacks the item."""
    title: str | None
    """None where the catalogue lacks the item."""
    position: int
    """1 is the first seat."""
    score: float | None
    """Halvings of host rank, 0 at the host's first item; the host's own score while nothing steers."""
    host_position: int | None = None
    """Where the host had it; None where the host did not return it."""
    origin: Literal["host", "scored", "prior"] = "host"
    """Who says that it may be served: the host returned it; it is eligible and the host scored it; it is eligible."""
    receipts: tuple[Receipt, ...] = ()

    @property
    def why(self) -> str:
        """The receipts in one line."""
        if not self.receipts:
            return "the recommender's own order"
        moved = [f"{r.reason} ({r.effect:+.1f})" if r.effect else r.reason for r in self.receipts]
        return "; ".join(dict.fromkeys(moved))


@dataclass(frozen=True, slots=True, eq=False)
class Feed:
    """Ranked items with everything that explains them.

    While nothing steers, `ids` and `scores` are the very objects that the host returned; otherwise lists of raw item
    ids and of float scores in halvings of host rank.
    """

    ids: Sequence[ItemId]
    scores: Sequence[float] | NDArray[Any] | None
    entries: tuple[FeedEntry, ...]
    memory: PreferenceMemory
    change: MemoryChange | None
    """What this turn wrote to the log (or would write, in a preview); None where it wrote nothing."""
    plan: Plan
    notices: tuple[Notice, ...] = ()
    parse: Parse | None = None
    """How the command was read; None without a command. While a question is open, of the command that it is about."""
    question: Question | None = None
    """What the command left open (`RecBot(questions=True)`): this feed obeys nothing of it before `RecBot.answer`."""
    usage: Usage | None = None
    """What chat models cost this turn; None where none was asked."""
    degraded: bool = False
    """True where a hard rule may not have been applied or the host could not be asked."""
    steered: bool = True
    """False where the feed is the host's own, byte for byte."""
    cursor: str | None = None
    """Opaque: give it back as `cursor=` for the next page; None where this page was not full."""
    session: str = ""
    """Give it back as `session=` to go on in it."""
    names: Mapping[ItemKey, str] = field(default_factory=dict)
    """Titles of the items that the memory and the change name."""
    offset: int = 0
    """Seats on earlier pages."""
    _next: Callable[[], Feed] | None = field(default=None, repr=False)

    def __len__(self) -> int:
        return len(self.entries)

    def __iter__(self) -> Iterator[FeedEntry]:
        return iter(self.entries)

    def __getitem__(self, index: int) -> FeedEntry:
        return self.entries[index]

    def __repr__(self) -> str:
        return (
            f"Feed({len(self)} items, {len(self.memory)} preferences, "
            f"notices={[n.code for n in self.notices]}, degraded={self.degraded})"
        )

    def name_of(self, key: ItemKey) -> str:
        """What people call an item that the memory or the change names."""
        return self.names.get(key, str(key))

    def next(self) -> Feed | None:
        """The next page under the same wishes; None at the end of the feed."""
        page = self._next() if self._next is not None and self.cursor is not None else None
        return page if page is not None and len(page) else None

    def to_json(self) -> dict[str, JsonValue]:
        """The feed in JSON-plain form: for an API, a log line or a graph's state."""
        return {
            "items": [
                {
                    "id": e.key if e.key is not None else str(e.id),
                    "title": e.title,
                    "score": e.score if e.score is None or math.isfinite(e.score) else None,  # JSON has no NaN
                    "why": e.why,
                }
                for e in self.entries
            ],
            "understood": None if self.parse is None else self.parse.model_dump(mode="json"),
            "change": None if self.change is None else self.change.model_dump(mode="json", exclude_none=True),
            "memory": [
                {"id": p.id, "says": p.says(self.name_of), "scope": p.scope, "words": p.words} for p in self.memory
            ],
            "notices": [n.model_dump(mode="json", exclude_none=True) for n in self.notices],
            "question": None if self.question is None else self.question.model_dump(mode="json", exclude_none=True),
            "usage": None if self.usage is None else self.usage.model_dump(mode="json", exclude_none=True),
            "steered": self.steered,
            "degraded": self.degraded,
            "cursor": self.cursor,
            "session": self.session,
        }

    def __rich__(self) -> object:
        from .rendering import feed_table

        return feed_table(self)

    def _repr_html_(self) -> str:
        from .rendering import feed_html

        return feed_html(self)
