"""Questions as other people would have typed them: cut short, without hedges, with typos."""

from __future__ import annotations

import random
import re

from training.config import AugmentConfig

_SENTENCE = re.compile(r"(?<=[.!?\n])\s+")
_HEDGE = re.compile(
    r"\b(?:i think|i believe|i guess|i'm (?:pretty|fairly|not) sure(?: if| that)?|maybe|perhaps|possibly|probably|"
    r"might have been|may have been|as far as i (?:can )?remember|if i recall|iirc|not sure(?: if)?|kind of|sort of)"
    r"\b,?\s*",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][\w'-]+(?: [A-Z][\w'-]+)*")
"""Capitals inside a sentence. A word that has one there is a name wherever it stands in the text."""
_KEPT = (0.4, 0.9)  # of the sentences of a cut question
_TYPO_RATE = 0.03  # of its letters


def augment(text: str, config: AugmentConfig, rng: random.Random) -> str:
    """Change a question by chance; never to nothing."""
    if rng.random() < config.cut:
        text = _cut(text, rng)
    if rng.random() < config.hedges:
        text = _HEDGE.sub("", text).strip() or text
    if rng.random() < config.typos:
        text = _mistype(text, rng)
    return text


def hide_names(text: str) -> str:
    """A story as one who forgot its names tells it: each run of them becomes "someone"."""
    names = {word for run in _NAME.findall(text) for word in run.split()}
    if not names:
        return text
    either = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.sub(rf"\b(?:{either})(?: (?:{either}))*\b", "someone", text)


def _cut(text: str, rng: random.Random) -> str:
    """Keep some of the sentences, in order."""
    sentences = _SENTENCE.split(text)
    kept = max(1, round(len(sentences) * rng.uniform(*_KEPT)))
    chosen = sorted(rng.sample(range(len(sentences)), kept))
    return " ".join(sentences[place] for place in chosen).strip() or text


def _mistype(text: str, rng: random.Random) -> str:
    """Swap, drop or double a few letters inside words."""
    letters = list(text)
    for place in range(1, len(letters) - 1):
        if letters[place].isalpha() and letters[place + 1].isalpha() and rng.random() < _TYPO_RATE:
            kind = rng.randrange(3)
            if kind == 0:
                letters[place], letters[place + 1] = letters[place + 1], letters[place]
            else:
                letters[place] = "" if kind == 1 else letters[place] * 2
    return "".join(letters)
