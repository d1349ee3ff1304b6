// SPDX-License-Identifier: Apache-2.0
#include "sw/fast/dot.h"

#include <algorithm>
#include <stdexcept>

namespace mxgen::fast {
namespace {

using CodeSpan = std::span<const std::uint32_t>;

bool is_finite(const Elements& elements, CodeSpan codes) {
    return std::none_of(codes.begin(), codes.end(),
                        [&](std::uint32_t code) { return elements.special(code); });
}

}  // namespace

FastDot::FastDot(const model::DotSpec& spec)
    : initial_(spec.initial),
      a_(spec.a),
      b_(spec.b),
      products_(spec),
      sums_(spec, a_.elements, b_.elements),
      accumulate_(fast::make_accumulate(spec)) {
    accumulate_->start(0);
}

void FastDot::add(CodeSpan a, std::uint32_t a_scale, CodeSpan b, std::uint32_t b_scale) {
    if (a.size() != b.size()) throw std::invalid_argument("a block has as many codes in a as in b");
    const model::ExactValue scale = a_.elements.scale(a_scale) * b_.elements.scale(b_scale);
    const int exponent = a_.elements.scale_exponent(a_scale) + b_.elements.scale_exponent(b_scale);
    if (sums_.kind() != SumMethod::definition && scale.is_finite() &&
        add_fast(a, b, scale, exponent))
        return;
    a_.elements.values(a, a_.values);
    b_.elements.values(b, b_.values);
    products_.multiply(a, b, approximate_);
    accumulate_->add({a_.values, b_.values, scale, approximate_, exponent});
}

bool FastDot::add_fast(CodeSpan a, CodeSpan b, const model::ExactValue& scale, int exponent) {
    const auto wide = to_wide(scale.number);
    if (!wide || !is_finite(a_.elements, a) || !is_finite(b_.elements, b)) return false;
    const auto decode = [&](Side& side, CodeSpan codes) {
        side.units.clear();
        side.plain.clear();
        for (const std::uint32_t code : codes) {
            if (sums_.kind() == SumMethod::units) side.units.push_back(side.elements.units(code));
            if (sums_.kind() == SumMethod::plain) side.plain.push_back(side.elements.plain(code));
        }
    };
    decode(a_, a);
    decode(b_, b);
    const WideScale wide_scale{*wide, exponent};
    if (sums_.kind() == SumMethod::plain)
        return sums_.add(*accumulate_, a_.plain, b_.plain, wide_scale);
    sums_.add(*accumulate_, a_.units, b_.units, wide_scale);
    return true;
}

}  // namespace mxgen::fast
