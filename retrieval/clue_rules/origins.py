"""What a film speaks and where it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.clue_rules.rule import Rule
from retrieval.clue_rules.span import Span, before
from retrieval.origins import COUNTRY_WORDS, LANGUAGE_WORDS, SPOKEN
from retrieval.types import CountryClue, LanguageClue


def _any(words: dict[str, str]) -> str:
    """Any of the words, the longest first; by their first letters, for all alternatives are tried at every letter."""
    rests: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        rests.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(f"{letter}(?:{'|'.join(of)})" for letter, of in rests.items())


_LANGUAGE, _COUNTRY = _any(LANGUAGE_WORDS), _any(COUNTRY_WORDS)
_ENDS = (
    r"(?=\s*(?:[.,;!?)(]|$|(?:with|and|but|not|or|nor|i|all|so|maybe|perhaps|mostly|though|language|lol|haha|the whole|"
    r"throughout|because|bc|too|also|as far|if|please|audio|dialogue|dub(?:bed)?|version|originally|w/|no)\b))"
)
_MUCH = r"(?:mainly|mostly|all|entirely|completely|fully|largely|only|primarily)"
_FILM = (
    r"(?:\s+(?!(?:and|in|of|with|man|guy|woman|girl|boy|soldier|army)\b)[\w-]+)?"
    r"\s+(?:language\s+)?(?:films?|movies?|flicks?|pictures?|ones?|productions?|cinema|version|thriller|horror|comedy|drama|"
    r"western|musical|cartoon|anime|animation)\b"
)
_LANGUAGE_SAID = Rule(
    "|".join(
        rf"(?:{pattern})"
        for pattern in (
            rf"\bin\s+(?:(?:{_MUCH}|the|original|some|old|just|maybe|probably|subtitled)\s+)*(?P<in>{_LANGUAGE}){_ENDS}",
            rf"\boriginal(?:ly|\s+language\s+(?:is|was))\s+(?:in\s+)?(?P<original>{_LANGUAGE})\b",
            rf"\b(?:spoken in|dubbed (?:in|into))\s+(?P<spoken>{_LANGUAGE})\b",
            rf"\b(?:speaks?|speaking|spoke|talks?|talking|talked)\s+(?:(?:{_MUCH}|in)\s+)*(?P<speak>{_LANGUAGE})\b",
            rf"\b{_MUCH}\s+(?:in\s+)?(?P<mainly>{_LANGUAGE}){_ENDS}",
            rf"\b(?P<audio>{_LANGUAGE})[\s-]+(?:language|speaking|spoken|audio|dialogue|dialog|dub(?:bed)?)\b",
            rf"\b(?P<subs>{_LANGUAGE})\s+(?:(?:film|movie|one)\s+)?with\s+(?:\w+\s+)?sub(?:s|titles|titled)?\b",
            rf"\b(?:an?|the|some|that|this|old|small|it'?s|its|was|is|no|not)\s+(?:old\s+)?(?P<film>{_LANGUAGE}){_FILM}",
            (
                r"^(?:(?:it|it'?s|was|is|i|think|maybe|probably|no|yes|yeah|oh|and|but|also|definitely|pretty|sure|so|the|"
                rf"a|movie|film|one|language|might|be|have|been|not)[\s,]+)*(?P<bare>{_LANGUAGE})"
                r"(?=\W*(?:$|[.,;!?]|(?:i|maybe|probably|though|or|and not|not)\b))"
            ),
            (
                rf"\b(?:not|isn'?t|wasn'?t|nor)\s+(?:in\s+)?(?:the\s+|an?\s+)?(?P<not>{_LANGUAGE})"
                r"(?=\s*(?:[.,;!?]|$|ones?\b|version\b|remake\b))"
            ),
            (
                r"(?:[,;]|\banimated and|\bi (?:think|guess)(?: it'?s| it was)?|\b(?:maybe|probably))\s+"
                rf"(?P<aside>{_LANGUAGE})"
                r"(?=\s*(?:[.,;!?]|$|(?:i think|i guess|maybe|probably|or something)\b))"
            ),
        )
    ),
    cue=rf"\b(?:{_LANGUAGE})",
)
_FROM = (
    r"(?:^|[.,;!?]\s*|\b(?:it'?s|its|it was|film|movie|one|made|produced|filmed|comes|came|was|is|something|flick)\s+)"
    r"(?:(?:from|made in|produced in)\s+)"
)
_COUNTRY_SAID = Rule(
    rf"{_FROM}(?P<from>{_COUNTRY})\b|"
    rf"\b(?P<film>{_COUNTRY}){_FILM}|"
    rf"(?:(?:\bit'?s|\bit was)\s+|^)(?:an?\s+|not\s+)?(?P<bare>{_COUNTRY})(?=\s*(?:[.,;!?]|$|i\b|maybe\b))",
    cue=rf"\b(?:{_COUNTRY})",
)
_DENIED = re.compile(r"(?:\bnot|n't|\bno|\bnever|\bnor|\bnone|\bnon)\b[^.,;!?]{0,40}$", re.IGNORECASE)
_DENIES = re.compile(r"\b(?:not|isn'?t|wasn'?t|nor|non)\b", re.IGNORECASE)
_SUBTITLES = re.compile(r"\s*sub(?:s|titles?|titled)?\b", re.IGNORECASE)
_ONE_OF_SEVERAL = re.compile(rf"\b(?:{_LANGUAGE})\W*$", re.IGNORECASE)
"""Before another language: "German, French, or English" says nothing of either."""
_I_DO_NOT = re.compile(r"\bi\s+(?:don'?t|do not|didn'?t|can'?t|cannot)\s+(?:really\s+)?$", re.IGNORECASE)
_THEY = re.compile(
    r"(?:^|[.,;!?]|\b(?:they|they all|it|everyone|everybody|people|all|characters|actors|film|movie|all of them))"
    r"(?:'re)?\s*(?:(?:are|were|just|only|mostly|all|mainly)\s+)*$",
    re.IGNORECASE,
)
"""Who speaks for the film; one of its people may speak another language than the rest."""
_LANGUAGE_TOO = re.compile(r"\b(?:the|its|their) language\b|\blanguage (?:too|as well)\b", re.IGNORECASE)


def languages(text: str) -> Iterator[Span]:
    """Read "in French", "a Korean one", "they talk Russian", "not the Swedish"; who is French speaks for nothing."""
    for match in _LANGUAGE_SAID.finditer(text):
        word = next(group for group in match.groups() if group)
        language = LANGUAGE_WORDS[word.casefold()]
        said = before(text, match.start())
        if (_SUBTITLES.match(text, match.end()) and not match["subs"]) or _I_DO_NOT.search(said):
            continue
        if match["aside"] and _ONE_OF_SEVERAL.search(said):
            continue
        vague = "dub" in match.group().casefold() or bool(match["aside"] or (match["speak"] and not _THEY.search(said)))
        refused = bool(match["film"]) and match.group().casefold().startswith("no ")  # "no japanese films"
        denied = refused or bool(_DENIES.search(match.group()) or _DENIED.search(said))
        start = match.start("aside") if match["aside"] else match.start()
        yield Span(start, match.end(), LanguageClue(language, not denied), drop=denied, vague=vague)


def countries(text: str) -> Iterator[Span]:
    """Read "a British film", "it's from Indonesia", "an Aussie production"; where the story is set says nothing."""
    for match in _COUNTRY_SAID.finditer(text):
        word = next(group for group in match.groups() if group)
        country = COUNTRY_WORDS[word.casefold()]
        denied = bool(_DENIES.search(match.group()) or _DENIED.search(before(text, match.start())))
        yield Span(match.start(), match.end(), CountryClue(country, not denied), drop=denied)
        if (language := SPOKEN.get(country)) and (too := _LANGUAGE_TOO.search(text, match.end())) and not denied:
            yield Span(too.start(), too.end(), LanguageClue(language), drop=True)
