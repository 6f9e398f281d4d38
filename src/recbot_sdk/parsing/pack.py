"""A language pack: every word that the grammar knows, as data. The grammar itself knows no language.

A pack is a TOML file beside `packs/__init__.py`, or a user's own; `load_pack("en")` validates and compiles it once per process.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial
from itertools import product
from typing import TypeAlias

from ..catalog.field import Role
from ..catalog.slips import Slips
from ..catalog.text import Token, fold, ideograph, tokens
from ..catalog.text import words as words_of
from ..catalog.units import spellings as unit_spellings
from ..preferences.steps import Part
from ..types import Polarity, Scope
from .glued import GluedNumbers
from .packs.reading import read_pack
from .packs.schema import AdjectiveWords, End, PackData, Times, Words
from .seams import Seams
from .segment import Segmentation


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
_SIGNS = frozenset("-~")
"""Signs that are words only beside a number: as phrases they are themselves."""
_SPELLED = re.compile(r"[\[\]()|/]")
_ENDED = re.compile(r"(?:[^\s\[\]()|*]*(?:\*|\[[^\s\[\]()]*\]|\([^\s\[\]()]*\)))+[^\s\[\]()|*]*")
"""A word with its endings: "movie(s)", "dan[és|esa]", "neu*"."""
_PARTS = re.compile(r"[\[\]()|]|[^\[\]()|]+")


def expand(phrase: str, cut: Callable[[str], Sequence[Token]] = tokens, declension: Words = ("",)) -> Iterator[Words]:
    """All spellings of a phrase: "(so) [good|bad]" -> so good, so bad, good, bad; a * stands for any ending of `declension`.

    >>> sorted(expand("not (a) [fan|friend]"))
    [('not', 'a', 'fan'), ('not', 'a', 'friend'), ('not', 'fan'), ('not', 'friend')]
    """
    for text in spellings(phrase, declension):
        spelling = (text,) if text in _SIGNS else tuple(t.text for t in cut(text))
        if spelling:
            yield spelling


def spellings(phrase: str, declension: Words = ("",)) -> Iterator[str]:
    """All spellings of a phrase, as they are written; groups may stand in groups.

    >>> list(spellings("[go|come] (back (home))"))
    ['go ', 'go back ', 'go back home', 'come ', 'come back ', 'come back home']
    """
    for spelling in _choices(iter(_PARTS.findall(phrase)), outermost=True):
        first, *stems = spelling.split("*")
        for endings in product(declension, repeat=len(stems)):
            yield "".join((first, *(ending + stem for ending, stem in zip(endings, stems, strict=True))))


def _choices(parts: Iterator[str], *, outermost: bool = False) -> list[str]:
    """All that a group may stand for, up to where it closes."""
    done: list[str] = []
    said = [""]
    for part in parts:
        if part in "([":
            inner = ["", *_choices(parts)] if part == "(" else _choices(parts)
            said = [before + after for before in said for after in inner]
        elif part == "|" and not outermost:
            done, said = done + said, [""]
        elif part in ")]":
            break
        else:
            said = [before + part for before in said]
    return done + said


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


def _cut(data: PackData) -> Segmentation:
    """How phrases of a pack are cut: as commands are, but for compounds, seams and numbers."""
    accented = frozenset(word for text in data.accented for word in spellings(text, ("", *data.declension)))
    return Segmentation(frozenset(data.elisions), digraphs=data.digraphs, accented=accented, thousands=data.thousands)


def _tails(data: PackData) -> Words:
    return tuple(sorted(map(fold, data.tails), key=len, reverse=True))


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
    cut = _cut(data)
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
            tails=_tails(data),
            whole=known | named | _single(data.telling.words, said) | {*map(fold, data.times.decades)},
            seams=_seams(data, said),
            glued=_glued(data),
        ),
    )


@dataclass(frozen=True)
class PackWords:
    """Every word that a pack knows, and nothing of what it means: enough to tell a language by."""

    words: frozenset[str]
    tokens: Segmentation

    endings: Mapping[str, Sequence[str]]
    """Ending -> what may stand in its place."""
    names: frozenset[str]
    """What catalogues call values, "Sci-Fi": it is said in many languages, and tells nothing."""
    ruling: frozenset[str]
    """Those that rule a clause."""

    def split(self, text: str) -> list[str]:
        """The words of a text as the language cuts it, without numbers and signs."""
        return [t.text for t in self.tokens(text) if t.kind == "word" and (len(t.text) > 1 or not t.text.isascii())]

    def knows(self, word: str) -> bool:
        """Whether a word, or another form of it, is one of the pack's."""
        return word in self.words or any(
            word[:at] + other in self.words
            for at in range(_STEM, len(word) + 1)
            for other in self.endings.get(word[at:], ())
        )


@cache
def load_pack(name: str = "en") -> Pack:
    """The pack of that name, or of the .toml file at that path, as it was first read. Raises `ArgumentError` as `read_pack`."""
    return compile_pack(read_pack(name))


@cache
def pack_words(name: str = "en") -> PackWords:
    """The words of a pack, without compiling it. Raises `ArgumentError` as `read_pack`."""
    data = read_pack(name)
    cut, declension = _cut(data), ("", *data.declension)

    def words(phrases: Iterable[str]) -> frozenset[str]:
        written = _ENDED.sub(lambda ended: " ".join(spellings(ended.group(), declension)), " ".join(phrases))
        return frozenset(token.text for token in cut(_SPELLED.sub(" ", written)) if token.kind == "word")

    own = (*data.synonyms, *data.regions, *(place for places in data.demonyms.values() for place in places))
    names = frozenset(word for value in own for word in words_of(value))
    known = words((*_said(data), *(unit for unit in unit_spellings() if len(unit) > 1)))
    endings: dict[str, list[str]] = {}
    for ending, other in (pair.split("/") for section in data.ending for pair in section.pairs):
        endings.setdefault(ending, []).append(other)
    return PackWords(known, replace(cut, tails=_tails(data), whole=known), endings, names, words(_ruling(data)))


def _ruling(data: PackData) -> Iterator[str]:
    """Phrases that rule a clause: words of the language itself."""
    lists: list[Words] = [data.about.phrases, data.define.phrases, data.indefinite]
    lists += [*(words.phrases for words in data.polarity), *(words.phrases for words in data.action)]
    lists += [words.phrases for words in data.comparator]
    for table in (data.dose, data.scopes, data.connect, data.range, data.degree, data.order):
        lists += table.values()
    for phrases in lists:
        yield from phrases


def _said(data: PackData) -> Iterator[str]:
    """Every phrase of a pack."""
    yield from _ruling(data)
    lists: list[Words] = [words.phrases for words in data.evaluative]
    lists += [data.telling.words, data.telling.owners, data.telling.subjects]
    lists += [phrases for adjective in data.adjective for phrases in (adjective.low, adjective.high)]
    lists += [getattr(data.times, name) for name in Times.model_fields if name not in ("decades", "months")]
    for table in (
        data.lasting,
        data.units,
        data.roles_called,
        data.items,
        data.fillers,
        data.regions,
        data.fields_called,
    ):
        lists += table.values()
    loans = data.synonyms.keys()  # "western" for "western" tells nothing of the language
    lists += [tuple(phrase for phrase in phrases if phrase not in loans) for phrases in data.synonyms.values()]
    for phrases in lists:
        yield from phrases
    for keys in (data.numbers, data.fractions, data.ordinals, data.demonyms, data.times.decades, data.times.months):
        yield from keys
