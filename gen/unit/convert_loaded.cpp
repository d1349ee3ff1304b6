// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "gen/arith/decode.h"
#include "gen/arith/maximum.h"
#include "gen/unit/convert_lane.h"

namespace mxgen::unit {

using namespace ir;

namespace {

arith::ElementRule element_rule(const ConvertOptions& o) {
    return {.format = o.output.element,
            .rounding = {.rounding = o.rule.rounding.rounding},
            .propagate = o.propagates(),
            .keeps_specials = o.saturates_specials()};
}

class LoadedLanes : public ConvertLanes {
  public:
    explicit LoadedLanes(const ConvertOptions& o)
        : ConvertLanes(o), thresholds_(tensor_thresholds(o)) {}

    BlockSummary summary(Module& m, const Array& x) const override;
    ChosenScale scale(Module& m, const BlockSummary& summary,
                      const TensorInputs& tensor) const override;

  private:
    Module lane_module(const ChosenScale& scale) const override;
    Module key_module() const;

    arith::TensorThresholds thresholds_;
};

Module LoadedLanes::key_module() const {
    Module m{o_.name + "_key",
             fmt::format("What one {} value says about the scale of its block.", o_.input.name)};
    m.belongs_to(DesignPart::converters);
    auto x = m.input("x_i", arith::codes(o_.input));
    auto own = arith::normalize(o_.input, x, 0);
    auto magnitude = x.low(static_cast<unsigned>(o_.input.bits) - 1);
    m.output("key_o", o_.saturates_specials() ? mux(own.special, 0, magnitude) : magnitude);
    if (loses_nan()) m.output("nan_o", own.nan);
    return m;
}

BlockSummary LoadedLanes::summary(Module& m, const Array& x) const {
    auto none = m.constant(0);
    auto keys = m.instances(key_module(), "u_key", x.size(), {{"x_i", x}});
    auto max_key = arith::maximum(m, o_.name + "_max", keys.array("key_o"), 0);
    return {max_key, loses_nan() ? any(keys.array("nan_o")).as("has_nan") : none, none};
}

ChosenScale LoadedLanes::scale(Module&, const BlockSummary& summary,
                               const TensorInputs& tensor) const {
    const auto& gain = tensor.gain.value();
    auto block = thresholds_.block(summary.key.as("largest_key"), gain);
    auto nan = arith::nan_code(*o_.output.scale).value();
    auto code = loses_nan() ? mux(summary.nan, nan, block.code) : block.code;
    ChosenScale chosen{code, !gain.usable, {}};
    chosen.to_lane = {{"gain_exponent_i", gain.exponent},
                      {"clear_i", block.clear | summary.nan},
                      {"scale_exponent_i", block.exponent}};
    for (std::size_t i = 0; i < block.fractions.size(); ++i)
        chosen.to_lane.emplace_back(fmt::format("fraction{}_i", i), block.fractions[i]);
    return chosen;
}

Module LoadedLanes::lane_module(const ChosenScale& scale) const {
    auto [m, x, rounding] = new_lane();
    auto gain_exponent = m.steady_input("gain_exponent_i", arith::gain_exponents());
    arith::BlockThresholds block;
    block.clear = m.input("clear_i", Range::bit());
    block.exponent = m.input("scale_exponent_i", scale.to_lane[2].value.range());
    for (std::size_t i = 3; i < scale.to_lane.size(); ++i)
        block.fractions.push_back(m.input(scale.to_lane[i].port, scale.to_lane[i].value.range()));
    m.output("code_o", thresholds_.element(x, gain_exponent, block));
    return m;
}

}  // namespace

arith::TensorThresholds tensor_thresholds(const ConvertOptions& o) {
    return {o.input, *o.output.scale, element_rule(o), o.saturates_specials()};
}

std::unique_ptr<ConvertLanes> loaded_lanes(const ConvertOptions& o) {
    return std::make_unique<LoadedLanes>(o);
}

}  // namespace mxgen::unit
