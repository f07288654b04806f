"""Stories told in another language than English: noticed by their small words, so that no English rule reads them.

The encoder and the rules know English. Spanish "no", German "die" and "man", French "on" and "pour" are words of their
own there, so a message in one of these languages states nothing but names, years and colours; its words are searched as
they stand. Lists of small words do for stories, without a model: some forty words are a third of what people write. Two
or three words are a name or a title as often as not, so they need a word that no name has.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from retrieval.clue_rules.span import Span, before
from retrieval.text import fold
from retrieval.types import PersonClue

_SMALL: Final = {
    "Spanish": frozenset(
        """el la los las un una unos unas de del al y que en por para con sin se su sus es era fue son esta este
        esa ese como pero donde cuando quien no hay habia muy mas ya lo le les otro otra vez hasta desde porque
        creo pelicula peli hombre mujer nino nina chico chica entre tambien siempre todo todos nada mi yo tiene
        detras debajo dentro fuera despues antes""".split()
    ),
    "French": frozenset(
        """le la les un une des du de et qui que dans en sur par pour avec sans se sa son ses est etait c ce cette
        ces il elle ils elles je j ne pas n d l au aux mais ou quand comme tres plus film femme homme fille
        garcon y a ont fait tout tous leur leurs apres avant entre crois deux meme seul encore toujours""".split()
    ),
    "German": frozenset(
        """der die das ein eine einen einem einer eines und in im ist war wird werden wurde dem den des mit von zu
        zum zur auf aus bei nach vor nicht kein keine er sie es ich sich seine seinen seinem seiner ihr ihre
        ihren ihrem als wie wo wenn aber auch noch nur sehr um durch hinter uber unter gegen mann frau junge
        madchen kinder glaube ihn ihm man immer wieder dann einmal""".split()
    ),
    "Italian": frozenset(
        """il lo la gli le i un uno una di del della dei delle che e in con per da dal su si non sono era suo sua
        suoi nel nella al alla dove quando come ma anche molto piu uomo donna ragazzo ragazza bambino film
        credo c l ha hanno questo questa tutti sempre""".split()
    ),
    "Portuguese": frozenset(
        """o a os as um uma de do da dos das e que em no na nos nas por para com sem se seu sua seus suas foi era
        sao nao mas onde quando quem muito mais ele ela eles filme homem mulher menino menina acho num numa ao
        aos tambem sempre todos""".split()
    ),
}
"""The most frequent words of each language, and a few that stories of films begin with; folded."""
_ENGLISH: Final = frozenset(
    """the a an and of to in on at by for from with is was are were it its he she they his her their him them this that
    these those who what where when which not no but or as has had have be been i my me we you one two some there then
    guy man woman girl boy kid film movie about up out into like just all gets so can""".split()
)
_OF_NAMES: Final = frozenset("de la los las el del von der le les du di da das dos un st".split())
"""They stand in names too ("Robert De Niro in Los Angeles", "La La Land"), so they tell of no language alone."""
_PLAIN: Final = {
    "Spanish": frozenset("una pero donde cuando quien pelicula peli tambien despues nino nina".split()),
    "French": frozenset("avec sans dans une est homme femme fille garcon apres aussi".split()),
    "German": frozenset("ohne nicht kein keine keinen und ein eine einen einem frau madchen oder".split()),
    "Italian": frozenset("senza anche uomo ragazzo ragazza bambino della nella".split()),
    "Portuguese": frozenset("nao filme homem mulher menino menina tambem".split()),
}
"""Words of no name, one of which tells of a message of two or three words; "mit", "uma" and "donna" are names."""
_LEAST_WORDS: Final = 4
_LEAST_SMALL: Final = 2
_SHARE: Final = 0.25  # of the words; no English message of 8,600 looked at has as many
_NEGATED: Final = re.compile(
    r"\b(?:no|not|nunca|sin|ni|pas|sans|nicht|kein\w{0,2}|ohne|non|senza|n[aã]o|sem)\s+(?:\w+\s+){0,2}$", re.IGNORECASE
)


def foreign_language(text: str) -> str:
    """The language that a message is told in; empty for English, and where it is too short to tell."""
    words = fold(text).split()
    if len(words) < _LEAST_WORDS:
        return _of_few(words)
    counts = {language: sum(map(small.__contains__, words)) for language, small in _SMALL.items()}
    language = max(counts, key=lambda language: counts[language])
    own = set(words) & _SMALL[language] - _OF_NAMES
    english = sum(map(_ENGLISH.__contains__, words))
    told = len(own) >= _LEAST_SMALL and counts[language] >= max(_SHARE * len(words), english + 1)
    return language if told else ""


def _of_few(words: Sequence[str]) -> str:
    """The language of two or three words: one of them is plain, or two are small words of one language."""
    if len(words) <= 1:
        return ""
    for language, small in _SMALL.items():
        own = small.intersection(words) - _ENGLISH
        told = _PLAIN[language].intersection(words) or (len(own) > 1 and not own <= _OF_NAMES)
        if told and _ENGLISH.isdisjoint(set(words) - small):
            return language
    return ""


def is_denied(text: str, span: Span) -> bool:
    """Whether what was read of such a message is denied in it; what the film is not is then left to its words."""
    unwanted = isinstance(span.value, PersonClue) and not span.value.wanted
    return unwanted or bool(_NEGATED.search(before(text, span.start)))
