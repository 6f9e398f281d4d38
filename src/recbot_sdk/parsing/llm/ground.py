"""From a model's clauses to proposals: what the words bear out is taken, weaker where they bear out less, the rest is dropped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError
from rapidfuzz import process

from ...catalog.text import words as words_of
from ...errors import PredicateError, ToolError
from ...predicates import Between, Compare, Contains, In, Predicate, Sign
from ...preferences.memory import PreferenceMemory
from ...preferences.preference import About, Directive, Dose, Items, Order, Preference, Similar, Target, Toward, Where
from ...preferences.steps import Add, Extend, Free, Move, Narrow, Redo, Retract, Step, Undo, Wipe
from ...types import Polarity, Scope, Value
from ..protocol import Proposal
from .evidence import Evidence
from .wire import Clause

if TYPE_CHECKING:
    from ...tools import Tool

CONFIDENCE = 0.6
"""Of what only a model read: less than any word of the catalogue, more than a guess between two readings."""
_SIGNS: dict[str, Sign] = {"at_least": ">=", "at_most": "<=", "above": ">", "below": "<", "equals": "=="}
_DOSES = {"bit": Dose.BIT, "more": Dose.MORE, "lot": Dose.LOT}
_FLAGS = {"true": True, "yes": True, "false": False, "no": False}
_NEAREST = 5


class Grounder:
    """Holds the clauses of one answer to one command."""

    def __init__(self, evidence: Evidence, memory: PreferenceMemory, tools: Sequence[Tool[Any]] = ()) -> None:
        self._e, self._memory = evidence, memory
        self._catalog = evidence.grammar.catalog
        self._tools = {tool.name: tool for tool in tools}
        self.asks_memory = False
        described = any(f.kind == "text" and f.role != "title" for f in self._catalog.fields.values())
        self._compares = self._catalog.meaning is not None or described or bool(tools)
        """Whether anything here, items or a planner with custom tools, can make something of free text."""

    # -- what is said back to the model ----------------------------------------------------------------------------------

    def complaint(self, clauses: Sequence[Clause]) -> str | None:
        """What a model should mend: words that were not said, values that nothing has. None: nothing."""
        wrong = [told for clause in clauses if (told := self._wrong(clause))]
        return " ".join(wrong) or None

    def _wrong(self, clause: Clause) -> str | None:
        if self._e.place(clause.quote) is None:
            return f"The command does not say “{clause.quote[:80]}”: quote its own words."
        if clause.field and clause.field not in self._catalog.fields:
            return f"“{clause.field[:80]}” is no field. The nearest are {_nearest(clause.field, list(self._catalog.fields))}."
        if clause.field and clause.test in ("is", "equals"):
            missing = [value for value in clause.values if not self._values(clause.field, [value])]
            if missing and self._catalog.fields[clause.field].kind in ("category", "tags"):
                near = _nearest(missing[0], self._catalog.values(clause.field))
                return f"“{missing[0][:80]}” is no value of {clause.field}. The nearest are {near}."
        return None

    # -- proposals -----------------------------------------------------------------------------------------------------

    def proposals(self, clauses: Sequence[Clause]) -> list[Proposal]:
        """What is left of the clauses once each is held to the words that it quotes."""
        found = [self._proposal(clause) for clause in clauses]
        return _choices([p for p in found if p is not None], self._catalog.fields)

    def _proposal(self, clause: Clause) -> Proposal | None:
        place = self._e.place(clause.quote)
        if place is None:
            return None
        try:
            step, named = self._step(clause, *place)
        except (PredicateError, ValidationError, ValueError):  # values that no predicate can hold
            return None
        if step is None:
            return None
        return Proposal(
            step=step,
            spans=(self._e.span(*place),),
            confidence=CONFIDENCE,
            evidence="model",
            scope_said=self._scope(*place) is not None,
            named=named,
            source="model",
        )

    def _step(self, clause: Clause, start: int, end: int) -> tuple[Step | None, bool]:
        around = self._e.around(start, end)
        match clause.act:
            case "wipe":
                return (Wipe() if self._e.acts(*around, "wipe") else None), True
            case "undo":
                return (Undo() if self._e.acts(*around, "undo") else None), True
            case "redo":
                return (Redo() if self._e.acts(*around, "redo") else None), True
            case "show_memory":
                self.asks_memory = True
                return None, True
            case "free":
                known = clause.field in self._catalog.fields and self._e.speaks_of(start, end, clause.field)
                known = known and self._e.is_read(start, end) and self._e.acts(*around, "free", "retract")
                known = known and not self._denied(*around)
                return (Free(field=clause.field, scope=self._scope(start, end)) if known else None), True
            case "take_back":
                return self._taken_back(clause, start, end), True
            case "vary":
                return self._wish(clause, Directive(tool="diversify"), start, end, hard=False), True
            case "tool":
                return self._wish(clause, self._directive(clause), start, end, hard=False), True
        target, named = self._target(clause, start, end)
        hard = clause.act in ("require", "forbid") and named and self._hard(clause, target, *around)
        return self._wish(clause, target, start, end, hard=hard), named

    def _wish(self, clause: Clause, target: Target | None, start: int, end: int, *, hard: bool) -> Step | None:
        polarity: Polarity = "dislike" if clause.act in ("forbid", "less") else "like"
        if target is None or (polarity == "like" and self._denied(start, end)):
            return None
        preference = Preference(
            polarity=polarity,
            target=target,
            hard=hard,
            dose=_DOSES[clause.dose].value,
            scope=self._scope(start, end) or "session",
            words=self._e.span(start, end).text,
        )
        if hard and polarity == "like" and isinstance(target, Where):
            bound = isinstance(target.predicate, Compare | Between)
            if clause.join == "instead" and bound:
                return Move(preference=preference)
            if clause.join in ("or", "and"):
                return (Extend if clause.join == "or" else Narrow)(preference=preference)
        return Add(preference=preference)

    def _hard(self, clause: Clause, target: Target | None, start: int, end: int) -> bool:
        """Whether the words make a rule of it: a ban needs a word that bans, and no word may soften."""
        said = list(self._e.cues(start, end, "polarity"))
        if isinstance(target, Items):
            return True
        if isinstance(target, Where) and isinstance(target.predicate, Compare | Between):
            return True  # its number was said
        if clause.act == "forbid":
            return any(cue.polarity == "dislike" and cue.hard for cue in said)
        return not any(not cue.hard for cue in said) or any(cue.polarity == "like" and cue.hard for cue in said)

    def _denied(self, start: int, end: int) -> bool:
        """Whether the quoted words deny what a model takes for a wish."""
        on_path = [e for e in self._e.path if e.start >= start and e.end <= end]
        return any(cue.kind == "polarity" and cue.polarity == "dislike" for e in on_path for cue in e.cues[:1])

    def _scope(self, start: int, end: int) -> Scope | None:
        """How long the words say that it lasts: a model's word alone makes nothing stand."""
        first, last = self._e.around(start, end)
        for cue in self._e.cues(first, last, "scope", "polarity"):
            if cue.kind == "scope":
                scope: Scope = cue.key  # type: ignore[assignment]
                return scope
            if cue.scope is not None:
                return cue.scope
        return None

    def _taken_back(self, clause: Clause, start: int, end: int) -> Step | None:
        wishes = tuple(self._memory)
        if not 1 <= clause.remembered <= len(wishes):
            return None
        wish = wishes[clause.remembered - 1]
        newest = wish in self._memory.newest and self._e.acts(*self._e.around(start, end), "retract", "deny", "undo")
        return Retract(id=wish.id) if newest or self._e.touches(start, end, wish) else None

    def _directive(self, clause: Clause) -> Directive | None:
        tool = self._tools.get(clause.tool)
        if tool is None or tool.stage == "constrain":  # what drops rows is asked for by its own phrases
            return None
        try:
            tool.validate({})
        except ToolError:
            return None
        return Directive(tool=tool.name)

    def _target(self, clause: Clause, start: int, end: int) -> tuple[Target | None, bool]:
        """What a clause is about, and whether the words name it."""
        if clause.test in ("like_item", "the_item"):
            return self._item(clause, start, end), True
        if clause.test == "about" or not clause.field:
            denied = clause.act in ("forbid", "less") and not self._denied(*self._e.around(start, end))
            return None if denied or not self._compares else About(text=self._e.span(start, end).text), False
        if clause.field not in self._catalog.fields:
            return None, False
        numeric = self._catalog.fields[clause.field].kind in ("number", "date")
        if clause.test in ("higher", "lower"):
            direction = "up" if clause.test == "higher" else "down"
            if not numeric:
                return None, False
            kind = Order if clause.act == "sort" else Toward
            return kind(field=clause.field, direction=direction), False
        if numeric:
            return self._bounded(clause, *self._e.around(start, end))
        predicate = self._valued(clause)
        if predicate is None:
            return None, False
        named = all(self._e.names(start, end, clause.field, str(v)) for v in _values_of(predicate))
        return Where(predicate=predicate), named

    def _item(self, clause: Clause, start: int, end: int) -> Target | None:
        screen = self._e.command.on_screen
        if not 1 <= clause.item <= len(screen):
            return None
        key = screen[clause.item - 1]
        if clause.test == "like_item":
            return Similar(item=key)
        around = self._e.around(start, end)
        hides = self._denied(*around) or any(True for _ in self._e.cues(*around, "seen"))
        hides = hides and clause.act in ("forbid", "less") and self._e.points_at(*around, clause.item, key)
        return Items(items=(key,)) if hides else None

    def _bounded(self, clause: Clause, start: int, end: int) -> tuple[Target | None, bool]:
        """A bound, and whether the words say it: on which side, and of what. Where they say the opposite, or not of what, nothing."""
        predicate = self._measured(clause, start, end)
        if predicate is None or not self._e.measures(start, end, clause.field):
            return None, False
        one_sided = isinstance(predicate, Compare) and predicate.sign != "=="
        agrees = self._e.agrees(start, end, predicate.sign) if isinstance(predicate, Compare) and one_sided else True
        return (None if agrees is False else Where(predicate=predicate)), agrees is True

    def _measured(self, clause: Clause, start: int, end: int) -> Predicate | None:
        """A bound of numbers or dates that the words say; None where they say others."""
        if self._catalog.fields[clause.field].kind == "date":
            said = self._e.dates()
            values: list[Value] = [v for v in clause.values if v in said or v[:4] in said]
        else:
            known = self._e.numbers(start, end, clause.field)
            numbers = [_number(value) for value in clause.values]
            values = [n for n in numbers if n is not None and any(abs(n - k) <= 1e-6 * max(1, abs(k)) for k in known)]
        if not values or len(values) < len(clause.values):
            return None
        if clause.test == "between" and len(values) == 2:
            low, high = sorted(values, key=lambda v: self._catalog.to_number(clause.field, v))
            return Between(field=clause.field, low=low, high=high)
        sign = _SIGNS.get("equals" if clause.test == "is" else clause.test)
        return None if sign is None else Compare(field=clause.field, sign=sign, value=values[0])

    def _valued(self, clause: Clause) -> Predicate | None:
        if self._catalog.fields[clause.field].kind == "text":
            text = " ".join(clause.values)
            said = {token.text for token in self._e.tokens}
            return Contains(field=clause.field, text=text) if text and set(words_of(text)) <= said else None
        values = self._values(clause.field, clause.values)
        return In(field=clause.field, values=tuple(values)) if values else None

    def _values(self, field: str, values: Sequence[str]) -> list[Value]:
        """The catalogue's own spelling of values; those that it lacks are left out."""
        if self._catalog.fields[field].kind == "flag":
            return [_FLAGS[v.casefold()] for v in values if v.casefold() in _FLAGS]
        if self._catalog.fields[field].kind not in ("category", "tags"):
            return list(values)
        found: dict[str, None] = {}
        for value in values:
            said = words_of(value)
            whole = [
                link
                for link in self._catalog.vocabulary.links(said)
                if link.field == field and link.kind == "value" and (link.start, link.end) == (0, len(said))
            ]
            for link in sorted(whole, key=lambda link: link.cost)[:1]:
                if link.evidence != "partial":
                    found[str(link.value)] = None
        return list(found)


