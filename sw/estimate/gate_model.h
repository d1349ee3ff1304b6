// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sw/unit/config.h"

namespace mxgen::ppa {

/// Weights of the cells that the gate model counts: areas in NAND2 gates as cell libraries
/// have them, or any other figure (energies) that the user puts in their place.
struct CellWeights {
    double and2 = 1.33, or2 = 1.33, xor2 = 2.33, mux2 = 2.67;
    double half_adder = 3.33, full_adder = 5;
};

/// "mux=3,fa=6" over the defaults; names and, or, xor, mux, ha, fa. Throws Error (usage) for
/// another name and for what is no nonnegative number.
CellWeights parse_cell_weights(std::string_view text);

/// The gate model of "INT v.s. FP" (arXiv:2510.25602, Table 6) of a dot product or array.
struct GateModel {
    struct Part {
        std::string name;  ///< "multiplier", "aligner", ...
        double weight = 0;
    };

    std::vector<Part> parts;

    double total() const;
};

/// Counts the cells of k lanes with x exponent and y mantissa bits: (y + 1)^2 partial products,
/// sums of n = min(2^(x+1) + 2y, 24) bits, an aligner of n log2 n multiplexers a lane, a
/// normalizer, the scales and an fp32 accumulator a block; integers: (x + y + 1)^2 and 2(x + y + 1)
/// bits. Leading orders only, and of the paper's circuit, which aligns where mxgen is exact. Empty
/// for what the model does not know: other units, tables of values, operands of two kinds,
/// approximate multipliers.
std::optional<GateModel> gate_model(const Config& config, const CellWeights& weights = {});

}  // namespace mxgen::ppa
