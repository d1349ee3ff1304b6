// SPDX-License-Identifier: Apache-2.0
#include "sw/fast/wide.h"

#include <algorithm>
#include <bit>

namespace mxgen::fast {
namespace {

__extension__ typedef unsigned __int128 uint128;

constexpr int max_wide_bits = 126;

uint128 magnitude_of(int128 x) {
    return x < 0 ? uint128{0} - static_cast<uint128>(x) : static_cast<uint128>(x);
}

/// steps = magnitude / 2^shift, nearest-even; shift may be negative.
std::uint64_t round_shifted(uint128 magnitude, int shift) {
    if (shift <= 0) return static_cast<std::uint64_t>(magnitude << -shift);
    if (shift > max_wide_bits) return 0;
    const uint128 half = uint128{1} << (shift - 1);
    const uint128 rest = magnitude & ((half << 1) - 1);
    auto steps = static_cast<std::uint64_t>(magnitude >> shift);
    if (rest > half || (rest == half && steps % 2 == 1)) ++steps;
    return steps;
}

}  // namespace

Dyadic to_dyadic(const Wide& x) {
    const uint128 magnitude = magnitude_of(x.num);
    Integer number = static_cast<std::uint64_t>(magnitude >> 64);
    number = (number << 64) + static_cast<std::uint64_t>(magnitude);
    return {x.num < 0 ? Integer(-number) : number, x.exp};
}

std::optional<Wide> to_wide(const Dyadic& x) {
    if (boost::multiprecision::abs(x.num) >= Integer(std::int64_t{1} << 62)) return std::nullopt;
    return Wide{x.num.convert_to<std::int64_t>(), x.exp};
}

int bit_length(int128 x) {
    const uint128 magnitude = magnitude_of(x);
    const auto high = static_cast<std::uint64_t>(magnitude >> 64);
    return high != 0 ? 128 - std::countl_zero(high)
                     : 64 - std::countl_zero(static_cast<std::uint64_t>(magnitude));
}

std::optional<Wide> sum(const Wide& x, const Wide& y) {
    if (x.num == 0) return y;
    if (y.num == 0) return x;
    const Wide &upper = x.exp < y.exp ? y : x, &lower = x.exp < y.exp ? x : y;
    const int gap = upper.exp - lower.exp;
    if (bit_length(upper.num) + gap >= max_wide_bits || bit_length(lower.num) >= max_wide_bits)
        return std::nullopt;
    return Wide{upper.num * (int128{1} << gap) + lower.num, lower.exp};
}

std::uint32_t round_to(const Format& f, const Wide& x) {
    if (x.num == 0) return 0;
    const std::uint32_t sign =
        x.num < 0 ? std::uint32_t{1} << (f.exponent_bits + f.mantissa_bits) : 0;
    const std::uint64_t infinity = ((std::uint64_t{1} << f.exponent_bits) - 1) << f.mantissa_bits;
    const int lowest = 1 - f.bias;
    const int exponent = std::max(bit_length(x.num) - 1 + x.exp, lowest);
    const std::uint64_t steps =
        round_shifted(magnitude_of(x.num), exponent - f.mantissa_bits - x.exp);
    const std::uint64_t below_binade = static_cast<std::uint64_t>(exponent - lowest)
                                       << f.mantissa_bits;
    return sign + static_cast<std::uint32_t>(std::min(below_binade + steps, infinity));
}

}  // namespace mxgen::fast
