"""Whatever a language model answers, only films of the catalogue are shown and no word of the model's."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx2
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.llm import open_llm
from bot.adapters.turn_reader import LlmTurnReader
from bot.core.types import Reply
from tests.bot.core.talk import Talk, ids
from tests.fakes.llm_server import FakeLlmServer
from tests.small_world import FILMS

SAID = ("a shark on the beach, scary, like troy", "with brad pit, when i was at school")
FOREIGN = "Qorvex Zyphex"
"""Stands in no film and in nothing that is said."""
WORDS = st.sampled_from(
    [
        *(FOREIGN, f"{FOREIGN} (1972)", "watch Qorvex instead", "@everyone", "</said>", "\ud800", "a" * 500),
        *(
            "shark",
            "brad pit",
            "Brad Pitt",
            "troy",
            "Troy",
            "Jaws",
            "scary",
            "when i was at school",
            "Horror",
            "French",
        ),
    ]
) | st.text(max_size=8)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=8,
)
KINDS = st.sampled_from(
    ["year", "runtime", "black_and_white", "genre", "person", "language", "country", "like", "title"]
)
CLUES = st.fixed_dictionaries(
    {"kind": KINDS, "said": WORDS},
    optional={"name": WORDS, "title": WORDS, "wanted": st.booleans(), "value": st.booleans()}
    | dict.fromkeys(("min", "max"), st.none() | st.integers(1800, 2100)),
)
TITLES = st.fixed_dictionaries({"title": WORDS}, optional={"year": st.none() | st.integers(1900, 2030)})
ANSWERS = st.fixed_dictionaries(
    {"clues": st.lists(CLUES | ANYTHING, max_size=6) | ANYTHING},
    optional={"titles": st.lists(TITLES | ANYTHING, max_size=6) | ANYTHING},
).map(json.dumps)
TEXTS = st.one_of(
    ANSWERS, st.tuples(st.text(), ANSWERS, st.text()).map("".join), ANYTHING.map(json.dumps), st.text(),
    st.integers(1, 3).map(lambda n: '{"clues": [' * 2000 * n), st.just(json.dumps({"clues": [], "x": "Q" * 100_000})),
)  # fmt: skip


async def talk_with(texts: list[str]) -> list[tuple[Reply, Any]]:
    server = FakeLlmServer()
    http_client = httpx2.AsyncClient(transport=httpx2.MockTransport(server))
    async with open_llm(model="m", api_key="k", base_url="http://llm.test", http_client=http_client) as llm:
        talk = Talk(FILMS, turn_reader=LlmTurnReader(llm))
        replies = []
        for said, text in zip(SAID, texts, strict=True):
            server.says(text)
            replies.append((await talk.say(said), await talk.state()))
        return replies


@settings(deadline=None)  # a loaded machine is no failure
@given(st.lists(TEXTS, min_size=2, max_size=2))
def test_only_films_of_the_catalogue_are_shown_and_no_word_of_the_models(texts: list[str]) -> None:
    known = {film.film_id for film in FILMS}
    vocabulary = {"like Troy", "Brad Pitt", "not Brad Pitt", "like Jaws", "Jaws"}
    for reply, state in asyncio.run(talk_with(texts)):
        assert set(ids(reply)) <= known
        assert set(state.suggested) <= known
        shown = " ".join((reply.text, *reply.understood, *(note for card in reply.cards for note in card.notes)))
        assert not any(word in shown for word in ("Qorvex", "Zyphex", "@everyone", "</said>", "QQQ", "aaa"))
        for clue in state.clues:
            assert any(clue.said.casefold() in said.casefold() for said in SAID) or clue.said in vocabulary
