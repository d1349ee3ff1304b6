// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "gen/arith/element.h"
#include "gen/arith/threshold.h"
#include "gen/ir/module.h"
#include "sw/format/format.h"

namespace mxgen::arith {

/// The exponent fields of a tensor's scale, an fp32 number, counted on below 1 for subnormals.
ir::Range gain_exponents();

/// A tensor's scale g, taken apart once for all its blocks.
struct TensorGain {
    ir::Array quotients;  ///< of TensorThresholds::dividends() by g, in that order
    ir::Value exponent;   ///< g's exponent field, counted on below 1 for subnormals
    ir::Value usable;     ///< g is finite and positive; the rest has no meaning otherwise
};

/// What a block's scale makes of its elements' thresholds.
struct BlockThresholds {
    ir::Value code;                    ///< the shared scale
    ir::Value clear;                   ///< all elements become zero
    ir::Value exponent;                ///< the scale's exponent field, counted on for subnormals
    std::vector<ir::Value> fractions;  ///< of thresholds, one for all that share it
};

/// Conversions without products under a block's scale S with a mantissa and a tensor's scale g. An
/// element climbs to its next rung at x >= t S / g, t a rung or the middle below it, and S to its
/// next code where amax reaches one of as few numbers: all of them are n / g times a power of two,
/// n some small odd number, and only these quotients depend on g (docs/numerics.md, "NVFP4 and
/// NVINT4").
///
/// A quotient of n by g is a word, from its highest bit on: whether the significand of n is at
/// least g's; behind the leading one of n / g as many bits as an input's mantissa has; whether
/// anything but zeros follows. A fraction with a zero after it then reaches a quotient's where it
/// is not below it as a number: the last bit of a quotient that must be exceeded is set.
class TensorThresholds {
  public:
    /// Throws ir::CircuitError for elements whose ladders differ in more than their length, or have
    /// more than 16 steps.
    TensorThresholds(const Format& input, const Format& scale, const ElementRule& rule,
                     bool saturates);

    /// The numbers n, ascending.
    const std::vector<ir::Int>& dividends() const { return dividends_; }
    unsigned quotient_bits() const { return fraction_bits() + 1; }

    /// The scale of a block whose largest magnitude has that code.
    BlockThresholds block(const ir::Value& largest, const TensorGain& gain) const;
    /// The element that a code of the input becomes.
    ir::Value element(const ir::Value& x, const ir::Value& gain_exponent,
                      const BlockThresholds& block) const;

  private:
    /// n * 2^unit / g, for n = `number`.
    struct Mark {
        ir::Int number;
        int field;  ///< exponent field of the quotient, were g's 0 and its first bit
        bool strict;
    };
    /// The thresholds of elements that share a fraction, whatever the scale.
    struct Group {
        ir::Int odd;
        bool strict;
        bool operator==(const Group&) const = default;
    };

    unsigned fraction_bits() const { return static_cast<unsigned>(input_.mantissa_bits) + 1; }
    unsigned scales_per_binade() const { return 1u << scale_.mantissa_bits; }
    Group group_of(const Threshold& t) const;
    Mark mark(const ir::Int& number, int unit, bool strict) const;
    void collect_ladder();
    void collect_scale_marks(const Largest& max);
    void collect_dividends();

    ir::Value quotient(const TensorGain& gain, const ir::Int& number, bool strict) const;
    ir::Value scale_code(const ir::Value& largest, const TensorGain& gain) const;
    ir::Value fraction(const Group& group, const ir::Value& row, const TensorGain& gain) const;

    Format input_, scale_;
    ElementRule rule_;
    bool saturates_;
    std::vector<Threshold> ladder_;  ///< of elements, in units of 2^unit_
    int unit_ = 0;
    std::vector<Group> groups_;
    std::vector<Mark> binade_;  ///< where the scale leaves a code of its lowest normal binade
    std::vector<Mark> lowest_;  ///< where it reaches a code from 1 on, up to that binade
    std::vector<ir::Int> dividends_;
};

}  // namespace mxgen::arith
