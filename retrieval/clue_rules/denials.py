"""What a first message says that the film is not: "scary doll movie, not chucky", "but it's not the remake".

Such words are not searched, for vectors and words alike would bring up just what is denied. A negation is often part of
the story instead ("he is not who he says", "not a single soul knows"), so only short clauses of their own are read: no
verb and no pronoun stands in them. What is *missing* tells of a film as often as not ("no memory", "no adults"), so
"no …" counts only at the end, where the catalogue has films with such a thing and calls none by its absence.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from retrieval.clue_rules.rule import Rule
from retrieval.clue_rules.span import before
from retrieval.ports import Names, Titled
from retrieval.titles import title_key

_NOTE_WORDS = 30
"""In a longer story "it's not fun" speaks of something in it, unless an article or a name follows."""
_MOST_TELLING = 4
"""Words of what is denied, without the small ones."""
_KINDS = r"(?:movie|film|one|version|remake|reboot|sequel|original|show|series|episode|anime|cartoon)s?"
_CUT: Final = Rule(
    r"(?=[.,;:!?\u2026()\u2013\u2014\sab])(?:[.,;:!?\u2026]+(?=[\s)]|$)|[()\u2013\u2014]|\s-+\s|"
    r"(?=\bbut\s+(?:it'?s\s+)?(?:not|no)\b|\band\s+it'?s\s+not\b)|"
    r"(?=\s(?:not|with))(?:(?<=\bmovie)|(?<=\bfilm)|(?<=\bflick))\s(?=(?:not|without|with no)\s)|"
    r"(?=\snot\s+the\s)(?<!\bis)(?<!\bwas)(?<!\bare)(?<!'s)(?<!\bits)(?<!\bbut)(?<!\band)(?<!\bif)\s"
    rf"(?=not\s+the\s+(?:\w+\s+){{0,2}}{_KINDS}\s*(?:[.,;!?)]|$)))"
)
"""What parts clauses; what tells soonest that nothing does stands before what is slow to try."""
_LEADS = r"\s*(?:(?:but|and|also|so|just|definitely|i'?m|pretty|sure|i|know|think|again|oh|edit|btw|ps)\s+){0,5}"
_IT = r"(?:it'?s|its|it (?:is|was)|that'?s|that (?:is|was)|this (?:is|was)|the (?:movie|film) (?:is|was))"
_NOT: Final = re.compile(
    rf"{_LEADS}(?:(?P<it>{_IT}\s+(?:(?:definitely|actually|also)\s+)?not|"
    r"(?:it|that|this|the (?:movie|film))\s+(?:isn|wasn|ain)'?t)|not|(?:isn|wasn)'?t(?=\s+(?:an?|the)\s))\s+"
    r"(?:(?:really|actually|like|about)\s+)?(?P<what>[\w'&-]+(?:\s+[\w'&-]+){0,7}?)"
    r"(?P<rest>\s+(?:though|tho|lol|haha|please|pls|thanks|(?:but|just|and|it|it'?s|i|i'?m|there)\s.*))?\s*",
    re.IGNORECASE,
)
_NO: Final = re.compile(
    r"\s*(?:(?:but|and|or|also|so|definitely|just)\s+){0,3}"
    r"(?:(?:it (?:has|had)|there (?:is|are|was|were)|there'?s)\s+)?"
    r"(?:no|without(?: any)?|with no)\s+(?P<what>[\w'-]+(?:\s+[\w'-]+)?(?:\s+(?:or|and)\s+[\w'-]+)?)"
    r"(?P<here>\s+in (?:it|this one|the (?:film|movie)))?(?:\s+(?:at all|whatsoever|please|pls)){0,2}\s*",
    re.IGNORECASE,
)
_OR: Final = re.compile(r"\s+(?:or|and)\s+", re.IGNORECASE)
_ARTICLE: Final = re.compile(r"(?:the|an?|any|those|one of)\s", re.IGNORECASE)
_OF_FILMS: Final = re.compile(rf"(?:an?|any)\s|.*\b{_KINDS}\b", re.IGNORECASE)
_GOES_ON: Final = re.compile(
    rf"(?:(?:the|an?|any)\s)?(?!(?:the|an?|any|{_KINDS})\b)[\w'-]+\s(?:[\w'-]+\s){{0,2}}{_KINDS}\s"
    r"(?!of|with|from|by|about|and|or|called|titled|like|original|either|though)",
    re.IGNORECASE,
)
"""What goes on behind the film is another sentence: "not a horror movie years ago I saw it"."""
_FRESH: Final = ".!?(:"
"""What stands before a clause that goes on with nothing."""
_SMALL: Final = frozenset(
    """the a an any that those one ones of with from by and or called titled movie film his her their its some
    another""".split()
)
_NEVER: Final = frozenset(
    """but maybe he she they you i we it my our your thats that's whos who's who which what when where why how if
    because than this these there here not no him them me us himself herself themselves is are was were be been
    being am has have had having do does did done can could will would shall should may might must cannot can't
    couldn't won't wouldn't isn't wasn't don't doesn't didn't i'm im i've he's she's it's they're to for at on in as
    into about until before after only just even merely simply necessarily entirely exactly quite all every everyone
    everybody anyone anything much many enough so too very sure certain positive confirmed long far once again
    anymore yet ever always often single soul word sound trace clue scratch doubt matter longer less more wonder way
    thanks offense offence""".split()
)
"""With one of them the words are a verb's, a hedge or a figure of speech: "not who he says", "not a single soul"."""
_PLURAL_VERB: Final = re.compile(r"an?\s.*\w[^s]s", re.IGNORECASE)
"""After "a" a last word in -s is a verb: "not a creature stirs"."""


