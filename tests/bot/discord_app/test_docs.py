"""`docs/discord.md` lists every sentence and every permission; this keeps it true."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from bot.discord_app import notices, wording, wording_house
from bot.discord_app.client import COMMANDS_FILE
from bot.discord_app.invite import PERMISSIONS
from tests.bot.catalogues import messages, texts
from tests.bot.discord_app.stage import ABOUT

PAGE = (Path(__file__).parents[3] / "docs" / "discord.md").read_text(encoding="utf-8")
NAMES = {
    "read_messages": "View Channels",
    "send_messages": "Send Messages",
    "send_messages_in_threads": "Send Messages in Threads",
    "embed_links": "Embed Links",
    "read_message_history": "Read Message History",
}


ELSEWHERE = (
    *("bot/terminal/", "bot/find.py", "bot/similar.py", "bot/core/about.py"),
    *("bot/core/vocabulary.py", "bot/adapters/languages.py"),
)
"""What Discord never shows, and the names of genres, languages and countries."""
FILLED_IN = ("### What I keep", "**A language model**")
"""What the page shows as people see it; the next test compares it."""
LISTS = PAGE[PAGE.index("## Everything it can send") : PAGE.index("## Permissions")]
NOT_SAID = {
    *("thinking…", "typing…", "Deutsch"),
    *("help", "I don't know", "hmm", "lol", "what?", "yes", "not that one", "more"),
}
"""Quoted there all the same: what Discord says itself, a language in itself, and what people type."""


def said() -> Iterator[str]:
    """What the bot may send that is looked up in its catalogues; of a plural the form of many."""
    for message in messages("de"):
        text = texts(message.id)[-1]
        if any(not place.startswith(ELSEWHERE) for place, _ in message.locations) and not text.startswith(FILLED_IN):
            yield from text.splitlines()


def test_whatever_is_looked_up_is_on_the_page() -> None:
    page = " ".join(PAGE.split())

    assert len(set(said())) >= 300
    assert {line for line in said() if line not in page} == set()


def test_nothing_is_on_the_page_that_is_not_said_any_more() -> None:
    both = (*vars(wording).values(), *vars(wording_house).values())
    constants = {value for value in both if isinstance(value, str)}
    known = {line for message in messages("de") for text in texts(message.id) for line in text.splitlines()} | constants
    quoted = set(re.findall(r'(?<![\w“])"([^"]+)"', " ".join(LISTS.split())))

    assert len(quoted) >= 200
    assert quoted - known - NOT_SAID == set()


def test_every_sentence_is_on_the_page() -> None:
    said = {**vars(wording), **vars(wording_house)}
    sentences = {value for name, value in said.items() if name.isupper() and isinstance(value, str)}
    page = " ".join(PAGE.split())

    assert len(sentences) >= 80
    assert {sentence for sentence in sentences if sentence not in page} == set()


def test_every_notice_is_on_the_page_line_by_line() -> None:
    texts = (
        notices.HELP,
        notices.privacy(ABOUT),
        notices.privacy(replace(ABOUT, llm="MODEL", llm_reads=True), free_chat=True),
    )
    lines = {line for text in texts for line in text.splitlines()}

    assert len(lines) >= 15
    assert {line for line in lines if line not in PAGE} == set()


def test_every_permission_is_on_the_page_and_no_other() -> None:
    asked = [NAMES[name] for name, granted in PERMISSIONS if granted]
    section = PAGE.split("| Permission | Why |")[1].split("\n\n")[0]
    listed = [row.split("|")[1].strip() for row in section.splitlines()[2:]]

    assert sorted(listed) == sorted(asked)


def test_the_mark_of_the_commands_is_named() -> None:
    assert COMMANDS_FILE in PAGE
