// SPDX-License-Identifier: Apache-2.0
#include "gen/lower/booth.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <tuple>

namespace mxgen::lower {

using namespace ir;

namespace {

/// Levels of full adders from n rows to two.
double levels(double rows) { return rows <= 2 ? 0 : std::log(rows / 2) / std::log(1.5); }

/// The adder that ends a product.
double final_adder(const Range& a, const Range& b, const Delays& d) {
    return d.prefix * std::log2(a.width() + b.width()) + d.exclusive_or;
}

}  // namespace

unsigned booth_digits(const Range& b) { return (b.width() + (b.is_signed() ? 1 : 2)) / 2; }

BoothDigit booth_digit(const Value& b, unsigned digit) {
    Value zero{b.circuit(), b.circuit()->constant(0)};
    auto bit = [&](unsigned i) {
        if (i < b.width()) return b.bit(i);
        return b.range().is_signed() ? b.bit(b.width() - 1) : zero;
    };
    auto high = bit(2 * digit + 1), middle = bit(2 * digit);
    auto low = digit == 0 ? zero : bit(2 * digit - 1);
    auto one = (middle ^ low).as(fmt::format("one_{}", digit));
    auto two = ((high ^ middle) & !one).as(fmt::format("two_{}", digit));
    return {one, two, high};
}

double booth_row_delay(const Delays& d) {
    return 2 * d.exclusive_or + d.gate + 2 * d.gate + d.exclusive_or;
}

CostEstimate booth_product(const Range& a, const Range& b, const Costs& costs) {
    const auto& [d, cost] = std::tie(costs.delays, costs.gates);
    const Counter& full = costs.full();
    double digits = booth_digits(b), row = a.width() + 1;
    constexpr double select = 2;
    double bit = select + cost.exclusive_or + full.gates;
    double encoder = 2 * cost.exclusive_or + cost.gate, sign = 2 * full.gates;
    return {digits * (row * bit + encoder + sign),
            booth_row_delay(d) + levels(digits + 1) * full.latest_sum() + final_adder(a, b, d)};
}

CostEstimate array_product(const Range& a, const Range& b, const Costs& costs) {
    const auto& [d, cost] = std::tie(costs.delays, costs.gates);
    const Counter& full = costs.full();
    double bits = a.width() * b.width();
    return {
        bits * (cost.gate + full.gates),
        d.gate + levels(std::min(a.width(), b.width())) * full.latest_sum() + final_adder(a, b, d)};
}

}  // namespace mxgen::lower
