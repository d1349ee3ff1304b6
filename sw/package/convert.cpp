// SPDX-License-Identifier: Apache-2.0
#include "sw/package/convert.h"

#include <fmt/format.h>

#include "sw/config/conversion.h"
#include "sw/support/error.h"
#include "sw/unit/from_config.h"

namespace mxgen::package {

namespace {

/// Elements of more bits have too many thresholds.
constexpr int most_threshold_bits = 8;

/// What a configuration may say and the generator cannot make.
void check_is_built(const Config& c) {
    const Format& element = c.a.element;
    if (c.a.scale && c.a.scale->has_zero && element.bits > most_threshold_bits) {
        throw Error(Exit::usage,
                    fmt::format("a.element = \"{}\" has {} bits: converters with {} scales compare "
                                "with the threshold of every code; allowed: elements of at most {} "
                                "bits, or scale e8m0; nearest: --a-scale e8m0",
                                element.name, element.bits, c.a.scale->name, most_threshold_bits));
    }
}

}  // namespace

unit::ConvertOptions convert_options(const Config& c) {
    check_is_built(c);
    return {.name = c.name,
            .input = find_format(c.convert.input).value(),
            .output = clipped_format(c),
            .rule = convert_rule(c.convert),
            .lanes = static_cast<unsigned>(c.convert.lanes),
            .has_valid = is_pipelined(c) || has_lfsr(c)};
}

unit::ConvertOptions result_options(const Config& c, const Format& input,
                                    const BlockFormat& output) {
    return {.name = c.name, .input = input, .output = output, .rule = convert_rule(c.convert)};
}

unit::DeconvertOptions deconvert_options(const Config& c) {
    return {.name = c.name,
            .input = decoded_format(c),
            .output = find_format(c.convert.output).value(),
            .lanes = static_cast<unsigned>(c.convert.lanes),
            .has_valid = is_pipelined(c)};
}

}  // namespace mxgen::package
