// SPDX-License-Identifier: Apache-2.0
#include "sw/unit/cycles.h"

#include <algorithm>

namespace mxgen {

namespace {

std::uint64_t parts(std::uint64_t whole, std::uint64_t part) { return (whole + part - 1) / part; }

}  // namespace

ArrayCycles product_cycles(const ArrayDesign& array, const Interface& interface,
                           const ProductShape& p, const Pieces& pieces) {
    const auto number = [](int x) { return static_cast<std::uint64_t>(x); };
    const std::uint64_t rows = number(array.rows), cols = number(array.cols);
    const BeatShape shape = array.dot.beats();
    const std::uint64_t beats_per_step = number(shape.beats_per_step());
    const std::uint64_t turns = number(array.dot.interleave);
    // Words move on by a cluster a cycle.
    const std::uint64_t clusters = cols / number(array.cluster);
    const std::uint64_t latency = number(interface.latency_cycles);
    ArrayCycles cycles;
    // Of one tile; then tiles that wait for the one before, and how long.
    std::uint64_t alone = latency, waiting = 0, wait = 0;
    if (array.is_weight_stationary()) {
        const std::uint64_t load = rows * beats_per_step;
        // The next weights move in when the last element has turned to these.
        const std::uint64_t turn = (rows - 1) * number(interface.element_latency) + clusters;
        const std::uint64_t groups = parts(p.cols, cols);
        cycles.tiles = parts(p.depth, number(depth_per_pass(array))) * groups;
        cycles.beats = parts(p.rows, turns) * turns * beats_per_step;
        cycles.interval = std::max(cycles.beats, turn + load);
        alone += load + cycles.beats;
        waiting = cycles.tiles - groups - pieces.going_on;
        wait = std::max(cycles.interval, (beats_per_step - 1) * turns + 1 + latency);
    } else {
        cycles.tiles = parts(p.rows, rows) * parts(p.cols, cols * turns);
        cycles.beats = shape.beats(p.depth) * turns;
        // A row leaves as one for each turn, and the last cluster's sums are asked for turn by
        // turn. Rows leave one by one where the next tile's are written a cluster at a time.
        const std::uint64_t left =
            clusters + rows * turns - rows / number(array.cluster) - turns + 1;
        cycles.interval = std::max({cycles.beats, rows * turns, clusters + turns - 1, left});
        alone += cycles.beats + rows * turns - 1;
    }
    cycles.total = pieces.count * alone + waiting * wait +
                   (cycles.tiles - pieces.count - waiting) * cycles.interval;
    const auto macs =
        static_cast<double>(p.rows) * static_cast<double>(p.depth) * static_cast<double>(p.cols);
    cycles.utilisation = macs / (static_cast<double>(rows * cols * number(shape.lanes)) *
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
