"""How a database is reached and made ready; what is wrong with a path or a URL is said here."""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, insert, make_url, select
from sqlalchemy.exc import ArgumentError as BadUrl
from sqlalchemy.exc import NoSuchModuleError, SQLAlchemyError

from ..errors import ArgumentError
from .rows import METADATA, SCHEMA_VERSION, VERSIONS

BUSY_SECONDS = 10.0


def connect(where: str) -> Engine:
    """An engine; nothing is opened yet."""
    url = _url(where)
    options = {"connect_args": {"timeout": BUSY_SECONDS}} if url.get_backend_name() == "sqlite" else {}
    try:
        engine = create_engine(url, hide_parameters=True, pool_pre_ping=not options, **options)
    except NoSuchModuleError:
        raise ArgumentError(f"{_shown(url)} names a database that SQLAlchemy does not know. {_ALLOWED}") from None
    except ImportError as error:
        raise ArgumentError(f"the driver of {_shown(url)} is not installed: pip install {error.name}.") from error
    if options:
        event.listen(engine, "connect", _as_we_like_it)
        event.listen(engine, "begin", _begin)
    return engine


def prepare(engine: Engine, where: str) -> None:
    """Make the file (mode 0600) and the tables where they are missing; refuse what a later version wrote."""
    if engine.dialect.name == "sqlite":
        _make_file(Path(str(engine.url.database)))
    try:
        if engine.dialect.name == "sqlite":
            _use_wal(engine)
        with engine.connect().execution_options(recbot_write=True) as connection, connection.begin():
            METADATA.create_all(connection)
            versions = connection.scalars(select(VERSIONS.c.version)).all()
            if not versions:
                connection.execute(insert(VERSIONS).values(version=SCHEMA_VERSION))
    except SQLAlchemyError as error:
        reason = getattr(error, "orig", None) or error
        raise ArgumentError(
            f"the preference log at {_shown(engine.url)} cannot be opened: {reason}. {_ALLOWED}"
        ) from error
    if versions and max(versions) > SCHEMA_VERSION:
        raise ArgumentError(
            f"the preference log at {_shown(engine.url)} is of version {max(versions)}; this release reads up to "
            f"{SCHEMA_VERSION}. Upgrade recbot-sdk."
        )


_ALLOWED = 'Give a path that can be written, such as "recbot.db", or an SQLAlchemy URL.'


def _url(where: str) -> URL:
    if "://" not in where:
        if where in ("", ":memory:"):
            raise ArgumentError(f"store={where!r} names no file. Leave store out for a log that ends with the process.")
        return URL.create("sqlite", database=os.path.abspath(where))
    try:
        url = make_url(where)
    except (BadUrl, ValueError) as error:
        raise ArgumentError(f"the store's URL cannot be read ({error}). {_ALLOWED}") from None
    if url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:"):
        raise ArgumentError(f"store={where!r} names no file. Leave store out for a log that ends with the process.")
    return url


def _shown(url: URL) -> str:
    return url.render_as_string(hide_password=True)


def _make_file(path: Path) -> None:
    if path.exists():
        return
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))  # SQLite gives -wal and -shm the mode of the file
    except (OSError, ValueError) as error:
        raise ArgumentError(f"the preference log {str(path)!r} cannot be made: {error}. {_ALLOWED}") from error


def _as_we_like_it(connection: sqlite3.Connection, _: object) -> None:
    connection.isolation_level = None  # transactions begin where we say so
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")


def _begin(connection: Connection) -> None:
    # a writer takes its lock before it reads, so that nobody comes between reading and writing
    writes = connection.get_execution_options().get("recbot_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _use_wal(engine: Engine) -> None:
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            raw = engine.raw_connection()
            try:
                raw.cursor().execute("PRAGMA journal_mode = WAL")
            finally:
                raw.close()
            return
        except sqlite3.OperationalError as error:  # SQLite does not wait here by itself
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise ArgumentError(f"{_shown(engine.url)} cannot be opened: {error}. {_ALLOWED}") from error
            time.sleep(0.02)
        except (sqlite3.DatabaseError, SQLAlchemyError) as error:
            raise ArgumentError(f"{_shown(engine.url)} cannot be opened: {error}. {_ALLOWED}") from error
