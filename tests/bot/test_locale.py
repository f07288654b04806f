"""The catalogues are whole, and nothing is said that is not looked up in them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from gettext import GNUTranslations
from pathlib import Path

import pytest

from bot.discord_app import wording
from bot.discord_app.render import _ASKED, _ASKED_LINE
from tests.bot.catalogues import CODES, LOCALE, ROOT, catalogue, english_in, fields, in_the_code, messages, texts

NAMES = {
    *("Hindi", "Tamil", "Telugu", "Malayalam", "Urdu", "Mandarin", "Swahili", "Filipino", "Afrikaans", "Mohawk"),
    *("Sindarin", "Quenya", "Hmong", "Sioux", "Arapaho", "China", "Iran", "Taiwan", "Thailand", "Israel", "Chile"),
    *("Japan", "Portugal", "Ukraine", "Vietnam", "Nigeria", "Malta", "Monaco", "Liechtenstein", "Pakistan", "Nepal"),
    *("Sri Lanka", "Bhutan", "Senegal", "Mali", "Ghana", "Puerto Rico", "Venezuela", "Peru", "Uruguay", "Paraguay"),
    *("Ecuador", "Costa Rica", "Panama", "Guatemala", "Belarus", "Afghanistan", "Malaysia", "Trailer"),
}
LAYOUT = {"{name} ({count})", "### {name}", "**Encoder:** {encoder}"}
SAME_IN = {"de": NAMES | LAYOUT}
"""What a language may say as English does."""

WORDINGS = {"wording", "wording_house", "words", "phrasing", "notices"}
LOOKS_UP = {"_", "_grey"}
"""What a constant may be passed to; `_grey` looks it up itself."""


@pytest.mark.parametrize("code", CODES)
def test_a_catalogue_is_whole(code: str) -> None:
    kept = messages(code)

    assert [m.id for m in kept if not all(texts(m.string)) or not texts(m.string)] == []
    assert [m.id for m in kept if m.fuzzy] == []
    assert list(catalogue(code).obsolete) == []
    assert not catalogue(code).fuzzy
    assert {texts(m.id) for m in kept} ^ in_the_code() == set()
    assert len(kept) >= 400


@pytest.mark.parametrize("code", CODES)
def test_what_is_filled_in_is_the_same_in_every_language(code: str) -> None:
    """The one of a plural may leave its number out."""
    for message in messages(code):
        allowed = [fields(text) for text in texts(message.id)]
        for text in texts(message.string):
            assert fields(text) in allowed, message.id


@pytest.mark.parametrize("code", CODES)
def test_nothing_stays_english_but_names(code: str) -> None:
    same = {text for m in messages(code) for text in texts(m.id) if text in texts(m.string)}

    assert same - SAME_IN.get(code, set()) == set()


@pytest.mark.parametrize("code", CODES)
def test_lines_and_headings_stay_where_they_are(code: str) -> None:
    """Discord reads marks at the beginning of a line, and bold ones in pairs."""
    for message in messages(code):
        for original, text in zip(texts(message.id), texts(message.string), strict=False):
            marks = [line.split(" ")[0] for line in original.splitlines() if line.startswith(("#", "-"))]
            assert [line.split(" ")[0] for line in text.splitlines() if line.startswith(("#", "-"))] == marks
            assert text.count("**") == original.count("**")
            assert text.count("`") == original.count("`")


@pytest.mark.parametrize("code", CODES)
def test_what_is_compiled_is_what_is_written(code: str) -> None:
    folder = LOCALE / code / "LC_MESSAGES"
    with (folder / "reelcall.mo").open("rb") as stream:
        compiled = GNUTranslations(stream)

    for message in messages(code):
        if isinstance(message.id, str):
            assert compiled.gettext(message.id) == message.string
        else:
            said = {compiled.ngettext(message.id[0], message.id[1], number) for number in range(200)}
            assert said == set(texts(message.string))
    written = {(m.id if isinstance(m.id, str) else m.id[0]) for m in messages(code)}
    keys = {key[0] if isinstance(key, tuple) else key for key in compiled._catalog}  # type: ignore[attr-defined]
    assert keys - {""} == written, "run make locale"


@pytest.mark.parametrize("code", CODES)
def test_the_line_that_says_what_was_asked_can_be_found_again(code: str) -> None:
    """It is known by one word and a colon, which no other small line in front of an answer has."""
    said = {texts(m.id): texts(m.string)[0] for m in messages(code)}

    assert _ASKED_LINE.match(f"-# {said[(_ASKED,)]}")
    notices = (wording.STARTED_ANEW, wording.ONLY_YOU, wording.VISITING, wording.SHARED_BY)
    assert [text for text in notices if _ASKED_LINE.match(f"-# {said[(text,)]}")] == []


def test_english_that_slipped_through_is_seen() -> None:
    assert list(english_in("Das ist er. Shared by Ann", code="de")) == []
    assert list(english_in("x\nShared in this channel.\ny", code="de")) == ["Shared in this channel."]
    assert list(english_in("There is no command /x; /help lists those there are.", code="de")) != []


def constants() -> Iterator[tuple[str, bool]]:
    """Each use of a constant sentence, and whether it is looked up there.

    A decorator and what is under a class describe commands, which the translator looks up; a table of constants is
    looked up where something is taken out of it.
    """
    for path in sorted((ROOT / "bot").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
        for node in ast.walk(tree):
            if _is_constant(node):
                yield f"{path.relative_to(ROOT)}:{node.lineno}", _is_looked_up(node, parents)  # type: ignore[attr-defined]


def _is_constant(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Attribute)
        and node.attr.isupper()
        and isinstance(node.value, ast.Name)
        and node.value.id in WORDINGS
    )


def _is_looked_up(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    while (parent := parents.get(node)) is not None:
        if isinstance(parent, ast.Call):
            called = parent.func.id if isinstance(parent.func, ast.Name) else getattr(parent.func, "attr", "")
            if called in LOOKS_UP or called in {"Group", "ContextMenu", "respond"}:
                return True
        if isinstance(parent, ast.FunctionDef | ast.AsyncFunctionDef):
            return node in parent.decorator_list
        node = parent
    return isinstance(node, ast.Module)


def test_no_constant_is_said_without_being_looked_up() -> None:
    uses = dict(constants())

    assert [place for place, looked_up in uses.items() if not looked_up] == []
    assert len(uses) >= 120


def test_the_catalogues_are_part_of_the_package() -> None:
    """The wheel takes all that lies under `bot`."""
    assert Path(LOCALE).is_relative_to(ROOT / "bot")
    assert "de" in CODES
