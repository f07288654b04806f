"""`docs/discord.md` lists every sentence and every permission; this keeps it true."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.discord_app import notices, wording, wording_house
from bot.discord_app.client import COMMANDS_FILE
from bot.discord_app.invite import PERMISSIONS
from tests.bot.discord_app.stage import ABOUT

PAGE = (Path(__file__).parents[3] / "docs" / "discord.md").read_text(encoding="utf-8")
NAMES = {
    "read_messages": "View Channels",
    "send_messages": "Send Messages",
    "send_messages_in_threads": "Send Messages in Threads",
    "embed_links": "Embed Links",
    "read_message_history": "Read Message History",
}


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
