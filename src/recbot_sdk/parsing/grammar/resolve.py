"""From what was said to proposals: grounded in the catalogue, the screen and memory; what is not grounded is a doubt."""

from __future__ import annotations

from ...predicates import AllOf
from ...preferences.preference import About, Where
from ...preferences.steps import Free
from ..protocol import Doubt, Parse, Proposal
from . import acts, measures, things
from .grounding import Grounding
from .joining import Wish, joined
from .reading import Said

MOST_PROPOSALS = 64
"""Of one command; nobody says more in one breath."""


def resolve(g: Grounding) -> Parse:
    """The proposals and doubts of a reading: everything that was said, in its order."""
    for said in g.reading.said:
        if said.kind == "tool":
            things.tool(g, said)
    for said in g.reading.said:
        if not _used_up(g, said):
            _take(g, said)
    _settle(g)
    proposals = [e if isinstance(e, Proposal) else g.proposal(e) for e in joined(g.entries, g.catalog)]
    if len(proposals) > 1:
        proposals = list({(p.step.model_dump_json(), p.spans): p for p in proposals}.values())
    if len(proposals) > MOST_PROPOSALS:
        rest = [span for p in proposals[MOST_PROPOSALS:] for span in p.spans]
        g.doubts += [Doubt(span=rest[0], reason="unsupported")] if rest else []
        del proposals[MOST_PROPOSALS:]
    if not proposals and not g.doubts and not g.reading.asks_memory:
        _unsaid(g)
    return Parse(
        text=g.command.text,
        proposals=tuple(proposals),
        doubts=tuple(g.doubts),
        asks_memory=g.reading.asks_memory,
        language=g.pack.name,
    )


def _take(g: Grounding, said: Said) -> None:
    match said.kind:
        case "value":
            things.value(g, said)
        case "bound" if said.action in ("raise", "lower"):
            measures.shift(g, said)
        case "bound":
            measures.bound(g, said)
        case "grade":
            g.judged(said, g.targets.grades(said))
        case "toward":
            measures.toward(g, said)
        case "order":
            measures.order(g, said)
        case "item" | "similar":
            things.items(g, said)
        case "has":
            measures.has(g, said)
        case "aspect":
            things.aspect(g, said)
        case "about":
            g.wish(said, About(text=g.text(said.start, said.end)), evidence="text", named=False)
        case "name":
            things.name(g, said)
        case "unknown":
            g.doubt(said, "unknown")
        case "field":
            for name in dict.fromkeys(link.field for link in (said.edge.links if said.edge else ())):
                g.propose(said, Free(field=name, scope=g.scope(said.mood)))
        case "action":
            acts.act(g, said)


def _settle(g: Grounding) -> None:
    """Of what a part of a name may mean, the first that leaves anything beside the other rules of the command."""
    rules = [e for e in g.entries if isinstance(e, Wish) and e.mood.hard and e.mood.polarity == "like"]
    rules = [e for e in rules if isinstance(e.target, Where) and e.said.joint != "or" and not e.said.action]
    for wish in (rule for rule in rules if rule.others and len(rules) > 1):
        beside = [e.target.predicate for e in rules if e is not wish and isinstance(e.target, Where)]
        choices = [t for t in (wish.target, *wish.others) if isinstance(t, Where)]
        left = next((t for t in choices if g.catalog.count(AllOf(of=(*beside, t.predicate)))), wish.target)
        if left is not wish.target:
            wish.others = tuple(t for t in choices if t is not left)
            wish.target = left


def _used_up(g: Grounding, said: Said) -> bool:
    """Whether a tool's arguments have used up all of its words."""
    if not g.taken:
        return False
    if said.edge is not None:
        return said.edge in g.taken
    return all(any(e.start <= at < e.end for e in g.taken) for at in range(said.start, said.end))


def _unsaid(g: Grounding) -> None:
    """Words that mean something, but nothing that can be done: "the second one", "more than"."""
    idle = g.pack.ordinary
    content = [e for e in g.path if e.kind != "filler" and not e.cue("filler_phrase")]
    content = [e for e in content if any(token.text not in idle for token in g.tokens[e.start : e.end])]
    if content:
        span = g.span(content[0].start, content[-1].end)
        g.doubts.append(Doubt(span=span, reason="unsupported"))
