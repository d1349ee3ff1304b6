# SPDX-License-Identifier: Apache-2.0
"""A small network, trained in fp32, as five formats would run it.

    python3 network.py

It learns ten digits, drawn in 3 x 5 points at one of twelve places of an 8 x 8 grid under noise: 64
inputs, two hidden layers of 96, ten outputs. Every product then goes through the golden model of a dot product with
both operands in a format and sums in fp32, so that the accuracy is the accelerator's. Seconds, numpy
alone, and the same figures each time but for the last bits of the machine's own fp32 products.
"""
import numpy as np

import mxgen

FORMATS = ["mxfp8_e4m3", "mxint8", "mxfp6_e2m3", "nvfp4", "mxfp4"]
#: Rows of three points as octal digits, the top row first.
GLYPHS = ["75557", "26227", "71747", "71717", "55711", "74717", "74757", "71122", "75757", "75717"]


def templates():
    """The digits at all 3 x 4 places: 10 x 12 x 64."""
    drawn = np.zeros((10, 12, 8, 8), np.float32)
    for digit, rows in enumerate(GLYPHS):
        points = [[int(row) >> bit & 1 for bit in (2, 1, 0)] for row in rows]
        for place in range(12):
            top, left = divmod(place, 4)
            drawn[digit, place, top:top + 5, left:left + 3] = points
    return drawn.reshape(10, 12, 64)


TEMPLATES = templates()


def draw(count, random):
    """`count` pictures (count x 64, float32) and what they show (count)."""
    labels = random.integers(0, 10, count)
    noise = random.normal(0, 0.25, (count, 64)).astype(np.float32)
    return TEMPLATES[labels, random.integers(0, 12, count)] + noise, labels


def forward(weights, x, multiply=np.matmul):
    """The activations of all layers, the input first; `multiply` makes the products."""
    activations = [x]
    for layer, (weight, bias) in enumerate(weights):
        x = multiply(x, weight) + bias
        x = np.maximum(x, 0) if layer + 1 < len(weights) else x
        activations.append(x.astype(np.float32))
    return activations


def gradients(weights, activations, labels):
    """Of the mean cross-entropy, layer by layer."""
    scores = activations[-1] - activations[-1].max(axis=1, keepdims=True)
    delta = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    delta[np.arange(len(labels)), labels] -= 1
    delta /= len(labels)
    found = []
    for (weight, _), x in zip(reversed(weights), reversed(activations[:-1])):
        found.append((x.T @ delta, delta.sum(axis=0)))
        delta = (delta @ weight.T) * (x > 0)
    return found[::-1]


def train(random, steps=600, batch=128, rate=0.003):
    """Weights and biases after that many steps of Adam on fresh pictures."""
    sizes = [64, 96, 96, 10]
    weights = [(random.normal(0, (2 / m) ** 0.5, (m, n)).astype(np.float32), np.zeros(n, np.float32))
               for m, n in zip(sizes, sizes[1:])]
    moments = [[[np.zeros_like(p), np.zeros_like(p)] for p in layer] for layer in weights]
    for step in range(1, steps + 1):
        x, labels = draw(batch, random)
        slopes = gradients(weights, forward(weights, x), labels)
        for layer, slope, moment in zip(weights, slopes, moments):
            for parameter, g, (mean, square) in zip(layer, slope, moment):
                mean += 0.1 * (g - mean)
                square += 0.01 * (g * g - square)
                size = np.sqrt(square / (1 - 0.99 ** step)) + 1e-8
                parameter -= rate * (mean / (1 - 0.9 ** step) / size).astype(np.float32)
    return weights


def main():
    random = np.random.default_rng(17)
    weights = train(random)
    x, labels = draw(500, random)
    exact = forward(weights, x)[-1]
    print(f"{'format':12} accuracy  as fp32  output")
    print(f"{'fp32':12} {np.mean(exact.argmax(1) == labels):7.1%}")
    for name in FORMATS:
        config = {"design": {"unit": "dot"}, "a": {"format": name}, "b": {"format": name}}
        y = forward(weights, x, lambda a, b: mxgen.matmul(config, a, b))[-1]
        ratio = 10 * np.log10(np.sum(exact ** 2) / np.sum((exact - y) ** 2))
        print(f"{name:12} {np.mean(y.argmax(1) == labels):7.1%}  {np.mean(y.argmax(1) == exact.argmax(1)):7.1%}"
              f"  {ratio:4.1f} dB")


if __name__ == "__main__":
    main()
