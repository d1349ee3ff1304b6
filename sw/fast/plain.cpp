// SPDX-License-Identifier: Apache-2.0
#include "sw/fast/plain.h"

#include <algorithm>
#include <limits>

namespace mxgen::fast {
namespace {

/// The exponent of the lowest bit that the format can write beside a number.
int lowest_bit(const Format& format, const Dyadic& x) {
    if (format.kind != Kind::floating) return x.exp;
    const int smallest = format.has_zero ? model::min_exponent(format) : -format.bias;
    return std::max(exponent_of(x), smallest) - format.mantissa_bits;
}

}  // namespace

std::optional<PlainNumber> to_plain(const Format& format, const model::ExactValue& value) {
    if (!value.is_finite() || value.is_zero()) return PlainNumber{};
    const int exponent = lowest_bit(format, value.number);
    const Integer significand = floor_in_units(value.number, exponent);
    if (boost::multiprecision::abs(significand) > std::numeric_limits<std::int32_t>::max())
        return std::nullopt;
    return PlainNumber{significand.convert_to<std::int32_t>(), exponent};
}

std::optional<Wide> sum_of_products(std::span<const PlainNumber> a,
                                    std::span<const PlainNumber> b) {
    // 62 bits of a product, a distance of at most 48, and a count that takes no more than 16 bits.
    constexpr int farthest = 48;
    int lowest = std::numeric_limits<int>::max(), highest = std::numeric_limits<int>::min();
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (a[i].significand == 0 || b[i].significand == 0) continue;
        const int exponent = a[i].exponent + b[i].exponent;
        lowest = std::min(lowest, exponent);
        highest = std::max(highest, exponent);
    }
    if (lowest > highest) return Wide{};
    if (highest - lowest > farthest) return std::nullopt;
    int128 sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const std::int64_t product = std::int64_t{a[i].significand} * b[i].significand;
        const int shift = a[i].exponent + b[i].exponent - lowest;
        if (product != 0) sum += int128{product} * (int128{1} << shift);
    }
    return Wide{sum, lowest};
}

}  // namespace mxgen::fast
