"""Words without any LLM, from templates. Films are named only by their cards."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.types import FilmCard, ReplyKind
from retrieval.types import Film

HELP = (
    "Tell me what you remember of a film: a scene, who was in it, roughly when. Then go on as you like: "
    "“older”, “not animated”, “black and white”, “under 90 minutes”, “not that one”, “forget the 80s”, “more”, “undo”, "
    "“start over”."
)
EMPTY = "I found no words to search with in that. Tell me something you remember: a scene, a person, a time."
FRESH = "All right, I have forgotten that search. What do you remember?"
NOTHING_TO_UNDO = "There is nothing to take back. What do you remember of the film?"
NO_FURTHER_BACK = "That is as far back as I remember. Tell me more, or “start over”."
BACK_AT_THE_START = "Taken back, and nothing is left of that search. What do you remember?"
NOTHING_SHOWN = "There is no film on the screen. Tell me what you remember of yours."
ALREADY_OUT = "That one is left out already. Tell me one more thing you remember, or “more”."
NO_MORE = "Those were all I have for this search. Tell me one more thing you remember, or “start over”."
NOT_SAID = "That is not part of the search any more."
NOT_LISTED = "That film is not in the catalogue any more."


def seen(*, kept: bool, searching: bool) -> str:
    """The sentence for a film that somebody has seen, which may be kept, or only left out of the search under way."""
    if kept:
        return "Noted as seen."
    return "Left out, as you have seen it." if searching else "I keep no list of seen films here."


def alike(title: str) -> str:
    """The sentence for films that are like one."""
    return f"These are most like {title}, the nearest first."


NOT_HELD = "I do not go by that, so nothing changed."
ALL_DROPPED = "Dropped, and nothing is left of that search. What else do you remember? “undo” brings it back."


def dropped(labels: Sequence[str]) -> str:
    """The sentence for what was taken back."""
    return f"I no longer go by {', '.join(f'“{label}”' for label in labels)}; “undo” brings it back."


def settled(card: FilmCard) -> str:
    """The sentence for a film that the user recognised."""
    return f"Good, {title_of(card)} it is. “start over” begins another search."


def unsupported(wish: str) -> str:
    """The sentence for a wish that the catalogue cannot answer."""
    return f"I have no facts for “{wish}”, so I search for it as plain words."


def foreign(language: str) -> str:
    """The sentence for a story that is not told in English."""
    return f"I read {language} poorly: names and titles work, but a description works best in English."


def unclear(names: Sequence[str]) -> str:
    """The question for a name that several people share."""
    return f"Which one do you mean: {', '.join(names[:-1])} or {names[-1]}? Say the full name."


def which(title: str, films: Sequence[Film]) -> str:
    """The question for a title that several films share."""
    told = (
        f"{number}. {film.year or 'year unknown'}{f', by {film.directors[0]}' if film.directors else ''}"
        for number, film in enumerate(films, start=1)
    )
    return f"There are {len(films)} films called {title}: {'; '.join(told)}. Which one do you mean?"


def blocked(label: str, films: int) -> str:
    """The offer to loosen the clue that shuts out the most."""
    many = "1 film" if films == 1 else f"{films:,} films"
    return f"“{label}” shuts out the most ({many}); say “loosen it” to make it a maybe."


ANOTHER_FILM = "That sounds like another film: say “new search” to look for it alone."

DONT_KNOW = "Don't know"
WHICH_ONE = "Which of them? Say it in a word, or “that's it” if you mean the film."
QUESTION_GONE = "That question is not open any more. Tell me one more thing you remember, or “more”."

_QUERY_SHOWN = 120  # characters of the query that a sentence can carry


def title_of(card: FilmCard) -> str:
    """A film as it is named in a sentence: title and year."""
    return f"{card.title} ({card.year})" if card.year else card.title


def lead(
    kind: ReplyKind,
    cards: Sequence[FilmCard],
    *,
    looked_for: Sequence[str],
    labels: Sequence[str],
    first: bool = True,
    weak: bool = False,
) -> str:
    """The sentence above the cards.

    Args:
        kind: what the cards are.
        cards: the screen, best first.
        looked_for: the users' words that were searched with, oldest first.
        labels: the clues in force.
        first: whether this is the first screen of the search; on later ones the best film has gone by.
        weak: whether the nearest films meet all that was said firmly, and only match the rest weakly.
    """
    sought = _sought(looked_for, labels)
    match kind:
        case ReplyKind.FOUND:
            return f"That sounds like {title_of(cards[0])}."
        case ReplyKind.UNSURE if first:
            return f"I am not sure. {title_of(cards[0])} comes closest; one more detail would help."
        case ReplyKind.UNSURE:
            return f"These come next, {title_of(cards[0])} first; one more detail would help."
        case ReplyKind.NEAREST:
            return _nearest(title_of(cards[0]), sought, first=first, weak=weak)
        case _:
            return f"No film here fits {sought}. “undo” takes the last thing back, “start over” forgets it all."


def _nearest(title: str, sought: str, *, first: bool, weak: bool) -> str:
    if weak:
        return f"Nothing stands out for {sought}. {title} is the nearest; one more detail would help."
    if first:
        return f"Nothing here fits all of that ({sought}). The nearest is {title}."
    return f"None of these fits all of that either ({sought}). The nearest of them is {title}."


def quoted(card: FilmCard, quote: str, *, sure: bool) -> str:
    """The sentence for a card that a phraser chose, with the card's own words that speak for it."""
    return f"{'That sounds like' if sure else 'It could be'} {title_of(card)}: “{quote}”"


def _sought(looked_for: Sequence[str], labels: Sequence[str]) -> str:
    text = " / ".join(looked_for)
    short = text if len(text) <= _QUERY_SHOWN else text[: _QUERY_SHOWN - 1].rstrip() + "…"
    return ", ".join(filter(None, (f"“{short}”" if short else "", *labels)))
