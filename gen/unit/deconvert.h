// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "gen/ir/module.h"
#include "sw/format/choices.h"
#include "sw/format/format.h"

namespace mxgen::unit {

/// A conversion back from a block format.
struct DeconvertOptions {
    std::string name;  ///< of the top module; prefixes every other
    BlockFormat input;
    Format output;       ///< fp32, bf16, fp16
    unsigned lanes = 1;  ///< elements per beat, all with one scale
    CodeRows pack = CodeRows::one;
    bool has_valid = false;  ///< ports valid_i and valid_o, for a unit with pipeline registers
};

/// element * scale, rounded once to nearest-even, infinite beyond the largest number; NaN where
/// either is NaN (docs/numerics.md, "Back conversion"). A scale a tensor is left to the reader.
/// Ports as in docs/architecture.md, "Converters".
ir::Module deconvert(const DeconvertOptions& options);

}  // namespace mxgen::unit
