from __future__ import annotations

import asyncio

import pytest

from bot.adapters.languages import load_languages
from bot.core.language import ENGLISH, Language, Languages, counted, gettext, ngettext, speak, speaking, spoken

LANGUAGES = load_languages()
GERMAN = LANGUAGES.of("de")


class Loud:
    """Implements `bot.core.language.Words`."""

    def gettext(self, message: str, /) -> str:
        return message.upper()

    def ngettext(self, msgid1: str, msgid2: str, n: int, /) -> str:
        return (msgid1 if n in {1, 21} else msgid2).upper()


def test_english_is_spoken_until_somebody_says_otherwise() -> None:
    assert spoken() == ENGLISH
    assert gettext("Undo") == "Undo"
    assert ngettext("{count} day", "{count} days", 2) == "{count} days"


def test_a_language_holds_for_a_block_and_no_longer() -> None:
    with speaking(Language("xx", "Loud", Loud())):
        assert (gettext("Undo"), ngettext("one", "many", 21), spoken().code) == ("UNDO", "ONE", "xx")
        with speaking(ENGLISH):
            assert gettext("Undo") == "Undo"
        assert gettext("Undo") == "UNDO"
    assert gettext("Undo") == "Undo"


async def test_two_turns_at_once_do_not_mix_their_languages() -> None:
    async def turn(language: Language) -> str:
        speak(language)
        await asyncio.sleep(0)
        return gettext("Undo")

    said = await asyncio.gather(*(asyncio.create_task(turn(one)) for one in (GERMAN, ENGLISH, GERMAN)))

    assert said == ["Rückgängig", "Undo", "Rückgängig"]
    assert spoken() == ENGLISH


def test_nothing_stays_nothing() -> None:
    """Of an empty message, gettext tells the catalogue's head."""
    with speaking(GERMAN):
        assert gettext("") == ""


def test_thousands_are_parted_as_the_language_does_it() -> None:
    assert (counted(2020), counted(999)) == ("2,020", "999")
    with speaking(GERMAN):
        assert counted(1_234_567) == "1.234.567"


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ((), "en"),
        ((None, "de"), "de"),
        (("de-AT",), "de"),
        (("de_DE",), "de"),
        (("DE",), "de"),
        (("xx", None, "de"), "de"),
        (("en-US", "de"), "en"),
        (("pt-BR",), "pt-BR"),
        (("pt_BR", "de"), "pt-BR"),
        (("pt",), "en"),
        (("C",), "en"),
        (("",), "en"),
    ],
)
def test_the_first_language_that_there_is(wanted: tuple[str | None, ...], code: str) -> None:
    languages = Languages([*LANGUAGES.all[1:], Language("pt-BR", "Português", Loud())])

    assert languages.of(*wanted).code == code
