// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "gen/ir/module.h"
#include "gen/lower/delays.h"

namespace mxgen::lower {

/// A wire and when it settles.
struct TimedBit {
    ir::Value wire;
    double arrival = 0;
};

/// Adds two rows given by columns (at most two bits each), lowest first, modulo 2^columns: a
/// parallel-prefix carry network whose intervals are split where their parts' arrival makes the
/// whole earliest, and serially where there is slack (after Zimmermann, "Binary adder
/// architectures", ETH Zurich 1997, ch. 5).
ir::Value add_rows(ir::Circuit& circuit, const std::vector<std::vector<TimedBit>>& columns,
                   const Delays& delays);

/// When the highest bit of such a sum settles, from the arrival of every column's bits.
double sum_arrival(const std::vector<std::vector<double>>& columns, const Delays& delays);

}  // namespace mxgen::lower
