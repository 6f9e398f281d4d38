"""What is named: items, what they have, names that the catalogue lacks, tools."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pydantic import ValidationError

from ...errors import ToolError
from ...predicates import In
from ...preferences.preference import About, Directive, Items, Similar, Where
from .arguments import arguments_of
from .grounding import Grounding
from .reading import Mood, Said


def value(g: Grounding, said: Said) -> None:
    """A value; a guess makes no rule, and who wants no poodles has nothing against dogs."""
    meaning = g.meaning(said)
    wider, guess = meaning.evidence == "broader", meaning.evidence == "meaning"
    if wider and said.mood.polarity == "dislike" and not said.action:
        name(g, said)
        return
    g.wish(
        said,
        Where(predicate=meaning.predicate),
        evidence=meaning.evidence,
        cost=meaning.cost,
        named=not wider and not guess,
        others=tuple(Where(predicate=other) for other in meaning.others),
        mood=replace(said.mood, hard=False) if guess else None,
    )


def items(g: Grounding, said: Said) -> None:
    """Items that go, or that more should be like."""
    keys = g.pointed(said)
    if not keys:
        g.doubt(said, "no_screen")
        return
    evidence = "exact" if said.edge is not None and said.edge.kind == "title" else "screen"
    if said.kind == "item":
        g.wish(said, Items(items=tuple(keys)), evidence=evidence)
        return
    for key in keys:
        g.wish(said, Similar(item=key), evidence=evidence)


def aspect(g: Grounding, said: Said) -> None:
    """What an item has of a field that was named, as a wish of its own."""
    keys = g.pointed(said)
    name = next((name for name in said.fields if g.catalog.fields[name].kind in ("category", "tags", "flag")), None)
    value = None if name is None else g.value_of(name, keys)
    if name is None or value is None:
        g.doubt(said, "no_screen" if not keys else "unsupported")
        return
    values = value if isinstance(value, list) else [value]
    g.wish(said, Where(predicate=In(field=name, values=tuple(values))), evidence="screen")


def name(g: Grounding, said: Said) -> None:
    """A name that is no value: words of titles, a stranger kept for later, free text, or a doubt."""
    words = [token.text for token in g.tokens[said.start : said.end]]
    text = g.text(said.start, said.end)
    ruled = said.mood.polarity == "dislike" and said.mood.hard and not said.action and _alone(g, said)
    predicate = g.names.mentioned(words) if ruled and not said.led else None
    if predicate is not None:
        g.wish(said, Where(predicate=predicate), evidence="title")
    elif ruled and (stranger := g.names.stranger(said, text)) is not None:
        g.wish(said, Where(predicate=stranger), evidence="unknown")
    elif said.mood.polarity == "like" and _titled(g, words):
        g.wish(said, About(text=text), evidence="text", named=False, mood=Mood(hard=False))
    else:
        g.doubt(said, "unknown_name")


def _titled(g: Grounding, words: Sequence[str]) -> bool:
    """Whether titles hold the words, and few enough of them that this tells something."""
    known = [g.names.wording.phrase([word]) for word in words]
    held = [0 if word is None else len(g.catalog.title_words.having(word)) for word in known]
    return all(0 < count <= max(3, len(g.catalog) // 10) for count in held)


def _alone(g: Grounding, said: Said) -> bool:
    """Whether nothing else is named in the same breath: "no bagpipes", not the verb of "nothing that takes an hour"."""
    before, after = g.beside(said)
    joined = before is not None and said.joint == "" and before.mood.span == said.mood.span
    return not joined and not (after is not None and after.joint == "" and after.mood.span == said.mood.span)


def tool(g: Grounding, said: Said) -> None:
    """A custom tool with the arguments that stand around its phrase."""
    edge = said.edge
    assert edge is not None
    assert edge.tool is not None
    arguments, used = arguments_of(edge.tool, g.path, list(g.path).index(edge), g.tokens, g.catalog)
    try:
        edge.tool.validate(arguments)
    except (ToolError, ValidationError):
        g.doubt(said, "unsupported")
        return
    g.taken |= {edge, *used}
    said.spans += [(other.start, other.end) for other in used]
    constrains = edge.tool.stage == "constrain"
    mood = replace(said.mood, hard=constrains)
    g.wish(said, Directive(tool=edge.tool.name, arguments=arguments), mood=mood)
