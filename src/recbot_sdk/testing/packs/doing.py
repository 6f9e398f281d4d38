"""What the words of deeds do: undo, start over, take back, correct; what points at items; who asks what is remembered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ...parsing.packs.schema import ActionWords, PackData
from ...parsing.protocol import Parse
from ...preferences.preference import Directive, Items, Order, Preference, Similar
from ...preferences.steps import Add, Extend, Lend, Move, Step, Wipe
from .cases import Case, all_of, covering, steps, wishes
from .world import MEASURE, TITLES, VALUE, bounded, wish

_LAW = "every phrase of a deed does it"
_SORTED = wish(Order(field=MEASURE, direction="up"))
_RULE, _BAN, _SOFT = wish(hard=True), wish(like=False, hard=True), wish()
Holds = Callable[[Parse], bool]


@dataclass(frozen=True)
class _Deed:
    """What is remembered when a deed is asked for, what stands beside its phrase, and what it must do."""

    memory: tuple[Preference, ...]
    beside: str
    holds: Holds


def cases(data: PackData) -> Iterator[Case]:
    """A case for each phrase of the tables of deeds and of items."""
    for act in data.action:
        if (deed := _deed(act)) is None:
            continue
        for phrase in all_of(act.phrases, data):
            around = (f"{deed.beside} {phrase}" if act.side == "after" else f"{phrase} {deed.beside}").strip()
            yield Case(_LAW, f"{phrase} ({act.do})", (around,), deed.holds, deed.memory)
    yield from _pointing(data)


def _deed(act: ActionWords) -> _Deed | None:
    """None for deeds that take more than one word beside their phrase: swap, raise and lower."""
    match act.do:
        case "undo" | "redo":
            return _Deed((_RULE,), "", _does(act.do))
        case "wipe":
            return _Deed((_RULE,), "", lambda parse: steps(parse) == [Wipe(only=act.only)])
        case "ask":
            return _Deed((_RULE,), "", lambda parse: parse.asks_memory and not parse.proposals)
        case "diversify":
            return _Deed((_RULE,), "", lambda parse: [type(w.target) for w in wishes(parse)] == [Directive])
        case "harden":
            return _Deed((_SOFT,), "", _does("harden"))
        case "soften":
            return _Deed((_RULE,), "", _does("soften"))
        case "unsort":
            return _Deed((_SORTED,), "", _does("retract"))
        case "not_now":
            return _Deed((_RULE,), "", _does("retract"))
        case "deny":
            return _Deed((_SOFT,), "", lambda parse: [w.polarity for w in wishes(parse)] == ["dislike"])
        case "further":
            return _Deed((_SOFT,), "", lambda parse: [type(s) for s in steps(parse)] == [Add])
        case "both":
            return _Deed((_RULE,), "", lambda parse: any(isinstance(s, Extend) for s in steps(parse)))
        case "lend":
            return _Deed((_RULE,), "", lambda parse: _scopes(steps(parse)) == [act.scope])
        case "retract":
            return _Deed((_BAN,), VALUE, _does("retract"))
        case "free":
            return _Deed((bounded("<", 90),), MEASURE, _does("free"))
        case "move":
            return _Deed((bounded("<", 90),), "120 kg", lambda parse: any(isinstance(s, Move) for s in steps(parse)))
    return None


def _pointing(data: PackData) -> Iterator[Case]:
    similar, dissimilar, seen = (all_of(data.items.get(key, ()), data) for key in ("similar", "dissimilar", "seen"))
    first = TITLES[0]
    for phrase in similar:
        yield Case("words for likeness ask for what is like an item", phrase, (f"{phrase} {first}",), _like(0))
    for phrase in dissimilar:
        yield Case("words for unlikeness refuse what is like an item", phrase, (f"{phrase} {first}",), _refused)
    places = list(data.ordinals)[:3]
    for phrase in seen:
        texts = [f"{phrase} {first}", f"{first} {phrase}", *(f"{phrase} {word}" for word in places)]
        yield Case("what was seen goes", phrase, texts, _gone)
    ones = ("", *all_of(data.items.get("one", ()), data)[:2])
    for word, place in data.ordinals.items():
        at = place - 1 if place > 0 else len(TITLES) + place
        if not 0 <= at < len(TITLES):
            continue
        words = [f"{text} {one}".strip() for text in covering(word, data) for one in ones]
        texts = [f"{phrase} {said}" for phrase in similar[:12] for said in words]
        yield Case("every ordinal points at its place", word, texts, _like(at))


def _does(do: str) -> Holds:
    return lambda parse: [step.do for step in steps(parse)] == [do]


def _scopes(found: list[Step]) -> list[str | None]:
    return [step.scope for step in found if isinstance(step, Lend)]


def _like(place: int) -> Holds:
    def holds(parse: Parse) -> bool:
        found = [(w.polarity, w.target.item) for w in wishes(parse) if isinstance(w.target, Similar)]
        return found == [("like", f"i{place}")]

    return holds


def _refused(parse: Parse) -> bool:
    return any(wish.polarity == "dislike" for wish in wishes(parse))


def _gone(parse: Parse) -> bool:
    found = wishes(parse)
    return [w.polarity for w in found] == ["dislike"] and isinstance(found[0].target, Items)
