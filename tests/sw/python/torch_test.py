# SPDX-License-Identifier: Apache-2.0
"""mxgen_torch, where there is torch."""
import pathlib
import sys
import unittest

import mxgen
import numpy as np
from support import main, run_mxgen

try:
    import torch

    import mxgen_torch
except ImportError:
    print("SKIPPED: torch")
    print("Ran 0 tests in 0s")
    sys.exit(0)

CONFIG = {"design": {"unit": "array"}, "a": {"format": "mxfp8_e4m3"}, "b": {"format": "mxfp4"},
          "array": {"rows": 4, "cols": 4}}


def draw(*shape, seed=1):
    return torch.from_numpy(np.random.default_rng(seed).standard_normal(shape).astype("f4"))


class Layers(unittest.TestCase):
    def test_bits_are_the_design_s(self):
        pathlib.Path("array.toml").write_text(mxgen._toml(CONFIG))
        for dtype in (torch.float32, torch.bfloat16, torch.float16, torch.float64):
            weight, x = draw(6, 64).to(dtype), draw(5, 64, seed=2).to(dtype)
            np.save("a.npy", x.float().numpy()), np.save("b.npy", weight.t().float().numpy().copy())
            run_mxgen("matmul", "array.toml", "--a", "a.npy", "--b", "b.npy", "-o", "c.npy")
            y = mxgen_torch.Linear(weight, CONFIG)(x)
            self.assertEqual(y.dtype, torch.float32)
            np.testing.assert_array_equal(y.numpy().view("u4"), np.load("c.npy").view("u4"))

    def test_shapes_and_places(self):
        layer = mxgen_torch.Linear(draw(6, 64), CONFIG)
        x = draw(2, 3, 64)
        y = layer(x)
        self.assertEqual(y.shape, (2, 3, 6))
        for other in (x.transpose(0, 1).contiguous().transpose(0, 1), x.clone().requires_grad_(), x.double()):
            self.assertTrue(torch.equal(layer(other), y))
        self.assertTrue(torch.equal(layer(x[0, 0]), y[0, 0]))
        self.assertEqual(layer(x[:0]).shape, (0, 3, 6))
        self.assertFalse(y.requires_grad)
        for bad in (x[..., :32], torch.tensor(1.0)):
            with self.assertRaises(mxgen.Error):
                layer(bad)
        with self.assertRaises(TypeError):
            layer(torch.zeros(2, 64, dtype=torch.complex64))
        with self.assertRaises(mxgen.Error):
            mxgen_torch.Linear(draw(6), CONFIG)
        with self.assertRaises(mxgen.Error):
            mxgen_torch.Linear(draw(6, 64), CONFIG, draw(5))

    def test_a_bias_is_added_to_the_product(self):
        weight, bias, x = draw(6, 64), draw(6, seed=3), draw(5, 64, seed=2)
        with_bias = mxgen_torch.Linear(weight, CONFIG, bias)(x)
        self.assertTrue(torch.equal(with_bias, mxgen_torch.Linear(weight, CONFIG)(x) + bias))

    def test_integer_sums_leave_as_doubles(self):
        exact = {"a": {"format": "int8"}, "dot": {"accumulator": "int32"}}
        self.assertEqual(mxgen_torch.Linear(draw(6, 64), exact)(draw(5, 64)).dtype, torch.float64)

    def test_all_linear_layers_of_a_model_are_replaced(self):
        torch.manual_seed(1)
        model = torch.nn.Sequential(torch.nn.Linear(64, 32), torch.nn.ReLU(),
                                    torch.nn.Sequential(torch.nn.Linear(32, 4)))
        x = draw(5, 64)
        plain = model(x)
        self.assertIs(mxgen_torch.convert(model, CONFIG), model)
        self.assertEqual([type(model[0]), type(model[2][0])], [mxgen_torch.Linear] * 2)
        self.assertLess((model(x) - plain).abs().max(), 0.5 * plain.abs().max())
        self.assertIn("out_features=32", repr(model))
        self.assertEqual(set(model.state_dict()), {"0.weight_t", "0.bias", "2.0.weight_t", "2.0.bias"})


if __name__ == "__main__":
    main()
