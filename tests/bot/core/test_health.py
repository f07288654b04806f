from __future__ import annotations

from bot.core.health import Health


def test_a_part_is_missing_until_something_says_that_it_is_there() -> None:
    health = Health("index", "gateway")
    assert health.missing() == ("index", "gateway")

    there = True
    health.watch("index", lambda: True)
    health.watch("gateway", lambda: there)
    assert health.missing() == ()
    there = False
    assert health.missing() == ("gateway",)
