"""The preference log on SQL: SQLite in a file, or any database that SQLAlchemy reaches by URL.

What `append` returned is on disk. What `forget` erased is in none of the database's files.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import ColumnElement, Connection, Engine, delete, select
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from ..errors import StoreBusyError
from ..preferences.log import SeqConflict, issue, same_request
from ..preferences.steps import MemoryChange
from ..types import UserId
from .files import scrub
from .opening import connect, prepare
from .rows import CHANGES, change_of, key, row_of

_KEPT = 1024


class SqlLog:
    """A durable log; safe to use from many threads, processes, and after a fork.

    Args:
        where: A path ("recbot.db") for a SQLite file, made with mode 0600, or an SQLAlchemy URL
            ("postgresql+psycopg://..."). The tables are made where they are missing.

    Raises:
        ArgumentError: The URL cannot be read, its driver is missing, the path cannot be written, the file is no database,
            or its tables come from a later version.
    """

    def __init__(self, where: str | os.PathLike[str]) -> None:
        self._where = os.fspath(where)
        self._seen: OrderedDict[tuple[str, UserId], tuple[MemoryChange, ...]] = OrderedDict()
        self._pid = os.getpid()
        self._live = connect(self._where)
        prepare(self._live, self._where)

    def __repr__(self) -> str:
        return f"SqlLog({self._live.url.render_as_string(hide_password=True)!r})"

    def read(self, namespace: str, user: UserId) -> tuple[MemoryChange, ...]:
        """Every change of a user, in sequence order; only what is new since the last reading is fetched."""
        known = self._seen.get((namespace, user), ())
        changes = self._fetch(namespace, user, known[-1].seq if known else 0)
        if known:
            fresh = changes and (changes[0].seq, changes[0].request_id) == (known[-1].seq, known[-1].request_id)
            changes = (*known, *changes[1:]) if fresh else self._fetch(namespace, user, 0)
        self._keep(namespace, user, changes)
        return changes

    def append(self, namespace: str, user: UserId, change: MemoryChange, expected_seq: int) -> MemoryChange:
        """Record a change after number `expected_seq`; when this returns, it is on disk. See `PreferenceLog.append`.

        Raises:
            SeqConflict: Another writer came first.
            RequestConflictError: The request id was recorded with other words.
            StoreBusyError: The database stayed locked for ten seconds; nothing was written.
        """
        try:
            with self._writing() as connection:
                recorded = self._recorded(connection, namespace, user, change.request_id)
                if recorded is not None:
                    return same_request(recorded, change)
                last = select(CHANGES.c.payload).where(*_of(namespace, user)).order_by(CHANGES.c.seq.desc()).limit(1)
                tail = tuple(change_of(payload) for payload in connection.scalars(last))
                row = row_of(namespace, user, issue(change, tail, expected_seq))
                connection.execute(CHANGES.insert().values(row))
                return change_of(row["payload"])
        except IntegrityError:
            recorded = self.find(namespace, user, change.request_id)
            if recorded is not None:
                return same_request(recorded, change)
            raise SeqConflict("another writer came first. Read the log again.") from None

    def find(self, namespace: str, user: UserId, request_id: str) -> MemoryChange | None:
        """The change that a request recorded."""
        with self._engine().connect() as connection:
            return self._recorded(connection, namespace, user, request_id)

    def forget(self, namespace: str, user: UserId) -> None:
        """Erase a user: on SQLite no byte of it is left in the files; on a server no row is left.

        A server's own write-ahead log and backups follow its operator.

        Raises:
            StoreBusyError: The rows are deleted, but a reader kept their old copy open; call again.
        """
        self._seen.pop((namespace, user), None)
        with self._writing() as connection:
            names = select(CHANGES.c.request_id).where(*_of(namespace, user))
            traces = [*connection.scalars(names), key(user)]
            connection.execute(delete(CHANGES).where(*_of(namespace, user)))
        if self._engine().dialect.name == "sqlite":
            scrub(self._engine(), traces)

    def close(self) -> None:
        """Close the connections; the log opens new ones when it is used again."""
        self._engine().dispose()

    def _engine(self) -> Engine:
        if os.getpid() != self._pid:  # a connection must not cross a fork
            self._pid = os.getpid()
            self._live = connect(self._where)
        return self._live

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        try:
            with self._engine().connect().execution_options(recbot_write=True) as connection, connection.begin():
                yield connection
        except OperationalError as error:
            if _locked(error):
                raise StoreBusyError(
                    "the database is locked by another writer; nothing was written. Try again."
                ) from error
            raise

    def _fetch(self, namespace: str, user: UserId, since: int) -> tuple[MemoryChange, ...]:
        rows = select(CHANGES.c.payload).where(*_of(namespace, user), CHANGES.c.seq >= since).order_by(CHANGES.c.seq)
        with self._engine().connect() as connection:
            return tuple(change_of(payload) for payload in connection.scalars(rows))

    def _recorded(self, connection: Connection, namespace: str, user: UserId, request_id: str) -> MemoryChange | None:
        row = select(CHANGES.c.payload).where(*_of(namespace, user), CHANGES.c.request_id == key(request_id))
        payload = connection.scalar(row)
        return None if payload is None else change_of(payload)

    def _keep(self, namespace: str, user: UserId, changes: tuple[MemoryChange, ...]) -> None:
        self._seen[namespace, user] = changes
        while len(self._seen) > _KEPT:
            self._seen.popitem(last=False)


def _of(namespace: str, user: UserId) -> tuple[ColumnElement[bool], ...]:
    return CHANGES.c.namespace == key(namespace), CHANGES.c.user == key(user)


def _locked(error: DBAPIError) -> bool:
    return "locked" in str(error.orig) or "busy" in str(error.orig)
