// SPDX-License-Identifier: Apache-2.0
#include "sw/tensor/transformer_engine.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "sw/support/error.h"

namespace mxgen::tensor {
namespace {

constexpr float largest_float = std::numeric_limits<float>::max();

/// Rounds a finite or infinite fp32 number, saturating.
std::uint32_t round_float(const Format& format, float x) {
    const model::ExactValue value = std::isfinite(x)
                                        ? model::finite_value(from_double(x), std::signbit(x))
                                        : model::infinite_value(x < 0);
    return model::encode(format, value).code;
}

}  // namespace

TransformerEngine::TransformerEngine(const BlockFormat& format, float amax) : format_(format) {
    if (format.element.name != "e2m1" || !format.scale || format.scale->name != "ue4m3")
        throw Error(Exit::usage, fmt::format("profile te: allowed is nvfp4, not {}", format.name));
    // 448 * 6, the largest scale times the largest element.
    encode_scale_ = amax == 0 ? 1.0f : std::min(2688.0f / amax, largest_float);
    decode_scale_ = 1.0f / encode_scale_;
}

model::ConvertedBlock TransformerEngine::convert(std::span<const float> x) const {
    model::ConvertedBlock block{0, std::vector<std::uint32_t>(x.size()), false};
    float amax = 0;
    for (const float value : x) {
        if (!std::isfinite(value)) {
            block.scale = model::nan_code(*format_.scale).value();
            return block;
        }
        amax = std::max(amax, std::fabs(value));
    }
    block.scale = round_float(*format_.scale, amax * (encode_scale_ * (1.0f / 6.0f)));
    const auto scale =
        static_cast<float>(to_double(model::decode(*format_.scale, block.scale).number));
    const float encode = std::min(1.0f / (scale * decode_scale_), largest_float);
    for (std::size_t i = 0; i < x.size(); ++i)
        if (x[i] != 0) block.codes[i] = round_float(format_.element, x[i] * encode);
    return block;
}

}  // namespace mxgen::tensor
