"""People of the catalogue by their full names, and by parts of them where it is plain who is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from retrieval.clue_rules.dislikes import DISLIKES
from retrieval.clue_rules.nearly import SHORT_FORMS, by_first_name, formal_names, misspelt
from retrieval.clue_rules.rule import Lead
from retrieval.clue_rules.span import Span, before
from retrieval.clue_rules.tokens import Run, words
from retrieval.ports import Names
from retrieval.types import PersonClue

_NAME_WORDS = (2, 3, 4)
_SHORTEST_NAME = 3  # letters of at least one of its words
_DENIED = re.compile(
    rf"{DISLIKES}$|"
    r"(?:\bnot|n't|\bno|\bnever|\bwithout|\bnone of|\bnor|\bneither)\s+"
    r"(?:(?:the|a|an|any|of|big|huge|great|one|ones|new|newer|old|older|other|recent|first|with|by|from|starring|really|even|it|directed|"
    r"film|films|movie|movies|version|thing|actually)\s+)*'?$",
    re.IGNORECASE,
)
_NOT_A_NAME = re.compile(r"\b(?:isn|wasn|ain)'$|\b(?:isn|wasn|ain)' ?$", re.IGNORECASE)
_DOES = re.compile(r"(?:'s)?\s+(?:who|that)\b", re.IGNORECASE)
"""After a denied name: "not Brad Pitt who dies" tells of the story, not of the cast."""
_BEFORE_SURNAME = Lead(
    r"\b(?:(?:actor|actress|director),?|directed by|film by|movie by|(?:played|filmed|made) by|(?<!ed )(?<!en )by|"
    r"starring|stars|with|had|has)\s+(?:old\s+|young\s+)?'?$",
    ends=("actor", "actress", "director", ",", "by", "starring", "stars", "with", "had", "has", "old", "young"),
)
"""Not "sponsored by" or "eaten by", which speak of the story."""
_SURE = ("actor", "actress", "director", "directed by", "film by", "movie by", "starring", "stars")
_SUREST = ("directed by", "film by", "movie by", "starring")
_THE = re.compile(r"\b(?:the|of|any|those|some|these)\s+(?:old\s+|new\s+|other\s+)?'?$", re.IGNORECASE)
_AFTER_SURNAME = re.compile(
    r"(?:'s|s')?\s+(?:films?|movies?|flicks?|pictures?|ones?|made|directed|directs|shot it|did it|did this|"
    r"(?:is|was|'s) (?:in|the director|the lead|the star)|plays|played|starred|stars)\b",
    re.IGNORECASE,
)
_FILM = re.compile(r"(?:'s|s')?\s+(?:films?|movies?|flicks?|directed|directs|starred|was in it)\b", re.IGNORECASE)
_KNOWN = 10_000
"""Votes for all films of who is meant by the name alone: large catalogues have somebody called The Police."""
_KNOWN_BY_SURNAME = 100_000
_KNOWN_WHERE_NAMED = 20_000  # by the surname, where the words say that it is a person's: "director …", "a … film"
_NOTE_WORDS = 2  # more than the name, in a message that says little else
_STOPS = re.compile(
    r"(?:'s)?\s*(?:[.,;!?)]|$|"
    r"(?:and|or|in it|was|is|as|i think|i guess|maybe|probably|right|too|also|lol|tho|though)\b)",
    re.IGNORECASE,
)
_ORDINARY = frozenset(
    """action adult alien allen animal animation ashes bacon ball band banks base bay beach bell bent berry best
    bill black bloom blue boat bond bourne bow brand brooks brown bunker burns bush butler cable cage camp car
    carpenter cash cat charles chase chick christian christmas church close comedy cook cooper cop cross cruise
    crystal cult dance day dean desert diamond dog downs drama driver duke english even fair family farmer field
    fields fisher ford foster fox freeman french friend gang garde gay george german ghost going gold good goodman
    gore goth grace grant gray green grey gunn guys hall hammer hand hardy harry hart heard henry hercules high hill
    holiday hood hope horror horse house hunt hunter hurt indie irish irons james john jordan judge keys kids kind
    king knight kong lake lane lang large last law lee list little long lord love low lowe made major mann marsh
    martin marvel mason may mills monster moon moore moss music name naval newman night nixon noble page paris park
    parker paul peck penguin penn phoenix pill piper plane police polish pope potter power powers price prince
    prison quick random read real reed reef rice rich robin robot rock roman romance root rose rowe rush russian
    ryan school scott serious shark sharp shell shepherd shore short show silver singer smart smith snow song soul
    space spanish sparrow spring spy star steel stiles stone stoner storm story strange street strong summer swan
    sweet swift taylor teen thomas thor train true turner vampire walker war ward waters weaver wells welsh west
    white wild wilder winter wise wolf wood woods work wright young zombie zombies""".split()
)
"""Surnames that are words, or others' first names, too: they need "directed by" or the like."""
_WHOLE = re.compile(
    r"(?:(?:it'?s|was|maybe|i think|probably|no|yes|and|also|oh)[\s,]+)*(?P<name>\w+)\W*"
    r"(?:maybe|i think|probably)?\W*",
    re.IGNORECASE,
)


