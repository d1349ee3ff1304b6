// SPDX-License-Identifier: Apache-2.0
#include "gen/arith/running_float.h"

#include <algorithm>

#include "gen/arith/align.h"
#include "gen/arith/decode.h"

namespace mxgen::arith {

using namespace ir;

namespace {

/// Places of the window in which a block and a running sum are added, counted from its lowest bit.
struct AlignmentWindow {
    unsigned precision;   ///< bits of the format's significand
    unsigned block;       ///< lowest bit of the block
    unsigned unit;        ///< lowest bit of the running sum before it is shifted down
    unsigned top;         ///< highest bit that a magnitude can reach
    unsigned shift_bits;  ///< of a shift that leaves nothing

    AlignmentWindow(const Format& f, const BlockSum& b)
        : precision(static_cast<unsigned>(f.mantissa_bits) + 1),
          block(precision + 1),
          unit(block + b.signed_width() + 1),
          top(unit + precision),
          shift_bits(Range{0, Int(top + 1)}.width()) {}
};

/// The significand with its rounding carried out.
Value value_of(const RunningFloat& x) {
    return (mux(x.fresh, 0, x.significand) + (x.up & !x.fresh)).as("acc_value");
}

/// Whether a rounded sum lies beyond the format's largest finite number.
Value overflow_of(const Format& f, const RunningFloat& x, const Value& value) {
    auto p = static_cast<unsigned>(f.mantissa_bits) + 1;
    Int infinity = pow2(static_cast<unsigned>(f.exponent_bits)) - 1;
    auto power = value.bit(p) & (value.low(p) == 0);
    auto beyond = (x.exponent >= Value(infinity)) | ((x.exponent == Value(infinity - 1)) & power);
    return (beyond & !(x.fresh | x.special.any())).as("acc_overflow");
}

/// A running sum at its place in the window, what fell off the end in one more bit below.
struct Placed {
    Value bits;
    Value exponent;  ///< field of a significand at the window's unit
};

Placed place(Module& m, const AlignmentWindow& w, const RunningFloat& x, const Value& value,
             const BlockSum& block, const Value& field) {
    const PartScope scope(m, DesignPart::alignment);
    auto distance = (field - x.exponent).as("align_distance");
    auto below = mux(x.fresh, field < Value(1), distance < 0);
    // A block below the sum's end is only sticky there, however far; nothing is lost to a zero.
    auto stays = (below | (block.total == 0)).as("align_stays");
    auto raised = value << Value(Int(w.unit));
    auto shifted = shift_right_sticky(raised, distance.low(w.shift_bits));
    auto far = distance >= Value(pow2(w.shift_bits));
    auto moved = mux(stays, raised, mux(far, mux(value < 0, -1, 0), shifted.value));
    auto sticky = (!stays) & mux(far, value != 0, shifted.sticky);
    auto highest = std::max(x.exponent.range().hi, field.range().hi);
    return {
        concat({pattern(moved, w.top + 3), sticky}).as("align_value"),
        mux(stays, mux(x.fresh, 1, x.exponent), field).within(0, highest).as("window_exponent")};
}

/// Two patterns to be added, `below` bits of them under the window.
struct Addends {
    Value a, b;
    unsigned below;
};

/// A negative block of sign and magnitude comes in ones' complement, its missing one as a carry
/// from one more bit below.
Addends addends(const AlignmentWindow& w, const Value& placed, const BlockSum& block) {
    unsigned width = w.top + 4;
    if (block.neg.range().hi == 0)
        return {placed, pattern(block.total << Value(Int(w.block + 1)), width), 1};
    auto ones = [&](unsigned n) { return mux(block.neg, pow2(n) - 1, 0); };
    unsigned bits = block.total.width();
    auto total = concat({block.total.bits(bits - 1, 0) ^ ones(bits), ones(w.block + 2)});
    auto sign = block.total.range().is_signed() ? total.bit(total.width() - 1) : block.neg;
    auto high = mux(sign, pow2(width + 1 - total.width()) - 1, 0);
    return {concat({placed, block.neg}), concat({high, total}), 2};
}

/// Ones where the sign of a + b may end, from the addends alone: the highest one lies where the sum
/// first differs from its sign or one place above (Schmookler and Nowka, "Leading zero anticipation
/// and detection", ARITH-15, 2001). The sum must fit one bit less.
Value sign_ends(const Value& a, const Value& b, unsigned width) {
    auto propagate = a ^ b, generate = a & b, kill = ~(a | b);
    auto kill_below = concat({kill.low(width - 1), Value(1)});
    auto generate_below = concat({generate.low(width - 1), Value(0)});
    auto propagate_above = propagate >> Value(1);
    auto after_propagate = (generate & ~kill_below) | (kill & ~generate_below);
    auto after_equal = (kill & ~kill_below) | (generate & ~generate_below);
    return (propagate_above.low(width - 1) & after_propagate.low(width - 1)) |
           (~propagate_above.low(width - 1) & after_equal.low(width - 1));
}

/// A sum rounded to `kept` bits below its sign, not yet put together.
struct RoundedSum {
    Value neg, significand, up;
    Value exponent;  ///< field, nonnegative; 1 of zero
};

/// With ones where the sign may end, the highest at its end or one place above if `is_early`.
RoundedSum rounded(Module& m, const Value& sum, const Value& ends, bool is_early,
                   const Value& window_exponent, unsigned kept) {
    unsigned width = sum.width(), dropped = width - kept - 1;
    // A one where the exponent would fall below 1 ends the count there.
    auto end = m.constant(pow2(width - 3)) >> window_exponent;
    auto zeros = leading_zeros((ends | end).as("acc_ends")).as("acc_zeros");
    auto normal = shifted_up(sum, zeros).as("acc_normal");
    auto is_short = m.constant(0);
    if (is_early)
        is_short = ((normal.bit(width - 1) == normal.bit(width - 2)) &
                    (zeros != window_exponent + Value(1)))
                       .as("acc_short");
    auto pick = [&](unsigned hi, unsigned lo) {
        return mux(is_short, normal.bits(hi - 1, lo - 1), normal.bits(hi, lo));
    };
    auto exponent =
        mux(is_short, window_exponent + Value(1) - zeros, window_exponent + Value(2) - zeros);
    auto significand = pick(width - 1, dropped);
    auto rest = (normal.low(dropped - 2) != 0) | (normal.bit(dropped - 2) & !is_short);
    return {.neg = sum.bit(width - 1),
            .significand = significand.as_signed(kept + 1),
            .up = pick(dropped - 1, dropped - 1) & (significand.bit(0) | rest),
            .exponent = mux(zeros == Value(Int(width - 1)), 1, exponent)};
}

/// The zeros before the highest bit are counted in the sum, or foreseen while it is added.
RoundedSum rounded(Module& m, const Addends& x, const Value& window_exponent, unsigned kept) {
    unsigned width = x.a.width();
    auto sum = (x.a + x.b).low(width).as("acc_exact");
    auto fast = rounded(m, sum, sign_ends(x.a, x.b, width), true, window_exponent, kept);
    auto small =
        rounded(m, sum, sum.low(width - 1) ^ (sum >> Value(1)), false, window_exponent, kept);
    const Forms forms{"leading zeros of the running sum", "counted behind the adder",
                      "foreseen beside the adder"};
    auto bits = Range{0, window_exponent.range().hi + 2}.width();
    // What cannot be as low in one form as in the other may be a bit shorter.
    const bool alike = small.exponent.width() == fast.exponent.width();
    auto field = [&](const RoundedSum& x) { return alike ? x.exponent : x.exponent.low(bits); };
    return {.neg = sum.bit(width - 1),
            .significand = m.choice(forms, small.significand, fast.significand),
            .up = m.choice(forms, small.up, fast.up),
            .exponent = m.choice(forms, field(small), field(fast)).low(bits)};
}

}  // namespace

unsigned window_bits(const Format& f, const BlockSum& block) {
    return AlignmentWindow(f, block).top + 1;
}

Value block_field(const Format& f, const BlockSum& block) {
    AlignmentWindow w(f, block);
    int lsb = -f.bias - f.mantissa_bits;
    auto raise = static_cast<int>(w.unit) - static_cast<int>(w.block);
    return (block.exponent + Value(block.lsb - lsb + raise)).as("block_field");
}

RunningFloat unpack_running(Module& m, const Format& f, const Value& code) {
    auto u = decode(m, f, code, "acc");
    return {.fresh = m.constant(0),
            .neg = u.neg,
            .significand = mux(u.neg, -u.mag, u.mag),
            .up = m.constant(0),
            .exponent = u.exponent,
            .special = {u.nan, u.inf & !u.neg, u.inf & u.neg}};
}

Value pack_running(const Format& f, const RunningFloat& x) {
    auto m = static_cast<unsigned>(f.mantissa_bits), e = static_cast<unsigned>(f.exponent_bits);
    auto value = value_of(x);
    auto magnitude = mux(x.neg, -value, value).low(m + 2);
    auto number = ((x.exponent << Value(Int(m))) + magnitude - Value(pow2(m))).low(m + e);
    Int infinity = (pow2(e) - 1) << m, quiet = (pow2(e + 1) - 1) << (m - 1);
    auto infinite = overflow_of(f, x, value) | x.special.pos_inf | x.special.neg_inf;
    auto neg = (x.neg & !x.special.pos_inf) | x.special.neg_inf;
    auto code = concat({neg, mux(infinite, infinity, number)});
    return mux(x.special.nan | (x.special.pos_inf & x.special.neg_inf), quiet, code);
}

RunningFloat add_running(Module& m, const Format& f, const RunningFloat& x, const BlockSum& block,
                         const Value& take) {
    auto value = value_of(x);
    AlignmentWindow w(f, block);
    auto taken = block;
    taken.total = mux(take, block.total, 0).as("block_total");
    auto placed = place(m, w, x, value, taken, block_field(f, block));
    auto sum = rounded(m, addends(w, placed.bits, taken), placed.exponent, w.precision);
    auto flag = [&](const Value& before, const Value& added) { return before | (take & added); };
    auto overflow = overflow_of(f, x, value);
    return {.fresh = m.constant(0),
            .neg = mux(take, sum.neg, x.neg).as("acc_neg"),
            .significand = sum.significand.as("acc_significand"),
            .up = sum.up.as("acc_up"),
            .exponent = sum.exponent.as("acc_field"),
            .special = {flag(x.special.nan, block.special.nan),
                        flag(x.special.pos_inf | (overflow & !x.neg), block.special.pos_inf),
                        flag(x.special.neg_inf | (overflow & x.neg), block.special.neg_inf)}};
}

}  // namespace mxgen::arith
