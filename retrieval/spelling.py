"""How far apart two spellings are, and which of several names a misspelt one means. Pure."""

from __future__ import annotations

from collections.abc import Iterable

_LETTERS = ((15, 3), (11, 2), (7, 1))
"""Letters that a name has at least, and how many slips are then forgiven: "brad pit" has one in seven."""
_DOMINATES = 3  # times as many films as another name that is as near


def slips_forgiven(name: str) -> int:
    """How many slips of the pen may be in a name of this length."""
    letters = len(name.replace(" ", ""))
    return next((slips for least, slips in _LETTERS if letters >= least), 0)


def distance(one: str, other: str, most: int) -> int | None:
    """Letters added, left out, changed or swapped with the next, as few as make one of the other.

    The optimal string alignment distance (Damerau 1964, in the restricted form: no letter is edited twice), looked at
    only near the diagonal, where less than `most` can be.

    Returns:
        The distance; None where it is more than `most`.
    """
    if abs(len(one) - len(other)) > most or len(set(one) ^ set(other)) > 2 * most:
        return None  # an edit adds, takes or exchanges one letter at most
    far = most + 1
    before: list[int] = []
    last = [min(place, far) for place in range(len(other) + 1)]
    for i, letter in enumerate(one, start=1):
        row = [min(i, far)] + [far] * len(other)
        for j in range(max(1, i - most), min(len(other), i + most) + 1):
            row[j] = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != other[j - 1]), far)
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == other[j - 1]:
                row[j] = min(row[j], before[j - 2] + 1)
        if min(row) > most:
            return None
        before, last = last, row
    return last[-1] if last[-1] <= most else None


def meant(name: str, known: Iterable[tuple[str, str, int]]) -> str | None:
    """Whose name is spelt like this; None where nobody's is, or several people's are as near.

    Args:
        name: folded, as it was typed.
        known: folded names, names as the catalogue spells them, and in how many films each is.
    """
    most = slips_forgiven(name)
    near = sorted(
        (apart, -films, spelt)
        for folded, spelt, films in set(known)
        if most and (apart := distance(name, folded, most)) is not None
    )
    if not near:
        return None
    (best, films, spelt), *others = near
    rivals = [other for apart, other, _ in others if apart == best]
    return spelt if all(films <= other * _DOMINATES for other in rivals) else None
