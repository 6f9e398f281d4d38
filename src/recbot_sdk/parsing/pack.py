"""A language pack: every word that the grammar knows, as data. The grammar itself knows no language.

A pack is a TOML file beside `packs/__init__.py`, or a user's own; `load_pack("en")` validates and compiles it once per process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial
from typing import TypeAlias

from ..catalog.field import Role
from ..catalog.slips import Slips
from ..catalog.text import Token, fold, ideograph, tokens
from ..catalog.units import spellings as unit_spellings
from ..preferences.steps import Part
from ..types import Polarity, Scope
from .glued import GluedNumbers
from .packs.reading import read_pack
from .packs.schema import AdjectiveWords, End, PackData, Times, Words
from .phrases import expand
from .seams import Seams
from .segment import Segmentation, segmentation_of, tails_of


@dataclass(frozen=True, slots=True)
class Cue:
    """One meaning of a phrase of the pack; only the attributes of its kind are set."""

    kind: str
    polarity: Polarity | None = None
    hard: bool = False
    weak: bool = False
    dose: str | None = None
    scope: Scope | None = None
    sign: str = ""
    side: str = "before"
    roles: tuple[Role, ...] = ()
    degree: str = ""
    where: tuple[tuple[Role, End], ...] = ()
    do: str = ""
    only: Part = "all"
    key: str = ""
    value: float = 0.0


@dataclass(frozen=True)
class Pack:
    """A compiled pack: phrases by their first word, endings, number words."""

    name: str
    phrases: dict[str, tuple[tuple[Words, tuple[Cue, ...]], ...]]
    """First word -> (whole phrase, its meanings), longest phrase first."""
    numbers: dict[str, float]
    """Number words of one word."""
    number_phrases: dict[str, tuple[tuple[Words, float], ...]]
    """First word -> number words of several words, longest first: "vingt et un"."""
    alone: frozenset[str]
    """Number words from a hundred on that count one by themselves: "cent"."""
    minutes_behind: frozenset[str]
    """Words for hours behind which a bare number counts minutes: "une heure quarante"."""
    fractions: dict[Words, float]
    ordinal_endings: frozenset[str]
    decades: dict[str, int]
    months: dict[str, int]
    units: dict[Words, str]
    roles_of: dict[str, tuple[Role, ...]]
    roles_called: dict[Words, Role]
    """What people call a field of a role: "price" where the field is "usd_per_night"."""
    fields_called: dict[Words, Words]
    """Other words for the names of fields: "reparto" for "cast"."""
    indefinite: frozenset[str]
    endings: dict[str, tuple[tuple[str, float], ...]]
    """Ending -> what may stand in its place, with its cost."""
    degree_endings: dict[str, tuple[tuple[str, str], ...]]
    """Degree -> its endings, each with what stands in its place in the plain form."""
    fillers: frozenset[str]
    nouns: frozenset[str]
    telling: frozenset[str]
    """Words with which people tell of themselves and others: "was", "my"."""
    owners: frozenset[str]
    """Words for whose something is: "my"."""
    subjects: frozenset[str]
    """Words behind which these speak of items: "films that were"."""
    by: frozenset[str]
    means: dict[Words, Words]
    """Other words for values, as people name them: "scary" for "horror", "swedish" for "Sweden"."""
    regions: dict[Words, Words]
    """The parts of the world that something comes from: "swedish" for "Europe"."""
    words: frozenset[str]
    """Every single word of every phrase."""
    tokens: Segmentation
    """Cuts a command into words as the language does."""

    @cached_property
    def joins(self) -> frozenset[str]:
        """Single words that mean "and"."""
        return self._single("and")

    @cached_property
    def words_of_one(self) -> frozenset[str]:
        """Number words that point at an item more often than they count: "the second one"."""
        return self._single("one", "noun")

    @cached_property
    def ordinary(self) -> frozenset[str]:
        """Words that name nothing by themselves."""
        return self.fillers | self.nouns

    @cached_property
    def counts(self) -> dict[str, str]:
        """Small whole numbers in digits for their words, and the other way round."""
        small = {
            word: str(int(n))
            for word, n in self.numbers.items()
            if 0 < n <= 12 and float(n).is_integer() and len(word) > 2
        }
        return small | {digits: word for word, digits in reversed(small.items())}

    @cached_property
    def dated(self) -> frozenset[str]:
        """Words with which a span of years begins, where it does not begin with a number in digits."""
        kinds = ("this_year", "last_year", "this_century", "last", "early", "mid", "late", "years", "decade_of")
        firsts = frozenset(first for kind, first in self._by_kind if kind in kinds)
        return firsts | {*self.decades, *self.months, *self.numbers}

    @cached_property
    def measuring(self) -> frozenset[str]:
        """Words with which a unit or a fraction begins, or what joins a fraction to a number."""
        return frozenset(said[0] for said in (*self.units, *self.fractions)) | self.joins

    @cached_property
    def synonyms_begin(self) -> frozenset[str]:
        """Words with which another word for a value begins."""
        return frozenset(said[0] for said in self.means)

    @cached_property
    def longest_meant(self) -> int:
        """Words of the longest other word for a value."""
        return max((len(said) for said in (*self.means, *self.regions)), default=0)

    @cached_property
    def longest_called(self) -> int:
        """Words of the longest that a field is called."""
        return max((len(said) for said in (*self.roles_called, *self.fields_called)), default=0)

    @cached_property
    def mistakable(self) -> dict[Words, frozenset[str]]:
        """The characters that make another word for a value of two or more whole, by the others: one is left out ("")."""
        found: dict[Words, set[str]] = {}
        for said in self.means:
            if len(said) > 1 and all(map(ideograph, said)):
                for at, character in enumerate(said):
                    found.setdefault((*said[:at], "", *said[at + 1 :]), set()).add(character)
        return {said: frozenset(characters) for said, characters in found.items()}

    @cached_property
    def graded(self) -> frozenset[Words]:
        """Phrases of several words that grade."""
        grades = ("adjective", "evaluative")
        return frozenset(w for w, cues in self._all() if len(w) > 1 and any(cue.kind in grades for cue in cues))

    @cached_property
    def grading(self) -> frozenset[str]:
        """Single words that grade or stand for any item: a value of that name is meant before them."""
        return self.nouns | self._single("noun", "adjective", "evaluative")

    def _single(self, *kinds: str) -> frozenset[str]:
        """The phrases of one word that have a meaning of these kinds."""
        return frozenset(w[0] for w, cues in self._all() if len(w) == 1 and any(c.kind in kinds for c in cues))

    def _all(self) -> Iterator[tuple[Words, tuple[Cue, ...]]]:
        for found in self.phrases.values():
            yield from found

    @cached_property
    def _by_kind(self) -> dict[tuple[str, str], list[Words]]:
        found: dict[tuple[str, str], list[Words]] = {}
        for words, cues in self._all():
            for kind in {cue.kind for cue in cues}:
                found.setdefault((kind, words[0]), []).append(words)
        return found

    def spoken(self, tokens: Sequence[Token], start: int, kind: str) -> list[int]:
        """Where each phrase of a kind that begins at token `start` ends, longest first."""
        if start >= len(tokens):
            return []
        phrases = self._by_kind.get((kind, tokens[start].text), ())
        return [start + len(words) for words in phrases if _says(tokens, start, words)]

    @cached_property
    def _tree(self) -> dict[str, _Branch]:
        """All phrases, word by word: hundreds begin with "i"."""
        tree: dict[str, _Branch] = {}
        for words, cues in self._all():
            branch = tree.setdefault(words[0], _Branch())
            for word in words[1:]:
                branch = branch.then.setdefault(word, _Branch())
            branch.cues = cues
        return tree

    def cues(self, tokens: Sequence[Token], start: int) -> list[tuple[int, tuple[Cue, ...]]]:
        """Every phrase that begins at token `start`: where it ends, and what it may mean. Longest first."""
        found: list[tuple[int, tuple[Cue, ...]]] = []
        branch, end = self._tree.get(tokens[start].text), start + 1
        while branch is not None:
            if branch.cues:
                found.append((end, branch.cues))
            if end == len(tokens) or tokens[end].gap in _BREAKS:
                break
            branch, end = branch.then.get(tokens[end].text), end + 1
        return found[::-1]

    @cached_property
    def _slips(self) -> tuple[list[str], Slips]:
        said = frozenset(word for words in self.means for word in words)
        words = sorted(word for word in self.words | self.ordinary | said if len(word) >= _FEWEST)
        return words, Slips(words)

    def respelled(self, word: str) -> Iterator[tuple[str, int]]:
        """Words of the language that a word may be but for slips of the keyboard, its first letter kept, with the edits."""
        if len(word) < _FEWEST - 1 or any(c.isdecimal() for c in word):
            return
        words, slips = self._slips
        near = [(edits, words[place]) for place, edits in slips.near([word], 1 if len(word) < _LONG else 2)[0]]
        itself = [(0, word)] if len(word) >= _FEWEST and (word in self.words or word in self.ordinary) else []
        for edits, other in sorted(near + itself)[:_MOST_RESPELLED]:
            if other[0] == word[0]:
                yield other, edits

    def inflections(self, word: str) -> list[tuple[str, float]]:
        """Other forms of a word, with costs: "comedies" -> "comedy". A stem keeps three letters at least."""
        found: list[tuple[str, float]] = []
        for stem in range(len(word), max(len(word) - _LONGEST_ENDING, _STEM) - 1, -1):
            if others := self.endings.get(word[stem:]):
                found += [(word[:stem] + other, cost) for other, cost in others]
        return found


_Expand: TypeAlias = Callable[[str], Iterator[Words]]


class _Branch:
    """What the words up to here mean, and where the next word leads."""

    __slots__ = ("cues", "then")

    def __init__(self) -> None:
        self.cues: tuple[Cue, ...] = ()
        self.then: dict[str, _Branch] = {}


def _says(tokens: Sequence[Token], start: int, words: Words) -> bool:
    run = tokens[start : start + len(words)]
    return tuple([t.text for t in run]) == words and not any(t.gap in _BREAKS for t in run[1:])


_BREAKS = frozenset(".,;:!?()")
_STEM, _LONGEST_ENDING = 3, 6
_FEWEST, _LONG = 5, 8
"""Letters of a word in which a slip of the keyboard can be seen, and of one in which two are believed."""
_MOST_RESPELLED = 3


def _degrees(sections: Iterable[AdjectiveWords]) -> Iterator[tuple[str, Cue]]:
    for section in sections:
        ends: tuple[tuple[End, Words], ...] = (("low", section.low), ("high", section.high))
        for end, forms in ends:
            for form in forms:
                for degree, word in zip(("plain", "more", "most"), form.split(), strict=True):
                    if word != "-":
                        yield word, Cue("adjective", roles=section.roles, degree=degree, key=end)


def cues_of(data: PackData) -> Iterator[tuple[str, Cue]]:
    """Every phrase of a pack, as it is written, with each of its meanings."""
    for p in data.polarity:
        cue = Cue("polarity", p.polarity, p.hard, p.weak, p.dose, p.scope, side=p.side, key="once" if p.once else "")
        yield from ((phrase, cue) for phrase in p.phrases)
    groups: list[tuple[str, dict[str, Words]]] = [
        ("dose", dict(data.dose)),  # type: ignore[arg-type]
        ("scope", dict(data.scopes)),  # type: ignore[arg-type]
    ]
    for kind, table in groups:
        for key, phrases in table.items():
            yield from ((phrase, Cue(kind, key=key)) for phrase in phrases)
    flat: dict[str, Words] = {**data.connect, **data.range, **data.order, **data.items}  # type: ignore[dict-item]
    flat |= {name: getattr(data.times, name) for name in Times.model_fields if name not in ("decades", "months")}
    flat |= {f"degree_{name}": phrases for name, phrases in data.degree.items()}
    flat |= {
        "define": data.define.phrases,
        "about": data.about.phrases,
        "filler": data.fillers.get("words", ()),
        "noun": data.fillers.get("nouns", ()),
    }
    flat |= {"filler_phrase": data.fillers.get("pleasantries", ())}
    for kind, phrases in flat.items():
        yield from ((phrase, Cue(kind)) for phrase in phrases)
    for days, phrases in data.lasting.items():
        yield from ((phrase, Cue("lasting", value=days)) for phrase in phrases)
    for c in data.comparator:
        yield from ((phrase, Cue("compare", sign=c.sign, side=c.side, roles=c.roles)) for phrase in c.phrases)
    yield from _degrees(data.adjective)
    for e in data.evaluative:
        yield from ((phrase, Cue("evaluative", where=e.where)) for phrase in e.phrases)
    for a in data.action:
        yield from ((phrase, Cue("action", do=a.do, side=a.side, only=a.only, scope=a.scope)) for phrase in a.phrases)
    for word, place in data.ordinals.items():
        yield word, Cue("ordinal", value=place)


def _means(data: PackData, said: _Expand) -> dict[Words, Words]:
    means: dict[Words, dict[str, None]] = {}
    for text, places in data.demonyms.items():
        for spelling in said(text):
            means.setdefault(spelling, {}).update(dict.fromkeys(places))
    for value, phrases in data.synonyms.items():
        for spelling in (spelling for phrase in phrases for spelling in said(phrase)):
            means.setdefault(spelling, {})[value] = None
    return {spelling: tuple(values) for spelling, values in means.items()}


def _spelled(table: Mapping[str, Words], said: _Expand) -> dict[Words, Words]:
    """From each spelling of the phrases of a table to its keys."""
    found: dict[Words, Words] = {}
    for key, phrases in table.items():
        for spelling in (spelling for phrase in phrases for spelling in said(phrase)):
            found[spelling] = (*found.get(spelling, ()), key)
    return found


def _number_phrases(data: PackData) -> dict[str, tuple[tuple[Words, float], ...]]:
    found: dict[str, list[tuple[Words, float]]] = {}
    for text, value in sorted(data.numbers.items(), key=lambda item: -len(item[0].split())):
        first, *rest = fold(text).split()
        if rest:
            found.setdefault(first, []).append(((first, *rest), value))
    return {first: tuple(phrases) for first, phrases in found.items()}


def _single(phrases: Words, said: _Expand) -> frozenset[str]:
    """The phrases of one word, in all their spellings."""
    return frozenset(spelling[0] for phrase in phrases for spelling in said(phrase) if len(spelling) == 1)


def _glued(data: PackData) -> GluedNumbers:
    if not data.glued:
        return GluedNumbers()
    fractions = {fold(text): size for text, size in data.fractions.items() if " " not in text}
    counted = {fold(text): count for text, count in data.numbers.items() if " " not in text}
    return GluedNumbers({**dict.fromkeys(map(fold, data.indefinite), 1.0), **fractions, **counted}, data.glued)


def _seams(data: PackData, said: _Expand) -> Seams:
    return Seams(
        openers=_single(data.openers, said),
        shortened=_single(data.shortened, said),
        ordered=_single(data.ordered, said),
        ordinal=next(iter(data.ordinal_endings), ""),
        separable={fold(particle): _single(stems, said) for particle, stems in data.separable.items()},
    )


def compile_pack(data: PackData) -> Pack:
    """Expands the phrases of a pack and indexes them."""
    cut = segmentation_of(data)
    said = partial(expand, cut=cut, declension=("", *data.declension))
    meanings: dict[Words, dict[Cue, None]] = {}
    for phrase, cue in cues_of(data):
        for spelling in said(phrase):
            meanings.setdefault(spelling, {})[cue] = None
    by_first: dict[str, list[tuple[Words, tuple[Cue, ...]]]] = {}
    for spelling, cues in meanings.items():
        by_first.setdefault(spelling[0], []).append((spelling, tuple(cues)))
    endings: dict[str, dict[str, float]] = {}
    for section in data.ending:
        for pair in section.pairs:
            ending, other = pair.split("/")
            endings.setdefault(ending, {}).setdefault(other, section.cost)
    known = frozenset(word for spelling in meanings for word in spelling)
    known |= {word for number in data.numbers for word in fold(number).split()}
    means, regions = _means(data, said), _spelled(data.regions, said)
    fields_called = _spelled(data.fields_called, said)
    roles_called: dict[Words, Role] = {
        called: role for role, names in data.roles_called.items() for name in names for called in said(name)
    }
    units = {
        tuple(t.text for t in tokens(spelling)): unit for spelling, unit in unit_spellings().items() if spelling != "in"
    }
    units |= {spelling: unit for unit, phrases in data.units.items() for phrase in phrases for spelling in said(phrase)}
    named = frozenset(
        word for spelling in (*means, *regions, *roles_called, *fields_called, *units) for word in spelling
    )
    return Pack(
        name=data.name,
        phrases={first: tuple(sorted(found, key=lambda f: -len(f[0]))) for first, found in by_first.items()},
        numbers={fold(word): value for word, value in data.numbers.items() if " " not in word},
        number_phrases=_number_phrases(data),
        alone=_single(data.alone, said),
        minutes_behind=_single(data.minutes_behind, said),
        fractions={spelling: value for text, value in data.fractions.items() for spelling in said(text)},
        ordinal_endings=frozenset(data.ordinal_endings),
        decades={fold(word): year for word, year in data.times.decades.items()},
        months={fold(word): month for word, month in data.times.months.items()},
        units={spelling: unit for spelling, unit in units.items() if spelling},
        roles_of=data.roles_of,
        roles_called=roles_called,
        fields_called=fields_called,
        indefinite=_single(data.indefinite, said),
        endings={ending: tuple(others.items()) for ending, others in endings.items()},
        degree_endings={
            degree: tuple((ending, plain) for ending, plain in (pair.split("/") for pair in pairs))
            for degree, pairs in data.degree_endings.items()
        },
        fillers=_single(data.fillers.get("words", ()), said),
        nouns=_single(data.fillers.get("nouns", ()), said),
        telling=_single(data.telling.words, said),
        owners=_single(data.telling.owners, said),
        subjects=_single((*data.telling.subjects, *data.fillers.get("nouns", ())), said),
        by=_single(data.connect.get("by", ()), said),
        means=means,
        regions=regions,
        words=known,
        tokens=replace(
            cut,
            tails=tails_of(data),
            whole=known | named | _single(data.telling.words, said) | {*map(fold, data.times.decades)},
            seams=_seams(data, said),
            glued=_glued(data),
        ),
    )


@cache
def load_pack(name: str = "en") -> Pack:
    """The pack of that name, or of the .toml file at that path, as it was first read. Raises `ArgumentError` as `read_pack`."""
    return compile_pack(read_pack(name))
