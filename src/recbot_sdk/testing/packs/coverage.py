"""What English has words for and a pack has none for: some a language may rightly lack, some no feed can do without."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from ...catalog.units import spellings as unit_spellings
from ...parsing.packs.reading import pack_names, read_pack
from ...parsing.packs.schema import PackData
from .findings import Law

_NEEDED = frozenset({
    "polarity like, a rule", "polarity dislike, a rule", "polarity like, a wish", "polarity dislike, a wish",
    "comparator <", "comparator <=", "comparator >", "comparator >=", "range between", "range to",
    "action undo", "action redo", "action wipe", "action ask", "connect and", "connect or", "connect but",
    "dose bit", "dose lot", "scopes standing", "scopes turn", "items similar", "items this", "degree more", "degree less",
    "fillers words", "fillers nouns", "numbers", "ordinals", "adjective price", "adjective recency", "adjective quality",
    "adjective duration",
})  # fmt: skip
"""Without these a bot cannot be steered."""
_OWN = (
    "name",
    "elisions",
    "tails",
    "declension",
    "digraphs",
    "accented",
    "openers",
    "thousands",
    "glued",
    "alone",
    "fields_called",
)
"""What a language has that English has not: nothing to compare."""
_CLOSED = ("connect", "items")
"""Tables whose keys the schema leaves open: the grammar reads those of the packs that ship."""


def laws(data: PackData, english: PackData) -> Iterator[Law]:
    """The laws of coverage, each with what breaks it."""
    mine, lacking = set(_kinds(data)), []
    for kind in dict.fromkeys(_kinds(english)):
        if kind not in mine:
            lacking.append(kind)
    yield Law("what steers a feed has words", tuple(f"{kind}: no words" for kind in _NEEDED - mine))
    yield Law("every key is one that the grammar reads", tuple(_unread(data, english)))
    others = tuple(f"{kind}: no words; English has some" for kind in lacking if kind not in _NEEDED)
    yield Law("what English has words for has words", remarks=others)


def _kinds(data: PackData) -> Iterator[str]:
    """What a pack has words for, from the large to the fine."""
    for entry in data.polarity:
        kind = f"polarity {entry.polarity}, {'a rule' if entry.hard else 'a wish'}"
        fine = [entry.side if entry.side == "after" else "", f"a {entry.dose}" if entry.dose else "", entry.scope or ""]
        fine += ["weak" if entry.weak else "", "of one word" if entry.once else ""]
        yield from (kind, ", ".join((kind, *filter(None, fine)))) if entry.phrases else ()
    for bound in data.comparator:
        kind = f"comparator {bound.sign}"
        fine = [f"of {' and '.join(bound.roles)}" if bound.roles else "", bound.side if bound.side == "after" else ""]
        yield from (kind, ", ".join((kind, *filter(None, fine)))) if bound.phrases else ()
    for act in data.action:
        kind = f"action {act.do}"
        fine = [
            f"{act.only} alone" if act.only != "all" else "",
            act.scope or "",
            act.side if act.side == "after" else "",
        ]
        yield from (kind, ", ".join((kind, *filter(None, fine)))) if act.phrases else ()
    for adjective in data.adjective:
        yield from (f"adjective {role}" for role in adjective.roles if adjective.low and adjective.high)
    for grade in data.evaluative:
        yield "evaluative " + " with ".join(f"{end} {role}" for role, end in grade.where)
    for name in (name for name in PackData.model_fields if name not in _OWN):
        yield from _named(name, getattr(data, name))


def _named(name: str, table: object) -> Iterator[str]:
    if isinstance(table, BaseModel):
        table = {key: getattr(table, key) for key in type(table).model_fields}
    if isinstance(table, Mapping) and all(isinstance(words, tuple | Mapping) for words in table.values()):
        large = name in ("synonyms", "demonyms", "regions", "units")
        yield from (name,) if table else ()
        yield from (f"{name} {key}" for key, words in table.items() if words and not large)
    elif table and not (isinstance(table, tuple) and isinstance(table[0], BaseModel)):
        yield name


def _unread(data: PackData, english: PackData) -> Iterator[str]:
    for table in _CLOSED:
        known = dict.fromkeys(key for name in pack_names() for key in getattr(read_pack(name), table))
        for key in getattr(data, table).keys() - known.keys():
            yield f"[{table}] {key}: nothing reads it. Allowed: {', '.join(known)}"
    known_units = {*unit_spellings().values(), *english.units}
    for unit in data.units.keys() - known_units:
        yield f"[units] {unit}: no such unit. Allowed: {', '.join(sorted(known_units))}"
    known_roles = english.roles_of.keys()
    for dimension in data.roles_of.keys() - known_roles:
        yield f"[roles_of] {dimension}: no such dimension. Allowed: {', '.join(known_roles)}"
