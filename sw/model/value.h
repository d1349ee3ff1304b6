// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "sw/format/format.h"

namespace mxgen::model {

/// The value of a code: an exact finite number, an infinity or NaN; zeros keep their sign.
struct ExactValue {
    enum class Kind { finite, infinity, nan };

    Kind kind = Kind::finite;
    bool negative = false;  ///< the sign, also of zeros, infinities and NaN
    Dyadic number;          ///< of a finite value, zero otherwise

    bool is_finite() const { return kind == Kind::finite; }
    bool is_infinite() const { return kind == Kind::infinity; }
    bool is_nan() const { return kind == Kind::nan; }
    bool is_zero() const { return is_finite() && number.is_zero(); }
    bool operator==(const ExactValue&) const = default;
};

/// A finite value; a zero gets the sign given.
ExactValue finite_value(const Dyadic& number, bool negative_zero = false);
ExactValue infinite_value(bool negative);
ExactValue nan_value(bool negative = false);

/// The product by the rules of docs/numerics.md, "Dot product": NaN from NaN and from 0 * Inf.
ExactValue operator*(const ExactValue& x, const ExactValue& y);

/// The sum by the same rules: NaN from NaN and from infinities of both signs; an exact sum of zero
/// is +0.
ExactValue operator+(const ExactValue& x, const ExactValue& y);

/// The value of a code; bits above the format's fields are ignored.
ExactValue decode(const Format& format, std::uint32_t code);

/// The largest finite number of a format, and the exponent of it: floor(log2(max)).
Dyadic max_finite(const Format& format);
int max_exponent(const Format& format);

/// The exponent of the smallest normal number of a floating format, 1 - bias.
int min_exponent(const Format& format);

/// The exponent of the unit of which every finite number of the format is a multiple.
int unit_exponent(const Format& format);

/// How many codes a format has: 2^bits, bits ignored by decode included.
std::uint64_t code_count(const Format& format);

}  // namespace mxgen::model
