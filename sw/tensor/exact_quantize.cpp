// SPDX-License-Identifier: Apache-2.0
#include "sw/tensor/exact_quantize.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace mxgen::tensor {

model::ExactValue value_of(Extended x) {
    const bool negative = std::signbit(x);
    if (std::isnan(x)) return model::nan_value(negative);
    if (std::isinf(x)) return model::infinite_value(negative);
    constexpr int digits = 64;
    int exponent = 0;
    const Extended fraction = std::frexp(std::fabs(x), &exponent);
    const Integer significand = static_cast<std::uint64_t>(std::ldexp(fraction, digits));
    const Dyadic magnitude(significand, exponent - digits);
    return model::finite_value(negative ? -magnitude : magnitude, negative);
}

Fp32Bounds::Fp32Bounds(const Tensor& x) : inner{x.shape, x.data}, outer{x.shape, x.data} {
    for (std::size_t i = 0; i < x.data.size(); ++i) {
        const float nearest = x.data[i];
        const Extended magnitude = std::fabs(x.number(i));
        const float beyond = std::copysign(std::numeric_limits<float>::infinity(), nearest);
        if (std::fabs(Extended{nearest}) > magnitude) inner.data[i] = std::nextafter(nearest, 0.0f);
        if (std::fabs(Extended{nearest}) < magnitude)
            outer.data[i] = std::nextafter(nearest, beyond);
    }
}

float nearest_quotient(const Dyadic& x, const Dyadic& y) {
    const auto quotient = static_cast<float>(to_double(x) / to_double(y));
    const float largest = std::numeric_limits<float>::max();
    const auto distance = [&](float candidate) {
        return abs(Dyadic(from_double(candidate)) * y - x);
    };
    float best = std::min(quotient, largest);
    for (const float other : {std::nextafter(best, 0.0f), std::nextafter(best, largest)}) {
        const bool is_even = (std::bit_cast<std::uint32_t>(other) & 1) == 0;
        if (distance(other) < distance(best) || (distance(other) == distance(best) && is_even))
            best = other;
    }
    return best;
}

}  // namespace mxgen::tensor
