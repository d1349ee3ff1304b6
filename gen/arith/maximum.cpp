// SPDX-License-Identifier: Apache-2.0
#include "gen/arith/maximum.h"

#include <fmt/format.h>

#include <vector>

namespace mxgen::arith {

using namespace ir;

namespace {

/// A digit of two bits, or of one, as "at least 1", "at least 2", "at least 3".
using Thermometer = std::vector<Value>;

Thermometer thermometer(const Value& value, unsigned hi, unsigned lo) {
    if (hi == lo) return {value.bit(lo)};
    auto high = value.bit(hi), low = value.bit(lo);
    return {high | low, high, high & low};
}

/// The digit whose thermometer that is.
std::vector<Value> bits_of(const Thermometer& t) {
    if (t.size() == 1) return {t[0]};
    return {t[1], t[2] | (t[0] & !t[1])};
}

/// Whether a value that was among the largest still is: no digit of the others exceeds its own.
Value survives(const Value& alive, const Thermometer& own, const Thermometer& max_digit) {
    auto still = alive;
    for (std::size_t i = 0; i < own.size(); ++i) still = still & (own[i] | !max_digit[i]);
    return still;
}

/// One digit of one value: whether it is still in play after the digit before, and which digit it
/// shows now.
Module digit_module(const std::string& name, const Range& range, unsigned hi, unsigned lo,
                    unsigned above, DesignPart part) {
    Module m{name, fmt::format("Bits {}..{} of a candidate for the largest value.", hi, lo)};
    m.belongs_to(part);
    auto value = m.input("value_i", range);
    auto alive = m.constant(1);
    if (above > hi + 1) {
        auto own = thermometer(value, above - 1, hi + 1);
        Thermometer max_digit;
        for (std::size_t i = 0; i < own.size(); ++i)
            max_digit.push_back(m.input(fmt::format("least{}_i", i + 1), Range::bit()));
        alive = survives(m.input("alive_i", Range::bit()), own, max_digit);
        m.output("alive_o", alive);
    }
    auto own = thermometer(value, hi, lo);
    for (std::size_t i = 0; i < own.size(); ++i)
        m.output(fmt::format("least{}_o", i + 1), alive & own[i]);
    return m;
}

}  // namespace

Value maximum(Module& m, const std::string& name, const Array& values, const Int& floor) {
    unsigned width = values.range().width(), above = width;
    std::vector<Value> found;
    Thermometer max_digit;
    Array alive;
    for (unsigned hi = width; hi-- > 0;) {
        // An odd width has its single bit at the top.
        unsigned lo = (hi + 1) % 2 ? hi : hi - 1;
        auto digit =
            digit_module(fmt::format("{}{}", name, hi), values.range(), hi, lo, above, m.part());
        std::vector<Binding> inputs{{"value_i", values}};
        if (!max_digit.empty()) {
            // All are in play until the first digit is known.
            if (alive.circuit())
                inputs.emplace_back("alive_i", alive);
            else
                inputs.emplace_back("alive_i", m.constant(1));
            for (std::size_t i = 0; i < max_digit.size(); ++i)
                inputs.emplace_back(fmt::format("least{}_i", i + 1), max_digit[i]);
        }
        auto lanes = m.instances(digit, fmt::format("u_digit{}", hi), values.size(), inputs);
        if (!max_digit.empty()) alive = lanes.array("alive_o");
        max_digit.clear();
        for (unsigned i = 1; i <= (hi == lo ? 1u : 3u); ++i)
            max_digit.push_back(any(lanes.array(fmt::format("least{}_o", i))));
        for (const auto& bit : bits_of(max_digit)) found.push_back(bit);
        above = hi + 1;
        hi = lo;
    }
    auto largest = concat(found);
    return floor == 0 ? largest : max({largest, Value(floor)});
}

}  // namespace mxgen::arith
