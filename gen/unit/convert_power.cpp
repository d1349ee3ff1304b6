// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "gen/arith/block_scale.h"
#include "gen/arith/decode.h"
#include "gen/arith/element.h"
#include "gen/arith/fixed_cast.h"
#include "gen/arith/maximum.h"
#include "gen/unit/convert_lane.h"

namespace mxgen::unit {

using namespace ir;

namespace {

class PowerLanes : public ConvertLanes {
  public:
    explicit PowerLanes(const ConvertOptions& o)
        : ConvertLanes(o),
          chooser_(o.input, o.output.element, o.rule.scale, o.saturates_specials()) {}

    BlockSummary summary(Module& m, const Array& x) const override;
    ChosenScale scale(Module& m, const BlockSummary& summary,
                      const TensorInputs& tensor) const override;

  private:
    Module lane_module(const ChosenScale& scale) const override;
    Module cast_module() const;
    Module key_module() const;
    /// A block of zeros is all zero codes: no signs, and no table rounds it.
    bool clears_zeros() const { return o_.output.element.kind != Kind::integer; }

    arith::ScaleChooser chooser_;
};

Module PowerLanes::key_module() const {
    Module m{o_.name + "_key",
             fmt::format("What one {} value says about the scale of its block.", o_.input.name)};
    m.belongs_to(DesignPart::converters);
    auto x = m.input("x_i", arith::codes(o_.input));
    m.output("key_o", chooser_.key(x));
    if (loses_nan()) m.output("nan_o", arith::normalize(o_.input, x, 0).nan);
    if (clears_zeros()) m.output("nonzero_o", x.low(static_cast<unsigned>(o_.input.bits) - 1) != 0);
    return m;
}

BlockSummary PowerLanes::summary(Module& m, const Array& x) const {
    auto none = m.constant(0);
    if (!o_.output.scale) return {none, none, none};
    auto keys = m.instances(key_module(), "u_key", x.size(), {{"x_i", x}});
    auto max_key = arith::maximum(m, o_.name + "_max", keys.array("key_o"), chooser_.min_key());
    return {max_key, loses_nan() ? any(keys.array("nan_o")).as("has_nan") : none,
            clears_zeros() ? any(keys.array("nonzero_o")).as("has_number") : none};
}

ChosenScale PowerLanes::scale(Module& m, const BlockSummary& summary,
                              const TensorInputs& tensor) const {
    auto none = m.constant(0);
    if (o_.output.tensor_exponent) {
        auto scale = chooser_.of_code(*tensor.scale);
        return {none, scale.clear, {{"top_i", scale.top}, {"clear_i", scale.clear}}};
    }
    if (!o_.output.scale) return {none, none, {}};
    auto scale = chooser_.scale(m, summary.key.as("largest_key"));
    if (clears_zeros()) scale.clear = scale.clear | !summary.nonzero;
    auto code = loses_nan() ? mux(summary.nan, 255, scale.code) : scale.code;
    return {code, none, {{"top_i", scale.top}, {"clear_i", scale.clear | summary.nan}}};
}

Module PowerLanes::cast_module() const {
    auto [m, x, rounding] = new_lane();
    auto cast =
        arith::cast_to_fixed(o_.output.element, o_.rule.rounding.overflow, rounding, o_.input, x);
    m.output("code_o", cast.code);
    m.output("nan_o", cast.invalid);
    return m;
}

Module PowerLanes::lane_module(const ChosenScale& scale) const {
    if (o_.rule.rounding.is_of_casts()) return cast_module();
    const auto& element = o_.output.element;
    bool has_scale = o_.output.scale.has_value();
    bool scaled = has_scale || o_.output.tensor_exponent;
    auto [m, x, rounding] = new_lane();
    arith::ElementRule rule{.format = element,
                            .rounding = rounding,
                            .propagate = o_.propagates(),
                            .may_exceed = !has_scale || chooser_.may_exceed(),
                            .keeps_specials = !has_scale || o_.saturates_specials(),
                            .propagates_infinity = !has_scale && o_.propagates()};
    // Unscaled elements lie where their own exponents say.
    auto own = arith::largest(element).exponent + o_.input.bias;
    auto range = scaled ? scale.to_lane[0].value.range() : Range::point(own);
    auto limit = arith::shift_limit(element, static_cast<int>(range.lo));
    auto value = arith::normalize(o_.input, x, limit);
    auto top = scaled ? m.input("top_i", range) : m.constant(own);
    auto clear = scaled ? m.input("clear_i", Range::bit()) : m.constant(0);
    m.output("code_o", arith::encode_element(rule, value, top, clear));
    if (!has_scale && loses_nan()) m.output("nan_o", value.nan);
    return m;
}

}  // namespace

std::unique_ptr<ConvertLanes> power_lanes(const ConvertOptions& o) {
    return std::make_unique<PowerLanes>(o);
}

}  // namespace mxgen::unit
