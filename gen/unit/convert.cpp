// SPDX-License-Identifier: Apache-2.0
#include "gen/unit/convert.h"

#include <fmt/format.h>

#include "gen/arith/decode.h"
#include "gen/unit/convert_lane.h"

namespace mxgen::unit {

using namespace ir;

namespace {

std::string doc(const ConvertOptions& o) {
    return fmt::format("Converts {} values of {} to a block of {}.", o.output.block, o.input.name,
                       o.output.name);
}

}  // namespace

Module convert(const ConvertOptions& o) {
    Module m{o.name, doc(o)};
    auto k = static_cast<unsigned>(o.output.block);
    if (o.has_valid) m.output("valid_o", m.input("valid_i", Range::bit()).control());
    auto x = m.input("x_i", arith::codes(o.input), k);
    std::optional<Value> tensor_scale;
    if (o.output.tensor_scale) tensor_scale = m.input("tensor_scale_i", Range::unsigned_bits(32));
    std::optional<Array> random;
    if (o.rounding == arith::Rounding::sr)
        random = m.input("random_i", Range::unsigned_bits(o.random_bits), k);
    auto lanes = ConvertLanes::make(o);
    auto scale = lanes->scale(m, lanes->summary(m, x), tensor_scale);
    auto elements = lanes->elements(m, x, scale, random);
    if (o.output.scale) m.output("scale_o", scale.code);
    m.output("codes_o", elements.codes);
    m.output("invalid_o", scale.invalid | elements.invalid);
    return m;
}

}  // namespace mxgen::unit
