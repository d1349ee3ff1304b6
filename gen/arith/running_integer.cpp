// SPDX-License-Identifier: Apache-2.0
#include "gen/arith/running_integer.h"

#include <algorithm>

#include "gen/arith/align.h"
#include "gen/arith/running_float.h"

namespace mxgen::arith {

using namespace ir;

namespace {

unsigned precision(const Format& f) { return static_cast<unsigned>(f.mantissa_bits) + 1; }

/// Ones where two neighbours differ: the highest is that of the magnitude, one lower for a negative
/// power of two, which is exact.
Value ends_of(const Value& x) { return x.low(x.width() - 1) ^ (x >> Value(1)).low(x.width() - 1); }

/// Every bit: whether it or a higher one is set.
Value filled_down(Value x) {
    for (unsigned distance = 1; distance < x.width(); distance *= 2)
        x = x | (x >> Value(Int(distance)));
    return x;
}

Value ones_if(const Value& condition, unsigned bits) { return mux(condition, pow2(bits) - 1, 0); }

}  // namespace

std::optional<SumWindow> sum_window(const Format& f, const std::vector<BlockSum>& blocks) {
    Int largest = 1;
    SumWindow window{.lsb = blocks.front().lsb};
    for (const auto& block : blocks) {
        if (block.exponent.range() != Range::point(0) || block.lsb != window.lsb) return {};
        const auto range = block.signed_total().range();
        largest = std::max({largest, range.hi, Int(-range.lo)});
    }
    // From 2^(b + p) on, b the bits of a block, half a unit of the sum is more than any block.
    window.bits = bit_length(largest) + precision(f) + 2;
    const int smallest = 1 - f.bias - f.mantissa_bits;
    const bool fits =
        window.lsb >= smallest && window.lsb + static_cast<int>(window.bits) <= f.bias;
    return fits ? std::optional(window) : std::nullopt;
}

RunningInteger add_in_place(const Format& f, const SumWindow& window, const RunningInteger& x,
                            const Value& fresh, const BlockSum& block, const Value& take) {
    const unsigned width = window.bits, p = precision(f), low = width - 1 - p;
    auto added = mux(take, block.signed_total(), 0).as("block_total");
    // Rounding up is a carry into the lowest bit.
    auto before = concat({mux(fresh, 0, x.held.low(width)), Value(1)});
    auto carry = (x.up & !fresh).as("acc_carry");
    auto addend = concat({pattern(added, width), carry});
    auto sum = (before + addend).low(width + 1).bits(width, 1).as("acc_exact");
    auto top = filled_down(ends_of(sum)).as("acc_top");
    auto cut = (top >> Value(Int(p))).low(low).as("acc_cut");
    auto leading = (top ^ (top >> Value(1))) >> Value(Int(p));
    auto half = (leading & sum.low(low)) != 0;
    auto odd = (leading & sum.bits(low, 1)) != 0;
    auto rest = ((top >> Value(Int(p + 1))) & sum.low(low - 1)) != 0;
    auto up = (half & (odd | rest)).as("acc_up");
    auto held =
        concat({sum.bits(width - 1, low), (sum.low(low) & ~cut) | (cut & ones_if(up, low))});
    return {held.as_signed(width).as("acc_held"), up};
}

Value pack_in_place(Module& m, const Format& f, const SumWindow& window, const RunningInteger& x,
                    const SpecialFlags& special) {
    const unsigned width = window.bits, p = precision(f);
    auto bits = x.held.low(width);
    auto ends = ends_of(bits);
    // The place of the smallest normal number ends the count.
    const int smallest = 1 - f.bias - window.lsb;
    if (smallest >= 0) ends = ends | Value(pow2(static_cast<unsigned>(smallest)));
    auto zeros = leading_zeros(ends).as("pack_zeros");
    auto normal = shifted_up(bits, zeros);
    auto field = Value(static_cast<int>(width) - 2 + window.lsb + f.bias) - zeros;
    const auto field_bits = static_cast<unsigned>(f.exponent_bits) + 1;
    auto is_zero = (zeros == Value(static_cast<int>(width) - 1)) & !bits.bit(width - 1);
    return pack_running(f, {.fresh = m.constant(0),
                            .neg = bits.bit(width - 1),
                            .significand = normal.bits(width - 1, width - 1 - p).as_signed(p + 1),
                            .up = x.up,
                            .exponent = mux(is_zero, 1, field).low(field_bits).as("pack_field"),
                            .special = special});
}

}  // namespace mxgen::arith
