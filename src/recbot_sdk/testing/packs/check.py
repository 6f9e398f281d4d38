"""A suite that says whether a language pack does what its own words say.

Usable without pytest: `print(check_pack("my/eo.toml"))`; `recbot check --pack my/eo.toml` shows the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from os import PathLike, fspath

from ...errors import ArgumentError
from ...parsing.pack import compile_pack
from ...parsing.packs.reading import read_pack
from ...parsing.packs.schema import PackData
from ..report import Check, Report
from . import coverage, doing, measuring, wishing, writing
from .cases import Case, plainly, told
from .findings import Law
from .world import World


def check_pack(pack: str | PathLike[str]) -> Report:
    """Tries a language pack: how it is written, what it covers beside English, and what each of its phrases does.

    The commands are made of the pack's own phrases, and said to a small catalogue of made-up words. Failures are reported, never
    raised: each with the phrase, the command, and what it is read as. A remark is worth a look and breaks nothing.

    Args:
        pack: The name of a pack that ships, or the path of a .toml file. It is read anew each time.
    """
    subject = fspath(pack)
    law = "the file is a language pack"
    try:
        data = read_pack(subject)
    except ArgumentError as error:
        return Report(subject, (Check(law, str(error)),))
    compiled = compile_pack(data)
    laws = (
        Law(law),
        *writing.laws(data, compiled),
        *coverage.laws(data, read_pack("en")),
        *_behaviour(data, World(compiled)),
    )
    return Report(subject, tuple(each.check for each in laws))


def _behaviour(data: PackData, world: World) -> Iterator[Law]:
    found: dict[str, list[str]] = {}
    loud: list[str] = []
    for case in chain(wishing.cases(data), measuring.cases(data), doing.cases(data)):
        broken = found.setdefault(case.law, [])
        text = case.understood(world)
        if text is None:
            broken.append(case.told(world))
        elif wrong := _otherwise(case, text, world, data.accented):
            loud.append(wrong)
    yield from (Law(law, tuple(dict.fromkeys(broken))) for law, broken in found.items())
    yield Law("case and accents change nothing", tuple(loud))


def _otherwise(case: Case, text: str, world: World, accented: Sequence[str]) -> str | None:
    """What a command is read as where hasty people type it, if that is something else."""
    typed = plainly(text, accented)
    cut = world.pack.tokens
    if [token.text for token in cut(typed)] == [token.text for token in cut(text)]:
        return None
    parse = case.read(world, typed)
    return (
        None
        if case.holds(parse)
        else f"“{case.phrase}”: “{typed}” is read as {told(parse)}, and “{text}” as it should be"
    )
