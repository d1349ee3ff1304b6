// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "sw/config/settings.h"
#include "sw/tensor/quantize.h"
#include "sw/unit/beats.h"
#include "sw/unit/convert.h"

namespace mxgen {

/// How a tensor is cut into blocks, and what is no key of a configuration.
struct ConversionOptions {
    int axis = -1;                      ///< blocks lie along it; negative: counted from the last
    bool tiles = false;                 ///< one scale per block x block tile of the last two axes
    bool per_row = false;               ///< one scale per row: the whole axis is a block
    std::string profile = "exact";      ///< "exact" or "te"
    std::optional<float> tensor_scale;  ///< encode scale g; by default from the tensor's amax
    std::uint64_t seed = 1;             ///< of the random bits of stochastic rounding
};

/// The conversion of tensors that settings stand for: operand a and section [convert]. What no
/// tensor needs, as lanes, is left. Throws Error (usage) for a format that is none and for a rule
/// that it has no use for.
ConvertDesign tensor_conversion(const Settings& settings);

/// Throws Error (usage), which names the flag of `mxgen quantize`, for what the format does not
/// take.
tensor::QuantizeOptions quantize_options(const ConversionOptions& options,
                                         const ConvertDesign& convert);

/// What a converter makes of rows of codes.
struct ConvertedRows {
    Codes codes;                ///< an element each, of the rows' shape
    tensor::Shape block_shape;  ///< of what follows: the last axis divided by the block, rounded up
    Codes scales, invalid;
};

/// What the golden model of a converter makes, from reset on, of codes of its input format in
/// blocks along the last axis, the tail filled up with zeros. `random`: an element's random bits
/// each, or empty (zeros); of converters that make their own they are left. `tensor_scale` is the
/// port's code. Throws Error (usage) for a shape without axes.
ConvertedRows convert_rows(const ConvertDesign& convert, const tensor::Shape& shape,
                           const Codes& codes, const Codes& random, std::uint32_t tensor_scale);

}  // namespace mxgen
