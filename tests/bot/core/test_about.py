from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.adapters.languages import load_languages
from bot.core.about import About, as_text, sources_of
from bot.core.language import speaking

ABOUT = About(
    version="1.2.3",
    films=2020,
    built_on=date(2026, 1, 1),
    licences=("CC0-1.0", "Wikipedia (CC BY-SA 4.0)"),
    own_licences=frozenset({"CC0-1.0"}),
    encoder="MiniLM",
    idle=timedelta(minutes=30),
    total=timedelta(hours=24),
    grace=timedelta(days=7),
)


@pytest.mark.parametrize(
    ("code", "sources", "line"),
    [
        ("en", "written for Reelcall (CC0-1.0), Wikipedia (CC BY-SA 4.0)", "catalogue       2,020 films, indexed on"),
        (
            "de",
            "für Reelcall geschrieben (CC0-1.0), Wikipedia (CC BY-SA 4.0)",
            "Katalog         2.020 Filme, Index vom",
        ),
    ],
)
def test_the_facts_in_words(code: str, sources: str, line: str) -> None:
    with speaking(load_languages().of(code)):
        assert sources_of(ABOUT) == sources
        assert f"{sources}\n" in as_text(ABOUT)
        assert f"\n{line} 2026-01-01\n" in as_text(ABOUT)


def test_the_role_of_a_language_model() -> None:
    assert "language model  none\n" in as_text(ABOUT)
    assert "M, which chooses among" in as_text(replace(ABOUT, llm="M"))
    assert "M, which reads messages and chooses" in as_text(replace(ABOUT, llm="M", llm_reads=True))
