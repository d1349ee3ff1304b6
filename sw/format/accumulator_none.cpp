// SPDX-License-Identifier: Apache-2.0
#include "sw/format/accumulator.h"

namespace mxgen {
namespace {

std::optional<Accumulator> parse_none(std::string_view name) {
    if (name != "none") return std::nullopt;
    Accumulator acc;
    acc.kind = Accumulator::Kind::none;
    return acc;
}

std::string none_meaning(const Accumulator&, std::string_view) {
    return "The exact sum of a block leaves as an integer in units of the smallest product bit, "
           "without its scales; special_o says that an element was NaN or infinite.";
}

}  // namespace

AccumulatorRow none_accumulator() {
    return {"none", "none", {"none"}, Summands::unscaled, parse_none, none_meaning};
}

}  // namespace mxgen
