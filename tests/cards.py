"""Two cards for tests: one whose evidence may be shown, and one whose evidence tells the ending."""

from __future__ import annotations

from dataclasses import replace

from bot.core.types import FilmCard
from retrieval.types import Evidence, FilmId, PassageKind

JOE_BLACK = FilmCard(
    film_id=FilmId("tt0119643"),
    title="Meet Joe Black",
    year=1998,
    original_title=None,
    directors=("Martin Brest",),
    cast=("Brad Pitt", "Anthony Hopkins", "Claire Forlani"),
    runtime=178,
    genres=("Drama",),
    premise="A media tycoon  is visited by Death,\nwho wants to learn what life is like.",
    link="https://www.imdb.com/title/tt0119643/",
    evidence=Evidence(PassageKind.ROLE, "Brad Pitt as Joe Black: Death in a young man's body"),
    spoiler=False,
    notes=(),
    score=0.8,
)
SEVENTH_SEAL = replace(
    JOE_BLACK,
    film_id=FilmId("tt0050976"),
    title="The Seventh Seal",
    year=1957,
    cast=("Max von Sydow",),
    premise="A knight plays chess with Death during the plague.",
    evidence=Evidence(PassageKind.PLOT, "In the end Death leads them all away in a dance."),
    spoiler=True,
)
CARDS = (JOE_BLACK, SEVENTH_SEAL)
