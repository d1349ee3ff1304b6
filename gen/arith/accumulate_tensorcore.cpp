// SPDX-License-Identifier: Apache-2.0
#include "gen/arith/accumulate_tensorcore.h"

#include "gen/arith/accumulate.h"
#include "gen/arith/accumulate_float.h"
#include "gen/arith/promotion.h"
#include "gen/arith/running_truncated.h"

namespace mxgen::arith {

using namespace ir;

namespace {

const Int hardware_nan = pow2(31) - 1, rounded_nan = 0x7FC00000;

/// The fp32 sum after the running value was added to it.
Value promoted_sum(Module& m, const Value& promoted, const RunningTruncated& running) {
    return add_rounded(m, find_format("fp32").value(), promoted, block_of(running));
}

/// Part by part of two values, in the order of their parts.
template <class Join>
RunningTruncated by_parts(const RunningTruncated& x, const RunningTruncated& y, Join join) {
    return {
        .neg = join(x.neg, y.neg),
        .mag = join(x.mag, y.mag),
        .rank = join(x.rank, y.rank),
        .special = {join(x.special.nan, y.special.nan), join(x.special.pos_inf, y.special.pos_inf),
                    join(x.special.neg_inf, y.special.neg_inf)},
        .bits = y.bits};
}

RunningTruncated select(const Value& condition, const RunningTruncated& when,
                        const RunningTruncated& otherwise) {
    return by_parts(when, otherwise,
                    [&](const Value& a, const Value& b) { return mux(condition, a, b); });
}

RunningTruncated zero_value(Module& m, unsigned bits) {
    auto zero = m.constant(0);
    return {zero, zero, zero, {zero, zero, zero}, bits};
}

RunningTruncated state_of(Module& m, unsigned bits, unsigned rank_bits) {
    auto state = [&](const char* name, unsigned width) {
        return m.state(name, Range::unsigned_bits(width));
    };
    return {.neg = state("running_neg_q", 1),
            .mag = state("running_mag_q", bits),
            .rank = state("running_rank_q", rank_bits),
            .special = {state("running_nan_q", 1), state("running_pos_inf_q", 1),
                        state("running_neg_inf_q", 1)},
            .bits = bits};
}

/// Gives every part its next value; returns the parts behind their registers.
RunningTruncated hold(Module& m, const RunningTruncated& state, const RunningTruncated& next) {
    return by_parts(state, next, [&](const Value& register_, const Value& value) {
        m.next(register_, value);
        return m.registered(value);
    });
}

/// The state of a tensorcore accumulator; without promotion the running value alone.
struct Held {
    RunningTruncated running;
    Value promoted, count;
};

Held promote(Module& m, Held held, Promotion::When when, int every) {
    if (when == Promotion::When::never) return held;
    auto sum = promoted_sum(m, held.promoted, held.running).as("promoted_sum");
    auto now = when == Promotion::When::always ? m.constant(1) : held.count >= Value(every);
    return {select(now, zero_value(m, held.running.bits), held.running),
            mux(now, sum, held.promoted), mux(now, 0, held.count)};
}

}  // namespace

Accumulated accumulate_tensorcore(Module& m, const Accumulator& rule,
                                  const std::vector<ProductGroup>& groups,
                                  const AccumulateControl& control) {
    const PartScope scope(m, DesignPart::accumulator);
    std::vector<int> sizes;
    for (const auto& group : groups) sizes.push_back(static_cast<int>(group.size()));
    auto promotion = find_promotion(sizes, rule.promote);
    GroupAlignment alignment(m, rule, groups[0]);
    std::vector<AlignedGroup> aligned;
    for (const auto& group : groups) aligned.push_back(alignment.aligned(group));
    const bool has_initial = control.initial.range() != Range::point(0);
    auto running = state_of(m, truncated_bits(rule, has_initial),
                            rank_bits(rule, aligned.front().top.range()));
    auto zero = m.constant(0), promoted = zero, count = zero;
    if (rule.promote > 0) promoted = m.state("promoted_q", Range::unsigned_bits(32));
    if (promotion.largest_count > 0) count = m.state("count_q", {0, promotion.largest_count});

    auto start =
        has_initial ? unpack_truncated(m, rule, control.initial) : zero_value(m, running.bits);
    Held held{select(control.first, start, running), mux(control.first, 0, promoted),
              mux(control.first, 0, count)};
    for (std::size_t i = 0; i < groups.size(); ++i) {
        held.running = add_truncated(m, rule, held.running, aligned[i]);
        if (promotion.largest_count > 0) held.count = held.count + Value(sizes[i]);
        held = promote(m, held, promotion.after[i], rule.promote);
    }
    held.running = select(control.take, held.running, running);
    auto left = hold(m, running, held.running);
    if (promotion.largest_count > 0)
        m.next(count, mux(control.take, held.count.within(0, promotion.largest_count), count));
    if (rule.promote == 0) return {pack_truncated(left), zero, zero};
    held.promoted = mux(control.take, held.promoted, promoted);
    m.next(promoted, held.promoted);
    auto total = promoted_sum(m, m.registered(held.promoted), left);
    return {mux(total == Value(rounded_nan), hardware_nan, total), zero, zero};
}

AccumulatorCircuit tensorcore_circuit() {
    return {nullptr, "taken apart, truncated after each group, products aligned before it"};
}

}  // namespace mxgen::arith
