"""Every kind of write, by name."""

from __future__ import annotations

from typing import Final

from tests.chaos.kept_writes import KEPT
from tests.chaos.night_writes import NIGHTS
from tests.chaos.writes import WRITES

KINDS: Final = {**WRITES, **KEPT, **NIGHTS}
