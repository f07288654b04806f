"""The alternative: what one would write first. One vector a film, the nearest few, their titles; no words, no clues.

As a program (`python -m benchmarks.simple FOLDER`) it answers each line with a title, so that its start and its memory
can be held beside the bot's.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import faiss

from retrieval.build import VECTORS
from retrieval.encoder_onnx import OnnxEncoder, shipped_encoder
from retrieval.ports import Encoder
from retrieval.search import OpenIndex

_INDEX, _TITLES = "simple.faiss", "titles.json"


def simple_folder(home: Path) -> Path:
    """Where it keeps its files."""
    return home / "simple"


class SimpleSearch:
    """Nearest films by one vector each."""

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        """Load what `save` wrote."""
        self._index = faiss.read_index(str(folder / _INDEX))
        self._titles = json.loads((folder / _TITLES).read_text(encoding="utf-8"))
        self._encoder = encoder

    @classmethod
    def save(cls, folder: Path, index: OpenIndex, files: Path) -> None:
        """Take the row of each film as a whole out of the index whose files are given."""
        rows = index.table.first_row[:-1]
        vectors = faiss.read_index(str(files / VECTORS)).reconstruct_batch(rows)
        simple = faiss.IndexFlatIP(vectors.shape[1])
        simple.add(vectors)
        films = index.catalogue.films(index.table.film_ids)
        folder.mkdir(parents=True, exist_ok=True)
        faiss.write_index(simple, str(folder / _INDEX))
        titles = [films[film_id].title for film_id in index.table.film_ids]
        (folder / _TITLES).write_text(json.dumps(titles), encoding="utf-8")

    def find(self, text: str, *, limit: int = 50) -> list[str]:
        """Titles, best first."""
        _, numbers = self._index.search(self._encoder.encode_query([text]), min(limit, len(self._titles)))
        return [self._titles[number] for number in numbers[0]]


def main(folder: Path) -> None:
    """Answer lines until there are no more."""
    search = SimpleSearch(folder, OnnxEncoder(shipped_encoder()))
    for line in sys.stdin:
        sys.stdout.write(f"answer: {search.find(line)[0]}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
