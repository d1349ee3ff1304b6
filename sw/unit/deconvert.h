// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sw/format/choices.h"
#include "sw/format/format.h"
#include "sw/unit/beat.h"
#include "sw/unit/beats.h"
#include "sw/unit/golden.h"
#include "sw/unit/stimulus.h"

namespace mxgen {

class Unit;

/// A conversion back from a block format (docs/numerics.md, "Back conversion").
struct DeconvertDesign {
    BlockFormat input;
    Format output = find_format("fp32").value();  ///< or bf16, fp16
    int lanes = 0;                                ///< elements per beat, all with one scale
    CodeRows pack = CodeRows::one;

    BeatShape beats() const { return {lanes, lanes}; }

    /// The input with the power of two of a tensor as an E8M0 scale.
    BlockFormat decoded() const {
        BlockFormat format = input;
        if (format.tensor_exponent) format.scale = find_format("e8m0");
        format.tensor_exponent = false;
        return format;
    }
};

/// Codes of six bits as rows of their low four and high two bits, the first in the highest ones of
/// each: in pieces of two bits from the lowest on; and back.
Codes in_rows(const Codes& codes);
Codes from_rows(const Codes& pieces);

/// The parts that UnitOf takes: the ports of its top module but clock and reset, its golden model,
/// its stimulus and the beats of a package's bench (sw/unit/unit.h).
std::vector<Port> ports_of(const DeconvertDesign& deconvert, bool has_valid, std::size_t mode = 0);
std::unique_ptr<Golden> golden_of(const DeconvertDesign& deconvert);
Stimulus stimulus_of(const DeconvertDesign& deconvert, const StimulusOptions& options);
Stimulus examples_of(const DeconvertDesign& deconvert);

/// The unit as an object.
const Unit& deconvert_unit();

}  // namespace mxgen
