"""Number words that a language writes as one: "einundzwanzig", "hundertzwanzig", "zweieinhalb"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_SHORTEST = 3
_LONGEST = 80
"""Letters of a number word, at least of one of several and at most of all."""


@dataclass(frozen=True)
class GluedNumbers:
    """Reads words that are made of number words and of nothing else."""

    parts: Mapping[str, float] = field(default_factory=dict)
    """Number words, folded, and what they count; none: no words are glued."""
    joint: str = ""
    """What stands between ones and tens."""

    def __bool__(self) -> bool:
        return bool(self.parts)

    def value(self, word: str) -> float | None:
        """What a word of two or more number words counts; None for any other.

        >>> parts = {"zwei": 2, "zwanzig": 20, "hundert": 100, "tausend": 1000, "einhalb": 0.5}
        >>> [GluedNumbers(parts, "und").value(w) for w in ("zweiundzwanzig", "zweitausendzweihundert", "zweieinhalb", "zwei")]
        [22.0, 2200.0, 2.5, None]
        """
        if not self.parts or len(word) > _LONGEST:
            return None
        numbers = next((found for found in self._split(word) if len(found) > 1), None)
        if numbers is None:
            return None
        whole, below = 0.0, 0.0
        for number in numbers:
            if number >= 1000:
                whole, below = whole + max(below, 1.0) * number, 0.0
            else:
                below = max(below, 1.0) * number if number >= 100 else below + number
        return whole + below

    def _split(self, word: str) -> Iterator[list[float]]:
        """The number words that a word is made of, longer ones first."""
        if word in self.parts:
            yield [self.parts[word]]
        for end in range(len(word) - 1, _SHORTEST - 1, -1):
            if word[:end] in self.parts:
                rests = (word[end:], word[end:].removeprefix(self.joint) if self.joint else "")
                for rest in dict.fromkeys(rests):
                    for found in self._split(rest) if rest else ():
                        yield [self.parts[word[:end]], *found]
