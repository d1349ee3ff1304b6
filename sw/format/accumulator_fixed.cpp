// SPDX-License-Identifier: Apache-2.0
#include "sw/format/accumulator.h"
#include "sw/format/parse.h"

namespace mxgen {
namespace {

constexpr int max_weight = 1024;

/// fixed or fixed<msb,lsb>.
std::optional<Accumulator> parse_fixed(std::string_view name) {
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

std::string fixed_meaning(const Accumulator&, std::string_view) {
    return "Sums are kept in a two's complement window: each exact block sum is floored to its "
           "lowest bit and saturates at both ends.";
}

}  // namespace

AccumulatorRow fixed_accumulator() {
    return {"fixed<msb,lsb>",
            "fixed, fixed<msb,lsb> (msb above lsb, both from -1024 to 1024)",
            {"fixed", "fixed<40,-20>"},
            Summands::scaled,
            parse_fixed,
            fixed_meaning};
}

}  // namespace mxgen
