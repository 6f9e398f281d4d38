"""One function a node, each `(binding, state, user) -> update`: JSON in, JSON out, except for what rides `Held`."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import numpy as np
from pydantic import ValidationError

from ..errors import ArgumentError, MemoryUnavailableError, PolicyError, RecBotError, RequestConflictError
from ..feed import Feed, Notice, NoticeCode, Suggestion
from ..parsing.protocol import Command, Parse, Proposal
from ..planning.plan import Plan
from ..preferences.consolidate import Consolidation, consolidate
from ..preferences.fold import current_session, fold
from ..preferences.log import commit
from ..preferences.memory import PreferenceMemory
from ..preferences.steps import MemoryChange
from ..tools.candidates import Candidates
from ..tools.runner import run_tool
from ..types import Rows
from .binding import Binding, TurnRecord
from .compose import compose
from .cursor import decode_cursor
from .state import Held, Request, TurnInput
from .turn import Turn

if TYPE_CHECKING:
    from ..tools import Tool

logger = logging.getLogger("recbot_sdk")
_INPUT = frozenset(TurnInput.__annotations__)
State = Mapping[str, Any]
Update = dict[str, Any]


def request_of(state: State) -> Request:
    """The validated input of a turn; raises `ArgumentError` with what was given and what is allowed."""
    try:
        return Request.model_validate({key: value for key, value in state.items() if key in _INPUT and value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ArgumentError(f"{where}={first.get('input')!r} is not allowed: {first['msg']}.") from None


def recall(binding: Binding, state: State, user: str) -> Update:
    """Read the log and fold it. If it cannot be read: the last memory this process knows, else refuse (or the host)."""
    request = request_of(state)
    now = aware(request.now)
    started = time.perf_counter()
    notices: list[Notice] = []
    change: MemoryChange | None = None
    degraded, unavailable = False, False
    try:
        changes = binding.log.read(binding.namespace, user)
        session = request.session or current_session(changes, now) or ""
        change = next((c for c in changes if request.request_id and c.request_id == request.request_id), None)
        if change is not None and request.command is not None and change.words != request.command:
            raise RequestConflictError(
                f"request id {request.request_id!r} was recorded with other words. Use a new request id for a new command."
            )
        memory = fold(changes, now, session, turn=change.seq if change else None, session_ttl=binding.session_ttl)
        binding.memories.put(user, session, value=memory)
    except RecBotError:
        raise
    except Exception as error:
        logger.warning("the preference log could not be read: %r", error)
        known = binding.memories.get(user, request.session or "")
        if known is not None:
            memory = known.model_copy(update={"stale": True})
            notices.append(Notice(code="memory_stale", text="Your wishes could not be read just now; these are the last ones known."))
        elif binding.on_memory_unavailable == "refuse":
            raise MemoryUnavailableError(
                f"the preference log could not be read ({error!r}) and nothing is known of user {user!r}, so hard rules could "
                'be broken. Mend the log, or choose RecBot(on_memory_unavailable="host").'
            ) from error
        else:
            memory, degraded, unavailable = PreferenceMemory(session=request.session or ""), True, True
            notices.append(Notice(code="memory_unavailable", text="Your wishes could not be read; this is the usual feed."))
    return {
        "recalled": {
            "memory": memory.model_dump(mode="json", exclude_defaults=True),
            "change": change.model_dump(mode="json", exclude_defaults=True) if change else None,
            "replayed": change is not None,
            "notices": [n.model_dump(mode="json", exclude_defaults=True) for n in notices],
            "degraded": degraded,
            "unavailable": unavailable,
            "now": now.isoformat(),
            "started": started,
        }
    }


def parse(binding: Binding, state: State, user: str) -> Update:
    """Read the command in the light of screen and memory. A parser that fails is left out, with a notice."""
    request, recalled = request_of(state), state["recalled"]
    if request.command is None or recalled["replayed"]:
        return {}
    text = request.command
    if len(text) > binding.max_characters:
        return _failed_parse(
            text, Notice(code="not_understood", text=f"That was longer than {binding.max_characters} characters; say it shorter.")
        )
    memory = PreferenceMemory.model_validate(recalled["memory"])
    screen = request.on_screen
    if screen is None:
        screen = binding.screens.get(user, memory.session) or ()
    command = Command(text=text, now=datetime.fromisoformat(recalled["now"]), on_screen=screen)
    try:
        parsed = binding.parser.parse(command, memory)
    except Exception as error:
        logger.warning("the parser failed: %r", error)
        return _failed_parse(text, Notice(code="parser_failed", text="That could not be read; the feed stays as it was."))
    return {"parsed": {"parse": parsed.model_dump(mode="json", exclude_defaults=True), "notices": []}}


def _failed_parse(text: str, notice: Notice) -> Update:
    empty = Parse(text=text).model_dump(mode="json", exclude_defaults=True)
    return {"parsed": {"parse": empty, "notices": [notice.model_dump(mode="json", exclude_defaults=True)]}}


def parsed_of(state: State) -> Parse | None:
    """The parse of this turn, if there was a command."""
    said = state.get("parsed")
    return Parse.model_validate(said["parse"]) if said else None


def remember(binding: Binding, state: State, user: str) -> Update:
    """Consolidate the proposals with memory and commit the change, before anything is ranked."""
    request, recalled = request_of(state), dict(state["recalled"])
    understood = parsed_of(state)
    proposals = understood.proposals if understood else request.steps  # bare steps are edits: they need no words
    notices = [Notice.model_validate(n) for n in (state.get("parsed") or {}).get("notices", [])]
    if understood is not None:
        notices += _not_understood(understood)
    if proposals and not recalled["replayed"] and not recalled["unavailable"]:
        now = datetime.fromisoformat(recalled["now"])
        session = PreferenceMemory.model_validate(recalled["memory"]).session
        memory, change, outcome, more = _commit(binding, request, user, session, now, proposals)
        notices += [*more, *_outcome_notices(outcome, change, memory)]
        recalled["memory"] = memory.model_dump(mode="json", exclude_defaults=True)
        recalled["change"] = change.model_dump(mode="json", exclude_defaults=True) if change else None
        binding.memories.put(user, memory.session, value=memory)
    if understood is not None and understood.asks_memory:
        wishes = [str(p) for p in PreferenceMemory.model_validate(recalled["memory"])]
        notices.append(Notice(code="memory", text="Remembered: " + "; ".join(wishes) if wishes else "Nothing is remembered yet."))
    recalled["notices"] = recalled["notices"] + [n.model_dump(mode="json", exclude_defaults=True) for n in notices]
    return {"recalled": recalled}


def plan(binding: Binding, state: State, user: str) -> Update:
    """Turn memory into tool calls. A planner that fails costs the soft wishes; hard rules are `compose`'s."""
    recalled = state["recalled"]
    memory = PreferenceMemory.model_validate(recalled["memory"])
    try:
        planned = binding.planner.plan(memory)
    except Exception as error:
        logger.warning("the planner failed: %r", error)
        notice = Notice(code="planner_failed", text="Soft wishes were left out of this feed; your rules hold.")
        recalled = {**recalled, "notices": [*recalled["notices"], notice.model_dump(mode="json", exclude_defaults=True)]}
        from ..planning.rules import RulePlanner

        rules = PreferenceMemory(preferences=tuple(p for p in memory if p.hard), seq=memory.seq, session=memory.session)
        planned = RulePlanner(binding.catalog, binding.tools).plan(rules)
        return {"planned": planned.model_dump(mode="json", exclude_defaults=True), "recalled": recalled}
    return {"planned": planned.model_dump(mode="json", exclude_defaults=True)}


