"""What Discord and we ask of a request that its OpenAPI document does not say, for every request of every story."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tests.fakes.discord_payloads import walk

MOST_COMPONENTS, MOST_TEXT, LONGEST_ALT = 40, 4000, 1024
TEXT, THUMBNAIL, GALLERY = 10, 11, 12


def broken_rules(body: Any) -> Iterator[str]:
    """What is too much of a message, and the pictures in it that nobody who cannot see would know of."""
    if not isinstance(body, Mapping):
        return
    message = body["data"] if isinstance(body.get("data"), Mapping) else body
    every = list(walk(message.get("components") or ()))
    every += [one["accessory"] for one in every if "accessory" in one]
    if len(every) > MOST_COMPONENTS:
        yield f"{len(every)} components"
    length = sum(len(one["content"].encode("utf-16-le")) // 2 for one in every if one.get("type") == TEXT)
    if length > MOST_TEXT:
        yield f"{length} characters of text"
    pictures = [one for one in every if one.get("type") == THUMBNAIL]
    pictures += [item for one in every if one.get("type") == GALLERY for item in one["items"]]
    for picture in pictures:
        if not 0 < len(picture.get("description") or "") <= LONGEST_ALT:
            yield "a picture without words"
    if any("image" in embed or "thumbnail" in embed for embed in message.get("embeds") or ()):
        yield "a picture in an embed, for which the library takes no words"
