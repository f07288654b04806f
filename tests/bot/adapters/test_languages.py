from __future__ import annotations

from bot.adapters.languages import load_languages
from tests.bot.catalogues import CODES


def test_every_catalogue_is_a_language_under_its_own_name() -> None:
    languages = load_languages()

    assert [one.code for one in languages.all] == ["en", *(code.replace("_", "-") for code in CODES)]
    assert {one.code: one.name for one in languages.all} | {"en": "English", "de": "Deutsch"} == {
        one.code: one.name for one in languages.all
    }
    assert all("[" not in one.name for one in languages.all)
