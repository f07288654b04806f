"""What a build read, merged, left out and why: `report.json`, and the same in a few lines for people."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from data.licences import SOURCES
from data.tally import Tally
from retrieval.types import Film

_MOST_UNKNOWN = 20
_FACTS = (
    "year runtime genres directors cast countries languages votes wikipedia_title premise plot scenes keywords".split()
)


@dataclass(slots=True)
class FileRead:
    """What came of one file."""

    type: str
    name: str
    tally: Tally
    records: int = 0


@dataclass(slots=True)
class Report:
    """Counts of a build or an update; filled as it goes."""

    files: list[FileRead] = field(default_factory=list)
    merging: Counter[str] = field(default_factory=Counter)
    dropped: Counter[str] = field(default_factory=Counter)
    dropped_titles: dict[str, list[str]] = field(default_factory=dict)
    texts: Counter[str] = field(default_factory=Counter)
    texts_left_out: Counter[str] = field(default_factory=Counter)
    unknown: dict[str, Counter[str]] = field(
        default_factory=lambda: {name: Counter() for name in ("genres", "countries", "languages")}
    )
    coverage: Counter[str] = field(default_factory=Counter)
    films: int = 0
    films_with_text: int = 0
    films_with_imdb_id: int = 0
    passages: int | None = None
    passages_encoded: int | None = None
    """None without an index; what was not encoded was in the index before."""
    seconds: float = 0.0

    def drop(self, reason: str, title: str, *, examples: int = 50) -> None:
        """Count a film that is left out, and name it."""
        self.dropped[reason] += 1
        titles = self.dropped_titles.setdefault(reason, [])
        if len(titles) < examples:
            titles.append(title)

    def count(self, film: Film) -> None:
        """Count a film of the catalogue."""
        self.films += 1
        self.films_with_text += film.has_text
        self.films_with_imdb_id += film.film_id.startswith("tt")
        self.coverage.update(name for name in _FACTS if getattr(film, name))

    @property
    def licences(self) -> tuple[str, ...]:
        """Of the texts that are in, for the manifest."""
        return tuple(sorted(SOURCES[source].credit for source in self.texts))

    def as_json(self) -> dict[str, Any]:
        """The report for machines."""
        return {
            "films": self.films,
            "films_with_text": self.films_with_text,
            "films_with_imdb_id": self.films_with_imdb_id,
            "files": [_file_row(file) for file in self.files],
            "merging": dict(self.merging),
            "dropped": {reason: self._dropped_row(reason) for reason in self.dropped},
            "texts": {source: {"kept": n, "licence": SOURCES[source].licence} for source, n in self.texts.items()},
            "texts_left_out": dict(self.texts_left_out),
            "licences": list(self.licences),
            "coverage": {name: {"films": n, "share": round(n / self.films, 4)} for name, n in self.coverage.items()},
            "labels_left_out": {
                name: {"labels": len(labels), "times": labels.total(), "most": dict(labels.most_common(_MOST_UNKNOWN))}
                for name, labels in self.unknown.items()
            },
            "passages": self.passages,
            "passages_encoded": self.passages_encoded,
            "seconds": round(self.seconds, 1),
        }

    def _dropped_row(self, reason: str) -> dict[str, Any]:
        return {"films": self.dropped[reason], "titles": self.dropped_titles.get(reason, [])}

    def lines(self) -> list[str]:
        """The report for people."""
        said = [f"{self.films:,} films, {self.films_with_text:,} with text, in {self.seconds:.0f} s"]
        if self.passages is not None:
            said.append(f"{self.passages:,} passages, {self.passages_encoded:,} of them encoded now")
        for file in self.files:
            said.append(f"{file.type} {file.name}: {file.tally.rows:,} rows, {file.records:,} records")
            said += [f"  malformed: {reason}: {n:,}" for reason, n in file.tally.malformed.most_common()]
            said += [f"  left out: {reason}: {n:,}" for reason, n in file.tally.skipped.most_common()]
        said += [f"{reason}: {n:,}" for reason, n in self.merging.most_common()]
        said += [f"dropped: {reason}: {n:,}" for reason, n in self.dropped.most_common()]
        said += [f"texts of {SOURCES[source].credit}: {n:,}" for source, n in self.texts.most_common()]
        for source, number in self.texts_left_out.most_common():
            needed = " ".join(f"--accept {name}" for name in SOURCES[source].accept) if source in SOURCES else ""
            said.append(f"texts of {source} left out, its terms are not accepted: {number:,} {needed}".rstrip())
        shares = (f"{name} {self.coverage[name] / max(self.films, 1):.0%}" for name in _FACTS)
        return [*said, f"coverage: {', '.join(shares)}"]


def _file_row(file: FileRead) -> dict[str, Any]:
    def counted(reasons: Counter[str]) -> dict[str, Any]:
        return {reason: {"times": n, "first": file.tally.places[reason]} for reason, n in reasons.most_common()}

    return {
        "type": file.type,
        "file": file.name,
        "rows": file.tally.rows,
        "records": file.records,
        "malformed": counted(file.tally.malformed),
        "left_out": counted(file.tally.skipped),
    }


def write_json(report: Report, path: Path) -> None:
    """Write the report aside and rename it in."""
    aside = path.with_name(f".{path.name}")
    aside.write_text(json.dumps(report.as_json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    aside.replace(path)
