"""Every loss against the same thing written out with loops."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

torch = pytest.importorskip("torch")
from training import losses  # noqa: E402  # needs torch

pytestmark = pytest.mark.torch


def unit(*shape: int, seed: int) -> Any:
    made = torch.randn(*shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)
    return torch.nn.functional.normalize(made, dim=-1)


def naive(
    anchors: Any,
    documents: Any,
    answer: Any,
    temperature: float,
    out: Callable[[int, int], bool] = lambda _anchor, _document: False,
) -> float:
    total = 0.0
    for a, own in enumerate(answer.tolist()):
        terms = [
            math.exp(float(anchors[a] @ documents[d]) / temperature)
            for d in range(len(documents))
            if d == own or not out(a, d)
        ]
        total -= math.log(math.exp(float(anchors[a] @ documents[own]) / temperature) / sum(terms))
    return total / len(answer)


def test_info_nce_is_the_cross_entropy_of_the_own_document() -> None:
    anchors, documents, answer = unit(5, 8, seed=1), unit(9, 8, seed=2), torch.tensor([0, 3, 1, 8, 4])
    loss = losses.info_nce(anchors, documents, answer, temperature=0.07)
    assert float(loss) == pytest.approx(naive(anchors, documents, answer, 0.07))


def test_a_masked_document_is_no_negative_but_the_own_one_always_counts() -> None:
    anchors, documents, answer = unit(4, 8, seed=3), unit(6, 8, seed=4), torch.arange(4)
    masked = torch.rand(4, 6, generator=torch.Generator().manual_seed(5)) < 0.5
    masked[0] = True
    loss = losses.info_nce(anchors, documents, answer, temperature=0.1, masked=masked)
    assert float(loss) == pytest.approx(
        naive(anchors, documents, answer, 0.1, lambda a, d: bool(masked[a, d])), rel=1e-6
    )


def test_the_margin_leaves_out_what_is_much_nearer_than_the_positive() -> None:
    anchors, documents, answer = unit(6, 4, seed=6), unit(8, 4, seed=7), torch.arange(6)
    cosines = anchors @ documents.T

    def nearer(a: int, d: int) -> bool:
        return bool(cosines[a, d] > cosines[a, answer[a]] + 0.2)

    loss = losses.info_nce(anchors, documents, answer, temperature=0.1, margin=0.2)
    assert any(nearer(a, d) for a in range(6) for d in range(8))
    assert float(loss) == pytest.approx(naive(anchors, documents, answer, 0.1, nearer), rel=1e-6)


def test_genres_are_independent_yes_and_no_questions_of_the_films_that_have_any() -> None:
    logits = torch.tensor([[2.0, -1.0], [0.5, 0.5], [3.0, 3.0]])
    genres = torch.tensor([[1.0, 0.0], [1.0, 1.0], [0.0, 0.0]])
    expected = [math.log1p(math.exp(-2.0)), math.log1p(math.exp(-1.0)), *[math.log1p(math.exp(-0.5))] * 2]
    assert float(losses.genre_loss(logits, genres)) == pytest.approx(sum(expected) / 4)
    assert float(losses.genre_loss(logits[2:], genres[2:])) == 0


def test_unknown_classes_do_not_count() -> None:
    logits = torch.tensor([[1.0, 2.0, 0.0], [5.0, 5.0, 5.0]])
    expected = -math.log(math.exp(2) / (math.exp(1) + math.exp(2) + 1))
    assert float(losses.class_loss(logits, torch.tensor([1, -1]))) == pytest.approx(expected)
    assert float(losses.class_loss(logits, torch.tensor([-1, -1]))) == 0


def test_the_whole_is_the_weighted_sum() -> None:
    parts = {"retr": torch.tensor(2.0), "genre": torch.tensor(3.0), "year": torch.tensor(5.0)}
    assert float(losses.combine(parts, {"retr": 1.0, "genre": 0.5, "year": 0.1})) == pytest.approx(4.0)


def test_an_uncertain_task_counts_less_and_the_uncertainty_costs() -> None:
    parts = [torch.tensor(2.0), torch.tensor(3.0)]
    log_variances = torch.tensor([0.0, math.log(4)], requires_grad=True)
    whole = losses.combine_adaptively(parts, log_variances)
    assert whole.item() == pytest.approx(2 + 3 / 4 + math.log(4))
    whole.backward()
    assert log_variances.grad is not None
    assert log_variances.grad.tolist() == pytest.approx([-1.0, 0.25])  # 1 - L exp(-s)


def test_late_interaction_is_the_mean_over_tokens_of_the_nearest_token() -> None:
    anchors, documents = unit(3, 4, 6, seed=20), unit(5, 7, 6, seed=21)
    chance = torch.Generator().manual_seed(22)
    asking, answering = torch.rand(3, 4, generator=chance) < 0.6, torch.rand(5, 7, generator=chance) < 0.6
    asking[:, 0] = answering[:, 0] = True
    found = losses.max_sim(anchors, asking, documents, answering)
    for a in range(3):
        for d in range(5):
            nearest = [
                max(float(anchors[a, i] @ documents[d, j]) for j in range(7) if answering[d, j])
                for i in range(4)
                if asking[a, i]
            ]
            assert float(found[a, d]) == pytest.approx(sum(nearest) / len(nearest))


def test_an_anchor_that_says_nothing_is_as_near_to_all() -> None:
    nothing = torch.zeros(1, 4, dtype=torch.bool)
    found = losses.max_sim(unit(1, 4, 6, seed=23), nothing, unit(5, 7, 6, seed=24), torch.ones(5, 7, dtype=torch.bool))
    assert found.tolist() == [[0.0] * 5]
