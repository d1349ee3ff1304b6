// SPDX-License-Identifier: Apache-2.0
#include "sw/package/convert.h"

#include <array>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "sw/config/conversion.h"

namespace mxgen::package {

namespace {

template <class T, std::size_t N>
T named(const std::string& name, const std::array<std::pair<std::string_view, T>, N>& table) {
    for (const auto& [known, value] : table) {
        if (known == name) return value;
    }
    throw std::logic_error("a resolved configuration has no choice " + name);
}

arith::ScaleRule scale_rule(const std::string& name) {
    using enum arith::ScaleRule;
    return named(name, std::to_array<std::pair<std::string_view, arith::ScaleRule>>(
                           {{"floor", floor}, {"ceil", ceil}, {"even", even}, {"rceil", rceil}}));
}

arith::Rounding rounding(const std::string& name) {
    using enum arith::Rounding;
    return named(name, std::to_array<std::pair<std::string_view, arith::Rounding>>(
                           {{"rne", rne}, {"rtz", rtz}, {"rna", rna}, {"sr", sr}}));
}

bool is_pipelined(const Config& c) { return c.timing.period_ns || c.timing.stages.value_or(0) > 0; }

}  // namespace

unit::ConvertOptions convert_options(const Config& c) {
    return {.name = c.name,
            .input = find_format(c.convert.input).value(),
            .output = clipped_format(c),
            .scale_rule = scale_rule(c.convert.scale_rule),
            .rounding = rounding(c.convert.rounding),
            .random_bits = static_cast<unsigned>(c.convert.random_bits),
            .propagate = c.convert.overflow == "propagate",
            .saturate_specials = c.convert.nonfinite == "saturate",
            .has_valid = is_pipelined(c)};
}

unit::DeconvertOptions deconvert_options(const Config& c) {
    return {.name = c.name,
            .input = c.a,
            .output = find_format(c.convert.output).value(),
            .lanes = static_cast<unsigned>(c.convert.lanes),
            .has_valid = is_pipelined(c)};
}

}  // namespace mxgen::package
