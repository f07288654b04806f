"""Published figures of tip-of-the-tongue search for films, each with its source, beside ours on TREC's questions.

They are of other collections and mostly of other questions; `docs/results.md` says why none may be compared outright.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from training.report_tables import chosen, is_whole, number, system_name, table

TREC: Final = "trec2023-dev"
METRICS: Final = ("success@1", "success@10", "success@100", "mrr", "ndcg@10")


@dataclass(frozen=True, slots=True)
class Published:
    """One published system."""

    system: str
    questions: str
    catalogue: int
    """How many pages or films it searched; 0: it named titles and searched nothing."""
    figures: Mapping[str, float]
    source: str


_WIKIPEDIA_2023, _WIKIPEDIA_2024, _WIKIPEDIA_2025 = 231_618, 3_185_450, 6_407_814
_TEST = "TREC 2023 test, 150"

PUBLISHED: Final = (
    Published(
        "best run of TREC 2023 (`dpr-1000-rerank-robin`: a dense retriever trained on 84,000 posts, reranked by GPT-4)",
        _TEST,
        _WIKIPEDIA_2023,
        {"mrr": 0.5016, "ndcg@10": 0.5169},
        "read in a secondary source",
    ),
    Published(
        "GPT-4, twenty titles (`baseline_gpt4_db`)",
        _TEST,
        0,
        {"success@1": 0.2000, "success@10": 0.3200, "success@100": 0.3733, "mrr": 0.2314},
        "computed from the published run",
    ),
    Published(
        "monoT5 over fused candidates (Webis)",
        _TEST,
        _WIKIPEDIA_2023,
        {"success@1": 0.0667, "success@10": 0.1333, "success@100": 0.2933, "mrr": 0.0943},
        "computed from the published scores",
    ),
    Published(
        "GPT-4, twenty titles",
        "TREC 2023 dev, 150",
        0,
        {"success@1": 0.1800, "success@10": 0.2867, "success@100": 0.3200, "mrr": 0.2180},
        "the organisers' benchmark, reproduced from the run",
    ),
    Published(
        "GPT-4, twenty titles",
        "TREC 2023 train, 150",
        0,
        {"success@1": 0.2133, "success@10": 0.2933, "success@100": 0.3533, "mrr": 0.2372},
        "computed from the published run",
    ),
    Published(
        "BM25 (k1 1, b 1)",
        "TREC 2023 dev, 150",
        _WIKIPEDIA_2024,
        {"mrr": 0.0676, "ndcg@10": 0.0701},
        "the organisers' benchmark",
    ),
    Published(
        "BM25 (PyTerrier)",
        "TREC 2023 dev, 142 of them",
        _WIKIPEDIA_2025,
        {"success@1": 0.063, "success@10": 0.106, "success@100": 0.218, "mrr": 0.0811},
        "the organisers' benchmark; Success computed from it",
    ),
)


def beside(comparison: Mapping[str, Any] | None) -> str:
    """The published systems, and above them ours on all of TREC's questions, those not covered counted as missed."""
    lines = [] if comparison is None else _ours(comparison)
    for one in PUBLISHED:
        size = f"{one.catalogue:,} pages" if one.catalogue else "nothing: it names titles"
        lines.append((one.system, one.questions, size, one.source, *_figures(one.figures)))
    head = ("system", "questions", "searched", "source", "S@1", "S@10", "S@100", "MRR", "nDCG@10")
    return table(head, lines, words=4)


def _ours(comparison: Mapping[str, Any]) -> list[tuple[str, ...]]:
    rows: Sequence[Mapping[str, Any]] = chosen(
        comparison["rows"], queries=TREC, half="all", population="all", seen="all"
    )
    size = f"{comparison['catalogue']['films']:,} films"
    return [
        (
            f"**{system_name(row['system'])}**, {row['variant']}",
            f"TREC 2023 train and dev, {row['n']}",
            size,
            "measured here",
            *_figures(row),
        )
        for row in rows
        if is_whole(row)
    ]


def _figures(figures: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(number(figures[name]) if name in figures else "" for name in METRICS)
