// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sw/evaluate/metrics.h"
#include "sw/network/machine.h"
#include "sw/network/network.h"

namespace mxgen::network {

/// Cycles of a product as predicted and as its RTL took them.
struct VerifiedProduct {
    ProductShape shape;
    std::uint64_t predicted = 0, simulated = 0;
    bool is_right = false;  ///< equal, and every result right
};

/// The shapes of a network's products on a design, each side made small: a whole tile and the tail
/// that it had; none twice.
std::vector<ProductShape> scaled_shapes(const Machine& machine, const NeuralNetwork& network);

/// Simulates the RTL of a design on drawn matrices of these shapes. Throws Error: usage for a unit
/// without streams, whose cycles nothing predicts; tool_missing and tool_failed as evaluate() does.
std::vector<VerifiedProduct> verify(const Machine& machine, const std::vector<ProductShape>& shapes,
                                    const ProgressFunction& progress);

}  // namespace mxgen::network
