"""The demo steers real films: at a prompt, from arguments, for people and for machines."""

from pathlib import Path

import numpy as np
import pytest

import recbot_sdk as rb

from .conftest import Done, Keyboard, Recbot

NOW = "2026-05-01T20:00"


def ids(document: dict[str, list[dict[str, str]]]) -> list[str]:
    return [item["id"] for item in document["items"]]


def said(recbot: Recbot, *words: str, n: int = 5) -> Done:
    return recbot("demo", "--json", "-n", str(n), *(part for line in words for part in ("--say", line)))


def test_the_feed_comes_before_anything_is_said(recbot: Recbot) -> None:
    done = recbot("demo")
    assert done.code == 0
    assert "17,470 films" in done.out
    first = next(line for line in done.out.splitlines() if line.lstrip().startswith("1 "))
    assert first.split() == ["1", "Skyfall", "2012", "143", "Thriller,", "Action", "92", "%"]
    assert sum(line.strip()[:1].isdigit() for line in done.out.splitlines()) == 1 + 10


def test_what_is_said_is_obeyed_and_shown_with_what_moved(recbot: Recbot) -> None:
    done = recbot("demo", "--say", "more comedies")
    assert "heard  more comedies" in done.out
    assert "→  more Genre: Comedy" in done.out
    assert "▲" in done.out
    assert "more Genre: Comedy (+" in done.out
    assert "remembers  more Genre: Comedy" in done.out


def test_machines_get_a_document_a_turn(recbot: Recbot, catalog: rb.Catalog) -> None:
    done = said(recbot, "no horror", "undo")
    before, steered, undone = done.documents
    horror = catalog.holds(rb.field("Genre") == "Horror", "like", catalog.rows(ids(steered)))
    assert len(horror) == 5
    assert not horror.any()
    assert [wish["says"] for wish in steered["memory"]] == ["no Genre: Horror"]
    assert ids(undone) == ids(before)
    assert done.err == ""


def test_a_prompt_does_what_say_does(recbot: Recbot) -> None:
    at_once = recbot("demo", "--say", "no horror", "--say", "why 2", "--say", "undo")
    piped = recbot("demo", stdin="no horror\n\n  why 2\nundo\n")
    assert piped == at_once
    typed = recbot("demo", stdin=Keyboard("no horror\nundo\n"))
    assert typed.code == 0
    assert typed.out.count("› ") == 3
    assert "? helps" in typed.out


def test_quit_ends_the_words(recbot: Recbot) -> None:
    done = recbot("demo", "--json", stdin="quit\nno horror\n")
    assert done.code == 0
    assert len(done.documents) == 1


def test_ctrl_c_leaves_without_a_traceback(recbot: Recbot) -> None:
    class Impatient(Keyboard):
        def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]
            raise KeyboardInterrupt

    done = recbot("demo", stdin=Impatient())
    assert done.code == 130
    assert done.err.strip() == ""


def test_why_an_item_is_there_and_why_another_is_not(recbot: Recbot) -> None:
    done = recbot(
        "demo", "--say", "no sci-fi", "--say", "why 1", "--say", "why not the matrix?", "--say", "why Godfather"
    )
    assert "Skyfall: seat 1" in done.out
    assert "The Matrix: not on this page\n  your wish “no Genre: Sci-Fi”" in done.out
    assert "The Godfather: not on this page" in done.out


def test_a_receipt_names_the_words_that_asked(recbot: Recbot) -> None:
    done = recbot("demo", "--say", "comedies this time", "--say", "why 1")
    assert "Birdman: seat 1\n  passes  only Genre: Comedy  “comedies”" in done.out


@pytest.mark.parametrize("title", ["Zorblax [7]", "9" * 5000])
def test_a_title_that_nothing_has(recbot: Recbot, title: str) -> None:
    [_, last] = said(recbot, f"why not {title}").documents
    assert last == {"note": f"Nothing here is called “{title}”."}


def test_the_next_page_goes_on_and_keeps_what_was_said_this_time(recbot: Recbot, catalog: rb.Catalog) -> None:
    _, first, second, third = said(recbot, "comedies this time", "more", "more").documents
    pages = [*ids(first), *ids(second), *ids(third)]
    assert len(set(pages)) == 15
    assert catalog.holds(rb.field("Genre") == "Comedy", "like", catalog.rows(pages)).all()


def test_more_says_when_that_was_all(recbot: Recbot) -> None:
    *_, last = said(recbot, "only films by Akira Kurosawa, 200 minutes or more", "more").documents
    assert last == {"note": "That was all of it."}


