// SPDX-License-Identifier: Apache-2.0
#include "gen/unit/convert_lane.h"

#include <fmt/format.h>

#include "gen/arith/decode.h"
#include "gen/arith/element.h"
#include "gen/arith/maximum.h"

namespace mxgen::unit {

using namespace ir;

ConvertLanes::ConvertLanes(const ConvertOptions& o)
    : o_(o), chooser_(o.input, o.output.element, o.scale_rule, o.saturate_specials) {}

bool ConvertLanes::loses_nan() const {
    return !arith::has_nan(o_.output.element) && (o_.saturate_specials || !o_.output.scale);
}

bool ConvertLanes::has_signed_zero() const { return o_.output.element.kind == Kind::floating; }

Module ConvertLanes::key_module() const {
    Module m{o_.name + "_key",
             fmt::format("What one {} value says about the scale of its block.", o_.input.name)};
    auto x = m.input("x_i", arith::codes(o_.input));
    m.output("key_o", chooser_.key(x));
    if (loses_nan()) m.output("nan_o", arith::normalize(o_.input, x, 0).nan);
    if (has_signed_zero())
        m.output("nonzero_o", x.low(static_cast<unsigned>(o_.input.bits) - 1) != 0);
    return m;
}

arith::BlockScale ConvertLanes::scale(Module& m, const Array& x) const {
    if (!o_.output.scale) {
        auto most = arith::largest(o_.output.element).exponent + o_.input.bias;
        return {m.constant(0), m.constant(most), m.constant(0)};
    }
    auto keys = m.instances(key_module(), "u_key", x.size(), {{"x_i", x}});
    auto most = arith::maximum(m, o_.name + "_max", keys.array("key_o"), chooser_.least_key());
    auto scale = chooser_.scale(m, most.as("largest_key"));
    // A block of zeros has no signs.
    if (has_signed_zero())
        scale.clear = scale.clear | !any(keys.array("nonzero_o")).as("has_number");
    if (!loses_nan()) return scale;
    auto nan = any(keys.array("nan_o")).as("has_nan");
    return {mux(nan, 255, scale.code), scale.top, scale.clear | nan};
}

Module ConvertLanes::lane_module(const Range& top) const {
    const auto& element = o_.output.element;
    Module m{o_.name + "_lane", fmt::format("One {} value as an element in {}, given its scale.",
                                            o_.input.name, element.name)};
    auto x = m.input("x_i", arith::codes(o_.input));
    auto lowest = static_cast<int>(top.lo);
    arith::ElementRule rule{.format = element,
                            .rounding = {.rounding = o_.rounding, .random_bits = o_.random_bits},
                            .propagate = o_.propagate,
                            .may_exceed = !o_.output.scale || chooser_.may_exceed(),
                            .keeps_specials = !o_.output.scale || o_.saturate_specials,
                            .propagates_infinity = !o_.output.scale && o_.propagate};
    if (o_.rounding == arith::Rounding::sr)
        rule.rounding.random = m.input("random_i", Range::unsigned_bits(o_.random_bits));
    auto value = arith::normalize(o_.input, x, arith::shift_limit(element, lowest));
    auto clear = o_.output.scale ? m.input("clear_i", Range::bit()) : m.constant(0);
    auto exponent = o_.output.scale ? m.input("top_i", top) : m.constant(top.lo);
    m.output("code_o", arith::encode_element(rule, value, exponent, clear));
    if (!o_.output.scale && loses_nan()) m.output("nan_o", value.nan);
    return m;
}

ConvertedElements ConvertLanes::elements(Module& m, const Array& x,
                                         const arith::BlockScale& scale) const {
    std::vector<Binding> inputs{{"x_i", x}};
    if (o_.output.scale) {
        inputs.emplace_back("top_i", scale.top);
        inputs.emplace_back("clear_i", scale.clear);
    }
    if (o_.rounding == arith::Rounding::sr)
        inputs.emplace_back("random_i",
                            m.input("random_i", Range::unsigned_bits(o_.random_bits), x.size()));
    auto lanes = m.instances(lane_module(scale.top.range()), "u_lane", x.size(), inputs);
    bool invalid = !o_.output.scale && loses_nan();
    return {lanes.array("code_o"), invalid ? any(lanes.array("nan_o")) : m.constant(0)};
}

}  // namespace mxgen::unit
