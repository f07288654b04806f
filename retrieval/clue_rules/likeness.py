"""Other films: what the film is like, whose cast somebody is from, and what it is not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from retrieval.clue_rules.dislikes import DISLIKES, NOT_MY_THING
from retrieval.clue_rules.namesakes import shared_title, which_of
from retrieval.clue_rules.rule import Rule, small
from retrieval.clue_rules.span import Span, before
from retrieval.clue_rules.tokens import Run, runs_from, runs_to
from retrieval.ports import Names, Titled
from retrieval.titles import title_key
from retrieval.types import CastClue, LikeClue, NotFilmsClue

_LIKE = Rule(
    r"\b(?:(?:kind|sort)\s?of like|kinda like|sorta like|similar (?:\w+ )?(?:to|as)|along the lines of|"
    r"(?:reminds?|reminded|reminding) me (?:(?:a lot|a bit|so much|very much|strongly) )?of|made me think of|"
    r"in the (?:same )?(?:vein|ballpark|style|spirit) (?:as|of)|"
    r"same (?!director|actor|actress|guy|people|cast|lead)(?:\w+ ){1,3}?as|close to|comparable to|"
    r"(?:cross|mix|mixture) (?:between|of)|somewhere between|feels? like|felt like|like)\s+"
    r"(?:(?:in )?(?:the )?(?:film|movie)s? (?:called )?)?[\"']?",
    cue="like|similar|along|remind|made me|in the|same|close to|comparable|cross|mix|between",
)
_BARE = Rule(
    r"(?:^|[.,;!?]\s+|\b(?:it'?s|it was|was|is)\s+)(?:(?:more|very|a bit|a little|like|just|so|hmm|ok|well)\s+)*"
    r"(?:(?P<vague>(?:kind|sort)\s?of|kinda|sorta|basically|think|imagine|picture|essentially|pretty much)|almost)?"
    r"\s*[\"']?"
)
"""What may stand before a title that is said to be like the film without "like": "kind of Alien but on earth"."""
_PLAIN = re.compile(r"(?:feels? |felt )?like\b|same\b|close to\b", re.IGNORECASE)
"""What may as well liken a place or a suit to anything else, so that few titles are sure to be meant."""
_VIBES = Rule(
    r"[\"']?(?:(?:\s+|-)(?:vibes?|energy|rip-?off|clone|knock-?off|"
    r"(?:feel|feeling)(?=\s*(?:[.,;!?)]|$|(?:to|and|but|with|about)\b)))|-(?:like|ish|esque))\b"
    r"(?!\s+(?:like|that|of))",
    cue="vibe|energy|rip|clone|knock|feel|-(?:like|ish|esque)",
)
"""Not "the brother and sister feel sick"."""
_LIGHT = re.compile(
    r"(?:^|[.,;!?:(]|\band\b|\bbut\b)\s*(?:(?:it|it'?s|was|is|that|this|kinda?|sort|sorta|of|a|an|bit|little|lot|very|"
    r"much|really|basically|more|the|one|feels?|felt|something|somewhat|almost|just|think|i|guess|maybe|has|"
    r"had|same|similar|vibe|idea|thing|so|well|hmm|oh|ok|yes|yeah|pretty|quite|looks?|looked|ish|in|my|head|to|me|"
    r"movies?|films?|for|want|looking|any|anything|show|give|us)\s+)*$",
    re.IGNORECASE,
)
"""Words that speak of the film: "it's a bit like Heat", and not "the house looked like home"."""
_HARD_END = re.compile(r"[\"']?\s*(?:[.,;!?)]|$|(?:but|except|if|only|meets|minus|without|just)\b)", re.IGNORECASE)
_END = re.compile(
    r"[\"']?\s*(?:[.,;!?)(]|$|(?:but|except|if|only|meets|minus|without|just|with|in|on|at|and|or|set|where|though|about|for|"
    r"mixed|crossed|vibes?|maybe|because|bc|when|as|then|from|actually|i)\b)",
    re.IGNORECASE,
)
_TURNS = re.compile(r"[\"']?\s*,?\s*(?:but|except|only|meets|minus|if|in|on|with)\b", re.IGNORECASE)
_CHANGE = r"(?:but|except|only|meets|minus)\b"
_CHANGES = re.compile(rf"[\"']?\s*,?\s*{_CHANGE}", re.IGNORECASE)
_CHANGES_LATER = Rule(_CHANGE)
_VAGUELY = re.compile(
    r"\b(?:kind|sort)\s?of|\b(?:kinda|sorta|basically|think|imagine|picture|essentially|pretty much)\b", re.IGNORECASE
)
_BARE_REACH = 90  # characters behind it in which the likeness has to change into something else
_BOTH = Rule(r"\b(?:between|cross|mix|mixture|like)\b", cue="between|cross|mix|like")
_OF_A_WORD = re.compile(r"-|\s+(?:clone|rip)", re.IGNORECASE)
_AND_LIKE = Rule(r"[\"']?\s*(?:and|or|meets|mixed with|crossed with)\s+[\"']?")
_MEETS = re.compile(r"[\"']?\s+meets\b", re.IGNORECASE)
_LIKES = re.compile(r"\b(?:i|we|you|he|she|they|would|really|also|people|do|did|not|n't|don'?t)\s*$", re.IGNORECASE)
_WHOSE = (
    r"(?:(?:(?:guy|man|dude|girl|woman|lady|actor|actress|kid|boy|one|lead|star|hero|chick|bloke|people)s?|cast)"
    r"\s+(?:from|as in|who was in|who is in|who played in|that was in)|(?:cast|star|stars|lead) (?:of|in))"
)
_CAST = Rule(
    r"\b(?:with|has|had|starring|stars?|and|it'?s|was|by|same)?\s*\b"
    rf"(?P<the>(?:the|that|those|same) |(?:an )?(?=act))?(?:same )?{_WHOSE}\s+[\"']?",
    cue=_WHOSE,
)
_CAST_END = re.compile(
    r"[\"']?\s*(?:[.,;!?)(]|$|(?:who|that|as|is|was|plays?|played|stars?|in it|and|or|but|with|i think|maybe)\b)",
    re.IGNORECASE,
)
"""After the film: "the guy from the village delivers food" is of a village."""
_WHO_MADE = r"(?:director|film-?maker|guy|people|person)s?\s+(?:(?:as|of|behind)|(?:who|that) (?:made|did|directed))\s"
_DIRECTOR = Rule(rf"\b(?:by |from |with )?(?:the |that )?(?:same )?{_WHO_MADE}\s*[\"']?", cue=_WHO_MADE)
_NOT = Rule(
    r"\b(?:not|isn'?t|wasn'?t|never|neither|nor|no|nothing from|none of)\s+"
    r"(?:(?:the|a|an|any|one|of|those|these|from|another|part|like|some|that|film|movie|called)\s+)*[\"']?"
)
_TASTE = Rule(DISLIKES)
_SEEN = Rule(
    r"\b(?:i|we|they|(?:my |the |our )?(?:kids?|wife|husband|family|son|daughter))(?:'?ve|'?s| have| has)\s+"
    r"(?:(?:already|both|all|just)\s+){0,2}(?:seen|watched)\s+(?:the (?:film|movie)\s+)?[\"']?",
    cue=r"(?:seen|watched)\s",
)
"""Whoever has seen a film knows that it is another one."""
_LIKED = re.compile(
    r"\b(?:i|we)(?:'?ve| have| haven'?t| have not)?\s+(?:(?:also|really|just|absolutely|already|never)\s+){0,2}"
    r"(?:liked?|loved?|enjoy(?:ed)?|seen|saw|watched)\s+(?:the (?:film|movie)\s+)?[\"']?",
    re.IGNORECASE,
)
_PRAISED = re.compile(
    r"[\"']?\s+(?:sounds?|looks?|was|is|seems)\s+(?:\w+\s+)?(?:amazing|great|good|awesome|fun|perfect|interesting)\b",
    re.IGNORECASE,
)
_MORE = re.compile(r"similar|like\s+(?:that|it|this|them|those)")
_SUCH = re.compile(
    r"\b(?:some?thing|anything|others?|more|any|movies?|films?|ones?)\s+(?:else\s+)?(?:just\s+)?"
    r"(?:like\s+(?:that|it|this|them|those)\b|similar\b)|\bsimilar\s+(?:movies?|films?|ones?|to\s+(?:that|it|this)\b)",
    re.IGNORECASE,
)
"""A wish for more of what was named before it: "I loved Enchanted, do you know any similar movies?"."""
_SUCH_NEAR = 120  # characters between a title and such a wish
_OWN_END = re.compile(
    r"(?P<parts>[\"']?(?:\s+\d(?:\s*(?:,|&|and)\s*\d){1,3})?)\s*"
    r"(?:[.,;:!?)-]|$|(?:and|but|do|can|could|any|so|too|a lot|very much|is there|are there|something)\b)",
    re.IGNORECASE,
)
_DENIALS = frozenset({"not", "taste", "seen", "down"})
_MOST = 24  # films that are read from one message; the family of each is looked up, which can take milliseconds
_NO = re.compile(r"(?:no|never)\s", re.IGNORECASE)  # "no monster" is of the story
_KIND_OF = re.compile(r"\b(?:an?|any|some)\s+[\"']?$", re.IGNORECASE)
_FILM = re.compile(
    r"[\"']?\s*(?P<many>(?:films?|movies?|ones?|series|franchise|sequels?|universe|thing|stuff|saga|flicks?)\b)?"
    r"(?=\s*(?:[.,;!?)]|$|(?:haha|lol|though|tho|either|please|but|and|or|nor|this|it|the|one|i|we|nobody|much|very|as|"
    r"at all|something|for)\b))",
    re.IGNORECASE,
)
_ITS = re.compile(
    r"(?:^|[.,;!?]|\b(?:no|nope|it'?s|its|it|that'?s|but|and|or|so|also|definitely|movie|film|flick))\s*$",
    re.IGNORECASE,
)
_CREDITS = frozenset({"cast", "crew"})
_LONG = 3  # words of a title that means itself, however few know the film; "is a movie" and "like times square" do not
_NOT_A_TITLE = frozenset(
    """it her him them us that this me we they he she you one home up now these those what who there here big old good
    bad long funny great new sure scary real true sad dark cold alone dead in out more first second last next love life
    animated anything something nothing everything everyone someone others people guys girls women men kids group
    present prince knife mask movie film""".split()
)


_ANY_FILM = frozenset(f"{kind} movie" for kind in "scary date disaster superhero lego epic teen".split())
"""Titles that are what people call any film of a kind."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a title may stand, and what it would mean there."""

    start: int
    """Where the cue before it begins."""
    runs: tuple[Run, ...]
    """Longest first."""
    kind: str