def test_an_offer_is_taken_by_its_number(recbot: Recbot) -> None:
    done = recbot("demo", "--say", "no horror", "--say", "take 1", "--say", "take 9")
    assert "    1. Keep it from now on" in done.out
    assert "remembers  no Genre: Horror (stands)" in done.out
    assert "There is no offer 9 on the screen." in done.out


def test_it_asks_what_is_meant_if_told_to(recbot: Recbot) -> None:
    done = recbot("demo", "--ask", "--say", "films by Scott", "--say", "7", "--say", "2")
    assert "? What is meant by “Scott”?" in done.out
    assert "    2. only Director: Tony Scott" in done.out
    assert "The question has no option 7." in done.out
    assert "remembers  only Director: Tony Scott" in done.out
    *_, asked, neither = recbot("demo", "--ask", "--json", "--say", "films by Scott", "--say", "neither").documents
    assert asked["question"]["words"] == "Scott"
    assert neither["question"] is None
    assert neither["memory"] == []


def test_memory_is_a_table_or_says_that_it_is_empty(recbot: Recbot) -> None:
    done = recbot("demo", "--say", "memory", "--say", "no horror", "--say", "memory")
    assert "Nothing is remembered yet." in done.out
    assert "│ no Genre: Horror │ rule" in done.out


def test_machines_may_ask_too(recbot: Recbot) -> None:
    _, _, memory, why, page = said(recbot, "no horror", "memory", "why 1", "?").documents
    assert [wish["target"]["predicate"]["values"] for wish in memory["memory"]] == [["Horror"]]
    assert why["explanation"]["title"] == "Skyfall"
    assert why["explanation"]["position"] == 1
    assert "why not" in page["help"]


def test_a_store_keeps_what_was_said_as_long_as_it_was_meant(recbot: Recbot, tmp_path: Path) -> None:
    kept = ("demo", "--json", "--store", str(tmp_path / "films.db"))
    recbot(*kept, "--now", NOW, "--say", "never horror", "--say", "no westerns")

    def remembered(now: str, *who: str) -> list[str]:
        return [wish["says"] for wish in recbot(*kept, "--now", now, *who).documents[0]["memory"]]

    assert remembered("2026-05-01T21:00") == ["no Genre: Horror", "no Genre: Western"]
    assert remembered("2026-05-03T20:00") == ["no Genre: Horror"]
    assert remembered("2026-05-01T21:00", "--user", "ann") == []


def test_als_learns_from_a_folder_and_is_personal(recbot: Recbot, catalog: rb.Catalog, tmp_path: Path) -> None:
    years = catalog.numbers("Year")
    rows = np.flatnonzero(years == years)[:40].tolist()
    films = [f'{row},"{str(catalog.titles[row]).replace(chr(34), chr(34) * 2)} ({years[row]:.0f})"' for row in rows]
    likes = [f"{user},{row},5.0" for user in range(1, 9) for row in rows[user::2]]
    (tmp_path / "movies.csv").write_text("\n".join(["movieId,title", *films]), "utf8")
    (tmp_path / "ratings.csv").write_text("\n".join(["userId,movieId,rating", *likes]), "utf8")
    als = ("demo", "--host", "als", "--movielens", str(tmp_path))
    opening = " ".join(recbot(*als).out.split())
    assert "39 of the 17,470 films joined to MovieLens" in opening
    assert "This is the feed of user 1, who liked 20 of them." in opening
    assert ids(recbot(*als, "--json").documents[0]) != ids(recbot(*als, "--json", "--user", "2").documents[0])
    stranger = recbot(*als, "--user", "bob")
    assert stranger.code == 2
    assert "--user 'bob' liked no film of MovieLens" in stranger.err


def test_als_learns_from_the_installed_package(recbot: Recbot) -> None:
    done = recbot("demo", "--host", "als", "--say", "no drama")
    assert done.code == 0
    assert "This is the feed of user 547" in done.out
    assert "remembers  no Genre: Drama" in done.out


@pytest.mark.parametrize("ratings", ["userId,movieId,rating\n", "who,what\n1,2\n", "userId,movieId,rating\n1,2,good\n"])
def test_ratings_that_cannot_be_read_are_a_message(recbot: Recbot, tmp_path: Path, ratings: str) -> None:
    (tmp_path / "movies.csv").write_text("movieId,title\n2,Heat (1995)\n", "utf8")
    (tmp_path / "ratings.csv").write_text(ratings, "utf8")
    done = recbot("demo", "--host", "als", "--movielens", str(tmp_path))
    assert done.code == 2
    assert done.err.startswith(f"recbot: {tmp_path} holds no ratings")


def test_no_colour_and_no_wrapping_where_nobody_looks(recbot: Recbot) -> None:
    done = recbot("demo", "--say", "more comedies")
    assert "\x1b" not in done.out + done.err
    assert max(map(len, done.out.splitlines())) <= 120
