"""One program to start and to ask: `python -m benchmarks.scale.program reelcall|flat FOLDER ENCODER`.

It answers each line with a film's title, so that its start and its memory can be measured from outside. `reelcall` is
the conversation with its store over an index, without a front end; `flat` is `IndexFlatIP` over what `save_flat` wrote.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Final

import faiss
import numpy as np

from benchmarks.scale.subject import FlatSearch, Subject, open_subject
from benchmarks.turns import open_conversation
from bot.core.types import ConversationId, UserTurn
from retrieval.encoder_onnx import OnnxEncoder

ANSWER: Final = "answer"
"""What stands before every answer, with its number behind it."""
_VECTORS, _ROWS, _TITLES = "flat.faiss", "first_row.npy", "titles.json"


def save_flat(folder: Path, subject: Subject) -> None:
    """Write what the alternative needs: all vectors, whose film each is, and the titles."""
    vectors = subject.vectors()
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    faiss.write_index(index, str(folder / _VECTORS))
    np.save(folder / _ROWS, subject.index.table.first_row)
    films = subject.index.catalogue.films(subject.index.table.film_ids)
    titles = [films[film_id].title for film_id in subject.index.table.film_ids]
    (folder / _TITLES).write_text(json.dumps(titles), encoding="utf-8")


def main(kind: str, folder: Path, encoder: Path) -> None:
    """Answer lines until there are no more."""
    if kind == "flat":
        _flat(folder, encoder)
    else:
        asyncio.run(_reelcall(folder, encoder))


def _flat(folder: Path, encoder: Path) -> None:
    titles = json.loads((folder / _TITLES).read_text(encoding="utf-8"))
    index = faiss.read_index(str(folder / _VECTORS))
    search = FlatSearch(index, np.load(folder / _ROWS), OnnxEncoder(encoder).encode_query)
    for number, line in enumerate(sys.stdin):
        _print(number, titles[search.find(line)[0]])


async def _reelcall(folder: Path, encoder: Path) -> None:
    search = open_subject(folder, encoder).search()
    try:
        async with open_conversation(search) as conversation:
            number = 0
            while line := await asyncio.to_thread(sys.stdin.readline):
                turn = UserTurn(conversation_id=ConversationId(f"program:{number}"), text=line)
                reply = await conversation.handle(turn)
                _print(number, reply.cards[0].title if reply.cards else reply.text)
                number += 1
    finally:
        search.close()


def _print(number: int, title: str) -> None:
    sys.stdout.write(f"{ANSWER} {number}: {title}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
