"""One function a node, each `(binding, state, user) -> update`: JSON in, JSON out, except for what rides `Held`."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from langgraph.errors import GraphBubbleUp

from ..errors import MemoryUnavailableError, RecBotError, RequestConflictError
from ..feed import Feed, Notice
from ..models import Usage
from ..parsing.protocol import Command, Parse, Proposal
from ..planning.plan import Plan
from ..preferences.fold import fold
from ..preferences.memory import PreferenceMemory
from ..preferences.steps import Add, MemoryChange, Step
from ..types import ItemKey
from .binding import Binding, TurnRecord
from .compose import compose
from .cursor import decode_cursor
from .notices import compared, model_failed, not_understood
from .remember import grounded, remember_proposals
from .request import Request, aware, request_of
from .state import Held
from .steer import begin, source, use
from .turn import Turn

if TYPE_CHECKING:
    from ..tools import Tool

logger = logging.getLogger("recbot_sdk")
State = Mapping[str, Any]
Update = dict[str, Any]


def recall(binding: Binding, state: State, user: str) -> Update:
    """Read the log and fold it. If it cannot be read: the last memory this process knows, else refuse (or the host)."""
    request = request_of(state)
    if request.says_something and request.request_id is None:  # issued here: a turn that is resumed is written once
        request = request.model_copy(update={"request_id": uuid4().hex})
    now = aware(request.now)
    started = time.time()  # not perf_counter: another process may end the turn
    notices: list[Notice] = []
    change: MemoryChange | None = None
    degraded, unavailable = False, False
    try:
        changes = binding.log.read(binding.namespace, user)
        change = next((c for c in changes if request.request_id and c.request_id == request.request_id), None)
        if change is not None and request.says_something and not _same(request, change):
            raise RequestConflictError(
                f"request id {request.request_id!r} was recorded with other words. Give each request an id of its own."
            )
        turn = change.seq if change else decode_cursor(request.cursor).turn
        memory = fold(changes, now, request.session, turn=turn, session_ttl=binding.session_ttl)
        binding.logs.put(user, value=changes)
    except RecBotError:
        raise
    except Exception as error:
        logger.warning("the preference log could not be read: %r", error)
        known = binding.logs.get(user)
        if known is not None:
            memory = fold(known, now, request.session, session_ttl=binding.session_ttl)
            memory = memory.model_copy(update={"stale": True})
            notices.append(
                Notice(
                    code="memory_stale", text="Your wishes could not be read just now; these are the last ones known."
                )
            )
        elif binding.on_memory_unavailable == "refuse":
            raise MemoryUnavailableError(
                f"the preference log could not be read ({error!r}) and nothing is known of user {user!r}, so hard rules could "
                'be broken. Mend the log, or choose RecBot(on_memory_unavailable="host").'
            ) from error
        else:
            memory, degraded, unavailable = PreferenceMemory(session=request.session or ""), True, True
            notices.append(
                Notice(code="memory_unavailable", text="Your wishes could not be read; this is the usual feed.")
            )
    return {
        "request": request.model_dump(mode="json", exclude_unset=True),
        "parsed": None,
        "recalled": {
            "user": user,
            "memory": memory.model_dump(mode="json", exclude_none=True),
            "change": change.model_dump(mode="json", exclude_none=True) if change else None,
            "replayed": change is not None,
            "notices": [n.model_dump(mode="json", exclude_none=True) for n in notices],
            "degraded": degraded,
            "unavailable": unavailable,
            "now": now.isoformat(),
            "started": started,
        },
    }


def _same(request: Request, change: MemoryChange) -> bool:
    """Whether a request says what was recorded under its id; edits without words are compared by their wishes."""
    if change.words != request.command:
        return False
    asked = [step.preference for step in request.steps if isinstance(step, Add)]
    kept = [step.preference for step in change.steps if isinstance(step, Add)]
    if request.command is not None or not asked or len(asked) < len(request.steps):
        return True
    return all(any((p.polarity, p.target, p.hard) == (q.polarity, q.target, q.hard) for q in asked) for p in kept)


def parse(binding: Binding, state: State, user: str) -> Update:
    """Read the command in the light of screen and memory. A parser that fails is left out, with a notice."""
    asked = _to_read(binding, state, user)
    if not isinstance(asked, tuple):
        return asked
    try:
        return _read(binding.read(*asked))
    except GraphBubbleUp:  # a parser may ask the user back with `interrupt`
        raise
    except Exception as error:
        return _unread(asked[0].text, error)


async def aparse(binding: Binding, state: State, user: str) -> Update:
    """`parse` on the event loop: a turn that is cancelled cancels the request of a model."""
    asked = _to_read(binding, state, user)
    if not isinstance(asked, tuple):
        return asked
    try:
        return _read(await binding.aread(*asked))
    except GraphBubbleUp:
        raise
    except Exception as error:
        return _unread(asked[0].text, error)


def _to_read(binding: Binding, state: State, user: str) -> tuple[Command, PreferenceMemory] | Update:
    """What a parser is given; an update where there is nothing for it to read."""
    request, recalled = request_of(state["request"]), state["recalled"]
    if request.command is None or recalled["replayed"]:
        return {}
    text = request.command
    if len(text) > binding.max_characters:
        too_long = f"That was longer than {binding.max_characters} characters; say it shorter."
        return _parsed(Parse(text=text), Notice(code="not_understood", text=too_long))
    memory = PreferenceMemory.model_validate(recalled["memory"])
    screen = screen_of(binding, request, user, memory)
    return Command(text=text, now=datetime.fromisoformat(recalled["now"]), on_screen=screen), memory


def _read(parse: object) -> Update:
    if not isinstance(parse, Parse):
        raise TypeError(f"the parser returned a {type(parse).__name__} instead of a Parse")
    return _parsed(parse, *([] if parse.failure is None else [model_failed(parse.failure)]))


def _unread(text: str, error: Exception) -> Update:
    logger.warning("the parser failed: %r", error)
    notice = Notice(code="parser_failed", text="That could not be read; the feed stays as it was.")
    return _parsed(Parse(text=text), notice)


def _parsed(parse: Parse, *notices: Notice) -> Update:
    said = [n.model_dump(mode="json", exclude_none=True) for n in notices]
    return {"parsed": {"parse": parse.model_dump(mode="json", exclude_none=True), "notices": said}}


def screen_of(binding: Binding, request: Request, user: str, memory: PreferenceMemory) -> tuple[ItemKey, ...]:
    """What the client shows; where it does not say, the last page that this process served to the user's session."""
    if request.on_screen is not None:
        return request.on_screen
    return binding.screens.get(user, memory.session) or ()


