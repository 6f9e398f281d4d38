"""`RecBot`: the recommender you already have, steered by what its users say."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from .catalog import Catalog
from .catalog.embedding import Embedder
from .errors import ArgumentError, MemoryUnavailableError, RecBotError, StoreBusyError, ToolError
from .feed import Feed
from .graph.answering import INTERRUPT, OUT, Reply, reply, waiting
from .graph.binding import RESERVED, Binding, Policy, TurnRecord
from .graph.given import input_of, keys_of, says_something, steps_of, unsaid
from .graph.request import aware
from .hosts import as_host
from .parsing.protocol import Command, Doubt, Parse, Parser, Span
from .planning import Planner, RulePlanner
from .planning.llm import LLMPlanner
from .predicates import PREDICATES, fields_of
from .preferences import Preference, PreferenceMemory
from .preferences.fold import fold
from .preferences.log import InProcessLog, PreferenceLog, SeqConflict
from .preferences.portable import export_log, import_log, merged
from .preferences.steps import MemoryChange, Redo, Step, Undo
from .tools import PRIMITIVES, Tool
from .types import ItemId, JsonValue, UserId

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langgraph.graph.state import CompiledStateGraph
    from langgraph.types import StateSnapshot

    from .graph.explain import Explanation
    from .hosts.sourcing import Eligible
    from .models import ChatCalls

_AT_THE_END: dict[str, Any] = {"durability": "exit"}


class RecBot:
    """Wraps a recommender so that its users steer the feed by talking to it.

    Args:
        catalog: The items.
        host: Your recommender: an object with `recommend(user, n)`, a callable `(user, n) -> (ids, scores)` or `-> ids`,
            an adapter of `rb.hosts`, or None for the catalogue's own order.
        store: Where the preference log lives: None (in process), a path or SQLAlchemy URL, or a `PreferenceLog`.
        tools: Your own tools, made with `@rb.tool`; each is reachable by its phrases and is a node of the graph.
        policy: What may be served at all: a predicate, or a callable `(user, context)` that gives one. Unknown is removed;
            no command and no failure lifts it.
        eligible: What may be served beyond what the host returns: a predicate, a mask of shape `(len(catalog),)`, a
            callable, or "catalog". None: only what the host returned or scores.
        llm: A LangChain chat model that helps with words which the embedded parser leaves open and with tools of your own, or
            `ChatCalls` with a budget of its own. It can be slow, down or wrong: the feed goes on without it, and says so.
        languages: Language packs, the likeliest first, by name ("en", "de"...) or by the path of a .toml file of your own; None:
            all that ship, English first. Each command is read in the language of its words.
        parser: What reads commands; None: the embedded parser, with `llm` behind it where there is one.
        planner: What turns memory into tool calls; None: `RulePlanner`, or `LLMPlanner` where there is a model.
        embedder: Makes vectors of texts, so that "about ..." and unknown words are understood by meaning: an object with
            `embed(texts) -> (n, d)`, or "static" for the extra `vectors`. None: by words.
        namespace: Separates the users of several products in one store.
        on_turn: Called after each turn with a `TurnRecord` (numbers, no words) and the `Feed`.
        on_memory_unavailable: What to do when the log cannot be read and nothing is known of the user: "refuse" (raise) or
            "host" (the host's own feed, `degraded`).
        session_ttl: How long after a change a session wish is remembered within its session.
        max_characters: Longest command that is read.
        max_preferences: Most live preferences of a user; wishes beyond it are refused with a notice.
        max_ask: Most items that the host is ever asked for; None: as many as the catalogue has.
        tool_timeout: Seconds that one call of a `cost="io"` tool may take before it is left out.
        model_seconds: What models, and a parser or planner of your own, may take of a turn before they are left out.
        checkpointer: A LangGraph checkpointer, if turns should be checkpointed; none by default.
        questions: Whether to ask where the readings of a command would lead to different feeds: `Feed.question` then holds
            the readings, and `answer` takes one. The checkpointer keeps the question. False: the likelier reading is taken.

    Raises:
        ArgumentError: for an argument that is not allowed.
        HostError: for a host that is none of the above.
        ToolError: for tools that share a name.
    """

    def __init__(
        self,
        catalog: Catalog,
        host: object = None,
        *,
        store: str | PreferenceLog | None = None,
        tools: Iterable[Tool[Any]] = (),
        policy: Policy | None = None,
        eligible: Eligible | None = None,
        llm: BaseChatModel | ChatCalls | None = None,
        languages: Sequence[str] | None = None,
        parser: Parser | None = None,
        planner: Planner | None = None,
        embedder: Embedder | Literal["static"] | None = None,
        namespace: str = "default",
        on_turn: Callable[[TurnRecord, Feed], None] | None = None,
        on_memory_unavailable: Literal["refuse", "host"] = "refuse",
        session_ttl: timedelta = timedelta(days=1),
        max_characters: int = 2_000,
        max_preferences: int = 200,
        max_ask: int | None = None,
        tool_timeout: float = 0.05,
        model_seconds: float = 2.0,
        checkpointer: Any = None,
        questions: bool = False,
    ) -> None:
        if not isinstance(catalog, Catalog):
            raise ArgumentError(
                f"catalog is a {type(catalog).__name__}. Give a Catalog: rb.Catalog.from_pandas(df, id=...)."
            )
        if embedder is not None:
            catalog = catalog.embedded(embedder)
        if on_memory_unavailable not in ("refuse", "host"):
            raise ArgumentError(
                f'on_memory_unavailable={on_memory_unavailable!r} is not allowed. Allowed: "refuse", "host".'
            )
        if questions and isinstance(checkpointer, bool | None):
            raise ArgumentError(
                f"questions=True with checkpointer={checkpointer!r}: an open question would be lost. Give a LangGraph "
                "checkpointer, such as InMemorySaver() or SqliteSaver."
            )
        for name, rule in (("policy", policy), ("eligible", eligible)):
            _checked(name, rule, catalog)
        if not isinstance(tools, Iterable) or isinstance(tools, str):
            raise ArgumentError(f"tools={tools!r} is no list of tools. Give RecBot(tools=[my_tool]).")
        if checkpointer is not None and not isinstance(checkpointer, bool) and not hasattr(checkpointer, "get_tuple"):
            raise ArgumentError(
                f"checkpointer is a {type(checkpointer).__name__}. Give a LangGraph checkpointer, such as InMemorySaver() or "
                'SqliteSaver(sqlite3.connect("turns.db", check_same_thread=False)); a context manager has to be entered first.'
            )
        tools = tuple(tools)
        every = _unique((*PRIMITIVES, *tools))
        self._checkpointer = checkpointer
        calls = _calls(llm, model_seconds)
        self.binding = Binding(
            catalog=catalog,
            host=as_host(host, catalog),
            log=_log(store),
            parser=parser if parser is not None else _parser(catalog, tools, languages, calls),
            planner=planner if planner is not None else _planner(catalog, every, calls),
            tools=every,
            namespace=namespace,
            policy=policy,
            eligible=eligible,
            on_turn=on_turn,
            on_memory_unavailable=on_memory_unavailable,
            session_ttl=session_ttl,
            max_characters=max_characters,
            max_preferences=max_preferences,
            max_ask=max_ask,
            tool_timeout=tool_timeout,
            questions=questions,
            model_seconds=model_seconds,
        )

    def __repr__(self) -> str:
        b = self.binding
        return f"RecBot({len(b.catalog)} items, host={b.host!r}, tools={[t.name for t in b.tools]})"

    @property
    def catalog(self) -> Catalog:
        """The items."""
        return self.binding.catalog

    @cached_property
    def graph(self) -> CompiledStateGraph[Any, Any, Any, Any]:
        """The compiled LangGraph graph that every turn runs through."""
        from .graph import build_graph

        return build_graph(self).compile(self._checkpointer)

    @cached_property
    def _aside(self) -> CompiledStateGraph[Any, Any, Any, Any]:
        """What turns that say nothing, and previews, run through: an open question stays open behind them."""
        from .graph import build_graph

        return build_graph(self).compile() if self.binding.questions else self.graph

    def recommend(
        self,
        user: UserId,
        command: str | None = None,
        *,
        n: int = 20,
        on_screen: Sequence[ItemId] | None = None,
        session: str | None = None,
        request_id: str | None = None,
        exclude: Collection[ItemId] = (),
        candidates: Collection[ItemId] | None = None,
        context: Mapping[str, JsonValue] | None = None,
        cursor: str | None = None,
        now: datetime | None = None,
        commit: bool = True,
    ) -> Feed:
        """The feed of `user`, after `command` if there is one.

        Args:
            user: Who is asking; never taken from anything that a model writes.
            command: What the user said; None for the feed under what is remembered.
            n: Seats, 1 to 10,000.
            on_screen: Ids that the client shows, first seat first; None: the last page that this process served.
            session: The client's session; None: the user's current one, a new one after four idle hours.
            request_id: Makes a repeated request write once; the same id with other words is refused.
            exclude: Ids that must not be served this time (already seen, in the basket).
            candidates: Only these ids may be served this time.
            context: Your own JSON facts of the request, for the policy, the host and custom tools.
            cursor: `feed.cursor` of the page before.
            now: The present; None: the clock. Naive times are UTC.
            commit: False gives a preview that writes nothing.

        Raises:
            ArgumentError: for an argument that is not allowed.
            RequestConflictError: for a request id that was recorded with other words.
            PolicyError: when the policy itself fails: nothing is served.
            MemoryUnavailableError: when the log cannot be read and nothing is known of the user.
            StoreBusyError: when other writers kept coming first.
        """
        given = self._input(
            command=command, n=n, on_screen=on_screen, session=session, request_id=request_id, exclude=exclude,
            candidates=candidates, context=context, cursor=cursor, now=now, commit=commit,
        )  # fmt: skip
        return self._run(user, given)

    async def arecommend(self, user: UserId, command: str | None = None, **options: Any) -> Feed:
        """`recommend`, awaited: the log and the host are called in worker threads. Takes the same options."""
        return await self._arun(user, self._input(command=command, **options))

    def stream(
        self, user: UserId, command: str | None = None, **options: Any
    ) -> Iterator[Parse | PreferenceMemory | Feed]:
        """`recommend` in steps: the `Parse` as soon as the words are read, the memory as it will be, then the `Feed`.

        A command that leads to a question is read, changes no memory, and ends in the feed that holds the question.
        """
        given = self._input(command=command, **options)
        if not says_something(given):
            yield self._run(user, given)
            return
        graph, how, asked = *self._way(given), False
        for update in graph.stream(given, self._config(user), stream_mode="updates", **how):
            asked = asked or INTERRUPT in update
            yield from self._steps(update, user, given)
        if asked:
            yield self._run(user, unsaid(given))

    async def astream(
        self, user: UserId, command: str | None = None, **options: Any
    ) -> AsyncIterator[Parse | PreferenceMemory | Feed]:
        """`stream`, for an event loop."""
        given = self._input(command=command, **options)
        if not says_something(given):
            yield await self._arun(user, given)
            return
        graph, how, asked = *self._way(given), False
        async for update in graph.astream(given, self._config(user), stream_mode="updates", **how):
            asked = asked or INTERRUPT in update
            for step in self._steps(update, user, given):
                yield step
        if asked:
            yield await self._arun(user, unsaid(given))

    def answer(self, user: UserId, question: str, option: int | None, *, now: datetime | None = None) -> Feed:
        """Go on with a command that led to a question, in the session and with the options that it was given with.

        Args:
            user: Who was asked.
            question: `feed.question.id`.
            option: The place of the chosen reading in `feed.question.options`, 0 the first; None: none of them was meant, and
                the words are left out.
            now: The present; None: what the command was given, else the clock.

        Raises:
            StaleAnswerError: The question is not open any more, or not this user's, or memory has moved on so that the reading
                would change nothing. Nothing was written.
            ArgumentError: There is no such option, or the bot asks no questions. Otherwise as `recommend`.
        """
        config = self._asked(user)
        reply = self._reply(user, self.graph.get_state(config), question, option, now)
        feed = reply.feed(self.graph.invoke(reply.command, config, output_keys=OUT, **_AT_THE_END))
        return self._paged(feed, user, reply.given)

    async def aanswer(self, user: UserId, question: str, option: int | None, *, now: datetime | None = None) -> Feed:
        """`answer`, awaited."""
        config = self._asked(user)
        state = await self.graph.aget_state(config)
        reply = await asyncio.to_thread(self._reply, user, state, question, option, now)
        feed = reply.feed(await self.graph.ainvoke(reply.command, config, output_keys=OUT, **_AT_THE_END))
        return self._paged(feed, user, reply.given)

    def parse(
        self,
        user: UserId,
        command: str,
        *,
        on_screen: Sequence[ItemId] | None = None,
        session: str | None = None,
        now: datetime | None = None,
    ) -> Parse:
        """What a command would be understood to ask, with spans and readings. Writes nothing.

        Takes `on_screen`, `session` and `now` as `recommend` does.
        """
        b = self.binding
        if len(command) > b.max_characters:
            whole = Span(start=0, end=len(command), text=command)
            return Parse(text=command, doubts=(Doubt(span=whole, reason="unsupported"),))
        memory = self.memory(user, session=session, now=now)
        screen = b.screens.get(user, memory.session) or () if on_screen is None else keys_of(b.catalog, on_screen)
        return b.parser.parse(Command(text=command, now=aware(now), on_screen=tuple(screen)), memory)

    def apply(
        self, user: UserId, changes: Iterable[Preference | Step] | Preference | Step, *, n: int = 20, **options: Any
    ) -> Feed:
        """Steer without words: chips, buttons, code.

        Args:
            user: Whose feed it is.
            changes: One or several preferences (`rb.like`, `rb.dislike`), which are added, or steps of `rb.steps`, which are
                taken as they are. All of them are one change, and are undone together.
            n: Seats, 1 to 10,000.
            options: The options of `recommend`.

        Raises:
            ArgumentError: For what is neither, and as `recommend`.
        """
        given = self._input(n=n, **options)
        given["steps"] = [step.model_dump(mode="json") for step in steps_of(changes)]
        return self._run(user, given)

    def undo(self, user: UserId, *, n: int = 20, **options: Any) -> Feed:
        """Take back the newest change of this session (of this user, where no session is named)."""
        return self.apply(user, Undo(), n=n, **options)

    def redo(self, user: UserId, *, n: int = 20, **options: Any) -> Feed:
        """Bring back what was undone last, until something new is said."""
        return self.apply(user, Redo(), n=n, **options)

    def memory(self, user: UserId, *, session: str | None = None, now: datetime | None = None) -> PreferenceMemory:
        """What is remembered of `user` at `now`: what stands, and what was said in `session` (None: the current one)."""
        b, at = self.binding, aware(now)
        return fold(self.log(user), at, session, session_ttl=b.session_ttl)

    def log(self, user: UserId) -> tuple[MemoryChange, ...]:
        """Every change that was ever recorded for `user`, live or not, oldest first."""
        with _available("read"):
            return self.binding.log.read(self.binding.namespace, user)

    def explain(self, user: UserId, item: ItemId, **options: Any) -> Explanation:
        """Why `item` stands where it does in the user's feed, or why it does not. Takes the options of `recommend`."""
        from .graph.explain import explain

        given = {**self._input(**options), "commit": False}
        out = self._aside.invoke(given, self._config(user), output_keys=["feed", "turn"])
        return explain(self.binding, out["turn"].value, out["feed"].value, item)

    def export(self, user: UserId) -> dict[str, Any]:
        """Everything that is kept of `user`, JSON-plain: give it to `restore`, or to the user."""
        return export_log(self.log(user))

    def restore(self, user: UserId, payload: Mapping[str, Any]) -> PreferenceMemory:
        """Append an export to a user without a log. Raises `ArgumentError` for a payload that `export` did not write."""
        if self.log(user):
            raise ArgumentError(f"user {user!r} has a log already. Restore into a user without one, then merge.")
        self._append(user, import_log(payload))
        return self.memory(user)

    def merge(self, anonymous: UserId, account: UserId) -> PreferenceMemory:
        """Bring the wishes said before signing in into the account, and forget the anonymous user.

        The account's own words win: a step that would alter a wish that the account said later is left out.
        """
        if anonymous == account:
            raise ArgumentError(
                f"user {account!r} cannot be merged into itself. Give the anonymous id and the account's."
            )
        self._append(account, merged(self.log(anonymous), self.log(account)))
        self.forget(anonymous)
        return self.memory(account)

    def forget(self, user: UserId) -> None:
        """Erase the log of `user` and everything that this process keeps of them."""
        b = self.binding
        with _available("erased"):
            b.log.forget(b.namespace, user)
        b.screens.forget(user)
        b.logs.forget(user)
        b.host.forget(user)
        if isinstance(b.planner, LLMPlanner):
            b.planner.forget()
        if not isinstance(self._checkpointer, bool | None):
            self._checkpointer.delete_thread(self._thread(user))

    def _append(self, user: UserId, changes: Iterable[MemoryChange]) -> None:
        b = self.binding
        for change in changes:
            seq = max((c.seq for c in self.log(user)), default=0)
            with _available("written"):
                b.log.append(b.namespace, user, change, expected_seq=seq)

    def _run(self, user: UserId, given: dict[str, Any]) -> Feed:
        config = self._config(user)
        graph, how = self._way(given)
        out = graph.invoke(given, config, **how)
        if INTERRUPT in out:
            return self._run(user, unsaid(given))
        feed = out["feed"].value
        if self.binding.questions and not says_something(given):
            feed = waiting(feed, self.graph.get_state(config))
        return self._paged(feed, user, given)

    async def _arun(self, user: UserId, given: dict[str, Any]) -> Feed:
        config = self._config(user)
        graph, how = self._way(given)
        out = await graph.ainvoke(given, config, **how)
        if INTERRUPT in out:
            return await self._arun(user, unsaid(given))
        feed = out["feed"].value
        if self.binding.questions and not says_something(given):
            feed = waiting(feed, await self.graph.aget_state(config))
        return self._paged(feed, user, given)

    def _way(self, given: Mapping[str, Any]) -> tuple[CompiledStateGraph[Any, Any, Any, Any], dict[str, Any]]:
        """(the graph that a turn runs through, how). For a question one checkpoint a turn will do, at its end."""
        if not self.binding.questions:
            return self.graph, {}
        keeps = says_something(given) and given.get("commit", True)
        return (self.graph, _AT_THE_END) if keeps else (self._aside, {})

    def _asked(self, user: UserId) -> Any:
        if not self.binding.questions:
            raise ArgumentError("this bot asks no questions. Build it with RecBot(questions=True, checkpointer=...).")
        return self._config(user)

    def _reply(
        self, user: UserId, state: StateSnapshot, question: str, option: int | None, now: datetime | None
    ) -> Reply:
        return reply(self.binding, state, self.log(user), question, option, now)

    def _paged(self, feed: Feed, user: UserId, given: Mapping[str, Any]) -> Feed:
        if feed.cursor is None:
            return feed
        keep = {key: given[key] for key in ("n", "session", "exclude", "candidates", "context", "now") if key in given}
        following = {**keep, "cursor": feed.cursor, "session": feed.session or keep.get("session")}
        kept = given.get("commit", True) and not any(n.code in ("not_saved", "maybe_saved") for n in feed.notices)
        if not kept:  # the log does not hold what this page obeys: the next one is told again
            following["commit"] = False
            following["steps"] = [] if feed.change is None else [s.model_dump(mode="json") for s in feed.change.steps]
        return replace(feed, _next=lambda: self._run(user, following))

    def _config(self, user: UserId) -> Any:
        if not isinstance(user, str) or not user:
            raise ArgumentError(f"user={user!r} is not a user id. Give a non-empty string.")
        configurable: dict[str, str] = {"user_id": user}
        if self._checkpointer is not None:
            configurable["thread_id"] = self._thread(user)
        return {"configurable": configurable}

    def _thread(self, user: UserId) -> str:
        """The user's thread in the checkpointer, which the bots of other namespaces may share."""
        return json.dumps([self.binding.namespace, user])

    def _steps(
        self, update: Mapping[str, Any], user: UserId, given: Mapping[str, Any]
    ) -> Iterator[Parse | PreferenceMemory | Feed]:
        for node, wrote in update.items():
            if node == "parse" and wrote and "parsed" in wrote:
                yield Parse.model_validate(wrote["parsed"]["parse"])
            elif node == "consolidate" and wrote:
                yield PreferenceMemory.model_validate(wrote["recalled"]["memory"])
            elif node == "compose":
                yield self._paged(wrote["feed"].value, user, given)

    def _input(self, **given: Any) -> dict[str, Any]:
        return input_of(self.binding.catalog, given)


@contextmanager
def _available(done: str) -> Iterator[None]:
    """A log that fails outside a turn is said by the library's own error."""
    try:
        yield
    except SeqConflict as error:
        raise StoreBusyError("another writer of this user came first; not all was written. Try again.") from error
    except RecBotError:
        raise
    except Exception as error:
        raise MemoryUnavailableError(f"the preference log could not be {done}: {error!r}. Mend the log.") from error


def _checked(name: str, rule: object, catalog: Catalog) -> None:
    """Raises `ArgumentError` for a rule of the integrator that could never decide anything."""
    if isinstance(rule, PREDICATES):
        unknown = [field for field in fields_of(rule) if field not in catalog.fields]
        if unknown:
            raise ArgumentError(f"{name} names {unknown}, not in the catalogue. Allowed: {', '.join(catalog.fields)}.")
    elif name == "eligible" and isinstance(rule, np.ndarray):
        if rule.dtype != bool or rule.shape != (len(catalog),):
            raise ArgumentError(
                f"eligible is {rule.dtype} of shape {rule.shape}. Give one bool for each of {len(catalog)} items."
            )
    elif not (rule is None or callable(rule) or (name == "eligible" and isinstance(rule, str) and rule == "catalog")):
        also = " 'catalog', a mask," if name == "eligible" else ""
        raise ArgumentError(f"{name}={rule!r} is not allowed. Allowed:{also} a predicate, a callable, or None.")


def _parser(
    catalog: Catalog, tools: Sequence[Tool[Any]], languages: Sequence[str] | None, calls: ChatCalls | None
) -> Parser:
    from .parsing import Cascade, Languages

    embedded = Languages(catalog, languages, tools=tools)
    if calls is None:
        return embedded
    from .parsing.llm import LLMParser

    return Cascade(embedded, LLMParser(catalog, calls, grammar=embedded, tools=tools))


def _planner(catalog: Catalog, tools: Sequence[Tool[Any]], calls: ChatCalls | None) -> Planner:
    return RulePlanner(catalog, tools) if calls is None else LLMPlanner(catalog, tools, calls)


def _calls(llm: BaseChatModel | ChatCalls | None, seconds: float) -> ChatCalls | None:
    if llm is None:
        return None
    from .models import ChatCalls

    return llm if isinstance(llm, ChatCalls) else ChatCalls(llm, seconds=seconds)


def _unique(tools: Sequence[Tool[Any]]) -> tuple[Tool[Any], ...]:
    names: set[str] = set()
    for tool in tools:
        if not isinstance(tool, Tool):
            raise ToolError(f"{tool!r} is not a tool. Decorate the function with @rb.tool(stage=...).")
        if tool.name in names or tool.name in RESERVED:
            raise ToolError(f"tool name {tool.name!r} is taken. Give your tool another: @rb.tool(name=...).")
        names.add(tool.name)
    return tuple(tools)


def _log(store: str | PreferenceLog | None) -> PreferenceLog:
    if store is None:
        return InProcessLog()
    if isinstance(store, str | os.PathLike):
        from .stores import SqlLog

        return SqlLog(os.fspath(store))
    if not isinstance(store, PreferenceLog):
        raise ArgumentError(
            f"store={store!r} is not a preference log. Give a path, an SQLAlchemy URL or a PreferenceLog."
        )
    return store
