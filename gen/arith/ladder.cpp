// SPDX-License-Identifier: Apache-2.0
#include "gen/arith/ladder.h"

#include <algorithm>
#include <map>

#include "gen/arith/element.h"
#include "sw/format/tables.h"

namespace mxgen::arith {

using namespace ir;

namespace {

/// Codes of sign and magnitude go on evenly beyond the largest number.
Ladders floating_ladders(const Format& f, bool propagate) {
    auto m = static_cast<unsigned>(f.mantissa_bits);
    Int sign = pow2(static_cast<unsigned>(f.bits) - 1);
    Int largest = largest_code(f), last = largest;
    if (propagate && f.specials != Specials::none) ++last;
    Ladders l;
    l.unit = 1 - f.bias - f.mantissa_bits;
    l.is_symmetric = true;
    for (Int code = 0; code <= last; ++code) {
        auto exponent = static_cast<unsigned>(code >> m);
        Int significand = code % pow2(m) + (exponent ? pow2(m) : Int(0));
        l.positive.values.push_back(significand << (exponent ? exponent - 1 : 0));
        l.positive.codes.push_back(code);
        l.negative.codes.push_back(sign + code);
    }
    l.negative.values = l.positive.values;
    l.positive.largest = largest;
    l.negative.largest = sign + largest;
    return l;
}

Ladders integer_ladders(const Format& f) {
    auto bits = static_cast<unsigned>(f.bits);
    Int max_value = pow2(bits - 1) - 1;
    Ladders l;
    l.unit = f.lsb;
    l.is_symmetric = !f.asymmetric;
    for (Int value = 0; value <= max_value + f.asymmetric; ++value) {
        if (value <= max_value) l.positive.values.push_back(value);
        if (value <= max_value) l.positive.codes.push_back(value);
        l.negative.values.push_back(value);
        l.negative.codes.push_back(value == 0 ? Int(0) : Int(pow2(bits) - value));
    }
    l.positive.largest = l.positive.codes.back();
    l.negative.largest = l.negative.codes.back();
    return l;
}

/// The rungs of a table on one side: from the nearest number not beyond zero on that side, else
/// from the first on the other.
Ladder table_ladder(const std::map<Int, Int>& codes, bool negative) {
    Ladder l;
    std::map<Int, Int> climbed;
    for (const auto& [value, code] : codes) climbed.emplace(negative ? Int(-value) : value, code);
    auto rung = climbed.upper_bound(0);
    if (rung != climbed.begin()) --rung;
    for (; rung != climbed.end(); ++rung) {
        l.values.push_back(rung->first);
        l.codes.push_back(rung->second);
    }
    l.largest = l.codes.back();
    return l;
}

Ladders table_ladders(const Format& f) {
    Ladders l;
    bool some = false;
    for (const auto& value : f.values) {
        if (!value || value->is_zero()) continue;
        l.unit = some ? std::min(l.unit, value->exp) : value->exp;
        some = true;
    }
    // Of equal values the lowest code is written.
    std::map<Int, Int> codes;
    for (std::size_t code = 0; code < f.values.size(); ++code) {
        const auto& value = f.values[code];
        if (!f.is_written(static_cast<std::uint32_t>(code))) continue;
        codes.emplace(value->is_zero() ? Int(0) : Int(value->num << (value->exp - l.unit)), code);
    }
    l.positive = table_ladder(codes, false);
    l.negative = table_ladder(codes, true);
    return l;
}

}  // namespace

Ladders ladders(const Format& f, bool propagate) {
    if (f.kind == Kind::integer) return integer_ladders(f);
    return f.kind == Kind::table ? table_ladders(f) : floating_ladders(f, propagate);
}

Int code_of_zero(const Format& f) {
    if (f.kind != Kind::table) return 0;
    const auto l = table_ladders(f).positive;
    if (l.values.size() == 1) return l.codes[0];
    Int below = -l.values[0], above = l.values[1];
    const bool stays = stays_at_tie(f, l.codes[0].convert_to<std::uint32_t>(),
                                    l.codes[1].convert_to<std::uint32_t>());
    return below < above || (below == above && stays) ? l.codes[0] : l.codes[1];
}

}  // namespace mxgen::arith
