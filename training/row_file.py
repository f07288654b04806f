"""JSON lines that grow one answer at a time, so that a killed run has lost nothing that was paid for."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from training.questions import QuestionError

Row = Mapping[str, Any]
"""Its first key is `query_id`, the key by which it is found again; `RowFile` adds `made_by`."""

_BEGINNING = b'{"query_id": "'
"""How every row begins that this module writes."""


class RowFile:
    """The rows of an output file: those of earlier runs are known, new ones are appended.

    A last line without its end is what a killed run left; it is cut off when the file is opened for writing.
    """

    def __init__(self, path: Path, *, made_by: str) -> None:
        """Read what is there already.

        Args:
            path: the file; it need not exist.
            made_by: the model and the prompt. Rows of another maker are not mixed in.

        Raises:
            QuestionError: the file was not written by this command, or with another model or prompt.
        """
        if path.suffix == ".gz":
            raise QuestionError(f"{path} would be compressed, and rows are appended as plain text; leave .gz away.")
        self._path = path
        self._made_by = made_by
        content = path.read_bytes() if path.exists() else b""
        self._whole = content.rfind(b"\n") + 1
        rest = content[self._whole :]
        if not (rest.startswith(_BEGINNING) or _BEGINNING.startswith(rest)):
            raise QuestionError(f"{path} was not written by this command; name another file with --out.")
        self._rows = [self._row(line) for line in content[: self._whole].split(b"\n") if line.strip()]
        self._out: IO[bytes] | None = None

    def _row(self, line: bytes) -> Row:
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            row = None
        if not isinstance(row, dict) or not isinstance(row.get("query_id"), str) or "made_by" not in row:
            raise QuestionError(f"{self._path} was not written by this command; name another file with --out.")
        if row["made_by"] != self._made_by:
            raise QuestionError(
                f"{self._path} holds rows made by {row['made_by']}, which are not mixed with those of {self._made_by}; "
                "name another file with --out."
            )
        return row

    @property
    def rows(self) -> Sequence[Row]:
        """All rows, those of earlier runs first."""
        return self._rows

    @property
    def ids(self) -> frozenset[str]:
        """Which `query_id`s have their row."""
        return frozenset(row["query_id"] for row in self._rows)

    def __enter__(self) -> Self:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.touch()
        self._out = self._path.open("r+b")
        self._out.truncate(self._whole)
        self._out.seek(self._whole)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._out:
            self._out.close()
            self._out = None

    def append(self, rows: Sequence[Row]) -> None:
        """Write rows and hand them to the system, so that the end of this process cannot lose them.

        Raises:
            OSError: the disk refused.
        """
        if self._out is None:
            raise ValueError("the file is not open")
        made = [{**row, "made_by": self._made_by} for row in rows]
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in made)
        self._out.write(lines.encode("utf-8", "replace"))  # a model can spell half characters, no file can hold them
        self._out.flush()
        self._rows.extend(made)
