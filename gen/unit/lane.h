// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

#include "gen/arith/block.h"
#include "gen/ir/module.h"
#include "sw/format/multiplier.h"

namespace mxgen::unit {

/// One lane of a dot product, a module of its own. `nan_o`, `pos_inf_o` and `neg_inf_o` are there
/// where the formats can raise them.
struct DotLane {
    ir::Module module;
    int lsb = 0;  ///< log2 of the weight of the product's lowest bit (at exponent 0)
    bool has_nan = false, has_inf = false;
    int bias = 0, fraction = 0;  ///< of a ranked lane

    /// Products of numbers, in units of 2^(lsb + lowest exponent).
    ir::Range numbers = {};
};

/// How a lane with an input mode_i reads its operands' codes.
struct Recode {
    /// The code that an operand's code is read as while mode_i has the given value.
    std::function<ir::Value(const ir::Value& mode, const ir::Value& code, const Format& format)>
        code = {};
    int lift = 0;  ///< in mode 1 a product stands for 2^lift times its value

    explicit operator bool() const { return static_cast<bool>(code); }
};

/// `term_o` is the multiplier's product of a_i and b_i, exact unless it approximates, in units of
/// the smallest product bit. With `recode` there is an input `mode_i`; its products are exact.
DotLane lane(const std::string& name, const Format& a, const Format& b,
             const Multiplier& multiplier, const Recode& recode = {});

/// The same product before its alignment: (-1)^neg_o * mag_o * 2^exponent_o, and `zero_o` that
/// tells a product of zero, whose exponent means nothing. mag_o is signed for integers and tables.
DotLane product_lane(const std::string& name, const Format& a, const Format& b,
                     const Multiplier& multiplier);

/// The product for accumulators that align by exponent (arith::ProductGroup): neg_o,
/// mag_o with `fraction` bits behind the point, exponent_o, and rank_o = exponent_o + bias, 0 for a
/// product of zero or below 2^-126. With `recode` exponents are those of the mode.
DotLane ranked_lane(const std::string& name, const Format& a, const Format& b,
                    const Multiplier& multiplier, const Recode& recode = {});

/// The specials that an array of lanes raises, each the union over all of them.
arith::SpecialFlags specials(ir::Module& m, const DotLane& lane, const ir::Outputs& lanes,
                             unsigned first, unsigned count);

}  // namespace mxgen::unit
