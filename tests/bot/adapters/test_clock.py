from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.adapters.clock import SystemClock


def test_now_is_utc() -> None:
    assert SystemClock().now().utcoffset() == timedelta(0)
    assert abs(SystemClock().now() - datetime.now(UTC)) < timedelta(seconds=5)
