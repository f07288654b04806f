"""The losses of a training run, as pure functions of tensors. Each is checked against a naive version in the tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor
from torch.nn import functional

_NEVER = -1e4  # a logit that no softmax sees, finite so that a row of nothing but these is still a number


def info_nce(
    anchors: Tensor,
    documents: Tensor,
    answer: Tensor,
    *,
    temperature: float,
    masked: Tensor | None = None,
    margin: float | None = None,
) -> Tensor:
    """InfoNCE (van den Oord, Li and Vinyals 2018): the cross-entropy of each anchor's own document among all.

    Args:
        anchors: shape (anchors, dimension), L2-normalised.
        documents: shape (documents, dimension), L2-normalised; positives and hard negatives of the whole batch.
        answer: shape (anchors,); which document is each anchor's positive.
        temperature: divides the cosines.
        masked: shape (anchors, documents), true where a document is no negative of that anchor.
        margin: a document whose cosine is above the positive's by more than this is left out, too.
    """
    return contrast(anchors @ documents.T, answer, temperature=temperature, masked=masked, margin=margin)


def contrast(
    similar: Tensor, answer: Tensor, *, temperature: float, masked: Tensor | None = None, margin: float | None = None
) -> Tensor:
    """`info_nce` of similarities that are there already, shape (anchors, documents)."""
    own = functional.one_hot(answer, similar.shape[1]).bool()
    out = torch.zeros_like(own) if masked is None else masked.bool()
    if margin is not None:
        right = similar.detach().gather(1, answer[:, None])
        out = out | (similar.detach() > right + margin)
    logits = (similar / temperature).masked_fill(out & ~own, _NEVER)
    return functional.cross_entropy(logits, answer)


def max_sim(anchors: Tensor, anchor_kept: Tensor, documents: Tensor, document_kept: Tensor) -> Tensor:
    """Late interaction (Khattab and Zaharia 2020, eq. 3), as a mean: each token of an anchor takes its nearest token.

    Args:
        anchors: shape (anchors, tokens, dimension), each token L2-normalised.
        anchor_kept: shape (anchors, tokens); which of the tokens ask.
        documents: shape (documents, tokens, dimension).
        document_kept: shape (documents, tokens); which of them may answer.

    Returns:
        Shape (anchors, documents), the mean over the anchor's tokens of the greatest cosine.
    """
    cosines = torch.einsum("aie,dje->adij", anchors, documents)
    nearest = cosines.masked_fill(~document_kept[None, :, None, :], _NEVER).amax(-1)
    asking = anchor_kept[:, None, :].to(nearest.dtype)
    return (nearest * asking).sum(-1) / asking.sum(-1).clamp(min=1)


def genre_loss(logits: Tensor, genres: Tensor) -> Tensor:
    """Binary cross-entropy over the genres of the films that have any; shapes (films, genres), `genres` multi-hot."""
    known = genres.sum(dim=1) > 0
    if not known.any():
        return logits.sum() * 0
    return functional.binary_cross_entropy_with_logits(logits[known], genres[known].to(logits.dtype))


def class_loss(logits: Tensor, classes: Tensor) -> Tensor:
    """Cross-entropy over the films whose class is known: a decade or a theme; shapes (films, classes) and (films,).

    -1 stands for an unknown class.
    """
    if not (classes >= 0).any():
        return logits.sum() * 0
    return functional.cross_entropy(logits, classes, ignore_index=-1)


def combine(parts: Mapping[str, Tensor], weights: Mapping[str, float]) -> Tensor:
    """The weighted sum `w_retr L_retr + w_genre L_genre + w_year L_year + w_theme L_theme`."""
    return torch.stack([weights[name] * loss for name, loss in parts.items()]).sum()


def combine_adaptively(parts: Sequence[Tensor], log_variances: Tensor) -> Tensor:
    """Weights learnt from each task's uncertainty: `sum exp(-s) L + s` (Kendall, Gal and Cipolla 2018, eq. 7 with
    s the log variance, up to the constant factors that the scale of s takes up).
    """  # noqa: D205  # one formula, one sentence
    losses = torch.stack(list(parts))
    return (torch.exp(-log_variances) * losses + log_variances).sum()
