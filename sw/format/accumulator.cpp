// SPDX-License-Identifier: Apache-2.0
#include "sw/format/accumulator.h"

#include <fmt/format.h>

#include "sw/format/parse.h"

namespace mxgen {
namespace {

using Parsed = std::optional<Accumulator>;

constexpr int max_integer_bits = 256, max_weight = 1024;

Parsed parse_floating(std::string_view name) {
    if (name != "fp32" && name != "bf16" && name != "fp16") return std::nullopt;
    Accumulator acc;
    acc.format = find_format(name).value();
    acc.bits = acc.format.bits;
    return acc;
}

/// int, intN or int<N>, then " wrap", " saturate", " spill" or nothing.
Parsed parse_integer(std::string_view name) {
    if (!take(name, "int")) return std::nullopt;
    Accumulator acc;
    acc.kind = Accumulator::Kind::integer;
    const bool bracketed = take(name, "<");
    if (const auto bits = take_integer(name)) {
        if (*bits < 2 || *bits > max_integer_bits) return std::nullopt;
        acc.bits = *bits;
    } else if (bracketed) {
        return std::nullopt;
    }
    if (bracketed && !take(name, ">")) return std::nullopt;
    if (take(name, " wrap")) acc.overflow = Accumulator::Overflow::wrap;
    if (take(name, " saturate")) acc.overflow = Accumulator::Overflow::saturate;
    if (take(name, " spill")) {
        acc.chain_bits = acc.bits;
        acc.kind = Accumulator::Kind::floating;
        acc.format = find_format("fp32").value();
        acc.bits = acc.format.bits;
        return name.empty() && acc.chain_bits > 0 ? Parsed(acc) : std::nullopt;
    }
    // A width that cannot overflow has no overflow to speak of.
    if (acc.bits == 0 && acc.overflow != Accumulator::Overflow::never) return std::nullopt;
    return name.empty() ? Parsed(acc) : std::nullopt;
}

/// fixed or fixed<msb,lsb>.
Parsed parse_fixed(std::string_view name) {
    if (!take(name, "fixed")) return std::nullopt;
    Accumulator acc;
    acc.kind = Accumulator::Kind::fixed;
    acc.overflow = Accumulator::Overflow::saturate;
    if (name.empty()) return acc;
    if (!take(name, "<")) return std::nullopt;
    acc.msb = take_integer(name);
    if (!acc.msb || !take(name, ",")) return std::nullopt;
    take(name, " ");
    acc.lsb = take_integer(name);
    if (!acc.lsb || name != ">") return std::nullopt;
    if (*acc.msb <= *acc.lsb || *acc.msb > max_weight || *acc.lsb < -max_weight)
        return std::nullopt;
    acc.bits = *acc.msb - *acc.lsb + 1;
    return acc;
}

/// tensorcore<F,G,R>, then " promote=P" or nothing.
Parsed parse_tensorcore(std::string_view name) {
    if (!take(name, "tensorcore<")) return std::nullopt;
    Accumulator acc;
    acc.kind = Accumulator::Kind::tensorcore;
    acc.format = find_format("fp32").value();
    acc.bits = acc.format.bits;
    const char* const closing[] = {",", ",", ">"};
    int* const fields[] = {&acc.alignment_bits, &acc.group, &acc.result_bits};
    for (int i = 0; i < 3; ++i) {
        take(name, " ");
        const auto number = take_integer(name);
        if (!number || *number < 1 || *number > 1024 || !take(name, closing[i]))
            return std::nullopt;
        *fields[i] = *number;
    }
    // The running value is an fp32 number.
    if (acc.result_bits > 24 || acc.alignment_bits > 64) return std::nullopt;
    if (take(name, " promote=")) {
        const auto promote = take_integer(name);
        if (!promote || *promote < acc.group || *promote > (1 << 20)) return std::nullopt;
        acc.promote = *promote;
    }
    return name.empty() ? Parsed(acc) : std::nullopt;
}

Parsed parse_none(std::string_view name) {
    if (name != "none") return std::nullopt;
    Accumulator acc;
    acc.kind = Accumulator::Kind::none;
    return acc;
}

std::string floating_meaning(const Accumulator& acc, std::string_view end) {
    return fmt::format(
        "After each block the exact accumulator plus the exact scaled sum is rounded once to {}, "
        "to nearest, ties to even, with gradual underflow and overflow to infinity; NaN and "
        "infinity stay until {}.",
        acc.name, end);
}

std::string integer_meaning(const Accumulator& acc, std::string_view) {
    return fmt::format("Sums are integers of {} bits, {}.", acc.bits,
                       acc.overflow == Accumulator::Overflow::wrap       ? "modulo 2^width"
                       : acc.overflow == Accumulator::Overflow::saturate ? "saturating"
                                                                         : "exact");
}

std::string fixed_meaning(const Accumulator&, std::string_view) {
    return "Sums are kept in a two's complement window: each exact block sum is floored to its "
           "lowest bit and saturates at both ends.";
}

std::string tensorcore_meaning(const Accumulator& acc, std::string_view) {
    return fmt::format(
        "Sums follow the {} rule: groups of {} products are aligned to the largest exponent, "
        "truncated to {} fraction bits and added exactly; the sum is truncated to {} significant "
        "bits.",
        acc.name, acc.group, acc.alignment_bits, acc.result_bits);
}

std::string none_meaning(const Accumulator&, std::string_view) {
    return "The exact sum of a block leaves as an integer in units of the smallest product bit, "
           "without its scales; special_o says that an element was NaN or infinite.";
}

}  // namespace

const std::vector<AccumulatorRow>& accumulator_rows() {
    using Kind = AccumulatorKind;
    static const std::vector<AccumulatorRow> rows{
        {Kind::floating,
         "fp32 | bf16 | fp16",
         "fp32, bf16, fp16",
         {"fp32", "bf16", "fp16"},
         Summands::scaled,
         parse_floating,
         floating_meaning},
        {Kind::integer,
         "int<N> [wrap | saturate | spill]",
         "int, int<N>, int<N> wrap, int<N> saturate, int<N> spill (N from 2 to 256)",
         {"int", "int32", "int32 wrap", "int32 saturate", "int32 spill"},
         Summands::integers,
         parse_integer,
         integer_meaning},
        {Kind::fixed,
         "fixed<msb,lsb>",
         "fixed, fixed<msb,lsb> (msb above lsb, both from -1024 to 1024)",
         {"fixed", "fixed<40,-20>"},
         Summands::scaled,
         parse_fixed,
         fixed_meaning},
        {Kind::tensorcore,
         "tensorcore<F,G,R> [promote=P]",
         "tensorcore<F,G,R> (F to 64, G to 1024, R to 24), tensorcore<F,G,R> promote=P (P from G "
         "on)",
         {"tensorcore<25,16,24>"},
         Summands::floats,
         parse_tensorcore,
         tensorcore_meaning},
        {Kind::none, "none", "none", {"none"}, Summands::unscaled, parse_none, none_meaning},
    };
    return rows;
}

const AccumulatorRow& Accumulator::row() const {
    return accumulator_rows()[static_cast<std::size_t>(kind)];
}

std::optional<Accumulator> find_accumulator(std::string_view name) {
    for (const AccumulatorRow& row : accumulator_rows()) {
        if (auto acc = row.parse(name)) {
            acc->name = name;
            return acc;
        }
    }
    return std::nullopt;
}

}  // namespace mxgen
