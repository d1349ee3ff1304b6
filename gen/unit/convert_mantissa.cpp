// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "gen/arith/decode.h"
#include "gen/arith/mantissa_scale.h"
#include "gen/arith/threshold.h"
#include "gen/unit/convert_lane.h"

namespace mxgen::unit {

using namespace ir;

namespace {

class MantissaLanes : public KeyedLanes {
  public:
    explicit MantissaLanes(const ConvertOptions& o)
        : KeyedLanes(o),
          chooser_(o.input, *o.output.scale, o.output.element, o.saturates_specials()) {}

    ChosenScale scale(Module& m, const BlockSummary& summary,
                      const TensorInputs& tensor) const override;

  private:
    Module lane_module(const ChosenScale& scale) const override;

    arith::MantissaScaleChooser chooser_;
};

ChosenScale MantissaLanes::scale(Module& m, const BlockSummary& summary,
                                 const TensorInputs& tensor) const {
    // Without a scale of the tensor it is 1.
    auto g = tensor.scale ? *tensor.scale : m.constant(Int(127) << 23);
    auto scale = chooser_.scale(summary.key.as("largest_key"), g);
    return {scale_code(summary, scale.code),
            scale.invalid,
            {{"gain_i", scale.gain},
             {"divisor_i", scale.divisor},
             {"exponent_i", scale.exponent},
             {"clear_i", scale.clear | summary.nan}}};
}

Module MantissaLanes::lane_module(const ChosenScale& scale) const {
    auto [m, code, rounding] = new_lane();
    arith::ElementRule rule{.format = o_.output.element,
                            .rounding = rounding,
                            .propagate = o_.propagates(),
                            .keeps_specials = o_.saturates_specials()};
    std::vector<Value> from_scale;
    for (const auto& binding : scale.to_lane)
        from_scale.push_back(m.input(binding.port, binding.value.range()));
    const auto &gain = from_scale[0], &divisor = from_scale[1], &base = from_scale[2];
    auto x = arith::normalize(o_.input, code, 0);
    auto gain_bits = gain.width();
    m.output("code_o", arith::encode_by_thresholds(rule,
                                                   {.neg = x.neg,
                                                    .mag = (x.significand * gain).as("product"),
                                                    .exponent = x.exponent + base,
                                                    .divisor = divisor,
                                                    .min_bits = gain_bits - 1,
                                                    .special = x.special,
                                                    .nan = x.nan},
                                                   from_scale[3]));
    return m;
}

}  // namespace

std::unique_ptr<ConvertLanes> mantissa_lanes(const ConvertOptions& o) {
    return std::make_unique<MantissaLanes>(o);
}

}  // namespace mxgen::unit
