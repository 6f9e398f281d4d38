"""A suite that says whether a parser is total, pure and invents nothing.

Usable without pytest: `print(check_parser(my_parser, catalog, ["no horror", "shorter please"]))`.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ..parsing.protocol import Command, Parse, Parser
from ..predicates import In, fields_of
from ..preferences import Items, Preference, PreferenceMemory, Similar, Where
from ..preferences.preference import Order, Target, Toward
from ..preferences.steps import Add, Extend, Free, Harden, Lend, Move, Narrow, Retract, Soften, Step, Swap
from .report import Check, Report

if TYPE_CHECKING:
    from ..catalog import Catalog

NOON = datetime(2030, 5, 1, 12, tzinfo=UTC)
ODD: tuple[str, ...] = (
    "", " ", "\n\t", "?", "...", "!!!!!!", "-1", "1e999", "٣٤", "½", "0x1f", "٪", "\0", "a\0b", "\ud800", "\u202eoot\u202c",
    "\u200b\u200d\ufeff", "e\u0301", "\U0001f600\U0001f468\u200d\U0001f469", "日本語", "שלום", "ß", "İ", "ﬁ",
    "'; drop table x; --", '{"op": "in"}', "[bold]x[/bold]", "<b>x</b>", "{}", "%s %d", "$(x)", "a" * 300, "no " * 200,
    "(" * 200, "\"“”'", "a,b;c/d|e\\f",
)  # fmt: skip
"""Texts that people paste and programs send: each is read, and none is an error."""
IDLE: tuple[str, ...] = ("", "   ", "thanks", "ok, thank you very much", "hello", "asdf qwer zxcv", "?!", "\U0001f600")
"""Texts without a wish in them."""
_Wish = Add | Move | Extend | Narrow | Swap


def check_parser(
    parser: Parser,
    catalog: Catalog,
    commands: Sequence[str] = (),
    *,
    idle: Sequence[str] = IDLE,
    texts: int = 150,
    seed: int = 0,
) -> Report:
    """Tries a parser as the bot would: on odd texts, on yours, and on random mixtures of both with the catalogue's values.

    Whether it understands is not asked here. What is checked is what a bot relies on whatever was said. Failures are
    reported, never raised.

    Args:
        parser: What the bot would be given as `parser=`.
        catalog: The catalogue that the parser was made for.
        commands: Commands that it should read; their words are also mixed at random.
        idle: Texts without a wish, from which nothing may be proposed; the default ones are English.
        texts: How many random mixtures to try.
        seed: Of the mixtures: the same seed tries the same.
    """
    tries = [_read(parser, *given) for given in _tries(catalog, commands, texts, seed)]
    quiet = [_read(parser, Command(text=text, now=NOON), PreferenceMemory()) for text in idle]
    laws: list[tuple[str, Sequence[_Reading], Callable[[_Reading], str | None]]] = [
        ("reads any text", [*tries, *quiet], _total),
        ("reads the same when asked again, and leaves memory alone", tries, _pure),
        ("points at words of the text", tries, _spans),
        ("names nothing that is not there", tries, lambda reading: _invented(catalog, reading)),
        ("proposes nothing where there is no wish", quiet, _silent),
    ]
    return Report(type(parser).__name__, tuple(Check(law, _first(test, given)) for law, given, test in laws))


@dataclass(frozen=True, slots=True)
class _Reading:
    """One text, read twice."""

    command: Command
    memory: PreferenceMemory
    parse: Parse
    again: Parse
    failure: str | None = None
    """What the parser raised or gave instead of a parse."""
    wrote: bool = False
    """Whether memory was another one afterwards."""


def _read(parser: Parser, command: Command, memory: PreferenceMemory) -> _Reading:
    before, nothing = memory.model_dump_json(), Parse(text=command.text)
    try:
        parse, again = parser.parse(command, memory), parser.parse(command, memory)
    except Exception as error:  # a parser may raise anything: the report says what
        return _Reading(command, memory, nothing, nothing, f"{type(error).__name__}: {error}")
    if not isinstance(parse, Parse) or not isinstance(again, Parse):
        return _Reading(command, memory, nothing, nothing, f"it gave {type(parse).__name__} instead of Parse")
    return _Reading(command, memory, parse, again, wrote=memory.model_dump_json() != before)


def _first(law: Callable[[_Reading], str | None], readings: Sequence[_Reading]) -> str | None:
    """The first failure, with the text that shows it."""
    for reading in readings:
        failure = law(reading)
        if failure is not None:
            return f"{reading.command.text[:80]!r}: {failure}"
    return None


def _tries(
    catalog: Catalog, commands: Sequence[str], texts: int, seed: int
) -> Iterator[tuple[Command, PreferenceMemory]]:
    """Every text, in turn with and without a screen, and with and without something in memory."""
    rng = random.Random(seed)
    known = [value for name in catalog.fields for value in _values(catalog, name)]
    words = [*catalog.fields, *known, *(word for text in commands for word in text.split()), "3", "1999", *ODD]
    mixed = [" ".join(rng.choices(words, k=rng.randint(1, 8))) for _ in range(texts)]
    screen = tuple(catalog.keys(range(min(5, len(catalog)))))
    full = _memory(catalog)
    for place, text in enumerate([*ODD, *commands, *mixed]):
        shown, memory = screen if place % 2 else (), full if place % 3 else PreferenceMemory()
        yield Command(text=text, now=NOON, on_screen=shown), memory


def _values(catalog: Catalog, name: str) -> Sequence[str]:
    return list(catalog.values(name))[:8] if catalog.fields[name].kind in ("category", "tags") else ()


def _memory(catalog: Catalog) -> PreferenceMemory:
    """A memory with a rule on each field that has values."""
    found = [(name, values[0]) for name in catalog.fields if (values := _values(catalog, name))]
    return PreferenceMemory(
        preferences=tuple(
            Preference(
                polarity="dislike",
                target=Where(predicate=In(field=name, values=(value,))),
                hard=True,
                words=f"no {value}",
                id=f"p{seq}",
                seq=seq,
            )
            for seq, (name, value) in enumerate(found, start=1)
        ),
        seq=len(found),
    )


def _total(reading: _Reading) -> str | None:
    if reading.failure is None and reading.parse.text != reading.command.text:
        return f"the parse is of another text, {reading.parse.text[:80]!r}"
    return reading.failure


def _pure(reading: _Reading) -> str | None:
    if reading.wrote:
        return "memory is another one after it was read"
    return None if reading.parse == reading.again else "another reading the second time"


def _spans(reading: _Reading) -> str | None:
    parse, text = reading.parse, reading.command.text
    spans = [span for proposal in parse.proposals for span in proposal.spans] + [doubt.span for doubt in parse.doubts]
    for span in spans:
        if not 0 <= span.start < span.end <= len(text):
            return f"a span from {span.start} to {span.end}, of {len(text)} characters"
        if text[span.start : span.end] != span.text:
            return f"a span says {span.text!r} where the text says {text[span.start : span.end]!r}"
    return None


def _invented(catalog: Catalog, reading: _Reading) -> str | None:
    """Fields and items come from the catalogue, ids from memory; only code issues ids."""
    parse, known = reading.parse, {preference.id for preference in reading.memory}
    offered = [step for doubt in parse.doubts for step in doubt.alternatives]
    for step in (*offered, *(each for p in parse.proposals for each in (p.step, *p.alternatives))):
        if isinstance(step, _Wish) and (step.preference.id or step.preference.seq):
            return f"it issued the id {step.preference.id!r}"
        if isinstance(step, Retract | Lend) and step.id is not None and step.id not in known:
            return f"memory has no preference {step.id!r}"
        if isinstance(step, Free) and step.field not in catalog.fields:
            return f"the catalogue has no field {step.field!r}"
        for target in _targets(step):
            if lacking := _lacking(catalog, target):
                return f"the catalogue has no {lacking}"
    return None


def _targets(step: Step) -> tuple[Target, ...]:
    if isinstance(step, _Wish):
        return (step.preference.target, *((step.old,) if isinstance(step, Swap) else ()))
    if isinstance(step, Harden | Soften | Retract | Lend) and step.target is not None:
        return (step.target,)
    return ()


def _lacking(catalog: Catalog, target: Target) -> str | None:
    match target:
        case Where(predicate=predicate):
            names: tuple[str, ...] = fields_of(predicate)
        case Toward(field=name) | Order(field=name):
            names = (name,)
        case Items(items=items):
            missing = [key for key in items if catalog.rows_of_keys([key])[0] < 0]
            return f"item {missing[0]!r}" if missing else None
        case Similar(item=item):
            return f"item {item!r}" if catalog.rows_of_keys([item])[0] < 0 else None
        case _:  # words and tools are not the catalogue's
            return None
    lost = [name for name in names if name not in catalog.fields]
    return f"field {lost[0]!r}" if lost else None


def _silent(reading: _Reading) -> str | None:
    proposals = reading.parse.proposals
    return f"it proposes to {proposals[0].step.do} something" if proposals else None
