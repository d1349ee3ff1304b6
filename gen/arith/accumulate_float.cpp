// SPDX-License-Identifier: Apache-2.0
#include "gen/arith/accumulate_float.h"

#include <algorithm>

#include "gen/arith/decode.h"
#include "gen/arith/round.h"

namespace mxgen::arith {

using namespace ir;

namespace {

/// A number whose highest possible bit has weight 2^(top - 1); all zero below the top.
struct Aligned {
    Value neg, mag, top;
};

/// The sum of two aligned numbers as sign and magnitude in a window whose highest bit weighs
/// 2^(top - 1); the lowest bit is sticky.
Aligned add(const Aligned& x, const Aligned& y, const Value& x_is_zero, unsigned window) {
    auto place = [&](const Aligned& n) { return n.mag << Value(Int(window - n.mag.width())); };
    auto y_leads = ((y.top > x.top) | x_is_zero).as("acc_leads");
    auto distance = mux(y_leads, y.top - x.top, x.top - y.top);
    // Beyond the window everything is sticky, however far; a zero may be shifted at will.
    auto outside = (distance < 0) | (distance > Value(Int(window)));
    auto shift = mux(outside, Int(window), distance).within(0, window).as("align_shift");
    auto high = mux(y_leads, place(y), place(x)).as("align_high");
    auto low = mux(y_leads, place(x), place(y)).as("align_low");
    auto shifted = shift_right_sticky(low, shift);
    auto lowered = concat({shifted.value, shifted.sticky}).as("align_shifted");
    auto neg_high = mux(y_leads, y.neg, x.neg), neg_low = mux(y_leads, x.neg, y.neg);
    auto raised = high << Value(1);
    auto difference = neg_high ^ neg_low;
    auto sum = mux(difference, raised - lowered, raised + lowered).as("acc_exact");
    auto flipped = (sum < 0).as("acc_flipped");
    auto mag = mux(flipped, -sum, sum).within(0, sum.range().hi).as("acc_abs");
    auto top = mux(y_leads, y.top, x.top);
    return {neg_high ^ flipped, mag, top.within(y.top.range().lo, top.range().hi).as("acc_top")};
}

}  // namespace

Value add_rounded(Module& m, const Format& f, const Value& start, const BlockSum& block) {
    auto old = decode(m, f, start, "acc");

    auto below_zero = (block.total < 0).as("block_below_zero");
    auto block_neg = (block.neg ^ below_zero).as("block_neg");
    auto block_mag = mux(below_zero, -block.total, block.total)
                         .within(0, std::max(block.total.range().hi, Int(-block.total.range().lo)))
                         .as("block_mag");
    // Exponents count from the accumulator's smallest one, so that one origin serves both.
    int origin = old.lsb + static_cast<int>(old.mag.width());
    auto block_top =
        block.exponent + Value(block.lsb + static_cast<int>(block_mag.width()) - origin);
    Aligned x{block_neg, block_mag, block_top.as("block_top")};
    Aligned y{old.neg, old.mag, old.exponent};
    unsigned window = block_mag.width() + old.mag.width() + 2;
    auto exact = add(x, y, (block_mag == 0).as("block_zero"), window);

    auto pos_inf = (old.inf & !old.neg), neg_inf = (old.inf & old.neg);
    const auto& added = block.special;
    SpecialResult special{
        .nan = (old.nan | added.nan | (added.pos_inf & (added.neg_inf | neg_inf)) |
                (added.neg_inf & pos_inf))
                   .as("acc_is_nan"),
        .inf = (old.inf | added.pos_inf | added.neg_inf).as("acc_is_inf"),
        .inf_neg = neg_inf | added.neg_inf};
    Unrounded unrounded{exact.neg, exact.mag, exact.top, origin - static_cast<int>(window) - 1};
    return round_to_float(f, unrounded, special);
}

Accumulated accumulate_float(Module& m, const Format& f, const std::vector<BlockSum>& blocks,
                             const AccumulateControl& control) {
    auto acc = m.state("acc_q", codes(f));
    auto code = mux(control.first, control.initial, acc).as("acc_start");
    for (const auto& block : blocks) code = add_rounded(m, f, code, block);
    auto held = mux(control.take, code, acc).as("acc");
    m.next(acc, held);
    return {held, m.constant(0), m.constant(0)};
}

}  // namespace mxgen::arith
