"""One user's turns: what is said goes to the bot, and a few short words ask about what is on the screen."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ..catalog.text import words

if TYPE_CHECKING:
    from ..bot import RecBot
    from ..catalog import Catalog
    from ..feed import Feed
    from ..types import ItemId, UserId
    from .show import Show

_WHY = re.compile(r"why\s+(?:not\s+)?(?P<what>.+?)\s*\??", re.IGNORECASE)
_SEAT = re.compile(r"\d{1,5}")
_CHOICE = re.compile(r"(?P<number>\d{1,5})|neither|none(?: of (?:these|them))?", re.IGNORECASE)
_TAKE = re.compile(r"take\s+(?P<number>\d{1,5})", re.IGNORECASE)


class Session:
    """Takes one line after another; `show` shows what comes of each."""

    def __init__(self, bot: RecBot, user: UserId, show: Show, *, n: int, now: datetime | None) -> None:
        self.bot, self.user, self.show = bot, user, show
        self._options: dict[str, Any] = {"n": n, "now": now}
        self._request: str | None = None
        self._cursor: str | None = None

    def open(self) -> None:
        """The feed under what is remembered, before anything is said."""
        self._serve(self.bot.recommend(self.user, **self._options))

    def warm(self) -> None:
        """Build what the first command needs, so that it need not wait."""
        with suppress(Exception):  # what fails here fails again at that command, and is said there
            self.bot.parse(self.user, "anything", now=self._options["now"])

    def take(self, lines: Iterable[str]) -> None:
        """Take lines until one says to quit."""
        for line in lines:
            said = line.strip()
            if said.casefold() in ("quit", "exit", "q"):
                return
            if said:
                self._take(said)

    def _take(self, said: str) -> None:
        why, taken = _WHY.fullmatch(said), _TAKE.fullmatch(said)
        chosen = None if self.feed.question is None else _CHOICE.fullmatch(said)
        match said.casefold():
            case "?" | "help":
                self.show.help()
            case "memory":
                self.show.memory(self.bot.memory(self.user, now=self._options["now"]))
            case "more":
                self._more()
            case _ if why:
                self._explain(why["what"])
            case _ if chosen:
                self._answer(chosen["number"])
            case _ if taken:
                self._accept(int(taken["number"]))
            case _:
                self._serve(self.bot.recommend(self.user, said, **self._options))

    def _serve(self, feed: Feed) -> None:
        self.feed = feed
        # what was said "this time" holds for the pages of its turn and for questions about them: they name its request
        self._request = feed.change.request_id if feed.change else None
        self._cursor = None
        self.show.feed(feed)

    def _more(self) -> None:
        cursor = self.feed.cursor
        page = cursor and self.bot.recommend(self.user, cursor=cursor, request_id=self._request, **self._options)
        if page:
            self.feed, self._cursor = page, cursor
            self.show.feed(page)
        else:
            self.show.note("That was all of it.")

    def _accept(self, number: int) -> None:
        offers = [offer for notice in self.feed.notices for offer in notice.suggestions]
        if 1 <= number <= len(offers):
            self._serve(self.bot.apply(self.user, offers[number - 1].steps, **self._options))
        else:
            self.show.note(f"There is no offer {number} on the screen.")

    def _answer(self, number: str | None) -> None:
        question = self.feed.question
        assert question is not None
        if number is not None and not 1 <= int(number) <= len(question.options):
            self.show.note(f"The question has no option {number}.")
            return
        option = None if number is None else int(number) - 1
        self._serve(self.bot.answer(self.user, question.id, option, now=self._options["now"]))

    def _explain(self, what: str) -> None:
        item = self._item(what)
        if item is None:
            self.show.note(f"Nothing here is called “{what}”.")
        else:
            asked = {**self._options, "cursor": self._cursor, "request_id": self._request}
            self.show.explanation(self.bot.explain(self.user, item, **asked))

    def _item(self, what: str) -> ItemId | None:
        if _SEAT.fullmatch(what) and 1 <= int(what) <= len(self.feed):
            return self.feed[int(what) - 1].id
        return titled(self.bot.catalog, what)


def titled(catalog: Catalog, name: str) -> ItemId | None:
    """The item called `name`; else the best known one whose title holds these words next to each other."""
    said = words(name)
    whole = [link for link in catalog.vocabulary.titles(said) if (link.start, link.end) == (0, len(said))]
    if whole:
        return catalog.ids[int(catalog.rows_of_keys([whole[0].value])[0])]  # type: ignore[list-item]
    rows = catalog.title_words.places(name)
    return catalog.ids[int(rows[catalog.prior()[rows].argmax()])] if len(rows) else None
