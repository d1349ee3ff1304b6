// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "sw/format/accumulator.h"
#include "sw/format/parse.h"

namespace mxgen {
namespace {

/// tensorcore<F,G,R>, then " promote=P" or nothing.
std::optional<Accumulator> parse_tensorcore(std::string_view name) {
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
    return name.empty() ? std::optional(acc) : std::nullopt;
}

std::string tensorcore_meaning(const Accumulator& acc, std::string_view) {
    return fmt::format(
        "Sums follow the {} rule: groups of {} products are aligned to the largest exponent, "
        "truncated to {} fraction bits and added exactly; the sum is truncated to {} significant "
        "bits.",
        acc.name, acc.group, acc.alignment_bits, acc.result_bits);
}

}  // namespace

AccumulatorRow tensorcore_accumulator() {
    return {
        "tensorcore<F,G,R> [promote=P]",
        "tensorcore<F,G,R> (F to 64, G to 1024, R to 24), tensorcore<F,G,R> promote=P (P from G "
        "on)",
        {"tensorcore<25,16,24>"},
        Summands::products,
        parse_tensorcore,
        tensorcore_meaning};
}

}  // namespace mxgen
