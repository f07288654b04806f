"""Names that are nearly said: misspelt ones ("brad pit"), and first names by themselves ("with meryl")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from retrieval.clue_rules.rule import Lead
from retrieval.clue_rules.span import before
from retrieval.clue_rules.tokens import Run
from retrieval.ports import Names
from retrieval.spelling import slips_forgiven
from retrieval.titles import title_key

_LENGTHS = (3, 2)  # words of a misspelt name, the longer first
_SHORTEST = 2  # letters of each of its words
_NOTE_WORDS = 12
"""In a message this short a misspelt name may stand anywhere, in a longer one where a person is named."""
_MOST = 12  # names of one message that are looked up; each takes up to a millisecond in a large catalogue
_NAMES = Lead(
    r"\b(?:actors?|actress|directors?|directed by|film by|movie by|played by|by|starring|stars?|featuring|with|w|w/|"
    r"had|has|and|or)\s+(?:old\s+|young\s+)?'?$",
    ends=(
        *("actor", "actors", "actress", "director", "directors", "by", "starring", "star", "stars", "featuring"),
        *("with", "w", "w/", "had", "has", "and", "or", "old", "young"),
    ),
)
_SMALL = frozenset(
    """a about after again all also am an and any are as at back be because been before being big boy but by called can
    can't could day did didn't do does doesn't doing don't down each even ever every few film films find first for from
    girl get gets go goes going gone got guy had happy has have having he her here him his home how i if in into is it
    its just kid know last late later leave left like little long look looks love made make man many may maybe me men
    might more most mother movie movies much must my name named near never new next no none nor not now of off old on
    one ones only or other our out over part people really right same saw say scene see seen she should show so some
    something song still story such take than that the their them then there these they thing think this those three
    through time title to too two under until up us used very want was watch way we well went were what when where
    which while who whole why wife will with without woman women won't wrong year years yes you young your""".split()
)
"""Words that no misspelt name has: "the mother leave" is nobody."""
_FIRST_WORDS = 8  # of a message in which a first name alone may be a person's
_ASKED_WORDS = 5  # of a message in which a first name that several have is asked back
_SHORTEST_FIRST = 3
_MOST_MEANT = 3  # people that can be asked about
_BEFORE_FIRST = re.compile(
    r"\b(?:with|w|w/|starring|stars|featuring|actor|actress|not|nor|without|no)\s+$", re.IGNORECASE
)
_STOPS = re.compile(
    r"\s*(?:[.,;!?)]|$|(?:in it|in that|in this|i think|maybe|and a|please|or something|sorry|again|but)\b)",
    re.IGNORECASE,
)
_IN_IT = re.compile(r"\s+(?:is|was)\s+(?:also\s+)?in\s+(?:it|that|this)\b", re.IGNORECASE)
_WORDS_TOO = frozenset(
    """amber angel april art august autumn bill buddy cat christian crystal daisy dawn dick dolly drew faith forrest
    frank ginger glen glenn grace harry hope iris ivy jack jade jean john jordan joy june kitty lance lily mark max may
    mike miles norm olive pat pepper pink queen ray red rich rob robin rocky rose ruby rusty sandy sky summer victor
    violet wade will woody""".split()
)
"""First names that are words, or that any character may have."""
_CALLED = {
    "arnie": "arnold schwarzenegger",
    "jlo": "jennifer lopez",
    "leo": "leonardo dicaprio",
    "rdj": "robert downey jr",
    "sly": "sylvester stallone",
}
"""What people call people."""


_SHORT_FOR = {
    short: tuple(formal)
    for short, *formal in map(
        str.split,
        """alex alexander|andy andrew|arnie arnold|ben benjamin benedict|billy william|bob robert|
        bobby robert|charlie charles|chris christopher christian|dan daniel|danny daniel|dave david|
        don donald|ed edward|eddie edward|fred frederick|greg gregory|hank henry|jake jacob|jeff jeffrey|
        jen jennifer|jess jessica|jim james|jimmy james|joe joseph|joey joseph|josh joshua|
        kate katherine catherine katharine|kathy kathleen katherine|ken kenneth|larry lawrence laurence|
        leo leonardo|liz elizabeth|maggie margaret|marty martin|matt matthew|mick michael|mike michael|
        nat natalie|nick nicolas nicholas|pete peter|phil philip|rick richard|
        robbie robert|ron ronald|sam samuel samantha|sandy sandra|sly sylvester|
        steve steven stephen|ted theodore edward|tim timothy|tom thomas|tommy thomas|tony anthony|
        vince vincent|walt walter""".split("|"),
    )
}
"""Short forms of first names, and what they are short for; none that is a word ("will hurt", "rich white")."""


