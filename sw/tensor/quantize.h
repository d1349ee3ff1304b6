// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sw/model/convert.h"
#include "sw/tensor/array.h"
#include "sw/tensor/blocks.h"

namespace mxgen::tensor {

/// Machine words where the formats permit, or exact numbers throughout: equal in every bit.
enum class Path { fast, definition };

/// Arithmetic of formats with an fp32 scale a tensor (docs/numerics.md, "NVFP4 and NVINT4").
enum class Profile {
    exact,  ///< every quotient as if exact, rounded once: what the circuits compute
    te,     ///< the fp32 operation order of NVIDIA's Transformer Engine (e2m1 with ue4m3 only), on
            ///< the nearest fp32 numbers
};

/// How the scale of a block is found (docs/numerics.md, "Into block formats").
enum class ScaleSearch {
    none,  ///< by the scale rule, from the largest number
    mse,   ///< the scale with the least squared error
};

struct QuantizeOptions {
    ConvertRule rule;
    int axis = -1;       ///< blocks lie along this axis; negative: counted from the last
    bool tiles = false;  ///< one scale per block x block tile of the last two axes
    bool whole_axis =
        false;  ///< one scale per row: a block is the whole axis, whatever the format says
    Profile profile = Profile::exact;
    std::optional<float> tensor_scale;  ///< encode scale g; by default from the tensor's amax
    std::uint64_t seed = 1;             ///< of the random bits of stochastic rounding
    ScaleSearch search = ScaleSearch::none;
    std::vector<std::uint32_t> scales = {};  ///< given, a code a block; empty: found
};

/// A tensor in a block format. Codes have the tensor's shape; a block shares one scale, and a tail
/// block is as if padded with zeros.
struct Quantized {
    BlockFormat format;
    Blocking blocking;
    Shape shape, scale_shape;
    std::vector<std::uint32_t> codes;
    std::vector<std::uint32_t> scales;  ///< empty for a format without scale
    float tensor_scale = 1;             ///< g; with a tensor exponent 2^-E
    bool invalid = false;               ///< NaN was lost, or g was not finite and positive
    float tensor_factor = 1;  ///< a factor instead of g, as files of ModelOpt have it; then g is 1
};

/// Quantizes every number as it is, by the golden model or by a fast path that equals it in every
/// bit.
/// Throws Error(usage) for a shape that cannot be blocked and for another number of given scales
/// than blocks.
Quantized quantize(const Tensor& x, const BlockFormat& format, const QuantizeOptions& options = {},
                   Path path = Path::fast);

/// The default encode scale: fp32 nearest-even of 448 * max / amax (with the largest number of the
/// scale format for 448), 1 for a tensor of zeros, at most the largest fp32 number.
float default_tensor_scale(const Tensor& x, const BlockFormat& format);

/// code * scale * tensor_factor / g, correctly rounded to fp32.
Tensor dequantize(const Quantized& quantized, Path path = Path::fast);

}  // namespace mxgen::tensor