def parsed_of(state: State) -> Parse | None:
    """The parse of this turn, if there was a command."""
    said = state.get("parsed")
    return Parse.model_validate(said["parse"]) if said else None


def remember(binding: Binding, state: State, user: str) -> Update:
    """Consolidate the proposals with memory and commit the change, before anything is ranked."""
    request, recalled, said = request_of(state["request"]), dict(state["recalled"]), state.get("parsed") or {}
    if "answer" in said:  # it may have come much later than the command
        recalled = recall(binding, state["request"], user)["recalled"]
    understood = parsed_of(state)
    notices = [Notice.model_validate(n) for n in said.get("notices", [])]
    proposals: Sequence[Proposal | Step] = request.steps  # bare steps are edits: they need no words
    if understood is not None:
        notices += not_understood(understood, binding.catalog.name_of)
        screen = screen_of(binding, request, user, PreferenceMemory.model_validate(recalled["memory"]))
        proposals = (*grounded(binding.catalog, understood.proposals, screen), *proposals)
    if proposals and recalled["unavailable"]:
        notices.append(Notice(code="not_saved", text="What you said could not be kept just now. Say it again."))
    elif proposals and not recalled["replayed"]:
        done = remember_proposals(binding, request, user, datetime.fromisoformat(recalled["now"]), proposals)
        notices += [*done.notices, *compared(binding.catalog, done.change, done.memory)]
        recalled["memory"] = done.memory.model_dump(mode="json", exclude_none=True)
        recalled["change"] = done.change.model_dump(mode="json", exclude_none=True) if done.change else None
        recalled["replayed"] = done.replayed
    if understood is not None and understood.asks_memory:
        known = PreferenceMemory.model_validate(recalled["memory"])
        wishes = "; ".join(p.says(binding.catalog.name_of) for p in known)
        notices.append(Notice(code="memory", text=f"Remembered: {wishes}." if wishes else "Nothing is remembered yet."))
    recalled["notices"] = recalled["notices"] + [n.model_dump(mode="json", exclude_none=True) for n in notices]
    return {"recalled": recalled}


def plan(binding: Binding, state: State, user: str) -> Update:
    """Turn memory into tool calls. A planner that fails costs the soft wishes; hard rules are `compose`'s."""
    memory = PreferenceMemory.model_validate(state["recalled"]["memory"])
    try:
        return _planned(state, binding.arrange(memory, _seconds_left(binding, state)))
    except GraphBubbleUp:
        raise
    except Exception as error:
        return _unplanned(binding, state, memory, error)


