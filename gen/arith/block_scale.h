// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gen/arith/element.h"
#include "gen/ir/module.h"
#include "sw/format/choices.h"
#include "sw/format/format.h"

namespace mxgen::arith {

/// The shared scale of a block, and its consequences for the elements.
struct BlockScale {
    ir::Value code;   ///< the scale's code, all ones for a block that is not a number
    ir::Value top;    ///< exponent field of inputs that lie at the element's largest exponent
    ir::Value clear;  ///< all elements become zero
};

/// Chooses a power-of-two scale (E8M0) from what each input contributes: a key, so made that the
/// largest key of a block alone decides. Keys are exponents, and one bit where the rule asks
/// whether the significand lifts the exponent: no magnitudes are compared.
class ScaleChooser {
  public:
    /// `saturates`: NaN and infinity do not make the block NaN.
    ScaleChooser(const Format& input, const Format& element, ScaleRule rule, bool saturates);

    /// The key of one input.
    ir::Value key(const ir::Value& code) const;
    /// The key below which blocks have scale code 0: a candidate of every maximum.
    ir::Int min_key() const;
    /// The scale of a block with that largest key.
    BlockScale scale(ir::Module& m, const ir::Value& largest_key) const;

    /// The same of a scale that is given; its NaN clears the elements.
    BlockScale of_code(const ir::Value& code) const;

    /// The least `top` of a block.
    int lowest_top() const;
    /// Whether an input's exponent may lie above `top`.
    bool may_exceed() const;

  private:
    ir::Value lifts(const ir::Value& normal, const ir::Value& fraction) const;
    ir::Value is_nan(ir::Module& m, const ir::Value& field, const ir::Value& top) const;
    bool has_lift() const { return rule_ != ScaleRule::floor; }

    Format input_;
    Largest largest_;
    ScaleRule rule_;
    bool saturates_;
    int origin_;     ///< `top` at scale code 0
    int min_field_;  ///< the exponent field whose key is zero
};

}  // namespace mxgen::arith
