// SPDX-License-Identifier: Apache-2.0
#include "sw/tensor/fixed_quantize.h"

#include <cmath>

namespace mxgen::tensor {

std::optional<FixedQuantizer> FixedQuantizer::make(const BlockFormat& format,
                                                   const ConvertRule& rule) {
    const Format& element = format.element;
    if (element.kind != Kind::integer || format.scale || format.tensor_exponent ||
        !rule.rounding.is_of_casts() || is_stochastic(rule.rounding.rounding))
        return std::nullopt;
    FixedQuantizer q;
    q.rule_ = rule.rounding;
    q.per_unit_ = std::ldexp(1.0, -element.lsb);
    q.codes_ = std::ldexp(1.0, element.bits);
    q.largest_ = q.codes_ / 2 - 1;
    const bool takes_all = element.asymmetric || is_of_casts(rule.rounding.overflow);
    q.lowest_ = takes_all ? -q.codes_ / 2 : -q.largest_;
    return q;
}

double FixedQuantizer::rounded(double steps) const {
    switch (rule_.rounding) {
        case Rounding::rne:
            return std::nearbyint(steps);
        case Rounding::rna:
            return std::round(steps);
        case Rounding::rnd:
            return std::floor(steps + 0.5);
        case Rounding::rnd_zero:
            return std::copysign(std::ceil(std::fabs(steps) - 0.5), steps);
        case Rounding::rnd_min_inf:
            return std::ceil(steps - 0.5);
        case Rounding::trn:
            return std::floor(steps);
        case Rounding::rtz:
        case Rounding::sr:
            break;
    }
    return std::trunc(steps);
}

model::Encoded FixedQuantizer::code(float x) const {
    if (std::isnan(x) || (std::isinf(x) && rule_.overflow == Overflow::wrap)) return {0, true};
    double number = rounded(x * per_unit_);
    if (rule_.overflow == Overflow::wrap)
        number = std::fmod(number, codes_);
    else if (number < lowest_ || number > largest_)
        number = rule_.overflow == Overflow::sat_zero ? 0 : number < 0 ? lowest_ : largest_;
    return {static_cast<std::uint32_t>(std::fmod(number + codes_, codes_)), false};
}

model::ConvertedBlock FixedQuantizer::block(std::span<const float> x) const {
    model::ConvertedBlock block;
    block.codes.reserve(x.size());
    for (const float value : x) {
        const model::Encoded encoded = code(value);
        block.codes.push_back(encoded.code);
        block.invalid |= encoded.invalid;
    }
    return block;
}

}  // namespace mxgen::tensor
