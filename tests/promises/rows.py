"""An independent judge: one row, one predicate at a time, in plain Python, sharing no code with the library's evaluation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from recbot_sdk.predicates import AllOf, AnyOf, Between, Compare, Contains, In, Predicate
from recbot_sdk.preferences import Items, Preference, Similar, Toward, Where

Record = dict[str, Any]


def truth(predicate: Predicate, record: Record) -> bool | None:
    """True, False, or None where the record does not say."""
    match predicate:
        case In(field=name, values=values):
            held = record.get(name)
            if held is None or held == []:
                return None
            return any(v in values for v in held) if isinstance(held, list) else held in values
        case Between(field=name, low=low, high=high):
            held = record.get(name)
            return None if held is None else bool(low <= held <= high)
        case Compare(field=name, sign=sign, value=value):
            held = record.get(name)
            if held is None:
                return None
            verdicts: dict[str, bool] = {
                "<": held < value,
                "<=": held <= value,
                ">": held > value,
                ">=": held >= value,
                "==": held == value,
            }
            return verdicts[sign]
        case Contains(field=name, text=text):
            held = record.get(name)
            if held is None or held == []:
                return None
            texts = held if isinstance(held, list) else [held]
            return any(f" {plain(text)} " in f" {plain(each)} " for each in texts)
        case AllOf(of=members):
            said = [truth(m, record) for m in members]
            return False if False in said else None if None in said else True
        case AnyOf(of=members):
            said = [truth(m, record) for m in members]
            return True if True in said else None if None in said else False
    raise AssertionError(predicate)


def plain(text: str) -> str:
    """The words of a text: letters and digits in lower case, without accents and apostrophes."""
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    bare = "".join(c for c in letters if not unicodedata.combining(c) and c not in "'’ʼ`")
    return " ".join(re.findall(r"[^\W_]+", bare))


def passes(preference: Preference, record: Record) -> bool:
    """Whether a rule lets the record be served."""
    target, liked = preference.target, preference.polarity == "like"
    if isinstance(target, Similar):
        return bool(record["id"] != target.item)
    if not preference.hard:
        return True
    if isinstance(target, Items):
        return (record["id"] in target.items) == liked
    if isinstance(target, Toward):
        held = record.get(target.field)
        beyond = held is not None and (held > target.reference if target.direction == "up" else held < target.reference)
        return beyond == liked
    if isinstance(target, Where):
        said = truth(target.predicate, record)
        return said is True if liked else said is not True
    return True


def broken(preferences: Iterable[Preference], dormant: Iterable[str], record: Record) -> list[str]:
    """The rules in force that a record breaks, in plain words; a dormant one is not in force."""
    asleep = set(dormant)
    return [str(p) for p in preferences if p.id not in asleep and not passes(p, record)]
