"""Which records are of one film: first by ids, then by title, year and people. When in doubt, two films stay two."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from data.combine import combine
from data.record import IdKind, Record
from retrieval.text import fold

_YEARS = 1  # between a première and a release
_RUNTIME = 0.2  # cuts differ by less


class _Film:
    """Records found to be of one film, each with where it comes in the order of trust: file, then place in it."""

    __slots__ = ("ids", "into", "parts")

    def __init__(self, record: Record, order: tuple[int, int]) -> None:
        self.ids = dict(record.ids)
        self.parts = [(order, record)]
        self.into: _Film | None = None
        """The film that has taken this one in."""

    def absorb(self, other: _Film) -> None:
        self.ids = other.ids | self.ids
        self.parts += other.parts
        other.parts, other.into = [], self

    def conflict(self, other: _Film, *, above: IdKind | None = None) -> bool:
        """Whether somebody who numbers films numbers these two apart; only those trusted more than `above`."""
        for kind in IdKind:
            if kind in (above, IdKind.WIKIPEDIA):
                return False
            if kind in self.ids and kind in other.ids and self.ids[kind] != other.ids[kind]:
                return True
        return False

    @property
    def records(self) -> list[Record]:
        return [record for _, record in sorted(self.parts, key=lambda part: part[0])]

    @property
    def files(self) -> set[int]:
        return {file for (file, _), _ in self.parts}

    @property
    def titles(self) -> set[str]:
        """Folded, all that it goes by; what folds to nothing ("…") names nothing."""
        names = (name for _, r in self.parts for name in (r.title, r.original_title, *r.alt_titles))
        return {fold(name) for name in names if name} - {""}

    @property
    def main_titles(self) -> set[str]:
        names = (name for _, record in self.parts for name in (record.title, record.original_title))
        return {fold(name) for name in names if name} - {""}

    @property
    def people(self) -> set[str]:
        names = (name for _, record in self.parts for name in (*record.directors, *record.cast))
        return {fold(name) for name in names} - {""}

    @property
    def years(self) -> set[int]:
        return {record.year for _, record in self.parts if record.year}

    @property
    def runtimes(self) -> set[int]:
        return {record.runtime for _, record in self.parts if record.runtime}


class Repeats:
    """Rows of one file that no id names, known by all that they say: the same row twice is one film."""

    def __init__(self) -> None:
        self._said: set[int] = set()

    def again(self, record: Record) -> bool:
        """Whether the file had just this row before. Ask before any text is left out, or two films may look alike."""
        if record.ids:
            return False
        names = (record.title, record.original_title, record.directors, record.cast)
        said = hash((*names, record.year, record.runtime, record.votes, record.texts))
        before = said in self._said
        self._said.add(said)
        return before


class Merger:
    """Takes records as they are read and keeps them by film.

    Attributes:
        counts: what was merged on what, and what was not, in words.
    """

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._read = 0
        self._films: list[_Film] = []
        self._by_id: dict[tuple[IdKind, str], _Film] = {}

    def add(self, record: Record, *, file: int) -> None:
        """Take one record of the `file`-th source; sources are trusted in the order of their numbers."""
        self._read += 1
        film = _Film(record, (file, self._read))
        for kind in IdKind:
            known = self._holder(kind, film)
            if known is None or known is film:
                continue
            if known.conflict(film, above=kind) or (kind == IdKind.WIKIPEDIA and not _same_article(known, film)):
                self.counts["not merged: the ids disagree"] += 1
                continue
            self.counts["merged by id"] += 1
            known.absorb(film)
            film = known
        if len(film.parts) == 1:
            self._films.append(film)
        for key in film.ids.items():
            self._by_id.setdefault(key, film)

    def _holder(self, kind: IdKind, film: _Film) -> _Film | None:
        holder = self._by_id.get((kind, film.ids[kind])) if kind in film.ids else None
        while holder is not None and holder.into is not None:
            holder = holder.into
        return holder

    def films(self) -> Iterator[Record]:
        """Match by title what no id tied together, then yield one record a film, in the order of first mention."""
        self._match_titles()
        for film in self._films:
            if not film.parts:
                continue
            found = combine(film.records)
            if found.title:
                yield found
            else:
                self.counts["left out: an id that no film has"] += 1

    def _match_titles(self) -> None:
        by_title: defaultdict[str, list[_Film]] = defaultdict(list)
        for film in self._films:
            for title in film.titles if film.parts else ():
                by_title[title].append(film)
        shared = [films for films in by_title.values() if len(films) > 1]
        for films in shared:
            self._match_people(films)
        for title, films in by_title.items():
            if len(films) > 1:
                self._match_without_people(title, films)

    def _match_people(self, films: list[_Film]) -> None:
        for place, film in enumerate(films):
            for other in films[place + 1 :]:
                if film is other or not film.parts or not other.parts or film.conflict(other):
                    continue
                if _near(film.years, other.years) and film.people & other.people:
                    self._join(film, other, "merged by title, year and people")

    def _match_without_people(self, title: str, films: list[_Film]) -> None:
        """Where a side names nobody, only a main title, the same year and being the only one will do."""
        for film in films:
            if not film.parts or film.people or title not in film.main_titles or not film.years:
                continue
            others = [other for other in films if other is not film and other.parts and _could_be(title, film, other)]
            if len(others) == 1:
                self._join(others[0], film, "merged by title and year")
            elif others:
                self.counts["not merged: several films of that title and year"] += 1

    def _join(self, one: _Film, other: _Film, reason: str) -> None:
        self.counts[reason] += 1
        one.absorb(other)


def _near(some: set[int], others: set[int]) -> bool:
    """Whether years agree, or one side has none."""
    return not some or not others or any(abs(one - other) <= _YEARS for one in some for other in others)


def _could_be(title: str, film: _Film, other: _Film) -> bool:
    if film.files & other.files or film.conflict(other):
        return False  # who lists two films lists two films
    if title not in other.main_titles or not film.years & other.years:
        return False
    lengths = [(one, two) for one in film.runtimes for two in other.runtimes]
    return not lengths or any(abs(one - two) <= _RUNTIME * max(one, two) for one, two in lengths)


def _same_article(known: _Film, new: _Film) -> bool:
    """One article may tell of several films: it ties those together that are of one title or of the same people."""
    if not _near(known.years, new.years):
        return False
    if not known.titles or not new.titles or known.titles & new.titles:
        return True
    return not (known.files & new.files) and bool(known.people & new.people)
