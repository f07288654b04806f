"""THE way a film becomes passages and a conversation becomes a query.

Training, building, serving and tests all call this, so they cannot drift apart. Whoever changes what it returns raises
`TEXT_VERSION`: indexes built before are then refused and rebuilt.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from retrieval.types import Film, Passage, PassageKind, Role

TEXT_VERSION = 1

_WINDOW_WORDS = 60  # about 80 tokens: three or four sentences, one event of the story
_RUN_ON_WORDS, _CUT_WORDS = 40, 30  # people who type a memory do without full stops
_SENTENCE_WORDS = 3
_MOST_SENTENCES = 16
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+")
_TAG = re.compile(r"\x1b\[[0-9;]*[A-Za-z]|\[[^\[\]]{0,40}\]|https?://\S+|<(?:[@#:/]|a:|t:|id:)[^>\s]{0,80}>")
"""Terminal codes, forum tags, links, and what a chat writes for mentions, emoji, times and commands."""
_FOLDED = re.compile(r"\w+")
_MARKUP = re.compile(r"[*_`~|#>]+")


def passages(film: Film) -> Iterator[Passage]:
    """Cut a film into the passages that are encoded, one row of the index each; the first is always its identity.

    The pieces are small because a memory is: someone recalls one scene, one role. The identity goes on into the story
    because another recalls a bit of everything. What others remembered is also a piece as a whole: so it is asked.
    """
    for kind, text in _pieces(film):
        yield Passage(film.film_id, kind, text)


def _pieces(film: Film) -> Iterator[tuple[PassageKind, str]]:
    yield PassageKind.IDENTITY, " ".join(filter(None, (identity(film), film.premise, film.plot, _keywords(film))))
    if film.premise:
        yield PassageKind.PREMISE, film.premise
    for window in windows(film.plot or ""):
        yield PassageKind.PLOT, window
    for scene in film.scenes:
        yield PassageKind.SCENE, scene
    for role in film.roles:
        yield PassageKind.ROLE, role_line(role)
    if keywords := _keywords(film):
        yield PassageKind.KEYWORDS, keywords
    for memory in film.memories:
        yield PassageKind.MEMORY, memory
        if len(parts := windows(memory)) > 1:
            yield from ((PassageKind.MEMORY, part) for part in parts)


def identity(film: Film) -> str:
    """Who a film is, without its story: title, year, genres, people."""
    parts = [f"{film.title} ({film.year})" if film.year else film.title, ", ".join(film.genres)]
    if film.directors:
        parts.append(f"Directed by {', '.join(film.directors[:2])}")
    if film.cast:
        parts.append(f"Starring {', '.join(film.cast)}")
    return ". ".join(filter(None, parts)) + "."


def role_line(role: Role) -> str:
    """A role as one line, such as "Brad Pitt as Joe Black: Death, borrowing a young man's body"."""
    part = f"{role.actor} as {role.character}" if role.character else role.actor
    return f"{part}: {role.description}" if role.description else part


def _keywords(film: Film) -> str:
    return ", ".join((*film.keywords, *film.mood))


def windows(text: str) -> list[str]:
    """Cut a story into windows of whole sentences, about 60 words each, one sentence of overlap."""
    done: list[str] = []
    window: list[str] = []
    fresh = False  # whether the window holds more than the overlap
    for sentence in filter(None, _SENTENCE_END.split(text.strip())):
        window.append(sentence)
        fresh = True
        if sum(len(part.split()) for part in window) >= _WINDOW_WORDS:
            done.append(" ".join(window))
            window, fresh = window[-1:], False
    if fresh:
        done.append(" ".join(window))
    return done


def clean_utterance(text: str) -> str:
    """What a user typed, without forum tags, links, chat mentions, markup and control characters; one line."""
    text = unicodedata.normalize("NFKC", text).replace("\u2019", "'")
    text = _MARKUP.sub(" ", _TAG.sub(" ", text))
    line = " ".join(text.split())
    if line.isprintable():  # letter by letter takes a millisecond
        return line
    return " ".join("".join(c if c.isprintable() else " " for c in line).split())


def join_query(utterances: Sequence[str], *, count: Callable[[str], int], budget: int) -> str:
    """Join what was said, oldest first, into the text that is encoded.

    When it outgrows the encoder's window, the first utterance (it tells the story) and the newest ones (they correct
    it) stay; a first one so long that it would crowd them out is cut to what they leave, half the window at least.
    `count` gives a text's length in tokens, `budget` the window.
    """
    said = [text for text in utterances if text]
    if len(said) < 2:  # noqa: PLR2004  # the encoder cuts a single one by itself
        return "".join(said)
    left = budget - min(count(said[0]), budget // 2)
    kept: list[str] = []
    for text in reversed(said[1:]):
        if kept and count(text) > left:
            break
        kept.append(_cut(text, count=count, budget=left))
        left -= count(kept[-1])
    rest = budget - sum(count(text) for text in kept)
    return "\n".join([_cut(said[0], count=count, budget=rest), *reversed(kept)])


def _cut(text: str, *, count: Callable[[str], int], budget: int) -> str:
    """The longest beginning of a text that is within the budget, in whole words where the script has blanks."""
    if count(text) <= budget:
        return text
    end = bisect_right(range(1, len(text) + 1), budget, key=lambda end: count(text[:end]))
    return text[:end].rsplit(" ", 1)[0]


def sentences(text: str) -> list[str]:
    """The sentences of a query that has several; run-on ones are cut, scraps of one or two words left out."""
    found: list[str] = []
    for sentence in chain.from_iterable(map(_SENTENCE_END.split, text.splitlines())):
        words = sentence.split()
        while len(words) > _RUN_ON_WORDS:
            found.append(" ".join(words[:_CUT_WORDS]))
            words = words[_CUT_WORDS:]
        if len(words) >= _SENTENCE_WORDS:
            found.append(" ".join(words))
    return found[:_MOST_SENTENCES] if len(found) > 1 else []


def without_names(text: str, names: Sequence[str]) -> str:
    """A text without these people's names."""
    for name in names:
        text = re.sub(r"\b" + r"\W+".join(map(re.escape, name.split())) + r"(?:'s)?\b", " ", text, flags=re.IGNORECASE)
    return " ".join(text.split()) if names else text


def sound(text: str) -> str:
    """A text whose half characters (bytes of a shell that were no text) became question marks: files hold none."""
    return text.encode("utf-8", "replace").decode()


def fold(text: str) -> str:
    """Lower case without accents and punctuation, words apart by one blank: what names and titles are compared in."""
    if text.isascii():  # the same, at a fifth of the time
        return " ".join(_FOLDED.findall(text.lower()))
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return " ".join(_FOLDED.findall("".join(c for c in plain if not unicodedata.combining(c))))
