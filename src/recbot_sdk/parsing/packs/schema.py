"""What a language pack's file holds, table by table; docs/commands.md says what each does."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from ...catalog.field import Role
from ...preferences.steps import Part
from ...types import Polarity, Scope

End: TypeAlias = Literal["low", "high"]
Words: TypeAlias = tuple[str, ...]


def _in_three_degrees(form: str) -> str:
    if len(form.split()) != 3:
        raise ValueError('write three words, plain, comparative and superlative, with "-" where there is none')
    return form


def _pair(pair: str) -> str:
    if pair.count("/") != 1:
        raise ValueError('write two endings with one "/" between them, such as "ies/y" or "s/"')
    return pair


Form: TypeAlias = Annotated[str, AfterValidator(_in_three_degrees)]
Pair: TypeAlias = Annotated[str, AfterValidator(_pair)]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PolarityWords(_Section):
    """Words that open a wish: "only", "no", "a bit more", "I hate"."""

    polarity: Polarity
    hard: bool
    side: Literal["before", "after"] = "before"
    """Whether they stand before or behind what they are about."""
    weak: bool = False
    """A plain request ("find me"): it yields to any other cue of its clause."""
    dose: Literal["bit", "lot"] | None = None
    scope: Scope | None = None
    once: bool = False
    """Of one word only: "non-toxic palms" are palms."""
    phrases: Words


class ComparatorWords(_Section):
    """Words and signs that bound a number; `side` says whether they stand before or after it."""

    sign: Literal["<", "<=", ">", ">=", "==", "~"]
    side: Literal["before", "after"] = "before"
    roles: tuple[Role, ...] = ()
    phrases: Words


class AdjectiveWords(_Section):
    """Words for the two ends of a role, each as "plain comparative superlative"."""

    roles: tuple[Role, ...]
    low: tuple[Form, ...] = ()
    high: tuple[Form, ...] = ()


class EvaluativeWords(_Section):
    """Phrases that grade by roles: "underrated" is high quality with low popularity."""

    where: tuple[tuple[Role, End], ...]
    phrases: Words


class ActionWords(_Section):
    """Phrases that change memory or ask: undo, wipe, retract, free, lend..."""

    do: Literal[
        "undo",
        "redo",
        "wipe",
        "ask",
        "diversify",
        "retract",
        "free",
        "deny",
        "harden",
        "soften",
        "lend",
        "move",
        "swap",
        "unsort",
        "further",
        "both",
        "not_now",
        "raise",
        "lower",
    ]
    side: Literal["before", "after"] = "before"
    only: Part = "all"
    scope: Scope | None = None
    phrases: Words


class PhraseWords(_Section):
    """Phrases of one meaning."""

    phrases: Words


class TellingWords(_Section):
    """Words with which people tell, whose something is ("my"), and behind which they speak of items ("films that were")."""

    words: Words
    owners: Words
    subjects: Words


class EndingWords(_Section):
    """Endings that go for one another ("ies/y"), with what the change costs."""

    cost: float = Field(gt=0)
    pairs: tuple[Pair, ...]


class Times(_Section):
    """Words around years, decades and spans of time."""

    at: Words
    decade: Words
    decade_of: Words = ()
    """Words before the number of a decade: the "années" of "années 80", "années 1980"."""
    year_mark: Words = ()
    """What stands behind the number of a year, of a month and of a day: the "年" of "2010年3月5日"."""
    month_mark: Words = ()
    day_mark: Words = ()
    years: Words
    clock: Words = ()
    """Words before a time of day that is said in hours: the "à" of "à six heures"."""
    early: Words
    mid: Words
    late: Words
    last: Words
    this_year: Words
    last_year: Words
    century: Words
    this_century: Words
    decades: dict[str, int]
    months: dict[str, int]


class PackData(_Section):
    """The schema of a pack's file; docs/commands.md says what each table does."""

    name: str
    elisions: Words = ()
    """What is cut off before an apostrophe: the "d" of "d'horreur"."""
    tails: Words = ()
    """Nouns that are cut off the end of compounds: the "filme" of "Horrorfilme"."""
    declension: Words = ()
    """Endings that a word with a * behind it takes in the phrases of the pack: the "e", "en", "er" of "keine"."""
    digraphs: dict[str, str] = {}
    """What an accented letter is written as where keyboards lack it: "ae" for "ä"."""
    accented: Words = ()
    """Words that only their accents tell from others: "länger" is no "langer"."""
    openers: Words = ()
    """Words that open a clause within a sentence: the comma before them parts nothing."""
    shortened: Words = ()
    """Words that are written with a point when they are cut short: the "max" of "max. 100"."""
    ordered: Words = ()
    """Words behind which a number with a point is an ordinal: the "der" of "der 2. Film"."""
    separable: dict[str, Words] = {}
    """Particles at the end of a clause with the verbs that they belong to: "lass ... weg" is read as "weglass"."""
    thousands: str = ""
    """The mark between thousands, where it is no comma."""
    glued: str = ""
    """What stands between ones and tens in number words written as one: the "und" of "einundzwanzig"."""
    variants: str = Field("", pattern=r"^\s*(\S\S(\s+|$))*$")
    """Pairs of characters, the pack's own and another that is written for it: "电電 动動"."""
    indefinite: Words
    polarity: tuple[PolarityWords, ...]
    dose: dict[Literal["bit", "lot"], Words]
    scopes: dict[Scope, Words]
    lasting: dict[int, Words]
    connect: dict[str, Words]
    comparator: tuple[ComparatorWords, ...]
    range: dict[Literal["between", "to"], Words]
    times: Times
    numbers: dict[str, float]
    """Number words, of several words also: "vingt et un"."""
    alone: Words = ()
    """Number words from a hundred on that count one by themselves: "cent", "mille"."""
    minutes_behind: Words = ()
    """Words for hours behind which a bare number counts minutes: the "heure" of "une heure quarante"."""
    fractions: dict[str, float]
    ordinals: dict[str, int]
    ordinal_endings: Words
    units: dict[str, Words]
    roles_of: dict[str, tuple[Role, ...]]
    roles_called: dict[Role, Words]
    fields_called: dict[str, Words] = {}
    """Words for what catalogues call their fields, by the English name of the field: "reparto" for "cast"."""
    adjective: tuple[AdjectiveWords, ...]
    degree: dict[Literal["more", "less", "most", "least", "high", "low", "too", "very"], Words]
    evaluative: tuple[EvaluativeWords, ...]
    order: dict[Literal["first", "sort", "down", "up", "turned"], Words]
    items: dict[str, Words]
    action: tuple[ActionWords, ...]
    about: PhraseWords
    define: PhraseWords
    fillers: dict[Literal["words", "nouns", "pleasantries"], Words]
    telling: TellingWords
    ending: tuple[EndingWords, ...]
    degree_endings: dict[Literal["more", "most"], tuple[Pair, ...]]
    synonyms: dict[str, Words]
    demonyms: dict[str, Words]
    regions: dict[str, Words]
