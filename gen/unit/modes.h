// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "gen/unit/dot.h"
#include "gen/unit/lane.h"
#include "sw/format/modes.h"

namespace mxgen::unit {

/// Two sets of formats in one unit, switched by mode_i (docs/numerics.md, "Run-time modes"). In
/// mode 1 the operands of the wide format carry the narrow one:
///   int8 | 2xint4  two codes per element, first in the low half: twice the products per beat and
///                  a block;
///   int8 | int4    the code in the low bits of the element, read as XXXX_0000;
///   fp8 | fp4      E2M1 in the low bits of an E4M3 element, read as S_00XX_X00.
/// An operand that is already narrow stays so (weights of 4 bits); with 2xint4 its elements have
/// eight bits, of which mode 0 reads the low four.
class Modes {
  public:
    /// ir::CircuitError when the unit's operands do not fit its modes.
    explicit Modes(const DotOptions& options);

    /// The unit without modes that this one equals in mode 0 or 1.
    DotOptions native(unsigned mode) const;

    /// Codes of an operand's element port.
    ir::Range slot(const BlockFormat& operand) const;

    /// The lane, with an input `mode_i`; what it means in units of 2^lsb is for in_units() to say.
    DotLane lane(const std::string& name) const;

    /// How a lane reads its codes where two do not share an element.
    Recode recode() const;

    /// The lanes' sum in the units of the mode: by its exponent, or shifted where an integer
    /// accumulator counts in units of the smallest product bit.
    arith::BlockSum in_units(const arith::BlockSum& sum, const ir::Value& mode) const;

  private:
    DotLane split_lane(const std::string& name) const;

    const DotOptions& o_;
    ModeFormats narrow_formats_;
    bool split_ = false;
    Format wide_, narrow_;
};

}  // namespace mxgen::unit
