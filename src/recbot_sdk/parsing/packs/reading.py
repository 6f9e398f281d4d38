"""Reads the file of a language pack, shipped or a user's own, and says what is wrong with it in the words of the file."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ...errors import ArgumentError
from .schema import PackData
from .variants import with_variants

SUFFIX = ".toml"
_MOST_TOLD = 8
"""Mistakes of one file that are told at once."""


@lru_cache(maxsize=1)
def pack_names() -> tuple[str, ...]:
    """The packs that ship, English first."""
    names = sorted(f.name.removesuffix(SUFFIX) for f in _folder().iterdir() if f.name.endswith(SUFFIX))
    return tuple(sorted(names, key=lambda name: name != "en"))


def is_file(pack: str) -> bool:
    """Whether a pack is given by the path of its file, and not by name."""
    return pack.endswith(SUFFIX)


def read_pack(pack: str) -> PackData:
    """The tables of a pack: the name of one that ships, or the path of a .toml file.

    Raises:
        ArgumentError: There is no such pack, or its file is no TOML or breaks the schema: each mistake is told with its table,
            its entry and what is allowed.
    """
    text = _text(pack)
    try:
        document = tomllib.loads(text)
        data = PackData.model_validate(document)
        return PackData.model_validate(with_variants(document, data.variants)) if data.variants else data
    except tomllib.TOMLDecodeError as error:
        raise ArgumentError(f"language pack {pack} is no TOML: {error}.") from None
    except ValidationError as error:
        told = list(_mistakes(error, tomllib.loads(text)))
        more = f" And {len(told) - _MOST_TOLD} more." if len(told) > _MOST_TOLD else ""
        raise ArgumentError(f"language pack {pack} breaks the schema. {' '.join(told[:_MOST_TOLD])}{more}") from None


def _text(pack: str) -> str:
    if not is_file(pack):
        file = _folder() / f"{pack}{SUFFIX}"
        if not pack.isidentifier() or not file.is_file():
            ships = ", ".join(pack_names())
            raise ArgumentError(f"there is no language pack {pack!r}. Packs: {ships}, or the path of a {SUFFIX} file.")
        return file.read_text("utf8")
    try:
        return Path(pack).read_text("utf8")
    except OSError as error:
        raise ArgumentError(f"language pack {pack} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ArgumentError(f"language pack {pack} is not written in UTF-8: byte {error.start} is no text.") from error


def _folder() -> Traversable:
    return files("recbot_sdk.parsing") / "packs"


def _mistakes(error: ValidationError, document: Mapping[str, Any]) -> Iterable[str]:
    for one in error.errors():
        where, said = _place(one["loc"], document), one["msg"].removeprefix("Value error, ")
        match one["type"]:
            case "extra_forbidden":
                said = f"no such key. Allowed: {', '.join(_allowed(one['loc']))}"
            case "missing":
                said = "is missing"
            case _ if one["loc"][-1:] == ("[key]",):
                said = f"{said[0].lower()}{said[1:]}"
            case _ if not isinstance(one["input"], list | dict):
                said = f"{one['input']!r}: {said[0].lower()}{said[1:]}"
        yield f"{where}: {said}."


def _place(loc: tuple[int | str, ...], document: Mapping[str, Any]) -> str:
    """As it is written in the file: "[[polarity]] number 3 (“never”), sign"."""
    table, *rest = loc
    value: Any = document.get(str(table))
    if rest and isinstance(value, list) and value and isinstance(value[0], dict):
        entry = value[int(rest[0])]
        first = next((words[0] for words in entry.values() if isinstance(words, list) and words), None)
        named = f" (“{first}”)" if isinstance(first, str) else ""
        where, rest = f"[[{table}]] number {int(rest[0]) + 1}{named}", rest[1:]
    else:
        where = f"[{table}]" if isinstance(value, dict) else str(table)
    keys = [f"entry {part + 1}" if isinstance(part, int) else str(part) for part in rest if part != "[key]"]
    return ", ".join((where, *keys))


def _allowed(loc: tuple[int | str, ...]) -> Iterable[str]:
    """The keys of the table that an unknown key stands in."""
    model: Any = PackData
    for part in loc[:-1]:
        if not isinstance(part, int):
            kind = model.model_fields[part].annotation
            model = next((k for k in (kind, *getattr(kind, "__args__", ())) if hasattr(k, "model_fields")), model)
    return tuple(model.model_fields)
