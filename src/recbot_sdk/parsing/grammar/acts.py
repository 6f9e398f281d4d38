"""What is asked of memory itself: undo, start over, none of it, even more, forget the order."""

from __future__ import annotations

from pydantic import JsonValue

from ...predicates import Contains, In, leaves
from ...preferences.preference import Directive, Order, Target, Toward, Where
from ...preferences.steps import Harden, Lend, Redo, Retract, Soften, Undo, Wipe
from .grounding import Grounding
from .reading import Mood, Said


def act(g: Grounding, said: Said) -> None:
    """The steps of memory that a phrase asks for."""
    scope = g.scope(said.mood)
    newest = g.memory.newest
    match said.action:
        case "undo":
            g.propose(said, Undo())
        case "redo":
            g.propose(said, Redo())
        case "wipe":
            g.propose(said, Wipe(only=said.cues[0].only))
        case "unsort":
            for preference in (p for p in g.memory if isinstance(p.target, Order)):
                g.propose(said, Retract(id=preference.id), evidence="memory")
        case "diversify":
            named = next((n for n in said.fields if g.catalog.fields[n].kind in ("category", "tags")), None)
            arguments: dict[str, JsonValue] = {} if named is None else {"field": named}
            target = Directive(tool="diversify", arguments=arguments)
            g.wish(said, target, mood=Mood(hard=False, scope=said.mood.scope))
        case "harden":
            for preference in newest:
                g.propose(said, Harden(target=preference.target, scope=scope), evidence="memory")
        case "deny":
            for preference in (p for p in newest if p.polarity == "like" or not p.hard):
                if _named(preference.target):
                    g.wish(said, preference.target, evidence="memory", mood=Mood("dislike", scope=said.mood.scope))
                elif not isinstance(preference.target, Where):
                    g.propose(said, Retract(id=preference.id), evidence="memory")
        case "not_now":
            for preference in newest:
                g.propose(said, Retract(target=preference.target, scope="session"), evidence="memory")
        case "both" if newest and all(p.hard and p.polarity == "like" for p in newest):
            g.propose(said, Undo())  # what it replaced is back, and the two are a choice
            for preference in newest:
                said.shift = "extend"
                g.wish(said, preference.target, evidence="memory")
        case "both":
            g.doubt(said, "unsupported")
        case "further":
            for preference in newest:
                if not preference.hard:
                    mood = Mood(preference.polarity, False, said.mood.dose, said.mood.scope)
                    g.wish(said, _again(preference.target), evidence="memory", mood=mood)
        case "soften":
            for preference in newest:
                g.propose(said, Soften(target=preference.target, scope=scope), evidence="memory")
        case "lend":
            lasts = scope if g.until is None else "standing"
            for preference in newest:
                g.propose(said, Lend(id=preference.id, scope=lasts, expires_at=g.until), evidence="memory")
    if said.action in ("deny", "not_now", "harden", "soften", "lend") and not newest:
        g.doubt(said, "unsupported")


def _named(target: Target) -> bool:
    """Whether a condition is on values alone: a bound has nothing of which there could be none."""
    return isinstance(target, Where) and all(isinstance(leaf, In | Contains) for leaf in leaves(target.predicate))


def _again(target: Target) -> Target:
    """What was wished, from where things stand now."""
    return Toward(field=target.field, direction=target.direction) if isinstance(target, Toward) else target
