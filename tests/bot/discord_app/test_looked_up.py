"""All that the bot says is looked up: in a language of brackets nothing but films' own texts stands outside."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.core.language import Languages
from bot.discord_app import settings_panel as panel
from retrieval.types import GenreClue, Question
from tests.bot.discord_app.house import house
from tests.bot.discord_app.requests import ORIGINAL, read_by_people
from tests.bot.discord_app.stage import ABOUT, Stage
from tests.fakes import discord_moves as moves
from tests.fakes.discord_payloads import BEN, BOT, MANAGER
from tests.fakes.finder import FakeFinder
from tests.fakes.words import BRACKETED, outside
from tests.small_world import FILMS

ANIMATED = Question(((GenreClue("Animation", wanted=True),), (GenreClue("Animation", wanted=False),)))
FACTS = (ABOUT.version, *ABOUT.licences, ABOUT.encoder)
NAMES = frozenset("English Brackets Reelcall min Wikipedia IMDb user4001 https".split())
"""What is the same in every language."""


def of_films() -> Iterator[str]:
    """Texts that come from the catalogue, the longest first."""
    texts = {
        text
        for film in FILMS
        for text in (
            film.title,
            film.original_title,
            film.premise,
            film.plot,
            *film.directors,
            *film.cast,
            *film.genres,
        )
        if text
    }
    texts |= {f"{role.actor} as {role.character}: {role.description}" for film in FILMS for role in film.roles}
    yield from sorted(texts, key=len, reverse=True)


@pytest.fixture
def bracketed(stage: Stage) -> Stage:
    stage.server.locale = stage.server.preferred_locale = "de"
    return stage


def without(own: str, text: str) -> str:
    """A text without one of a film's, as a whole or cut off to fit."""
    cut = next((own[:end] + "…" for end in range(len(own), 8, -1) if own[:end] + "…" in text), own)
    return text.replace(own, "").replace(cut, "")


def left(stage: Stage) -> set[str]:
    """The words that were neither looked up nor a film's own."""
    sent = [request.body for request in stage.server.requests if not request.path.endswith("/commands")]
    found: set[str] = set()
    for text in (text for body in sent for text in read_by_people(body)):
        bare = outside(text)
        for own in (*of_films(), *FACTS):
            bare = without(own, bare)
        bare = re.sub(r"\]\([^)]*\)|<[^>]*>|`[^`]*`", "", bare)
        found |= set(re.findall(r"[^\W\d_]{3,}", bare))
    return found - NAMES


async def test_a_search(bracketed: Stage, tmp_path: Path) -> None:
    finder = FakeFinder(FILMS)
    finder.confident_at = finder.clear_at = 1.1
    finder.questions = (ANIMATED,)
    server = bracketed.server
    async with house(server, tmp_path / "home", finder=finder, languages=Languages([BRACKETED])):
        await server.say(f"<@{BOT}> the one where brad pitt plays death", mentions=True)
        first = int((await server.posted(1))["id"])
        await asyncio.sleep(0.2)
        for number, label in enumerate(("⟦No⟧", "⟦Not this⟧", "⟦Seen it⟧", "⟦More like this⟧"), start=2):
            await server.press(first, label)
            await server.posted(number)
        opened = await server.press(first, "⟦Refine…⟧")
        await server.requested("POST", rf"/interactions/{opened}/[^/]+/callback")
        await server.press(first, "⟦That's it⟧", author=BEN)
        await server.requested("PATCH", r"/webhooks/\d+/[^/]+/messages/@original")
        await server.say("", reply_to=first)
        await server.posted(6)

    assert left(bracketed) == set()
    assert len(server.requests) >= 10


async def test_panels_and_commands(bracketed: Stage, tmp_path: Path) -> None:
    server = bracketed.server
    async with house(server, tmp_path / "home", languages=Languages([BRACKETED])):
        for name in ("help", "about", "privacy"):
            asked = await server.command(name)
            await server.requested("POST", rf"/interactions/{asked}/[^/]+/callback")
        steps: tuple[tuple[str, dict[str, Any]], ...] = (
            ("settings", {"permissions": MANAGER}),
            ("language", {}),
            ("seen add", {"film": "Jaws"}),
            ("seen show", {}),
            ("seen add", {"film": "Psycho"}),
            ("lists show", {}),
            ("lists create", {"name": "⟦mine⟧"}),
            ("lists add", {"list": "⟦mine⟧", "film": "Jaws"}),
            ("lists show", {"list": "⟦mine⟧"}),
            ("lists show", {}),
            ("film", {"title": "Jaws", "private": True}),
        )
        for name, given in steps:
            asked = await moves.command(server, name, **given)
            await server.requested("PATCH", ORIGINAL.format(asked))
        for chosen in ("5", "default"):
            asked = await moves.choose(server, panel.IDLE, chosen, permissions=MANAGER)
            await server.requested("PATCH", ORIGINAL.format(asked))
        window = await moves.press(server, panel.THEMES, permissions=MANAGER)
        await server.requested("POST", rf"/interactions/{window}/[^/]+/callback")

    assert left(bracketed) == set()
    assert len(server.requests) >= 25


def test_what_is_looked_up_and_what_is_not_can_be_told_apart() -> None:
    assert outside("⟦a ⟦b⟧ c⟧ x ⟦d⟧") == " x "
    assert outside("x ⟦a ⟦b⟧ cut…") == "x "
