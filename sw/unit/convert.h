// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "sw/format/choices.h"
#include "sw/format/format.h"
#include "sw/unit/beat.h"
#include "sw/unit/port.h"

namespace mxgen {

/// A conversion of floats into a block format (docs/numerics.md, "Into block formats").
struct ConvertDesign {
    Format input;  ///< fp32, bf16 or fp16
    BlockFormat output;
    ConvertRule rule;
    Clip clip = Clip::symmetric;
    RandomSource random = RandomSource::port;  ///< of sr
    int lfsr_seed = 1;                         ///< 0 to 2^31 - 1
    int lanes = 0;                             ///< values per beat; fewer than the block: streaming

    /// The output with the clip in its element.
    BlockFormat clipped() const {
        BlockFormat format = output;
        format.element.asymmetric |= clip == Clip::asymmetric;
        return format;
    }

    BeatShape beats() const { return {output.block, lanes}; }
    bool is_stochastic() const { return rule.rounding.rounding == Rounding::sr; }

    /// Whether it makes its own random bits.
    bool has_lfsr() const { return is_stochastic() && random == RandomSource::lfsr; }

    /// The codes of a scale that the tensor is given; none without one.
    std::optional<Format> tensor_scale() const {
        if (output.tensor_exponent) return find_format("e8m0");
        return output.tensor_scale ? find_format("fp32") : std::nullopt;
    }
};

/// The ports of the unit but clock and reset. `has_valid`: it was asked for registers, so that
/// valid goes along; streams and feedback registers need it anyway.
std::vector<Port> convert_ports(const ConvertDesign& convert, bool has_valid);

}  // namespace mxgen
