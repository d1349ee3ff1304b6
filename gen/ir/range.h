// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/multiprecision/cpp_int.hpp>
#include <cstdint>
#include <string>

namespace mxgen::ir {

/// An integer of arbitrary size: bus constants and lane sums pass 128 bits at once.
using Int = boost::multiprecision::cpp_int;

/// 2^exponent.
Int pow2(unsigned exponent);
/// Bits of a number of at least 0; none for 0.
unsigned bit_length(const Int& nonnegative);

/// The integers lo..hi that a wire can carry; width and sign of the wire follow from it.
struct Range {
    Int lo = 0;
    Int hi = 0;

    /// 0 .. 2^width - 1.
    static Range unsigned_bits(unsigned width);
    /// -2^(width-1) .. 2^(width-1) - 1.
    static Range signed_bits(unsigned width);
    static Range bit() { return {0, 1}; }
    static Range point(const Int& value) { return {value, value}; }

    bool is_signed() const { return lo < 0; }
    /// Bits of the smallest two's complement (lo < 0) or unsigned wire that holds the range, >= 1.
    unsigned width() const;
    bool contains(const Int& value) const { return lo <= value && value <= hi; }
    bool contains(const Range& other) const { return lo <= other.lo && other.hi <= hi; }
    bool operator==(const Range&) const = default;
};

Range operator-(const Range& r);
Range operator+(const Range& a, const Range& b);
Range operator*(const Range& a, const Range& b);
/// The range of a * 2^s; s is nonnegative.
Range operator<<(const Range& a, const Range& s);
/// The range of floor(a / 2^s); s is nonnegative.
Range operator>>(const Range& a, const Range& s);
/// The smallest range that contains both.
Range join(const Range& a, const Range& b);

/// "[-3, 12]".
std::string to_string(const Range& r);

/// floor(x / 2^s): boost's >> truncates negative numbers towards zero.
Int floor_shift(const Int& x, unsigned s);

/// The 64 bits of x in two's complement from bit `lo` upwards.
std::uint64_t word_at(const Int& x, unsigned lo);

/// The bits hi..lo of x in two's complement, as a nonnegative number.
Int slice(const Int& x, unsigned hi, unsigned lo);

/// The number whose two's complement pattern of `width` bits is `pattern`.
Int from_pattern(const Int& pattern, unsigned width, bool is_signed);

}  // namespace mxgen::ir
