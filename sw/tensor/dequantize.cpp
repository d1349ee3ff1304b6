// SPDX-License-Identifier: Apache-2.0
#include <bit>
#include <cmath>
#include <functional>
#include <limits>
#include <stdexcept>

#include "sw/tensor/quantize.h"

namespace mxgen::tensor {
namespace {

using model::ExactValue;

constexpr float quiet_nan = std::numeric_limits<float>::quiet_NaN();
constexpr int float_digits = 24;

/// The number of a code and its block's scale code.
using Recover = std::function<float(std::uint32_t code, std::uint32_t scale)>;

float exact_float(const ExactValue& value) {
    if (value.is_nan()) return quiet_nan;
    const float magnitude = value.is_infinite() ? std::numeric_limits<float>::infinity()
                                                : static_cast<float>(to_double(abs(value.number)));
    return value.negative ? -magnitude : magnitude;
}

/// Every code of a format as fp32; empty where a number does not fit. `digits` receives the most
/// significant bits of a number.
std::vector<float> float_table(const Format& format, int& digits) {
    std::vector<float> table;
    digits = 0;
    if (format.bits > 16) return table;
    for (std::uint32_t code = 0; code < model::code_count(format); ++code) {
        const ExactValue value = model::decode(format, code);
        table.push_back(exact_float(value));
        if (!value.is_finite() || value.is_zero()) continue;
        if (!(from_double(table.back()) == value.number)) return {};
        digits = std::max(digits, exponent_of(value.number) - value.number.exp + 1);
    }
    return table;
}

/// In fp32 arithmetic where that rounds only once: a product of two fp32 numbers does, and so does
/// a quotient of a product that is exact. Empty where it does not.
Recover fast_recovery(const Quantized& q) {
    int element_digits = 0, scale_digits = 1;
    const auto elements = float_table(q.format.element, element_digits);
    if (q.format.scale == find_format("fp32") && !elements.empty() && q.tensor_scale == 1)
        return [elements](std::uint32_t code, std::uint32_t scale) {
            const float x = elements[code % elements.size()] * std::bit_cast<float>(scale);
            return std::isnan(x) ? quiet_nan : x;
        };
    const auto scales =
        q.format.scale ? float_table(*q.format.scale, scale_digits) : std::vector<float>{1.0f};
    const bool rounds_once = q.tensor_scale == 1 || element_digits + scale_digits <= float_digits;
    if (elements.empty() || scales.empty() || !rounds_once) return {};
    return [elements, scales, g = q.tensor_scale](std::uint32_t code, std::uint32_t scale) {
        const float x = elements[code % elements.size()] * scales[scale % scales.size()] / g;
        return std::isnan(x) ? quiet_nan : x;
    };
}

/// With a factor: significands of a code, a scale (at most 8 bits each) and fp32 fit into fp64, so
/// that only the last step rounds. Throws std::logic_error for wider formats, which no file has.
Recover factor_recovery(const Quantized& q) {
    int element_digits = 0, scale_digits = 0;
    const auto elements = float_table(q.format.element, element_digits);
    const auto scales =
        q.format.scale ? float_table(*q.format.scale, scale_digits) : std::vector<float>{1.0f};
    if (elements.empty() || scales.empty() || element_digits + scale_digits > 29)
        throw std::logic_error("a factor of a tensor in a wide format");
    return [elements, scales, factor = q.tensor_factor](std::uint32_t code, std::uint32_t scale) {
        const double x = double{elements[code % elements.size()]} *
                         double{scales[scale % scales.size()]} * double{factor};
        return std::isnan(x) ? quiet_nan : static_cast<float>(x);
    };
}

Recover golden_recovery(const Quantized& q) {
    return [&format = q.format, g = from_double(q.tensor_scale),
            fp32 = find_format("fp32").value()](std::uint32_t code, std::uint32_t scale) {
        return std::bit_cast<float>(model::deconvert(format, code, scale, fp32, g));
    };
}

}  // namespace

Tensor dequantize(const Quantized& q, Path path) {
    Tensor out{q.shape, std::vector<float>(q.codes.size(), quiet_nan)};
    if (!std::isfinite(q.tensor_scale) || q.tensor_scale <= 0) return out;
    Recover recover;
    if (q.tensor_factor != 1)
        recover = factor_recovery(q);
    else if (path == Path::fast)
        recover = fast_recovery(q);
    if (!recover) recover = golden_recovery(q);
    const BlockLayout layout(q.shape, q.blocking);
    for (std::size_t block = 0; block < layout.blocks(); ++block) {
        const std::uint32_t scale = q.scales.empty() ? 0 : q.scales[block];
        layout.for_each(block, [&](std::size_t i) { out.data[i] = recover(q.codes[i], scale); });
    }
    return out;
}

}  // namespace mxgen::tensor