def other_films(text: str, names: Names) -> Iterator[Span]:
    """Read "like Heat but …", "Alien vibes", "the guy from Jaws", "not Marvel", looked up in the catalogue."""
    places = list(_places(text))
    runs = dict.fromkeys(run for place in places for run in place.runs)
    keys = {run: title_key(run.text) for run in runs}
    known = _without_people(_known(keys.values(), names), names)
    yield from islice(_spans(text, places, keys, known, names), _MOST)


def _known(keys: Iterable[str], names: Names) -> Mapping[str, Titled]:
    """What titles name; a number at their end may be one in letters ("oceans 11")."""
    keys = list(dict.fromkeys(filter(None, keys)))
    known = dict(names.titles(keys))
    spelt = {key: _NUMBER.sub(lambda number: _SPELT[number.group()], key) for key in keys if key not in known}
    spelt = {key: other for key, other in spelt.items() if other != key}
    found = names.titles(list(spelt.values())) if spelt else {}
    return known | {key: found[other] for key, other in spelt.items() if other in found}


def _without_people(known: Mapping[str, Titled], names: Names) -> Mapping[str, Titled]:
    """Titles without those that are cut to a person's name: "Jim Carrey: Unnatural Act" is not what he is called."""
    cut = [key for key, film in known.items() if " " in key and key != title_key(film.title)]
    people = names.people(cut) if cut else {}
    return {key: film for key, film in known.items() if key not in people}


