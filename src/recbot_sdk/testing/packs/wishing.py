"""What the words of wishes do: polarity, dose, scope, how long; words that join; words that wish for nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from ...catalog.text import fold
from ...parsing.grammar.moods import DOSES
from ...parsing.packs.schema import PackData, PolarityWords
from ...parsing.protocol import Parse
from ...predicates import In, leaves
from ...preferences.preference import Dose, Preference, Where
from ...types import Scope
from .cases import Case, all_of, wishes
from .world import NOW, OTHER, VALUE


def cases(data: PackData) -> Iterator[Case]:
    """A case for each phrase of the tables of wishes."""
    for entry in data.polarity:
        for phrase in all_of(entry.phrases, data):
            yield _polarity(entry, phrase)
    soft = [words for entry in data.polarity if _plain(entry, hard=False) for words in all_of(entry.phrases, data)]
    more = [form.split()[1] for adjective in data.adjective for form in (*adjective.low, *adjective.high)]
    for amount, phrases in data.dose.items():
        for phrase in all_of(phrases, data):
            texts = [text for word in soft for text in (f"{phrase} {word} {VALUE}", f"{word} {phrase} {VALUE}")]
            texts += [text for word in soft for text in (f"{word} {VALUE} {phrase}", f"{VALUE} {phrase} {word}")]
            texts += [f"{phrase} {word}" for word in more if word != "-"]
            yield Case("every dose word gives its dose", phrase, texts, _dosed(DOSES[amount]))
    ruled = next(
        (words for entry in data.polarity if _plain(entry, hard=True) for words in all_of(entry.phrases, data)), ""
    )
    for scope, phrases in data.scopes.items():
        for phrase in all_of(phrases, data):
            around = (f"{ruled} {VALUE} {phrase}", f"{phrase} {ruled} {VALUE}")
            yield Case("every scope word gives its scope", phrase, around, _scoped(scope))
    for days, phrases in data.lasting.items():
        for phrase in all_of(phrases, data):
            around = (f"{ruled} {VALUE} {phrase}", f"{phrase} {ruled} {VALUE}")
            yield Case(
                "every span of days lasts as long as it says", phrase, around, _until(NOW + timedelta(days=days))
            )
    for joint, law in (("and", "words for and ask for both"), ("or", "words for or leave a choice")):
        for phrase in all_of(data.connect.get(joint, ()), data):
            around = (f"{VALUE} {phrase} {OTHER}", f"{phrase} {VALUE} {OTHER}")
            yield Case(law, phrase, around, _joined(2 if joint == "and" else 1))
    yield from _idle(data)


def _polarity(entry: PolarityWords, phrase: str) -> Case:
    glued = not phrase[-1].isalnum()
    text = f"{VALUE} {phrase}" if entry.side == "after" else f"{phrase}{'' if glued else ' '}{VALUE}"
    dose = DOSES.get(entry.dose or "", Dose.MORE.value)

    def holds(wish: Preference) -> bool:
        fits = wish.polarity == entry.polarity and wish.hard == entry.hard and wish.scope == (entry.scope or wish.scope)
        return fits and (entry.hard or wish.dose == dose) and _values(wish) == {VALUE}

    return Case("every word of a wish gives its polarity and strength", phrase, (text,), _one(holds))


def _idle(data: PackData) -> Iterator[Case]:
    forms = (
        form for adjective in data.adjective for three in (*adjective.low, *adjective.high) for form in three.split()
    )
    grading = {fold(form) for form in all_of(forms, data)}  # "little" says nothing, or how much
    for kind, phrases in data.fillers.items():
        law = f"{'pleasantries' if kind == 'pleasantries' else 'fillers'} alone propose nothing"
        for phrase in (said for said in all_of(phrases, data) if fold(said) not in grading):
            yield Case(law, phrase, (phrase,), lambda parse: not parse.proposals and not parse.asks_memory)


def _plain(entry: PolarityWords, *, hard: bool) -> bool:
    """Whether words say no more than that something is wished, or ruled out."""
    ruled = entry.polarity == ("dislike" if hard else "like")
    return (
        ruled
        and entry.hard == hard
        and not (entry.weak or entry.dose or entry.scope or entry.once)
        and entry.side == "before"
    )


def _one(holds: Callable[[Preference], bool]) -> Callable[[Parse], bool]:
    """Whether one wish is proposed, and it is so."""
    return lambda parse: len(found := wishes(parse)) == 1 and len(parse.proposals) == 1 and holds(found[0])


def _dosed(dose: float) -> Callable[[Parse], bool]:
    return _one(lambda wish: not wish.hard and wish.dose == dose)


def _scoped(scope: Scope) -> Callable[[Parse], bool]:
    return _one(lambda wish: wish.scope == scope)


def _until(moment: datetime) -> Callable[[Parse], bool]:
    return _one(lambda wish: wish.expires_at is not None and wish.expires_at.date() == moment.date())


def _values(wish: Preference) -> set[object]:
    if not isinstance(wish.target, Where):
        return set()
    return {value for leaf in leaves(wish.target.predicate) if isinstance(leaf, In) for value in leaf.values}


def _joined(count: int) -> Callable[[Parse], bool]:
    """Whether both values are wished, in so many wishes."""

    def holds(parse: Parse) -> bool:
        found = wishes(parse)
        return len(found) == count and {v for wish in found for v in _values(wish)} == {VALUE, OTHER}

    return holds
