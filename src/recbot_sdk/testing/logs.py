"""What every preference log must do. Usable without pytest: `print(check_log(lambda: MyLog()))`."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from ..errors import RequestConflictError
from ..predicates import field
from ..preferences.log import PreferenceLog, SeqConflict
from ..preferences.preference import like
from ..preferences.steps import Add, MemoryChange
from .report import Check, Report

_NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


def check_log(factory: Callable[[], PreferenceLog]) -> Report:
    """Tries a log as the bot would. Failures are reported, never raised.

    Args:
        factory: Gives a log in which no user is known; called once a law. Logs may share a database if they are
            emptied in between.
    """
    checks, name = [], ""
    for check in CHECKS:
        log = factory()
        checks.append(_checked(check, log))
        name = type(log).__name__
    return Report(name, tuple(checks))


def _checked(check: Callable[[PreferenceLog], None], log: object) -> Check:
    law = check.__name__.replace("_", " ")
    if not isinstance(log, PreferenceLog):
        return Check(law, f"{type(log).__name__} lacks a method of PreferenceLog")
    try:
        check(log)
    except Exception as error:  # a log may fail in any way: the report says how
        return Check(law, str(error) if isinstance(error, AssertionError) else f"{type(error).__name__}: {error}")
    return Check(law)


def starts_empty(log: PreferenceLog) -> None:
    """A user who is not known has an empty log, and forgetting them is no error."""
    assert log.read("shop", "nobody") == (), "the log of a user who is not known is the empty tuple"
    assert log.find("shop", "nobody", "r1") is None, "no request of an unknown user is found"
    log.forget("shop", "nobody")


def numbers_in_order(log: PreferenceLog) -> None:
    """Changes are numbered 1, 2, 3 and come back as they were given, in that order."""
    given = [change(f"r{i}", minutes=i) for i in range(3)]
    for i, each in enumerate(given):
        back = log.append("shop", "ann", each, i)
        assert back.seq == i + 1, f"append number {i + 1} was given the number {back.seq}"
        assert back.session, "a session is issued where none is given"
        assert back.model_copy(update={"seq": 0, "session": ""}) == each, "append returns the change, numbered"
    changes = log.read("shop", "ann")
    assert [c.seq for c in changes] == [1, 2, 3], "read returns the changes in sequence order"
    assert [c.request_id for c in changes] == ["r0", "r1", "r2"], "read returns what was appended"
    assert log.find("shop", "ann", "r1") == changes[1], "find returns the change of a request"


def refuses_the_late(log: PreferenceLog) -> None:
    """Of two writers who read the same log one is refused, and nothing is lost."""
    log.append("shop", "ann", change("r1"), 0)
    for late in (0, 2):
        try:
            log.append("shop", "ann", change("late"), late)
        except SeqConflict:
            continue
        raise AssertionError(f"append after number {late} of a log at 1 must raise SeqConflict")
    assert [c.request_id for c in log.read("shop", "ann")] == ["r1"], "a refused append writes nothing"


def answers_a_retry(log: PreferenceLog) -> None:
    """The same request writes once; the same id with other words is an error."""
    first = log.append("shop", "ann", change("r1"), 0)
    log.append("shop", "ann", change("r2"), 1)
    assert log.append("shop", "ann", change("r1", minutes=9), 0) == first, "a request id that is known gives its change"
    try:
        log.append("shop", "ann", change("r1", words="other words"), 2)
    except RequestConflictError:
        pass
    else:
        raise AssertionError("a request id with other words must raise RequestConflictError")
    assert len(log.read("shop", "ann")) == 2, "a retry writes nothing"


def keeps_users_apart(log: PreferenceLog) -> None:
    """A user, and a namespace, sees nothing of another; forgetting one leaves the others."""
    for namespace, user in (("shop", "ann"), ("shop", "bob"), ("club", "ann")):
        log.append(namespace, user, change("r1"), 0)
    log.forget("shop", "ann")
    assert log.read("shop", "ann") == (), "nothing is left of a user who is forgotten"
    assert log.find("shop", "ann", "r1") is None, "nothing is found of a user who is forgotten"
    assert len(log.read("shop", "bob")) == len(log.read("club", "ann")) == 1, "others are not forgotten"
    assert log.append("shop", "ann", change("r1"), 0).seq == 1, "a forgotten user starts anew"


def issues_sessions(log: PreferenceLog) -> None:
    """A session that is given is kept; otherwise the last one goes on until the user was idle for four hours."""
    one = log.append("shop", "ann", change("r1"), 0)
    two = log.append("shop", "ann", change("r2", minutes=3 * 60), 1)
    three = log.append("shop", "ann", change("r3", minutes=8 * 60), 2)
    named = log.append("shop", "ann", change("r4", minutes=8 * 60, session="phone"), 3)
    assert one.session == two.session, "within four hours the session goes on"
    assert three.session != two.session, "after four idle hours a new session begins"
    assert named.session == "phone", "a session that is given is kept"


def takes_any_words(log: PreferenceLog) -> None:
    """Odd words, ids and numbers are no error, and come back the same each time."""
    for odd in ("\0", "a\0b", "\ud800", "\U0001f600", "'; drop table x; --", "\\x00", "\\u0000", ""):
        wish = like(field(odd or "f") == 10**40, hard=True).model_copy(update={"words": odd})
        given = MemoryChange(request_id=odd, at=_NOON, words=odd, steps=(Add(preference=wish),))
        back = log.append("shop", f"user{odd}", given, 0)
        assert log.read("shop", f"user{odd}") == (back,), f"words {odd!r} do not come back as they were recorded"
        assert back.words == given.words, f"words {odd!r} came back as {back.words!r}"
        assert log.find("shop", f"user{odd}", given.request_id) == back, f"request id {odd!r} is not found"


def bears_many_threads(log: PreferenceLog) -> None:
    """Eight threads that write at once lose nothing and get one order."""

    def write(writer: int) -> None:
        for i in range(5):
            while True:
                changes = log.read("shop", "ann")
                try:
                    log.append("shop", "ann", change(f"{writer}-{i}"), changes[-1].seq if changes else 0)
                    break
                except SeqConflict:
                    continue

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    changes = log.read("shop", "ann")
    assert [c.seq for c in changes] == list(range(1, 41)), "forty appends leave forty numbers"
    assert len({c.request_id for c in changes}) == 40, "no append is lost"


CHECKS: tuple[Callable[[PreferenceLog], None], ...] = (
    starts_empty,
    numbers_in_order,
    refuses_the_late,
    answers_a_retry,
    keeps_users_apart,
    issues_sessions,
    takes_any_words,
    bears_many_threads,
)


def change(request_id: str, *, minutes: int = 0, words: str = "comedies", session: str = "") -> MemoryChange:
    """A change to append, so many minutes after noon."""
    wish = like(field("genre") == "Comedy", hard=True).model_copy(update={"words": words})
    at = _NOON + timedelta(minutes=minutes)
    return MemoryChange(request_id=request_id, session=session, at=at, words=words, steps=(Add(preference=wish),))
