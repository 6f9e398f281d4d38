"""Makes the lexicon of the English pack from WordNet's own files: words, their senses, and how senses are related.

Run: python scripts/lexicon.py DICT, where DICT is the folder that holds WordNet 3.1's data.noun, index.noun and so on.
The same files always give the same bytes. `recbot_sdk.parsing.lexicon` says what the lines mean.
"""

from __future__ import annotations

import gzip
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeAlias

from recbot_sdk.catalog.text import words

TARGET = Path(__file__).parent.parent / "src/recbot_sdk/parsing/packs/en.lexicon.gz"
FILES = {"n": "noun", "a": "adj"}
_PARTS = {"1": "n", "3": "a", "5": "a"}
LIVING, PEOPLE, PLACES = (5, 20), 18, 15
"""WordNet's own numbers of the files in which animals and plants, people and places stand."""
SENSES, LONGEST = 5, 3
GENERAL, GENERAL_OF_PEOPLE = 3400, 40
"""A sense with more below it says nothing of them: "artifact", "act", "user"."""

Key: TypeAlias = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Synset:
    """The words of one sense, and its pointers: (sign, other sense)."""

    file: int
    lemmas: tuple[str, ...]
    pointers: tuple[tuple[str, Key], ...]


def synsets(folder: Path) -> dict[Key, Synset]:
    """Every sense of a noun or an adjective."""
    found = {}
    for part, name in FILES.items():
        for line in _lines(folder / f"data.{name}"):
            cells = line.partition("|")[0].split()
            count = int(cells[3], 16)
            rest = cells[4 + 2 * count :]
            pointers = [(rest[k], (_part(rest[k + 2]), int(rest[k + 1]))) for k in range(1, 4 * int(rest[0]) + 1, 4)]
            lemmas = tuple(lemma.partition("(")[0] for lemma in cells[4 : 4 + 2 * count : 2])
            found[part, int(cells[0])] = Synset(int(cells[1]), lemmas, tuple(pointers))
    return found


def _part(letter: str) -> str:
    return "a" if letter == "s" else letter


def _lines(file: Path) -> Iterator[str]:
    return (line for line in file.read_text("utf8").splitlines() if not line.startswith(" "))


def ordinary(found: dict[Key, Synset]) -> dict[Key, Synset]:
    """Without people by name, groups of a taxonomy, and the Latin names of animals and plants."""
    kept = {}
    for key, synset in found.items():
        latin = synset.file in LIVING
        lemmas = tuple(lemma for lemma in synset.lemmas if not (latin and lemma[0].isupper() and "_" in lemma))
        lemmas = tuple(lemma for lemma in lemmas if not lemma.startswith(("genus_", "family_", "order_", "class_")))
        instance = any(sign == "@i" for sign, _ in synset.pointers)
        if lemmas and not (instance and synset.file != PLACES):
            kept[key] = Synset(synset.file, lemmas, synset.pointers)
    return kept


def entries(folder: Path, known: dict[Key, Synset]) -> dict[str, list[Key]]:
    """Words as commands are folded, each with its senses, the most usual first."""
    found: dict[str, dict[Key, int]] = defaultdict(dict)
    for line in _lines(folder / "index.sense"):
        sense, offset, place, times = line.split()
        lemma, _, rest = sense.partition("%")
        key = (_PARTS.get(rest[0], ""), int(offset))
        said = words(lemma.replace("_", " "))
        if key not in known or not 0 < len(said) <= LONGEST or len("".join(said)) < 2 or any(w.isdigit() for w in said):
            continue
        if any(words(own.replace("_", " ")) == said for own in known[key].lemmas):
            found[" ".join(said)].setdefault(key, 100 * int(times) - int(place))
    return {word: sorted(keys, key=lambda k: -keys[k])[:SENSES] for word, keys in sorted(found.items())}


def sizes(found: dict[Key, Synset]) -> dict[Key, int]:
    """How many senses stand below each."""
    below: dict[Key, list[Key]] = defaultdict(list)
    for key, synset in found.items():
        for sign, other in synset.pointers:
            if sign in ("@", "@i"):
                below[other].append(key)

    @cache
    def under(key: Key) -> frozenset[Key]:
        return frozenset({key}).union(*map(under, below[key]))

    return {key: len(under(key)) for key in found}


def main(folder: Path) -> None:
    """Writes the lexicon."""
    every = synsets(folder)
    size, known = sizes(every), ordinary(every)
    said = entries(folder, known)
    used = {key for keys in said.values() for key in keys}
    number = {key: place for place, key in enumerate(sorted(used))}
    broader: dict[Key, list[int]] = defaultdict(list)
    related: dict[Key, set[int]] = defaultdict(set)
    for key in number:
        for sign, other in every[key].pointers:
            if other not in number:
                continue
            most = GENERAL_OF_PEOPLE if every[other].file == PEOPLE else GENERAL
            if sign in ("@", "@i") and size[other] <= most:
                broader[key].append(number[other])
            elif sign in ("+", "\\", "&") or (sign == "#m" and every[key].file == PEOPLE):
                related[key].add(number[other])
                related[other].add(number[key])
    lines = [f"{word}\t{' '.join(str(number[key]) for key in keys)}" for word, keys in said.items()]
    senses = [f"{' '.join(map(str, broader[k]))}\t{' '.join(map(str, sorted(related[k])))}" for k in sorted(number)]
    text = "\n".join(["\n".join(lines), "", "\n".join(senses)])
    TARGET.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{len(lines)} words, {len(senses)} senses, {len(text):,} characters, {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
