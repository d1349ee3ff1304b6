// SPDX-License-Identifier: Apache-2.0
#include "sw/format/accumulator.h"

#include <utility>

#include "sw/format/parse.h"

namespace mxgen {
namespace {

using Parsed = std::optional<Accumulator>;

constexpr int widest_integer = 256, widest_weight = 1024;

Parsed parse_floating(std::string_view name) {
    if (name != "fp32" && name != "bf16" && name != "fp16") return std::nullopt;
    Accumulator acc;
    acc.format = find_format(name).value();
    return acc;
}

/// int, intN or int<N>, then " wrap", " saturate", " spill" or nothing.
Parsed parse_integer(std::string_view name) {
    if (!take(name, "int")) return std::nullopt;
    Accumulator acc;
    acc.kind = Accumulator::Kind::integer;
    const bool bracketed = take(name, "<");
    if (const auto bits = take_integer(name)) {
        if (*bits < 2 || *bits > widest_integer) return std::nullopt;
        acc.bits = *bits;
    } else if (bracketed) {
        return std::nullopt;
    }
    if (bracketed && !take(name, ">")) return std::nullopt;
    if (take(name, " wrap")) acc.overflow = Accumulator::Overflow::wrap;
    if (take(name, " saturate")) acc.overflow = Accumulator::Overflow::saturate;
    if (take(name, " spill")) {
        acc.chain_bits = std::exchange(acc.bits, 0);
        acc.kind = Accumulator::Kind::floating;
        acc.format = find_format("fp32").value();
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
    if (name.empty()) return acc;
    if (!take(name, "<")) return std::nullopt;
    acc.msb = take_integer(name);
    if (!acc.msb || !take(name, ",")) return std::nullopt;
    take(name, " ");
    acc.lsb = take_integer(name);
    if (!acc.lsb || name != ">") return std::nullopt;
    if (*acc.msb <= *acc.lsb || *acc.msb > widest_weight || *acc.lsb < -widest_weight)
        return std::nullopt;
    return acc;
}

/// tensorcore<F,G,R>, then " promote=P" or nothing.
Parsed parse_tensorcore(std::string_view name) {
    if (!take(name, "tensorcore<")) return std::nullopt;
    Accumulator acc;
    acc.kind = Accumulator::Kind::tensorcore;
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

}  // namespace

std::optional<Accumulator> find_accumulator(std::string_view name) {
    for (const auto parse :
         {parse_floating, parse_integer, parse_fixed, parse_tensorcore, parse_none}) {
        if (auto acc = parse(name)) {
            acc->name = name;
            return acc;
        }
    }
    return std::nullopt;
}

}  // namespace mxgen
