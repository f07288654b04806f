"""The folder of one training run: what it was told, how it went, where a killed one goes on, and its card.

RUN/config.toml      a copy of the configuration
RUN/metrics.jsonl    one line a step and one an epoch
RUN/checkpoint/      the newest state: weights, optimiser, schedule, chance, and `state.json`
RUN/mined.json       the hard negatives in use
RUN/epoch-N.safetensors   the weights after each epoch that may still be kept or averaged
RUN/model/           the result, as transformers saves it
RUN/card.json        data, configuration, figures, commit
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from training.artefacts import write_json, write_lines
from training.config import ConfigError


@dataclass(slots=True)
class State:
    """How far a run is."""

    epoch: int = 0
    step: int = 0
    """Steps of this epoch that are done."""
    best_epoch: int = -1
    best_mrr: float = -1.0
    seconds: float = 0.0


class RunFolder:
    """Reads and writes a run's folder."""

    def __init__(self, folder: Path, config_file: Path) -> None:
        """Open or make the folder of a run.

        Raises:
            ConfigError: it belongs to a run with another configuration.
        """
        self.path = folder
        folder.mkdir(parents=True, exist_ok=True)
        told, copy = config_file.read_bytes(), folder / "config.toml"
        if copy.exists() and copy.read_bytes() != told:
            raise ConfigError(f"{folder} holds a run with another configuration; give another folder with --out.")
        copy.write_bytes(told)

    @property
    def mined(self) -> Path:
        """The file of the choices in use."""
        return self.path / "mined.json"

    @property
    def model(self) -> Path:
        """The folder of the result."""
        return self.path / "model"

    def weights(self, epoch: int) -> Path:
        """The file of the weights after an epoch."""
        return self.path / f"epoch-{epoch}.safetensors"

    def resume(self) -> tuple[State, Path | None]:
        """How far the run is, and the folder of the state to load; a fresh start where there is none."""
        for name in ("checkpoint", ".checkpoint.old"):  # the second one: killed between the two renames
            folder = self.path / name
            if (folder / "state.json").exists():
                return State(**json.loads((folder / "state.json").read_text(encoding="utf-8"))), folder
        return State(), None

    def checkpoint(self, state: State, save: Callable[[str], Any]) -> None:
        """Write a checkpoint aside and rename it in; `save` writes weights and optimiser into a folder."""
        new, now, old = (self.path / name for name in (".checkpoint.new", "checkpoint", ".checkpoint.old"))
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir()
        save(str(new))
        (new / "state.json").write_text(json.dumps(asdict(state)), encoding="utf-8")
        shutil.rmtree(old, ignore_errors=True)
        if now.exists():
            now.replace(old)
        new.replace(now)
        shutil.rmtree(old, ignore_errors=True)

    def log(self, row: Mapping[str, Any]) -> None:
        """Add one line to the metrics."""
        with (self.path / "metrics.jsonl").open("a", encoding="utf-8") as out:
            out.write(json.dumps(row) + "\n")

    def forget_after(self, state: State) -> None:
        """Drop the metrics of steps that a killed run made after its last checkpoint: they are made again."""
        path = self.path / "metrics.jsonl"
        if not path.exists():
            return
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.endswith("}")]
        kept = [row for row in rows if (row["epoch"], row["step"]) <= (state.epoch, state.step)]
        write_lines(path, kept)

    def finish(self, card: Mapping[str, Any]) -> None:
        """Write the card and remove what only a running training needs."""
        write_json(self.path / "card.json", card)
        shutil.rmtree(self.path / "checkpoint", ignore_errors=True)
        for path in self.path.glob("epoch-*.safetensors"):
            path.unlink()


def commit() -> str:
    """The commit of the code, or "unknown" outside a checkout; "+" where something is changed."""
    try:
        found = subprocess.run(
            ["git", "describe", "--always", "--dirty=+"],  # noqa: S607  # whichever git there is
            cwd=Path(__file__).parent,
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return found.stdout.strip()
