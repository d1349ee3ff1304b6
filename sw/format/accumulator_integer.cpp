// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "sw/format/accumulator.h"
#include "sw/format/parse.h"

namespace mxgen {
namespace {

constexpr int max_bits = 256;

/// int, intN or int<N>, then " wrap", " saturate", " spill" or nothing.
std::optional<Accumulator> parse_integer(std::string_view name) {
    if (!take(name, "int")) return std::nullopt;
    Accumulator acc;
    acc.kind = Accumulator::Kind::integer;
    const bool bracketed = take(name, "<");
    if (const auto bits = take_integer(name)) {
        if (*bits < 2 || *bits > max_bits) return std::nullopt;
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
        return name.empty() && acc.chain_bits > 0 ? std::optional(acc) : std::nullopt;
    }
    // A width that cannot overflow has no overflow to speak of.
    if (acc.bits == 0 && acc.overflow != Accumulator::Overflow::never) return std::nullopt;
    return name.empty() ? std::optional(acc) : std::nullopt;
}

std::string integer_meaning(const Accumulator& acc, std::string_view) {
    return fmt::format("Sums are integers of {} bits, {}.", acc.bits,
                       acc.overflow == Accumulator::Overflow::wrap       ? "modulo 2^width"
                       : acc.overflow == Accumulator::Overflow::saturate ? "saturating"
                                                                         : "exact");
}

}  // namespace

AccumulatorRow integer_accumulator() {
    return {"int<N> [wrap | saturate | spill]",
            "int, int<N>, int<N> wrap, int<N> saturate, int<N> spill (N from 2 to 256)",
            {"int", "int32", "int32 wrap", "int32 saturate", "int32 spill"},
            Summands::integers,
            parse_integer,
            integer_meaning};
}

}  // namespace mxgen
