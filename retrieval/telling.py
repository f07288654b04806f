"""Which tokens late interaction looks at: those that tell something.

Indexes keep the vectors of these alone: who changes the list raises `retrieval.text.TEXT_VERSION`.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

_STOP: Final = frozenset(
    "a about after all also an and any are as at be been being but by can could did do does for from had has have "
    "he her hers him his i if in into is it its just me my of on or our out she so some than that the their them "
    "then there they this to up us was we were what when where which while who whom will with would you your s".split()
)


def telling_tokens(tokenizer: Tokenizer) -> NDArray[np.bool_]:
    """Which tokens of the vocabulary hold a letter or a digit and are no stop word; shape (vocabulary,)."""
    words = tokenizer.get_vocab()
    telling = np.zeros(max(words.values()) + 1, dtype=np.bool_)
    for word, place in words.items():
        telling[place] = any(c.isalnum() for c in word) and word not in _STOP and not word.startswith("[")
    return telling
