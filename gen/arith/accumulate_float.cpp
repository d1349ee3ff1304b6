// SPDX-License-Identifier: Apache-2.0
#include "gen/arith/accumulate_float.h"

#include <algorithm>

#include "gen/arith/accumulate.h"
#include "gen/arith/beat_sum.h"
#include "gen/arith/round.h"
#include "gen/arith/running_float.h"
#include "gen/arith/running_integer.h"

namespace mxgen::arith {

using namespace ir;

namespace {

/// The number of `code` where a sum starts, else the state; a start from zero is only marked.
RunningFloat begun(Module& m, const Format& f, const Value& starts, const Value& code,
                   RunningFloat state) {
    auto clear = [&](const Value& flag) { return flag & !starts; };
    state.special = {clear(state.special.nan), clear(state.special.pos_inf),
                     clear(state.special.neg_inf)};
    state.fresh = starts;
    if (code.range() == Range::point(0)) return state;
    auto x = unpack_running(m, f, code);
    return {.fresh = x.fresh,
            .neg = mux(starts, x.neg, state.neg),
            .significand = mux(starts, x.significand, state.significand),
            .up = mux(starts, x.up, state.up),
            .exponent = mux(starts, x.exponent, state.exponent),
            .special = {mux(starts, x.special.nan, state.special.nan),
                        mux(starts, x.special.pos_inf, state.special.pos_inf),
                        mux(starts, x.special.neg_inf, state.special.neg_inf)}};
}

/// Bits of the exponent field. A sum that left the format is found to be infinite when the next
/// block has been added, so that the field passes infinity's by that much at most.
unsigned field_bits(const Format& f, const std::vector<BlockSum>& blocks) {
    auto highest = pow2(static_cast<unsigned>(f.exponent_bits));
    for (const auto& block : blocks) highest = std::max(highest, block_field(f, block).range().hi);
    return Range{0, highest + 2 * blocks.size() + 2}.width();
}

RunningFloat state_of(Module& m, const Format& f, unsigned field_bits) {
    auto p = static_cast<unsigned>(f.mantissa_bits) + 1;
    auto flag = [&](const char* name) { return m.state(name, Range::bit()); };
    return {.fresh = m.constant(0),
            .neg = flag("acc_neg_q"),
            .significand = m.state("acc_significand_q", Range::signed_bits(p + 1)),
            .up = flag("acc_up_q"),
            .exponent = m.state("acc_field_q", Range::unsigned_bits(field_bits)),
            .special = {flag("acc_nan_q"), flag("acc_pos_inf_q"), flag("acc_neg_inf_q")}};
}

/// Gives every field its next value; returns the fields behind their registers.
RunningFloat hold(Module& m, const RunningFloat& state, RunningFloat next) {
    next.exponent = next.exponent.low(state.exponent.width());
    auto held = [&](const Value& register_, const Value& value) {
        m.next(register_, value);
        return m.registered(value);
    };
    return {.fresh = next.fresh,
            .neg = held(state.neg, next.neg),
            .significand = held(state.significand, next.significand),
            .up = held(state.up, next.up),
            .exponent = held(state.exponent, next.exponent),
            .special = {held(state.special.nan, next.special.nan),
                        held(state.special.pos_inf, next.special.pos_inf),
                        held(state.special.neg_inf, next.special.neg_inf)}};
}

/// Whether sums of such blocks are better off in place, where nothing is shifted in the loop: up to
/// half as many bits more than a window that they move through are.
bool may_stand(const Format& f, const BlockSum& block) {
    const auto exponents = block.exponent.range();
    const Int bits = block.signed_width() + (exponents.hi - exponents.lo) + f.mantissa_bits + 2;
    return 2 * bits <= 3 * Int(window_bits(f, block));
}

/// The same in place, where the blocks have one and sums start from zero.
Accumulated accumulate_in_place(Module& m, const Format& f, const SumWindow& window,
                                const std::vector<BlockSum>& blocks,
                                const AccumulateControl& control) {
    RunningInteger state{m.state("acc_held_q", Range::signed_bits(window.bits)),
                         m.state("acc_up_q", Range::bit())};
    auto running = state;
    auto fresh = control.first & control.take;
    SpecialFlags special{m.constant(0), m.constant(0), m.constant(0)};
    for (const auto& block : blocks) {
        running = add_in_place(f, window, running, fresh, block, control.take);
        fresh = m.constant(0);
        special = {special.nan | block.special.nan, special.pos_inf | block.special.pos_inf,
                   special.neg_inf | block.special.neg_inf};
    }
    m.next(state.held, running.held), m.next(state.up, running.up);
    auto sticky = [&](const Value& now, const char* name) {
        return m.registered(control.sticky(m, now, name));
    };
    auto code =
        pack_in_place(m, f, window, {m.registered(running.held), m.registered(running.up)},
                      {sticky(special.nan, "acc_nan"), sticky(special.pos_inf, "acc_pos_inf"),
                       sticky(special.neg_inf, "acc_neg_inf")});
    return {code.as("acc"), m.constant(0), m.constant(0)};
}

/// acc' is the exact acc + block, rounded once to nearest, ties to even, with gradual underflow and
/// overflow to infinity; NaN and infinity stay until a new sum. The register holds a RunningFloat,
/// the code is made behind it (docs/windows.md).
Accumulated accumulate_float(Module& m, const Accumulator& accumulator,
                             const std::vector<BlockSum>& blocks,
                             const AccumulateControl& control) {
    const Format& f = accumulator.format;
    if (control.initial.range() == Range::point(0) && may_stand(f, blocks.front())) {
        std::vector<BlockSum> still;
        for (const auto& block : blocks) still.push_back(standing(m, block));
        if (const auto window = sum_window(f, still))
            return accumulate_in_place(m, f, *window, still, control);
    }
    auto state = state_of(m, f, field_bits(f, blocks));
    auto running = begun(m, f, control.first & control.take, control.initial, state);
    for (const auto& block : blocks) running = add_running(m, f, running, block, control.take);
    return {pack_running(f, hold(m, state, running)).as("acc"), m.constant(0), m.constant(0)};
}

}  // namespace

Value add_rounded(Module& m, const Format& f, const Value& start, const BlockSum& block) {
    return pack_running(f, add_running(m, f, unpack_running(m, f, start), block, m.constant(1)));
}

Value round_block(const Format& f, const BlockSum& block) {
    auto neg = (block.neg ^ (block.total < Value(0))).as("block_neg");
    auto mag = absolute(block.total).as("block_mag");
    // Below what is kept there is room for a bit that rounds and one that is sticky.
    auto low = std::max(0, f.mantissa_bits + 2 - static_cast<int>(mag.width()));
    Unrounded exact{neg, mag << Value(low), block.exponent, block.lsb - low};
    const auto& special = block.special;
    return round_to_float(f, gradual(f, exact),
                          {.nan = special.nan | (special.pos_inf & special.neg_inf),
                           .inf = special.pos_inf | special.neg_inf,
                           .inf_neg = special.neg_inf});
}

AccumulatorCircuit floating_circuit() {
    return {accumulate_float,
            "unpacked, in two's complement, rounding carried into the next block"};
}

}  // namespace mxgen::arith
