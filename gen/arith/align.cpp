// SPDX-License-Identifier: Apache-2.0
#include "gen/arith/align.h"

#include <algorithm>

namespace mxgen::arith {

using namespace ir;

Value by_mode(Module& m, const BlockSum& block, const std::vector<int>& numbers) {
    if (numbers.front() == numbers.back()) return m.constant(numbers.front());
    return mux(block.mode, numbers.back(), numbers.front()).as("mode_unit");
}

Value in_units_of_scales(Module& m, const BlockSum& block, const Value& unit) {
    const auto total = block.signed_total();
    auto up = block.own_exponent + Value(block.lsb) - unit;
    const auto width = static_cast<int>(total.width());
    // Down by the whole width only the sign is left.
    const int down = std::clamp(static_cast<int>(-up.range().lo), 0, width);
    if (up.range().lo < -down) up = mux(up < Value(-down), m.constant(-down), up);
    auto shift = (up + Value(down)).within(0, std::max(Int(0), Int(up.range().hi + down)));
    return ((total << shift) >> Value(down)).as("unit_total");
}

Value shifted_down(const Value& x, const Value& distance) {
    const Int bits(x.width());
    if (distance.range().hi <= bits) return x >> distance;
    return x >> mux(distance > Value(bits), bits, distance).within(0, bits);
}

Value pattern(const Value& x, unsigned width) {
    unsigned own = x.width();
    auto bits = x.bits(own - 1, 0);
    if (own == width) return bits;
    auto sign = x.range().is_signed() ? x.bit(own - 1) : Value(0);
    return concat({mux(sign, pow2(width - own) - 1, 0), bits});
}

Value shifted_up(Value x, const Value& n) {
    unsigned width = x.width();
    for (unsigned stage = n.width(); stage-- > 0;) {
        auto distance = std::min(1u << stage, width);
        auto moved =
            distance < width ? (x.low(width - distance) << Value(Int(distance))) : Value(0);
        x = mux(n.bit(stage), moved, x);
    }
    return x;
}

Value sum_with(const Array& elements, std::vector<Value> terms) {
    terms.insert(terms.begin(), Value{elements.circuit(), elements.id()});
    return sum(terms);
}

}  // namespace mxgen::arith
