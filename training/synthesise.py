"""`python -m training synthesise`: a language model writes how people would half remember the films of a catalogue.

The seed's synthetic set. Each film is asked for once, with its facts. A description that names the title is thrown
away: it leaves nothing to find.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable
from dataclasses import dataclass
from itertools import islice

from pydantic import BaseModel

from prompts import Prompt
from retrieval.text import fold, role_line
from retrieval.types import Film
from retrieval.words import Tokenizer
from training.asking import MALFORMED, Harvest, as_data, last_object
from training.row_file import Row

NAMED = "naming the title"
"""Why a description is thrown away, for the report."""

_DESCRIPTION_TOKENS = 60  # what the prompt's own examples come to, and JSON around them
_PLOT_CHARACTERS = 2_000  # a whole plot of a large catalogue is dear, and nobody remembers all of it
_PEOPLE = 6


class _Answer(BaseModel):
    """What the prompt asks for."""

    descriptions: list[str]


@dataclass(frozen=True, slots=True)
class FilmJob:
    """One film and the descriptions that it lacks."""

    film: Film
    query_ids: tuple[str, ...]
    template: Prompt

    @property
    def answer_tokens(self) -> int:
        """See `training.asking.Job`."""
        return _DESCRIPTION_TOKENS * len(self.query_ids)

    def prompt(self) -> str:
        """See `training.asking.Job`."""
        return self.template.render(count=str(len(self.query_ids)), film=as_data(facts(self.film)))

    def read(self, answer: str) -> Harvest:
        """See `training.asking.Job`."""
        found = last_object(answer, _Answer)
        texts = dict.fromkeys(" ".join(text.split()) for text in found.descriptions) if found else {}
        texts.pop("", None)
        if not texts:
            return Harvest(thrown=Counter({MALFORMED: 1}))
        kept = [text for text in texts if not names_title(text, self.film)]
        rows = [self._row(query_id, text) for query_id, text in zip(self.query_ids, kept, strict=False)]
        return Harvest(rows, Counter({NAMED: len(texts) - len(kept)}))

    def _row(self, query_id: str, text: str) -> Row:
        film = self.film
        return {
            "query_id": query_id,
            "imdb_id": film.film_id,
            "text": text,
            "title": film.title,
            "year": film.year,
        }


def film_jobs(
    films: Iterable[Film], *, done: Container[str], template: Prompt, per_film: int, limit: int | None
) -> list[FilmJob]:
    """What is still to be asked of a catalogue.

    Args:
        films: the catalogue; films without text are passed over, nobody could remember anything of them.
        done: the `query_id`s that have their row.
        template: the prompt `synthesise`.
        per_film: how many descriptions a film shall have.
        limit: only the first so many films with text; None for all.

    Returns:
        One job for each film that lacks a description.
    """
    jobs = []
    for film in islice((film for film in films if film.has_text), limit):
        ids = (f"synthetic:{film.film_id}:{number}" for number in range(1, per_film + 1))
        if lacking := tuple(query_id for query_id in ids if query_id not in done):
            jobs.append(FilmJob(film, lacking, template))
    return jobs


def facts(film: Film) -> dict[str, object]:
    """What a model is told of a film: all that the catalogue knows and a viewer could."""
    known: dict[str, object] = {
        "title": film.title,
        "year": film.year,
        "countries": film.countries,
        "genres": film.genres,
        "directors": film.directors[:2],
        "cast": film.cast[:_PEOPLE],
        "black_and_white": film.black_and_white,
        "premise": film.premise,
        "plot": (film.plot or "")[:_PLOT_CHARACTERS],
        "scenes": film.scenes,
        "roles": [role_line(role) for role in film.roles],
        "keywords": film.keywords,
        "mood": film.mood,
    }
    return {name: value for name, value in known.items() if value}


def names_title(text: str, film: Film) -> bool:
    """Whether a description holds one of the film's titles, compared folded and by whole words.

    A title of stop words alone ("It", "Her", "Up") is not looked for: any description holds it, and says nothing by it.
    """
    words = f" {fold(text)} "
    tokenizer = Tokenizer()
    titles = {film.title, film.original_title or "", *film.alt_titles}
    return any(f" {fold(title)} " in words for title in titles if tokenizer.document(title))
