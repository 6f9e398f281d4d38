"""What a language holds together across blanks and marks: clauses behind a comma, "max. 100", "der 2. Film", "lass ... weg"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ..catalog.text import Token

_BREAKS = frozenset(",.;:?!()")
_MOST_ORDINAL = 2
"""Digits of an ordinal: "2.", "19."."""


@dataclass(frozen=True)
class Seams:
    """Joins the tokens of one language; all words are folded."""

    openers: frozenset[str] = frozenset()
    """Words that open a clause within a sentence: the comma before them parts nothing."""
    shortened: frozenset[str] = frozenset()
    """Words that are written with a point when they are cut short: "max"."""
    ordered: frozenset[str] = frozenset()
    """Words behind which a number with a point is an ordinal: "der 2. Film"."""
    ordinal: str = ""
    """The ending that such a point stands for."""
    separable: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Particle at the end of a clause -> the verbs that it belongs to: "weg" -> "lass"; they become one word, "weglass"."""

    def __bool__(self) -> bool:
        return bool(self.openers or self.shortened or self.ordered or self.separable)

    def __call__(self, said: Sequence[Token], text: str) -> tuple[Token, ...]:
        """The tokens of a text, joined."""
        return tuple(self._verbs([*self._points(said, text)]))

    def _points(self, said: Sequence[Token], text: str) -> Iterator[Token]:
        """Commas before clauses and points behind words cut short part nothing; a point behind an ordinal is its ending."""
        before: tuple[Token, ...] = ()
        for token in said:
            here = token
            within = replace(token, gap=" ")
            if token.gap == ",":
                here = within if token.text in self.openers else token
            elif token.gap == "." and before and before[-1].text in self.shortened:
                here = token if text[token.start].isupper() else within
            elif token.gap == "." and len(before) == 2 and self._is_ordinal(*before):
                yield Token(self.ordinal, before[1].end, before[1].end + 1, "word", "")
                here = within
            yield here
            before = (*before[-1:], here)

    def _is_ordinal(self, leads: Token, number: Token) -> bool:
        whole = number.text.isdecimal() and len(number.text) <= _MOST_ORDINAL
        return whole and number.gap == " " and leads.text in self.ordered

    def _verbs(self, said: list[Token]) -> list[Token]:
        """Particles at the ends of clauses go back to their verbs."""
        for at in range(len(said) - 1, 0, -1):
            stems = self.separable.get(said[at].text)
            if stems is None or (at + 1 < len(said) and said[at + 1].gap not in _BREAKS):
                continue
            for verb in range(at - 1, -1, -1):
                if said[verb + 1].gap in _BREAKS - {","}:
                    break
                if said[verb].text in stems:
                    said[verb] = replace(said[verb], text=said[at].text + said[verb].text)
                    del said[at]
                    break
        return said
