// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <span>
#include <stdexcept>

#include "sw/format/accumulator.h"
#include "sw/format/multiplier.h"
#include "sw/format/sum_rounding.h"
#include "sw/model/value.h"

namespace mxgen::model {

/// A dot product: a[0..k-1] . b[0..k-1] per block, block after block.
struct DotSpec {
    BlockFormat a, b;
    Accumulator accumulator;
    int blocks = 1024;     ///< longest sum in blocks: sizes integer and fixed accumulators
    bool initial = false;  ///< the first block of a sum brings the accumulator's first value
    int block = 0;         ///< products per block; 0: the larger of the operands' blocks
    Multiplier multiplier = {};
    SumRounding round = {};   ///< of sums that are floats
    int blocks_per_beat = 1;  ///< blocks that are added at once
    bool unrounded = false;   ///< late: sums start and leave as in unrounded_format()
};

/// Products in a block, from the spec or from its operands.
int block_size(const DotSpec& spec);

/// Terms that a sum has at most: `blocks` blocks, filled up to whole beats, and an initial value.
int summed_terms(const DotSpec& spec);

/// The exponent of a float's code as its field says it: that of the smallest normal number for
/// subnormal ones and zero.
int exponent_of_code(const Format& format, std::uint32_t code);

/// The same of an operand's scale; 0 where it has none.
int scale_exponent(const BlockFormat& format, std::uint32_t code);

/// The value of an operand's scale code; one where the operand has no scale.
ExactValue scale_value(const BlockFormat& format, std::uint32_t code);

/// One block, decoded: as many elements on either side, and the product of the two shared scales.
struct Block {
    std::span<const ExactValue> a, b;
    ExactValue scale;
    std::span<const ExactValue> approximate = {};  ///< the products, where they are not exact
    int scale_exponent = 0;                        ///< of both scales, by their fields

    ExactValue product(std::size_t i) const {
        return approximate.empty() ? a[i] * b[i] : approximate[i];
    }
};

/// The exact sum of the products of a block, without its scale; specials as in ExactValue.
ExactValue product_sum(const Block& block);

/// An accumulator by its definition (docs/numerics.md, "Dot product"), from exact numbers.
class Accumulate {
  public:
    virtual ~Accumulate() = default;

    /// Starts a new sum with the code `c`, as wide as width(); zero for none.
    virtual void start(const Integer& c) = 0;
    virtual void add(const Block& block) = 0;

    /// Doubles the sum, of which the next block is then a part: both overflow as one. Throws
    /// std::logic_error where the accumulator has no port rescale_i.
    virtual void rescale() { throw std::logic_error("sums of this kind are not rescaled"); }

    virtual int width() const = 0;
    virtual Integer code() const = 0;  ///< the accumulator's bits, 0 <= code < 2^width
    virtual bool overflow() const { return false; }
    virtual bool invalid() const { return false; }
    virtual bool inexact() const { return false; }
};

/// The accumulator that a spec names.
std::unique_ptr<Accumulate> make_accumulate(const DotSpec& spec);

#define MXGEN_KIND(name) std::unique_ptr<Accumulate> make_##name##_accumulate(const DotSpec& spec);
/// The definition of each kind, in a file of its own.
MXGEN_ACCUMULATOR_KINDS(MXGEN_KIND)
#undef MXGEN_KIND

}  // namespace mxgen::model
