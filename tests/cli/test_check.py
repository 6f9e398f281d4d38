"""`recbot check` says what passes, in words or JSON, and its exit code is what CI reads."""

import json
from pathlib import Path
from typing import Any

import pytest

import recbot_sdk as rb

from .conftest import Recbot

ITEMS = "sku,name,kind,made of,sold\n" + "".join(
    f"{i},Piece {i},{'lamp' if i % 4 else 'chair'},{'Oak/Steel' if i % 2 else 'Brass'},{i}\n" for i in range(40)
)
LAMPS, CHAIRS = ["kind", "any", ["lamp"]], ["kind", "any", ["chair"]]
GOOD = {"id": "good", "turns": [{"say": "no chairs", "must": [LAMPS]}, {"say": "undo", "memory": []}]}
BAD = {"id": "bad", "turns": [{"say": "no chairs", "must": [CHAIRS]}, {"say": "thanks", "same": True}]}


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    path = tmp_path / "items.csv"
    path.write_text(ITEMS, "utf8")
    return path


@pytest.fixture
def check(recbot: Recbot, shop: Path) -> Any:
    """`recbot check` of these sessions on the shop."""

    def check(sessions: list[dict[str, Any]], *arguments: str) -> Any:
        path = shop.with_name("commands.jsonl")
        path.write_text("\n".join(map(json.dumps, sessions)), "utf8")
        return recbot("check", str(path), "--catalog", str(shop), "--id", "sku", "--title", "name", *arguments)

    return check


def test_all_pass(check: Any) -> None:
    done = check([GOOD])
    assert (done.code, done.err) == (0, "")
    assert done.out == "2 of 2 turns pass (100.0%), 1 of 1 sessions whole.\n"


def test_a_failure_is_code_1_unless_enough_pass(check: Any) -> None:
    done = check([GOOD, BAD])
    assert done.code == 1
    assert done.out == "3 of 4 turns pass (75.0%), 1 of 2 sessions whole; --show-failures says which fail.\n"
    assert check([GOOD, BAD], "--min-pass", "0.75").code == 0
    assert check([GOOD, BAD], "--min-pass", "0.76").code == 1


def test_failures_are_shown_with_their_reasons(check: Any) -> None:
    done = check([GOOD, BAD], "--show-failures")
    assert "no chairs" in done.out
    assert "must: kind any chair holds for 0 of the first 10" in done.out
    assert "undo" not in done.out
    assert "\x1b" not in done.out


def test_machines_get_a_document_a_turn_and_one_of_the_whole(check: Any) -> None:
    done = check([GOOD, BAD], "--json")
    assert done.code == 1
    *turns, whole = done.documents
    assert [(turn["session"], turn["turn"], turn["passed"]) for turn in turns] == [
        ("good", 1, True), ("good", 2, True), ("bad", 1, False), ("bad", 2, True),
    ]  # fmt: skip
    assert turns[2]["say"] == "no chairs"
    assert turns[2]["reasons"] == ["must: kind any chair holds for 0 of the first 10"]
    assert whole == {"turns": 4, "passed": 3, "share": 0.75}


def test_the_host_is_the_catalogues_order_or_the_most_popular_first(check: Any) -> None:
    last = {"id": "a", "turns": [{"say": "hello", "must": [["sold", ">", 29]]}]}
    assert check([last]).code == 1
    assert check([last], "--popularity", "sold").code == 0
    refused = check([last], "--popularity", "kind")
    assert (refused.code, "field 'kind' cannot rank the items" in refused.err) == (2, True)


def test_fields_and_lists_say_what_no_guess_finds(check: Any, tmp_path: Path) -> None:
    oak = {"id": "a", "turns": [{"say": "only oak", "must": [["made of", "any", ["Oak"]]]}]}
    fields = tmp_path / "fields.json"
    fields.write_text(json.dumps({"made of": {"kind": "tags", "delimiter": "/", "aliases": ["material"]}}), "utf8")
    assert check([oak], "--fields", str(fields)).code == 0
    fields.write_text(json.dumps({"made of": {"delimiter": "/"}}), "utf8")
    assert check([oak], "--fields", str(fields), "--lists", "made of").code == 0
    wrong = check([oak])
    assert (wrong.code, "made of has no value 'Oak'" in wrong.err) == (2, True)


def test_now_is_the_moment_that_words_refer_to(recbot: Recbot, tmp_path: Path) -> None:
    films = tmp_path / "films.jsonl"
    films.write_text("\n".join(json.dumps({"id": i, "Year": 1990 + i % 20}) for i in range(200)), "utf8")
    commands = tmp_path / "commands.jsonl"
    turn = {"say": "only films from this year", "must": [["Year", "==", 1999]]}
    commands.write_text(json.dumps({"id": "a", "turns": [turn]}), "utf8")
    call = ("check", str(commands), "--catalog", str(films), "--now")
    assert recbot(*call, "1999-05-01").code == 0
    assert recbot(*call, "2001-05-01").code == 1


def test_the_films_and_saved_catalogues_have_their_columns(recbot: Recbot, tmp_path: Path, catalog: rb.Catalog) -> None:
    commands = tmp_path / "commands.jsonl"
    turn = {"say": "no horror", "must": [["Genre", "none", ["Horror"]]], "absent": ["The Shining"]}
    commands.write_text(json.dumps({"id": "a", "turns": [turn]}), "utf8")
    assert recbot("check", str(commands), "--catalog", "films").code == 0
    catalog.save(tmp_path / "saved")
    assert recbot("check", str(commands), "--catalog", str(tmp_path / "saved"), "--popularity", "Reviews").code == 0
    refused = recbot("check", str(commands), "--catalog", "films", "--id", "x", "--lists", "a")
    assert refused.code == 2
    assert "films has its columns already. Leave out --id, --lists." in refused.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--min-pass", "97"], "'97' is no share. Give a number from 0 to 1, such as 0.97."),
        (["--min-pass", "most"], "'most' is no share."),
        (["--now", "soon"], "'soon' is no moment."),
        (["--fields", "nowhere.json"], "--fields nowhere.json cannot be read"),
        (["--lists", "colours"], "column 'colours' is not in the table"),
        (["--json", "--show-failures"], "not allowed with argument"),
    ],
)
def test_a_wrong_call_is_a_message_and_code_2(check: Any, arguments: list[str], message: str) -> None:
    done = check([GOOD], *arguments)
    assert done.code == 2
    assert message in done.err


def test_fields_that_are_none_are_refused_with_those_that_are_allowed(check: Any, tmp_path: Path) -> None:
    fields = tmp_path / "fields.json"
    fields.write_text(json.dumps({"kind": {"rolle": "person"}}), "utf8")
    done = check([GOOD], "--fields", str(fields))
    assert done.code == 2
    assert "kind.rolle: Extra inputs are not permitted" in done.err
    assert "each with kind, role, unit, aliases" in done.err


def test_a_file_that_breaks_the_format_names_the_line(check: Any) -> None:
    done = check([GOOD, {"id": "b", "turns": [{"say": "x", "wants": []}]}])
    assert done.code == 2
    assert "line 2, turn 1: 'wants' is no key. Allowed: say, must," in done.err
