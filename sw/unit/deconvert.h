// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sw/format/format.h"
#include "sw/unit/beat.h"
#include "sw/unit/port.h"

namespace mxgen {

/// A conversion back from a block format (docs/numerics.md, "Back conversion").
struct DeconvertDesign {
    BlockFormat input;
    Format output;  ///< fp32, bf16 or fp16
    int lanes = 0;  ///< elements per beat, all with one scale

    BeatShape beats() const { return {lanes, lanes}; }

    /// The input with the power of two of a tensor as an E8M0 scale.
    BlockFormat decoded() const {
        BlockFormat format = input;
        if (format.tensor_exponent) format.scale = find_format("e8m0");
        format.tensor_exponent = false;
        return format;
    }
};

/// The ports of the unit but clock and reset. `has_valid`: it was asked for registers, so that
/// valid goes along.
std::vector<Port> deconvert_ports(const DeconvertDesign& deconvert, bool has_valid);

}  // namespace mxgen
