"""`python -m training train`: the loop. One configuration in, one run folder out; a killed run goes on where it was."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from accelerate import Accelerator
from accelerate.utils import set_seed
from rich.console import Console
from rich.progress import Progress
from safetensors.torch import load_file, save_file
from torch import Tensor
from transformers import get_cosine_schedule_with_warmup

from retrieval.encoder_onnx import TOKENIZER
from training import losses
from training.batches import Batch, Labels, collate, film_labels
from training.config import TrainConfig
from training.corpus import Corpus
from training.dev import DevWorld
from training.examples import Example, Mined, epoch_examples
from training.export import find_source
from training.gather import gather
from training.mining import mine, read_mined, write_mined
from training.model import encode, load_model, parameter_groups, save_model, tokenise
from training.run_folder import RunFolder, State, commit

_CHECKPOINT_EVERY = 100  # steps: a few minutes
_BEFORE = -1  # the epoch under which the base encoder's figures stand


class Trainer:
    """One run: `run_to_the_end` is all there is to call."""

    def __init__(
        self, config: TrainConfig, corpus: Corpus, run: RunFolder, accelerator: Accelerator, console: Console
    ) -> None:
        self.config, self.corpus, self.run = config, corpus, run
        self.accelerator = accelerator
        self.console = console if accelerator.is_main_process else Console(quiet=True)
        set_seed(self.config.seed)
        self.labels: Labels = film_labels(self.corpus)
        self.model, self.tokenizer = load_model(
            self.config.model, classes=self._classes(), fused=accelerator.device.type != "cpu"
        )
        self.model.log_variances.requires_grad_(self.config.loss.adaptive)
        self.base = {name: value.clone() for name, value in self.model.state_dict().items()}
        optim = self.config.optim
        groups = parameter_groups(
            self.model, lr=optim.lr, layer_decay=optim.layer_decay, weight_decay=optim.weight_decay
        )
        steps = optim.epochs * len(epoch_examples(self.corpus, self.config, Mined(), epoch=0))
        optimizer = torch.optim.AdamW(groups, fused=True)
        schedule = get_cosine_schedule_with_warmup(optimizer, round(optim.warmup * steps), steps)
        self.wrapped, self.optimizer = self.accelerator.prepare(self.model, optimizer)
        self.schedule = schedule
        self.accelerator.register_for_checkpointing(schedule)
        self.dev = DevWorld.build(self.corpus, self.config) if self.corpus.dev else None

    def _classes(self) -> dict[str, int]:
        """Classes of every head that the loss uses."""
        loss, counts = self.config.loss, self.labels.counts
        return {name: counts[name] for name in counts if getattr(loss, name) > 0}

    def run_to_the_end(self) -> None:
        """Train, choose the weights, save them, write the card."""
        state, folder = self.run.resume()
        if folder:
            self.accelerator.load_state(str(folder))
            self.run.forget_after(state)
        else:
            self.run.forget_after(State(epoch=_BEFORE - 1))  # killed before its first checkpoint: all is made again
            self._measure(State(epoch=_BEFORE))
        started = time.monotonic() - state.seconds
        optim = self.config.optim
        while state.epoch < optim.epochs and not self._out_of_patience(state):
            self._epoch(state, started)
        kept, figures = self._choose(state)
        self.accelerator.wait_for_everyone()  # the others read the epochs' weights too, which go with what follows
        if self.accelerator.is_main_process:
            save_model(
                self.model,
                find_source(self.config.model.base, base_model="", licence="").folder / TOKENIZER,
                self.run.model,
            )
            self.run.finish(self._card(state, kept, figures))

    def _out_of_patience(self, state: State) -> bool:
        patience = self.config.optim.patience
        return bool(patience) and state.best_epoch >= 0 and state.epoch - 1 - state.best_epoch >= patience

    def _epoch(self, state: State, started: float) -> None:
        mined = self._mined(state)
        batches = epoch_examples(self.corpus, self.config, mined, epoch=state.epoch)
        self.model.train()
        with Progress(console=self.console, transient=True) as bar:
            task = bar.add_task(f"epoch {state.epoch + 1}", total=len(batches), completed=state.step)
            for batch in batches[state.step :]:
                row = self._step(batch)
                state.step += 1
                state.seconds = time.monotonic() - started
                self._log({"step": state.step, "epoch": state.epoch, "seconds": round(state.seconds, 1)} | row)
                bar.update(task, advance=1, description=f"epoch {state.epoch + 1}, loss {row['loss']:.3f}")
                if state.step % _CHECKPOINT_EVERY == 0:
                    self._checkpoint(state)
        self._end_epoch(state)

    def _mined(self, state: State) -> Mined:
        epochs = self.config.mining.epochs
        if state.epoch in epochs and state.step == 0:
            self.console.print(f"Choosing positives and hard negatives for {len(self.corpus.questions)} questions ...")
            if self.accelerator.is_main_process:
                seed = f"{self.config.seed}/mining/{state.epoch}"
                found = mine(
                    self.corpus, self.config.mining, encode_query=self._queries, encode_document=self._documents,
                    seed=seed,
                )  # fmt: skip
                write_mined(self.run.mined, found)
            self.accelerator.wait_for_everyone()
        return read_mined(self.run.mined) if self.run.mined.exists() else Mined()

    def _queries(self, texts: Sequence[str]) -> Any:
        return self._encode([self.config.model.query_prefix + text for text in texts], self.config.model.query_tokens)

    def _documents(self, texts: Sequence[str]) -> Any:
        prefix = self.config.model.document_prefix
        return self._encode([prefix + text for text in texts], self.config.model.document_tokens)

    def _encode(self, texts: Sequence[str], most: int) -> Any:
        self.model.eval()
        bf16 = self.accelerator.mixed_precision == "bf16"
        vectors = encode(self.model, self.tokenizer, texts, most=most, bf16=bf16)
        self.model.train()
        return vectors

    def _step(self, examples: Sequence[Example]) -> dict[str, Any]:
        world, rank = self.accelerator.num_processes, self.accelerator.process_index
        device = self.accelerator.device
        batch = collate(examples[rank::world], self.config.model, device=device)
        anchors = tokenise(self.tokenizer, batch.anchors, most=self.config.model.query_tokens, device=device)
        documents = tokenise(self.tokenizer, batch.documents, most=self.config.model.document_tokens, device=device)
        (pooled_anchors, *asking), (pooled_documents, *answering) = self.wrapped(anchors, documents)
        parts = {"retr": self._retrieval_loss(pooled_anchors, pooled_documents, batch)}
        if asking:
            parts["late"] = self._late_loss(asking, answering, batch)
        parts |= self._head_losses(pooled_anchors, pooled_documents, batch)
        loss = self._combine(parts)
        self.accelerator.backward(loss)
        self.accelerator.clip_grad_norm_(self.model.parameters(), self.config.optim.clip)
        self.optimizer.step()
        self.schedule.step()
        self.optimizer.zero_grad()
        figures = self.accelerator.reduce(
            torch.stack([loss.detach(), *(part.detach() for part in parts.values())]), "mean"
        )
        total, *each = figures.tolist()
        rounded = {name: round(value, 5) for name, value in zip(parts, each, strict=True)}
        return {"loss": round(total, 5), "parts": rounded, "lr": self.schedule.get_last_lr()[-1]}

    def _combine(self, parts: dict[str, Tensor]) -> Tensor:
        if self.config.loss.adaptive:
            return losses.combine_adaptively(list(parts.values()), self.model.log_variances)
        return losses.combine(parts, {name: getattr(self.config.loss, name) for name in parts})

    def _retrieval_loss(self, pooled_anchors: Tensor, pooled_documents: Tensor, batch: Batch) -> Tensor:
        """InfoNCE over the documents of all processes, for each of the dimensions asked for."""
        anchors, documents = self.model.embed(pooled_anchors), self.model.embed(pooled_documents)
        films = (batch.positive_films, self._everyones(batch.positive_films), self._everyones(batch.document_films))
        vectors = (anchors, documents, self._everyones(anchors), self._everyones(documents))
        sizes = (*self.config.loss.matryoshka, anchors.shape[1])
        return torch.stack([self._info_nce([_cut(one, size) for one in vectors], films) for size in sizes]).mean()

    def _info_nce(self, vectors: Sequence[Tensor], films: Sequence[Tensor]) -> Tensor:
        """From each own anchor to its document among all, and from each own positive to its anchor among all."""
        anchors, documents, all_anchors, all_documents = vectors
        loss, rank, count = self.config.loss, self.accelerator.process_index, len(anchors)
        own, of_anchors, of_documents = films
        same = (own[:, None] == of_documents, own[:, None] == of_anchors) if loss.mask_same_film else (None, None)
        places = torch.arange(count, device=anchors.device)
        there = losses.info_nce(
            anchors,
            all_documents,
            places + rank * len(documents),
            temperature=loss.temperature,
            masked=same[0],
            margin=loss.mask_margin,
        )
        if not loss.symmetric:
            return there
        back = losses.info_nce(
            documents[:count], all_anchors, places + rank * count, temperature=loss.temperature, masked=same[1]
        )
        return (there + back) / 2

    def _late_loss(self, anchors: Sequence[Tensor], documents: Sequence[Tensor], batch: Batch) -> Tensor:
        """InfoNCE over the late interaction of this process's own texts."""
        same = batch.positive_films[:, None] == batch.document_films if self.config.loss.mask_same_film else None
        return losses.contrast(
            losses.max_sim(*anchors, *documents),
            torch.arange(len(batch.anchors), device=anchors[0].device),
            temperature=self.config.loss.late_temperature,
            masked=same,
        )

    def _everyones(self, own: Tensor) -> Tensor:
        """The rows of every process, gradients included."""
        return gather(own) if self.accelerator.num_processes > 1 else own

    def _head_losses(self, anchors: Tensor, documents: Tensor, batch: Batch) -> dict[str, Tensor]:
        if not self.model.heads:
            return {}
        pooled = torch.cat([anchors, documents[: len(anchors)]])
        films = torch.cat([batch.anchor_films, batch.positive_films]).cpu()
        found: dict[str, Tensor] = {}
        for name, head in self.model.heads.items():
            logits, labels = head(pooled), torch.from_numpy(self.labels.of(name))[films].to(pooled.device)
            found[name] = losses.genre_loss(logits, labels) if name == "genre" else losses.class_loss(logits, labels)
        return found

    def _log(self, row: dict[str, Any]) -> None:
        if self.accelerator.is_main_process:
            self.run.log(row)

    def _checkpoint(self, state: State) -> None:
        self.accelerator.wait_for_everyone()
        if self.accelerator.is_main_process:
            self.run.checkpoint(state, self.accelerator.save_state)
        self.accelerator.wait_for_everyone()

    def _end_epoch(self, state: State) -> None:
        if self.accelerator.is_main_process:
            save_file(
                {name: value.contiguous() for name, value in self.model.state_dict().items()},
                self.run.weights(state.epoch),
            )
        if self.dev:
            mrr = self._measure(state)["mrr"]
            if mrr > state.best_mrr:
                state.best_mrr, state.best_epoch = mrr, state.epoch
        state.epoch, state.step = state.epoch + 1, 0
        self._checkpoint(state)

    def _measure(self, state: State) -> dict[str, float]:
        """The dev figures, kept and shown; before the first epoch they are the base encoder's."""
        if not self.dev:
            return {}
        figures = self.dev.measure(self._queries, self._documents)
        self._log({"step": state.step, "epoch": state.epoch, "dev": figures})
        self.console.print(f"epoch {state.epoch + 1}: " + ", ".join(f"{k} {v:.3f}" for k, v in figures.items()))
        return figures

    def _choose(self, state: State) -> tuple[str, dict[str, float]]:
        """Keep the weights that the dev questions like best: of the best epoch or the mean of the last ones, mixed with
        the base encoder's by each of the shares to try (Wortsman et al. 2022). Without dev questions, the plain mean.
        """  # noqa: D205  # one sentence and its exception
        last = state.epoch
        epochs = [range(max(0, last - self.config.optim.average), last)]
        if not self.dev:
            self._load_mean(epochs[0], base_share=0.0)
            return _kept(epochs[0], 0.0), {}
        epochs += [range(state.best_epoch, state.best_epoch + 1)]
        tried = []
        for share in (0.0, *self.config.optim.base_shares):
            for mean in dict.fromkeys(epochs):
                self._load_mean(mean, base_share=share)
                tried.append((self.dev.measure(self._queries, self._documents), mean, share))
                self.console.print(f"{_kept(mean, share)}: mrr {tried[-1][0]['mrr']:.3f}")
        figures, mean, share = max(tried, key=lambda one: one[0]["mrr"])
        self._load_mean(mean, base_share=share)
        return _kept(mean, share), figures

    def _load_mean(self, epochs: Sequence[int], *, base_share: float) -> None:
        states = [load_file(self.run.weights(epoch)) for epoch in epochs]
        mean = {name: torch.stack([state[name].float() for state in states]).mean(0) for name in states[0]}
        for name in filter(_is_of_the_base, mean):
            mean[name] = (1 - base_share) * mean[name] + base_share * self.base[name]
        self.model.load_state_dict(mean)

    def _card(self, state: State, kept: str, figures: dict[str, float]) -> dict[str, Any]:
        return {
            "name": self.config.name,
            "config": self.config.model_dump(mode="json"),
            "data": self.corpus.sources,
            "films": len(self.corpus.films),
            "questions": len(self.corpus.questions),
            "epochs": state.epoch,
            "kept": kept,
            "dev": {name: round(value, 4) for name, value in figures.items()},
            "dev_questions": len(self.corpus.dev),
            "processes": self.accelerator.num_processes,
            "seconds": round(state.seconds),
            "commit": commit(),
            "torch": torch.__version__,
            "numpy": np.__version__,
        }


def _is_of_the_base(name: str) -> bool:
    """Whether a weight had a value before training that meant something: projections and heads began by chance."""
    return name.startswith("bert.")


def _kept(epochs: range, base_share: float) -> str:
    """Which weights, in words for the card."""
    which = f"epoch {epochs[0] + 1}" if len(epochs) == 1 else f"mean of epochs {epochs[0] + 1} to {epochs[-1] + 1}"
    return f"{which}, {base_share:.0%} of the base" if base_share else which


def _cut(vectors: Tensor, size: int) -> Tensor:
    """The first so many dimensions, again of length 1."""
    return vectors if size == vectors.shape[1] else torch.nn.functional.normalize(vectors[:, :size], dim=-1)


def train(config: TrainConfig, corpus: Corpus, run: RunFolder, *, console: Console, cpu: bool, bf16: bool) -> None:
    """Train from a configuration into a run folder, from where a killed run stopped."""
    accelerator = Accelerator(cpu=cpu, mixed_precision="bf16" if bf16 else "no")
    Trainer(config, corpus, run, accelerator, console).run_to_the_end()
