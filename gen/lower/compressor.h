// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "gen/ir/range.h"
#include "gen/lower/costs.h"

namespace mxgen::lower {

/// One adder of a compressor tree. Bits have numbers: first those of the heap, in order, then
/// sum and carry of every step.
struct AdderStep {
    enum class Kind {
        full,   ///< full_adder: a + b + c
        gates,  ///< the same in gates
        half,   ///< half_adder: a + b
        one,    ///< a (+ b, when there are two) + 1, in gates
    };
    Kind kind;
    unsigned weight;                 ///< of the operands and the sum; the carry's is one more
    std::vector<unsigned> operands;  ///< a, b, c: the latest on the quickest pin
    unsigned sum = 0, carry = 0;
    bool inverted = false;  ///< takes the complements of its operands
};

/// A bit that waits in a column, by number, and when it settles. An inverted one is there as its
/// complement.
struct WaitingBit {
    unsigned number = 0;
    double arrival = 0;
    bool inverted = false;
};

/// Which cells add up a heap's columns until at most two bits remain in each.
struct CompressorPlan {
    std::vector<AdderStep> steps;
    std::vector<std::vector<WaitingBit>> columns;  ///< what remains, by weight
    double cost = 0;                               ///< in two-input gates
};

/// What adders of three bits are made of.
enum class Counters {
    cells,  ///< of the library, where it has them
    gates,
    mixed,  ///< gates where a cell would make the whole later, cells elsewhere
};

/// Plans the compression of columns modulo 2^columns.size() and of a constant: the earliest bits of
/// a column are always added first, the latest on the quickest pin (Stelling, Martel, Oklobdzija
/// and Ravi, "Optimal circuits for parallel multipliers", IEEE Trans. Computers 47(3), 1998). The
/// lowest `rippled` columns are added up to a single bit, which spares the final adder. Adders of
/// three bits take them as most of them are, the others behind inverters. Mixed counters may make
/// the whole later by `slack`, a share, where cells among them are slower.
CompressorPlan plan_compressor(const std::vector<std::vector<WaitingBit>>& columns,
                               const ir::Int& constant, unsigned rippled, const Costs& costs,
                               Counters counters = Counters::cells, double slack = 0);

}  // namespace mxgen::lower