async def aplan(binding: Binding, state: State, user: str) -> Update:
    """`plan` on the event loop."""
    memory = PreferenceMemory.model_validate(state["recalled"]["memory"])
    try:
        return _planned(state, await binding.aarrange(memory, _seconds_left(binding, state)))
    except GraphBubbleUp:
        raise
    except Exception as error:
        return _unplanned(binding, state, memory, error)


def _seconds_left(binding: Binding, state: State) -> float:
    """Of the turn's time for models, what parsing left."""
    parse = parsed_of(state)
    used = 0.0 if parse is None or parse.usage is None else parse.usage.seconds
    return max(0.0, binding.model_seconds - used)


def _planned(state: State, plan: object, *notices: Notice) -> Update:
    if not isinstance(plan, Plan):
        raise TypeError(f"the planner returned a {type(plan).__name__} instead of a Plan")
    recalled = state["recalled"]
    told = [n for n in recalled["notices"] if not (n["code"] == "compared" and _by_tool(plan, n["preferences"]))]
    if plan.failure is not None and not any(n["code"] == "model_left_out" for n in told):
        notices = (*notices, model_failed(plan.failure))
    told += [n.model_dump(mode="json", exclude_none=True) for n in notices]
    update: Update = {"planned": plan.model_dump(mode="json", exclude_none=True)}
    return update if told == recalled["notices"] else {**update, "recalled": {**recalled, "notices": told}}


def _by_tool(plan: Plan, names: Sequence[str]) -> bool:
    """Whether wishes in free text are served by tools of their own, and so are not compared with the items."""
    tools = {call.tool for call in plan for name in names if name in call.serves}
    return bool(tools) and not tools & {"boost", "suppress", "filter"}


def _unplanned(binding: Binding, state: State, memory: PreferenceMemory, error: Exception) -> Update:
    from ..planning.rules import RulePlanner

    logger.warning("the planner failed: %r", error)
    notice = Notice(code="planner_failed", text="Soft wishes were left out of this feed; your rules hold.")
    rules = PreferenceMemory(preferences=tuple(p for p in memory if p.hard), seq=memory.seq, session=memory.session)
    return _planned(state, RulePlanner(binding.catalog, binding.tools).plan(rules), notice)


def tool_step(tool: Tool[Any]) -> Callable[[Binding, State, str], Update]:
    """The node of one tool: runs all of its calls of the plan. The first of the chain makes the turn."""

    def step(binding: Binding, state: State, user: str) -> Update:
        if tool is binding.chain[0]:
            return {"turn": Held(source(binding, begin(binding, state, user)))}
        return {"turn": Held(use(binding, turn_of(binding, state, user, before=tool), tool))}

    return step


def turn_of(binding: Binding, state: State, user: str, before: Tool[Any] | None = None) -> Turn:
    """The turn as the tools so far left it; where a run goes on in another process, made again up to `before`."""
    held: Held[Turn] | None = state.get("turn")
    if held is not None:
        return held.value
    turn = source(binding, begin(binding, state, user))
    for tool in binding.chain[1:]:
        if tool is before:
            break
        turn = use(binding, turn, tool)
    return turn


def finish(binding: Binding, state: State, user: str) -> Update:
    """Compose the feed, remember the page, and tell the integrator."""
    turn, recalled = turn_of(binding, state, user), state["recalled"]
    change = MemoryChange.model_validate(recalled["change"]) if recalled["change"] else None
    parse = parsed_of(state)
    spent = [told.usage for told in (parse, turn.plan) if told is not None and told.usage is not None]
    feed = replace(compose(binding, turn, change, parse), usage=sum(spent, Usage()) if spent else None)
    if not turn.request.commit:  # a preview or a question: nobody was served
        return {"feed": Held(feed), "page": page_of(feed)}
    binding.screens.put(user, feed.session, value=tuple(e.key for e in feed if e.key is not None))
    record = TurnRecord(
        user=user,
        session=feed.session,
        seq=feed.memory.seq,
        n=turn.request.n,
        served=len(feed),
        steered=feed.steered,
        degraded=feed.degraded,
        changed=change is not None and not recalled["replayed"],
        calls=tuple(call.tool for call in turn.plan),
        notices=tuple(notice.code for notice in feed.notices),
        usage=feed.usage,
        milliseconds=(time.time() - recalled["started"]) * 1e3,
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
        "memory": [p.says(feed.name_of) for p in feed.memory],
        "seq": feed.memory.seq,
        "notices": [{"code": n.code, "text": n.text} for n in feed.notices],
        "steered": feed.steered,
        "degraded": feed.degraded,
        "cursor": feed.cursor,
        "session": feed.session,
    }
