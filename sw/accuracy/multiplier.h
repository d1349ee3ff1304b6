// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "sw/accuracy/errors.h"
#include "sw/format/multiplier.h"

namespace mxgen::accuracy {

/// Mean relative errors by the leading mantissa bits of the two operands, (2^bits)^2 numbers, row
/// by row of the first operand's.
struct MantissaHistogram {
    int bits = 0;
    std::vector<double> mean_relative_bias;
};

struct MultiplierOptions {
    std::uint64_t samples = 200000;  ///< pairs, where not every pair is looked at
    std::uint64_t seed = 1;
    int exhaustive_bits = 8;  ///< every pair of operands of at most this width
};

/// Errors of a multiplier's products of two normal numbers. Signs do not matter: operands are the
/// positive normal codes, each as likely as any other.
struct MultiplierAccuracy {
    bool exhaustive = false;
    Errors lane;    ///< as a lane of a dot product has it: exponent unbounded, eq1 not truncated
    Errors stored;  ///< the significand cut to m bits (an exact product's rounded), the exponent
                    ///< still unbounded
    /// Over all pairs of finite nonzero codes, what the multiplier that stands alone makes of them:
    double zeroed_share = 0;     ///< zero, for a subnormal operand or a result too small
    double saturated_share = 0;  ///< the largest number or an infinity, for a result too large
    double dot_error = 0;  ///< mean |error| / exact of 64-term dot products of one sign, in lanes
    MantissaHistogram histogram;  ///< of `lane`
};

MultiplierAccuracy measure(const MultiplySpec& spec, const MultiplierOptions& options = {});

/// Mean relative error over all pairs of m-bit mantissas (of `spec`'s format) in lanes: what
/// remains when exponents do not matter. For m of at most 10.
double uniform_mantissa_error(const MultiplySpec& spec);

}  // namespace mxgen::accuracy
