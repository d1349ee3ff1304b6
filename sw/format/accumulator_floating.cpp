// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "sw/format/accumulator.h"

namespace mxgen {
namespace {

std::optional<Accumulator> parse_floating(std::string_view name) {
    if (name != "fp32" && name != "bf16" && name != "fp16") return std::nullopt;
    Accumulator acc;
    acc.format = find_format(name).value();
    acc.bits = acc.format.bits;
    return acc;
}

std::string floating_meaning(const Accumulator& acc, std::string_view end) {
    return fmt::format(
        "After each block the exact accumulator plus the exact scaled sum is rounded once to {}, "
        "to nearest, ties to even, with gradual underflow and overflow to infinity; NaN and "
        "infinity stay until {}.",
        acc.name, end);
}

}  // namespace

AccumulatorRow floating_accumulator() {
    return {"fp32 | bf16 | fp16", "fp32, bf16, fp16", {"fp32", "bf16", "fp16"},
            Summands::scaled,     parse_floating,     floating_meaning};
}

}  // namespace mxgen
