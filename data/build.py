"""Files in, a catalogue out: read, merge, leave out, write, index. An update is the same with the old records last."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from data import store
from data.adult import why_adult
from data.compose import Keys, film, licensed, normalised
from data.errors import NothingReadError, WrongCallError
from data.formats import Format
from data.merge import Merger, Repeats
from data.record import Record
from data.report import FileRead, Report, write_json
from data.reuse import ReusingEncoder
from data.tally import Tally
from retrieval.build import Progress, build_index
from retrieval.ports import Encoder
from retrieval.types import Film, FilmId

_EVERY = 5000  # records between two reports of progress

Reading = Callable[[str, int], None]
"""Called with a file's name and how many of its records were read."""


@dataclass(frozen=True, slots=True)
class Input:
    """A file or a folder to read, and as what."""

    format: Format
    path: Path


@dataclass(frozen=True, slots=True)
class Indexing:
    """What an index takes: its maker, and who is told how far it is."""

    encoder: Encoder
    progress: Progress


def build(
    folder: Path, inputs: Sequence[Input], *, accepted: Collection[str], indexing: Indexing | None, reading: Reading
) -> Report:
    """Make a catalogue of files, the most trusted first; with `indexing` its index too.

    Raises:
        WrongCallError: the folder has an index, and none is to be made.
        NothingReadError: no file gave a film; the folder is as it was.
        DataError: the disk refused.
        retrieval.errors.RetrievalError: the index cannot be made.
    """
    if indexing is None and store.has_index(folder):
        raise WrongCallError(f"{folder} holds an index, which would be out of date; take a new folder, or index too.")
    report, began = Report(), time.monotonic()
    with store.locked(folder):
        merger = Merger()
        _read(inputs, merger, report, accepted=accepted, reading=reading)
        _make(folder, merger, report, indexing=indexing, began=began)
    return report


def update(
    folder: Path, inputs: Sequence[Input], *, accepted: Collection[str], indexing: Indexing | None, reading: Reading
) -> Report:
    """Add files to the catalogue in a folder: new films, and texts and facts that replace those of the same source.

    Raises:
        WrongCallError: there is no catalogue.
        NothingReadError: no file gave a record; the catalogue is as it was.
        DataError: the disk refused, or the catalogue is damaged.
        retrieval.errors.RetrievalError: the index cannot be made.
    """
    report, began = Report(), time.monotonic()
    with store.locked(folder):
        merger = Merger()
        _read(inputs, merger, report, accepted=accepted, reading=reading)
        for record in store.read(folder):
            merger.add(record, file=len(inputs))
        _make(folder, merger, report, indexing=indexing, began=began)
    return report


def remove(folder: Path, film_ids: Collection[str], *, indexing: Indexing | None) -> Report:
    """Take films out of the catalogue in a folder.

    Raises:
        WrongCallError: there is no catalogue, or it lacks one of the films.
        NothingReadError: no film would be left.
        DataError: the disk refused, or the catalogue is damaged.
        retrieval.errors.RetrievalError: the index cannot be made.
    """
    report, began = Report(), time.monotonic()
    with store.locked(folder):
        keys = Keys()
        stored = [keys.give(record) for record in store.read(folder)]
        if missing := set(film_ids) - {key for key, _ in stored}:
            raise WrongCallError(f"The catalogue in {folder} has no film {min(missing)}; nothing was removed.")
        for key, record in stored:
            if key in film_ids:
                report.drop("removed", record.title or "")
        kept = ((key, record) for key, record in stored if key not in film_ids)
        _write(folder, _composed(kept, report), report, indexing=indexing, began=began)
    return report


def _read(
    inputs: Sequence[Input], merger: Merger, report: Report, *, accepted: Collection[str], reading: Reading
) -> None:
    for number, each in enumerate(inputs):
        file = FileRead(each.format.name, each.path.name, Tally())
        report.files.append(file)
        reading(file.name, 0)
        for record in _once(each.format.read(each.path, file.tally), file.tally):
            file.records += 1
            plain = normalised(record, report.unknown)
            judged = replace(plain, adult=why_adult(plain))
            merger.add(licensed(judged, accepted, report.texts_left_out), file=number)
            if file.records % _EVERY == 0:
                reading(file.name, file.records)
        reading(file.name, file.records)
    if not any(file.records for file in report.files):
        raise NothingReadError("No film was read of any file; see above why, and name another TYPE.", report.lines())


def _once(records: Iterable[Record], tally: Tally) -> Iterator[Record]:
    repeats = Repeats()
    for record in records:
        if repeats.again(record):
            tally.skip("the same row twice", record.title or "")
        else:
            yield record


def _make(folder: Path, merger: Merger, report: Report, *, indexing: Indexing | None, began: float) -> None:
    _write(folder, _composed(_wanted(merger, report), report), report, indexing=indexing, began=began)


def _wanted(merger: Merger, report: Report) -> Iterator[tuple[FilmId, Record]]:
    keys = Keys()
    for record in merger.films():
        if record.adult:
            report.drop(record.adult, record.title or "")
        else:
            yield keys.give(record)
    report.merging = merger.counts


def _composed(records: Iterable[tuple[FilmId, Record]], report: Report) -> Iterator[tuple[Film, Record]]:
    for key, record in records:
        found = film(key, record)
        report.count(found)
        report.texts.update(text.source for text in record.texts)
        yield found, record


def _write(
    folder: Path,
    films: Iterable[tuple[Film, Record]],
    report: Report,
    *,
    indexing: Indexing | None,
    began: float,
) -> None:
    aside = store.write(folder, films)
    if not report.films:
        raise NothingReadError("No film would be left in the catalogue; see above why.", report.lines())
    if indexing is not None:
        encoder = ReusingEncoder(indexing.encoder, folder)
        manifest = build_index(
            folder,
            aside,
            encoder,
            licences=report.licences,
            progress=indexing.progress,
            storage=encoder.storage,
        )
        report.passages, report.passages_encoded = manifest.rows, encoder.encoded
    store.publish(folder, aside)
    report.seconds = time.monotonic() - began
    write_json(report, folder / store.REPORT)