def _spans(
    text: str, places: Iterable[_Place], keys: Mapping[Run, str], known: Mapping[str, Titled], names: Names
) -> Iterator[Span]:
    done = 0
    liked = 0  # where the words about the last film that it is like end
    for place in sorted(places, key=lambda place: (place.start, place.kind)):
        if place.start < done or (place.kind == "and" and not (liked and _follows(text, liked, place.start))):
            continue
        if span := _read(text, place, keys, known, names):
            done = span.end
            liked = done if isinstance(span.value, LikeClue) else 0
            yield span


def _follows(text: str, end: int, start: int) -> bool:
    return not text[end:start].strip(" \"'")


def _places(text: str) -> Iterator[_Place]:
    for kind, cue in (
        ("cast", _CAST),
        ("crew", _DIRECTOR),
        ("like", _LIKE),
        ("not", _NOT),
        ("taste", _TASTE),
        ("seen", _SEEN),
        ("bare", _BARE),
    ):
        for match in cue.finditer(text):
            if kind != "bare" or _may_be_bare(text, match):
                yield _Place(match.start(), tuple(runs_from(text, match.end())), kind)
    yield from _more_wanted(text)
    yield from _joined(text)
    for match in NOT_MY_THING.finditer(text):
        if runs := tuple(runs_to(text, match.start())):
            yield _Place(runs[-1].start, runs, "down")
    for match in _VIBES.finditer(text):
        runs = tuple(runs_to(text, match.start()))
        if runs:
            yield _Place(runs[-1].start, runs, "vibes")