_MANY = ("s", "people", "men", "children")
"""Ends of words for several; a lack of one thing is mostly somebody's: "no memory", "no head"."""
_MOST_MISSING = 6
"""Things said to be missing that are looked up."""


@dataclass(frozen=True, slots=True)
class _Clause:
    """A part of a message between its stops."""

    start: int
    end: int
    text: str


def denials(text: str, names: Names) -> Iterator[tuple[int, int]]:
    """Where a message only says what the film is not; nothing where no other words would be left.

    Args:
        text: a first message.
        names: the catalogue's titles ("No Country for Old Men" denies nothing) and keywords.
    """
    clauses = list(_clauses(text))
    short = len(text.split()) <= _NOTE_WORDS
    denied = [part for clause in clauses if (part := _denied(clause, short=short, fresh=_is_fresh(text, clause)))]
    denied += list(_missing(clauses, {part.start for part in denied}, names))
    titles = names.titles([title_key(part.text) for part in denied]) if denied else {}
    denied = [part for part in denied if not _is_known(titles.get(title_key(part.text)))]
    starts = {part.start for part in denied}
    if any(clause.start not in starts and any(map(str.isalnum, clause.text)) for clause in clauses):
        yield from ((part.start, part.end) for part in denied)


def _is_known(film: Titled | None) -> bool:
    return film is not None and film.known


def _clauses(text: str) -> Iterator[_Clause]:
    at = 0
    for cut in _CUT.finditer(text):
        yield _Clause(at, cut.start(), text[at : cut.start()])
        at = cut.end()
    yield _Clause(at, len(text), text[at:])


def _is_fresh(text: str, clause: _Clause) -> bool:
    """Whether a clause begins a sentence or an aside."""
    return (before(text, clause.start).rstrip() or ".")[-1] in _FRESH


def _denied(clause: _Clause, *, short: bool, fresh: bool) -> _Clause | None:
    """The part of a clause that says what the film is not; in a story only what can hardly mean a thing in it."""
    match = _NOT.fullmatch(clause.text)
    if match is None or not _is_a_thing(what := match["what"]):
        return None
    plain = what[0].isupper() or (_ARTICLE if match["it"] else _OF_FILMS).match(what) or (fresh and not match["it"])
    if not (short or plain):
        return None
    return _Clause(clause.start, clause.start + match.end("what"), clause.text[: match.end("what")])


def _is_a_thing(what: str) -> bool:
    """Whether words name something, as a film or what is in it, and tell nothing."""
    words = what.casefold().split()
    telling = [word for word in words if word not in _SMALL]
    verb = words[0].endswith("ing") or _PLURAL_VERB.fullmatch(what) or _GOES_ON.match(what)
    return 0 < len(telling) <= _MOST_TELLING and not verb and not _NEVER.intersection(words)


def _missing(clauses: Sequence[_Clause], denied: Container[int], names: Names) -> Iterator[_Clause]:
    """What the film has not, in the last clauses: "no zombies", "without any magic in it"."""
    for clause in reversed(clauses[-_MOST_MISSING:]):
        match = _NO.fullmatch(clause.text)
        if match and not _NEVER.intersection(words := match["what"].casefold().split()) and words[0] not in _SMALL:
            if not match["here"] and not _is_missed(match["what"], names):
                return
            yield clause
        elif clause.start not in denied and any(map(str.isalnum, clause.text)):
            return


def _is_missed(what: str, names: Names) -> bool:
    """Whether the catalogue knows films with one of these things, and none by the lack of it ("no dialogue")."""
    things = [title_key(thing) for thing in _OR.split(what)]
    if not all(thing.endswith(_MANY) for thing in things) or names.group(f"no {things[0]}"):
        return False
    return any(names.group(key) for thing in things for key in (thing, thing.removesuffix("s")))
