// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "sw/config/settings.h"
#include "sw/tensor/quantize.h"
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
    std::string scale_search = "none";  ///< "none" or "mse"
    std::string row_scales = "";  ///< "fp32" or "bf16": a scale a row, outside of every design, for
                                  ///< formats without scales; "": none
    std::string scales = "";      ///< FILE.npy or FILE:NAME of the scales to use; "": found
    bool has_scale_rule = false;  ///< the user names a rule, which given scales have no use for
};

/// The conversion of tensors that settings stand for: operand a and section [convert]. What no
/// tensor needs, as lanes, is left. Throws Error (usage) for a format that is none and for a rule
/// that it has no use for.
ConvertDesign tensor_conversion(const Settings& settings);

/// The block format of the codes: the conversion's, with its scales of rows.
BlockFormat format_of(const ConversionOptions& options, const ConvertDesign& convert);

/// But the scales that are given: see take_scales(). Throws Error (usage), which names the flag of
/// `mxgen quantize`, for what the format does not take, and options that exclude each other.
tensor::QuantizeOptions quantize_options(const ConversionOptions& options,
                                         const ConvertDesign& convert);

/// Reads the scales that the user gives, one for each block of a tensor of this shape. Throws Error
/// (usage) for a file that holds others.
void take_scales(tensor::QuantizeOptions& how, const ConversionOptions& options,
                 const BlockFormat& format, const tensor::Shape& shape);

}  // namespace mxgen
