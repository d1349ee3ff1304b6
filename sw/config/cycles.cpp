// SPDX-License-Identifier: Apache-2.0
#include "sw/config/cycles.h"

#include <algorithm>

namespace mxgen {

namespace {

std::uint64_t parts(std::uint64_t whole, std::uint64_t part) { return (whole + part - 1) / part; }

}  // namespace

bool is_weight_stationary(const Config& c) {
    return c.unit == "array" && c.array.dataflow == "weight_stationary";
}

int depth_a_pass(const Config& c) { return c.array.rows * std::max(c.a.block, c.dot.lanes); }

ArrayCycles product_cycles(const Config& c, const Interface& interface, const ProductShape& p,
                           std::uint64_t pieces) {
    const auto number = [](int x) { return static_cast<std::uint64_t>(x); };
    const std::uint64_t rows = number(c.array.rows), cols = number(c.array.cols);
    const std::uint64_t products = number(std::max(c.a.block, c.dot.lanes));
    const std::uint64_t beats_a_block = number(std::max(1, c.a.block / c.dot.lanes));
    const std::uint64_t latency = number(interface.latency_cycles);
    ArrayCycles cycles;
    if (is_weight_stationary(c)) {
        const std::uint64_t load = rows * beats_a_block;
        // The next weights move in when the last element has turned to these.
        const std::uint64_t turn = (rows - 1) * number(interface.element_latency) + cols;
        cycles.tiles = parts(p.depth, rows * products) * parts(p.cols, cols);
        cycles.beats = p.rows * beats_a_block;
        cycles.interval = std::max(cycles.beats, turn + load);
        cycles.total = load + cycles.beats + latency;
    } else {
        cycles.tiles = parts(p.rows, rows) * parts(p.cols, cols);
        cycles.beats = parts(p.depth, products) * beats_a_block;
        cycles.interval = std::max({cycles.beats, rows, cols});
        cycles.total = cycles.beats + latency + rows - 1;
    }
    cycles.total = pieces * cycles.total + (cycles.tiles - pieces) * cycles.interval;
    const auto macs =
        static_cast<double>(p.rows) * static_cast<double>(p.depth) * static_cast<double>(p.cols);
    cycles.utilisation = macs / (static_cast<double>(rows * cols * number(c.dot.lanes)) *
                                 static_cast<double>(cycles.total));
    return cycles;
}

ArrayCycles operator+(const ArrayCycles& x, const ArrayCycles& y) {
    ArrayCycles sum = y;
    sum.tiles += x.tiles;
    sum.total += x.total;
    const auto busy = [](const ArrayCycles& z) {
        return z.utilisation * static_cast<double>(z.total);
    };
    sum.utilisation = (busy(x) + busy(y)) / static_cast<double>(sum.total);
    return sum;
}

}  // namespace mxgen
