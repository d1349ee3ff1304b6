// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "gen/arith/accumulate.h"
#include "gen/arith/accumulate_integer.h"

namespace mxgen::arith {

using namespace ir;

namespace {

/// floor(block / 2^lsb), clamped where it saturates a window of `bits` bits anyway.
Value in_units(Module& m, const BlockSum& block, int lsb, int bits) {
    auto total = block.signed_total();
    auto width = static_cast<int>(total.width());
    // Down by the whole width only the sign is left; up by the window every one is beyond its ends.
    auto up = (block.exponent + Value(block.lsb - lsb)).as("fixed_up");
    auto floor = mux(up < Value(-width), m.constant(-width), up);
    auto clamped = mux(floor > Value(bits), m.constant(bits), floor);
    auto down = std::clamp(static_cast<int>(-up.range().lo), 0, width);
    auto shift = (clamped + Value(down)).within(0, bits + down).as("fixed_shift");
    return ((total << shift) >> Value(down)).as("fixed_block");
}

/// In the window accumulator.msb..lsb (Kulisch): each exact sum is floored to the lowest bit, the
/// total saturates at both ends and raises `overflow`, a special raises `invalid` until a new sum.
Accumulated accumulate_fixed(Module& m, const Accumulator& accumulator,
                             const std::vector<BlockSum>& blocks,
                             const AccumulateControl& control) {
    auto window = accumulator;
    window.bits = *accumulator.msb - *accumulator.lsb + 1;
    window.overflow = Accumulator::Overflow::saturate;
    auto floored = blocks;
    for (auto& block : floored) {
        const PartScope scope(m, DesignPart::alignment);
        block.total = in_units(m, block, *accumulator.lsb, window.bits);
        block.neg = m.constant(0);
        block.exponent = m.constant(0);
    }
    return accumulate_integer(m, window, floored, control);
}

}  // namespace

AccumulatorCircuit fixed_circuit() { return {accumulate_fixed, "two's complement, one adder"}; }

}  // namespace mxgen::arith
