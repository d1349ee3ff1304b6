// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "gen/ir/module.h"
#include "sw/format/format.h"

namespace mxgen::arith {

/// A power of two in a number that is a sum of them: present * (-1)^neg * 2^shift.
struct ShiftedTerm {
    ir::Value present, neg, shift;
};

/// A code taken apart, all formats alike: (-1)^neg * mag * 2^(exponent + lsb), unless nan or inf.
/// Integers and tables have a signed mag, no neg and exponent 0. Flags that a format cannot raise
/// are constants. Subnormals need no care downstream: they have the smallest exponent and a mag
/// without its highest bit.
struct Unpacked {
    ir::Value neg;
    ir::Value mag;
    ir::Value exponent;  ///< nonnegative; 1.. for formats with subnormals
    ir::Value nan;
    ir::Value inf;
    ir::Value zero;
    int lsb = 0;                          ///< log2 of the weight of mag's lowest bit at exponent 0
    std::vector<ShiftedTerm> terms = {};  ///< of which mag is the sum, where the format has them
};

/// The range of a stored code.
ir::Range codes(const Format& format);

/// The range of (-1)^neg * mag * 2^exponent by those of its parts, in units of 2^lowest.
ir::Range reach(const ir::Value& neg, const ir::Value& mag, const ir::Value& exponent,
                const ir::Int& lowest);

/// Takes a code apart; wires are named after `prefix` ("a" gives a_mag). For codes of nan or inf
/// mag and exponent lie in the range of finite codes but mean nothing, except that a table's inf
/// has its sign in mag.
Unpacked decode(ir::Module& m, const Format& format, const ir::Value& code,
                const std::string& prefix);

/// a.mag * b.mag, in shifted copies of one of them where the other is a sum of powers of two.
ir::Value product_of(const Unpacked& a, const Unpacked& b);

/// The same with numbers normalized, for sums that align products by their exponents: mag is a
/// magnitude and neg the sign, with the leading one at mag's highest bit in integers and tables.
/// Floats keep their subnormals. Exponents of zeros mean nothing.
Unpacked decode_normalized(ir::Module& m, const Format& format, const ir::Value& code,
                           const std::string& prefix);

}  // namespace mxgen::arith
