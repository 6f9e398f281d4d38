"""The reader walks the best path from left to right, keeps the mood of the clause, and takes down what is named.

It knows no word of any language, and looks neither at memory nor at the rows of the catalogue.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Literal, TypeAlias

from ...catalog.text import Token
from ...types import Scope
from ..pack import Cue
from .edges import Edge
from .reading import Joint, Mood, Reading, Said, SaidKind, Shift

Handler: TypeAlias = "Callable[[Reader, int, Edge, Cue], int | None]"
"""Reads a cue at a place of the path: the place to go on from, or None where the cue has another meaning here."""
_BREAKS = frozenset(".;?!")
_LINKING = frozenset({"with", "by", "from", "at", "noun", "filler", "filler_phrase", "one", "also"})
_SAYING = ("number", "compare", "between", "polarity", "similar", "seen", "this", "ordinal")


class Reader:
    """One command on its way to a `Reading`."""

    def __init__(
        self,
        path: Sequence[Edge],
        tokens: Sequence[Token],
        handlers: Sequence[tuple[tuple[str, ...], Handler]],
        told: frozenset[int],
    ) -> None:
        self.path, self.tokens, self.handlers, self.told = list(path), tokens, handlers, told
        self.said: list[Said] = []
        self.mood = Mood()
        self.joint: Joint = ""
        self.action = ""
        """A correction that waits for what it is about."""
        self.shift: Shift = ""
        self.dose: float | None = None
        """A word of dose that waits for its cue."""
        self.scope: Scope | None = None
        self.days: int | None = None
        self.asks = False
        self.hint: Edge | None = None
        """A field that waits for its value or amount."""
        self.fresh = True
        """Nothing has been named since the last break."""
        self.sorting: Edge | None = None
        """A word of sorting that waits for what it sorts by."""
        self.once = False
        """The mood is that of one word: of what stands behind a minus."""
        self.missed = False
        """Only unknown words have stood behind the cue of the mood."""
        self.pointed: tuple[int, ...] = ()
        """Positions on the screen that were only mentioned: "we saw the first one, so not that one"."""
        self.carried = False
        """A comma stands between the cue of the mood and here."""

    def read(self) -> Reading:
        """Walk the whole path."""
        at = 0
        while at < len(self.path):
            at = max(at + 1, self.step(at))
        if not self.said and not self.mood.bare and not self.mood.hard and self.mood.span is not None:
            start, end = self.mood.span  # "a bit more", and nothing else
            if all(edge.kind == "filler" or edge.cues for edge in self.path):
                self.said.append(Said("action", self.mood, start, end, action="further", spans=[(start, end)]))
        return Reading(self.said, self.scope, self.asks, self.days)

    def step(self, at: int) -> int:
        """Read one edge, and say where to go on."""
        edge = self.path[at]
        gap = self.tokens[edge.start].gap
        if gap in _BREAKS and at:
            self.mood, self.joint, self.action, self.hint, self.dose = Mood(), "", "", None, None
            self.fresh = True
        elif gap == ",":
            self.joint, self.carried = self.joint or "comma", True
            told = self.mood.span is not None and self.mood.span[0] in self.told
            if self.missed and (told or not self.mood.hard):
                self.mood, self.missed = Mood(), False  # "it is more of a wine club, a drama please"
        match edge.kind:
            case "value":
                return self.value(at)
            case "title":
                return self.title(at)
            case "unknown":
                return self.unknown(at)
            case "tool":
                return self.put(Said("tool", self.uncarried(), edge.start, edge.end, edge), at + 1)
            case "filler":
                return at + 1
        # numbers, fields, ends of fields and phrases of the pack are read by their handlers
        here = {f"edge:{edge.kind}", *(cue.kind for cue in edge.cues)}
        for kinds, handler in self.handlers:
            done = None if here.isdisjoint(kinds) else handler(self, at, edge, edge.cue(*kinds) or Cue(edge.kind))
            if done is not None:
                return done
        return self.field(at) if edge.kind == "field" else at + 1

    # -- looking around ------------------------------------------------------------------------------------------------

    def edge(self, at: int) -> Edge | None:
        """The edge at a place of the path; None beyond its ends."""
        return self.path[at] if 0 <= at < len(self.path) else None

    def ahead(self, at: int, over: frozenset[str] = _LINKING) -> int:
        """The next place within the sentence that is not only a linking word; the length of the path where there is none."""
        while at < len(self.path):
            edge = self.path[at]
            if at and self.tokens[edge.start].gap in _BREAKS:
                return len(self.path)
            light = edge.kind == "filler" or (edge.kind == "cue" and any(cue.kind in over for cue in edge.cues))
            if not light or edge.cue(*_SAYING) is not None:
                return at
            at += 1
        return at

    def is_amount(self, at: int) -> bool:
        """Whether a number or a year stands at a place."""
        edge = self.edge(at)
        return edge is not None and edge.kind in ("number", "years")

    def last(self, *kinds: SaidKind) -> Said | None:
        """What was said last, if it is of one of these kinds."""
        return self.said[-1] if self.said and self.said[-1].kind in kinds else None

    def led(self, at: int) -> Literal["", "by", "with"]:
        """Whether "by" or "with" leads to a place, over words that say nothing."""
        before = self.edge(at - 1)
        while before is not None and (before.kind == "filler" or set(before.cues) == {Cue("filler")}):
            at -= 1
            before = self.edge(at - 1)
        if before is None:
            return ""
        return "by" if before.cue("by") else "with" if before.cue("with") else ""

    # -- taking down ---------------------------------------------------------------------------------------------------

    def put(self, said: Said, then: int) -> int:
        """Take down one thing that was said, in the mood of its clause, and go on at `then`."""
        said.joint = self.joint if not self.fresh else ""
        said.action = said.action or self.action
        said.shift = said.shift or self.shift
        if self.dose is not None and not said.mood.hard:
            said.mood = replace(said.mood, dose=self.dose)
            self.dose = None
        said.spans = [span for span in (said.mood.span, (said.start, said.end)) if span is not None]
        self.said.append(said)
        self.joint, self.fresh = "", False
        if self.once:
            self.mood, self.once = Mood(), False
        if said.action == "old":  # one thing stands in the place of one
            self.action = ""
        return then

    def uncarried(self) -> Mood:
        """The mood, but no dislike from before a comma: "no horror, under 90 minutes" asks for short ones."""
        return Mood(scope=self.mood.scope) if self.carried and self.mood.polarity == "dislike" else self.mood

    def soft(self) -> Mood:
        """The mood of a wish that can only be soft."""
        mood = self.uncarried()
        return replace(mood, hard=False) if not mood.bare else Mood(hard=False, scope=mood.scope)

    def hinted(self) -> tuple[str, ...]:
        """The fields that were named for what comes now; they are used up."""
        fields = () if self.hint is None else tuple(link.field for link in self.hint.links)
        self.hint = None
        return fields

    # -- what the catalogue names --------------------------------------------------------------------------------------

    def value(self, at: int) -> int:
        """A value of the catalogue."""
        edge = self.path[at]
        led = self.led(at)
        before = self.last("value")
        if not led and before is not None and self.joint in ("and", "or"):
            led = before.led  # "with A and B"
        if led == "with" and not self.said and self.mood.bare and not self.shift:
            self.shift = "narrow"  # a command that begins with "with" adds to what is there
        said = Said("value", self.mood, edge.start, edge.end, edge, fields=self.hinted(), led=led)
        return self.put(said, at + 1)

    def title(self, at: int) -> int:
        """An item by its title: more like it, or (where it is disliked, or was seen) without it."""
        edge = self.path[at]
        following = self.ahead(at + 1)
        after = self.edge(following)
        if after is not None and after.cue("seen"):
            mood = replace(self.mood, polarity="dislike", hard=True)
            return self.put(Said("item", mood, edge.start, after.end, edge), following + 1)
        if self.mood.polarity == "dislike":
            return self.put(Said("item", self.mood, edge.start, edge.end, edge), at + 1)
        return self.put(Said("similar", replace(self.mood, hard=False), edge.start, edge.end, edge), at + 1)

    def unknown(self, at: int) -> int:
        """A run of unknown words: a name where a cue asks for one, else nothing that is understood."""
        stop = at + 1
        while (
            stop < len(self.path)
            and self.path[stop].kind == "unknown"
            and self.tokens[self.path[stop].start].gap in ("", " ")
        ):
            stop += 1
        before = self.edge(at - 1)
        linked = before is not None and before.cue("with", "by") is not None and before.start not in self.told
        ruled = not self.mood.bare and self.mood.hard and self.path[at].start not in self.told
        named = self.hint is not None or ruled or linked
        self.missed = self.missed or (self.said[-1].mood if self.said else None) is not self.mood
        start, end = self.path[at].start, self.path[stop - 1].end
        said = Said("name" if named else "unknown", self.mood, start, end, fields=self.hinted(), led=self.led(at))
        return self.put(said, stop)

    def field(self, at: int) -> int:
        """A field by name: of what follows, of what stands before, or what a correction is about."""
        edge = self.path[at]
        after = self.edge(self.ahead(at + 1))
        freed = after is not None and any(
            c.kind == "action" and c.do == "free" and c.side == "after" for c in after.cues
        )
        if self.action in ("free", "retract") or (freed and not self.action):
            return self.put(Said("field", self.mood, edge.start, edge.end, edge), at + 1)
        mine = {link.field for link in edge.links}
        own = after is not None and after.kind == "value" and mine & {link.field for link in after.links}
        denied = self.mood.polarity == "dislike" and self.mood.hard and not self.carried
        if (denied or self.led(at) == "with") and self.by_itself(at, mine):
            return self.put(Said("has", self.mood, edge.start, edge.end, edge, fields=tuple(mine)), at + 1)
        if own or self.fresh or not self.given_back(edge, mine):
            self.hint = edge
        return at + 1

    def by_itself(self, at: int, mine: set[str]) -> bool:
        """Whether nothing stands beside a field that could be a value of it: "with a balcony"."""
        last, after = self.last("bound", "value"), self.edge(self.ahead(at + 1))
        kinds = ("compare", "between", "degree_high", "degree_low", "degree_more", "degree_less", "dose", "adjective")
        if after is not None and (after.kind in ("value", "number", "years", "unknown", "end") or after.cue(*kinds)):
            return False
        if last is None or last.fields or self.joint != "":
            return True
        return last.kind == "value" and last.edge is not None and not mine & {link.field for link in last.edge.links}

    def given_back(self, edge: Edge, mine: set[str]) -> bool:
        """Give a field to the amount or the values before it: "90 minutes of runtime", "A and B as directors"."""
        done = False
        for said in reversed(self.said):
            if said.kind == "bound" and not said.fields and self.joint == "":
                said.fields = tuple(link.field for link in edge.links)
                said.spans.append((edge.start, edge.end))
                done = True
                if said.joint not in ("or", "and") or said.sign:  # "4 or 6 cylinders"
                    return True
                continue
            if said.kind != "value" or said.edge is None or not mine & {link.field for link in said.edge.links}:
                break
            if not said.fields:
                said.fields = tuple(mine & {link.field for link in said.edge.links})
                done = True
            if said.joint != "and":
                break
        return done
