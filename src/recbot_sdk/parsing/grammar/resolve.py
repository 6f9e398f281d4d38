"""From what was said to proposals: grounded in the catalogue, the screen and memory; what is not grounded is a doubt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from pydantic import JsonValue, ValidationError

from ...catalog.text import Token
from ...errors import ToolError
from ...predicates import AllOf, Between, Compare, In, Predicate, leaves
from ...preferences.inherit import touched
from ...preferences.memory import PreferenceMemory
from ...preferences.preference import (
    About,
    Directive,
    Dose,
    Items,
    Order,
    Preference,
    Similar,
    Target,
    Toward,
    Where,
)
from ...preferences.steps import (
    Add,
    Free,
    Harden,
    Lend,
    Redo,
    Retract,
    Soften,
    Step,
    Undo,
    Wipe,
)
from ...types import ItemKey, Scope
from ..pack import Pack
from ..protocol import Command, Doubt, DoubtReason, Parse, Proposal, Span
from .arguments import arguments_of
from .joining import Wish, fields, joined
from .naming import Meaning, Names
from .reading import Mood, Reading, Said
from .shifting import OPPOSITE, bounds, relaxed, shifted
from .stepping import step_of
from .targets import Targets, plain

if TYPE_CHECKING:
    from ...catalog import Catalog
    from .lattice import Edge

MOST_PROPOSALS = 64
"""Of one command; nobody says more in one breath."""
_LOWEST_FIRST = ("price", "duration", "distance", "weight")
"""Roles by which people sort from the low end when they do not say which."""


def resolve(
    reading: Reading,
    tokens: Sequence[Token],
    names: Names,
    targets: Targets,
    command: Command,
    memory: PreferenceMemory,
    path: Sequence[Edge],
) -> Parse:
    """The proposals and doubts of a reading."""
    return _Resolver(reading, tokens, names, targets, command, memory, path).resolved()


class _Resolver:
    def __init__(
        self,
        reading: Reading,
        tokens: Sequence[Token],
        names: Names,
        targets: Targets,
        command: Command,
        memory: PreferenceMemory,
        path: Sequence[Edge],
    ) -> None:
        self.reading, self.tokens, self.targets, self.command, self.memory = reading, tokens, targets, command, memory
        self.path, self.names = path, names
        self.catalog: Catalog = targets.catalog
        self.pack: Pack = targets.pack
        self.entries: list[Wish | Proposal] = []
        self.doubts: list[Doubt] = []
        self.meanings: dict[tuple[object, ...], Meaning] = {}
        self.taken: set[Edge] = set()
        """Edges that a tool's arguments used up."""
        self.old: Target | None = None
        self.bounded: list[tuple[str, str]] = [*_bounds(memory)]
        """(field, sign) of what was bounded before, in memory and in this command, newest first."""
        self.signs = dict(reversed(self.bounded))
        """The newest sign of each field in memory: what a bare number moves."""

    def resolved(self) -> Parse:
        """Everything that was said, in its order."""
        for said in self.reading.said:
            if said.kind == "tool":
                self.tool(said)
        for said in self.reading.said:
            if not self.used_up(said):
                self.take(said)
        self.settle()
        proposals = [e if isinstance(e, Proposal) else self.proposal(e) for e in joined(self.entries, self.catalog)]
        if len(proposals) > 1:
            proposals = list({(p.step.model_dump_json(), p.spans): p for p in proposals}.values())
        if len(proposals) > MOST_PROPOSALS:
            rest = [span for p in proposals[MOST_PROPOSALS:] for span in p.spans]
            self.doubts += [Doubt(span=rest[0], reason="unsupported")] if rest else []
            del proposals[MOST_PROPOSALS:]
        if not proposals and not self.doubts and not self.reading.asks_memory:
            self.unsaid()
        return Parse(
            text=self.command.text,
            proposals=tuple(proposals),
            doubts=tuple(self.doubts),
            asks_memory=self.reading.asks_memory,
        )

    def settle(self) -> None:
        """Of what a part of a name may mean, the first that leaves anything beside the other rules of the command."""
        rules = [e for e in self.entries if isinstance(e, Wish) and e.mood.hard and e.mood.polarity == "like"]
        rules = [e for e in rules if isinstance(e.target, Where) and e.said.joint != "or" and not e.said.action]
        for wish in (rule for rule in rules if rule.others and len(rules) > 1):
            beside = [e.target.predicate for e in rules if e is not wish and isinstance(e.target, Where)]
            choices = [t for t in (wish.target, *wish.others) if isinstance(t, Where)]
            left = next((t for t in choices if self.catalog.count(AllOf(of=(*beside, t.predicate)))), wish.target)
            if left is not wish.target:
                wish.others = tuple(t for t in choices if t is not left)
                wish.target = left

    def used_up(self, said: Said) -> bool:
        """Whether a tool's arguments have used up all of its words."""
        if not self.taken:
            return False
        if said.edge is not None:
            return said.edge in self.taken
        return all(any(e.start <= at < e.end for e in self.taken) for at in range(said.start, said.end))

    # -- one thing at a time -------------------------------------------------------------------------------------------

    def take(self, said: Said) -> None:
        match said.kind:
            case "value":
                meaning = self.meaning(said)
                wider, guess = meaning.evidence == "broader", meaning.evidence == "meaning"
                if wider and said.mood.polarity == "dislike" and not said.action:
                    self.name(said)  # who wants no poodles has nothing against dogs
                    return
                others = tuple(Where(predicate=p) for p in meaning.others)
                self.wish(
                    said,
                    Where(predicate=meaning.predicate),
                    evidence=meaning.evidence,
                    cost=meaning.cost,
                    named=not wider and not guess,
                    others=others,
                    mood=replace(said.mood, hard=False) if guess else None,  # no rule is made of what only sounds alike
                )
            case "bound" if said.action in ("raise", "lower"):
                self.shift(said)
            case "bound":
                self.bound(said)
            case "grade":
                predicate = self.targets.grades(said)
                self.judged(said, predicate)
            case "toward":
                self.toward(said)
            case "order":
                self.order(said)
            case "item" | "similar":
                self.items(said)
            case "has":
                self.has(said)
            case "aspect":
                self.aspect(said)
            case "about":
                self.wish(said, About(text=self.text(said.start, said.end)), evidence="text", named=False)
            case "name":
                self.name(said)
            case "unknown":
                self.doubt(said, "unknown")
            case "field":
                for name in dict.fromkeys(link.field for link in (said.edge.links if said.edge else ())):
                    self.propose(said, Free(field=name, scope=self.scope(said.mood)))
            case "action":
                self.action(said)

    def meaning(self, said: Said) -> Meaning:
        """What a name means; long commands name one thing many times."""
        assert said.edge is not None
        key = (said.fields, said.led, *(link[2:] for link in said.edge.links))
        if key not in self.meanings:
            self.meanings[key] = self.names.value(said)
        return self.meanings[key]

    def wish(
        self,
        said: Said,
        target: Target,
        *,
        evidence: str = "exact",
        cost: float = 0.0,
        named: bool = True,
        others: tuple[Target, ...] = (),
        mood: Mood | None = None,
    ) -> None:
        """A wish, or (where the words take something back) the correction of one."""
        if said.action == "old":
            last = self.entries[-1] if self.entries else None
            if isinstance(last, Wish) and last.old is None:
                last.old = target
                last.spans += said.spans
            else:
                self.old = target
            return
        if said.action in ("retract", "free"):
            correction = Retract(target=target, scope=self.scope(said.mood))
            if not self.allowed(said, target) or touched(correction, self.memory.preferences):
                self.propose(said, correction, evidence=evidence, cost=cost)
                return
            said.action, said.shift = "", "extend"
        wish = Wish(target, said, mood or said.mood, evidence, cost, named, others, self.old, list(said.spans))
        self.old = None
        self.entries.append(wish)

    def allowed(self, said: Said, target: Target) -> bool:
        """Whether words that take a ban back ("81 is fine as well") speak of what a choice in memory leaves out."""
        mine = fields(target)
        return said.shift == "allow" and any(
            p.hard and p.polarity == "like" and mine & fields(p.target) for p in self.memory
        )

    def bound(self, said: Said) -> None:
        moved = said.action == "move"
        last = [name for name, _ in self.bounded]
        if moved and last:
            said.amounts = tuple(self.targets.rescaled(last[0], edge) for edge in said.amounts)
        predicate = None if self.nameless(said) else self.targets.bound(said, last, self.command.now)
        if predicate is None:
            self.doubt(said, "unsupported")
            return
        name = next(leaves(predicate)).field
        sign = self.signs.get(name)
        liked = said.mood.polarity == "like"
        if liked and said.sign == "" and sign in OPPOSITE and len(said.amounts) == 1 and not _spans(said.amounts[0]):
            exact = self.targets.bound(replace(said, sign=sign), [name], self.command.now)
            if exact is not None:
                predicate, moved = exact, True
        if isinstance(predicate, Compare):
            self.bounded.insert(0, (name, predicate.sign))
        said.action = "move" if moved else said.action
        self.wish(said, Where(predicate=predicate), evidence="memory" if moved else "exact")

    def nameless(self, said: Said) -> bool:
        """Whether an unknown word right before a bare number says what it counts: "serves at least 4"."""
        before, _ = self.beside(said)
        quantity = said.amounts[-1].quantity
        if said.sign in ("<", "<=", "range") and quantity is not None and self.targets.costs(quantity):
            return False  # "homes under 200k"
        bare = (
            quantity is not None and quantity.unit is None and not said.fields and not any(c.roles for c in said.cues)
        )
        return (
            bare
            and before is not None
            and before.kind in ("unknown", "name")
            and said.joint == ""
            and before.end == said.start
        )

    def beside(self, said: Said) -> tuple[Said | None, Said | None]:
        """What was said right before and right after."""
        every = self.reading.said
        place = next(k for k, other in enumerate(every) if other is said)
        return every[place - 1] if place else None, every[place + 1] if place + 1 < len(every) else None

    def judged(self, said: Said, predicate: Predicate | None, mood: Mood | None = None) -> None:
        if predicate is None:
            self.doubt(said, "unsupported")
            return
        self.mention(predicate)
        self.wish(said, Where(predicate=predicate), evidence="role", named=False, mood=mood)

    def mention(self, predicate: Predicate) -> None:
        """A field that was spoken of is the likeliest one of an amount that follows: "low sodium, under 600 mg"."""
        self.bounded[:0] = [(leaf.field, "") for leaf in leaves(predicate) if isinstance(leaf, Compare)]

    def toward(self, said: Said) -> None:
        name, end_of = self.targets.directed(said)
        if name is None:
            self.doubt(said, "unsupported")
            return
        if said.action == "relax":
            self.give_way(said, name, end_of)
            return
        direction = "up" if end_of == "high" else "down"
        if (said.edge is not None and said.edge.kind == "title") or said.places:
            keys = self.pointed(said)
            value = self.catalog.value_of(name, int(self.catalog.rows_of_keys(keys[:1])[0])) if keys else None
            if value is None or isinstance(value, list):
                self.doubt(said, "no_screen" if not keys else "unsupported")
                return
            predicate = Compare(field=name, sign=">" if direction == "up" else "<", value=value)
            self.wish(said, Where(predicate=predicate), evidence="screen", mood=replace(said.mood, hard=True))
            return
        self.wish(said, Toward(field=name, direction=direction), evidence="role", named=False)

    def give_way(self, said: Said, name: str, end_of: str) -> None:
        """As in "a bit longer is fine": the bound that keeps such items out gives way; where none does, nothing is wished."""
        predicate = relaxed(self.memory, {name}, end_of, said.mood.dose, plain)
        if predicate is None:
            self.doubt(said, "unsupported")
            return
        said.action = "move"
        self.wish(said, Where(predicate=predicate), evidence="memory", mood=Mood(scope=said.mood.scope))

    def shift(self, said: Said) -> None:
        """As in "raise it by 20": of the newest bound of the field, or of all."""
        edge = said.amounts[0]
        bound = next((b for b in bounds(self.memory) if not said.fields or b.field in said.fields), None)
        by = None if bound is None or edge.quantity is None else self.targets.on(bound.field, edge.quantity)
        sign = -1 if said.action == "lower" else 1
        predicate = None if bound is None or by is None else shifted(bound, sign * by, plain)
        if predicate is None:
            self.doubt(said, "unsupported")
            return
        said.action = "move"
        self.wish(said, Where(predicate=predicate), evidence="memory")

    def order(self, said: Said) -> None:
        name, end_of = self.targets.directed(said)
        if name is None and said.sign == "way":
            name = next((p.target.field for p in reversed(tuple(self.memory)) if isinstance(p.target, Order)), None)
        if name is None:
            self.doubt(said, "unsupported")
            return
        end_of = end_of or next((cue.key for cue in said.cues if cue.kind == "adjective"), "")
        if not end_of:
            end_of = "low" if self.catalog.fields[name].role in _LOWEST_FIRST else "high"
        top = self.targets.superlative(name, end_of) if said.sign == "" else None
        if top is not None:
            self.judged(said, top, replace(said.mood, dose=Dose.LOT.value))
            return
        mood = replace(said.mood, polarity="like", hard=False)
        self.wish(said, Order(field=name, direction="up" if end_of == "high" else "down"), evidence="role", mood=mood)

    def items(self, said: Said) -> None:
        keys = self.pointed(said)
        if not keys:
            self.doubt(said, "no_screen")
            return
        evidence = "exact" if said.edge is not None and said.edge.kind == "title" else "screen"
        if said.kind == "item":
            self.wish(said, Items(items=tuple(keys)), evidence=evidence)
            return
        for key in keys:
            self.wish(said, Similar(item=key), evidence=evidence)

    def has(self, said: Said) -> None:
        """At least one of what a field counts: "with a balcony". A field that counts nothing says nothing by itself."""
        counts = [name for name in said.fields if self.catalog.fields[name].kind == "number"]
        if counts and self.catalog.quantile(counts[0], 0.0) == 0:
            self.wish(said, Where(predicate=Compare(field=counts[0], sign=">", value=0)))

    def aspect(self, said: Said) -> None:
        """What an item has of a field that was named, as a wish of its own."""
        keys = self.pointed(said)
        name = next(
            (name for name in said.fields if self.catalog.fields[name].kind in ("category", "tags", "flag")), None
        )
        value = self.catalog.value_of(name, int(self.catalog.rows_of_keys(keys[:1])[0])) if keys and name else None
        if name is None or value is None:
            self.doubt(said, "no_screen" if not keys else "unsupported")
            return
        values = value if isinstance(value, list) else [value]
        self.wish(said, Where(predicate=In(field=name, values=tuple(values))), evidence="screen")

    def pointed(self, said: Said) -> list[ItemKey]:
        """The items that a title or positions on the screen name; none where the screen does not have them."""
        if said.edge is not None and said.edge.kind == "title":
            return [link.value for link in said.edge.links[:1] if isinstance(link.value, int | str)]
        shown = self.command.on_screen
        return [shown[place] for place in said.places if -len(shown) <= place < len(shown)]

    def name(self, said: Said) -> None:
        words = [token.text for token in self.tokens[said.start : said.end]]
        text = self.text(said.start, said.end)
        ruled = said.mood.polarity == "dislike" and said.mood.hard and not said.action and self.alone(said)
        predicate = self.names.mentioned(words) if ruled and not said.led else None
        if predicate is not None:
            self.wish(said, Where(predicate=predicate), evidence="title")
        elif ruled and (stranger := self.names.stranger(said, text)) is not None:
            self.wish(said, Where(predicate=stranger), evidence="unknown")
        elif said.mood.polarity == "like" and self.titled(words):
            self.wish(said, About(text=text), evidence="text", named=False, mood=Mood(hard=False))
        else:
            self.doubt(said, "unknown_name")

    def titled(self, words: Sequence[str]) -> bool:
        """Whether titles hold the words, and few enough of them that this tells something."""
        known = [self.names.wording.phrase([word]) for word in words]
        held = [0 if word is None else len(self.catalog.title_words.having(word)) for word in known]
        return all(0 < count <= max(3, len(self.catalog) // 10) for count in held)

    def alone(self, said: Said) -> bool:
        """Whether nothing else is named in the same breath: "no bagpipes", not the verb of "nothing that takes an hour"."""
        before, after = self.beside(said)
        joined = before is not None and said.joint == "" and before.mood.span == said.mood.span
        return not joined and not (after is not None and after.joint == "" and after.mood.span == said.mood.span)

    def tool(self, said: Said) -> None:
        edge = said.edge
        assert edge is not None
        assert edge.tool is not None
        arguments, used = arguments_of(edge.tool, self.path, list(self.path).index(edge), self.tokens, self.catalog)
        try:
            edge.tool.validate(arguments)
        except (ToolError, ValidationError):
            self.doubt(said, "unsupported")
            return
        self.taken |= {edge, *used}
        said.spans += [(other.start, other.end) for other in used]
        constrains = edge.tool.stage == "constrain"
        mood = replace(said.mood, hard=constrains)
        self.wish(said, Directive(tool=edge.tool.name, arguments=arguments), mood=mood)

    def action(self, said: Said) -> None:
        scope = self.scope(said.mood)
        newest = self.memory.newest
        match said.action:
            case "undo":
                self.propose(said, Undo())
            case "redo":
                self.propose(said, Redo())
            case "wipe":
                self.propose(said, Wipe(only=said.cues[0].only))
            case "unsort":
                for preference in (p for p in self.memory if isinstance(p.target, Order)):
                    self.propose(said, Retract(id=preference.id), evidence="memory")
            case "diversify":
                named = next((n for n in said.fields if self.catalog.fields[n].kind in ("category", "tags")), None)
                arguments: dict[str, JsonValue] = {} if named is None else {"field": named}
                target = Directive(tool="diversify", arguments=arguments)
                self.wish(said, target, mood=Mood(hard=False, scope=said.mood.scope))
            case "harden":
                for preference in newest:
                    self.propose(said, Harden(target=preference.target, scope=scope), evidence="memory")
            case "deny":
                for preference in newest:
                    self.wish(said, preference.target, evidence="memory", mood=Mood("dislike", scope=said.mood.scope))
            case "further":
                for preference in newest:
                    if not preference.hard:
                        mood = Mood(preference.polarity, False, said.mood.dose, said.mood.scope)
                        self.wish(said, _again(preference.target), evidence="memory", mood=mood)
            case "soften":
                for preference in newest:
                    self.propose(said, Soften(target=preference.target, scope=scope), evidence="memory")
            case "lend":
                for preference in newest:
                    self.propose(said, Lend(id=preference.id, scope=scope), evidence="memory")
        if said.action in ("deny", "harden", "soften", "lend") and not newest:
            self.doubt(said, "unsupported")

    # -- what comes out ------------------------------------------------------------------------------------------------

    def proposal(self, wish: Wish) -> Proposal:
        mood, spans = wish.mood, self.spans(wish.spans)
        scope, days = self.scope(mood), self.reading.days

        def preference(target: Target) -> Preference:
            return Preference(
                polarity=mood.polarity,
                target=target,
                hard=mood.hard,
                dose=mood.dose,
                scope=scope or ("session" if days is None else "standing"),
                expires_at=None if days is None else self.command.now + timedelta(days=days),
                words=" ".join(span.text for span in spans),
            )

        step = step_of(wish, preference(wish.target), self.memory, self.catalog)
        return Proposal(
            step=step,
            spans=spans,
            confidence=_confidence(wish.cost + 0.25 * len(wish.others)),
            evidence=wish.evidence,
            scope_said=scope is not None or days is not None,
            named=wish.named,
            alternatives=tuple(Add(preference=preference(target)) for target in wish.others),
        )

    def propose(self, said: Said, step: Step, *, evidence: str = "exact", cost: float = 0.0) -> None:
        self.entries.append(
            Proposal(
                step=step,
                spans=self.spans(said.spans),
                evidence=evidence,
                scope_said=self.scope(said.mood) is not None,
                confidence=_confidence(cost),
            )
        )

    def doubt(self, said: Said, reason: DoubtReason) -> None:
        self.doubts.append(Doubt(span=self.span(said.start, said.end), reason=reason))

    def unsaid(self) -> None:
        """Words that mean something, but nothing that can be done: "the second one", "more than"."""
        idle = self.pack.ordinary
        content = [e for e in self.path if e.kind != "filler" and not e.cue("filler_phrase")]
        content = [e for e in content if any(token.text not in idle for token in self.tokens[e.start : e.end])]
        if content:
            span = self.span(content[0].start, content[-1].end)
            self.doubts.append(Doubt(span=span, reason="unsupported"))

    def scope(self, mood: Mood) -> Scope | None:
        return mood.scope or self.reading.scope

    def spans(self, said: Iterable[tuple[int, int]]) -> tuple[Span, ...]:
        return tuple(self.span(*span) for span in sorted(set(said)))

    def span(self, start: int, end: int) -> Span:
        first, last = self.tokens[start].start, self.tokens[end - 1].end
        return Span(start=first, end=last, text=self.command.text[first:last])

    def text(self, start: int, end: int) -> str:
        return self.span(start, end).text


def _again(target: Target) -> Target:
    """What was wished, from where things stand now."""
    return Toward(field=target.field, direction=target.direction) if isinstance(target, Toward) else target


def _spans(edge: Edge) -> bool:
    """Whether an amount is a stretch of time, "the 90s", which bounds by itself."""
    return edge.years is not None and edge.years.low != edge.years.high


def _confidence(cost: float) -> float:
    return max(0.1, 1.0 - 0.4 * cost)


def _bounds(memory: PreferenceMemory) -> Iterator[tuple[str, str]]:
    """(field, sign as a like) of the half-open bounds in memory, newest first."""
    for preference in sorted(memory, key=lambda p: -p.seq):
        if isinstance(preference.target, Where):
            for leaf in leaves(preference.target.predicate):
                if isinstance(leaf, Compare) and leaf.sign in OPPOSITE:
                    yield leaf.field, leaf.sign if preference.polarity == "like" else OPPOSITE[leaf.sign]
                elif isinstance(leaf, Compare | Between):
                    yield leaf.field, "=="