def _joined(text: str) -> Iterator[_Place]:
    """Where a title may stand beside another that the film is like: "Jaws meets Alien", "like Jaws and Alien"."""
    for match in _AND_LIKE.finditer(text):
        if "meets" in match.group().casefold():
            if runs := tuple(runs_to(text, match.start())):
                yield _Place(runs[-1].start, runs, "met")
        elif not _BOTH.search(before(text, match.start())):
            continue
        yield _Place(match.start(), tuple(runs_from(text, match.end())), "and")


def _may_be_bare(text: str, cue: re.Match[str]) -> bool:
    """Whether it is worth while to look a title up there: most sentences begin with none."""
    return bool(cue["vague"] or _CHANGES_LATER.search(text, cue.end(), cue.end() + _BARE_REACH))


def _more_wanted(text: str) -> Iterator[_Place]:
    """Where a title may stand that more of its kind is wished of, further on in the message."""
    if _MORE.search(small(text)) is None:
        return
    for match in _LIKED.finditer(text):
        if _SUCH.search(text, match.end(), match.end() + _SUCH_NEAR):
            yield _Place(match.start(), tuple(runs_from(text, match.end())), "again")
    for match in _PRAISED.finditer(text):
        if _SUCH.search(text, match.end(), match.end() + _SUCH_NEAR) and (runs := tuple(runs_to(text, match.start()))):
            yield _Place(runs[-1].start, runs, "again")


def _read(text: str, place: _Place, keys: Mapping[Run, str], known: Mapping[str, Titled], names: Names) -> Span | None:
    for run in place.runs:
        if place.kind in _DENIALS and (span := _denied(text, place, run, known.get(keys[run]), names)):
            return span
        film = known.get(keys[run])
        if (
            film is None
            or not _is_title(run, film)
            or (place.kind in _CREDITS and not _is_credited(text, place, run, film))
        ):
            continue
        film_id, end = which_of(text, run.end, film)
        run = Run(run.start, end, run.text)  # noqa: PLW2901  # with the year behind the title
        shared = None if film_id else shared_title(film)
        film_id = film_id or film.film_id
        if place.kind in _CREDITS:
            who = names.cast(film_id) if place.kind == "cast" else names.directors(film_id)
            return Span(place.start, end, CastClue(film.title, film_id, tuple(who)), drop=True, shared=shared)
        own = place.kind == "again" and (_OWN_END.match(text, run.end) or _PRAISED.match(text, run.end))
        end = own.end("parts") if own and "parts" in own.groupdict() else end  # "Shrek 1 and 2"
        if own or (place.kind not in {*_DENIALS, "again"} and _is_likened(text, place, run, film)):
            if place.kind == "vibes" and (vibes := _VIBES.match(text, end)):
                end = vibes.end()
            value = LikeClue(film.title, film_id, tuple(names.family(film)))
            return Span(min(place.start, run.start), end, value, drop=True, shared=shared)
    return None


def _is_title(run: Run, film: Titled) -> bool:
    """Whether words that make a title's key mean it: an article has to be the title's own."""
    said = run.text.casefold().split()
    if run.text.casefold() in _ANY_FILM:
        return False
    key = title_key(run.text)
    if " " not in key and (
        not film.known or key in _NOT_A_TITLE or said[0].strip("'") in _NOT_A_TITLE or len(key) == 1
    ):
        return False
    if len(said) == 1:
        return True
    article = said[0] in {"the", "a", "an"}
    return not article or film.title.casefold().split()[0] == said[0]


def _is_credited(text: str, place: _Place, run: Run, film: Titled) -> bool:
    """Whether "the guy from …" speaks of who is in a film; people are told by films that many know."""
    cue = _CAST.match(text, place.start) if place.kind == "cast" else None
    definite = cue is None or cue["the"] is not None  # "a woman from the city" is of the story
    return film.known and definite and bool(_CAST_END.match(text, run.end))


