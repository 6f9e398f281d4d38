"""A connection to an MCP server that lives beside the program: asked from any thread, opened when it is needed."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any, TypeAlias

from ...errors import MissingExtraError
from ...types import JsonValue

if TYPE_CHECKING:
    from mcp import ClientSession, StdioServerParameters
    from mcp.types import CallToolResult

MOST_LATE = 3
"""Questions without an answer in a row after which the connection is thought to be broken."""
_GONE = frozenset({-32000, 32600})
"""Codes of the protocol's errors that are the connection's: closed, and a session that the server has ended."""
Opener: TypeAlias = "Callable[[], AbstractAsyncContextManager[ClientSession]]"


class McpServer:
    """An MCP server whose tools are asked. One connection serves any number of tools and threads.

    It is opened in a thread of its own at the first question, and again at the next one after it broke.

    Args:
        where: A URL (streamable HTTP), `mcp.StdioServerParameters` (a command), or a function that gives an async context
            manager of an initialised `mcp.ClientSession`, for everything else: headers, sign-in, other transports.
        seconds: Most that one question may take, connecting included. What a feed waits is `RecBot(tool_timeout=)`.
    """

    def __init__(self, where: str | StdioServerParameters | Opener, *, seconds: float = 5.0) -> None:
        self._where, self._seconds = where, seconds
        self._loop: asyncio.AbstractEventLoop | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._session: asyncio.Future[ClientSession] | None = None
        self._late = 0
        self._starting = threading.Lock()

    def __repr__(self) -> str:
        return f"McpServer({self._where!r})"

    def __enter__(self) -> McpServer:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def ask(self, tool: str, arguments: Mapping[str, JsonValue]) -> CallToolResult:
        """What the server's `tool` answers.

        Raises:
            TimeoutError: It did not answer in time.
            MissingExtraError: The extra `mcp` is not installed.
            Exception: Whatever kept the server from answering.
        """
        opener: Opener = self._where if callable(self._where) else _opener(self._where)
        question = asyncio.run_coroutine_threadsafe(self._ask(opener, tool, dict(arguments)), self._running())
        try:
            return question.result(self._seconds)
        finally:
            question.cancel()

    def close(self) -> None:
        """Close the connection, if there is one. The next question opens it again."""
        with self._starting:
            loop, self._loop = self._loop, None
        if loop is None:
            return
        with suppress(TimeoutError):
            asyncio.run_coroutine_threadsafe(self._hang_up(), loop).result(self._seconds)
        loop.call_soon_threadsafe(loop.stop)

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._starting:
            if self._loop is None:
                loop = asyncio.new_event_loop()
                threading.Thread(target=_run, args=(loop,), daemon=True, name="mcp").start()
                self._loop = loop
            return self._loop

    async def _ask(self, opener: Opener, tool: str, arguments: dict[str, Any]) -> CallToolResult:
        session = await self._connected(opener)
        try:
            result = await session.call_tool(tool, arguments)
        except asyncio.CancelledError:
            self._late += 1
            if self._late >= MOST_LATE:
                await self._hang_up()
            raise
        except Exception as error:
            if not _is_answer(error):  # the connection broke
                await self._hang_up()
            raise
        self._late = 0
        return result

    async def _connected(self, opener: Opener) -> ClientSession:
        if self._session is None or self._keeper is None or self._keeper.done():
            self._session = asyncio.get_running_loop().create_future()
            self._keeper = asyncio.create_task(_keep(opener, self._session))
        session = self._session
        try:
            return await asyncio.shield(session)
        except asyncio.CancelledError:
            if not session.done():  # it cannot be reached: the next question tries anew
                await self._hang_up()
            raise

    async def _hang_up(self) -> None:
        keeper, self._keeper, self._session, self._late = self._keeper, None, None, 0
        if keeper is not None:
            keeper.cancel()
            await asyncio.wait([keeper])


async def _keep(opener: Opener, session: asyncio.Future[ClientSession]) -> None:
    """Holds the connection until it is cancelled: a session must be left by the task that entered it."""
    try:
        async with opener() as opened:
            session.set_result(opened)
            await asyncio.Event().wait()
    except BaseException as error:
        if not session.done():
            unreached = ConnectionError(f"the MCP server could not be reached: {error!r}")
            session.set_exception(unreached)
            session.exception()  # nobody may be waiting any more
        if not isinstance(error, Exception):
            raise


def _run(loop: asyncio.AbstractEventLoop) -> None:
    loop.run_forever()
    loop.close()


def _is_answer(error: Exception) -> bool:
    """Whether the server itself said that it cannot: an error of the protocol, other than that the connection is gone."""
    from mcp import McpError

    return isinstance(error, McpError) and error.error.code not in _GONE


def _opener(where: str | StdioServerParameters) -> Opener:
    try:
        from mcp import ClientSession
        from mcp.client.stdio import stdio_client
        from mcp.client.streamable_http import streamable_http_client
    except ImportError as error:
        raise MissingExtraError("mcp", "mcp") from error

    @asynccontextmanager
    async def opened() -> AsyncIterator[ClientSession]:
        if isinstance(where, str):
            transport: Any = streamable_http_client(where)
        else:  # a notebook's sys.stderr is no file that a process could write to
            transport = stdio_client(where, errlog=sys.__stderr__ or sys.stderr)
        async with transport as streams, ClientSession(streams[0], streams[1]) as session:
            await session.initialize()
            yield session

    return opened
