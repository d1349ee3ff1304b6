// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "gen/arith/decode.h"
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

class LoadedLanes : public KeyedLanes {
  public:
    explicit LoadedLanes(const ConvertOptions& o)
        : KeyedLanes(o), thresholds_(tensor_thresholds(o)) {}

    ChosenScale scale(Module& m, const BlockSummary& summary,
                      const TensorInputs& tensor) const override;

  private:
    Module lane_module(const ChosenScale& scale) const override;

    arith::TensorThresholds thresholds_;
};

ChosenScale LoadedLanes::scale(Module&, const BlockSummary& summary,
                               const TensorInputs& tensor) const {
    const auto& gain = tensor.gain.value();
    auto block = thresholds_.block(summary.key.as("largest_key"), gain);
    ChosenScale chosen{scale_code(summary, block.code), !gain.usable, {}};
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
