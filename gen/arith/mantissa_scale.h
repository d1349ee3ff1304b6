// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gen/arith/element.h"
#include "gen/ir/module.h"
#include "sw/format/format.h"

namespace mxgen::arith {

/// A shared scale with a mantissa, and the scale of the tensor, as the elements need them.
struct ScaledBlock {
    ir::Value code;      ///< the shared scale
    ir::Value divisor;   ///< its significand, an integer
    ir::Value gain;      ///< the tensor scale's significand, normalized: 24 bits
    ir::Value exponent;  ///< x * g / S = mag of x * gain / divisor * 2^(x's exponent field + this)
    ir::Value clear;     ///< all elements become zero
    ir::Value invalid;   ///< the tensor scale is not finite and positive
};

/// The key of one input, its magnitude; the largest of a block decides. `saturates`: 0 of NaN and
/// infinity.
ir::Value scale_key(const Format& input, const ir::Value& code, bool saturates);

/// Chooses a scale with a mantissa (UE4M3, UE5M3): the nearest-even of amax * g / max, g the scale
/// of the tensor in fp32 and max the largest element, as if exact (docs/numerics.md, "Into block
/// formats"). The product is compared with multiples of max: nothing is divided.
class MantissaScaleChooser {
  public:
    /// `saturates`: NaN and infinity do not make the block NaN.
    MantissaScaleChooser(const Format& input, const Format& scale, const Format& element,
                         bool saturates);

    /// The scale of a block with that largest key, given the code of the tensor scale.
    ScaledBlock scale(const ir::Value& largest_key, const ir::Value& tensor_scale) const;

  private:
    ir::Value rounded(const ir::Value& product, const ir::Value& exponent) const;

    Format input_, scale_;
    Largest largest_;
    bool saturates_;
};

}  // namespace mxgen::arith
