// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <vector>

#include "gen/arith/element_kinds.h"

namespace mxgen::arith {

using namespace ir;

namespace {

/// The numbers of a format as rounding sees them.
struct FormatShape {
    explicit FormatShape(const Format& f)
        : exponent_bits(static_cast<unsigned>(f.exponent_bits)),
          mantissa_bits(static_cast<unsigned>(f.mantissa_bits)),
          all_ones(pow2(exponent_bits) - 1),
          largest(largest_code(f)),
          top_field(largest >> mantissa_bits) {}

    unsigned exponent_bits, mantissa_bits;
    Int all_ones;   ///< the highest exponent field
    Int largest;    ///< code of the largest magnitude
    Int top_field;  ///< its exponent field
};

/// A significand with at least the format's mantissa bits, and how many are to be dropped.
struct Widened {
    Value significand;
    unsigned dropped;
};

Widened widened(const Normalized& x, const FormatShape& s, unsigned min_dropped) {
    unsigned fraction = x.significand.width() - 1;
    unsigned wanted = std::max(fraction, s.mantissa_bits + min_dropped);
    return {x.significand << Value(Int(wanted - fraction)), wanted - s.mantissa_bits};
}

/// x as a normal number; its exponent field counts down from all ones.
struct Normal {
    Value rounded;    ///< hidden one and mantissa, up to 2^(m+1)
    Value hidden;     ///< whether that is 2^m or more
    Value magnitude;  ///< exponent and mantissa bits, if it is normal
};

Normal as_normal(const FormatShape& s, const Value& significand, unsigned dropped,
                 const Value& distance, const RoundingMode& mode) {
    auto m = s.mantissa_bits, e = s.exponent_bits;
    auto field = Value(s.all_ones) - distance.low(e);
    // Without mantissa bits, the exponent's parity decides ties.
    auto odd = (significand >> Value(Int(dropped))).bit(0);
    if (m == 0) odd = odd & field.bit(0);
    auto r = round_off(significand, dropped, mode, odd);
    auto rounded = (r.kept + r.up).as("rounded");
    // Without the hidden one x has the smallest exponent, whose field 1 means 0 there.
    auto carry = rounded.bit(m + 1), hidden = rounded.bit(m) | carry;
    auto low = field.low(1) & hidden;
    auto raised = e == 1 ? low : ((field >> Value(1)) << Value(1)) | low;
    auto exponent = (raised + carry).low(e).as("exponent_field");
    return {rounded, hidden, m ? exponent << Value(Int(m)) | rounded.low(m) : exponent};
}

/// Places below the smallest normal number at which something is left: from half a unit on nothing
/// rounds to nearest, below one unit nothing toward zero.
unsigned lowest_place(const FormatShape& s, const RoundingMode& mode) {
    auto below_unit = is_stochastic(mode.rounding) ? 1u : 0u;
    return s.mantissa_bits + mode.places() + below_unit;
}

/// The roundings of x as a subnormal, one for each distance at which something is left; the right
/// one selected.
Value as_subnormal(const FormatShape& s, const Widened& x, const Value& distance,
                   const RoundingMode& mode) {
    std::vector<Value> candidates;
    for (unsigned below = 1; below <= lowest_place(s, mode); ++below) {
        auto r = round_off(x.significand, x.dropped + below, mode);
        auto is_here = distance == Value(Int(s.all_ones + below - 1));
        candidates.push_back(mux(is_here, r.kept + r.up, 0));
    }
    if (candidates.empty()) return distance & Value(0);
    auto selected = candidates[0];
    for (std::size_t i = 1; i < candidates.size(); ++i) selected = selected | candidates[i];
    return selected.as("subnormal_code");
}

/// x shifted down to the distance at which it lies, for roundings that are too wide to be done for
/// each distance.
Value shifted(const FormatShape& s, const Widened& x, const Distance& distance,
              const RoundingMode& mode) {
    Int first = s.all_ones - 1, max_shift = lowest_place(s, mode);
    auto below = (distance.low - Value(first)).as("below_normal");
    auto within = (below < 0) | distance.exceeds;
    auto amount = mux(below > Value(max_shift), max_shift, below.low(Range{0, max_shift}.width()));
    return x.significand >> mux(within, 0, amount).within(0, max_shift).as("subnormal_shift");
}

}  // namespace

Value encode_floating(const ElementRule& rule, const Normalized& x, const Value& top,
                      const Value& clear) {
    FormatShape s{rule.format};
    const auto& mode = rule.rounding;
    Int headroom = s.all_ones - s.top_field;
    auto reach = Range{0, s.all_ones + lowest_place(s, mode)}.width();
    auto below_top =
        distance_below(top + Value(headroom), x.exponent, reach, rule.may_exceed, headroom);
    const auto& distance = below_top.low;
    auto exceeds = below_top.exceeds, absent = clear | below_top.far;

    bool parallel = !is_stochastic(mode.rounding);
    auto wide = widened(x, s, parallel ? 0 : mode.random_bits);
    auto source = parallel ? wide.significand : shifted(s, wide, below_top, mode);
    auto normal = as_normal(s, source, wide.dropped, distance, mode);
    auto is_normal = (distance < Value(s.all_ones)) & !absent;
    // Zero has no hidden one: where its exponent may be that of a larger number, it says so.
    bool zero_lies_low = top.range().lo + headroom - x.exponent.range().lo >= s.all_ones - 1;
    if (!zero_lies_low) is_normal = is_normal & normal.hidden, exceeds = exceeds & normal.hidden;
    auto below = parallel ? as_subnormal(s, wide, distance, mode) : normal.rounded;
    auto magnitude = mux(is_normal.as("is_normal"), normal.magnitude, mux(absent, 0, below));

    Int max_significand =
        slice(s.largest, s.mantissa_bits, 0) % pow2(s.mantissa_bits) + pow2(s.mantissa_bits);
    auto rounds_over =
        (distance == Value(headroom)) & (normal.rounded > Value(max_significand)) & !absent;
    auto is_over = (rounds_over | (exceeds & !clear)).as("over");
    Int beyond = s.largest + (rule.propagate && rule.format.specials != Specials::none);
    auto code = mux(is_over, beyond, magnitude).low(s.exponent_bits + s.mantissa_bits);
    auto neg = x.neg & !clear;
    return neg << Value(Int(s.exponent_bits + s.mantissa_bits)) | code;
}

}  // namespace mxgen::arith
