// SPDX-License-Identifier: Apache-2.0
#include "sw/model/elements.h"

#include <algorithm>

#include "sw/model/wide.h"

namespace mxgen::model {
namespace {

constexpr int widest_table = 16, widest_unit = 62, widest_scaled_sum = 100;

/// Bits of the numerator of any code of a scale.
int scale_bits(const std::optional<Format>& scale) {
    if (!scale) return 1;
    return scale->kind == Kind::floating ? scale->mantissa_bits + 1 : scale->bits;
}

}  // namespace

Elements::Elements(const BlockFormat& format) : format_(format) {
    const Format& element = format.element;
    if (element.bits > widest_table) return;
    mask_ = static_cast<std::uint32_t>(code_count(element) - 1);
    values_.reserve(code_count(element));
    for (std::uint32_t code = 0; code <= mask_; ++code) values_.push_back(decode(element, code));
    tabulate_units();
}

void Elements::tabulate_units() {
    const int unit = unit_exponent(format_.element);
    int bits = 1;
    for (const Value& value : values_)
        if (value.is_finite() && !value.is_zero())
            bits = std::max(bits, exponent_of(value.number) - unit + 1);
    if (bits > widest_unit) return;
    for (const Value& value : values_) {
        units_.push_back(floor_in_units(value.number, unit).convert_to<std::int64_t>());
        special_.push_back(!value.is_finite());
    }
    unit_bits_ = bits;
}

Value Elements::value(std::uint32_t code) const {
    return values_.empty() ? decode(format_.element, code) : values_[code & mask_];
}

void Elements::values(std::span<const std::uint32_t> codes, std::vector<Value>& out) const {
    out.clear();
    for (const std::uint32_t code : codes) out.push_back(value(code));
}

Value Elements::scale(std::uint32_t code) const {
    return format_.scale ? decode(*format_.scale, code) : finite_value(1);
}

bool has_fast_sums(const DotSpec& spec, const Elements& a, const Elements& b) {
    if (spec.accumulator.kind == Accumulator::Kind::tensorcore) return false;
    if (a.unit_bits() == 0 || b.unit_bits() == 0) return false;
    return a.unit_bits() + b.unit_bits() + bit_length(block_size(spec)) + scale_bits(spec.a.scale) +
               scale_bits(spec.b.scale) <=
           widest_scaled_sum;
}

}  // namespace mxgen::model
