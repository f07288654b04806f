"""Which records are of one film: first by ids, then by title, year and people. When in doubt, two films stay two."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from heapq import heappop, heappush
from itertools import islice

from data.combine import combine
from data.record import IdKind, Record, TextKind
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
    def titles(self) -> AbstractSet[str]:
        """Folded, all that it goes by, in the order of the records; what folds to nothing ("…") names nothing."""
        names = (name for _, r in self.parts for name in (r.title, r.original_title, *r.alt_titles))
        return dict.fromkeys(folded for name in names if name and (folded := fold(name))).keys()

    @property
    def main_titles(self) -> set[str]:
        names = (name for _, record in self.parts for name in (record.title, record.original_title))
        return {fold(name) for name in names if name} - {""}

    @property
    def people(self) -> set[str]:
        names = (name for _, record in self.parts for name in (*record.directors, *record.cast))
        return {fold(name) for name in names} - {""}

    @property
    def marks(self) -> list[Hashable]:
        """What hardly another film of its title and year says: all that stands beside its votes, then its texts."""
        rows = [_said(record) for _, record in self.parts if record.votes]
        texts = ((r, text) for _, r in self.parts for text in r.texts if text.kind != TextKind.KEYWORDS)
        return [*rows, *((record.title, record.year, text) for record, text in texts)]

    @property
    def years(self) -> set[int]:
        return {record.year for _, record in self.parts if record.year}

    @property
    def runtimes(self) -> set[int]:
        return {record.runtime for _, record in self.parts if record.runtime}


class _ByPerson:
    """Films of one title by their people, so that only those that share somebody are compared."""

    def __init__(self, films: Sequence[_Film]) -> None:
        self._films = films
        self._people = [film.people for film in films]
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        for place, people in enumerate(self._people):
            for person in people:
                self._places[person].append(place)

    def later(self, place: int) -> Iterator[_Film]:
        """Those behind a place that share a person with the film there, in order.

        The people of those that the film absorbs on the way are its own from then on.
        """
        film, known, waiting = self._films[place], set[str](), list[int]()
        new = self._people[place]
        while True:
            for person in new - known:
                for later in self._places[person]:
                    if later > place:
                        heappush(waiting, later)
            known |= new
            new = set()
            if not waiting:
                return
            found = heappop(waiting)
            if found != place:  # else two people led to it
                place = found
                yield self._films[place]
                if self._films[place].into is film:
                    new = self._people[place]


class _ByYear:
    """Films of one main title by their years and their files, so that only those that may be one are compared."""

    def __init__(self, title: str, films: Sequence[_Film]) -> None:
        self._films: defaultdict[int, defaultdict[frozenset[int], list[_Film]]]
        self._films = defaultdict(lambda: defaultdict(list))
        for film in films:
            if film.parts and title in film.main_titles:
                self.add(film)

    def add(self, film: _Film) -> None:
        """Take a film; anew when it has absorbed another, for that has brought it years and files."""
        for year in film.years:
            self._films[year][frozenset(film.files)].append(film)

    def beside(self, film: _Film) -> Iterator[_Film]:
        """The films of one of its years that stand in none of its files, each once."""
        seen, own = {film}, film.files
        for year in film.years:
            for files, others in self._films[year].items():
                for other in others if files.isdisjoint(own) else ():
                    if other.parts and other not in seen:
                        seen.add(other)
                        yield other


class Repeats:
    """Rows of one file that no id names, known by all that they say: the same row twice is one film."""

    def __init__(self) -> None:
        self._said: set[int] = set()

    def again(self, record: Record) -> bool:
        """Whether the file had just this row before. Ask before any text is left out, or two films may look alike."""
        if record.ids:
            return False
        said = hash(_said(record))
        before = said in self._said
        self._said.add(said)
        return before


class Merger:
    """Takes records as they are read and keeps them by film.

    Attributes:
        counts: what was merged on what, and what was not, in words.
        compared: how often two films of one title were held against each other.
    """

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.compared = 0
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
        self._match_again()
        for title, films in by_title.items():
            if len(films) > 1:
                self._match_without_people(title, films)

    def _match_people(self, films: Sequence[_Film]) -> None:
        """Join, in order, every film with those behind it that share a person and a year with it."""
        by_person = _ByPerson(films)
        for place, film in enumerate(films):
            for other in by_person.later(place) if film.parts else ():
                self.compared += 1
                if other.parts and not film.conflict(other) and _near(film.years, other.years):
                    self._join(film, other, "merged by title, year and people")

    def _match_again(self) -> None:
        """What names nobody and tells again what a film of another file tells is that film, if others share its title.

        So a file that is read twice doubles nothing.
        """
        by_mark: defaultdict[Hashable, list[_Film]] = defaultdict(list)
        for film in self._films:
            for mark in film.marks if film.parts else ():
                by_mark[mark].append(film)
        for film in self._films:
            if not film.parts or film.people:
                continue
            alike = (other for mark in film.marks for other in by_mark[mark] if other.parts)
            if found := next((other for other in alike if not _apart(film, other)), None):
                first, second = sorted((film, found), key=lambda each: each.parts[0][0])
                self._join(first, second, "merged by title, year and text")

    def _match_without_people(self, title: str, films: Sequence[_Film]) -> None:
        """Where a side names nobody, only a main title, the same year and being the only one will do."""
        by_year = _ByYear(title, films)
        for film in films:
            if not film.parts or film.people or title not in film.main_titles or not film.years:
                continue
            others = self._could_be(title, film, by_year)
            if len(others) == 1 and self._could_be(title, others[0], by_year) == [film]:
                self._join(others[0], film, "merged by title and year")
                by_year.add(others[0])
            elif others:
                self.counts["not merged: several films of that title and year"] += 1

    def _could_be(self, title: str, film: _Film, by_year: _ByYear) -> list[_Film]:
        """Films that a film could be; two are as much in doubt as more."""
        fitting = (other for other in self._beside(film, by_year) if _could_be(title, film, other))
        return list(islice(fitting, 2))

    def _beside(self, film: _Film, by_year: _ByYear) -> Iterator[_Film]:
        for other in by_year.beside(film):
            self.compared += 1
            yield other

    def _join(self, one: _Film, other: _Film, reason: str) -> None:
        self.counts[reason] += 1
        one.absorb(other)


def _said(record: Record) -> Hashable:
    names = (record.title, record.original_title, record.directors, record.cast)
    return (*names, record.year, record.runtime, record.votes, record.texts)


def _near(some: set[int], others: set[int]) -> bool:
    """Whether years agree, or one side has none."""
    return not some or not others or any(abs(one - other) <= _YEARS for one in some for other in others)


def _apart(film: _Film, other: _Film) -> bool:
    """Whether ids or a file say that these are two: who lists two films lists two films."""
    return bool(film.files & other.files) or film.conflict(other)


def _could_be(title: str, film: _Film, other: _Film) -> bool:
    if _apart(film, other):
        return False
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
