"""The languages that ship with the program: gettext catalogues under `bot/locale`."""

from __future__ import annotations

from gettext import GNUTranslations
from importlib.resources import files
from typing import Final

from bot.core.language import Language, Languages, mark

DOMAIN: Final = "reelcall"
# Translators: what the language that you translate into is called in that language itself, such as "Deutsch".
OWN_NAME: Final = mark("[the name of this language]")


def load_languages() -> Languages:
    """Read every catalogue; each is a file of some 60 kB."""
    found: list[Language] = []
    for folder in sorted((files("bot") / "locale").iterdir(), key=lambda one: one.name):
        compiled = folder / "LC_MESSAGES" / f"{DOMAIN}.mo"
        if not compiled.is_file():
            continue
        with compiled.open("rb") as stream:
            words = GNUTranslations(stream)
        found.append(Language(folder.name.replace("_", "-"), words.gettext(OWN_NAME), words))
    return Languages(found)
