"""The index in use, and the change to a newer one while the bot runs.

A build renames `manifest.json` in (`retrieval.manifest`). Whoever searches looks at that file's date, which is cheap;
when it has changed, the new generation is loaded in a thread of its own and takes the old one's place between two jobs
of the search's one worker thread. So no search sees two indexes, none waits, and the old files are closed when nobody
reads them any more.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Executor
from threading import Thread

from retrieval.manifest import MANIFEST, read_manifest
from retrieval.opened import OpenIndex

_log = logging.getLogger(__name__)


class LiveIndex:
    """Holds the index that is searched. `look` and `current` belong to the worker thread."""

    def __init__(self, index: OpenIndex, reopen: Callable[[], OpenIndex], worker: Executor) -> None:
        """Start with an index.

        Args:
            index: the one to use now; it is closed with this.
            reopen: loads the folder's index anew.
            worker: the single thread in which the index is read.
        """
        self.current = index
        self._reopen = reopen
        self._worker = worker
        self._seen: tuple[int, ...] | None = None
        self._loader: Thread | None = None

    def look(self) -> None:
        """Start loading the folder's index if its manifest is another than when last looked at."""
        if self._loader is not None and self._loader.is_alive():
            return
        try:
            stat = (self.current.folder / MANIFEST).stat()
        except OSError:  # removed, or out of reach: there is nothing to change to
            return
        found = (stat.st_mtime_ns, stat.st_ino, stat.st_size)
        if found != self._seen:
            self._seen = found
            self._loader = Thread(target=self._load, name="index loader")
            self._loader.start()

    def close(self) -> None:
        """Close the files; call it when the worker has ended."""
        if self._loader is not None:
            self._loader.join()
        self.current.catalogue.close()

    def _load(self) -> None:
        try:
            folder = self.current.folder
            if read_manifest(folder).generation == self.current.manifest.generation:
                return
            new = self._reopen()
        except Exception as error:  # noqa: BLE001  # whatever is wrong with the new index, the old one stays
            _log.warning("The new index in %s cannot be used, so the one in use stays: %s", folder, error)
            return
        try:
            self._worker.submit(self._swap, new)
        except RuntimeError:  # the search was closed meanwhile
            new.catalogue.close()

    def _swap(self, new: OpenIndex) -> None:
        old, self.current = self.current, new
        old.catalogue.close()
        _log.info("The index of %s is in use: %d films.", new.manifest.built_at, new.manifest.films)
