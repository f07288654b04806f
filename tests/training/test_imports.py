"""What the workshop may load: never the bot, and torch only for the export."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.training.rows import write_rows

PROGRAM = """
import sys
from training.__main__ import main
codes = [main(words.split("|")) for words in sys.argv[1:]]
strangers = {"bot", "torch", "transformers", "onnx", "matplotlib", "discord", "openai"}
foreign = {name.split(".")[0] for name in sys.modules} & strangers
sys.exit(f"{codes} {sorted(foreign)}")
"""


def test_evaluate_and_fit_load_neither_the_bot_nor_torch(index_folder: Path, tmp_path: Path) -> None:
    asked = write_rows(tmp_path / "asked.jsonl", [{"imdb_id": "tt0073195", "text": "three men on a boat and a shark"}])
    common = f"--index|{index_folder}|--queries|{asked}"
    calls = (f"evaluate|{common}", f"fit|{common}|--out|{tmp_path / 'ranking.json'}")
    ended = subprocess.run([sys.executable, "-c", PROGRAM, *calls], capture_output=True, text=True, check=False)

    assert ended.stderr.splitlines()[-1] == "[0, 0] []"
