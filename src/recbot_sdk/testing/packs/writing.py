"""How a pack is written: phrases that contradict one another, that nothing can reach, or that take back by accident."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple, TypeAlias

from ...parsing.pack import Cue, Pack, cues_of
from ...parsing.packs.schema import PackData, Words
from ...parsing.phrases import spellings
from .findings import Law

Meanings: TypeAlias = Mapping[tuple[str, ...], Mapping[Cue, str]]
"""Words of a phrase -> what it means, each as it is first written."""

_OPPOSITE = {
    frozenset(pair.split("/"))
    for pair in (
        "undo/redo", "harden/soften", "raise/lower", "degree_more/degree_less", "degree_most/degree_least",
        "degree_high/degree_low", "degree_most/degree_less", "degree_least/degree_more", "up/down", "similar/dissimilar",
        "early/late", "and/or", "bit/lot", "standing/session", "standing/turn", "low/high", "undo/wipe", "redo/wipe",
        "like/dislike", "hard/soft", "redo/further", "</>", "</>=", "<=/>", "<=/>=", "</<=", ">/>=",
    )
}  # fmt: skip
_DECIDING = frozenset({"polarity", "action", "evaluative", "adjective", "similar", "dissimilar", "seen"})
_TAKING_BACK = frozenset({"undo", "redo", "wipe", "ask"})
_LONGEST_ENDING = 6
_BREAK = re.compile(r"\w\s*[.,;:!?…].*\w")
_GROUP = re.compile(r"\([^()\[\]]*\)|\[[^()\[\]]*\]")


class _Spelling(NamedTuple):
    """One spelling of a phrase, and the words that a command in it is cut into."""

    phrase: str
    cue: Cue
    text: str
    words: tuple[str, ...]


def laws(data: PackData, pack: Pack) -> Iterator[Law]:
    """The laws of writing, each with what breaks it."""
    spelled = [
        _Spelling(phrase, cue, text, _words(text, pack))
        for phrase, cue in cues_of(data)
        for text in spellings(phrase, ("", *data.declension))
    ]
    meanings: dict[tuple[str, ...], dict[Cue, str]] = {}
    for phrase, cue, _, words in spelled:
        meanings.setdefault(words, {}).setdefault(cue, phrase)
    yield Law("every bracket is closed", tuple(_unclosed(data)))
    yield Law("every phrase can be reached", (*_unreached(spelled, pack), *_unread(data, pack)))
    yield Law("no phrase means two opposite things", tuple(_contradictions(meanings)))
    yield Law("no word of one letter wishes, acts or grades", tuple(_short(meanings)))
    yield Law("no filler undoes, wipes or asks", tuple(_hasty(meanings)))
    yield Law("every ending changes something", tuple(_idle_endings(data)))
    yield Law("no phrase is written twice with one meaning", remarks=tuple(_doubles(spelled)))


def says(cue: Cue) -> str:
    """A meaning in plain words: "polarity dislike, a rule"."""
    told = [cue.kind.replace("_", " "), cue.polarity or "", cue.do, cue.key, cue.sign, cue.degree, *cue.roles]
    told += [f"{end} {role}" for role, end in cue.where]
    rule = (", a rule" if cue.hard else ", a wish") if cue.polarity else ""
    return " ".join(word for word in told if word) + rule + (f", {cue.side}" if cue.side == "after" else "")


def _words(text: str, pack: Pack) -> tuple[str, ...]:
    return (text,) if text in ("-", "~") else tuple(token.text for token in pack.tokens(text))


def _unclosed(data: PackData) -> Iterator[str]:
    for phrase in dict.fromkeys(phrase for phrase, _ in cues_of(data)):
        left, found = phrase, 1
        while found:
            left, found = _GROUP.subn("", left)
        if marks := [mark for mark in left if mark in "[]()|?"]:
            yield f"“{phrase}”: {' '.join(marks)} stands outside of a group"


def _unreached(spelled: Sequence[_Spelling], pack: Pack) -> Iterator[str]:
    known = {phrase: cues for found in pack.phrases.values() for phrase, cues in found}
    for _, cue, text, words in spelled:
        if text.strip() and cue not in known.get(words, ()):
            yield f"“{text.strip()}” of {says(cue)} is read as {' + '.join(words) or 'nothing'}"
        elif _BREAK.search(text):
            yield f"“{text.strip()}” of {says(cue)}: no phrase reaches over the mark in it"


def _unread(data: PackData, pack: Pack) -> Iterator[str]:
    tables: tuple[tuple[str, Mapping[str, Words], Mapping[tuple[str, ...], object]], ...] = (
        ("synonyms", data.synonyms, pack.means),
        ("demonyms", dict.fromkeys(data.demonyms, ()), pack.means),
        ("regions", data.regions, pack.regions),
        ("units", data.units, pack.units),
        ("roles_called", {str(role): names for role, names in data.roles_called.items()}, pack.roles_called),
        ("fields_called", data.fields_called, pack.fields_called),
    )
    for table, entries, known in tables:
        phrases = entries if table == "demonyms" else (phrase for names in entries.values() for phrase in names)
        for text in (text for phrase in phrases for text in spellings(phrase, ("", *data.declension))):
            if text.strip() and _words(text, pack) not in known:
                yield f"“{text.strip()}” of {table} is read as {' + '.join(_words(text, pack)) or 'nothing'}"


def _contradictions(meanings: Meanings) -> Iterator[str]:
    for words, cues in meanings.items():
        for one, other in combinations(cues, 2):
            if _contradict(one, other):
                yield f"“{' '.join(words)}”: {says(one)} (“{cues[one]}”), and {says(other)} (“{cues[other]}”)"


def _contradict(one: Cue, other: Cue) -> bool:
    if one.kind != other.kind or one.side != other.side:
        return frozenset((one.kind, other.kind)) in _OPPOSITE
    if one.roles and other.roles and not set(one.roles) & set(other.roles):
        return False
    if one.kind == "evaluative":
        return any(role == also and end != at for role, end in one.where for also, at in other.where)
    theirs = (other.polarity, other.do, other.key, other.sign, other.only, other.scope)
    mine = (one.polarity, one.do, one.key, one.sign, one.only, one.scope)
    return any(frozenset(map(str, pair)) in _OPPOSITE for pair in zip(mine, theirs, strict=True))


def _short(meanings: Meanings) -> Iterator[str]:
    for words, cues in meanings.items():
        word = words[0] if len(words) == 1 else ""
        if len(word) == 1 and word.isascii() and word.isalpha():
            yield from (f"“{word}”: {says(cue)}" for cue in cues if cue.kind in _DECIDING)


def _hasty(meanings: Meanings) -> Iterator[str]:
    for words, cues in meanings.items():
        if any(cue.kind in ("filler", "noun", "filler_phrase") for cue in cues):
            yield from (f"“{' '.join(words)}”: {says(cue)} (“{cues[cue]}”)" for cue in cues if cue.do in _TAKING_BACK)


def _idle_endings(data: PackData) -> Iterator[str]:
    pairs = [pair for section in data.ending for pair in section.pairs]
    for pair in (*pairs, *(pair for pairs in data.degree_endings.values() for pair in pairs)):
        ending, other = pair.split("/")
        if ending == other:
            yield f"“{pair}” changes nothing"
        elif len(ending) > _LONGEST_ENDING:
            yield f"“{pair}”: an ending has {_LONGEST_ENDING} letters at most"


def _doubles(spelled: Sequence[_Spelling]) -> Iterator[str]:
    first: dict[tuple[tuple[str, ...], Cue], str] = {}
    shared: dict[tuple[str, str, Cue], dict[tuple[str, ...], None]] = {}
    for phrase, cue, _, words in spelled:
        if words and first.setdefault((words, cue), phrase) is not phrase:
            shared.setdefault((first[words, cue], phrase, cue), {})[words] = None
    for (one, other, cue), all_of in shared.items():
        same = (
            f"“{one}” stands twice" if one == other else f"“{one}” and “{other}” share “{' '.join(next(iter(all_of)))}”"
        )
        more = f" and {len(all_of) - 1} more" if len(all_of) > 1 else ""
        yield f"{same}{more}: {says(cue)}"
