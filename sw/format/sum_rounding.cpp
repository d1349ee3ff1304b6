// SPDX-License-Identifier: Apache-2.0
#include "sw/format/sum_rounding.h"

#include <fmt/format.h>

#include "sw/format/parse.h"

namespace mxgen {

namespace {

constexpr int max_fraction_bits = 64;

}  // namespace

std::string to_string(const SumRounding& rounding) {
    switch (rounding.kind) {
        case SumRounding::Kind::block:
            return "block";
        case SumRounding::Kind::beat:
            return "beat";
        case SumRounding::Kind::window:
            return fmt::format("beat<{}>", rounding.fraction_bits);
    }
    return {};
}

std::optional<SumRounding> find_sum_rounding(std::string_view name) {
    if (name == "block") return SumRounding{};
    if (name == "beat") return SumRounding{SumRounding::Kind::beat};
    if (!take(name, "beat<")) return std::nullopt;
    const auto bits = take_integer(name);
    if (!bits || *bits < 1 || *bits > max_fraction_bits || name != ">") return std::nullopt;
    return SumRounding{SumRounding::Kind::window, *bits};
}

}  // namespace mxgen
