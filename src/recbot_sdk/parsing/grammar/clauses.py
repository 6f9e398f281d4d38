"""From the best path to what is said: cues get their scope over targets, targets are joined, corrections find theirs.

A typed reading from left to right over edges, with no word of any language and no look at memory or the catalogue's rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from ...catalog.text import Token
from ...preferences.preference import Dose
from ...types import Polarity, Scope
from ..pack import Cue
from .lattice import Edge
from .reading import NOWHERE, Joint, Mood, Reading, Said, SaidKind

_BREAKS = frozenset(".;?!")
_LINKING = frozenset({"with", "by", "from", "at", "noun", "filler", "filler_phrase", "one", "also"})


def read(path: Sequence[Edge], tokens: Sequence[Token]) -> Reading:
    """What a path says."""
    return _Reader(list(path), tokens).read()


class _Reader:
    def __init__(self, path: list[Edge], tokens: Sequence[Token]) -> None:
        self.path, self.tokens = path, tokens
        self.said: list[Said] = []
        self.mood = Mood()
        self.joint: Joint = ""
        self.action = ""
        self.shift: Literal["", "extend", "narrow", "soften", "harden"] = ""
        self.dose: float | None = None
        self.scope: Scope | None = None
        self.asks = False
        self.hint: Edge | None = None
        self.fresh = True
        """Nothing has been named since the last break."""

    def read(self) -> Reading:
        at = 0
        while at < len(self.path):
            at = max(at + 1, self.step(at))
        return Reading(self.said, self.scope, self.asks)

    # -- looking ahead -------------------------------------------------------------------------------------------------

    def ahead(self, at: int, *, over: frozenset[str] = _LINKING) -> int:
        """The next edge that is not only a linking word, within the sentence; the length of the path where there is none."""
        while at < len(self.path):
            edge = self.path[at]
            if at and self.tokens[edge.start].gap in _BREAKS:
                return len(self.path)
            light = edge.kind == "filler" or (edge.kind == "cue" and any(cue.kind in over for cue in edge.cues))
            if (
                not light
                or edge.cue("compare", "between", "polarity", "similar", "seen", "this", "ordinal") is not None
            ):
                return at
            at += 1
        return at

    def edge(self, at: int) -> Edge | None:
        return self.path[at] if 0 <= at < len(self.path) else None

    def is_amount(self, at: int) -> bool:
        edge = self.edge(at)
        return edge is not None and edge.kind in ("number", "years")

    # -- one edge ------------------------------------------------------------------------------------------------------

    def step(self, at: int) -> int:
        edge = self.path[at]
        gap = self.tokens[edge.start].gap
        if gap in _BREAKS and at:
            self.mood, self.joint, self.action, self.hint, self.dose = Mood(), "", "", None, None
            self.fresh = True
        elif gap == "," and self.joint == "":
            self.joint = "comma"
        match edge.kind:
            case "unknown":
                return self.unknown(at)
            case "value":
                return self.value(at)
            case "title":
                return self.title(at)
            case "number" | "years":
                return self.bound(at)
            case "field":
                return self.named_field(at)
            case "end":
                return self.adjective(at, edge.cues, edge)
            case "tool":
                return self.put(Said("tool", self.mood, edge.start, edge.end, edge), at)
            case "cue":
                return self.cue(at)
            case _:
                return at + 1

    def cue(self, at: int) -> int:
        edge = self.path[at]
        for kind in (
            "filler_phrase", "action", "range", "compare", "not_only", "item", "similar", "dissimilar", "seen", "degree", "sort",
            "evaluative", "adjective", "instead_of", "polarity", "ordinal", "number", "this", "dose", "scope", "about", "but",
            "or", "and", "also", "too", "soften",
        ):  # fmt: skip
            done = getattr(self, f"on_{kind}", lambda at, edge: None)(at, edge)
            if done is not None:
                return int(done)
        return at + 1

    # -- targets -------------------------------------------------------------------------------------------------------

    def put(self, said: Said, at: int, then: int | None = None) -> int:
        """Take down one thing that was said, in the mood of its clause."""
        said.joint = self.joint if not self.fresh else ""
        said.action = said.action or self.action
        said.shift = said.shift or self.shift
        if self.dose is not None and not said.mood.hard:
            said.mood = replace(said.mood, dose=self.dose)
            self.dose = None
        said.spans = [span for span in (said.mood.span, (said.start, said.end)) if span is not None]
        self.said.append(said)
        self.joint, self.fresh = "", False
        return at + 1 if then is None else then

    def value(self, at: int) -> int:
        edge = self.path[at]
        mood = self.mood
        if self.joint == "comma" and mood.polarity == "dislike" and mood.hard is False and mood.bare:
            mood = Mood()
        hinted: tuple[str, ...] = ()
        if self.hint is not None:
            hinted = tuple(link.field for link in self.hint.links if any(link.field == own.field for own in edge.links))
            self.hint = None
        return self.put(Said("value", mood, edge.start, edge.end, edge, fields=hinted, led=self.led(at)), at)

    def led(self, at: int) -> Literal["", "by", "with"]:
        """Whether "by" or "with" leads to edge `at`, over words that say nothing."""
        before = self.edge(at - 1)
        while before is not None and before.kind == "filler":
            at -= 1
            before = self.edge(at - 1)
        if before is None:
            return ""
        return "by" if before.cue("by") else "with" if before.cue("with") else ""

    def title(self, at: int) -> int:
        edge = self.path[at]
        following = self.ahead(at + 1)
        after = self.edge(following)
        if after is not None and after.cue("seen"):
            return self.put(
                Said("item", replace(self.mood, polarity="dislike", hard=True), edge.start, after.end, edge),
                at,
                following + 1,
            )
        kind: SaidKind = "similar" if self.mood.polarity == "like" else "item"
        mood = self.mood if kind == "item" else replace(self.mood, hard=False)
        return self.put(Said(kind, mood, edge.start, edge.end, edge), at)

    def unknown(self, at: int) -> int:
        """A run of unknown words: a name where a cue asks for one, else nothing that is understood."""
        stop = at + 1
        while (
            stop < len(self.path)
            and self.path[stop].kind == "unknown"
            and self.tokens[self.path[stop].start].gap in ("", " ")
        ):
            stop += 1
        named = self.hint is not None or (not self.mood.bare and self.mood.hard) or self.after_link(at)
        fields = tuple(link.field for link in self.hint.links) if self.hint is not None else ()
        said = Said(
            "name" if named else "unknown", self.mood, self.path[at].start, self.path[stop - 1].end, fields=fields
        )
        self.hint = None
        return self.put(said, at, stop)

    def after_link(self, at: int) -> bool:
        before = self.edge(at - 1)
        return before is not None and before.cue("with", "by") is not None

    def named_field(self, at: int) -> int:
        edge = self.path[at]
        following = self.ahead(at + 1)
        after = self.edge(following)
        if after is not None and after.kind == "cue" and after.cue("action") and self.fielded(after):
            return at + 1 if self.action else self.put(Said("field", self.mood, edge.start, edge.end, edge), at)
        if self.action in ("free", "retract"):
            return self.put(Said("field", self.mood, edge.start, edge.end, edge), at)
        mine = {link.field for link in edge.links}
        if after is not None and after.kind == "value" and mine & {link.field for link in after.links}:
            self.hint = edge
        elif self.back(mine, edge):
            pass
        else:
            self.hint = edge
        return at + 1

    def fielded(self, edge: Edge) -> bool:
        return any(cue.kind == "action" and cue.do == "free" and cue.side == "after" for cue in edge.cues)

    def back(self, fields: set[str], edge: Edge) -> bool:
        """Give a field that follows its values, or its amount, to them."""
        done = False
        for said in reversed(self.said):
            if said.kind == "bound" and not said.fields and not done and self.joint == "":
                said.fields = tuple(link.field for link in edge.links)
                said.spans.append((edge.start, edge.end))
                return True
            if said.kind != "value" or said.edge is None or not fields & {link.field for link in said.edge.links}:
                break
            if not said.fields:
                said.fields = tuple(f for f in fields if f in {link.field for link in said.edge.links})
                done = True
            if said.joint != "and":
                break
        return done

    # -- amounts -------------------------------------------------------------------------------------------------------

    def bound(self, at: int, sign: str = "", cues: tuple[Cue, ...] = (), start: int | None = None) -> int:
        """An amount with what stands before it (`sign`), a range, or a sign behind it."""
        edge = self.path[at]
        first = edge.start if start is None else start
        amounts, stop = (edge,), at + 1
        to = self.edge(stop)
        if to is not None and to.cue("to") and self.is_amount(stop + 1) and sign in ("", "between"):
            amounts, sign, stop = (edge, self.path[stop + 1]), "range", stop + 2
        elif to is not None and sign in ("", ">=") and (after := self.trailing(to)) is not None:
            sign, cues, stop = after.sign, (after,), stop + 1
        elif sign == "between":
            sign = ""
        mood = self.mood
        if self.joint == "comma" and mood.polarity == "dislike":
            mood = Mood(scope=mood.scope)
        if mood.bare or mood.span is None:
            mood = replace(mood, hard=True)
        hinted = tuple(link.field for link in self.hint.links) if self.hint is not None else ()
        start_said = self.hint.start if self.hint is not None else first
        self.hint = None
        return self.put(
            Said(
                "bound",
                mood,
                start_said,
                self.path[stop - 1].end,
                edge,
                fields=hinted,
                sign=sign,
                amounts=amounts,
                cues=cues,
            ),
            at,
            stop,
        )

    def trailing(self, edge: Edge) -> Cue | None:
        return next((cue for cue in edge.cues if cue.kind == "compare" and cue.side == "after"), None)

    def on_range(self, at: int, edge: Edge) -> int | None:
        if edge.cue("between") is None:
            return None
        first = self.ahead(at + 1)
        if (
            self.is_amount(first)
            and (to := self.edge(first + 1)) is not None
            and to.cue("to")
            and self.is_amount(first + 2)
        ):
            return self.bound(first, "between", start=edge.start)
        return None

    def on_compare(self, at: int, edge: Edge) -> int | None:
        cues = tuple(cue for cue in edge.cues if cue.kind == "compare" and cue.side == "before")
        following = self.ahead(at + 1)
        if cues and self.is_amount(following):
            return self.bound(following, cues[0].sign, cues, edge.start)
        return None

    # -- corrections and other actions ---------------------------------------------------------------------------------

    def on_action(self, at: int, edge: Edge) -> int | None:
        for cue in (cue for cue in edge.cues if cue.kind == "action"):
            done = self.acted(at, edge, cue)
            if done is not None:
                return done
        return None

    def acted(self, at: int, edge: Edge, cue: Cue) -> int | None:
        following = self.edge(self.ahead(at + 1))
        match cue.do:
            case "undo" | "redo" | "wipe" | "diversify":
                if (
                    cue.do == "diversify"
                    and edge.end - edge.start == 1
                    and following is not None
                    and following.kind == "value"
                ):
                    return None
                return self.put(Said("action", self.mood, edge.start, edge.end, edge, cues=(cue,), action=cue.do), at)
            case "ask":
                self.asks = True
                return at + 1
            case "harden" | "soften":
                last = self.last(("value", "bound", "grade"))
                if last is not None:
                    last.shift = "harden" if cue.do == "harden" else "soften"
                    return at + 1
                if following is not None and following.kind == "value":
                    self.shift = cue.do  # type: ignore[assignment]
                    return at + 1
                return self.put(Said("action", self.mood, edge.start, edge.end, edge, cues=(cue,), action=cue.do), at)
            case "lend":
                self.scope = cue.scope
                if len(self.path) == 1 or all(e.kind == "filler" for e in self.path if e is not edge):
                    return self.put(
                        Said("action", self.mood, edge.start, edge.end, edge, cues=(cue,), action="lend"), at
                    )
                return at + 1
            case "free" if cue.side == "before":
                if following is not None and following.kind == "field" and following.links:
                    self.action = "free"
                    return at + 1
                return None
            case "free":
                return self.onto("free", edge, at)
            case "retract" if cue.side == "before":
                if following is not None and (
                    following.kind in ("value", "field", "title", "number", "years") or following.cue("compare")
                ):
                    self.action = "retract"
                    return at + 1
                return None
            case "retract":
                return self.onto("retract", edge, at)
            case "move" if cue.side == "before":
                target = self.ahead(at + 1)
                moved = self.edge(target)
                if self.is_amount(target) or (moved is not None and moved.cue("compare") is not None):
                    self.action = "move"
                    return at + 1
                return None
            case "move":
                last = self.last(("bound",))
                if last is not None and last.sign == "" and last is self.said[-1]:
                    last.action = "move"
                    return at + 1
        return None

    def last(self, kinds: tuple[str, ...]) -> Said | None:
        return self.said[-1] if self.said and self.said[-1].kind in kinds else None

    def onto(self, action: str, edge: Edge, at: int) -> int | None:
        """Apply a correction to what it follows, with all that is joined to that."""
        if (
            not self.said
            or self.said[-1].action
            or self.said[-1].kind not in ("value", "field", "bound", "item", "similar", "name")
        ):
            return None
        for said in reversed(self.said):
            said.action = action
            said.spans.append((edge.start, edge.end))
            if said.joint not in ("and", "or", "comma"):
                break
        return at + 1

    def on_instead_of(self, at: int, edge: Edge) -> int | None:
        following = self.edge(self.ahead(at + 1))
        if (
            edge.cue("instead_of") is None
            or edge.cue("polarity") is not None
            or following is None
            or following.kind not in ("value", "title")
        ):
            return None
        self.action, self.joint = "old", ""
        return at + 1

    def on_not_only(self, at: int, edge: Edge) -> int | None:
        following = self.edge(self.ahead(at + 1))
        if edge.cue("not_only") is None or following is None or following.kind != "value":
            return None
        self.shift = "soften"
        return at + 1

    # -- items ---------------------------------------------------------------------------------------------------------

    def pointed(self, at: int) -> tuple[Edge | None, tuple[int, ...], int] | None:
        """What words point at from edge `at`: a title, or positions on the screen, and where they end."""
        at = self.ahead(at, over=frozenset({"filler", "noun"}))
        edge = self.edge(at)
        if edge is None:
            return None
        if edge.kind == "title":
            return edge, (), at + 1
        ordinal = edge.cue("ordinal")
        if ordinal is not None:
            return self.ordinals(at, int(ordinal.value))
        if edge.cue("number") is not None and (number := self.edge(at + 1)) is not None and number.quantity is not None:
            return None, (int(number.quantity.value) - 1,), at + 2
        return None

    def ordinals(self, at: int, place: int) -> tuple[None, tuple[int, ...], int] | None:
        """As in "the second one", "the first two", "the second and the third"."""
        places, stop = [place - 1 if place > 0 else place], at + 1
        count = self.edge(stop)
        if (
            count is not None
            and count.quantity is not None
            and count.quantity.unit is None
            and count.quantity.value < 20
        ):
            many = int(count.quantity.value)
            places = list(range(many)) if place == 1 else list(range(-many, 0)) if place < 0 else places
            stop += 1
        while (more := self.edge(stop)) is not None and more.cue("and", "or") is not None:
            then = self.ahead(stop + 1, over=frozenset({"filler"}))
            other = self.edge(then)
            ordinal = other.cue("ordinal") if other is not None else None
            if ordinal is None:
                break
            places.append(int(ordinal.value) - 1 if ordinal.value > 0 else int(ordinal.value))
            stop = then + 1
        noun = self.edge(stop)
        if noun is not None and noun.cue("one", "noun") is not None:
            stop += 1
        return None, tuple(places), stop

    def on_similar(self, at: int, edge: Edge) -> int | None:
        return self.like_item(at, edge, "like") if edge.cue("similar") else None

    def on_dissimilar(self, at: int, edge: Edge) -> int | None:
        return self.like_item(at, edge, "dislike") if edge.cue("dissimilar") else None

    def like_item(self, at: int, edge: Edge, polarity: Polarity) -> int | None:
        found = self.pointed(at + 1)
        mood = Mood(polarity, False, scope=self.mood.scope, bare=False, span=(edge.start, edge.end))
        if found is None:
            following = self.edge(self.ahead(at + 1, over=frozenset({"filler"})))
            if (
                following is not None
                and following.cue("this") is not None
                and self.said
                and self.said[-1].kind in ("value", "item", "similar")
            ):
                return self.again(mood, at, following)
            if (
                following is not None
                and following.kind in ("value", "field", "unknown")
                and edge.cue("polarity") is None
            ):
                self.mood = mood
                return at + 1
            if following is not None and following.cue("this") is not None and edge.cue("polarity") is None:
                return self.put(Said("similar", mood, edge.start, following.end, places=(NOWHERE,)), at)
            return None
        target, places, stop = found
        start = target.start if target else self.path[stop - 1].start
        return self.put(Said("similar", mood, start, self.path[stop - 1].end, target, places=places), at, stop)

    def again(self, mood: Mood, at: int, pronoun: Edge) -> int:
        """As in "more of it": what was named before, in another mood."""
        last = self.said[-1]
        said = replace(last, mood=mood, action="", start=last.start, end=last.end)
        self.action = ""
        done = self.put(said, at, self.path.index(pronoun) + 1)
        said.spans.append((pronoun.start, pronoun.end))
        return done

    def on_seen(self, at: int, edge: Edge) -> int | None:
        if edge.cue("seen") is None:
            return None
        found = self.pointed(at + 1)
        mood = Mood("dislike", True, scope=self.mood.scope, bare=False, span=(edge.start, edge.end))
        if found is not None:
            target, places, stop = found
            start = target.start if target else self.path[stop - 1].start
            return self.put(Said("item", mood, start, self.path[stop - 1].end, target, places=places), at, stop)
        last = self.said[-1] if self.said else None
        if last is not None and last.kind in ("similar", "item"):
            last.kind, last.mood = "item", mood
            last.spans.append((edge.start, edge.end))
            return at + 1
        following = self.edge(self.ahead(at + 1, over=frozenset({"filler"})))
        if following is not None and following.cue("all") is not None:
            return self.put(Said("item", mood, edge.start, following.end, places=tuple(range(20))), at)
        return None

    def on_ordinal(self, at: int, edge: Edge) -> int | None:
        ordinal = edge.cue("ordinal")
        if ordinal is None:
            return None
        found = self.ordinals(at, int(ordinal.value))
        if found is None:
            return None
        _, places, stop = found
        noun = self.path[stop - 1].cue("one") is not None
        counted = len(places) > 1
        after = self.edge(self.ahead(stop, over=frozenset({"filler"})))
        seen = after is not None and after.cue("seen") is not None
        if not (noun or counted or seen or self.mood.polarity == "dislike"):
            return None
        if seen:
            mood = Mood("dislike", True, bare=False, span=(edge.start, edge.end))
            assert after is not None
            return self.put(Said("item", mood, edge.start, after.end, places=places), at, self.path.index(after) + 1)
        if self.mood.bare:
            return None
        kind: SaidKind = "item" if self.mood.polarity == "dislike" else "similar"
        mood = self.mood if kind == "item" else replace(self.mood, hard=False)
        return self.put(Said(kind, mood, edge.start, self.path[stop - 1].end, places=places), at, stop)

    def on_this(self, at: int, edge: Edge) -> int | None:
        if edge.cue("this") is None or self.mood.bare or not self.said:
            return None
        last = self.said[-1]
        if last.kind in ("item", "similar") and self.mood.polarity == "dislike" and last.places:
            return self.put(Said("item", self.mood, edge.start, edge.end, last.edge, places=last.places), at)
        return None

    # -- moods ---------------------------------------------------------------------------------------------------------

    def on_polarity(self, at: int, edge: Edge) -> int | None:
        cue = edge.cue("polarity")
        if cue is None:
            return None
        if cue.weak and not (self.mood.bare or self.fresh is False):
            return at + 1
        if cue.weak and not self.mood.bare:
            return at + 1
        if (
            cue.polarity == "like"
            and cue.hard
            and not cue.weak
            and self.mood.polarity == "dislike"
            and not self.fresh
            and self.joint == ""
        ):
            return at + 1
        assert cue.polarity is not None
        dose = {"bit": Dose.BIT.value, "lot": Dose.LOT.value}.get(cue.dose or "", Dose.MORE.value)
        if self.dose is not None and not cue.hard:
            dose, self.dose = self.dose, None
        span = (edge.start, edge.end)
        self.mood = Mood(cue.polarity, cue.hard, dose, cue.scope, bare=cue.weak, span=None if cue.weak else span)
        self.action = "" if self.action != "old" else self.action
        if self.joint == "":
            self.joint = "comma" if self.said else ""
        self.fresh = True if not self.said else self.fresh
        return at + 1

    def on_dose(self, at: int, edge: Edge) -> int | None:
        cue = edge.cue("dose")
        if cue is None:
            return None
        dose = Dose.BIT.value if cue.key == "bit" else Dose.LOT.value
        following = self.edge(at + 1)
        before = self.edge(at - 1)
        if following is not None and (
            following.cue("polarity", "adjective", "degree_more", "degree_less", "degree_too")
            or following.kind == "end"
        ):
            self.dose = dose
        elif before is not None and before.cue("polarity") is not None and not self.mood.hard:
            self.mood = replace(self.mood, dose=dose)
        elif self.said and not self.said[-1].mood.hard and following is None:
            self.said[-1].mood = replace(self.said[-1].mood, dose=dose)
        return at + 1

    def on_scope(self, at: int, edge: Edge) -> int | None:
        cue = edge.cue("scope")
        if cue is None or edge.cue("polarity") is not None:
            return None
        self.scope = cue.key  # type: ignore[assignment]
        return at + 1

    def on_but(self, at: int, edge: Edge) -> int | None:
        if edge.cue("but") is None:
            return None
        self.mood, self.joint, self.fresh = Mood(), "", True
        return at + 1

    def on_or(self, at: int, edge: Edge) -> int | None:
        if edge.cue("or") is None:
            return None
        if not self.said:
            self.shift = "extend"
        self.joint = "or"
        return at + 1

    def on_and(self, at: int, edge: Edge) -> int | None:
        if edge.cue("and") is None:
            return None
        if not self.said:
            self.shift = "narrow"
        self.joint = "and"
        return at + 1

    def on_also(self, at: int, edge: Edge) -> int | None:
        if edge.cue("also") is None:
            return None
        if not self.said:
            self.shift = "narrow"
        elif at == len(self.path) - 1:
            for said in self.said:
                said.shift = said.shift or "narrow"
        return at + 1

    def on_too(self, at: int, edge: Edge) -> int | None:
        if edge.cue("too") is None or (edge.cue("degree_too") is not None and at < len(self.path) - 1):
            return None
        last = self.last(("value", "bound"))
        if last is not None and last.mood.polarity == "like" and all(e.kind == "filler" for e in self.path[at + 1 :]):
            last.shift = "extend"
        return at + 1

    # -- degrees, grades and order -------------------------------------------------------------------------------------

    def on_degree(self, at: int, edge: Edge) -> int | None:
        degrees = [cue.kind.removeprefix("degree_") for cue in edge.cues if cue.kind.startswith("degree_")]
        if not degrees:
            return None
        following = self.edge(at + 1)
        if following is not None and following.cue("degree_very"):
            following = self.edge(at + 2)
        if following is None:
            return None
        if following.kind == "end" or following.cue("adjective") is not None:
            for degree in ("more", "less", "most", "least", "too"):
                if degree in degrees:
                    return self.adjective(self.path.index(following), following.cues, following, degree, edge.start)
            return None
        if following.kind == "field" and any(
            degree in degrees for degree in ("more", "less", "most", "least", "high", "low")
        ):
            degree = next(d for d in ("more", "less", "most", "least", "high", "low") if d in degrees)
            after = self.edge(self.ahead(at + 2))
            if after is not None and after.cue("than") is not None:
                return None
            return self.graded_field(at, following, degree, edge.start)
        return None

    def graded_field(self, at: int, edge: Edge, degree: str, start: int) -> int:
        fields = tuple(link.field for link in edge.links)
        up = degree in ("more", "most", "high")
        kind: SaidKind = {"more": "toward", "less": "toward", "most": "order", "least": "order"}.get(degree, "grade")  # type: ignore[assignment]
        mood = replace(self.soft(), polarity="like")
        return self.put(
            Said(kind, mood, start, edge.end, edge, fields=fields, end_of="high" if up else "low"), at, at + 2
        )

    def soft(self) -> Mood:
        """The mood of a wish that can only be soft."""
        return replace(self.mood, hard=False) if not self.mood.bare else Mood(hard=False, scope=self.mood.scope)

    def on_adjective(self, at: int, edge: Edge) -> int | None:
        cues = tuple(cue for cue in edge.cues if cue.kind == "adjective")
        return self.adjective(at, cues, edge) if cues else None

    def adjective(self, at: int, cues: tuple[Cue, ...], edge: Edge, degree: str = "", start: int | None = None) -> int:
        cues = tuple(cue for cue in cues if cue.kind == "adjective")
        first = edge.start if start is None else start
        fields = tuple(link.field for link in edge.links)
        end_of, own = cues[0].key, cues[0].degree
        mood = self.soft()
        before = self.edge(self.path.index(edge) - 1)
        flipped = degree in ("less", "least", "too")
        negative = self.mood.polarity == "dislike" and not self.mood.bare
        if negative and degree != "too":
            flipped = not flipped
        kind: SaidKind = "grade"
        if (
            own == "more"
            or degree in ("more", "less", "too")
            or (negative and before is not None and before.cue("polarity"))
        ):
            kind = "toward"
        elif own == "most" or degree in ("most", "least"):
            kind = "order"
        if negative and kind == "grade":
            flipped = False
        elif negative:
            mood = replace(mood, polarity="like")
        if flipped:
            end_of = "low" if end_of == "high" else "high"
        stop = self.path.index(edge) + 1
        than = self.edge(self.ahead(stop, over=frozenset({"noun"})))
        if than is not None and than.cue("than") is not None:
            target = self.ahead(self.path.index(than) + 1)
            if self.is_amount(target):
                sign = "<" if end_of == "low" else ">"
                self.hint = None
                done = self.bound(target, sign, cues, first)
                self.said[-1].fields = fields
                return done
            found = self.pointed(self.path.index(than) + 1)
            if found is not None:
                item, places, stop = found
                said = Said(
                    "toward",
                    Mood(),
                    first,
                    self.path[stop - 1].end,
                    item,
                    cues=cues,
                    fields=fields,
                    end_of=end_of,
                    places=places,
                )
                return self.put(said, at, stop)
        follow = self.edge(stop)
        if follow is not None and follow.cue("first") is not None and kind == "order":
            return self.put(
                Said("order", mood, first, follow.end, edge, cues=cues, fields=fields, end_of=end_of, sign="first"),
                at,
                stop + 1,
            )
        return self.put(Said(kind, mood, first, edge.end, edge, cues=cues, fields=fields, end_of=end_of), at, stop)

    def on_evaluative(self, at: int, edge: Edge) -> int | None:
        cues = tuple(cue for cue in edge.cues if cue.kind == "evaluative")
        if not cues:
            return None
        return self.put(Said("grade", self.soft(), edge.start, edge.end, edge, cues=cues), at)

    def on_sort(self, at: int, edge: Edge) -> int | None:
        if edge.cue("sort") is None:
            return None
        target = self.ahead(at + 1)
        by = self.edge(target)
        if by is None or not (by.kind in ("field", "end") or by.cue("adjective")):
            return None
        follow = self.edge(target + 1)
        way = (
            "low"
            if follow is not None and follow.cue("up")
            else "high"
            if follow is not None and follow.cue("down")
            else ""
        )
        fields = tuple(link.field for link in by.links)
        cues = tuple(cue for cue in by.cues if cue.kind == "adjective")
        stop = target + (2 if way else 1)
        return self.put(
            Said(
                "order",
                self.soft(),
                edge.start,
                self.path[stop - 1].end,
                by,
                cues=cues,
                fields=fields,
                end_of=way,
                sign="sort",
            ),
            at,
            stop,
        )

    # -- free text -----------------------------------------------------------------------------------------------------

    def on_about(self, at: int, edge: Edge) -> int | None:
        """Free text, where words follow that name nothing."""
        if edge.cue("about") is None:
            return None
        stop, open_words = at + 1, 0
        while stop < len(self.path):
            here = self.path[stop]
            if (
                self.tokens[here.start].gap in (*_BREAKS, ",")
                or here.cue("polarity", "but", "action", "compare") is not None
            ):
                break
            open_words += here.kind == "unknown"
            stop += 1
        if not open_words:
            return None
        return self.put(Said("about", self.soft(), self.path[at + 1].start, self.path[stop - 1].end), at, stop)

    def on_soften(self, at: int, edge: Edge) -> int | None:
        return None
