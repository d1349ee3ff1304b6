// SPDX-License-Identifier: Apache-2.0
#include "gen/arith/accumulate_tensorcore.h"

#include <fmt/format.h>

#include <algorithm>

#include "gen/arith/accumulate.h"
#include "gen/arith/accumulate_float.h"
#include "gen/arith/decode.h"
#include "gen/arith/promotion.h"
#include "gen/arith/round.h"

namespace mxgen::arith {

using namespace ir;

namespace {

constexpr int lowest_exponent = -126;  ///< of a normal fp32 number
const Int hardware_nan = pow2(31) - 1, rounded_nan = 0x7FC00000;

/// The magnitude truncated to a multiple of 2^(top - bits), in units of that; mag has `fraction`
/// bits behind the point and the given exponent, top is not below it unless mag is zero.
Value truncated(const Value& mag, int fraction, const Value& exponent, const Value& top, int bits) {
    auto raised = mag << Value(std::max(0, bits - fraction));
    auto width = static_cast<int>(raised.width());
    auto distance = (top - exponent + Value(std::max(0, fraction - bits))).as("align_distance");
    // Beyond the width nothing is left; where mag is zero the distance means nothing.
    auto outside = (distance < 0) | (distance > Value(width));
    auto shift = mux(outside, width, distance).within(0, width).as("align_shift");
    return (raised >> shift).as("aligned");
}

/// A module that aligns one product of a group; the whole group shares `top_i`.
Module alignment(const std::string& name, const ProductGroup& group, const Range& top, int bits) {
    Module m{name, "One product, truncated to its group's common unit."};
    m.belongs_to(DesignPart::alignment);
    auto neg = m.input("neg_i", group.neg.range());
    auto mag = m.input("mag_i", group.mag.range());
    auto exponent = m.input("exponent_i", group.exponent.range()) + Value(group.bias);
    auto aligned = truncated(mag, group.fraction, exponent, m.input("top_i", top), bits);
    m.output("term_o", mux(neg, -aligned, aligned).as("term"));
    return m;
}

/// The code of a running value after one more group.
class GroupSum {
  public:
    GroupSum(Module& m, const Accumulator& rule, const ProductGroup& group)
        : m_(m),
          rule_(rule),
          fp32_(find_format("fp32").value()),
          top_{0, std::max(group.rank.range().hi, pow2(8) - 2)},
          align_(alignment(m.name() + "_align", group, top_, rule.alignment_bits)) {}

    Value add(const Value& running, const ProductGroup& group) {
        auto c = decode(m_, fp32_, running, "acc");
        auto c_rank = (c.exponent - 1).as("acc_rank");
        auto top = highest(group, c_rank);
        auto terms = m_.instances(align_, fmt::format("u_align_{}", added_++), group.size(),
                                  {{"neg_i", group.neg},
                                   {"mag_i", group.mag},
                                   {"exponent_i", group.exponent},
                                   {"top_i", top}});
        auto kept = truncated(c.mag, fp32_.mantissa_bits, c_rank, top, rule_.alignment_bits);
        auto total = total_of(terms.array("term_o"), mux(c.neg, -kept, kept));
        auto neg = (total < 0).as("total_neg");
        auto mag = absolute(total).as("total_mag");
        return truncate_to_float(fp32_, static_cast<unsigned>(rule_.result_bits),
                                 {neg, mag, top, lowest_exponent - rule_.alignment_bits},
                                 special(c, group.special));
    }

  private:
    Value highest(const ProductGroup& group, const Value& c_rank) {
        const PartScope scope(m_, DesignPart::alignment);
        return max({max(group.rank), c_rank}).within(top_.lo, top_.hi).as("top");
    }
    Value total_of(const Array& terms, const Value& kept) {
        const PartScope scope(m_, DesignPart::sum);
        return (sum(terms) + kept).as("total");
    }
    static SpecialResult special(const Unpacked& c, const SpecialFlags& added) {
        auto pos_inf = added.pos_inf | (c.inf & !c.neg), neg_inf = added.neg_inf | (c.inf & c.neg);
        return {c.nan | added.nan | (pos_inf & neg_inf), pos_inf | neg_inf, neg_inf};
    }

    Module& m_;
    const Accumulator& rule_;
    Format fp32_;
    Range top_;
    Module align_;
    int added_ = 0;
};

/// The fp32 sum after the running value was added to it.
Value promoted_sum(Module& m, const Value& promoted, const Value& running) {
    auto fp32 = find_format("fp32").value();
    auto r = decode(m, fp32, running, "running");
    return add_rounded(m, fp32, promoted,
                       {.neg = r.neg,
                        .total = r.mag,
                        .exponent = r.exponent,
                        .lsb = r.lsb,
                        .special = {r.nan, r.inf & !r.neg, r.inf & r.neg}});
}

/// The state of a tensorcore accumulator; without promotion the running value alone.
struct Held {
    Value running, promoted, count;
};

Held promote(Module& m, Held held, Promotion::When when, int every) {
    if (when == Promotion::When::never) return held;
    auto sum = promoted_sum(m, held.promoted, held.running).as("promoted_sum");
    auto now = when == Promotion::When::always ? m.constant(1) : held.count >= Value(every);
    return {mux(now, 0, held.running), mux(now, sum, held.promoted), mux(now, 0, held.count)};
}

}  // namespace

Accumulated accumulate_tensorcore(Module& m, const Accumulator& rule,
                                  const std::vector<ProductGroup>& groups,
                                  const AccumulateControl& control) {
    const PartScope scope(m, DesignPart::accumulator);
    std::vector<int> sizes;
    for (const auto& group : groups) sizes.push_back(static_cast<int>(group.size()));
    auto promotion = find_promotion(sizes, rule.promote);
    auto code = Range::unsigned_bits(32);
    auto running = m.state("running_q", code);
    auto zero = m.constant(0), promoted = zero, count = zero;
    if (rule.promote > 0) promoted = m.state("promoted_q", code);
    if (promotion.largest_count > 0) count = m.state("count_q", {0, promotion.largest_count});

    Held held{mux(control.first, control.initial, running).as("running_start"),
              mux(control.first, 0, promoted), mux(control.first, 0, count)};
    GroupSum group_sum(m, rule, groups[0]);
    for (std::size_t i = 0; i < groups.size(); ++i) {
        held.running = group_sum.add(held.running, groups[i]).as("running");
        if (promotion.largest_count > 0) held.count = held.count + Value(sizes[i]);
        held = promote(m, held, promotion.after[i], rule.promote);
    }
    held.running = mux(control.take, held.running, running);
    auto left = m.held(running, held.running);
    if (promotion.largest_count > 0)
        m.next(count, mux(control.take, held.count.within(0, promotion.largest_count), count));
    if (rule.promote == 0) return {left, zero, zero};
    held.promoted = mux(control.take, held.promoted, promoted);
    auto total = promoted_sum(m, m.held(promoted, held.promoted), left);
    return {mux(total == Value(rounded_nan), hardware_nan, total), zero, zero};
}

AccumulatorCircuit tensorcore_circuit() { return {nullptr, "packed, truncated after each group"}; }

}  // namespace mxgen::arith
