"""Conformance suites and hypothesis strategies for other people's hosts, logs, parsers, language packs and tools; chat models for tests.

One flat namespace, `from recbot_sdk.testing import check_host`. The suites need no pytest: each gives a `Report`, which says
`ok`, and all laws when it is printed. The strategies need hypothesis, which comes with the extra `testing`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..lazy import attach

if TYPE_CHECKING:
    from .changes import change_logs, moments, preferences, steps, targets
    from .faults import Fault, FaultyChatModel
    from .hosts import (
        ZOO,
        FailingHost,
        IdsHost,
        ListHost,
        PersonalHost,
        RaggedHost,
        ShortHost,
        UnsortedHost,
        UnstableHost,
        WithholdingHost,
        check_host,
    )
    from .logs import check_log
    from .models import ScriptedChatModel
    from .packs.check import check_pack
    from .parsers import check_parser
    from .report import Check, Report
    from .strategies import RandomTable, catalogs, predicates, tables, where_preferences
    from .tools import check_tool
    from .truth import ITEMS, KINDS, RECORDS, RULE_CASES, TRUTH_CASES, RuleCase, TruthCase, truth_catalog

__all__ = [
    "ITEMS",
    "KINDS",
    "RECORDS",
    "RULE_CASES",
    "TRUTH_CASES",
    "ZOO",
    "Check",
    "FailingHost",
    "Fault",
    "FaultyChatModel",
    "IdsHost",
    "ListHost",
    "PersonalHost",
    "RaggedHost",
    "RandomTable",
    "Report",
    "RuleCase",
    "ScriptedChatModel",
    "ShortHost",
    "TruthCase",
    "UnsortedHost",
    "UnstableHost",
    "WithholdingHost",
    "catalogs",
    "change_logs",
    "check_host",
    "check_log",
    "check_pack",
    "check_parser",
    "check_tool",
    "moments",
    "predicates",
    "preferences",
    "steps",
    "tables",
    "targets",
    "truth_catalog",
    "where_preferences",
]

_NAMES = {
    "changes": "change_logs moments preferences steps targets",
    "faults": "Fault FaultyChatModel",
    "hosts": "FailingHost IdsHost ListHost PersonalHost RaggedHost ShortHost UnsortedHost UnstableHost WithholdingHost ZOO "
    "check_host",
    "logs": "check_log",
    "models": "ScriptedChatModel",
    "packs.check": "check_pack",
    "parsers": "check_parser",
    "report": "Check Report",
    "strategies": "RandomTable catalogs predicates tables where_preferences",
    "tools": "check_tool",
    "truth": "ITEMS KINDS RECORDS RULE_CASES RuleCase TRUTH_CASES TruthCase truth_catalog",
}

__getattr__, __dir__ = attach(__name__, _NAMES)
