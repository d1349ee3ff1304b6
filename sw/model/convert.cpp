// SPDX-License-Identifier: Apache-2.0
#include "sw/model/convert.h"

#include <algorithm>
#include <functional>
#include <stdexcept>

#include "sw/model/given_scale.h"

namespace mxgen::model {
namespace {

/// A number that rounds like x / y to every format here, in every mode: the quotient cut off far
/// below anything that rounding looks at, then moved off the grid when something was cut.
Dyadic rounding_quotient(const Dyadic& x, const Dyadic& y) {
    if (x.is_zero()) return x;
    constexpr int spare_bits = 256;
    const int unit = exponent_of(x) - exponent_of(y) - spare_bits;
    const Dyadic numerator = abs(x) * Dyadic(1, -unit);
    const int common = std::min(numerator.exp, y.exp);
    const Integer n = floor_in_units(numerator, common), d = floor_in_units(y, common);
    const Integer quotient = n / d;
    const Dyadic cut(quotient, unit);
    const Dyadic result = quotient * d == n ? cut : cut + Dyadic(1, unit - 1);
    return x.is_negative() ? -result : result;
}

/// Mantissa bits m of the rule `even`.
int mantissa_bits(const Format& element) {
    switch (element.kind) {
        case Kind::floating:
            return element.mantissa_bits;
        case Kind::integer:
            return element.bits - 2;
        case Kind::table:
            break;
    }
    throw std::invalid_argument("scale rule even needs an element with a mantissa, not a table");
}

bool is_power_of_two_scale(const Format& scale) {
    return scale.kind == Kind::floating && !scale.has_zero && scale.mantissa_bits == 0;
}

/// The largest finite magnitude of a block.
Dyadic largest(std::span<const ExactValue> x) {
    Dyadic amax;
    for (const ExactValue& value : x)
        if (value.is_finite()) amax = std::max(amax, abs(value.number));
    return amax;
}

bool is_nan_block(const Format& element, std::span<const ExactValue> x, NonFinite policy) {
    const bool keeps_nan = nan_code(element).has_value();
    return std::any_of(x.begin(), x.end(), [&](const ExactValue& value) {
        return policy == NonFinite::nan_block ? !value.is_finite() : value.is_nan() && !keeps_nan;
    });
}

/// Codes of zero. Only a table may have its zero, or what is nearest, elsewhere than at code 0.
std::vector<std::uint32_t> zeros(const Format& element, std::size_t size) {
    return std::vector<std::uint32_t>(size, encode(element, finite_value(0)).code);
}

ConvertedBlock nan_block(const BlockFormat& format, std::size_t size, bool invalid) {
    return {nan_code(*format.scale).value_or(0), zeros(format.element, size), invalid};
}

std::uint32_t random_at(std::span<const std::uint32_t> random, std::size_t i) {
    return random.empty() ? 0 : random[i];
}

/// Each number by itself, in units of a power of two that the whole tensor shares.
ConvertedBlock convert_unscaled(const Format& element, std::span<const ExactValue> x,
                                const RoundingRule& rule, std::span<const std::uint32_t> random,
                                const ExactValue& unit) {
    if (!unit.is_finite()) return {0, zeros(element, x.size()), true};
    const Dyadic per_unit(1, -exponent_of(unit.number));
    ConvertedBlock block;
    for (std::size_t i = 0; i < x.size(); ++i) {
        ExactValue value = x[i];
        value.number = value.number * per_unit;
        const Encoded encoded = encode(element, value, rule, random_at(random, i));
        block.codes.push_back(encoded.code);
        block.invalid |= encoded.invalid;
    }
    return block;
}

/// A block of a format with a scale, whose code follows from the factor of the tensor.
ConvertedBlock convert_scaled(const BlockFormat& format, std::span<const ExactValue> x,
                              const ConvertRule& rule, std::span<const std::uint32_t> random,
                              const ExactValue& tensor_scale,
                              const std::function<std::uint32_t(const Dyadic&)>& scale_of) {
    const Format& element = format.element;
    if (!tensor_scale.is_finite() || !(Dyadic() < tensor_scale.number))
        return nan_block(format, x.size(), true);
    if (is_nan_block(element, x, rule.nonfinite)) return nan_block(format, x.size(), false);
    const Dyadic gain = format.tensor_scale ? tensor_scale.number : Dyadic(1);
    ConvertedBlock block;
    block.scale = scale_of(gain);
    const ExactValue scale = decode(*format.scale, block.scale);
    const bool is_zero =
        std::all_of(x.begin(), x.end(), [](const ExactValue& value) { return value.is_zero(); });
    if (scale.is_nan() || scale.is_zero() || is_zero) {
        block.codes = zeros(element, x.size());
        return block;
    }
    for (std::size_t i = 0; i < x.size(); ++i)
        block.codes.push_back(
            convert_element(element, x[i], gain, scale.number, rule.rounding, random_at(random, i))
                .code);
    return block;
}

}  // namespace

Encoded convert_element(const Format& element, const ExactValue& x, const Dyadic& gain,
                        const Dyadic& divisor, RoundingRule rule, std::uint32_t random) {
    if (x.is_infinite()) rule.overflow = Overflow::saturate;
    if (!x.is_finite()) return encode(element, x, rule, random);
    const Dyadic scaled = rounding_quotient(x.number * gain, divisor);
    return encode(element, finite_value(scaled, x.negative), rule, random);
}

int scale_exponent(const Format& element, const Dyadic& amax, ScaleRule rule) {
    const int emax = max_exponent(element), exponent = exponent_of(amax);
    switch (rule) {
        case ScaleRule::floor:
            return exponent - emax;
        case ScaleRule::ceil:
            return exponent + (amax == Dyadic(1, exponent) ? 0 : 1) - emax;
        case ScaleRule::even: {
            const int half_unit = exponent - mantissa_bits(element) - 1;
            return exponent_of(amax + Dyadic(1, half_unit)) - emax;
        }
        case ScaleRule::rceil:
            break;
    }
    const Dyadic max_value = max_finite(element);
    int fitting = exponent - emax;
    while (max_value * Dyadic(1, fitting) < amax) ++fitting;
    return fitting;
}

std::uint32_t scale_code(const BlockFormat& format, const Dyadic& amax, ScaleRule rule,
                         const Dyadic& tensor_scale) {
    const Format& scale = format.scale.value();
    if (amax.is_zero()) return 0;
    const Format& element = format.element;
    if (!is_power_of_two_scale(scale)) {
        const Dyadic wanted = rounding_quotient(amax * tensor_scale, max_finite(element));
        return encode(scale, finite_value(wanted)).code;
    }
    const int exponent = scale_exponent(element, amax, rule);
    // A carry out of the largest binade of fp32 lands in the NaN of an E8M0 scale.
    if (carries_to_nan(rule) && exponent + max_exponent(element) > 127)
        return nan_code(scale).value();
    return encode(scale, finite_value(Dyadic(1, exponent))).code;
}

ConvertedBlock convert_block(const BlockFormat& format, std::span<const ExactValue> x,
                             const ConvertRule& rule, std::span<const std::uint32_t> random,
                             const ExactValue& tensor_scale) {
    if (!format.scale)
        return convert_unscaled(format.element, x, rule.rounding, random,
                                format.tensor_exponent ? tensor_scale : finite_value(1));
    return convert_scaled(format, x, rule, random, tensor_scale, [&](const Dyadic& gain) {
        return scale_code(format, largest(x), rule.scale, gain);
    });
}

ConvertedBlock convert_block_with_scale(const BlockFormat& format, std::span<const ExactValue> x,
                                        std::uint32_t scale, const ConvertRule& rule,
                                        std::span<const std::uint32_t> random,
                                        const ExactValue& tensor_scale) {
    if (!format.scale) throw std::invalid_argument("a scale is given to a format without one");
    return convert_scaled(format, x, rule, random, tensor_scale,
                          [&](const Dyadic&) { return scale; });
}

std::uint32_t deconvert(const BlockFormat& format, std::uint32_t code, std::uint32_t scale,
                        const Format& target, const Dyadic& tensor_scale) {
    ExactValue value = decode(format.element, code);
    if (format.scale) value = value * decode(*format.scale, scale);
    if (value.is_finite())
        value = finite_value(rounding_quotient(value.number, tensor_scale), value.negative);
    return round_to(target, value);
}

}  // namespace mxgen::model
