// SPDX-License-Identifier: Apache-2.0
#include "sw/tensor/step_quantize.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <utility>

#include "sw/tensor/exact_quantize.h"

namespace mxgen::tensor {
namespace {

/// Significant bits and exponents of values that leave room for a block's and a tensor's scale.
constexpr int max_digits = 48, largest_exponent = 400, max_element_bits = 16, scale_digits = 4;

using Rungs = std::vector<std::pair<Dyadic, std::uint32_t>>;

/// Magnitudes up to the largest, and where overflow propagates what lies beyond.
Rungs floating_rungs(const Format& f, bool negative, bool propagate) {
    const std::uint32_t sign = negative ? 1u << (f.exponent_bits + f.mantissa_bits) : 0;
    std::uint32_t code = 0;
    Rungs rungs;
    for (; code < (1u << (f.exponent_bits + f.mantissa_bits)); ++code) {
        const model::ExactValue value = model::decode(f, code);
        if (!value.is_finite()) break;
        rungs.emplace_back(value.number, sign + code);
    }
    if (!propagate || f.specials == Specials::none) return rungs;
    Format endless = f;
    endless.specials = Specials::none;
    rungs.emplace_back(model::decode(endless, code).number, sign + code);
    return rungs;
}

Rungs integer_rungs(const Format& f, bool negative) {
    const std::uint32_t codes = 1u << f.bits;
    const std::uint32_t largest = codes / 2 - 1 + (negative && f.asymmetric ? 1 : 0);
    Rungs rungs;
    for (std::uint32_t steps = 0; steps <= largest; ++steps)
        rungs.emplace_back(Dyadic(steps, f.lsb), negative ? (codes - steps) % codes : steps);
    return rungs;
}

/// A table's values from the nearest one not beyond zero on; of equal values the lowest code.
Rungs table_rungs(const Format& f, bool negative) {
    std::map<Dyadic, std::uint32_t> codes;
    for (std::uint32_t code = 0; code < f.values.size(); ++code)
        if (f.values[code]) codes.emplace(negative ? -*f.values[code] : *f.values[code], code);
    auto from = codes.upper_bound(Dyadic());
    if (from != codes.begin()) --from;
    return {from, codes.end()};
}

Rungs rungs_of(const Format& f, bool negative, bool propagate) {
    if (f.kind == Kind::table) return table_rungs(f, negative);
    return f.kind == Kind::integer ? integer_rungs(f, negative)
                                   : floating_rungs(f, negative, propagate);
}

bool fits(const Dyadic& x) {
    if (x.is_zero()) return true;
    const int exponent = exponent_of(x);
    return exponent - x.exp < max_digits && std::abs(exponent) <= largest_exponent;
}

/// Empty where a value or step has too many digits.
std::optional<Steps> steps_of(const Rungs& rungs, Rounding rounding) {
    const bool nearest = is_nearest(rounding);
    Steps steps;
    for (std::size_t i = 0; i < rungs.size(); ++i) {
        const auto& [value, code] = rungs[i];
        steps.values.push_back(to_double(value));
        steps.codes.push_back(code);
        if (!fits(value)) return std::nullopt;
        if (i == 0) continue;
        const Dyadic first = nearest ? (rungs[i - 1].first + value) * Dyadic(1, -1) : value;
        if (!fits(first)) return std::nullopt;
        const bool lower_is_even = rungs[i - 1].second % 2 == 0 && code % 2 == 1;
        steps.first.push_back(to_double(first));
        steps.excludes.push_back(keeps_tie(rounding, lower_is_even));
    }
    return steps;
}

/// Whether fp64 holds what stochastic rounding compares.
bool rounds_stochastically(const Steps& steps, const Rungs& rungs, int random_bits) {
    if (steps.values.front() < 0) return false;
    for (std::size_t i = 1; i < rungs.size(); ++i) {
        const Dyadic gap = rungs[i].first - rungs[i - 1].first;
        if (exponent_of(gap) - gap.exp + 1 + random_bits + scale_digits > max_digits) return false;
    }
    return true;
}

bool has_mantissa(const Format& scale) { return scale.has_zero; }

std::vector<double> values_of(const Format& scale) {
    std::vector<double> values;
    for (std::uint32_t code = 0; code < model::code_count(scale); ++code)
        values.push_back(to_double(model::decode(scale, code).number));
    return values;
}

}  // namespace

std::size_t Steps::reached(double x, double unit) const {
    const auto above = std::upper_bound(first.begin(), first.end(), x,
                                        [&](double a, double b) { return a < b * unit; });
    auto index = static_cast<std::size_t>(above - first.begin());
    if (index > 0 && excludes[index - 1] && first[index - 1] * unit == x) --index;
    return index;
}

std::optional<StepQuantizer> StepQuantizer::make(const BlockFormat& format, const ConvertRule& rule,
                                                 float tensor_scale) {
    const Format& element = format.element;
    const bool usable = !format.tensor_scale || (std::isfinite(tensor_scale) && tensor_scale > 0);
    if (!usable || element.bits > max_element_bits || !element.is_signed || !element.has_zero)
        return std::nullopt;
    StepQuantizer q;
    q.format_ = format;
    q.rule_ = rule;
    q.tensor_scale_ = tensor_scale;
    if (format.tensor_scale) q.gain_ = tensor_scale;
    const auto& [rounding, overflow, random_bits] = rule.rounding;
    for (const bool negative : {false, true}) {
        const Rungs rungs = rungs_of(element, negative, overflow == Overflow::propagate);
        auto steps = steps_of(rungs, rounding);
        if (!steps ||
            (is_stochastic(rounding) && !rounds_stochastically(*steps, rungs, random_bits)))
            return std::nullopt;
        (negative ? q.negative_ : q.positive_) = std::move(*steps);
    }
    q.zero_code_ = model::encode(element, model::finite_value(0)).code;
    q.largest_ = to_double(model::max_finite(element));
    if (!format.scale) return q;
    q.scales_ = values_of(*format.scale);
    if (has_mantissa(*format.scale))
        q.scale_steps_ = steps_of(rungs_of(*format.scale, false, false), Rounding::rne).value();
    return q;
}

std::uint32_t StepQuantizer::scale_code(double largest) const {
    if (!has_mantissa(*format_.scale))
        return model::scale_code(format_, from_double(largest), rule_.scale);
    return scale_steps_.codes[scale_steps_.reached(largest * gain_, largest_)];
}

std::uint32_t StepQuantizer::code(double x, double scale, std::uint32_t random) const {
    const bool negative = format_.element.kind == Kind::table ? x < 0 : std::signbit(x);
    const Steps& steps = negative ? negative_ : positive_;
    const double magnitude = std::fabs(x) * gain_;
    std::size_t index = steps.reached(magnitude, scale);
    if (is_stochastic(rule_.rounding.rounding) && index + 1 < steps.values.size()) {
        const double whole = std::ldexp(1.0, rule_.rounding.random_bits);
        const double value = steps.values[index], gap = steps.values[index + 1] - value;
        if ((magnitude - value * scale) * whole >=
            (whole - std::fmod(random, whole)) * (gap * scale))
            ++index;
    }
    return steps.codes[index];
}

model::ConvertedBlock StepQuantizer::block(std::span<const float> x,
                                           std::span<const std::uint32_t> random) const {
    float amax = 0;
    bool finite = true;
    for (const float value : x) {
        finite &= std::isfinite(value);
        amax = std::max(amax, std::fabs(value));
    }
    if (!finite) return convert_exactly(format_, rule_, x, random, tensor_scale_);
    model::ConvertedBlock block;
    double scale = 1;
    if (format_.scale) {
        block.scale = amax == 0 ? 0 : scale_code(amax);
        scale = scales_[block.scale];
        const bool nan = block.scale == model::nan_code(*format_.scale);
        if (nan || scale == 0 || amax == 0) {
            block.codes.assign(x.size(), zero_code_);
            return block;
        }
    }
    block.codes.reserve(x.size());
    for (std::size_t i = 0; i < x.size(); ++i)
        block.codes.push_back(code(x[i], scale, random.empty() ? 0 : random[i]));
    return block;
}

}  // namespace mxgen::tensor
