"""The rows of all processes together, with a way back for the gradients."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, distributed


def gather(own: Tensor) -> Tensor:
    """Every process's rows, in the order of the processes; all hold equally many.

    Each process asks how its own loss depends on everybody's rows, so on the way back the gradients are summed. The
    mean over processes, which a distributed wrapper takes of the weights' gradients, is then that of the mean loss.
    """
    found: Tensor = _Gather.apply(own)
    return found


class _Gather(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, own: Tensor) -> Tensor:
        parts = [torch.empty_like(own) for _ in range(distributed.get_world_size())]
        distributed.all_gather(parts, own.contiguous())
        ctx.rows = len(own)
        return torch.cat(parts)

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> Tensor:
        (summed,) = (gradient.contiguous() for gradient in gradients)
        distributed.all_reduce(summed)
        start = distributed.get_rank() * ctx.rows
        return summed[start : start + ctx.rows]
