// SPDX-License-Identifier: Apache-2.0
#include "sw/format/tables.h"

#include <algorithm>
#include <bit>
#include <map>
#include <tuple>
#include <utility>

#include "sw/format/parse.h"

namespace mxgen {
namespace {

constexpr int min_table_bits = 2, max_table_bits = 8;

/// The lowest `width` bits of `code`, starting at bit `lsb`.
int field(int code, int lsb, int width) { return (code >> lsb) & ((1 << width) - 1); }

/// 1.M * 2^exponent with `width` mantissa bits taken from the low end of the code.
Dyadic normal(int code, int width, int exponent) {
    return {(1 << width) + field(code, 0, width), exponent - width};
}

/// HiFloat8 with the widest exponents: 2 to 4 exponent bits (sign, hidden one, rest) share five
/// bits with the mantissa.
Dyadic hifloat8_wide(int code) {
    const int exponent_bits = field(code, 5, 2) + 1, mantissa_bits = 5 - exponent_bits;
    const int magnitude =
        (1 << (exponent_bits - 1)) + field(code, mantissa_bits, exponent_bits - 1);
    return normal(code, mantissa_bits, field(code, 4, 1) != 0 ? -magnitude : magnitude);
}

Dyadic hifloat8_magnitude(int code) {
    if (field(code, 5, 2) != 0) return hifloat8_wide(code);
    if (field(code, 4, 1) != 0) return normal(code, 3, field(code, 3, 1) != 0 ? -1 : 1);
    if (field(code, 3, 1) != 0) return normal(code, 3, 0);
    const int mantissa = field(code, 0, 3);
    return mantissa == 0 ? Dyadic() : Dyadic(1, mantissa - 23);
}

/// A positive posit: after the sign a run of equal bits (the regime), its end, exponent, fraction;
/// what does not fit into the code is zero.
Dyadic posit8_magnitude(int code) {
    constexpr int bits = 8, exponent_bits = 2;
    const int first = field(code, bits - 2, 1);
    int run = 0;
    while (run < bits - 1 && field(code, bits - 2 - run, 1) == first) ++run;
    const int regime = first != 0 ? run - 1 : -run;
    const int left = std::max(bits - 2 - run, 0);
    const int given = std::min(left, exponent_bits);
    const int exponent = field(code, left - given, given) << (exponent_bits - given);
    return normal(code, left - given, (regime << exponent_bits) + exponent);
}

struct SignedShift {
    bool negative;
    int shift;
};

/// The terms of a code that count.
std::vector<SignedShift> terms_of(const ShiftedTerms& shape, int code) {
    std::vector<SignedShift> terms;
    const int width = shape.field_bits(), present = width - 1;
    for (int i = 0; i < shape.count; ++i) {
        const int content = field(code, i * width, width);
        const int shift = field(content, 0, shape.shift_bits());
        if (field(content, present, 1) == 0 || shift >= shape.shifts) continue;
        terms.push_back({shape.own_signs && field(content, present - 1, 1) != 0, shift});
    }
    if (!shape.own_signs && field(code, shape.count * width, 1) != 0)
        for (SignedShift& term : terms) term.negative = true;
    return terms;
}

/// Terms by falling shift from field 0 up, all others 0.
int packed_terms(const ShiftedTerms& shape, const std::vector<SignedShift>& terms) {
    const int width = shape.field_bits();
    int code = 0;
    for (std::size_t i = 0; i < terms.size(); ++i) {
        const int sign = shape.own_signs && terms[i].negative ? 1 << shape.shift_bits() : 0;
        code |= ((1 << (width - 1)) | sign | terms[i].shift) << (static_cast<int>(i) * width);
    }
    const bool negative = !terms.empty() && terms[0].negative && !shape.own_signs;
    return code | (negative ? 1 << (shape.count * width) : 0);
}

/// Whether a code is one that could be written: its own packing, shifts falling.
bool is_packed(const ShiftedTerms& shape, int code, const std::vector<SignedShift>& terms) {
    const auto not_falling = [](const SignedShift& x, const SignedShift& y) {
        return x.shift <= y.shift;
    };
    return packed_terms(shape, terms) == code &&
           std::adjacent_find(terms.begin(), terms.end(), not_falling) == terms.end();
}

Dyadic sum_of(const std::vector<SignedShift>& terms) {
    Dyadic sum;
    for (const SignedShift& term : terms) sum = sum + Dyadic(term.negative ? -1 : 1, term.shift);
    return sum;
}

/// Of a value's codes the one of fewest terms is written, then that of the smallest largest shift.
void choose_written(Format& f) {
    ShiftedTerms& shape = *f.terms;
    std::map<Dyadic, std::tuple<int, int, int>> best;
    for (int code = 0; code < 1 << f.bits; ++code) {
        const auto terms = terms_of(shape, code);
        f.values.emplace_back(sum_of(terms));
        if (!is_packed(shape, code, terms)) continue;
        const std::tuple<int, int, int> found{static_cast<int>(terms.size()),
                                              terms.empty() ? 0 : terms[0].shift, code};
        const auto [place, is_new] = best.emplace(*f.values.back(), found);
        if (!is_new) place->second = std::min(place->second, found);
    }
    shape.used.resize(f.values.size());
    for (const auto& [value, written] : best)
        shape.used[static_cast<std::size_t>(std::get<2>(written))] = std::get<0>(written);
}

}  // namespace

std::optional<Format> table_format(std::string name, std::string source, TableValues values) {
    const int bits = std::countr_zero(values.size());
    const bool usable = std::any_of(values.begin(), values.end(),
                                    [](const auto& value) { return value && !value->is_zero(); });
    if (!std::has_single_bit(values.size()) || bits < min_table_bits || bits > max_table_bits ||
        !usable)
        return std::nullopt;
    Format f;
    f.name = std::move(name);
    f.source = std::move(source);
    f.kind = Kind::table;
    f.bits = bits;
    f.values = std::move(values);
    return f;
}

TableValues sign_magnitude_table(std::initializer_list<double> magnitudes, double special) {
    TableValues values;
    for (const double x : magnitudes) values.emplace_back(from_double(x));
    values.emplace_back(from_double(special));
    for (const double x : magnitudes)
        if (x != 0) values.emplace_back(from_double(-x));
    return values;
}

TableValues nf4_table() {
    TableValues values;
    for (const float x :
         {-1.0f, -0.6961928009986877f, -0.5250730514526367f, -0.39491748809814453f,
          -0.28444138169288635f, -0.18477343022823334f, -0.09105003625154495f, 0.0f,
          0.07958029955625534f, 0.16093020141124725f, 0.24611230194568634f, 0.33791524171829224f,
          0.44070982933044434f, 0.5626170039176941f, 0.7229568362236023f, 1.0f})
        values.emplace_back(from_double(x));
    return values;
}

TableValues hifloat8_table() {
    constexpr int nan = 0x80, infinity = 0x6F, signs = 0x80;
    TableValues values;
    for (int code = 0; code < 256; ++code) {
        const Dyadic magnitude = hifloat8_magnitude(code % signs);
        values.emplace_back(code < signs ? magnitude : -magnitude);
        if (code == nan || code % signs == infinity) values.back().reset();
    }
    return values;
}

TableValues posit8_table() {
    TableValues values;
    for (int code = 0; code < 256; ++code) {
        const Dyadic magnitude = posit8_magnitude(code < 0x80 ? code : 0x100 - code);
        values.emplace_back(code < 0x80 ? magnitude : -magnitude);
    }
    values[0x00] = Dyadic();
    values[0x80].reset();
    return values;
}

std::optional<Format> parse_mant_family(std::string_view name) {
    std::string_view rest = name;
    if (!take(rest, "mant")) return std::nullopt;
    const auto slope = take_integer(rest);
    if (!slope || !rest.empty() || *slope < 0 || *slope > 127) return std::nullopt;
    TableValues values;
    for (const int sign : {1, -1})
        for (int i = 0; i < 8; ++i) values.emplace_back(Dyadic(sign * (*slope * i + (1 << i))));
    return table_format(std::string(name), "arXiv:2502.18755", std::move(values));
}

std::optional<Format> parse_khot_family(std::string_view name) {
    constexpr int max_code_bits = 12;
    std::string_view rest = name;
    if (!take(rest, "khot<")) return std::nullopt;
    const auto count = take_integer(rest);
    if (!count || !take(rest, ",")) return std::nullopt;
    const auto bits = take_integer(rest);
    if (!bits || !take(rest, ">")) return std::nullopt;
    const bool own_signs = take(rest, "s");
    if (!rest.empty() || *count < 1 || *count > 4 || *bits < 3 || *bits > 16) return std::nullopt;
    Format f;
    f.name = name;
    f.source = "QFX";
    f.kind = Kind::table;
    f.terms = {*count, *bits - 1, own_signs, {}};
    f.bits = *count * f.terms->field_bits() + (own_signs ? 0 : 1);
    if (f.bits > max_code_bits) return std::nullopt;
    choose_written(f);
    return f;
}

bool stays_at_tie(const Format& format, std::uint32_t inner, std::uint32_t outer) {
    if (format.terms) return format.terms->used[inner] <= format.terms->used[outer];
    return inner % 2 == 0 && outer % 2 == 1;
}

}  // namespace mxgen
