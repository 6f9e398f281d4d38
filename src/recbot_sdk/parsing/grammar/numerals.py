"""Numbers in a script without blanks, where digits and scales follow one another: "九十", "一百二十", "两万五", "二〇一〇"."""

from __future__ import annotations

from collections.abc import Sequence

from ...catalog.text import Token, ideograph
from ..pack import Pack

_WRITTEN_OUT = 4
"""Digits side by side that are a number written out: fewer are a guess, "两三"."""
_LONGEST = 24
"""Characters of a number, at most."""
_SECTION = 10_000
"""The scale from which on everything before it is multiplied."""


def numeral(tokens: Sequence[Token], at: int, pack: Pack) -> tuple[float, int] | None:
    """The number that begins at a token, and where it ends; None where none is written so."""
    run = _run(tokens, at, pack)
    if not run:
        return None
    digits = next((size for size, value in enumerate(run) if value >= 10), len(run))
    if digits >= _WRITTEN_OUT:
        return float("".join(str(int(value)) for value in run[:digits])), at + digits
    total = section = large = 0.0
    digit: float | None = None
    scale = size = 0
    for size, value in enumerate(run):
        if value < 10:
            if digit:
                return total + section + digit, at + size
            digit = value
            scale = scale if value else 0
        elif value < _SECTION:
            section += (1 if digit is None else digit) * value
            digit, scale = None, int(value)
        else:
            if size == 0:
                return None
            section += digit or 0
            total = (total + section) * value if value > large else total + section * value
            section, digit, scale, large = 0.0, None, int(value), value
    if digit and scale >= 100:  # "一百五" is 150
        digit *= scale / 10
    return total + section + (digit or 0), at + size + 1


def _run(tokens: Sequence[Token], at: int, pack: Pack) -> list[float]:
    """The values of the digits and scales from a token on, nothing between them."""
    found: list[float] = []
    for place in range(at, min(at + _LONGEST, len(tokens))):
        token = tokens[place]
        if token.text not in pack.numbers or not ideograph(token.text) or (found and token.gap):
            break
        found.append(pack.numbers[token.text])
    return found
