// SPDX-License-Identifier: Apache-2.0
#include "gen/arith/accumulate_integer.h"

namespace mxgen::arith {

using namespace ir;

Accumulated accumulate_integer(Module& m, const Accumulator& accumulator, const BlockSum& block,
                               const AccumulateControl& control) {
    auto bits = static_cast<unsigned>(accumulator.bits);
    auto range = Range::signed_bits(bits);
    auto acc = m.state("acc_q", range);
    auto start = control.initial.as_signed(bits);
    auto sum = (mux(control.first, start, acc) + block.total).as("acc_sum");
    auto overflow = m.constant(0);
    auto next = sum;
    switch (accumulator.overflow) {
        case Accumulator::Overflow::never:
            next = sum.within(range.lo, range.hi);
            break;
        case Accumulator::Overflow::wrap:
            next = sum.low(bits).as_signed(bits);
            break;
        case Accumulator::Overflow::saturate: {
            auto above = (sum > Value(range.hi)), below = (sum < Value(range.lo));
            next = mux(above, range.hi, mux(below, range.lo, sum)).within(range.lo, range.hi);
            auto sticky = m.state("overflow_q", Range::bit());
            overflow = mux(control.take, above | below | (sticky & !control.first), sticky);
            m.next(sticky, overflow.as("overflow"));
            break;
        }
    }
    auto held = mux(control.take, next, acc).as("acc");
    m.next(acc, held);
    return {held, overflow, m.constant(0)};
}

}  // namespace mxgen::arith
