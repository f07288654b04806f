"""Words without any LLM, from templates. Films are named only by their cards."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.language import counted, mark, ngettext
from bot.core.language import gettext as _
from bot.core.types import FilmCard, ReplyKind
from bot.core.vocabulary import place_or_tongue
from retrieval.types import Film

HELP = mark(
    "Tell me what you remember of a film: a scene, who was in it, roughly when. Then go on as you like: "
    "“older”, “not animated”, “black and white”, “under 90 minutes”, “not that one”, “forget the 80s”, “more”, “undo”, "
    "“start over”."
)
EMPTY = mark("I found no words to search with in that. Tell me something you remember: a scene, a person, a time.")
NO_MATTER = mark("No matter. Tell me anything else you remember: a scene, a person, a time, or “more”.")
WELCOME = mark("You are welcome. Tell me one more thing you remember, or “start over” for another film.")
LOST = mark("I am looking for the film you half remember. Tell me one more thing of it; “help” says what I understand.")
TAKE_YOUR_TIME = mark("Take your time. Say “that's it” if you see your film, or tell me one more thing you remember.")
FRESH = mark("All right, I have forgotten that search. What do you remember?")
NOTHING_TO_UNDO = mark("There is nothing to take back. What do you remember of the film?")
NO_FURTHER_BACK = mark("That is as far back as I remember. Tell me more, or “start over”.")
BACK_AT_THE_START = mark("Taken back, and nothing is left of that search. What do you remember?")
NOTHING_SHOWN = mark("There is no film on the screen. Tell me what you remember of yours.")
ALREADY_OUT = mark("That one is left out already. Tell me one more thing you remember, or “more”.")
NO_MORE = mark("Those were all I have for this search. Tell me one more thing you remember, or “start over”.")
NO_PART = mark("I know no such part of it. Tell me one more thing you remember, or “more”.")
NOT_SAID = mark("That is not part of the search any more.")
NOT_LISTED = mark("That film is not in the catalogue any more.")
NOT_HELD = mark("I do not go by that, so nothing changed.")
ALL_DROPPED = mark("Dropped, and nothing is left of that search. What else do you remember? “undo” brings it back.")
ANOTHER_FILM = mark("That sounds like another film: say “new search” to look for it alone.")
DONT_KNOW = mark("Don't know")
WHICH_ONE = mark("Which of them? Say it in a word, or “that's it” if you mean the film.")
QUESTION_GONE = mark("That question is not open any more. Tell me one more thing you remember, or “more”.")

_QUERY_SHOWN = 120  # characters of the query that a sentence can carry


def seen(*, kept: bool, searching: bool) -> str:
    """The sentence for a film that somebody has seen, which may be kept, or only left out of the search under way."""
    if kept:
        return _("Noted as seen.")
    return _("Left out, as you have seen it.") if searching else _("I keep no list of seen films here.")


def alike(title: str) -> str:
    """The sentence for films that are like one."""
    return _("These are most like {title}, the nearest first.").format(title=title)


def dropped(labels: Sequence[str]) -> str:
    """The sentence for what was taken back."""
    named = ", ".join(_("“{label}”").format(label=label) for label in labels)
    return _("I no longer go by {labels}; “undo” brings it back.").format(labels=named)


def settled(card: FilmCard) -> str:
    """The sentence for a film that the user recognised."""
    return _("Good, {film} it is. “start over” begins another search.").format(film=title_of(card))


def part(card: FilmCard) -> str:
    """The sentence for another film of a series."""
    return _("That would be {film}.").format(film=title_of(card))


def unsupported(wish: str) -> str:
    """The sentence for a wish that the catalogue cannot answer."""
    return _("I have no facts for “{wish}”, so I search for it as plain words.").format(wish=wish)


def foreign(language: str) -> str:
    """The sentence for a story that is not told in English."""
    sentence = _("I read {language} poorly: names and titles work, but a description works best in English.")
    return sentence.format(language=place_or_tongue(language))


def unclear(names: Sequence[str]) -> str:
    """The question for a name that several people share."""
    sentence = _("Which one do you mean: {names} or {last}? Say the full name.")
    return sentence.format(names=", ".join(names[:-1]), last=names[-1])


def which(title: str, films: Sequence[Film]) -> str:
    """The question for a title that several films share."""
    told = "; ".join(f"{number}. {_told(film)}" for number, film in enumerate(films, start=1))
    sentence = _("There are {count} films called {title}: {films}. Which one do you mean?")
    return sentence.format(count=len(films), title=title, films=told)


def _told(film: Film) -> str:
    year = film.year or _("year unknown")
    return _("{year}, by {director}").format(year=year, director=film.directors[0]) if film.directors else str(year)


def blocked(label: str, films: int) -> str:
    """The offer to loosen the clue that shuts out the most."""
    sentence = ngettext(
        "“{label}” shuts out the most ({count} film); say “loosen it” to make it a maybe.",
        "“{label}” shuts out the most ({count} films); say “loosen it” to make it a maybe.",
        films,
    )
    return sentence.format(label=label, count=counted(films))


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
            sentence = _("That sounds like {film}.")
        case ReplyKind.UNSURE if first:
            sentence = _("I am not sure. {film} comes closest; one more detail would help.")
        case ReplyKind.UNSURE:
            sentence = _("These come next, {film} first; one more detail would help.")
        case ReplyKind.NEAREST:
            sentence = _nearest(first=first, weak=weak)
        case _:
            sentence = _("No film here fits {sought}. “undo” takes the last thing back, “start over” forgets it all.")
    return sentence.format(film=title_of(cards[0]) if cards else "", sought=sought)


def _nearest(*, first: bool, weak: bool) -> str:
    if weak:
        return _("Nothing stands out for {sought}. {film} is the nearest; one more detail would help.")
    if first:
        return _("Nothing here fits all of that ({sought}). The nearest is {film}.")
    return _("None of these fits all of that either ({sought}). The nearest of them is {film}.")


def quoted(card: FilmCard, quote: str, *, sure: bool) -> str:
    """The sentence for a card that a phraser chose, with the card's own words that speak for it."""
    sentence = _("That sounds like {film}: “{quote}”") if sure else _("It could be {film}: “{quote}”")
    return sentence.format(film=title_of(card), quote=quote)


def _sought(looked_for: Sequence[str], labels: Sequence[str]) -> str:
    text = " / ".join(looked_for)
    short = text if len(text) <= _QUERY_SHOWN else text[: _QUERY_SHOWN - 1].rstrip() + "…"
    return ", ".join(filter(None, (_("“{label}”").format(label=short) if short else "", *labels)))
