// SPDX-License-Identifier: Apache-2.0
#include "gen/arith/accumulate_late.h"

#include "gen/arith/accumulate.h"
#include "gen/arith/align.h"

namespace mxgen::arith {

using namespace ir;

namespace {

/// How far an exponent lies below another.
Value distance_of(const LateForm& form, const Value& high, const Value& low) {
    return (high - low).low(Range{0, form.exponents.hi - form.exponents.lo}.width());
}

/// E before and after a beat.
struct Exponents {
    Value before, after;
};

/// The loop of E: the largest that the scales of a sum have asked for.
Exponents raised(Module& m, const LateForm& form, const Value& beat,
                 const AccumulateControl& control, const LateState* initial) {
    const auto range = form.exponents;
    auto state = m.state("late_exponent_q", range);
    auto starts = control.take & control.first;
    auto before = initial ? mux(starts, initial->exponent, state) : state;
    auto rises = beat > before;
    // A sum that starts from zero has no exponent of its own.
    if (!initial) rises = rises | starts;
    auto after = mux(control.take & rises, beat, before).within(range.lo, range.hi);
    m.next(state, after);
    return {before.as("late_before"), after.as("late_exponent")};
}

/// Every block floored to E, as it lies that much below it.
std::vector<Value> floored(Module& m, const LateForm& form, const std::vector<BlockSum>& blocks,
                           const std::vector<Value>& exponents, const Value& exponent) {
    auto unit = form.places;
    for (int& place : unit) place += blocks.front().scale_bias;
    std::vector<Value> terms;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        auto term = in_units_of_scales(m, blocks[i], by_mode(m, blocks[i], unit));
        if (term.width() > form.bits) term = term.low(form.bits).as_signed(form.bits);
        auto distance = distance_of(form, exponent, exponents[i]);
        terms.push_back(shifted_down(term, distance.as("late_distance")).as("late_term"));
    }
    return terms;
}

Value flag(Module& m, const std::vector<BlockSum>& blocks, const AccumulateControl& control,
           Value SpecialFlags::*which, const LateState* initial, const std::string& name) {
    auto now = initial ? control.first & initial->special.*which : m.constant(0);
    for (const auto& block : blocks) now = now | block.special.*which;
    return m.registered(control.sticky(m, now, name));
}

}  // namespace

LateState accumulate_late(Module& m, const LateForm& form, const std::vector<BlockSum>& blocks,
                          const AccumulateControl& control, const LateState* initial) {
    std::vector<Value> exponents, terms;
    Exponents e;
    {
        const PartScope scope(m, DesignPart::alignment);
        for (const auto& block : blocks)
            exponents.push_back(
                (block.scale_exponent + Value(block.scale_bias) + by_mode(m, block, form.places))
                    .as("late_place"));
        e = raised(m, form, max(exponents).as("beat_exponent"), control, initial);
        terms = floored(m, form, blocks, exponents, e.after);
    }
    const PartScope scope(m, DesignPart::accumulator);
    auto state = m.state("late_mantissa_q", Range::signed_bits(form.bits));
    auto starts = control.take & control.first;
    auto before = mux(starts, initial ? initial->mantissa : m.constant(0), state);
    // Between blocks nothing is added and nothing moves, without a select in the loop of M.
    auto added = mux(control.take, sum(terms), 0).as("late_added");
    // Nor does a zero move by the distance to an exponent that means nothing.
    const auto falls = initial ? control.take : control.take & !control.first;
    auto fall = mux(falls, distance_of(form, e.after, e.before), 0);
    auto total = (shifted_down(before, fall.as("late_fall")) + added).low(form.bits);
    auto mantissa = total.as_signed(form.bits).as("late_mantissa");
    m.next(state, mantissa);
    return {.special = {flag(m, blocks, control, &SpecialFlags::nan, initial, "late_nan"),
                        flag(m, blocks, control, &SpecialFlags::pos_inf, initial, "late_pos_inf"),
                        flag(m, blocks, control, &SpecialFlags::neg_inf, initial, "late_neg_inf")},
            .exponent = m.registered(e.after),
            .mantissa = m.registered(mantissa)};
}

AccumulatorCircuit late_circuit() { return {nullptr, "M * 2^E, normalised at the end"}; }

}  // namespace mxgen::arith
