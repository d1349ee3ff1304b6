// SPDX-License-Identifier: Apache-2.0
#include "sw/tensor/step_quantize.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <utility>

#include "sw/format/tables.h"
#include "sw/tensor/exact_quantize.h"

namespace mxgen::tensor {
namespace {

/// Exponents of values that leave room for a block's and a tensor's scale.
constexpr int largest_exponent = 400, max_element_bits = 16, max_table_bits = 8;

/// Significant bits of a value times a scale, exact in fp64.
constexpr int max_digits = 52, min_scale_digits = 4;

int digits_of(const std::optional<Format>& scale) {
    return std::max(min_scale_digits, scale ? scale->mantissa_bits + 1 : 1);
}

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

/// A table's values from the nearest one not beyond zero on; of equal values the lowest code
/// that may be written.
Rungs table_rungs(const Format& f, bool negative) {
    std::map<Dyadic, std::uint32_t> codes;
    for (std::uint32_t code = 0; code < f.values.size(); ++code)
        if (f.is_written(code)) codes.emplace(negative ? -*f.values[code] : *f.values[code], code);
    auto from = codes.upper_bound(Dyadic());
    if (from != codes.begin()) --from;
    return {from, codes.end()};
}

Rungs rungs_of(const Format& f, bool negative, bool propagate) {
    if (f.kind == Kind::table) return table_rungs(f, negative);
    return f.kind == Kind::integer ? integer_rungs(f, negative)
                                   : floating_rungs(f, negative, propagate);
}

bool fits(const Dyadic& x, int digits) {
    if (x.is_zero()) return true;
    const int exponent = exponent_of(x);
    return exponent - x.exp < digits && std::abs(exponent) <= largest_exponent;
}

/// Empty where a value or step has more than so many digits.
std::optional<Steps> make_steps(const Format& f, const Rungs& rungs, Rounding rounding,
                                int digits) {
    const bool nearest = is_nearest(rounding);
    Steps steps;
    for (std::size_t i = 0; i < rungs.size(); ++i) {
        const auto& [value, code] = rungs[i];
        steps.values.push_back(to_double(value));
        steps.codes.push_back(code);
        if (!fits(value, digits)) return std::nullopt;
        if (i == 0) continue;
        const Dyadic first = nearest ? (rungs[i - 1].first + value) * Dyadic(1, -1) : value;
        if (!fits(first, digits)) return std::nullopt;
        steps.first.push_back(to_double(first));
        steps.excludes.push_back(keeps_tie(rounding, stays_at_tie(f, rungs[i - 1].second, code)));
    }
    return steps;
}

/// Whether fp64 holds what stochastic rounding compares.
bool rounds_stochastically(const Steps& steps, const Rungs& rungs, int random_bits, int digits) {
    if (steps.values.front() < 0) return false;
    for (std::size_t i = 1; i < rungs.size(); ++i) {
        const Dyadic gap = rungs[i].first - rungs[i - 1].first;
        if (exponent_of(gap) - gap.exp + 1 + random_bits > digits) return false;
    }
    return true;
}

bool has_mantissa(const Format& scale) { return scale.has_zero; }

double number_of_scale(const Format& scale, std::uint32_t code) {
    const model::ExactValue value = model::decode(scale, code);
    return value.is_nan() ? std::nan("") : to_double(value.number);
}

std::vector<double> values_of(const Format& scale) {
    std::vector<double> values;
    for (std::uint32_t code = 0; code < model::code_count(scale); ++code)
        values.push_back(number_of_scale(scale, code));
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
    if (!usable || rule.rounding.is_of_casts() || element.bits > max_element_bits ||
        !element.is_signed || !element.has_zero)
        return std::nullopt;
    StepQuantizer q;
    q.format_ = format;
    q.rule_ = rule;
    q.tensor_scale_ = tensor_scale;
    if (format.tensor_scale) q.gain_ = tensor_scale;
    const auto& [rounding, overflow, random_bits] = rule.rounding;
    const int digits = max_digits - digits_of(format.scale);
    for (const bool negative : {false, true}) {
        const Rungs rungs = rungs_of(element, negative, overflow == Overflow::propagate);
        auto steps = make_steps(element, rungs, rounding, digits);
        if (!steps ||
            (is_stochastic(rounding) &&
             !rounds_stochastically(*steps, rungs, random_bits, digits - min_scale_digits)))
            return std::nullopt;
        (negative ? q.negative_ : q.positive_) = std::move(*steps);
    }
    q.zero_code_ = model::encode(element, model::finite_value(0)).code;
    q.largest_ = to_double(model::max_finite(element));
    if (!format.scale || format.scale->bits > max_table_bits) return q;
    q.scales_ = values_of(*format.scale);
    if (has_mantissa(*format.scale))
        q.scale_steps_ = make_steps(*format.scale, rungs_of(*format.scale, false, false),
                                    Rounding::rne, max_digits)
                             .value();
    return q;
}

std::uint32_t StepQuantizer::scale_code(double largest) const {
    if (scale_steps_.codes.empty())
        return model::scale_code(format_, from_double(largest), rule_.scale, from_double(gain_));
    return scale_steps_.codes[scale_steps_.reached(largest * gain_, largest_)];
}

double StepQuantizer::scale_value(std::uint32_t code) const {
    return scales_.empty() ? number_of_scale(*format_.scale, code) : scales_[code];
}

const Steps& StepQuantizer::steps_of(double x) const {
    const bool negative = format_.element.kind == Kind::table ? x < 0 : std::signbit(x);
    return negative ? negative_ : positive_;
}

double StepQuantizer::largest_element() const {
    return std::max(positive_.values.back(), negative_.values.back());
}

double StepQuantizer::first_beyond_zero() const {
    const auto first = [](const Steps& steps) {
        return steps.values.front() == 0 && !steps.first.empty() ? steps.first.front() : 0;
    };
    return std::min(first(positive_), first(negative_));
}

StepQuantizer::Recovered StepQuantizer::recovered(double x, double scale) const {
    const Steps& steps = steps_of(x);
    const double magnitude = std::fabs(x) * gain_;
    return {magnitude, steps.values[steps.reached(magnitude, scale)] * scale};
}

std::uint32_t StepQuantizer::code(double x, double scale, std::uint32_t random) const {
    const Steps& steps = steps_of(x);
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
    return codes_of(x, !format_.scale || amax == 0 ? 0 : scale_code(amax), amax == 0, random);
}

model::ConvertedBlock StepQuantizer::block_with_scale(std::span<const float> x, std::uint32_t scale,
                                                      std::span<const std::uint32_t> random) const {
    bool is_finite = true, is_zero = true;
    for (const float value : x) {
        is_finite &= std::isfinite(value);
        is_zero &= value == 0;
    }
    if (!is_finite) return convert_exactly(format_, rule_, x, random, tensor_scale_, scale);
    return codes_of(x, scale, is_zero, random);
}

/// The codes of finite numbers.
model::ConvertedBlock StepQuantizer::codes_of(std::span<const float> x, std::uint32_t scale_code,
                                              bool is_zero,
                                              std::span<const std::uint32_t> random) const {
    model::ConvertedBlock block;
    double scale = 1;
    if (format_.scale) {
        block.scale = scale_code;
        scale = scale_value(scale_code);
        if (std::isnan(scale) || scale == 0 || is_zero) {
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
