"""Names that words spell but for slips of the keyboard. A name of several words must be there as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple, TypeAlias

import numpy as np

from .slips import Slips
from .spellings import Spellings

Inflect: TypeAlias = Callable[[str], Iterable[tuple[str, float]]]
"""From a word to its other forms, each with what the change costs: a language pack has one."""
Guesses: TypeAlias = dict[int, float]
"""Codes of words that may be meant, each with what it costs to take them so."""
_EDIT = 0.6
_EXTRA, _OTHER = 0.02, 0.04
"""More for an edit by which a word was made longer, or no shorter: most often a letter was left out."""
_LONG = 8
"""Letters of a word in which two slips are believed."""
_SHORT = 4
"""Letters of a word that may be mended alone; shorter ones are mended only within a name that is there otherwise."""
_MOST_ALONE = 8


class Mended(NamedTuple):
    """Words `start` to `end` of a command, the name that they may be, and what it costs to take them so."""

    start: int
    end: int
    place: int
    said: tuple[str, ...]
    """The words as they may have been meant."""
    cost: float


class Mender:
    """Finds names by words that hold slips.

    Args:
        names: The names.
        glued: Names of several words, written as one.
    """

    def __init__(self, names: Spellings, glued: Iterable[str]) -> None:
        self._names = names
        self._words = [*names.words, *(word for word in glued if word not in names.code)]
        self._slips = Slips(self._words)

    def near(self, words: Sequence[str], unknown: Iterable[int], inflect: Inflect) -> Iterator[Mended]:
        """Names that hold a word of `unknown` by one edit; where there are none by two in a long word, and by its other forms."""
        left = set(unknown)
        slips: dict[int, Guesses] = {}
        exact = [self._names.code.get(word) for word in words]
        strange = {at for at in left if exact[at] is None}
        for some in (strange, left - strange):  # a word of some name is right where a slip beside it explains the two
            if now := sorted(some & left):
                slips |= zip(now, self._guesses([words[at] for at in now], 1), strict=True)
                for name in self._found(words, now, _meant(exact, slips), slips, lambda at: {}):
                    left -= set(range(name.start, name.end))
                    yield name
        if left:
            long = [at for at in left if len(words[at]) >= _LONG]
            slips |= zip(long, self._guesses([words[at] for at in long], 2), strict=True)

            @cache
            def final(at: int) -> Guesses:
                return self._other_forms(words[at], slips.get(at), inflect)

            yield from self._found(words, sorted(left), _meant(exact, slips), slips, final)

    def _guesses(self, words: Sequence[str], most: int) -> list[Guesses]:
        """What each of some words may be by a slip; digits are no slips."""
        return [
            {place: _EDIT * edits + _unlikely(word, self._words[place]) for place, edits in near}
            if not any(map(str.isdigit, word))
            else {}
            for word, near in zip(words, self._slips.near(words, most), strict=True)
        ]

    def _other_forms(self, word: str, slips: Guesses | None, inflect: Inflect) -> Guesses:
        """What a word may mean as the last of a name: its other forms, those of the words it may be, the words these may be."""
        found: Guesses = {}

        def keep(code: int, cost: float) -> None:
            found[code] = min(cost, found.get(code, np.inf))

        forms = list(inflect(word))
        further = [{}] * len(forms) if slips is None else self._guesses([other for other, _ in forms], 1)
        for (other, more), guesses in zip(forms, further, strict=True):
            if (code := self._names.code.get(other)) is not None:
                keep(code, more)
            for place, edits in guesses.items():
                keep(place, edits + more)
        for one, cost in (slips or {}).items():
            for other, more in inflect(self._words[one]):
                if (code := self._names.code.get(other)) is not None:
                    keep(code, cost + more)
        return found

    def _found(
        self,
        words: Sequence[str],
        places: Iterable[int],
        meant: Sequence[Guesses],
        slips: Mapping[int, Guesses],
        final: Callable[[int], Guesses],
    ) -> Iterator[Mended]:
        """Names that hold a slip at one of `places`, each other word as it is `meant`, or last and in another form."""
        seen: set[tuple[int, int]] = set()
        for at in places:
            guesses = final(at) | slips[at]
            if not guesses:
                continue
            if len(words[at]) >= _SHORT:
                yield from self._alone(at, guesses)
            after = meant[at + 1] | final(at + 1) if at + 1 < len(words) else {}
            for place, slot in self._beside(guesses, meant[at - 1] if at else {}, after):
                start = at - slot
                if (start, place) not in seen and (name := self._laid(place, start, meant, final)):
                    seen.add((start, place))
                    yield name

    def _alone(self, at: int, guesses: Guesses) -> Iterator[Mended]:
        best = sorted(guesses, key=guesses.__getitem__)[:_MOST_ALONE]
        said = [self._words[place] for place in best]
        for which, place in self._names.spelled(said):
            yield Mended(at, at + 1, place, (said[which],), guesses[best[which]])

    def _beside(self, guesses: Guesses, before: Guesses, after: Guesses) -> Iterator[tuple[int, int]]:
        """(place, which of its words) of names where one of `guesses` stands behind one of `before` or ahead of one of `after`."""
        names = self._names
        known = [names.having(code) for code in guesses if code < len(names.words)]
        if not known or not (before or after):
            return
        held = known[0] if len(known) == 1 else np.concatenate(known)
        keep = np.zeros(len(held), bool)
        for others, step in ((before, -1), (after, 1)):
            if others:
                mask = np.zeros(len(self._words), bool)
                mask[list(others)] = True
                keep |= mask[names.codes.take(held + step, mode="clip")]
        held = held[keep]
        places = names.places(held)
        yield from zip(places.tolist(), (held - names.offsets[places]).tolist(), strict=True)

    def _laid(self, place: int, start: int, meant: Sequence[Guesses], final: Callable[[int], Guesses]) -> Mended | None:
        """A name of several words laid over the command from its word `start` on; None where a word differs."""
        codes = self._names.codes_of(place)
        end = start + len(codes)
        if start < 0 or end > len(meant) or len(codes) < 2:
            return None
        cost = 0.0
        for at, code in enumerate(codes, start):
            guesses = final(at) | meant[at] if at == end - 1 else meant[at]
            if code not in guesses:
                return None
            cost += guesses[code]
        return Mended(start, end, place, tuple(self._names.of(place)), cost)


def _unlikely(word: str, meant: str) -> float:
    return 0.0 if len(word) < len(meant) else _EXTRA if len(word) > len(meant) else _OTHER


def _meant(exact: Sequence[int | None], slips: Mapping[int, Guesses]) -> list[Guesses]:
    """What each word may mean by itself: as it is said, or by a slip."""
    return [slips.get(at, {}) | ({} if code is None else {code: 0.0}) for at, code in enumerate(exact)]