def _nearest(name: str, known: Sequence[str]) -> str:
    return ", ".join(f"“{value}”" for value, _, _ in process.extract(name[:80], known, limit=_NEAREST))


def _values_of(predicate: Predicate) -> Sequence[object]:
    return (
        predicate.values if isinstance(predicate, In) else (predicate.text,) if isinstance(predicate, Contains) else ()
    )


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", ""))
    except ValueError:
        return None


def _choices(proposals: list[Proposal], fields: Any) -> list[Proposal]:
    """Several values of a field with one value an item are a choice, in whatever clauses they came."""
    found: dict[str, int] = {}
    kept: list[Proposal] = []
    for p in proposals:
        wish = p.step.preference if isinstance(p.step, Add) else None
        predicate = wish.target.predicate if wish is not None and isinstance(wish.target, Where) else None
        if wish is None or not isinstance(predicate, In) or not wish.hard or wish.polarity == "dislike":
            kept.append(p)
            continue
        at = found.get(predicate.field) if fields[predicate.field].kind == "category" else None
        if at is None:
            found[predicate.field] = len(kept)
            kept.append(p)
            continue
        first = kept[at]
        assert isinstance(first.step, Add)
        assert isinstance(first.step.preference.target, Where)
        assert isinstance(first.step.preference.target.predicate, In)
        either = In(field=predicate.field, values=(*first.step.preference.target.predicate.values, *predicate.values))
        both = first.step.preference.model_copy(update={"target": Where(predicate=either)})
        kept[at] = first.model_copy(update={"step": Add(preference=both), "spans": (*first.spans, *p.spans)})
    return kept
