"""What a correction takes over from what it corrects: scope, strength and polarity, unless the words say otherwise."""

from __future__ import annotations

from ..predicates import Compare, Sign
from .apply import about
from .parts import trim
from .preference import Preference, Where
from .slots import Slot, set_by, slots_of
from .steps import Extend, Free, Harden, Lend, Move, Narrow, Retract, Soften, Step, Swap, Wipe

_OPPOSITE: dict[Sign, Sign] = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}


def touched(step: Step, preferences: tuple[Preference, ...]) -> tuple[Preference, ...]:
    """The preferences that a correction is about, oldest first."""
    return tuple(p for p in preferences if _touches(step, p))


def inherited(
    step: Step, wish: Preference, preferences: tuple[Preference, ...], *, scope_said: bool = False
) -> Preference:
    """`wish` in the manner of what `step` touches; as it is where it touches nothing.

    Rules go before wishes: what is said of a slot that holds a rule is said of the rule.
    """
    there = touched(step, preferences)
    there = tuple(p for p in there if p.hard) or there
    if not there:
        return wish
    model = there[-1]
    update: dict[str, object] = {"hard": model.hard, "dose": model.dose}
    if not scope_said:
        update |= {"scope": model.scope, "expires_at": wish.expires_at or model.expires_at}
    if isinstance(step, Move):
        wish = _as(model, wish)
    elif isinstance(step, Swap):
        update["polarity"] = model.polarity
    return wish.model_copy(update=update)


def _touches(step: Step, p: Preference) -> bool:
    match step:
        case Move(preference=wish):
            return bool(set(slots_of(wish)) & set(slots_of(p)))
        case Extend(preference=wish) | Narrow(preference=wish):
            return wish.polarity == p.polarity and bool(_whole(slots_of(wish)) & set(slots_of(p)))
        case Swap(old=target) | Harden(target=target) | Soften(target=target):
            return about(p, target)
        case Retract(target=target, id=name, polarity=polarity):
            if polarity not in (None, p.polarity):
                return False
            return name == p.id if name is not None else target is not None and about(p, target)
        case Free(field=name):
            return trim(p.target, lambda slot: slot.on_field and slot.name == name, p.polarity) is not p.target
        case Lend(target=target, id=name):
            return name == p.id if name is not None else target is None or about(p, target)
        case Wipe():
            return True
        case _:
            return False


def _whole(some: tuple[Slot, ...]) -> frozenset[Slot]:
    """The slots, with both ends of each range among them."""
    ends = (Slot(end, s.name) for s in some if s.kind in ("low", "high") for end in ("low", "high"))
    return frozenset((*some, *ends))


def _as(model: Preference, wish: Preference) -> Preference:
    """A moved bound in the polarity of the old one: "nothing over 120", moved to 90, is "nothing over 90"."""
    target, old = wish.target, model.target
    if model.polarity == wish.polarity or not isinstance(target, Where) or not isinstance(old, Where):
        return wish
    bound = target.predicate
    if not isinstance(bound, Compare) or not isinstance(old.predicate, Compare) or bound.sign not in _OPPOSITE:
        return wish
    if set_by(old.predicate, model.polarity) != set_by(bound, wish.polarity):
        return wish
    turned = bound.model_copy(update={"sign": _OPPOSITE[bound.sign]})
    return wish.model_copy(update={"polarity": model.polarity, "target": Where(predicate=turned)})
