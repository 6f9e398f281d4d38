"""From plan to ranked candidates: the turn's working values, every call of the host, and the calls of each tool."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import ArgumentError, PolicyError
from ..feed import Notice
from ..hosts import HostAnswer, Sourcing
from ..hosts.normal import unique
from ..planning.plan import Plan
from ..preferences.matching import dormant
from ..preferences.memory import PreferenceMemory
from ..preferences.preference import Directive, Preference
from ..tools.candidates import Candidates
from ..tools.runner import run_tool
from ..tools.source import source as sourced
from ..types import Rows
from .cursor import decode_cursor
from .request import request_of
from .turn import Turn

if TYPE_CHECKING:
    from ..tools import Tool
    from .binding import Binding

logger = logging.getLogger("recbot_sdk")


def begin(binding: Binding, state: Mapping[str, Any], user: str) -> Turn:
    """The turn's working values from the JSON state: all that comes before the first call of the host."""
    request, recalled = request_of(state["request"]), state["recalled"]
    memory = PreferenceMemory.model_validate(recalled["memory"])
    planned = Plan.model_validate(state["planned"])
    applied = tuple(p for p in memory if not _asleep(binding, p, planned))
    seen = decode_cursor(request.cursor).seen
    catalog = binding.catalog
    policy = binding.permitted(user, request.context)
    excluded = _known(catalog.rows_of_keys((*request.exclude, *seen)))
    only = None if request.candidates is None else _known(catalog.rows_of_keys(request.candidates))
    steers = bool(applied) or policy is not None or bool(request.exclude) or only is not None
    sourcing = Sourcing(
        host=binding.host,
        preferences=applied,
        policy=policy,
        exclude=excluded,
        only=only,
        eligible=binding.eligible,
        max_ask=binding.max_ask,
    )
    return Turn(
        request=request,
        user=user,
        now=datetime.fromisoformat(recalled["now"]),
        memory=memory,
        applied=applied,
        plan=planned,
        seen=seen,
        sourcing=sourcing,
        steers=steers,
        notices=tuple(Notice.model_validate(n) for n in recalled["notices"]),
        degraded=recalled["degraded"],
    )


def _asleep(binding: Binding, preference: Preference, planned: Plan) -> bool:
    """Whether a preference is left out of this turn. Of a rule the catalogue decides that, and no planner."""
    if preference.hard and not isinstance(preference.target, Directive):
        return dormant(binding.catalog, preference) is not None
    return preference.id in planned.dormant


def source(binding: Binding, turn: Turn) -> Turn:
    """Every call of the host is made here, the off switch's too. A failing host costs its rows, never a rule."""
    try:
        if turn.steers:
            pool = sourced(turn.sourcing, turn.context(binding))
            return replace(turn, pool=pool, candidates=pool)
        most = max(turn.request.n, len(binding.catalog) if binding.max_ask is None else binding.max_ask)
        asked = min(turn.request.n + len(turn.seen), most)  # a cursor may be forged
        answer = binding.host.ask(turn.user, asked, context=turn.request.context)
        return replace(turn, answer=_page(answer, len(turn.seen)))
    except (PolicyError, ArgumentError):  # what the integrator said of the rows is wrong: the host is not to blame
        raise
    except Exception as error:
        logger.warning("the host failed: %r", error)
    notice = Notice(
        code="host_failed", text="The recommender could not be asked; this feed is made of what is known without it."
    )
    alone = replace(turn.sourcing, host=None)
    turn = replace(turn, sourcing=alone, degraded=True).say(notice)
    page = binding.screens.get(turn.user, turn.memory.session) or binding.screens.get(turn.user, "") or ()
    last = unique(_known(binding.catalog.rows_of_keys(page)))  # the host's own page may repeat items
    rest = sourced(alone, turn.context(binding))
    pool = Candidates.ranked(np.concatenate([last, rest.rows[~np.isin(rest.rows, last)]]))
    return replace(turn, pool=pool, candidates=pool)


def _page(answer: HostAnswer, skip: int) -> HostAnswer:
    """The answer behind what earlier pages showed; the very same objects where there was no earlier page."""
    if not skip:
        return answer
    ids, scores = answer.ids, answer.scores
    if not isinstance(ids, list | tuple | np.ndarray):
        ids = list(ids)
    if scores is not None and not isinstance(scores, list | tuple | np.ndarray):
        scores = list(scores)
    return HostAnswer(ids[skip:], None if scores is None else scores[skip:])


def use(binding: Binding, turn: Turn, tool: Tool[Any]) -> Turn:
    """Run all calls of one tool, or pass through unchanged."""
    before = turn.candidates
    for call in turn.plan.of(tool.name):
        if before is None:  # nothing steers: the host's own answer stands
            return turn
        context = turn.context(binding, call.id, call.serves)
        outcome = run_tool(tool, call, before, context, timeout=binding.tool_timeout)
        turn = replace(turn, candidates=outcome.candidates)
        if outcome.breach is not None:
            logger.warning("tool %s was left out: %s", tool.name, outcome.breach)
            text = f"{tool.name} was left out of this feed."
            turn = turn.say(Notice(code="tool_failed", text=text, preferences=call.serves))
        elif tool.stage == "arrange":
            turn = replace(turn, arranged=(*turn.arranged, (call.id, before.rows)))
        before = outcome.candidates
    return turn


def _known(rows: Rows) -> Rows:
    return rows[rows >= 0]
