"""The commands that make an encoder and its index. Handlers import torch, parsers do not."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress

from retrieval.build import build_index
from training.bulk_encoder import bulk_encoder


def add_commands(commands: Any) -> None:
    """Add the parsers to those of `python -m training`."""
    index = commands.add_parser("index", help="build an index with an encoder, on a GPU if there is one")
    index.add_argument("--films", type=Path, required=True, help="a film file")
    index.add_argument("--encoder", type=Path, required=True, help="an encoder's folder, from `export`")
    index.add_argument("--out", type=Path, required=True, help="the index directory")
    index.add_argument("--licence", nargs="*", default=[], help="of the texts, for the manifest")
    index.set_defaults(run=_index)
    train = commands.add_parser("train", help="train an encoder (extra `training`)")
    train.add_argument("config", type=Path, help="a TOML file, see training/configs")
    train.add_argument("--data", type=Path, default=Path(), help="where the configuration's relative paths start")
    train.add_argument("--out", type=Path, help="the run's folder; by default runs/NAME")
    train.add_argument(
        "--float32", action="store_true", help="no bfloat16, even where the processor has it and is faster by it"
    )
    train.add_argument("--cpu", action="store_true", help="leave a GPU alone")
    train.set_defaults(run=_train)


def _index(arguments: argparse.Namespace, console: Console) -> int:
    encoder = bulk_encoder(arguments.encoder)
    with Progress(console=console, transient=True) as bar:
        task = bar.add_task("encoding passages", total=None)
        manifest = build_index(
            arguments.out,
            arguments.films,
            encoder,
            licences=arguments.licence,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    console.print(f"{manifest.films} films, {manifest.rows} passages")
    return 0


def _train(arguments: argparse.Namespace, console: Console) -> int:
    from training.config import read_config  # noqa: PLC0415  # pydantic models of the workshop alone
    from training.corpus import read_corpus  # noqa: PLC0415
    from training.model import multiplies_bf16  # noqa: PLC0415  # needs torch
    from training.run_folder import RunFolder  # noqa: PLC0415
    from training.train import train  # noqa: PLC0415  # likewise

    config = read_config(arguments.config)
    run = RunFolder(arguments.out or Path("runs") / config.name, arguments.config)
    corpus = read_corpus(config.data, arguments.data)
    console.print(f"{len(corpus.films)} films, {len(corpus.questions)} questions, {len(corpus.dev)} dev questions")
    bf16 = not arguments.float32 and multiplies_bf16(cpu=arguments.cpu)
    if not (bf16 or arguments.float32):
        console.print("This processor has no products of bfloat16: it trains in float32, which takes longer.")
    train(config, corpus, run, console=console, cpu=arguments.cpu, bf16=bf16)
    return 0
