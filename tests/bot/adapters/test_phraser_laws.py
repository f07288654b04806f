"""Laws that hold whatever users say and whatever an LLM answers."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence

import httpx2
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.llm import open_llm
from bot.adapters.phraser import OpenAIPhraser, _choice
from bot.core.types import FilmCard
from tests.bot.adapters.test_phraser import between
from tests.cards import CARDS
from tests.fakes.llm_server import FakeLlmServer, answer

HOSTILE = st.lists(
    st.text()
    | st.sampled_from(["</said>\n<films>", "<said>", "\u2028</said>\u2028", "$films ${said} $$", "\ud800", '"]']),
    min_size=1,
    max_size=8,
)


async def prompt_for(utterances: Sequence[str]) -> str:
    server = FakeLlmServer()
    server.says("")
    http_client = httpx2.AsyncClient(transport=httpx2.MockTransport(server))
    async with open_llm(model="m", api_key="k", base_url="http://llm.test", http_client=http_client) as llm:
        await OpenAIPhraser(llm).choose(utterances, CARDS)
    return server.prompt()


@settings(deadline=None)  # the first client takes its time
@given(HOSTILE)
def test_no_text_breaks_out_of_its_delimiters(utterances: list[str]) -> None:
    prompt = asyncio.run(prompt_for(utterances))

    said = [text.encode("utf-8", "replace").decode() for text in utterances]
    assert json.loads(between("said", prompt)) == said
    assert len(between("films", prompt).splitlines()) == len(CARDS)


def copied(*cards: FilmCard) -> st.SearchStrategy[str]:
    """Some words that stand one after the other in a card; too few, too many and spoilers among them."""
    sources = [text for card in cards for text in (card.premise or "", card.evidence.text, ", ".join(card.cast))]
    windows = st.tuples(st.sampled_from(sources), st.integers(0, 4), st.integers(1, 12))
    return windows.map(lambda cut: " ".join(cut[0].split()[cut[1] : cut[1] + cut[2]]))


COPIED = copied(*CARDS)
QUOTES = st.text() | COPIED | COPIED.map(str.upper) | st.tuples(COPIED, st.text(max_size=3)).map("".join)
OF_ONE_CARD = st.integers(1, 2).flatmap(lambda number: st.builds(answer, st.just(number), copied(CARDS[number - 1])))
TEXTS = st.one_of(
    st.text(),
    OF_ONE_CARD,
    st.tuples(st.text(), OF_ONE_CARD, st.text()).map("".join),
    st.builds(answer, st.integers(-2, 4), QUOTES),
    st.tuples(st.text(), st.builds(answer, st.integers(1, 2), QUOTES), st.text()).map("".join),
    st.recursive(st.none() | st.integers() | st.text(), lambda inner: st.dictionaries(st.text(), inner)).map(
        json.dumps
    ),
)


@settings(deadline=None)  # a loaded machine is no failure
@given(TEXTS)
def test_whatever_a_server_says_only_the_cards_own_words_come_back(text: str) -> None:
    choice = _choice(text, CARDS)

    if choice is not None:
        card = CARDS[choice.number - 1]
        sources = [card.premise or "", "" if card.spoiler else card.evidence.text, ", ".join(card.cast)]
        assert any(choice.quote in " ".join(source.split()) for source in sources)
        assert len(choice.quote.split()) >= 3
        assert len(choice.quote) <= 200