def people(text: str, names: Names) -> tuple[list[Span], list[tuple[str, ...]]]:
    """Read full names, wanted or denied, misspelt ones too; then surnames and first names.

    Returns:
        What was read, and for every name that several people share, who can be meant.
    """
    said = words(text)
    named, left = _named(text, said, names)
    single = set(left)
    by_part = [(run, meant) for run, meant in _by_part(text, said, names) if run in single]
    read = [span for run, name in named if (span := _span(text, run, name))]
    for run, meant in by_part:
        if len(meant) == 1 and (span := _span(text, run, meant[0])):
            read.append(replace(span, vague=meant[0].casefold().startswith(run.text)))
    return read, [meant for _, meant in by_part if len(meant) > 1]


def _named(text: str, said: list[Run], names: Names) -> tuple[list[tuple[Run, str]], list[Run]]:
    """Who is named in full, longest names first where they overlap, and the words left."""
    taken = bytearray(len(text))
    named: list[tuple[Run, str]] = []
    full = [(run, name) for run, name in _full(said, names) if _is_named(text, run)]
    for run, name in _known(text, full, names):
        if not any(taken[run.start : run.end]):
            taken[run.start : run.end] = bytes([1]) * (run.end - run.start)
            named.append((run, name))
    nearly = list(misspelt(text, [word for word in said if not taken[word.start]], names))
    for run, name in _known(text, nearly, names):
        taken[run.start : run.end] = bytes([1]) * (run.end - run.start)
        named.append((run, name))
    return named, [word for word in said if not taken[word.start]]


def _known(text: str, named: list[tuple[Run, str]], names: Names) -> Iterator[tuple[Run, str]]:
    """Those who are well known, and others where the words say that somebody is named."""
    known = names.with_votes([name for _, name in named], _KNOWN)
    for run, name in named:
        if name in known or _is_said_to_be(text, run, names):
            yield run, name


def _is_said_to_be(text: str, run: Run, names: Names) -> bool:
    """Whether a name that few know stands where a person is named; "with the police" is none, nor "mickey mouse"."""
    said = before(text, run.start)
    cue = _BEFORE_SURNAME.search(said)
    if cue and cue.group().casefold().startswith(_SUREST):
        return True
    if run.text.startswith("the ") or names.group(run.text):
        return False
    short = len(text.split()) <= len(run.text.split()) + _NOTE_WORDS
    return bool(short or cue or _DENIED.search(said) or _FILM.match(text, run.end))


def _by_part(text: str, single: list[Run], names: Names) -> Iterator[tuple[Run, tuple[str, ...]]]:
    """Who can be meant by a surname or by a first name; by both, everybody but where one first name stands out."""
    last, first = dict(_by_surname(text, single, names)), dict(by_first_name(text, single, names))
    first = {run: known for run, who in first.items() if (known := tuple(names.with_votes(who, _KNOWN_BY_SURNAME)))}
    said = (
        run
        for run in dict.fromkeys((*last, *first))
        if not _is_thing(text, run, (*last.get(run, ()), *first.get(run, ())), names)
    )
    for run in said:
        own, others = first.get(run, ()), last.get(run, ())
        yield run, own if len(own) == 1 < len(others) else tuple(dict.fromkeys((*own, *others)))


