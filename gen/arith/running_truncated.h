// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gen/arith/accumulate_tensorcore.h"
#include "sw/format/format.h"

namespace mxgen::arith {

/// The running value of a tensorcore accumulator between two groups, taken apart: (-1)^neg * mag *
/// 2^(rank - 126), mag with one bit before the point; below 1 only at rank 0. A value whose rank
/// passed the largest of fp32 is infinite, which is noticed when it is read.
struct RunningTruncated {
    ir::Value neg, mag, rank;
    SpecialFlags special;  ///< both infinities are a NaN
    unsigned bits;         ///< of mag
};

/// What a rule asks of the registers: significant bits that a sum or a first value can have.
unsigned truncated_bits(const Accumulator& rule, bool has_initial);

/// Bits of the rank's register, with products of such ranks: it passes infinity's by so much at
/// most as one group can add.
unsigned rank_bits(const Accumulator& rule, const ir::Range& product_ranks);

/// The number with that code of fp32, as far as sums can tell.
RunningTruncated unpack_truncated(ir::Module& m, const Accumulator& rule, const ir::Value& code);

/// The code; NaN has all bits set but the sign.
ir::Value pack_truncated(const RunningTruncated& x);

/// The value as a block without scales, for the sum that it is promoted into.
BlockSum block_of(const RunningTruncated& x);

/// A group of products before the running value is known: aligned to the largest of them, ones'
/// complement, and counted place by place, so that the places below the running value's unit can
/// still be left out.
struct AlignedGroup {
    ir::Value top;                  ///< rank of the largest product
    std::vector<ir::Value> counts;  ///< by place, the lowest 2^(top - F): products with a one there
    ir::Value negatives;            ///< products below zero: the count of a place that is left out
    SpecialFlags special;
    unsigned number = 0;  ///< of the group among those of a beat
};

/// Aligns the products of groups of one shape, each in an instance of the same module.
class GroupAlignment {
  public:
    GroupAlignment(ir::Module& m, const Accumulator& rule, const ProductGroup& shape);
    AlignedGroup aligned(const ProductGroup& group);

  private:
    ir::Module& m_;
    ir::Module align_, place_;
    unsigned added_ = 0;
};

/// The running value and the products, all truncated to multiples of 2^(m - F), added and truncated
/// to R significant bits (docs/numerics.md, the tensorcore rule, 2 to 4). The value stands at its
/// place in a window around the products, which neither move nor wait for it.
RunningTruncated add_truncated(ir::Module& m, const Accumulator& rule, const RunningTruncated& x,
                               const AlignedGroup& group);

}  // namespace mxgen::arith
