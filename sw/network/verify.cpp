// SPDX-License-Identifier: Apache-2.0
#include "sw/network/verify.h"

#include <fmt/format.h>

#include <algorithm>

#include "sw/evaluate/evaluate.h"
#include "sw/support/error.h"

namespace mxgen::network {

namespace {

/// A side of at most two tiles with the same tail.
std::uint64_t scaled(std::uint64_t side, std::uint64_t tile) {
    return side <= 2 * tile ? side : tile + (side - 1) % tile + 1;
}

}  // namespace

std::vector<ProductShape> scaled_shapes(const Machine& machine, const NeuralNetwork& network) {
    const MatrixTile tile = machine.tile();
    const auto step = static_cast<std::uint64_t>(machine.unit().dot(machine.design).a.block);
    std::vector<ProductShape> shapes;
    for (const auto& [phase, times] : network.passes())
        for (const auto& [row, shape, count] : products_of(network, phase)) {
            const ProductShape small{scaled(shape.rows, tile.rows),
                                     scaled(shape.depth, std::max(tile.depth, step)),
                                     scaled(shape.cols, tile.cols)};
            if (std::ranges::find(shapes, small) == shapes.end()) shapes.push_back(small);
        }
    return shapes;
}

std::vector<VerifiedProduct> verify(const Machine& machine, const std::vector<ProductShape>& shapes,
                                    const ProgressFunction& progress) {
    if (!machine.unit().cycles(machine.design, machine.interface, {}))
        fail(machine.config.settings, "design.unit",
             "has no streams whose cycles could be compared; allowed with --verify: array; "
             "nearest: array");
    std::vector<VerifiedProduct> verified;
    for (const ProductShape& shape : shapes) {
        Request request;
        request.cosim = CosimRequest{.data = tensor::DataSet{}, .shape = shape};
        request.progress = progress;
        const Evaluation found = evaluate(machine.config, request);
        const auto cycles = [&](const char* key) {
            return found.metrics.value(key, std::uint64_t{0});
        };
        VerifiedProduct product{shape, cycles("cosim__product__cycles__predicted"),
                                cycles("cosim__product__cycles")};
        product.is_right = found.cosim->report.passed() && product.predicted == product.simulated;
        verified.push_back(product);
    }
    return verified;
}

}  // namespace mxgen::network
