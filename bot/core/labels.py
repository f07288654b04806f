"""Clues in words: the short labels that show what was understood, and what a film misses of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from bot.core.language import ENGLISH, mark, speaking
from bot.core.language import gettext as _
from bot.core.vocabulary import genre_within, place_or_tongue
from retrieval.types import (
    CastClue,
    Clue,
    ClueValue,
    ColourClue,
    CountryClue,
    Film,
    GenreClue,
    LanguageClue,
    LikeClue,
    NotFilmsClue,
    PersonClue,
    RuntimeClue,
    YearClue,
)

_DECADE = 9  # years between the first and the last of a decade
_ABOUT = 0.25  # a length with no more room than that was said as one number


def label(clue: Clue) -> str:
    """A clue as one short label ("1980s", "not animation"); soft ones say "probably", but for people and genres."""
    words = _label(clue.value)
    plain = isinstance(clue.value, PersonClue | CastClue | LikeClue | NotFilmsClue) or (
        isinstance(clue.value, GenreClue) and clue.value.wanted
    )
    return words if clue.hard or plain else _("probably {words}").format(words=words)


def labels_typed(clue: Clue) -> tuple[str, str]:
    """What somebody who names a clue may type: its label as it is shown, and in English."""
    with speaking(ENGLISH):
        english = label(clue)
    return label(clue), english


def _label(value: ClueValue) -> str:
    words = _wanted_label(value)
    denied = isinstance(value, NotFilmsClue) or (
        isinstance(value, GenreClue | PersonClue | LanguageClue | CountryClue) and not value.wanted
    )
    return _("not {words}").format(words=words) if denied else words


def _wanted_label(value: ClueValue) -> str:
    match value:
        case YearClue(low, high):
            words = _years(low, high)
        case RuntimeClue(low, high):
            words = _minutes(low, high)
        case ColourClue(black_and_white):
            words = _("black and white") if black_and_white else _("in colour")
        case GenreClue(genre):
            words = genre_within(genre)
        case LanguageClue(name):
            words = _("in {language}").format(language=place_or_tongue(name))
        case CountryClue(name):
            words = _("from {country}").format(country=place_or_tongue(name))
        case LikeClue(title):
            words = _("like {title}").format(title=title)
        case CastClue(title):
            words = _("someone from {title}").format(title=title)
        case PersonClue(name) | NotFilmsClue(name):
            words = name
    return words


def _years(low: int | None, high: int | None) -> str:
    if low is not None and high is not None:
        if high - low == _DECADE and low % 10 == 0:
            return _("{decade}s").format(decade=low)
        return str(low) if low == high else _("{low} to {high}").format(low=low, high=high)
    if low is not None:
        return _("{year} or later").format(year=low)
    return _("before {year}").format(year=(high or 0) + 1)


def _minutes(low: int | None, high: int | None) -> str:
    if low is not None and high is not None:
        middle = (low + high) / 2
        if high - low <= _ABOUT * middle:
            return _("about {minutes} min").format(minutes=round(middle))
        return _("{low} to {high} min").format(low=low, high=high)
    if low is not None:
        return _("at least {minutes} min").format(minutes=low)
    return _("at most {minutes} min").format(minutes=high)


def missed(film: Film, clue: Clue) -> str:
    """One sentence: in what a film does not meet a clue."""
    match clue.value:
        case YearClue():
            said = _("It came out in {year}.").format(year=film.year)
        case RuntimeClue():
            said = _("It runs {minutes} minutes.").format(minutes=film.runtime)
        case ColourClue(black_and_white):
            said = _("It is in colour.") if black_and_white else _("It is in black and white.")
        case GenreClue(genre, wanted):
            sentence = _("It is not listed as {genre}.") if wanted else _("It is listed as {genre}.")
            said = sentence.format(genre=genre_within(genre))
        case PersonClue(name, wanted):
            sentence = _("{name} is not in its cast list.") if wanted else _("{name} is in its cast list.")
            said = sentence.format(name=name)
        case LanguageClue():
            said = _("It speaks {languages}.").format(languages=_listed(film.languages))
        case CountryClue():
            said = _("It comes from {countries}.").format(countries=_listed(film.countries))
        case CastClue(title):
            said = _("Nobody from {title} is in its cast list.").format(title=title)
        case LikeClue(name) | NotFilmsClue(name):
            said = _("It belongs to {name}.").format(name=name)
    return said


def _listed(names: Iterable[str]) -> str:
    return ", ".join(map(place_or_tongue, names))


_UNKNOWN: Final[dict[type, str]] = {
    YearClue: mark("Its year is not known."),
    RuntimeClue: mark("Its length is not known."),
    ColourClue: mark("Whether it is in colour is not known."),
    GenreClue: mark("Its genres are not known."),
    LanguageClue: mark("Its languages are not known."),
    CountryClue: mark("Where it comes from is not known."),
}
_WHO_UNKNOWN: Final = mark("Who is in it is not known.")


def not_known(clue: Clue) -> str:
    """One sentence: what the catalogue does not say about a film."""
    return _(_UNKNOWN.get(type(clue.value), _WHO_UNKNOWN))
