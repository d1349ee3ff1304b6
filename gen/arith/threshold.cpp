// SPDX-License-Identifier: Apache-2.0
#include "gen/arith/threshold.h"

#include <algorithm>
#include <span>

#include "gen/arith/ladder.h"
#include "sw/format/tables.h"

namespace mxgen::arith {

using namespace ir;

namespace {

unsigned width_of(const Int& x) { return Range{0, x}.width(); }

/// Which thresholds the two signs have, the same for both where they do not differ.
struct Signed {
    std::vector<Threshold> positive, negative;
    bool same = false;
};

/// So many thresholds are all compared at once; more are searched bit by bit.
constexpr std::size_t max_parallel = 16;

/// The bits of a position, found from the highest down: `reached(prefix, bit)` compares x with the
/// threshold of the position that has `bit` set below the prefix.
template <class Reached>
Value climbed(unsigned width, Reached reached) {
    std::vector<Value> found;
    for (unsigned bit = width; bit-- > 0;) found.push_back(reached(found, bit));
    return concat(found);
}

/// The items that decide `bit` of a position, by the bits above it.
template <class Item>
std::vector<Item> deciding(const std::vector<Item>& all, unsigned width, unsigned bit) {
    std::vector<Item> chosen;
    for (std::size_t prefix = 0; prefix < std::size_t{1} << (width - 1 - bit); ++prefix) {
        auto position = (prefix << (bit + 1)) + (std::size_t{1} << bit);
        chosen.push_back(all[std::min(position, all.size()) - 1]);
    }
    return chosen;
}

/// The element that the bits of `index`, the highest first, number.
Value selected(std::span<const Value> elements, std::span<const Value> index) {
    if (index.empty()) return elements[0];
    auto half = elements.size() / 2;
    auto rest = index.subspan(1);
    return mux(index[0], selected(elements.subspan(half), rest),
               selected(elements.first(half), rest));
}

/// Whether x, a whole number and a sticky bit below it, reaches a threshold.
Value reaches(const Value& x, const Value& threshold, const Value& strict) {
    return x >= concat({threshold, strict});
}

/// Whether x reaches each threshold. The products are those of a whole block.
std::vector<Value> all_reached(const Value& x, const std::vector<Threshold>& thresholds,
                               const Value& factor) {
    std::vector<Value> reached;
    for (const auto& t : thresholds)
        reached.push_back(reaches(x, factor * Value(std::max(Int(0), t.value)),
                                  Value(Int(t.value >= 0 && t.strict))));
    return reached;
}

/// The position of so many bits that a thermometer shows.
Value position_of(const std::vector<Value>& reached, unsigned width) {
    return climbed(width, [&](const std::vector<Value>& found, unsigned bit) {
        return selected(deciding(reached, width, bit), found);
    });
}

/// A position of all ones where fewer thresholds are, as their number.
Value clipped(const Value& position, const Int& count) {
    return position.range().hi > count ? mux(position > Value(count), count, position) : position;
}

/// The number of thresholds reached, all compared at once.
Value counted(const Value& x, const Signed& thresholds, unsigned width, const Value& neg,
              const Value& factor) {
    auto reached = all_reached(x, thresholds.positive, factor);
    if (!thresholds.same) {
        auto others = all_reached(x, thresholds.negative, factor);
        reached.resize(std::max(reached.size(), others.size()), reached.back());
        others.resize(reached.size(), others.back());
        for (std::size_t i = 0; i < reached.size(); ++i)
            reached[i] = mux(neg, others[i], reached[i]);
    }
    return position_of(reached, width);
}

/// The number of thresholds reached, too high where they are no 2^n - 1: those that are missing
/// count as the last.
Value climb(const Aligned& x, const Signed& thresholds, const Value& neg, const Value& factor) {
    auto max_count = std::max(thresholds.positive.size(), thresholds.negative.size());
    auto width = width_of(max_count);
    auto both = concat({x.whole, x.sticky});
    if (max_count <= max_parallel) return counted(both, thresholds, width, neg, factor);
    return climbed(width, [&](const std::vector<Value>& found, unsigned bit) {
        auto chosen = deciding(thresholds.positive, width, bit);
        auto index = found;
        if (!thresholds.same) {
            index.insert(index.begin(), neg);
            auto others = deciding(thresholds.negative, width, bit);
            chosen.insert(chosen.end(), others.begin(), others.end());
        }
        std::vector<Int> values, stricts;
        for (const auto& t : chosen) {
            values.push_back(std::max(Int(0), t.value));
            stricts.push_back(t.value >= 0 && t.strict);
        }
        if (index.empty()) return reaches(both, factor * Value(values[0]), Value(stricts[0]));
        auto select = concat(index);
        return reaches(both, factor * lookup(select, values), lookup(select, stricts));
    });
}

/// A ladder pair as lookups by sign and position.
class LadderLookup {
  public:
    LadderLookup(const Ladders& l, const Value& neg, const Value& position)
        : l_(l), width_(position.width()), index_(position) {
        if (!l.is_symmetric) index_ = concat({neg, position}), ++width_;
    }

