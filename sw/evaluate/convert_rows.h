// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "sw/tensor/quantize.h"
#include "sw/unit/beats.h"
#include "sw/unit/convert.h"

namespace mxgen {

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
