// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "gen/arith/decode.h"
#include "sw/format/multiplier.h"

namespace mxgen::arith {

/// An operand of an approximate multiplier: its fields read as a logarithm that is linear between
/// powers of two (Mitchell 1962).
struct Logarithm {
    ir::Value neg, nan, inf, zero;
    ir::Value vanishes;  ///< counts as zero: a zero, or a subnormal that is flushed
    ir::Value field;  ///< (biased exponent) * 2^m + mantissa; below 2^m for normalized subnormals
};

/// The field of an operand that vanishes or is special: its bits as they are, or bits that
/// keep the exponent among those of numbers, at the price of two gates.
enum class LmulFields { raw, bounded };

Logarithm logarithm(ir::Module& m, const Multiplier& multiplier, const Format& format,
                    const ir::Value& code, const std::string& prefix,
                    LmulFields fields = LmulFields::raw);

/// packed and rounded: the logarithm of the product as field, biased twice, plus `constant`.
ir::Value product_field(const Multiplier& multiplier, const Format& format, const Logarithm& a,
                        const Logarithm& b, const ir::Int& constant);

/// A product significand * 2^(exponent + lsb), exponent biased twice plus `constant`.
struct ApproximateProduct {
    ir::Value significand;
    ir::Value exponent;
    int lsb = 0;
};

/// eq1: the significand 1 + xm + ym + 2^-l, not normalized. packed, rounded: one with a hidden one.
ApproximateProduct approximate_product(ir::Module& m, const Multiplier& multiplier,
                                       const Format& format, const Logarithm& a, const Logarithm& b,
                                       int constant);

}  // namespace mxgen::arith
