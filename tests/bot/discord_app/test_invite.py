from __future__ import annotations

import base64
from urllib.parse import parse_qs, urlsplit

import discord
import pytest

from bot.discord_app.invite import application_id, invite_link, token_problem


def token(first: str) -> str:
    return (
        base64.urlsafe_b64encode(first.encode()).decode().rstrip("=") + ".Gabcde.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    )


def test_the_invite_asks_for_no_more_than_it_needs() -> None:
    query = parse_qs(urlsplit(invite_link(1234)).query)
    asked = {name for name, granted in discord.Permissions(int(query["permissions"][0])) if granted}

    assert query["client_id"] == ["1234"]
    assert set(query["scope"][0].split()) == {"bot", "applications.commands"}
    assert asked == {
        "read_messages",  # the library's name for View Channels
        "send_messages",
        "send_messages_in_threads",
        "embed_links",
        "read_message_history",
    }


@pytest.mark.parametrize("application", ["1", "1234567890123456789"])
def test_a_token_of_the_right_form(application: str) -> None:
    assert token_problem(token(application)) is None
    assert application_id(token(application)) == int(application)


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ("", "no token"),
        (" \n", "no token"),
        (token("1") + "\n", "spaces"),
        (f'"{token("1")}"', "quotes"),
        ("Bot " + token("1"), "spaces"),
        ("tökén.a.b", "foreign"),
        ("onlyone", "three parts"),
        ("a..b", "three parts"),
        (token("no digits"), "application's id"),
        ("!!!.a.b", "application's id"),
        (token("\xff"), "application's id"),
        ("a.b.c", "application's id"),
    ],
)
def test_what_is_wrong_with_a_token_is_said_without_repeating_it(bad: str, why: str) -> None:
    problem = token_problem(bad)

    assert problem is not None
    assert why in problem
    assert not bad.strip() or bad.strip() not in problem