SHORT_FORMS = frozenset(_SHORT_FOR)


def formal_names(keys: Sequence[str], names: Names) -> dict[str, str]:
    """Those that are somebody's name in a short form: "jimmy stewart" is James Stewart; "harry potter" is no person.

    Args:
        keys: folded names of nobody.
        names: the catalogue's people and titles.
    """
    formal = {
        f"{first} {rest}": key
        for key in keys
        for short, _, rest in [key.partition(" ")]
        for first in _SHORT_FOR.get(short, ())
    }
    found = names.people(list(formal)) if formal else {}
    called = names.titles([title_key(formal[name]) for name in found]) if found else {}
    named = {formal[name]: person for name, person in found.items() if title_key(formal[name]) not in called}
    return {key: person for key, person in named.items() if not names.group(title_key(key))}


def misspelt(text: str, said: Sequence[Run], names: Names) -> Iterator[tuple[Run, str]]:
    """The runs that are names but for a slip of the pen.

    Args:
        text: what was said.
        said: its words, without those of full names.
        names: the catalogue's people.
    """
    runs = list(_runs(text, said))[:_MOST]
    found = names.misspelt(list(dict.fromkeys(run.text for run in runs)))
    titles = names.titles(list(dict.fromkeys(title_key(run.text) for run in runs if run.text in found)))
    done = 0
    for run in sorted(runs, key=lambda run: (run.start, -run.end)):
        if run.text in found and run.start >= done and title_key(run.text) not in titles:
            done = run.end
            yield run, found[run.text]


def _runs(text: str, said: Sequence[Run]) -> Iterator[Run]:
    note = len(text.split()) <= _NOTE_WORDS
    first = [at for at, word in enumerate(said) if len(word.text) > 1 and _is_word(word.text)]
    first = [at for at in first if note or _NAMES.search(before(text, said[at].start))]
    for length in _LENGTHS:
        for part in (said[at : at + length] for at in first if at + length <= len(said)):
            run = Run(part[0].start, part[-1].end, " ".join(word.text for word in part))
            if _may_be_a_name(text, part) and slips_forgiven(run.text):
                yield run


def _may_be_a_name(text: str, part: Sequence[Run]) -> bool:
    """Whether words may be a name; the first is known to be a word that can begin one."""
    beside = all(not text[one.end : other.start].strip(" -'.") for one, other in pairwise(part))
    return beside and all(_is_word(word.text) for word in part) and len(part[-1].text) > _SHORTEST


def _is_word(word: str) -> bool:
    return word.isalpha() and word not in _SMALL


def by_first_name(text: str, said: Sequence[Run], names: Names) -> Iterator[tuple[Run, tuple[str, ...]]]:
    """First names that stand where a person is named, with who can be meant: one, or a few to ask about."""
    count = len(text.split())
    if count > _FIRST_WORDS:
        return
    places = [word for word in said if _is_first(text, word)]
    called = names.people([_CALLED[word.text] for word in places if word.text in _CALLED])
    found = names.first_names([word.text for word in places if word.text not in _CALLED]) if places else {}
    for word in places:
        if nicknamed := called.get(_CALLED.get(word.text, "")):
            yield word, (nicknamed,)
        elif (people := found.get(word.text, ())) and (len(people) == 1 or count <= _ASKED_WORDS):
            yield from [(word, tuple(people))] if len(people) <= _MOST_MEANT else []


def _is_first(text: str, word: Run) -> bool:
    if len(word.text) < _SHORTEST_FIRST or not _is_word(word.text) or word.text in _WORDS_TOO:
        return False
    named = _BEFORE_FIRST.search(before(text, word.start)) and _STOPS.match(text, word.end)
    return bool(named or _IN_IT.match(text, word.end))
