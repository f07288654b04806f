"""Searches, panels and notices in German, over the real conversation and store; not a sentence of English in them."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest

from bot.discord_app import keys
from bot.discord_app import settings_panel as panel
from bot.discord_app.cogs.language import CHOICE
from retrieval.types import GenreClue, Question, YearClue
from tests.bot.catalogues import english_in
from tests.bot.discord_app.house import house
from tests.bot.discord_app.night_stage import FOLLOWUP, closed, did, drawn, started, vote
from tests.bot.discord_app.requests import CALLBACK, ORIGINAL, read_by_people
from tests.bot.discord_app.stage import Stage
from tests.fakes import discord_moves as moves
from tests.fakes.discord_payloads import ANN, BOT, DIRECT, MANAGER, Payload, buttons, options, shown, walk
from tests.fakes.discord_server import FakeDiscord
from tests.fakes.finder import FakeFinder
from tests.small_world import FILMS, JAWS, TROY

DEATH = "the one where brad pitt plays death"
ANIMATED = Question(((GenreClue("Animation", wanted=True),), (GenreClue("Animation", wanted=False),)))
ERA = Question(((YearClue(None, 1979),), (YearClue(1980, 1999),), (YearClue(2000, None),)))
_TYPED = re.compile(r"„[^“]*“|`[^`]*`|^-# Gefragt: .*$|Zum Beispiel: .*", re.MULTILINE)
"""What people type is English, and is quoted so."""


def english(server: FakeDiscord) -> list[str]:
    """What of all that was sent, but for the commands, is English of ours."""
    sent = [request for request in server.requests if not request.path.endswith("/commands")]
    texts = [text for request in sent for text in read_by_people(request.body)]
    assert len(texts) >= 3
    return [found for text in texts for found in english_in(_TYPED.sub("", text), code="de")]


@pytest.fixture
def german(stage: Stage) -> Stage:
    """A server whose Discord is German, with people whose Discord is."""
    stage.server.locale = stage.server.preferred_locale = "de"
    return stage


def unsure() -> FakeFinder:
    finder = FakeFinder(FILMS)
    finder.confident_at = finder.clear_at = 1.1
    finder.questions = (ANIMATED, ERA)
    return finder


async def said(stage: Stage, text: str, *, times: int, reply_to: Payload | None = None) -> Payload:
    """Somebody says something and gets an answer; its link to the search is written right after."""
    to = {} if reply_to is None else {"reply_to": int(reply_to["id"])}
    await stage.server.say(text if reply_to else f"<@{BOT}> {text}", mentions=True, **to)
    return await posted(stage, times)


async def posted(stage: Stage, times: int) -> Payload:
    answer = await stage.server.posted(times)
    await asyncio.sleep(0.2)
    return answer


async def response(stage: Stage, interaction: int) -> Payload:
    body: Payload = (await stage.server.requested("PATCH", ORIGINAL.format(interaction))).body
    return body


async def test_a_search_from_the_first_words_to_the_film(german: Stage, tmp_path: Path) -> None:
    async with house(german.server, tmp_path / "home", finder=unsure()):
        first = await said(german, DEATH, times=1)
        second = await said(german, "ja", times=2, reply_to=first)
        await german.server.press(int(second["id"]), "Weiß nicht")
        third = await posted(german, 3)
        pressed = await german.server.press(int(third["id"]), "Genauer…")
        window = (await german.server.requested("POST", CALLBACK.format(pressed))).body["data"]
        await german.server.submit(int(third["id"]), "black and white, not horror", window=window)
        fourth = await posted(german, 4)
        await german.server.press(int(fourth["id"]), "Der nicht")
        fifth = await posted(german, 5)
        await german.server.press(int(fifth["id"]), "Das ist er")
        settled = await german.server.requested("PATCH", r"/webhooks/\d+/[^/]+/messages/@original")

    assert "Ich bin nicht sicher. Meet Joe Black \\(1998\\) kommt am nächsten" in shown(first)
    assert "**Ist er animiert?**" in shown(first)
    assert {"Ja", "Nein", "Weiß nicht", "Der nicht", "Ähnliche", "Gesehen"} <= buttons(first).keys()
    assert "-# Verstanden: Brad Pitt\n-# Aus 1 Nachricht · <t:" in shown(first)
    assert "Regie: Martin Brest · 178 min · Drama, Fantasy, Liebesfilm" in shown(first)
    assert "-# Verstanden: Brad Pitt · Animation\n" in shown(second)
    assert list(buttons(second))[:3] == ["Vor 1980", "1980 bis 1999", "Ab 2000"]
    assert {"Mehr Filme", "Rückgängig", "Von vorn", "Vergessen: Brad Pitt"} <= options(third).keys()
    assert window["title"] == "Die Suche genauer machen"
    assert "-# Gefragt: black and white, not horror" in shown(fourth)
    assert "schwarz-weiß" in shown(fourth)
    assert "nicht Horror" in shown(fourth)
    assert "ist es. „start over“ beginnt eine neue Suche." in shown(settled.body)
    assert english(german.server) == []


async def test_a_movie_night(german: Stage, tmp_path: Path) -> None:
    async with house(german.server, tmp_path / "home"):
        card = await started(german)
        said = await did(german, "night add", film="Troy")
        refused = await did(german, "night add", film="Troy")
        await did(german, "night add", film="Jaws")
        pressed = await german.server.press(int(card["id"]), "Abstimmen")
        handed = await german.server.requested("POST", FOLLOWUP.format(pressed))
        voted = await vote(german, TROY.film_id, JAWS.film_id)
        listed = await drawn(german, card, 3)
        result = await closed(german)
        again = await did(german, "night close")

    assert shown(card).startswith("### Filmabend: Welcher Film soll es sein?\nNoch ist nichts vorgeschlagen.")
    assert (said, refused) == (
        "Vorgeschlagen: Troy (2004).",
        "Dieser Film ist schon vorgeschlagen; du kannst für ihn stimmen.",
    )
    assert "Du stimmst für keinen dieser Filme." in shown(handed.body)
    assert "Du stimmst für: Troy (2004) · Jaws (1975)" in shown(voted)
    assert "1 Person hat abgestimmt." in listed
    assert "2 Filme haben die meisten Stimmen; von ihnen wurde er zuerst vorgeschlagen." in shown(result)
    assert "In diesem Kanal läuft kein Filmabend." in again
    assert english(german.server) == []


async def test_notes_and_marks(german: Stage, tmp_path: Path) -> None:
    async with house(german.server, tmp_path / "home"):
        card = await said(german, DEATH, times=1)
        await said(german, "forget the zither", times=2, reply_to=card)
        third = await said(german, "in French, under 90 minutes, directed by a woman", times=3, reply_to=card)
        await said(german, "loosen it", times=4, reply_to=third)
        await said(german, "der mann und die frau sind in dem haus und sie haben angst", times=5, reply_to=card)
        await said(german, "forget Brad Pitt", times=6, reply_to=card)
        chosen = await german.server.choose(int(card["id"]), "Von vorn")
        await german.server.requested("PATCH", ORIGINAL.format(chosen))
        pressed = await german.server.press(int(card["id"]), "Der nicht")
        greyed = await german.server.requested("PATCH", ORIGINAL.format(pressed))

    texts = [shown(await german.server.posted(number)) for number in range(1, 7)]
    assert "auf Französisch" in texts[2]
    assert "Ich lese Deutsch schlecht" in texts[4]
    assert "Diese Suche" in shown(greyed.body)
    assert english(german.server) == []


async def test_help_about_and_privacy(german: Stage, tmp_path: Path) -> None:
    async with house(german.server, tmp_path / "home"):
        for name, begins in (
            ("help", "### Erzähl mir auf Englisch"),
            ("about", "### Reelcall"),
            ("privacy", "### Was"),
        ):
            asked = await german.server.command(name)
            told = await german.server.requested("POST", CALLBACK.format(asked))
            assert shown(told.body["data"]).startswith(begins)
        await german.server.press_id("reelcall:privacy:export")
        await german.server.press_id("reelcall:privacy:forget")
        await german.server.requested("POST", r"/webhooks/\d+/[^/]+", times=2)

    assert english(german.server) == []


async def test_films_lists_and_what_was_seen(german: Stage, tmp_path: Path) -> None:
    async with house(german.server, tmp_path / "home"):
        steps: tuple[tuple[str, dict[str, Any]], ...] = (
            ("seen show", {}),
            ("seen add", {"film": "Jaws"}),
            ("seen show", {}),
            ("seen remove", {"film": "Jaws"}),
            ("seen add", {"film": "Nothing of the kind"}),
            ("lists show", {}),
            ("lists create", {"name": "mine"}),
            ("lists create", {"name": "mine"}),
            ("lists show", {"list": "mine"}),
            ("lists add", {"list": "mine", "film": "Jaws"}),
            ("lists add", {"list": "mine", "film": "Jaws"}),
            ("lists remove", {"list": "mine", "film": "Troy"}),
            ("lists remove", {"list": "mine", "film": "Jaws"}),
            ("lists rename", {"list": "mine", "name": "yours"}),
            ("lists show", {}),
            ("lists delete", {"list": "yours"}),
            ("lists show", {"list": "yours"}),
            ("film", {"title": "Nothing of the kind"}),
            ("language", {}),
        )
        for name, given in steps:
            asked = await moves.command(german.server, name, **given)
            await german.server.requested("PATCH", ORIGINAL.format(asked))
        made = await moves.command(german.server, "lists create", name="für mich", private=True)
        await german.server.requested("PATCH", ORIGINAL.format(made))
        (suggested,) = await moves.suggested(german.server, "lists show", "list", "für")

    assert suggested["name"] == "für mich (0, privat)"
    assert english(german.server) == []


async def test_a_server_sets_german_for_what_all_see(stage: Stage, tmp_path: Path) -> None:
    """What Discord says is English; so the setting makes the difference."""
    async with house(stage.server, tmp_path / "home"):
        await said(stage, DEATH, times=1)
        before = await response(stage, await moves.command(stage.server, "settings"))
        chosen = await response(stage, await moves.choose(stage.server, panel.LANGUAGE, "de", permissions=MANAGER))
        second = await said(stage, DEATH, times=2)
        back = await response(stage, await moves.choose(stage.server, panel.LANGUAGE, "default", permissions=MANAGER))

    assert "**Language:**" in shown(before)
    assert "### Was auf diesem Server gilt" in shown(chosen)
    assert "bleiben 12 von 12 Filmen" in shown(chosen)
    assert "Das klingt nach Meet Joe Black" in shown(second)
    assert "### What holds in this server" in shown(back)
    for text in read_by_people(chosen):
        assert list(english_in(text, code="de")) == []


async def test_a_person_chooses_a_language_for_direct_messages_and_what_only_they_see(
    stage: Stage, tmp_path: Path
) -> None:
    async with house(stage.server, tmp_path / "home") as store:
        asked = await moves.command(stage.server, "language", channel=DIRECT)
        offered = await response(stage, asked)
        chosen = await response(stage, await moves.choose(stage.server, CHOICE, "de", channel=DIRECT))
        await stage.server.say(DEATH, channel=DIRECT)
        direct = await posted(stage, 1)
        public = await said(stage, DEATH, times=2)
        private = await response(stage, await stage.server.find(DEATH, private=True))
        kept = await store.language_choices.language(keys.person(ANN))
        exported = (await store.people.export(keys.person(ANN))).language
        back = await response(stage, await moves.choose(stage.server, CHOICE, "default", channel=DIRECT))
        left = await store.language_choices.language(keys.person(ANN))

    selected = [option["label"] for option in next(c for c in walk(offered["components"]) if c["type"] == 3)["options"]]
    assert selected == ["As Discord is set", "English", "Deutsch"]
    assert "### In welcher Sprache" in shown(chosen)
    assert "Das klingt nach" in shown(direct)
    assert "That sounds like" in shown(public)
    assert "Das klingt nach" in shown(private)
    assert (kept, exported, left) == ("de", "de", None)
    assert "### In which language" in shown(back)