    template <class Member>
    Value operator()(Member member) const {
        auto table = padded(member(l_.positive));
        if (l_.is_symmetric) return lookup(index_, table);
        auto negative = padded(member(l_.negative));
        table.insert(table.end(), negative.begin(), negative.end());
        return lookup(index_, table);
    }

  private:
    std::vector<Int> padded(std::vector<Int> table) const {
        table.resize(std::size_t{1} << (width_ - !l_.is_symmetric), table.back());
        return table;
    }

    const Ladders& l_;
    unsigned width_;
    Value index_;
};

/// Whether the random bits lift x above the rung below it.
Value lifted(const Aligned& x, const LadderLookup& rung, const Value& divisor,
             const RoundingMode& mode) {
    Int one = pow2(mode.random_bits);
    auto gaps = [](const Ladder& l) {
        std::vector<Int> gap;
        for (std::size_t i = 1; i < l.values.size(); ++i)
            gap.push_back(l.values[i] - l.values[i - 1]);
        gap.push_back(0);
        return gap;
    };
    auto gap = rung(gaps);
    auto value = rung([](const Ladder& l) { return l.values; });
    auto wanted = (Value(one) - mode.random) * (gap * divisor);
    return (gap != 0) & (x.whole >= (value * divisor << Value(Int(mode.random_bits))) + wanted);
}

/// The code at a position.
Value code_at(const Format& f, const Ladders& l, const Value& neg, const Value& position) {
    auto bits = static_cast<unsigned>(f.bits);
    if (f.kind == Kind::table)
        return LadderLookup(l, neg, position)([](const Ladder& s) { return s.codes; });
    Int last = l.negative.codes.size() - 1;
    auto magnitude =
        position.range().hi > last ? mux(position > Value(last), last, position) : position;
    if (f.kind == Kind::floating) return neg << Value(Int(bits - 1)) | magnitude;
    Int max_magnitude = l.positive.codes.size() - 1;
    auto positive = last > max_magnitude
                        ? mux(magnitude > Value(max_magnitude), max_magnitude, magnitude)
                        : magnitude;
    return mux(neg, -magnitude, positive).low(bits);
}

/// The code, or that of an infinity or NaN. `X`: with a sign and what it is besides a number.
template <class X>
Value with_specials(const ElementRule& rule, const Ladders& l, const X& x, const Value& code) {
    const auto& f = rule.format;
    Int positive = l.positive.largest, negative = l.negative.largest;
    if (rule.propagates_infinity && f.kind == Kind::table) {
        positive = f.plus_infinity.value_or(static_cast<std::uint32_t>(positive));
        negative = f.minus_infinity.value_or(static_cast<std::uint32_t>(negative));
    }
    auto number = mux(x.special, mux(x.neg, Value(negative), Value(positive)), code);
    auto nan = nan_code(f);
    if (!nan) return mux(x.nan, 0, number);
    bool keeps_sign = f.kind == Kind::floating && f.bits <= 8;
    return mux(x.nan, keeps_sign ? concat({x.neg, Value(*nan)}) : Value(*nan), number);
}

/// The code of a number, or that of what is none, or of zero.
template <class X>
Value finished(const ElementRule& rule, const Ladders& l, const X& x, const Value& number,
               const Value& clear) {
    auto code = rule.keeps_specials ? with_specials(rule, l, x, number) : number;
    return mux(clear, code_of_zero(rule.format), code);
}

}  // namespace

std::vector<Threshold> thresholds_of(const Format& f, const Ladder& l, Rounding rounding,
                                     unsigned halves) {
    std::vector<Threshold> found;
    for (std::size_t i = 1; i < l.values.size(); ++i) {
        if (halves == 0) {
            found.push_back({l.values[i]});
            continue;
        }
        const bool stays = stays_at_tie(f, l.codes[i - 1].convert_to<std::uint32_t>(),
                                        l.codes[i].convert_to<std::uint32_t>());
        found.push_back({l.values[i - 1] + l.values[i], keeps_tie(rounding, stays)});
    }
    // A ladder of one rung has nothing to reach: it is climbed in vain.
    if (found.empty()) found.push_back({l.values[0]});
    return found;
}

Aligned align(const Value& mag, const Value& down, unsigned bits, unsigned min_bits) {
    auto known = down.range();
    Int first = std::max(known.lo, Int(static_cast<int>(min_bits) - static_cast<int>(bits)));
    Int last = std::max(first, Int(mag.width()));
    auto amount = down;
    if (known.lo < first) amount = mux(down < Value(first), first, amount);
    if (known.hi > last) amount = mux(down > Value(last), last, amount);
    // The least shift takes no stages.
    auto wide = first < 0 ? mag << Value(Int(-first)) : mag >> Value(first);
    auto shift = (amount - Value(first)).within(0, last - first).as("down");
    auto shifted = shift_right_sticky(wide, shift);
    if (first > 0) {
        auto dropped = mag.low(static_cast<unsigned>(std::min(first, Int(mag.width())))) != 0;
        shifted.sticky = shifted.sticky | dropped;
    }
    auto max_whole = pow2(bits) - 1;
    auto whole = shifted.value;
    if (whole.width() > bits)
        whole = mux((whole >> Value(Int(bits))) != 0, max_whole, whole.low(bits));
    return {whole.as("aligned"), shifted.sticky};
}

Value count_reached(const Aligned& x, const std::vector<Threshold>& thresholds,
                    const Value& factor) {
    return clipped(climb(x, {thresholds, thresholds, true}, Value(0), factor),
                   Int(thresholds.size()));
}

Value count_of(const std::vector<Value>& reached) {
    Int count = reached.size();
    return clipped(position_of(reached, width_of(count)), count);
}

Value encode_rung(const ElementRule& rule, const Rung& x, const Value& clear) {
    auto l = ladders(rule.format, rule.propagate);
    return finished(rule, l, x, code_at(rule.format, l, x.neg, x.position), clear);
}

Value encode_by_thresholds(const ElementRule& rule, const Quotient& x, const Value& clear) {
    const auto& mode = rule.rounding;
    bool stochastic = is_stochastic(mode.rounding);
    unsigned halves = is_nearest(mode.rounding) ? 1 : 0;
    unsigned random_bits = stochastic ? mode.random_bits : 0;
    auto l = ladders(rule.format, rule.propagate);
    Int max_value = std::max(abs(l.positive.values.back()), abs(l.negative.values.back()));
    unsigned bits = width_of((max_value * x.divisor.range().hi) << (halves + random_bits)) + 1;
    auto unit = Value(Int(l.unit) - Int(halves + random_bits));
    auto aligned = align(x.mag, unit - x.exponent, bits, x.min_bits);

    auto thresholds =
        Signed{thresholds_of(rule.format, l.positive, mode.rounding, halves),
               thresholds_of(rule.format, l.negative, mode.rounding, halves), l.is_symmetric};
    // A table has no zero with a sign.
    auto neg = rule.format.kind == Kind::table ? x.neg & (x.mag != 0) : x.neg;
    auto cut = Aligned{aligned.whole >> Value(Int(random_bits)),
                       stochastic || halves == 0 ? Value(0) : aligned.sticky};
    auto position = climb(cut, thresholds, neg, x.divisor).as("position");
    if (stochastic)
        position = position + lifted(aligned, LadderLookup(l, neg, position), x.divisor, mode);
    return finished(rule, l, x, code_at(rule.format, l, neg, position), clear);
}

}  // namespace mxgen::arith