def begin(binding: Binding, state: State, user: str) -> Turn:
    """The turn's working values from the JSON state: all that comes before the first call of the host."""
    from ..hosts import Sourcing

    request, recalled = request_of(state), state["recalled"]
    memory = PreferenceMemory.model_validate(recalled["memory"])
    planned = Plan.model_validate(state["planned"])
    asleep = set(planned.dormant)
    applied = tuple(p for p in memory if p.id not in asleep)
    seen = decode_cursor(request.cursor) if request.cursor else ()
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


def source(binding: Binding, turn: Turn) -> Turn:
    """Every call of the host is made here, the off switch's too. A failing host costs its rows, never a rule."""
    from ..tools.retrieve import source as retrieve

    try:
        if turn.steers:
            pool = retrieve(turn.sourcing, turn.context(binding))
            return replace(turn, pool=pool, candidates=pool)
        answer = binding.host.ask(turn.user, turn.request.n + len(turn.seen), context=turn.request.context)
        return replace(turn, answer=_page(answer, len(turn.seen)))
    except PolicyError:
        raise
    except Exception as error:
        logger.warning("the host failed: %r", error)
    notice = Notice(code="host_failed", text="The recommender could not be asked; this feed is made of what is known without it.")
    alone = replace(turn.sourcing, host=None)
    turn = replace(turn, sourcing=alone, degraded=True).say(notice)
    last = _known(binding.catalog.rows_of_keys(binding.screens.get(turn.user, turn.memory.session) or ()))
    rest = retrieve(alone, turn.context(binding))
    pool = Candidates.ranked(np.concatenate([last, rest.rows[~np.isin(rest.rows, last)]]))
    return replace(turn, pool=pool, candidates=pool)


