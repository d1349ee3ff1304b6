// SPDX-License-Identifier: Apache-2.0
#include "gen/ir/range.h"

#include <fmt/format.h>

#include <algorithm>

namespace mxgen::ir {

Int pow2(unsigned exponent) { return Int{1} << exponent; }

unsigned bit_length(const Int& nonnegative) { return nonnegative == 0 ? 0 : msb(nonnegative) + 1; }

Range Range::unsigned_bits(unsigned width) { return {0, pow2(width) - 1}; }

Range Range::signed_bits(unsigned width) { return {-pow2(width - 1), pow2(width - 1) - 1}; }

unsigned Range::width() const {
    if (!is_signed()) return std::max(1u, bit_length(hi));
    unsigned magnitude = bit_length(-lo - 1);
    if (hi > 0) magnitude = std::max(magnitude, bit_length(hi));
    return magnitude + 1;
}

Range operator-(const Range& r) { return {-r.hi, -r.lo}; }

Range operator+(const Range& a, const Range& b) { return {a.lo + b.lo, a.hi + b.hi}; }

Range operator*(const Range& a, const Range& b) {
    auto [lo, hi] =
        std::minmax({Int(a.lo * b.lo), Int(a.lo * b.hi), Int(a.hi * b.lo), Int(a.hi * b.hi)});
    return {lo, hi};
}

Range operator<<(const Range& a, const Range& s) {
    auto min_shift = static_cast<unsigned>(s.lo), max_shift = static_cast<unsigned>(s.hi);
    return {a.lo * pow2(a.lo < 0 ? max_shift : min_shift),
            a.hi * pow2(a.hi < 0 ? min_shift : max_shift)};
}

Range operator>>(const Range& a, const Range& s) {
    auto min_shift = static_cast<unsigned>(s.lo), max_shift = static_cast<unsigned>(s.hi);
    return {floor_shift(a.lo, a.lo < 0 ? min_shift : max_shift),
            floor_shift(a.hi, a.hi < 0 ? max_shift : min_shift)};
}

Range join(const Range& a, const Range& b) { return {std::min(a.lo, b.lo), std::max(a.hi, b.hi)}; }

std::string to_string(const Range& r) { return fmt::format("[{}, {}]", r.lo.str(), r.hi.str()); }

Int floor_shift(const Int& x, unsigned s) {
    if (x >= 0) return x >> s;
    return -((-x + pow2(s) - 1) >> s);
}

std::uint64_t word_at(const Int& x, unsigned lo) {
    using Limb = boost::multiprecision::limb_type;
    static_assert(sizeof(Limb) == 8);
    const auto& number = x.backend();
    const auto* limbs = number.limbs();
    const std::size_t count = number.size(), first = lo / 64;
    // The two's complement of -m is the complement of m - 1: a one is taken from the lowest limb
    // that has one.
    const bool negative = number.sign();
    const auto limb = [&](std::size_t i) -> Limb {
        const Limb magnitude = i < count ? limbs[i] : 0;
        if (!negative) return magnitude;
        const auto below = std::min(i, count);
        const bool borrow = std::all_of(limbs, limbs + below, [](Limb l) { return l == 0; });
        return ~(magnitude - (borrow && i < count));
    };
    const unsigned shift = lo % 64;
    return shift == 0 ? limb(first) : limb(first) >> shift | limb(first + 1) << (64 - shift);
}

Int slice(const Int& x, unsigned hi, unsigned lo) {
    if (const unsigned width = hi - lo + 1; width < 64)
        return word_at(x, lo) & ((std::uint64_t{1} << width) - 1);
    Int modulus = pow2(hi - lo + 1);
    if (x >= 0) return (x >> lo) & (modulus - 1);
    Int rest = floor_shift(x, lo) % modulus;
    return rest < 0 ? Int(rest + modulus) : rest;
}

Int from_pattern(const Int& pattern, unsigned width, bool is_signed) {
    return is_signed && bit_test(pattern, width - 1) ? Int(pattern - pow2(width)) : pattern;
}

}  // namespace mxgen::ir
