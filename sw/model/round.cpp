// SPDX-License-Identifier: Apache-2.0
#include "sw/model/round.h"

#include <algorithm>

namespace mxgen::model {
namespace {

namespace mp = boost::multiprecision;

/// A magnitude that lies `part` of the way from a representable number to the next, 0 <= part <
/// whole: does it move up?
bool moves_up(const Dyadic& part, const Dyadic& whole, bool lower_is_odd, const RoundingRule& rule,
              std::uint32_t random, bool negative = false) {
    const Dyadic twice = part * Dyadic(2);
    switch (rule.rounding) {
        case Rounding::rne:
            return whole < twice || (twice == whole && lower_is_odd);
        case Rounding::rtz:
            return false;
        case Rounding::rna:
            return !(twice < whole);
        case Rounding::rnd:
            return negative ? whole < twice : !(twice < whole);
        case Rounding::rnd_zero:
            return whole < twice;
        case Rounding::rnd_min_inf:
            return negative ? !(twice < whole) : whole < twice;
        case Rounding::trn:
            return negative && !part.is_zero();
        case Rounding::sr:
            break;
    }
    // floor(part / whole * 2^n) + R >= 2^n, as an exact comparison.
    const Integer steps = Integer(1) << rule.random_bits;
    const Dyadic wanted = Dyadic(steps - Integer(random) % steps) * whole;
    return !(part * Dyadic(steps) < wanted);
}

bool is_odd(const Integer& x) { return mp::bit_test(x, 0); }

std::uint32_t sign_code(const Format& f, bool negative) {
    if (!f.is_signed || !negative) return 0;
    return std::uint32_t{1} << (f.exponent_bits + f.mantissa_bits);
}

std::uint32_t magnitude_codes(const Format& f) {
    return std::uint32_t{1} << (f.exponent_bits + f.mantissa_bits);
}

std::uint32_t max_finite_code(const Format& f) {
    const std::uint32_t last = magnitude_codes(f) - 1;
    if (f.specials == Specials::fn) return last - 1;
    if (f.specials == Specials::ieee) return last - (std::uint32_t{1} << f.mantissa_bits);
    return last;
}

/// The code beyond the largest number: what an overflow or an infinity becomes.
std::uint32_t overflow_code(const Format& f, const RoundingRule& rule) {
    if (rule.overflow == Overflow::saturate || f.specials == Specials::none)
        return max_finite_code(f);
    return max_finite_code(f) + 1;
}

Encoded encode_floating(const Format& f, const ExactValue& x, const RoundingRule& rule,
                        std::uint32_t random) {
    const std::uint32_t sign = sign_code(f, x.negative);
    if (x.is_nan()) {
        const auto code = nan_code(f, x.negative);
        return code ? Encoded{*code, false} : Encoded{0, true};
    }
    if (x.negative && !f.is_signed) return {};
    if (x.is_infinite()) return {sign + overflow_code(f, rule), false};
    if (x.is_zero()) return {sign, false};
    const Integer code = magnitude_code(f, abs(x.number), rule, random);
    if (code > max_finite_code(f)) return {sign + overflow_code(f, rule), false};
    return {sign + code.convert_to<std::uint32_t>(), false};
}

/// Steps of a magnitude that has more than `limit` of them.
Integer beyond_integers(const Integer& steps, const Integer& limit, const Integer& codes,
                        Overflow overflow) {
    switch (overflow) {
        case Overflow::wrap:
            return steps % codes;
        case Overflow::sat_zero:
            return 0;
        case Overflow::saturate:
        case Overflow::propagate:
        case Overflow::sat:
            break;
    }
    return limit;
}

Encoded encode_integer(const Format& f, const ExactValue& x, const RoundingRule& rule,
                       std::uint32_t random) {
    if (x.is_nan() || (x.is_infinite() && rule.overflow == Overflow::wrap)) return {0, true};
    const Integer largest = (Integer(1) << (f.bits - 1)) - 1;
    const bool takes_all = f.asymmetric || is_of_casts(rule.overflow);
    const Integer limit = x.negative && takes_all ? Integer(largest + 1) : largest;
    Integer steps = limit + 1;
    if (x.is_finite()) {
        const Dyadic magnitude = abs(x.number);
        steps = floor_in_units(magnitude, f.lsb);
        const Dyadic rest = magnitude - Dyadic(steps, f.lsb);
        if (moves_up(rest, Dyadic(1, f.lsb), is_odd(steps), rule, random, x.negative)) ++steps;
    }
    const Integer codes = Integer(1) << f.bits;
    if (steps > limit) steps = beyond_integers(steps, limit, codes, rule.overflow);
    const Integer residue = x.negative && steps != 0 ? Integer(codes - steps) : steps;
    return {residue.convert_to<std::uint32_t>(), false};
}

/// The table's neighbours of a number: the nearest entry not above and the nearest not below it.
struct Bracket {
    std::optional<std::uint32_t> below, above;
};

Bracket bracket(const Format& f, const Dyadic& x) {
    Bracket found;
    for (std::uint32_t code = 0; code < f.values.size(); ++code) {
        const auto& entry = f.values[code];
        if (!entry || !f.is_written(code)) continue;
        if (!(x < *entry) && (!found.below || *f.values[*found.below] < *entry)) found.below = code;
        if (!(*entry < x) && (!found.above || *entry < *f.values[*found.above])) found.above = code;
    }
    return found;
}

/// Between two neighbours a tie goes to the even code, or away from zero where that does not
/// decide; of sums of powers of two to that of fewer terms, or toward zero.
bool outer_wins_tie(const Format& f, std::uint32_t inner, std::uint32_t outer) {
    if (f.terms) return f.terms->used[outer].value() < f.terms->used[inner].value();
    return inner % 2 != 0 || outer % 2 == 0;
}

/// The nearest entry; numbers beyond the last go to the last.
Encoded encode_table(const Format& f, const ExactValue& x, const RoundingRule& rule,
                     std::uint32_t random) {
    if (x.is_nan()) {
        const auto code = nan_code(f);
        return code ? Encoded{*code, false} : Encoded{0, true};
    }
    const auto& infinity = x.negative ? f.minus_infinity : f.plus_infinity;
    if (x.is_infinite() && infinity && rule.overflow == Overflow::propagate)
        return {*infinity, false};
    const Dyadic bound = max_finite(f);
    const Dyadic number = x.is_finite() ? x.number : x.negative ? -bound : bound;
    auto [below, above] = bracket(f, number);
    if (!below || !above) return {below ? *below : above.value(), false};
    if (*below == *above) return {*below, false};
    const bool negative = number.is_negative();
    const std::uint32_t inner = negative ? *above : *below, outer = negative ? *below : *above;
    const Dyadic part = abs(number - *f.values[inner]);
    const Dyadic whole = abs(*f.values[outer] - *f.values[inner]);
    return {moves_up(part, whole, outer_wins_tie(f, inner, outer), rule, random) ? outer : inner,
            false};
}

}  // namespace

std::optional<std::uint32_t> nan_code(const Format& f, bool negative) {
    if (f.kind == Kind::table) {
        for (std::uint32_t code = 0; code < f.values.size(); ++code)
            if (decode(f, code).is_nan()) return code;
        return std::nullopt;
    }
    if (f.kind == Kind::integer || f.specials == Specials::none) return std::nullopt;
    const std::uint32_t last = magnitude_codes(f) - 1;
    if (f.bits <= 8) return sign_code(f, negative) + last;
    if (f.specials == Specials::fn) return last;
    return last - ((std::uint32_t{1} << (f.mantissa_bits - 1)) - 1);
}

Integer magnitude_code(const Format& f, const Dyadic& magnitude, const RoundingRule& rule,
                       std::uint32_t random) {
    const int lowest = f.has_zero ? min_exponent(f) : -f.bias;
    if (!f.has_zero && magnitude < Dyadic(1, lowest)) return 0;
    const int exponent = std::max(exponent_of(magnitude), lowest);
    const int quantum = exponent - f.mantissa_bits;
    const Integer steps = floor_in_units(magnitude, quantum);
    const Integer below_binade = Integer(exponent - lowest) << f.mantissa_bits;
    Integer code = below_binade + steps;
    if (!f.has_zero) code -= Integer(1) << f.mantissa_bits;
    const Dyadic rest = magnitude - Dyadic(steps, quantum);
    if (moves_up(rest, Dyadic(1, quantum), is_odd(code), rule, random)) ++code;
    return code;
}

Dyadic round_significand(const Dyadic& magnitude, int fraction_bits, Rounding rounding) {
    const int quantum = exponent_of(magnitude) - fraction_bits;
    Integer steps = floor_in_units(magnitude, quantum);
    const Dyadic rest = magnitude - Dyadic(steps, quantum);
    if (moves_up(rest, Dyadic(1, quantum), is_odd(steps), {rounding}, 0)) ++steps;
    return {steps, quantum};
}

Encoded encode(const Format& format, const ExactValue& x, const RoundingRule& rule,
               std::uint32_t random) {
    switch (format.kind) {
        case Kind::floating:
            return encode_floating(format, x, rule, random);
        case Kind::integer:
            return encode_integer(format, x, rule, random);
        case Kind::table:
            break;
    }
    return encode_table(format, x, rule, random);
}

std::uint32_t round_to(const Format& format, const ExactValue& x) {
    return encode(format, x, {Rounding::rne, Overflow::propagate}).code;
}

}  // namespace mxgen::model