def _page(answer: HostAnswer, skip: int) -> HostAnswer:
    """The answer behind what earlier pages showed; the very same objects where there was no earlier page."""
    if not skip:
        return answer
    return HostAnswer(answer.ids[skip:], None if answer.scores is None else answer.scores[skip:])


def use(binding: Binding, turn: Turn, tool: Tool) -> Turn:
    """Run all calls of one tool, or pass through unchanged."""
    if turn.candidates is None:
        return turn
    for call in turn.plan.of(tool.name):
        before = turn.candidates
        outcome = run_tool(tool, call, before, turn.context(binding, call.id, call.serves), timeout=binding.tool_timeout)
        turn = replace(turn, candidates=outcome.candidates)
        if outcome.breach is not None:
            logger.warning("tool %s was left out: %s", tool.name, outcome.breach)
            turn = turn.say(Notice(code="tool_failed", text=f"{tool.name} was left out of this feed.", preferences=call.serves))
        elif tool.stage == "arrange":
            turn = replace(turn, arranged=(*turn.arranged, (call.id, before.rows)))
    return turn


def tool_step(tool: Tool) -> Callable[[Binding, State, str], Update]:
    """The node of one tool. The first one of stage `source` also makes the turn; any other finds it, or makes it itself."""
    first = tool.name == "retrieve"

    def step(binding: Binding, state: State, user: str) -> Update:
        held = None if first else state.get("turn")
        turn: Turn = held.value if held is not None else source(binding, begin(binding, state, user))
        return {"turn": Held(turn if first else use(binding, turn, tool))}

    return step


def finish(binding: Binding, state: State, user: str) -> Update:
    """Compose the feed, remember the page, and tell the integrator."""
    held, recalled = state.get("turn"), state["recalled"]
    turn: Turn = held.value if held is not None else source(binding, begin(binding, state, user))
    change = MemoryChange.model_validate(recalled["change"]) if recalled["change"] else None
    feed = compose(binding, turn, change, parsed_of(state))
    binding.screens.put(user, feed.session, value=tuple(e.key for e in feed if e.key is not None))
    record = TurnRecord(
        user=user,
        session=feed.session,
        seq=feed.memory.seq,
        n=turn.request.n,
        served=len(feed),
        steered=feed.steered,
        degraded=feed.degraded,
        changed=change is not None and not recalled["replayed"] and turn.request.commit,
        calls=tuple(call.tool for call in turn.plan),
        notices=tuple(notice.code for notice in feed.notices),
        milliseconds=(time.perf_counter() - recalled["started"]) * 1e3,
    )
    logger.info("turn %s", record)
    if binding.on_turn is not None:
        try:
            binding.on_turn(record, feed)
        except Exception:
            logger.exception("on_turn raised; the feed is served all the same")
    return {"feed": Held(feed), "page": page_of(feed)}


def page_of(feed: Feed) -> dict[str, Any]:
    """The feed for a parent graph: JSON-plain and small."""
    return {
        "ids": [e.key if e.key is not None else str(e.id) for e in feed],
        "memory": [str(p) for p in feed.memory],
        "seq": feed.memory.seq,
        "notices": [{"code": n.code, "text": n.text} for n in feed.notices],
        "steered": feed.steered,
        "degraded": feed.degraded,
        "cursor": feed.cursor,
        "session": feed.session,
    }


def says_something(state: State) -> bool:
    """Whether there is a command to read, or steps to take: otherwise parse and consolidate are skipped."""
    return state.get("command") is not None or bool(state.get("steps"))


def aware(now: datetime | None) -> datetime:
    """The present, with a time zone: naive times are UTC, None is the clock."""
    if now is None:
        return datetime.now(UTC)
    return now if now.tzinfo is not None else now.replace(tzinfo=UTC)


def _known(rows: Rows) -> Rows:
    return rows[rows >= 0]


def _not_understood(parsed: Parse) -> list[Notice]:
    notices = []
    for doubt in parsed.doubts:
        said = doubt.span.text
        text = {
            "unknown": f"Not understood: “{said}”.",
            "unknown_name": f"Nothing here is called “{said}”.",
            "ambiguous": f"“{said}” can mean several things.",
            "no_screen": f"“{said}” points at the screen, and it is not known what is on it.",
            "unsupported": f"“{said}” is understood but cannot be done here.",
        }[doubt.reason]
        code: NoticeCode = "ambiguous" if doubt.reason == "ambiguous" else "not_understood"
        suggestions = tuple(Suggestion(text=describe_step(step), steps=(step,)) for step in doubt.alternatives)
        notices.append(Notice(code=code, text=text, words=(said,), suggestions=suggestions))
    return notices
