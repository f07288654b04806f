"""Rows of a parquet file. Needs `pyarrow` (the extra `training`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from data.errors import WrongCallError
from data.sources.row import Row
from data.tally import Tally

_BATCH = 2048  # rows held at a time
_LENGTH = 4  # bytes that say how long the footer is; the magic word behind them has as many


def rows(path: Path, tally: Tally, columns: Sequence[str]) -> Iterator[Row]:
    """Rows with these columns.

    Raises:
        WrongCallError: `pyarrow` is not installed.
    """
    try:
        from pyarrow import ArrowException, parquet  # noqa: PLC0415  # of the extra `training`
    except ModuleNotFoundError as error:
        raise WrongCallError(
            "Parquet files need pyarrow; install it with `pip install -e '.[training]'`, or alone."
        ) from error
    try:
        for batch in parquet.ParquetFile(path).iter_batches(_BATCH, columns=columns):
            for cells in batch.to_pylist():
                tally.rows += 1
                yield Row(cells, f"row {tally.rows}", tally)
    except (OSError, ValueError, KeyError, ArrowException) as error:
        tally.broken(f"the file breaks off ({type(error).__name__})", path.name)


def names(path: Path, *columns: str) -> bool:
    """Whether a file is parquet and its footer names these columns; needs no `pyarrow`."""
    if not path.is_file() or path.stat().st_size < 4 * _LENGTH:
        return False
    with path.open("rb") as file:
        if file.read(_LENGTH) != b"PAR1":
            return False
        file.seek(-2 * _LENGTH, 2)
        length = int.from_bytes(file.read(_LENGTH), "little")
        file.seek(-min(length + 2 * _LENGTH, path.stat().st_size), 2)
        footer = file.read(length)
    return all(name.encode() in footer for name in columns)
