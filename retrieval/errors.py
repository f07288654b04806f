"""What can go wrong between words and films. Each leaf's message is one sentence that says what to do next.

RetrievalError
├── CatalogueError          a film file cannot be read
├── IndexUnusableError      the index directory cannot be used
│   ├── IndexMissingError
│   ├── IndexMismatchError  it was built by another encoder, text version or catalogue
│   └── IndexDamagedError
├── IndexBuildError         the index could not be written (a full disk, say)
└── EncoderError            the encoder's files are missing, damaged or foreign
"""

from __future__ import annotations


class RetrievalError(Exception):
    """Anything that stops the search; `str(error)` is fit to be shown."""


class CatalogueError(RetrievalError):
    """A film file cannot be read."""


class IndexUnusableError(RetrievalError):
    """The index directory cannot be used as it is."""


class IndexMissingError(IndexUnusableError):
    """There is no index at that place."""


class IndexMismatchError(IndexUnusableError):
    """The index was made by another encoder, text version or catalogue than this program has."""


class IndexDamagedError(IndexUnusableError):
    """A file of the index is missing, cut short or changed."""


class IndexBuildError(RetrievalError):
    """The index could not be written."""


class EncoderError(RetrievalError):
    """The encoder's files are missing, damaged or of another kind."""
