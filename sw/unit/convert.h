// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sw/format/choices.h"
#include "sw/format/format.h"
#include "sw/format/rotation.h"
#include "sw/unit/beat.h"
#include "sw/unit/golden.h"
#include "sw/unit/stimulus.h"

namespace mxgen {

class Unit;

/// A conversion of floats into a block format (docs/numerics.md, "Into block formats").
struct ConvertDesign {
    Format input = find_format("fp32").value();  ///< or bf16, fp16
    BlockFormat output;
    ConvertRule rule;
    Clip clip = Clip::symmetric;
    RandomSource random = RandomSource::port;            ///< of sr
    int lfsr_seed = 1;                                   ///< 0 to 2^31 - 1
    TensorScaling tensor_scaling = TensorScaling::port;  ///< of formats with an fp32 scale
    Rotation rotation;  ///< of the values before they are converted
    int lanes = 0;      ///< values per beat; fewer than the block, or the rotation: streaming

    /// The output with the clip in its element.
    BlockFormat clipped() const {
        BlockFormat format = output;
        format.element.asymmetric |= clip == Clip::asymmetric;
        return format;
    }

    /// Values that are converted together: a block, or a rotation of several.
    int group() const { return rotation ? rotation.group(output.block) : output.block; }
    /// Blocks whose scales leave with a beat, one at least.
    int scales_per_beat() const { return std::max(1, lanes / output.block); }

    BeatShape beats() const { return {group(), lanes}; }
    bool is_stochastic() const { return mxgen::is_stochastic(rule.rounding.rounding); }

    /// Whether it makes its own random bits.
    bool has_lfsr() const { return is_stochastic() && random == RandomSource::lfsr; }

    /// Whether beats with tensor_load_i bring the scale of the tensor.
    bool loads_tensor() const { return tensor_scaling == TensorScaling::load; }

    /// The codes of a scale that the tensor is given; none without one.
    std::optional<Format> tensor_scale() const {
        if (output.tensor_exponent) return find_format("e8m0");
        return output.tensor_scale ? find_format("fp32") : std::nullopt;
    }
};

/// Its meaning, a paragraph in words.
std::string convert_in_words(const ConvertDesign& convert);

/// The parts that UnitOf takes: the ports of its top module but clock and reset, its golden model,
/// its stimulus and the beats of a package's bench (sw/unit/unit.h).
std::vector<Port> ports_of(const ConvertDesign& convert, bool has_valid, std::size_t mode = 0);
std::unique_ptr<Golden> golden_of(const ConvertDesign& convert);
Stimulus stimulus_of(const ConvertDesign& convert, const StimulusOptions& options);
Stimulus examples_of(const ConvertDesign& convert);

/// The unit as an object.
const Unit& convert_unit();

}  // namespace mxgen
