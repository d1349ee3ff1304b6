// SPDX-License-Identifier: Apache-2.0
#include "gen/unit/convert.h"

#include <fmt/format.h>

#include "gen/arith/decode.h"
#include "gen/arith/element.h"
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
    ConvertLanes lanes{o};
    auto scale = lanes.scale(m, x);
    auto elements = lanes.elements(m, x, scale);
    if (o.output.scale) m.output("scale_o", scale.code);
    m.output("codes_o", elements.codes);
    m.output("invalid_o", elements.invalid);
    return m;
}

}  // namespace mxgen::unit