def _is_likened(text: str, place: _Place, run: Run, film: Titled) -> bool:
    single = len(run.text.split()) == 1
    telling = film.known or len(title_key(run.text).split()) >= _LONG
    if place.kind == "vibes":  # "alien-like" and "an alien clone" have other meanings
        return not (single and _OF_A_WORD.match(text, run.end))
    if place.kind == "bare":
        cue = _VAGUELY.search(text, place.start, run.start)
        return telling and bool(_TURNS.match(text, run.end) if cue else not single and _CHANGES.match(text, run.end))
    if place.kind == "and":
        return bool(_END.match(text, run.end))
    if place.kind == "met":
        return telling and bool(_LIGHT.search(before(text, run.start)) and _MEETS.match(text, run.end))
    return _is_like(text, place, run, telling=telling or not _PLAIN.match(text, place.start))


def _is_like(text: str, place: _Place, run: Run, *, telling: bool) -> bool:
    """Whether "like …" is about the film, and not about something in it.

    Args:
        text: the message.
        place: where the words begin.
        run: the title.
        telling: whether the words can hardly mean anything but the title.
    """
    said = before(text, place.start)
    single = len(run.text.split()) == 1
    if re.match(r"like\b", text[place.start :], re.IGNORECASE) and _LIKES.search(said):
        return False
    if not _LIGHT.search(said):
        return telling and bool(_HARD_END.match(text, run.end)) and (not single or bool(_TURNS.match(text, run.end)))
    return bool(_END.match(text, run.end)) and (telling or bool(_CHANGES.match(text, run.end)))


def _denied(text: str, place: _Place, run: Run, film: Titled | None, names: Names) -> Span | None:
    """What "not …" leaves out: a group of films by keyword or title stem, or the films of one title."""
    ends = (NOT_MY_THING if place.kind == "down" else _FILM).match(text, run.end)
    single = len(run.text.split()) == 1
    if not ends or (single and run.text.casefold() in _NOT_A_TITLE):
        return None
    if _NO.match(text, place.start) and (single or not (film and film.known)):
        return None
    own = place.kind != "not" or bool(_ITS.search(before(text, place.start)))
    many = bool(ends.groupdict().get("many"))
    kind = _KIND_OF.search(before(text, run.start)) and not many
    if kind and film is not None and film.title.casefold().split()[0] not in {"a", "an"}:
        return None  # "not a knife"
    if film is not None and _is_title(run, film) and (own or not single):
        left_out = names.family(film) if many else (film.film_id,)
        if title_key(run.text) in _HEROES:  # "not Batman" means none of them
            left_out = tuple(dict.fromkeys((*names.family(film), *names.group(title_key(run.text)))))
        start = run.start if place.kind == "down" else place.start
        return Span(start, ends.end(), NotFilmsClue(film.title, tuple(left_out)), drop=True)
    key = _CALLED.get(title_key(run.text), title_key(run.text))
    if (own or many) and key in FRANCHISES and (group := names.group(key)):
        return Span(place.start, ends.end(), NotFilmsClue(run.text.title(), tuple(group)), drop=True)
    return None


_SPELT = {"7": "seven", "8": "eight", "11": "eleven", "12": "twelve", "13": "thirteen"}
_NUMBER = re.compile(rf"(?<= )(?:{'|'.join(_SPELT)})$")
_HEROES = frozenset(
    {"batman", "superman", "spider man", "spiderman", "twilight", "star wars", "star trek", "transformers", "godzilla"}
)
_CALLED = {
    "bond": "james bond",
    "007": "james bond",
    "mcu": "marvel",
    "spiderman": "spider man",
    "lotr": "lord of the rings",
}
"""Short names of groups, and the keyword that they stand for."""
FRANCHISES = frozenset(
    {
        *(
            "marvel",
            "mcu",
            "marvel comics",
            "marvel cinematic universe",
            "dc",
            "dc comics",
            "disney",
            "pixar",
            "ghibli",
        ),
        *("studio ghibli", "dreamworks", "star wars", "star trek", "james bond", "bond", "harry potter", "x men"),
        *("batman", "superman", "spider man", "avengers", "transformers", "fast and furious", "lord of the rings"),
        *("hunger games", "twilight", "pirates of the caribbean", "jurassic park", "godzilla", "king kong", "saw"),
        *("conjuring", "mission impossible", "rocky", "rambo", "terminator", "predator", "alien", "indiana jones"),
        *("toy story", "shrek", "ice age", "planet of the apes", "mad max", "stephen king", "superhero"),
    }
)
"""What people call a group of films by; other keywords ("dog") would shut out whatever has one in it."""
