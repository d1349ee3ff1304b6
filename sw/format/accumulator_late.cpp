// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "sw/format/accumulator.h"
#include "sw/format/parse.h"

namespace mxgen {
namespace {

constexpr int min_late_bits = 4, max_late_bits = 64;

/// late<W>.
std::optional<Accumulator> parse_late(std::string_view name) {
    if (!take(name, "late<")) return std::nullopt;
    Accumulator acc;
    acc.kind = Accumulator::Kind::late;
    acc.format = find_format("fp32").value();
    const auto bits = take_integer(name);
    if (!bits || *bits < min_late_bits || *bits > max_late_bits || name != ">") return std::nullopt;
    acc.bits = *bits;
    return acc;
}

std::string late_meaning(const Accumulator& acc, std::string_view end) {
    return fmt::format(
        "Sums are kept as M * 2^E, M a two's complement number of {} bits: each scaled block sum "
        "is floored to the largest exponent that the scales of the sum have asked for so far, and "
        "nothing is rounded or normalised before the result leaves, rounded once to nearest, ties "
        "to even. NaN and infinity stay until {}.",
        acc.bits, end);
}

}  // namespace

AccumulatorRow late_accumulator() {
    return {"late<W>",   "late<W> (W from 4 to 64)", {"late<24>"}, Summands::scaled, parse_late,
            late_meaning};
}

}  // namespace mxgen
