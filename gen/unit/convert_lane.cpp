// SPDX-License-Identifier: Apache-2.0
#include "gen/unit/convert_lane.h"

#include <fmt/format.h>

#include "gen/arith/decode.h"
#include "gen/arith/element.h"
#include "gen/arith/mantissa_scale.h"
#include "gen/arith/maximum.h"

namespace mxgen::unit {

using namespace ir;

BlockSummary together(const BlockSummary& a, const BlockSummary& b) {
    return {max({a.key, b.key}), a.nan | b.nan, a.nonzero | b.nonzero};
}

std::unique_ptr<ConvertLanes> ConvertLanes::make(const ConvertOptions& o) {
    if (o.loads_tensor) return loaded_lanes(o);
    bool has_mantissa = o.output.scale && o.output.scale->has_zero;
    return has_mantissa ? mantissa_lanes(o) : power_lanes(o);
}

bool ConvertLanes::loses_nan() const {
    return !arith::nan_code(o_.output.element) && (o_.saturates_specials() || !o_.output.scale);
}

ConvertLanes::Lane ConvertLanes::new_lane() const {
    Module m{o_.name + "_lane", fmt::format("One {} value as an element in {}, given its scale.",
                                            o_.input.name, o_.output.element.name)};
    m.belongs_to(DesignPart::converters);
    auto x = m.input("x_i", arith::codes(o_.input));
    arith::RoundingMode mode{.rounding = o_.rule.rounding.rounding,
                             .random_bits = o_.random_bits()};
    if (o_.is_stochastic())
        mode.random = m.input("random_i", Range::unsigned_bits(o_.random_bits()));
    return {m, x, mode};
}

ConvertedElements ConvertLanes::elements(Module& m, const Array& x, const ChosenScale& scale,
                                         const std::optional<Array>& random) const {
    auto inputs = scale.to_lane;
    inputs.emplace_back("x_i", x);
    if (random) inputs.emplace_back("random_i", *random);
    auto lane = lane_module(scale);
    auto lanes = m.instances(lane, "u_lane", x.size(), inputs);
    bool tells_nan = lane.circuit()->find_port("nan_o") != nullptr;
    return {lanes.array("code_o"), tells_nan ? any(lanes.array("nan_o")) : m.constant(0)};
}

Module KeyedLanes::key_module() const {
    Module m{o_.name + "_key",
             fmt::format("What one {} value says about the scale of its block.", o_.input.name)};
    m.belongs_to(DesignPart::converters);
    auto x = m.input("x_i", arith::codes(o_.input));
    m.output("key_o", arith::scale_key(o_.input, x, o_.saturates_specials()));
    if (loses_nan()) m.output("nan_o", arith::normalize(o_.input, x, 0).nan);
    return m;
}

BlockSummary KeyedLanes::summary(Module& m, const Array& x) const {
    auto none = m.constant(0);
    auto keys = m.instances(key_module(), "u_key", x.size(), {{"x_i", x}});
    auto max_key = arith::maximum(m, o_.name + "_max", keys.array("key_o"), 0);
    return {max_key, loses_nan() ? any(keys.array("nan_o")).as("has_nan") : none, none};
}

Value KeyedLanes::scale_code(const BlockSummary& summary, const Value& code) const {
    auto nan = arith::nan_code(*o_.output.scale).value();
    return loses_nan() ? mux(summary.nan, nan, code) : code;
}

}  // namespace mxgen::unit
