"""The laws of the fold, over any log."""

from __future__ import annotations

import json
from datetime import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from recbot_sdk.preferences.consolidate import consolidate
from recbot_sdk.preferences.fold import current_session, fold, live, switched_off
from recbot_sdk.preferences.history import redo_target, same_wishes, undo_target
from recbot_sdk.preferences.portable import export_log, import_log, merged
from recbot_sdk.preferences.slots import slots_of
from recbot_sdk.preferences.steps import MemoryChange, Redo, Step, Undo
from recbot_sdk.testing.changes import START, change_logs, moments, steps

SESSIONS = st.sampled_from((None, "desk", "phone", "new"))
Log = tuple[MemoryChange, ...]
law = settings(max_examples=40, deadline=None)


@law
@given(change_logs(), moments(), SESSIONS, st.data())
def test_every_subset_of_a_log_folds(log: Log, now: datetime, session: str | None, data: st.DataObject) -> None:
    kept = data.draw(st.lists(st.sampled_from(log), unique=True) if log else st.just([]))
    some = tuple(c for c in log if c in kept)
    memory = fold(some, now, session)
    assert len({p.id for p in memory}) == len(memory)
    assert all(p.seq in {c.seq for c in some} for p in memory)


@law
@given(change_logs(), moments(), st.sampled_from(("desk", "phone")), st.data())
def test_switching_changes_off_is_leaving_them_out(
    log: Log, now: datetime, session: str | None, data: st.DataObject
) -> None:
    plain = tuple(c for c in log if not any(isinstance(s, Undo | Redo) for s in c.steps))
    off = data.draw(st.sets(st.sampled_from([c.seq for c in plain])) if plain else st.just(set()))
    last = log[-1].seq if log else 0
    undo = MemoryChange(
        seq=last + 1, request_id="u", session=session, at=now, steps=tuple(Undo(seq=s) for s in sorted(off))
    )
    without = tuple(c for c in plain if c.seq not in off)
    assert fold((*plain, undo), now, session).preferences == fold(without, now, session).preferences


@law
@given(change_logs(), moments(), SESSIONS)
def test_memory_is_the_fold_of_the_live_changes(log: Log, now: datetime, session: str | None) -> None:
    where = session or current_session(log, now) or "none"
    alive = live(log, now, where)
    without_history = tuple(
        c.model_copy(update={"steps": tuple(s for s in c.steps if not isinstance(s, Undo | Redo))}) for c in alive
    )
    told = [(p.polarity, p.target, p.hard, p.dose) for p in fold(without_history, now, where)]
    assert told == [(p.polarity, p.target, p.hard, p.dose) for p in fold(log, now, where)]


@law
@given(change_logs(), moments(), SESSIONS)
def test_the_fold_is_deterministic_and_leaves_the_log_alone(log: Log, now: datetime, session: str | None) -> None:
    before = [c.model_dump_json() for c in log]
    first, again = fold(log, now, session), fold(list(log), now, session)
    assert first.model_dump_json() == again.model_dump_json()
    assert [c.model_dump_json() for c in log] == before


@law
@given(change_logs(), moments())
def test_another_session_sees_what_stands_and_nothing_else(log: Log, now: datetime) -> None:
    assert all(p.scope == "standing" for p in fold(log, now, "elsewhere"))


@law
@given(change_logs(), moments(), SESSIONS)
def test_no_expired_wish_is_remembered(log: Log, now: datetime, session: str | None) -> None:
    assert all(p.expires_at is None or p.expires_at > now for p in fold(log, now, session))


@law
@given(change_logs())
def test_a_memory_reads_back_as_it_was_written(log: Log) -> None:
    memory = fold(log, log[-1].at if log else START)
    assert type(memory).model_validate_json(memory.model_dump_json()) == memory


@law
@given(change_logs())
def test_export_then_import_is_the_identity(log: Log) -> None:
    assert import_log(json.loads(json.dumps(export_log(log)))) == log


@law
@given(change_logs(), moments(), st.sampled_from((None, "desk", "phone")))
def test_undo_changes_the_memory_and_redo_brings_it_back(log: Log, now: datetime, session: str | None) -> None:
    target = undo_target(log, now, session)
    if target is None:
        return
    where = session or current_session(log, now)
    last = log[-1].seq
    undo = MemoryChange(seq=last + 1, request_id="u", session=where, at=now, steps=(Undo(seq=target),))
    undone = (*log, undo)
    assert target in switched_off(undone)
    if where:
        assert redo_target(undone, now, session) in (target, None)
        redo = MemoryChange(seq=last + 2, request_id="v", session=where, at=now, steps=(Redo(seq=target),))
        assert same_wishes(fold((*undone, redo), now, where), fold(log, now, where))


@law
@given(change_logs(max_size=5), st.lists(steps(), max_size=3), moments())
def test_what_consolidation_keeps_gives_what_was_asked(log: Log, asked: list[Step], now: datetime) -> None:
    memory = fold(log, now, "desk")
    made = consolidate(memory, asked, now=now, changes=log, session="desk")
    last = log[-1].seq if log else 0
    kept = MemoryChange(seq=last + 1, request_id="k", session="desk", at=now, steps=made.steps)
    after = fold((*log, kept), now, "desk", turn=last + 1)
    assert bool(made.steps) is not same_wishes(memory, after) or any(isinstance(s, Undo | Redo) for s in made.steps)
    again = consolidate(memory, asked, now=now, changes=log, session="desk")
    assert again == made


@law
@given(change_logs(max_size=5), change_logs(max_size=5), moments())
def test_merging_keeps_every_newer_word_of_the_account(guest: Log, account: Log, now: datetime) -> None:
    brought = merged(guest, account)
    last = account[-1].seq if account else 0
    both = (*account, *(c.model_copy(update={"seq": last + 1 + i}) for i, c in enumerate(brought)))
    newest = max((c.at for c in guest), default=None)
    after = fold(both, now, "desk").preferences
    for p in fold(account, now, "desk"):
        if newest is None or account[p.seq - 1].at > newest:
            assert any(q.target == p.target and q.polarity == p.polarity for q in after)
    ids = [c.request_id for c in (*both, *merged(guest, both))]
    assert len(ids) == len(set(ids))
    assert merged(guest, account) == brought


@law
@given(change_logs(), moments())
def test_every_preference_lives_somewhere(log: Log, now: datetime) -> None:
    assert all(slots_of(p) for p in fold(log, now))