def _is_thing(text: str, run: Run, who: Sequence[str], names: Names) -> bool:
    """Whether a name is rather a word: "with flowers", but "with Flowers" and "directed by flowers" name."""
    cue = _BEFORE_SURNAME.search(before(text, run.start))
    if cue and cue.group().casefold().startswith(_SURE):
        return False
    capital = text[run.start].isupper() and run.start > 0 and not text.isupper()
    return not capital and all(names.is_thing(run.text, name) for name in who)


def _full(said: list[Run], names: Names) -> list[tuple[Run, str]]:
    """The runs that are full names, longest first."""
    texts = [word.text for word in said]
    keys = _keys(texts)
    different = list(dict.fromkeys(chain.from_iterable(keys.values())))
    found = dict(names.people(different))
    if not SHORT_FORMS.isdisjoint(texts):
        found |= formal_names([key for key in different if key not in found], names)
    return [
        (Run(said[at].start, said[at + length - 1].end, key), found[key])
        for length, of_length in keys.items()
        for at, key in enumerate(of_length)
        if key in found
    ]


def _keys(texts: Sequence[str]) -> dict[int, list[str]]:
    """All runs of as many words as names have, in their order, by that length, longest first."""
    keys = {1: list(texts)}
    for length in _NAME_WORDS:
        keys[length] = [f"{run} {word}" for run, word in zip(keys[length - 1], texts[length - 1 :], strict=False)]
    return {length: keys[length] for length in reversed(_NAME_WORDS)}


def _by_surname(text: str, single: list[Run], names: Names) -> Iterator[tuple[Run, tuple[str, ...]]]:
    whole = _WHOLE.fullmatch(text)
    alone = whole.start("name") if whole else None
    places = [word for word in single if len(word.text) > _SHORTEST_NAME and _is_surname(text, word, alone)]
    found = names.surnames([word.text for word in places]) if places else {}
    for word in places:
        people = found.get(word.text, ())
        if people and (known := names.with_votes(people, _least_votes(text, word, alone))):
            yield word, tuple(known)


def _least_votes(text: str, word: Run, alone: int | None) -> int:
    """How well known the owner of a surname must be: the less, the plainer the words say that it is one."""
    cue = _BEFORE_SURNAME.search(before(text, word.start))
    said = cue.group().casefold() if cue else ""
    if said.startswith(_SUREST):
        return 0
    plain = alone == word.start or said.startswith(_SURE) or _FILM.match(text, word.end)
    return _KNOWN_WHERE_NAMED if plain else _KNOWN_BY_SURNAME


def _is_surname(text: str, word: Run, alone: int | None) -> bool:
    """Whether a word stands where a person is named: "by …", "… made it", or all that was said (it is at `alone`)."""
    if alone == word.start:
        return word.text not in _ORDINARY
    said = before(text, word.start)
    cue = _BEFORE_SURNAME.search(said)
    if word.text in _ORDINARY and not (cue and cue.group().casefold().startswith(_SURE)):
        return False
    if after := _AFTER_SURNAME.match(text, word.end):
        return not after.group().casefold().endswith(("one", "ones")) or bool(cue or _THE.search(said))
    return bool(cue and (cue.group().casefold().startswith(_SURE) or _STOPS.match(text, word.end)))


def _is_named(text: str, run: Run) -> bool:
    """Whether words mean a person: not "t i" out of "wasn't I"."""
    longest = max(map(len, run.text.split()))
    return longest >= _SHORTEST_NAME and not _NOT_A_NAME.search(before(text, run.start))


def _span(text: str, run: Run, name: str) -> Span | None:
    denial = _DENIED.search(said := before(text, run.start))
    if denial is None:
        return Span(run.start, run.end, PersonClue(name), drop=False)
    if _DOES.match(text, run.end):
        return None
    start = run.start - len(said) + denial.start()
    return Span(start, run.end, PersonClue(name, wanted=False), drop=True)
