# SPDX-License-Identifier: Apache-2.0
"""Linear layers of PyTorch whose products are those of an emitted design, bit for bit.

    model = torch.nn.Sequential(torch.nn.Linear(64, 10))
    mxgen_torch.convert(model, "array.toml")

For inference: what comes out has no gradient. Products are computed on the CPU.
"""
from __future__ import annotations

from typing import Optional

import torch

import mxgen


class Linear(torch.nn.Module):
    """x W^T + bias, the product by the golden model of the configured dot product or array.

    `weight`: out x in, `bias`: out, of any real type (bfloat16 stays exact). A is x, B is W^T, both
    quantized along `in` as the configuration says; `mode`: the run-time mode. Raises mxgen.Error."""

    def __init__(self, weight: torch.Tensor, config: mxgen.Config, bias: Optional[torch.Tensor] = None,
                 mode: int = 0):
        super().__init__()
        if weight.ndim != 2:
            raise mxgen.Error(f"weight: rank {weight.ndim}; allowed: 2, out x in")
        if bias is not None and bias.shape != weight.shape[:1]:
            raise mxgen.Error(f"bias: {tuple(bias.shape)}; allowed: {tuple(weight.shape[:1])}")
        self.config, self.mode = config, mode
        self.register_buffer("weight_t", weight.detach().t().contiguous())  # as the product takes it
        self.register_buffer("bias", None if bias is None else bias.detach().clone())

    @classmethod
    def of(cls, layer: torch.nn.Linear, config: mxgen.Config, mode: int = 0) -> "Linear":
        """The layer with the same weights."""
        return cls(layer.weight, config, layer.bias, mode)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x: ... x in. The result, ... x out, is float32 (float64 where sums leave as integers) and has the
        design's bits; a bias is added to it in that type, for designs have none."""
        inputs, outputs = self.weight_t.shape
        if x.ndim == 0 or x.shape[-1] != inputs:
            raise mxgen.Error(f"x: {tuple(x.shape)}; allowed: ... x {inputs}")
        if x.numel() == 0:
            return torch.empty((*x.shape[:-1], outputs))
        product = mxgen.matmul(self.config, x.reshape(-1, inputs), self.weight_t, self.mode)
        y = torch.from_numpy(product).reshape(*x.shape[:-1], outputs)
        return y if self.bias is None else y + self.bias.to(y.dtype)

    def extra_repr(self) -> str:
        inputs, outputs = self.weight_t.shape
        return f"in_features={inputs}, out_features={outputs}, bias={self.bias is not None}"


def convert(module: torch.nn.Module, config: mxgen.Config, mode: int = 0) -> torch.nn.Module:
    """Puts Linear in the place of each torch.nn.Linear below a module, which comes back."""
    for name, child in list(module.named_children()):
        if type(child) is torch.nn.Linear:
            setattr(module, name, Linear.of(child, config, mode))
        else:
            convert(child, config, mode)
    return module
