// SPDX-License-Identifier: Apache-2.0
#include "gen/arith/accumulate_integer.h"

#include "gen/arith/accumulate.h"

namespace mxgen::arith {

using namespace ir;

namespace {

/// A running sum, and whether one of its steps left the width.
struct Running {
    Value sum, overflow;
};

Running add(Module& m, const Accumulator& accumulator, const Running& running, const Value& addend,
            bool never_overflows) {
    auto bits = static_cast<unsigned>(accumulator.bits);
    auto range = Range::signed_bits(bits);
    auto sum = (running.sum + addend).as("acc_sum");
    if (never_overflows) return {sum, m.constant(0)};
    if (accumulator.overflow == Accumulator::Overflow::never)
        return {sum.low(bits).as_signed(bits), m.constant(0)};
    auto above = (sum > Value(range.hi)), below = (sum < Value(range.lo));
    auto overflow = (running.overflow | above | below).as("acc_overflows");
    if (accumulator.overflow == Accumulator::Overflow::wrap)
        return {sum.low(bits).as_signed(bits), overflow};
    auto saturated = mux(above, range.hi, mux(below, range.lo, sum)).within(range.lo, range.hi);
    return {saturated, overflow};
}

}  // namespace

Accumulated accumulate_integer(Module& m, const Accumulator& accumulator,
                               const std::vector<BlockSum>& blocks,
                               const AccumulateControl& control) {
    auto bits = static_cast<unsigned>(accumulator.bits);
    auto range = Range::signed_bits(bits);
    auto acc = m.state("acc_q", range);
    bool starts_at_zero = control.initial.range() == Range::point(0);
    bool never = accumulator.overflow == Accumulator::Overflow::never && starts_at_zero;
    auto before = control.rescale.is_driven() ? mux(control.rescale, acc << 1, acc) : acc;
    Running running{mux(control.first, control.initial.as_signed(bits), before).as("acc_start"),
                    m.constant(0)};
    auto invalid = m.constant(0);
    for (const auto& block : blocks) {
        auto special = block.special.any();
        running = add(m, accumulator, running, mux(special, 0, block.signed_total()), never);
        invalid = invalid | special;
    }
    // That it never overflows holds while blocks are taken; between them inputs may be anything.
    auto held = mux(control.take, running.sum, acc).within(range.lo, range.hi).as("acc");
    m.next(acc, held);
    return {m.registered(held), control.sticky(m, running.overflow, "overflow"),
            control.sticky(m, invalid, "invalid")};
}

AccumulatorCircuit integer_circuit() { return {accumulate_integer, "two's complement, one adder"}; }

}  // namespace mxgen::arith
