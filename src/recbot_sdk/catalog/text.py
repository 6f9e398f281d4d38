"""Text as tokens: folded words with the place that they came from.

Folding is NFKC, casefold and accents stripped, so that "Miloš", "MILOS" and "milos" are one word. It must never lose the
place of a word in the original text, and never raise, whatever it is given.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_HAN = r"\u3005-\u3007\u3400-\u9fff\uf900-\ufaff"
"""Characters of a script without blanks: each is a word, and names are runs of them."""
_PIECE = re.compile(
    rf"""(?P<number>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?(?!\d)|\d+[.,]\d{{1,2}}(?![\d.,]\d)|\d+\.\d+|\d+)
      | (?P<word>[{_HAN}]|[^\W\d_{_HAN}]+(?:['’ʼ`][^\W\d_{_HAN}]+)*)
      | (?P<sign><=|>=|=>|=<|[<>≤≥=$€£¥%+#~–-])
      | (?P<mark>[,;.!?:/&()\[\]"“”…—|《》「」])""",
    re.VERBOSE,
)
_PLAIN = re.compile(r"[a-z]+|\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+[.,]\d{1,2}(?![\d.,]\d)|\d+\.\d+|\d+")
_APOSTROPHES = str.maketrans("", "", "'’ʼ`")
_SPECIAL = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ß": "ss", "。": ";", "、": ","}
)
_STOPS = frozenset(".;!?…")
_IDEOGRAPH = re.compile(f"[{_HAN}]")


@dataclass(frozen=True, slots=True)
class Token:
    """One folded word, number or sign; `start` and `end` are offsets into the original text."""

    text: str
    start: int
    end: int
    kind: str
    """word, number or sign."""
    gap: str = ""
    """What stands between the token before and this one: "" glued, " " space, "," comma, "." the end of a sentence, "/"..."""
    owner: str = ""
    """The word without its possessive ending: "byron" of "Byron's"."""


def fold(text: str) -> str:
    """Text in one case and without accents.

    >>> fold("Miloš FORMAN")
    'milos forman'
    """
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold()).translate(_SPECIAL)
    return "".join(c for c in plain if not unicodedata.combining(c))


def ideograph(word: str) -> bool:
    """Whether a token is a character that is a word: a letter by itself says much less."""
    return _IDEOGRAPH.fullmatch(word) is not None


@lru_cache(maxsize=4096)
def _folded(char: str) -> str:
    if unicodedata.category(char) in ("Cc", "Cs", "Cf", "Co", "Cn"):
        return "" if char not in "\n\t\r\v\f" else " "
    return fold(char)


def tokens(text: str) -> tuple[Token, ...]:
    """The words of a text, folded, with their places in it. Surrogates, controls and bidi marks are dropped.

    >>> [t.text for t in tokens("Sci-Fi from the 1960's, PG-13")]
    ['sci', 'fi', 'from', 'the', '1960', 's', 'pg', '13']
    """
    places: list[int] | range
    if text.isascii() and text.isprintable():
        plain, places = text.lower(), range(len(text) + 1)
    else:
        pieces: list[str] = []
        places = []
        for at, char in enumerate(text):
            piece = _folded(char)
            pieces.append(piece)
            places.extend([at] * len(piece))
        plain = "".join(pieces)
        places.append(len(text))
    found: list[Token] = []
    gap, last = "", 0
    for hit in _PIECE.finditer(plain):
        if hit.start() > last and not gap.strip():
            gap = " "
        last = hit.end()
        kind, piece = str(hit.lastgroup), hit.group()
        start, end = places[hit.start()], places[hit.end() - 1] + 1
        if kind == "mark":
            if piece == "&":
                found.append(Token("and", start, end, "word", gap))
                gap = ""
            elif piece == "." and last < len(plain) and not plain[last].isspace():
                gap = gap or " "
            elif piece in _STOPS:
                short = piece == "." and found and len(found[-1].text) <= 2 and found[-1].kind == "word"
                gap = gap if gap.strip() else " " if short else "."
            else:
                gap = gap if gap == "." else piece
            continue
        owner = ""
        if kind == "sign" and piece in "-–~":
            piece = "-" if piece == "–" else piece
            minus = piece == "-" and gap in ("", " ") and _begins_a_word(plain, hit.start())
            about = piece == "~" and plain[last : last + 1].isdecimal()
            if not _ends_in_number(found) and not minus and not about:
                gap = (
                    gap or " "
                )  # it counts behind a number ("1945-1955", "$40k-$60k"), before a word ("-drama") and "~90"
                continue
        if kind == "word":
            owner = piece[:-2] if len(piece) > 3 and piece[-1] == "s" and piece[-2] in "'’ʼ`" else ""
            piece = piece.translate(_APOSTROPHES)
        found.append(Token(piece, start, end, kind, gap, owner))
        gap = ""
    return tuple(found)


def _begins_a_word(plain: str, at: int) -> bool:
    """Whether a hyphen is glued to the word behind it and not to one before it: "-drama", no "sci-fi"."""
    return plain[at + 1 : at + 2].isalnum() and not plain[max(0, at - 1) : at].strip()


def _ends_in_number(found: Sequence[Token]) -> bool:
    """Whether a number was the last thing that was read, with what may be glued to it: "40", "40k"."""
    if found and found[-1].kind == "word" and found[-1].gap == "" and len(found[-1].text) <= 3:
        found = found[:-1]
    return bool(found) and found[-1].kind == "number"


def words(text: str) -> tuple[str, ...]:
    """The folded words and numbers of a text, without signs: the key under which a vocabulary holds it.

    >>> words("Ada L. Byron & Sons")
    ('ada', 'l', 'byron', 'and', 'sons')
    """
    if text.isascii():
        return tuple(_PLAIN.findall(text.lower().replace("'", "").replace("`", "").replace("&", " and ")))
    return tuple(t.text for t in tokens(text) if t.kind != "sign")
